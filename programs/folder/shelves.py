"""What lies in the folder: issued papers as they are, lists and plans as they stand on the day.

Every query asks what the one who packs may see; certificates of outsiders stay in their personal files.
"""

from django.db.models import Q

from programs import needs
from programs.folder import Sheet
from programs.models import (
    Award,
    Candidacy,
    Minutes,
    Order,
    Pair,
    Programme,
    Request,
    Statement,
    SupplementaryAgreement,
)
from programs.orders import kinds
from programs.papers import agreement, application, base_list, duties_consent, meeting_log, plan, register, yearbook
from programs.papers import minutes as minutes_paper
from programs.papers import needs as needs_paper
from programs.papers import order as order_paper
from programs.resources import MenteeResource, MentorResource
from programs.rows import rows_of
from registry import bases
from registry.engine import consents as gate
from registry.models import Consent, Mentee, Mentor, Person
from registry.papers import consent_lists
from registry.text import short_date

ORDER_TOPIC = {
    "introduction": "prepare", "programme": "prepare", "curator": "prepare", "mentees": "mentees",
    "commission": "selection", "register": "selection", "pairs": "pairs", "replacement": "work",
    "extension": "work", "release": "work", "completion": "finish", "awards": "finish",
}  # fmt: skip
"""Where an order lies; one that cancels or changes another lies beside it."""
FIXED = ("ordered", "working", "suspended", "closing", "closed")


def order_topic(order) -> str:
    """The drawer of the order, or of the one that it changes."""
    if order.kind in ORDER_TOPIC:
        return ORDER_TOPIC[order.kind]
    line = order.lines.filter(order_change__isnull=False).select_related("order_change__target").first()
    return ORDER_TOPIC.get(line.order_change.target.kind, "prepare") if line else "prepare"


def orders(programme, user, on):
    """Registered and cancelled orders: the issued file, and the scan of what was signed."""
    rows = Order.objects.visible_to(user, on).filter(programme=programme, number__gt="")
    for order in rows.select_related("paper__file", "scan").order_by("date", "pk"):
        name = f"Приказ № {order.number} от {short_date(order.date)} {order.title}"
        name += " (отменён)" if order.status == Order.Status.CANCELLED else ""
        if order.paper_id:
            yield Sheet(order_topic(order), name, file=order.paper.file)
        if order.scan_id:
            yield Sheet(order_topic(order), f"{name} (скан подписанного)", file=order.scan)
        if not order.paper_id and not order.scan_id and order.kind in kinds.KINDS:
            yield Sheet(order_topic(order), name, make=_maker(order_paper.TEMPLATE, order_paper.context, order))


def _maker(template, context, *args):
    """Laid out only when the folder is packed: a page that counts sheets asks for none."""
    return lambda: (template, context(*args))


def documents(programme, user, on):
    """The programme of the year, its roadmap, the regulation, the memos."""
    yield Sheet("prepare", "Положение о наставничестве", make=_maker(
        yearbook.REGULATION, yearbook.regulation_of, programme, on))  # fmt: skip
    yield Sheet("prepare", "Дорожная карта", make=_maker(yearbook.ROADMAP, yearbook.roadmap, programme))
    yield Sheet("prepare", "Программа наставничества на год", make=lambda: (
        yearbook.BOOK, yearbook.book(programme, on, with_pairs=True)))  # fmt: skip
    for kind in yearbook.memo_kinds():
        said = yearbook.memo(programme, kind, on)
        yield Sheet("prepare", said["title"], make=_maker(yearbook.MEMO, yearbook.memo, programme, kind, on))


def base_sheets(programme, user, on):
    """The bases of this programme in the columns of the form (МР-42/02); the gate keeps what is not allowed."""
    mentees = Request.objects.filter(programme=programme, role="mentee", status="admitted").values("person")
    mentors = Q(candidacies__programme=programme) | Q(person__sides__pair__programme=programme)
    for base in bases.BASES.values():
        cards = base.cards().visible_to(user, on)
        cards = cards.filter(mentors).distinct() if base.is_mentors else cards.filter(person__in=mentees)
        if cards.exists():
            yield Sheet("mentors" if base.is_mentors else "mentees", base.title.replace(":", ","), make=_base(
                base, cards, on))  # fmt: skip


