"""What an inspector would miss, stage by stage; every gap leads to the page that mends it.

Facts of the roadmap are asked as they are; papers are asked for by themselves: number, scan, signatures.
"""

import re

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from programs.actions.labour import duties_gaps
from programs.actions.pairs import running_certificate_gaps
from programs.facts import CANDIDATE, address, left, order_page, pair_words, pairs_of
from programs.folder import Point
from programs.folder.shelves import ORDER_TOPIC, order_topic
from programs.models import Acquaintance, Candidacy, Meeting, Minutes, Order, Pair, Side, SupplementaryAgreement
from programs.orders import kinds
from programs.papers.yearbook import texts
from registry.engine import roadmap
from registry.engine.errors import Gap
from registry.models import Appointment, Consent
from registry.text import count

PAPER = ("бумага", "бумаги", "бумаг")
ORDERS = {
    "introduction": "Приказ о внедрении: положение и дорожная карта",
    "curator": "Приказ о назначении куратора",
    "programme": "Приказ об утверждении программы года",
    "commission": "Приказ о конкурсной комиссии",
    "register": "Приказ о реестре наставников",
    "pairs": "Приказ о закреплении пар и групп",
    "completion": "Приказ о завершении работы",
}
"""Orders without which a year has no ground; one that replaces or extends is asked for by its own deed."""
FACTS = {
    "informed_teachers": ("prepare", "О программе рассказали педагогам"),
    "informed_parents": ("prepare", "О программе рассказали родителям"),
    "informed_pupils": ("prepare", "О программе рассказали обучающимся"),
    "mentee_consents": ("mentees", "Согласия наставляемых"),
    "third_party_notes": ("mentees", "Сведения третьих лиц о запросах"),
    "mentee_entry": ("mentees", "Показатели наставляемых на входе"),
    "mentor_consents": ("mentors", "Согласия наставников"),
    "mentor_entry": ("mentors", "Показатели наставников на входе"),
    "interviews": ("selection", "Собеседования с кандидатами"),
    "register": ("selection", "Кандидаты прошли отбор"),
    "pairs_agreed": ("pairs", "Согласие участников пар"),
    "plans_agreed": ("work", "Планы согласованы"),
    "meeting_organisational": ("work", "Первые встречи"),
    "meetings_regular": ("work", "Регулярные встречи"),
    "meeting_final": ("finish", "Заключительные встречи"),
    "exit_values": ("finish", "Показатели на выходе"),
}
"""Facts of the roadmap that an inspector asks about, whether or not the roadmap names them."""


def is_over(programme, on) -> bool:
    """The year's work comes to its end: what closes it is asked for from now on."""
    return programme.ends <= on or pairs_of(programme, "closing", "closed").exists()


def facts(programme, user, on):
    """Only those that the school's own roadmap has; the end is not asked for before it has come."""
    named = set(programme.stages.values_list("activities__fact", flat=True))
    for key, (topic, title) in FACTS.items():
        if key not in named or key not in roadmap.fact or (topic == "finish" and not is_over(programme, on)):
            continue
        found = roadmap.fact[key](programme, on)
        said = f"{found.done} из {found.total}" if found.total else ""
        yield Point(topic, title, [] if found.is_done else found.gaps or [
            Gap(f"{title}: пока нет.", programme.get_absolute_url(), "К дорожной карте")], said)  # fmt: skip


def orders(programme, user, on):
    """The orders of a year: there, signed on paper, read by those whom they name."""
    rows = Order.objects.filter(programme=programme, status=Order.Status.REGISTERED)
    known = set(rows.values_list("kind", flat=True))
    needed = [kind for kind in ORDERS if kind in kinds.KINDS and _is_needed(programme, kind, on)]
    for kind in needed:
        gaps = [] if kind in known else [Gap(f"{ORDERS[kind]}: не издан.", order_page(programme, kind), "К приказу")]
        yield Point(ORDER_TOPIC[kind], ORDERS[kind], gaps, _names(rows, kind))
    yield from signed(rows.order_by("date", "pk"), on)


def _is_needed(programme, kind, on) -> bool:
    if kind == "commission":
        return Candidacy.objects.filter(programme=programme, way="application").exists()
    if kind == "pairs":
        return pairs_of(programme).exists()
    return kind != "completion" or is_over(programme, on)


def _names(rows, kind) -> str:
    return ", ".join(row.name for row in rows if row.kind == kind)


def signed(rows, on):
    """Each order: the signed original with its place or scan, and the acquaintance sheet."""
    unread = Acquaintance.objects.filter(order=OuterRef("pk"), read_on__isnull=True)
    for order in rows.annotate(is_unread=Exists(unread)).select_related("programme"):
        gaps, page = [], order.get_absolute_url()
        if not order.scan_id and not order.original_place:
            gaps.append(Gap("Нет скана подписанного экземпляра и не сказано, где он лежит.", page, "Приложить скан"))
        if order.is_unread:
            number = order.acquaintances.filter(read_on__isnull=True).count()
            gaps.append(Gap(f"Не ознакомлены: {count(number, 'человек', 'человека', 'человек')}.", page, "К листу"))
        yield Point(order_topic(order), f"{order}: подлинник и ознакомление", gaps)


