"""«Как дела»: beside the tasks, one short card for each thing that the user is in this school."""

from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse

from programs import roadmap
from programs.models import Commission, Meeting, Order, Pair, Programme, Request, Side
from programs.situations.base import with_names
from registry.engine import access
from registry.models import Appointment, Enrolment, Person
from registry.text import count, short_date


@dataclass(frozen=True)
class Row:
    """A line of a card; `total` draws how far it is."""

    title: str
    url: str = ""
    text: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Card:
    title: str
    rows: list = field(default_factory=list)
    text: str = ""
    anchor: str = ""


def cards_for(user, kin, on) -> list[Card]:
    """Own things first, then what the predicates allow; somebody without any is told whom to ask."""
    found = [*_pairs(kin, on), *_children(user, kin, on), *_classes(user, on)]
    if access.may(user, "registry.base_view"):
        found += [*_director(user, on), _programmes(on)]
    elif access.has_role(user, "psychologist", on=on):
        found.append(_measures())
    if kin.sits:
        found += _seats(user)
    return found or [_nobody(on)]


def _pairs(kin, on):
    """Where I mentor, and who mentors me: what is agreed for the next time."""
    last = Meeting.objects.held().filter(pair=OuterRef("pair")).order_by("-held_on", "-pk")
    pairs = Pair.objects.filter(pk__in=[*kin.mentors, *kin.learns])
    if not (kin.mentors or kin.learns):
        return
    rows = {
        pair.pk: Row(names, pair.get_absolute_url(), _next(pair, is_mine=pair.pk in kin.learns))
        for pair, names in with_names(
            pairs, met=Subquery(last.values("held_on")[:1]), agreed=Subquery(last.values("next_time")[:1])
        )
    }
    if kin.mentors:
        yield Card("Мои пары", [rows[pk] for pk in kin.mentors if pk in rows], anchor="own")
    if kin.learns:
        title = "Мой наставник" if len(kin.learns) == 1 else "Мои наставники"
        yield Card(title, [rows[pk] for pk in kin.learns if pk in rows], anchor="" if kin.mentors else "own")


def _next(pair, is_mine) -> str:
    """What comes next, in one sentence; what was agreed is told only to whom it is about."""
    if pair.status not in (Pair.Status.WORKING, Pair.Status.ORDERED):
        return f"Состояние: {pair.get_status_display()}."
    if pair.agreed and is_mine:
        return f"К следующей встрече: {pair.agreed}"
    if pair.met:
        return f"Последняя встреча была {short_date(pair.met)}."
    return "Встреч ещё не было: договоритесь о первой."


def _children(user, kin, on):
    """My children, each with the mentor and what is agreed."""
    if not kin.children:
        return
    mentors = Side.objects.filter(
        pair__in=[pair for own in kin.children.values() for pair in own], role="mentor", is_open=True
    ).select_related("person")
    by_pair = {side.pair_id: side.person for side in mentors}
    people = Person.objects.filter(pk__in=kin.children).prefetch_related("enrolments__school_class", "employments")
    rows = []
    for child in people:
        pairs = kin.children[child.pk]
        names = [by_pair[pair].full_name for pair in pairs if pair in by_pair]
        rows.append(
            Row(
                ", ".join(part for part in (child.full_name, child.what_is(on)) if part),
                reverse("programs:pair_detail", args=[pairs[0]]) if pairs else child.get_absolute_url(),
                f"Наставник: {', '.join(names)}." if names else "Наставника пока нет: его подбирает куратор.",
            )
        )
    yield Card("Мой ребёнок" if len(rows) == 1 else "Мои дети", rows, anchor="" if kin.mentors or kin.learns else "own")