def _base(base, cards, on):
    def make():
        rows = rows_of(base, bases.with_facts(base, cards, on), on)
        table = (MentorResource if base.is_mentors else MenteeResource)().export(queryset=rows)
        closed = sum(row.is_closed for row in rows)
        return base_list.TEMPLATE, base_list.sheet(base.title, table.headers, table, on, closed=closed)

    return make


def consents(programme, user, on):
    """The registers of consents, those of mentees and of mentors apart, and the scans that were taken back."""
    mentees = Mentee.objects.filter(person__requests__programme=programme, person__requests__role="mentee")
    mentors = Mentor.objects.filter(candidacies__programme=programme)
    scope = Q(scope="") | Q(scope=programme.code)
    for topic, cards, whose in [("mentees", mentees, "наставляемых"), ("mentors", mentors, "наставников")]:
        rows = Consent.objects.visible_to(user, on).filter(scope, person__in=cards.values("person"))
        if not rows.exists():
            continue
        yield Sheet(topic, f"Журнал согласий {whose}", make=_consents(rows, on))
        scans = rows.filter(scan__isnull=False).select_related("person", "scan").order_by("person__name_key", "pk")
        for row in scans:
            yield Sheet(topic, f"Согласие {row.get_kind_display()}, {row.person.short_name}", file=row.scan)


def _consents(rows, on):
    rows = rows.select_related("person", "text").prefetch_related(
        "signatures__signer", "person__enrolments__school_class", "person__employments"
    )
    return lambda: (consent_lists.REGISTER, consent_lists.register(rows.order_by("person__name_key", "pk"), on))


def needs_summary(programme, user, on):
    """What people asked for, in numbers; nobody is named."""
    rows = Request.objects.visible_to(user, on)
    if rows.filter(programme=programme).exists():
        yield Sheet("mentees", "Сводка потребностей", make=lambda: _needs(rows, programme, on))


def _needs(rows, programme, on):
    chosen = Programme.objects.filter(pk=programme.pk).select_related("year")
    tables = needs.Summary(rows, chosen, on, programme=programme, year=programme.year, role="mentee").tables()
    return needs_paper.TEMPLATE, needs_paper.context(tables, f"Сводка потребностей: {programme}", on)


def selection(programme, user, on):
    """Minutes as they were signed; drafts are no documents. The register as it stands."""
    rows = Minutes.objects.visible_to(user, on).filter(commission__programme=programme, status="signed")
    for row in rows.select_related("paper__file").order_by("held_on", "pk"):
        name = f"Протокол № {row.number} от {short_date(row.held_on)}"
        if row.paper_id:
            yield Sheet("selection", name, file=row.paper.file)
        else:
            yield Sheet("selection", name, make=_maker(minutes_paper.TEMPLATE, minutes_paper.context, row))
    yield Sheet("selection", "Реестр наставников", make=_maker(register.TEMPLATE, register.context, programme, on))


def candidates(programme, user, on):
    """What a candidate brings, as of its day: application or nomination, written consent to the duties (ОЧ-П 2.13)."""
    known = Person.objects.filter(gate.open_q("selection", on, programme.code)).values("pk")
    rows = Candidacy.objects.visible_to(user, on).filter(programme=programme, mentor__person__in=known)
    rows = rows.select_related("mentor__person", "form", "programme__year", "programme__regulation")
    for row in rows.order_by("mentor__person__name_key", "pk"):
        who, day = row.person.short_name, row.nominated_on
        if row.way == "application":
            yield Sheet("selection", f"Заявление кандидата, {who}", make=_maker(
                application.TEMPLATE, application.context, programme, row, day))  # fmt: skip
        elif row.way == "collective":
            yield Sheet("selection", f"Представление коллектива, {who}", make=_maker(
                application.NOMINATION, application.nomination, programme, row, day))  # fmt: skip
        if row.duties_consent_on:
            yield Sheet("selection", f"Согласие на обязанности наставника, {who}", make=_maker(
                duties_consent.TEMPLATE, duties_consent.context, row, row.duties_consent_on))  # fmt: skip


