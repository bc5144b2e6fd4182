"""«Как дела»: beside the tasks, one short card for each thing that the user is in this school."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse

from programs import choosing, reminding, roadmap, silence, way
from programs.actions.meetings import LOGGED
from programs.models import (
    Candidacy,
    Commission,
    Material,
    Meeting,
    Order,
    Pair,
    Programme,
    Publication,
    RegisterEntry,
    Request,
    Side,
)
from programs.models.materials import programmes_of
from programs.situations.base import gate_of_side
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
    deed: str = ""
    deed_url: str = ""


@dataclass(frozen=True)
class Card:
    title: str
    rows: list = field(default_factory=list)
    text: str = ""
    anchor: str = ""


def cards_for(user, kin, on) -> list[Card]:
    """Own things first, then what the predicates allow; somebody without any is told whom to ask."""
    found = [*_pairs(user, kin, on), *_in_register(user, kin, on), *_requests(user, on)]
    found += [*_children(user, kin, on), *_classes(user, on)]
    if access.may(user, "registry.base_view"):
        found += [*_director(user, on), _programmes(on), *_register(user, on)]
    elif access.has_role(user, "psychologist", on=on):
        found.append(_measures())
    if kin.sits:
        found += _seats(user)
    found += [*_late(user, on), *_library(user, kin, on), *_help(user)]
    return found or [_nobody(on)]


def _pairs(user, kin, on):
    """Where I mentor, and who mentors me: what is agreed for the next time."""
    if not (kin.mentors or kin.learns):
        return
    rows = {}
    for pair, sides in _sides([*kin.mentors, *kin.learns], on).items():
        is_mine = pair in kin.learns
        others = [side for side in sides if side.role == ("mentor" if is_mine else "mentee")]
        title = ", ".join(_name(side, user) for side in others)
        logs = not is_mine and sides[0].pair.status in LOGGED
        rows[pair] = Row(
            title, reverse("own_pair", args=[pair]), _next(sides[0], is_mine),
            deed="Записать встречу" if logs else "",
            deed_url=reverse("programs:meeting_new", args=[pair]) if logs else "",
        )  # fmt: skip
    if kin.mentors:
        yield Card("Мои пары", [rows[pk] for pk in kin.mentors if pk in rows], anchor="own")
    if kin.learns:
        title = "Мой наставник" if len(kin.learns) == 1 else "Мои наставники"
        yield Card(title, [rows[pk] for pk in kin.learns if pk in rows], anchor="" if kin.mentors else "own")


def _in_register(user, kin, on):
    """A mentor who has nobody to help yet, or a candidate: that the school knows it, and what comes next."""
    if kin.mentors:
        return
    me, said = access.person_of(user), "Пару подбирает куратор. Когда подберёт, вопрос о согласии появится здесь."
    entries = RegisterEntry.objects.active(on).filter(mentor__person=me, programme__year__is_active=True)
    wishes = {"deed": "Мои пожелания", "deed_url": reverse("programs:my_wishes")}
    rows = [Row(one.programme.title, "", said, **wishes) for one in entries.select_related("programme")]
    if rows:
        yield Card("В реестре наставников", rows)
        return
    mine = Candidacy.objects.filter(
        mentor__person=me, status__in=["nominated", "recommended"], programme__year__is_active=True
    )
    rows = [Row(one.programme.title, "", "Кандидатура на рассмотрении.") for one in mine.select_related("programme")]
    if rows:
        yield Card("Отбор наставников", rows)


def _requests(user, on):
    """Wishes of mine and of my children that have not led to a pair yet, in words a child of ten understands."""
    sides = Side.objects.filter(person=OuterRef("person"), role="mentee", is_open=True)
    mine = access.related(user, "self", "my_child", on=on)
    found = Request.objects.filter(
        ~Exists(sides.filter(pair__programme=OuterRef("programme"))), role="mentee", person__in=mine,
        status__in=Request.OPEN, programme__year__is_active=True,
    ).select_related("person", "programme")  # fmt: skip
    me, rows = access.person_of(user), []
    for one in found:
        said = way.plain(one, on, reader=me)
        title = "Мой запрос" if one.person_id == me.pk else one.person.full_name
        rows.append(Row(title, one.get_absolute_url(), f"{said.now} {said.then}"))
    if rows:
        yield Card("Запрос о наставнике", rows)


def _sides(pairs, on) -> dict:
    """Pair → its open sides, each with the last meeting and whether the name may be told."""
    last = Meeting.objects.held().filter(pair=OuterRef("pair")).order_by("-held_on", "-pk")
    found: dict = {}
    rows = Side.objects.filter(pair__in=pairs, is_open=True).select_related("person", "pair")
    for side in rows.annotate(
        is_told=gate_of_side(on),
        met=Subquery(last.values("held_on")[:1]),
        agreed=Subquery(last.values("next_time")[:1]),
    ):
        found.setdefault(side.pair_id, []).append(side)
    return found


def _name(side, user) -> str:
    """The other one's name, unless the consent was taken back."""
    if side.is_told or side.person_id == access.person_of(user).pk:
        return side.person.full_name
    return f"{side.get_role_display().capitalize()}: согласие отозвано, данные закрыты"