def _classes(user, on):
    """The classes that I lead: how many pupils, and how many take part."""
    mine = Appointment.objects.active(on).filter(person=access.person_of(user), role="class_teacher")
    if not access.has_role(user, "class_teacher", on=on):
        return
    pupils = Enrolment.objects.active(on).filter(school_class__in=mine.values("school_class"))
    joined = Request.objects.filter(status__in=["received", "analysed", "admitted"])
    rows = (
        pupils.values("school_class__grade", "school_class__letter")
        .annotate(
            size=Count("person", distinct=True),
            taking=Count("person", distinct=True, filter=Q(person__requests__in=joined)),
        )
        .order_by("school_class__grade", "school_class__letter")
    )
    yield Card(
        "Мой класс",
        [
            Row(
                f"{row['school_class__grade']} «{row['school_class__letter']}»",
                reverse("registry:person_list"),
                f"{count(row['size'], 'ученик', 'ученика', 'учеников')}, в программе наставничества {row['taking']}.",
            )
            for row in rows
        ],
        "" if rows else "В вашем классе пока не отмечены ученики.",
    )


def _director(user, on):
    """How many orders wait for the signature of whoever approves."""
    if not access.has_role(user, "director", on=on):
        return
    waiting = Order.objects.filter(status=Order.Status.SUBMITTED).count()
    text = f"{count(waiting, 'приказ ждёт', 'приказа ждут', 'приказов ждут')} вашего решения." if waiting else ""
    yield Card("Приказы", [Row("Все приказы", reverse("programs:order_list"), text or "Ничего не ждёт подписи.")])


def _programmes(on):
    """This year's programmes with the stage on which they stand."""
    rows = []
    for programme in Programme.objects.current().select_related("year", "regulation"):
        road = roadmap.read(programme, on)
        stage = f"Сейчас: {road.current.stage.title}." if road.current else "Дорожная карта пройдена."
        rows.append(Row(programme.title, programme.get_absolute_url(), stage, road.lines_done, road.lines_total))
    return Card(
        "Программы года", rows, "" if rows else "Программ этого года ещё нет: их создаёт куратор из положения школы."
    )


def _measures():
    """For the psychologist: pairs that stand at the entry and those that work."""
    found = Pair.objects.aggregate(
        ordered=Count("pk", filter=Q(status=Pair.Status.ORDERED)),
        working=Count("pk", filter=Q(status=Pair.Status.WORKING)),
    )
    return Card(
        "Пары",
        [
            Row(
                "Все пары",
                reverse("programs:pair_list"),
                f"Работают: {found['working']}. Ждут начала: {found['ordered']}.",
            )
        ],
    )


def _seats(user):
    """Commissions in which I sit, with those who wait for a decision."""
    mine = Commission.objects.filter(is_working=True, members__person=access.person_of(user))
    waiting = Count("programme__candidacies", distinct=True, filter=Q(programme__candidacies__status="nominated"))
    rows = [
        Row(
            str(one.programme),
            one.get_absolute_url(),
            f"На рассмотрении {count(one.waiting, 'кандидат', 'кандидата', 'кандидатов')}."
            if one.waiting
            else "Сейчас рассматривать некого.",
        )
        for one in mine.select_related("programme__year").annotate(waiting=waiting)
    ]
    yield Card("Конкурсная комиссия", rows)


def _nobody(on):
    """No role this year: what the documents have, and whom to ask (the foot of the page names the person)."""
    silent = [
        one for one in Programme.objects.current().select_related("regulation", "year") if _has_no_commission(one)
    ]
    rows = [
        Row(
            one.title,
            one.get_absolute_url(),
            f"{one.regulation.title}: конкурсная комиссия документом не предусмотрена.",
        )
        for one in silent
    ]
    text = (
        "В программах этого года у вас пока нет роли. Хотите стать наставником или найти наставника, "
        "скажите об этом куратору: к кому обращаться, написано внизу страницы."
    )
    return Card("Ваше участие", rows, text)


def _has_no_commission(programme) -> bool:
    is_working = Commission.objects.filter(programme=programme, is_working=True).exists()
    return programme.rule("commission.min_size").is_default and not is_working
