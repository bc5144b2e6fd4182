"""What the roadmap is computed from: one function per key, (programme, on) → Fact, in a few queries each.

The sentences name no people: the roadmap is read by every participant. A single missing thing is linked
straight to its page, several to their list.
"""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from programs.models import (
    Candidacy,
    Commission,
    Meeting,
    Order,
    Pair,
    Plan,
    Publication,
    RegisterEntry,
    Request,
    Side,
    Support,
    ThirdPartyNote,
)
from registry.engine import consents
from registry.engine.errors import Gap
from registry.engine.roadmap import Fact
from registry.models import Mentee, Mentor
from registry.text import count

REQUEST = ("запрос", "запроса", "запросов")
MENTEE = ("наставляемый", "наставляемых", "наставляемых")
MENTOR = ("наставник", "наставника", "наставников")
CANDIDATE = ("кандидат", "кандидата", "кандидатов")
ORDERED = ["ordered", "working", "suspended", "closing", "closed"]


def address(name: str, programme, **filters) -> str:
    """A list of this programme: the filters live in the address; that of pairs knows programmes by number."""
    known_by = programme.pk if name == "pair_list" else programme.code
    return reverse(f"programs:{name}") + "?" + urlencode({"programme": known_by, **filters})


def left(label: str, rows, words, url: str, action: str = "Открыть") -> list[Gap]:
    """«Не разобрано: 3 запроса», or nothing; one row alone is linked to its own page."""
    rows = list(rows)
    if not rows:
        return []
    return [Gap(f"{label}: {count(len(rows), *words)}.", rows[0].get_absolute_url() if len(rows) == 1 else url, action)]


def pair_words(programme) -> tuple[str, str, str]:
    """The document's own word after a number: 1 тандем, 2 тандема, 5 тандемов."""
    one, genitive, _, many_genitive = programme.words.forms("pair")
    return one, genitive, many_genitive


def requests_of(programme, role):
    """Wishes that were not declined or taken back."""
    return Request.objects.filter(programme=programme, role=role).exclude(
        status__in=[Request.Status.DECLINED, Request.Status.WITHDRAWN, Request.Status.JOINED]
    )


def candidates_of(programme):
    return Candidacy.objects.filter(programme=programme, status__in=["nominated", "recommended", "registered"])


def nominated_without_request(programme):
    """Candidates put forward by the administration or the staff never wrote a request (ОЧ-П 2.13)."""
    return candidates_of(programme).exclude(mentor__person__in=requests_of(programme, "mentor").filter(
        person__isnull=False).values("person"))  # fmt: skip


def pairs_of(programme, *statuses):
    found = Pair.objects.filter(programme=programme).exclude(status=Pair.Status.CANCELLED)
    return found.filter(status__in=statuses) if statuses else found


def mentees_in_base(programme):
    admitted = Request.objects.filter(programme=programme, role="mentee", status=Request.Status.ADMITTED)
    return Mentee.objects.filter(person__in=admitted.values("person"))


def unpaired(programme):
    sides = Side.objects.filter(role="mentee", pair__in=pairs_of(programme))
    return mentees_in_base(programme).exclude(person__in=sides.values("person"))


def order_page(programme, kind: str) -> str:
    """The order of this kind that is already on its way, else the page that drafts one."""
    order = Order.objects.filter(
        programme=programme, kind=kind, status__in=["draft", "agreeing", "submitted"]
    ).first()  # fmt: skip
    return order.get_absolute_url() if order else address("order_new", programme, kind=kind)


def forms_chosen(programme, on):
    chosen = programme.forms.exists()
    edit = reverse("programs:programme_edit", args=[programme.code])
    gaps = [] if chosen else [Gap("Формы наставничества этого года не выбраны.", edit, "Выбрать")]
    return Fact(int(chosen), 1, gaps)


def _asked(programme, role, already):
    """Wishes received and looked into; `already` counts those who came another way."""
    found, total = requests_of(programme, role), requests_of(programme, role).count() + already
    if not total:
        url = address("request_new", programme, role=role)
        return Fact(0, 0, [Gap("Запросов ещё нет.", url, "Записать запрос")])
    waiting = list(found.filter(status=Request.Status.RECEIVED).only("pk", "status"))
    url = address("request_list", programme, role=role, status="received")
    return Fact(total - len(waiting), total, left("Не разобрано", waiting, REQUEST, url, "Разобрать"))


def requests(programme, on):
    return _asked(programme, "mentee", 0)


def mentor_requests(programme, on):
    return _asked(programme, "mentor", nominated_without_request(programme).count())


def third_party_notes(programme, on):
    found = requests_of(programme, "mentee").filter(person__isnull=False)
    answered = ThirdPartyNote.objects.filter(request=OuterRef("pk"), answered_on__isnull=False)
    silent = list(found.filter(~Exists(answered)).only("pk", "status"))
    total = found.count()
    url = address("request_list", programme, role="mentee", status="no_notes")
    return Fact(total - len(silent), total, left("Нет сведений третьих лиц", silent, REQUEST, url, "Запросить"))