STATES = {
    Pair.Status.PROPOSED: "Ждём, согласятся ли все.",
    Pair.Status.AGREED: "Все согласны. Ждём приказа директора.",
    Pair.Status.SUSPENDED: "Встречи пока остановлены.",
    Pair.Status.CLOSING: "Работа завершается.",
}
"""Where a pair stands that does not meet now, in words for a child of ten as well."""


def _next(side, is_mine) -> str:
    """What comes next, in one sentence; what was agreed is told only to whom it is about."""
    if side.pair.status not in (Pair.Status.WORKING, Pair.Status.ORDERED):
        return STATES.get(side.pair.status, f"{side.pair.get_status_display().capitalize()}.")
    if side.agreed and is_mine:
        return f"К следующей встрече: {side.agreed}"
    if side.met:
        return f"Последняя встреча была {short_date(side.met)}."
    return "Встреч ещё не было: договоритесь о первой."


def _children(user, kin, on):
    """My children, each with the mentor and what is agreed."""
    if not kin.children:
        return
    pairs = _sides([pair for own in kin.children.values() for pair in own], on)
    people = Person.objects.filter(pk__in=kin.children).prefetch_related("enrolments__school_class", "employments")
    rows, done = [], choosing.helped_people(kin.children)
    for child in people:
        own = kin.children[child.pk]
        rows.append(
            Row(
                ", ".join(part for part in (child.full_name, child.what_is(on)) if part),
                f"{reverse('own_pair', args=[own[0]])}?child={child.pk}" if own else child.get_absolute_url(),
                _mentors_of([side for pair in own for side in pairs.get(pair, ())], user, child.pk in done),
            )
        )
    yield Card("Мой ребёнок" if len(rows) == 1 else "Мои дети", rows, anchor="" if kin.mentors or kin.learns else "own")


def _mentors_of(sides, user, is_helped) -> str:
    """Who mentors the child, and who is only proposed."""
    heads: dict = {"Наставник": [], "Предлагают наставника": []}
    for side in sides:
        if side.role == "mentor":
            lead = "Предлагают наставника" if side.pair.status == Pair.Status.PROPOSED else "Наставник"
            heads[lead].append(_name(side, user).removeprefix("Наставник: "))
    said = [f"{lead}: {', '.join(names)}." for lead, names in heads.items() if names]
    nobody = "Работа с наставником завершена." if is_helped else "Наставника пока нет: его подбирает куратор."
    return " ".join(said) or nobody


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
    rows = [Row("Ждут вашего решения", reverse("programs:order_waiting"), text)] if waiting else []
    rows.append(Row("Все приказы", reverse("programs:order_list"), "" if waiting else "Ничего не ждёт подписи."))
    yield Card("Приказы", rows)


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


def _register(user, on):
    """For whoever publishes: how many mentors there are, and how many of them the site shows."""
    if not access.may(user, "programs.publication_edit"):
        return
    found = RegisterEntry.objects.active(on).aggregate(
        mentors=Count("mentor", distinct=True),
        shown=Count("mentor", distinct=True, filter=Q(mentor__publication__status=Publication.Status.PUBLISHED)),
    )
    text = f"{count(found['mentors'], 'наставник', 'наставника', 'наставников')}, страниц на сайте: {found['shown']}."
    yield Card("Реестр и сайт", [Row("Реестр наставников", reverse("programs:register_list"), text)])


def _late(user, on):
    """Who is silent or late, by kinds, for whoever reminds."""
    if not access.may(user, "programs.silence_remind"):
        return
    number = len(silence.silent(Pair.objects.all(), on))
    waiting = Meeting.objects.unconfirmed().filter(logged_on__lte=on - reminding.PATIENCE).count()
    said = f"Молчит {count(number, 'пара', 'пары', 'пар')}." if number else "Молчащих пар нет."
    if waiting:
        said += f" Не подтверждено: {count(waiting, 'встреча', 'встречи', 'встреч')}."
    yield Card("Встречи", [
        Row("Кто молчит и опаздывает", reverse("programs:silence_list"), said),
        Row("Часы встреч", reverse("programs:meeting_hours")),
        Row("Ответы о парах", reverse("programs:pulse_list")),
        Row("Просьбы о помощи", reverse("programs:help_list")),
    ])  # fmt: skip


def _library(user, kin, on):
    """For whoever takes part and has no pair yet: the others find it beside their pair."""
    paired = kin.mentors or kin.learns or any(kin.children.values())
    if paired or access.may(user, "programs.programme_office"):
        return
    mine = Programme.objects.current().filter(programmes_of(user, on))
    rows = Material.objects.visible_to(user, on).library().filter(programme__in=mine)
    if number := rows.count():
        said = count(number, "материал", "материала", "материалов")
        yield Card("Библиотека", [Row("Библиотека программы", reverse("programs:library"), said)])


def _help(user):
    """For a mentee and whoever represents one: always at hand, in the same place."""
    if access.may(user, "programs.help_ask"):
        text = "Если что-то не так: можно написать, увидит только куратор."
        yield Card("Нужна помощь?", [Row("Нужна помощь", reverse("programs:help_new"), text)])


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