def adoption(programme, user, on):
    """Who adopted the regulation, and who answers for the programme."""
    document = programme.regulation
    gaps = [] if document.adopted else [
        Gap("Не указано, кем и когда принято положение.", document.get_absolute_url(), "К положению")]  # fmt: skip
    yield Point("prepare", document.title, gaps, document.adopted)
    curator = Appointment.objects.active(on).filter(role="curator").select_related("person").first()
    url = reverse("registry:school_edit")
    gaps = [] if curator else [Gap("Куратор не назначен.", url, "Назначить")]
    yield Point("prepare", "Куратор программы", gaps, curator.person.short_name if curator else "")


def consents(programme, user, on):
    """Signed consents whose original nobody can find; those that end within a month."""
    people = Side.objects.filter(pair__in=pairs_of(programme), is_open=True).values("person")
    rows = Consent.objects.visible_to(user, on).valid(on).filter(person__in=people)
    lost = rows.filter(scan__isnull=True, original_place="")
    url = reverse("registry:consent_list")
    yield Point("mentees", "Подлинники согласий участников пар", left(
        "Не сказано, где лежит подлинник, и нет скана", lost, PAPER, url, "К согласиям"))  # fmt: skip


def selection(programme, user, on):
    """Minutes that nobody signed, sheets and written consents of those in the register."""
    drafts = Minutes.objects.filter(commission__programme=programme, status=Minutes.Status.DRAFT)
    yield Point("selection", "Протоколы комиссии подписаны", [
        Gap(f"{row}: не подписан.", row.get_absolute_url(), "К протоколу") for row in drafts])  # fmt: skip
    rows = Candidacy.objects.filter(programme=programme, status="registered")
    asked = rows.select_related("mentor__person", "programme__regulation", "programme__year")
    gaps = [gap for row in asked for gap in duties_gaps(row)]
    yield Point("selection", "Письменные согласия работников на обязанности наставника", gaps)
    bare = list(rows.filter(sheets__handed_on__isnull=True).exclude(sheets__handed_on__isnull=False).distinct())
    url = address("candidacy_list", programme, status="registered")
    yield Point("selection", "Листы критериев наставников реестра", left("Лист не сдан", bare, CANDIDATE, url))


def pairs(programme, user, on):
    """Each pair: an order, the labour regime of its mentor, signed agreements, certificates in force."""
    rows = pairs_of(programme, *("ordered", "working", "suspended", "closing"))
    rows = rows.select_related("programme__regulation", "programme__year").prefetch_related("sides__person")
    words = pair_words(programme)
    bare = list(rows.filter(order_lines__isnull=True))
    yield Point("pairs", "Пары и группы закреплены приказом", left(
        "Нет приказа", bare, words, address("pair_list", programme)))  # fmt: skip
    untold = Side.objects.filter(role="mentor", is_open=True, labour_regime="")
    silent = [Gap(f"{pair}: не указан трудовой режим наставника.", reverse("programs:regime_edit", args=[pair.pk]),
                  "Указать") for pair in rows.filter(pk__in=untold.values("pair"))]  # fmt: skip
    yield Point("pairs", "Трудовой режим наставников (ст. 351.8 ТК РФ)", silent)
    gaps = [gap.about(str(pair)) for pair in rows for gap in running_certificate_gaps(pair, on)]
    yield Point("mentors", "Справки наставников не из школы действуют", gaps)
    waiting = SupplementaryAgreement.objects.filter(pair__programme=programme, status__in=["draft", "issued"])
    yield Point("pairs", "Дополнительные соглашения подписаны", [
        Gap(f"{row}: {row.get_status_display()}.", row.get_absolute_url(), "К соглашению") for row in waiting
    ])  # fmt: skip


def log(programme, user, on):
    """Meetings that the other side has not confirmed; pairs that closed without a word on the result."""
    rows = Meeting.objects.unconfirmed().filter(pair__in=pairs_of(programme))
    pages = Pair.objects.filter(pk__in=rows.values("pair")).order_by("pk")
    yield Point("work", "Встречи подтверждены", left(
        "Есть неподтверждённые встречи", pages, pair_words(programme), address("pair_list", programme)))  # fmt: skip
    if is_over(programme, on):
        mute = pairs_of(programme, "closing", "closed").filter(Q(result="") | Q(result_text=""))
        yield Point("finish", "Итоги пар записаны", left(
            "Нет итога работы", mute, pair_words(programme), address("pair_list", programme)))  # fmt: skip


def recommended(programme, user, on):
    """Documents that the school's own roadmap asks for by stage (К71-ДК); what no rule knows is left to the eye."""
    rules = texts()["folder"]["documents"]
    known = set(Order.objects.registered().filter(programme=programme).values_list("kind", flat=True))
    for stage in programme.stages.order_by("number"):
        for title in stage.documents:
            topic = stage.key
            found = next((row for row in rules if re.search(row["words"], title, re.IGNORECASE)), None)
            if found and found.get("order") in known:
                continue
            if found is None or found.get("ask"):
                yield Point(topic, title, ask=True, said="рекомендует дорожная карта; есть ли он, знаете только вы")
            elif "order" in found and found["order"] not in ORDERS:
                gap = Gap(f"{title}: нет.", order_page(programme, found["order"]), "К приказу")
                yield Point(topic, title, [gap])
            elif "order" not in found:
                yield Point(topic, title, said="печатается из программы")


CHECKS = {
    "programs.adoption": adoption, "programs.orders": orders, "programs.recommended": recommended,
    "programs.consents": consents, "programs.facts": facts, "programs.selection": selection,
    "programs.pairs": pairs, "programs.log": log,
}  # fmt: skip