def open_pairs(programme, user, on) -> list[tuple]:
    """(pair, whether all let it) of pairs that an order has brought about and that one mentee at least lets be shown.

    The work of a running pair, the report of one that has ended: the same gate as that of its page. «All» are every
    mentee and the mentor: a paper in the name of all is about each of them.
    """
    rows = Pair.objects.visible_to(user, on).filter(programme=programme, status__in=FIXED)
    rows = rows.select_related("programme__year", "programme__regulation", "form", "role_model")
    rows = list(rows.prefetch_related("sides__person").order_by("starts", "pk"))
    sides = {side.person_id for pair in rows for side in pair.sides.all()}
    people = Person.objects.filter(pk__in=sides, erased_at__isnull=True)
    may_work = set(people.filter(gate.open_q("work", on, programme.code)).values_list("pk", flat=True))
    may_tell = set(people.filter(gate.open_q("reporting", on)).values_list("pk", flat=True))

    found = []
    for pair in rows:
        told = [one.pk in (may_tell if pair.status == "closed" else may_work) for one in pair.mentees]
        if any(told):
            found.append((pair, all(told) and bool(pair.mentor) and pair.mentor.pk in may_tell))
    return found


def work(programme, user, on):
    """Agreements of the pairs and those of art. 351.8, plans that were agreed, logs of meetings."""
    short = programme.words.plan_short
    for pair, all_let in open_pairs(programme, user, on):
        if all_let:
            yield Sheet("pairs", f"Соглашение, {pair}", make=_maker(
                agreement.TEMPLATE, agreement.context, pair, pair.starts))  # fmt: skip
        own = getattr(pair, "plan", None)
        if own and own.status in ("agreed", "closed"):
            yield Sheet("work", f"{short[:1].upper()}{short[1:]}, {pair}", make=_maker(
                plan.TEMPLATE, plan.context, own, on))  # fmt: skip
        if pair.meetings.held().exists():
            yield Sheet("work", f"Журнал встреч, {pair}", make=_maker(
                meeting_log.TEMPLATE, meeting_log.context, pair, on))  # fmt: skip
    rows = SupplementaryAgreement.objects.visible_to(user, on).filter(pair__programme=programme, paper__isnull=False)
    for row in rows.select_related("employee", "paper__file").order_by("date", "pk"):
        yield Sheet("pairs", f"{row}", file=row.paper.file)


def honours(programme, user, on):
    """Statements, characteristics, diplomas and letters."""
    rows = Statement.objects.visible_to(user, on).filter(
        Q(pair__programme=programme) | Q(pair=None, person__sides__pair__programme=programme)
    ).distinct()  # fmt: skip
    for row in rows.select_related("person", "paper__file").order_by("date", "pk"):
        yield Sheet("finish", f"{row.get_kind_display()[:1].upper()}{row.get_kind_display()[1:]} № {row.number} от "
                    f"{short_date(row.date)}, {row.person.short_name}", file=row.paper.file)  # fmt: skip
    sheets = Award.objects.visible_to(user, on).filter(programme=programme, paper__isnull=False)
    for row in sheets.select_related("paper__file").order_by("date", "pk"):
        yield Sheet("finish", row.paper.title, file=row.paper.file)


SHELVES = {
    "programs.documents": documents, "programs.orders": orders, "programs.needs": needs_summary,
    "programs.bases": base_sheets, "programs.consents": consents, "programs.candidates": candidates,
    "programs.selection": selection,
    "programs.work": work, "programs.honours": honours,
}  # fmt: skip