def _consented(programme, role, on):
    found = requests_of(programme, role).filter(person__isnull=False)
    gate = consents.open_q("pairing", on, programme.code, person="person_id")
    lacking = list(found.exclude(gate).only("pk", "status"))
    total = found.count()
    url = address("request_list", programme, role=role)
    return Fact(total - len(lacking), total, left("Не все согласия получены", lacking, REQUEST, url, "К запросам"))


def mentee_consents(programme, on):
    return _consented(programme, "mentee", on)


def mentor_consents(programme, on):
    return _consented(programme, "mentor", on)


def _in_base(programme, role, already):
    found = requests_of(programme, role)
    waiting = list(found.exclude(status=Request.Status.ADMITTED).only("pk", "status"))
    total = found.count() + already
    url = address("request_list", programme, role=role, status="running")
    return Fact(total - len(waiting), total, left("Ещё не в базе", waiting, REQUEST, url, "К запросам"))


def mentee_base(programme, on):
    return _in_base(programme, "mentee", 0)


def mentor_base(programme, on):
    return _in_base(programme, "mentor", nominated_without_request(programme).count())


def interviews(programme, on):
    found = candidates_of(programme)
    waiting = list(found.filter(interviews__isnull=True).only("pk", "status"))
    total = found.count()
    url = address("candidacy_list", programme)
    return Fact(
        total - len(waiting), total, left("Не проведено собеседование", waiting, CANDIDATE, url, "К кандидатам")
    )


def commission(programme, on):
    """One working commission; a drafted one waits for its order."""
    rows = list(Commission.objects.filter(programme=programme).order_by("-is_working", "-pk")[:1])
    if rows and rows[0].is_working:
        return Fact(1, 1)
    if rows:
        return Fact(0, 1, [Gap("Комиссия ждёт приказа.", order_page(programme, "commission"), "К приказу")])
    url = address("commission_new", programme)
    return Fact(0, 1, [Gap("Конкурсная комиссия не создана.", url, "Составить комиссию")])


def register(programme, on):
    """Everybody who is on the way into the register has come there, by an order (ОЧ-П 2.13)."""
    rows = list(candidates_of(programme).only("pk", "status"))
    if not rows:
        url = address("candidacy_new", programme)
        return Fact(0, 0, [Gap("Кандидатов в наставники ещё нет.", url, "Выдвинуть кандидата")])
    ready = [row for row in rows if row.status == Candidacy.Status.RECOMMENDED]
    early = [row for row in rows if row.status == Candidacy.Status.NOMINATED]
    gaps = left(
        "Проходят отбор", early, CANDIDATE, address("candidacy_list", programme, status="nominated"), "К отбору"
    )
    if ready:
        text = f"Ждут приказа о реестре: {count(len(ready), *CANDIDATE)}."
        gaps.append(Gap(text, order_page(programme, "register"), "К приказу"))
    return Fact(len(rows) - len(ready) - len(early), len(rows), gaps)


def pairs_proposed(programme, on):
    free = list(unpaired(programme).only("pk"))
    total = mentees_in_base(programme).count()
    one = programme.words.pair_genitive
    text = f"Пока без {one}: {count(len(free), *MENTEE)}."
    gaps = [Gap(text, address("pair_new", programme), "Подобрать наставника")] if free else []
    return Fact(total - len(free), total, gaps)


def pairs_agreed(programme, on):
    waiting = list(pairs_of(programme, "proposed").only("pk", "status"))
    total = pairs_of(programme).count()
    url = address("pair_list", programme, status="proposed")
    return Fact(total - len(waiting), total, left("Ждут согласия участников", waiting, pair_words(programme), url))


def pairs_ordered(programme, on):
    """Agreed pairs wait for the paper that fixes them: an order here, a directive there."""
    proposed, agreed = (list(pairs_of(programme, status).only("pk", "status")) for status in ("proposed", "agreed"))
    words = pair_words(programme)
    gaps = left("Ждут согласия участников", proposed, words, address("pair_list", programme, status="proposed"))
    if agreed:
        act = programme.words.fixing_act_genitive
        text = f"Ждут {act}: {count(len(agreed), *words)}."
        gaps.append(Gap(text, order_page(programme, "pairs"), "К приказу"))
    total = pairs_of(programme).count()
    return Fact(total - len(proposed) - len(agreed), total, gaps)


def plans_agreed(programme, on):
    found = pairs_of(programme, *ORDERED)
    ready = Plan.objects.filter(pair=OuterRef("pk"), status__in=[Plan.Status.AGREED, Plan.Status.CLOSED])
    waiting = list(found.filter(~Exists(ready)).only("pk", "status"))
    total = found.count()
    label = f"Не согласован {programme.words.plan_short}"
    return Fact(
        total - len(waiting), total, left(label, waiting, pair_words(programme), address("pair_list", programme))
    )


def _met(kind: str, label: str):
    """A fact on meetings of one kind: every pair fixed by a paper has held at least one."""

    def fact(programme, on):
        found = pairs_of(programme, *ORDERED)
        held = Exists(Meeting.objects.held().filter(pair=OuterRef("pk"), kind=kind))
        excused = Q(no_final_meeting="") if kind == "final" else Q()
        waiting = list(found.filter(excused & ~held).only("pk", "status"))
        total = found.count()
        url = address("pair_list", programme)
        return Fact(total - len(waiting), total, left(label, waiting, pair_words(programme), url))

    return fact


def pairs_closed(programme, on):
    found = pairs_of(programme, *ORDERED)
    waiting = list(found.exclude(status=Pair.Status.CLOSED).only("pk", "status"))
    total = found.count()
    url = address("pair_list", programme, status="working")
    return Fact(total - len(waiting), total, left("Ещё работают", waiting, pair_words(programme), url))


def published(programme, on):
    """Of those in the register who allow the school to show them; counts once a pair has ended (ОЧ-ДК2 32).

    Pages opened earlier are welcome, but they do not begin the last stage of the roadmap.
    """
    entries = RegisterEntry.objects.active(on).of(programme)
    found = Mentor.objects.filter(
        consents.open_q("publication", on, person="person_id"), pk__in=entries.values("mentor")
    )
    if not programme.pairs.filter(status=Pair.Status.CLOSED).exists():
        return Fact(0, found.count())
    rows = list(found.exclude(publication__status=Publication.Status.PUBLISHED).values_list("pk", flat=True))
    total = found.count()
    if not rows:
        return Fact(total, total)
    one = reverse("programs:publication_detail", args=[rows[0]])
    url = one if len(rows) == 1 else address("register_list", programme)
    text = f"Согласие на публикацию есть, страницы на сайте нет: {count(len(rows), *MENTOR)}."
    return Fact(total - len(rows), total, [Gap(text, url, "Опубликовать")])


def unpaired_followed(programme, on):
    """Mentees without a mentor are looked after: the next step has a day and a person (АБР-ДК 5.3)."""
    helped = Support.objects.ahead().filter(request__programme=programme).values("request__person")
    alone = list(unpaired(programme).exclude(person__in=helped).only("pk"))
    total = mentees_in_base(programme).count()
    if not alone:
        return Fact(total, total)
    text = f"Без наставника и без следующего шага: {count(len(alone), *MENTEE)}."
    url = address("pair_list", programme, show="without")
    return Fact(total - len(alone), total, [Gap(text, url, "Назначить шаг")])


def _informed(audience: str, label: str):
    """A fact of stage 1: this audience was told of the programme, and something shows it (ОЧ-П 2.10)."""

    def fact(programme, on):
        told = programme.informings.filter(audience=audience, annulled_on__isnull=True).exists()
        url = reverse("programs:informing_list", args=[programme.code]) + f"#{audience}"
        return Fact(int(told), 1, [] if told else [Gap(f"{label}.", url, "Отметить")])

    return fact


def model_introduced(programme, on):
    """The regulation and the roadmap are in force by an order (АБР-Пр; ОЧ-ДК1 1; К71-ДК 1)."""
    from programs.orders.documents import in_force, wanted_of

    wanted = wanted_of(programme)
    done = sum(in_force(programme, kind, on) is not None for kind in wanted)
    if done == len(wanted):
        return Fact(done, done)
    text = "Положение и дорожная карта ещё не утверждены приказом."
    return Fact(done, len(wanted), [Gap(text, order_page(programme, "introduction"), "К приказу")])


def awards_ordered(programme, on):
    """An order on awards, once there is something to thank for (ТРИО-ДК 7; К71-ДК 8)."""
    if Order.objects.registered().filter(programme=programme, kind="awards").exists():
        return Fact(1, 1)
    if not pairs_of(programme, Pair.Status.CLOSED).exists():
        return Fact(0, 1)
    return Fact(0, 1, [Gap("Приказа о поощрении ещё нет.", order_page(programme, "awards"), "К приказу")])


FACTS = {
    "model_introduced": model_introduced,
    "awards_ordered": awards_ordered,
    "forms_chosen": forms_chosen,
    "requests": requests,
    "third_party_notes": third_party_notes,
    "mentee_consents": mentee_consents,
    "mentee_base": mentee_base,
    "mentor_requests": mentor_requests,
    "mentor_consents": mentor_consents,
    "mentor_base": mentor_base,
    "interviews": interviews,
    "commission": commission,
    "register": register,
    "pairs_proposed": pairs_proposed,
    "pairs_agreed": pairs_agreed,
    "pairs_ordered": pairs_ordered,
    "plans_agreed": plans_agreed,
    "meeting_organisational": _met("organisational", "Не было первой, организационной встречи"),
    "meeting_trial": _met("trial", "Не было пробной рабочей встречи"),
    "meeting_planning": _met("planning", "Не было встречи-планирования"),
    "meetings_regular": _met("regular", "Не было ни одной регулярной встречи"),
    "meeting_final": _met("final", "Не было заключительной встречи"),
    "pairs_closed": pairs_closed,
    "published": published,
    "unpaired_followed": unpaired_followed,
    "informed_teachers": _informed("teachers", "Педагогам ещё не рассказали о программе"),
    "informed_parents": _informed("parents", "Родителям ещё не рассказали о программе"),
    "informed_pupils": _informed("pupils", "Обучающимся ещё не рассказали о программе"),
}
