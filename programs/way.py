"""Where a request stands on its way: for the office step by step, for the person and the parents in plain words."""

import datetime
from dataclasses import dataclass, field

from django.urls import reverse

from programs.actions import intake
from programs.actions.way import has_pair
from programs.choosing import helped
from programs.models import Request, Side, Talk, ThirdPartyNote
from registry.engine import access, consents
from registry.models import ConsentKind
from registry.reading import is_child
from registry.text import joined, short_date

DONE, NOW, AHEAD, SKIPPED = "done", "now", "ahead", "skipped"


@dataclass
class Step:
    """One step: what is done (who, when), what is missing, one button."""

    title: str
    is_done: bool
    said: list[str] = field(default_factory=list)
    lacks: str = ""
    url: str = ""
    button: str = ""
    is_needed: bool = True
    state: str = AHEAD


def _received(row, may) -> Step:
    said = [
        f"{short_date(row.received_on)}, {row.get_source_display()}" + (f" «{row.poster.place}»" if row.poster else "")
    ]
    if row.repeated_on:
        said.append(f"повторно {short_date(row.repeated_on)}")
    if row.person_id:
        return Step("Запрос получен", True, said)
    url = reverse("programs:request_tie", args=[row.pk]) if may("programs.request_add") else ""
    return Step("Запрос получен", False, said, "Не указано, чей это запрос.", url, "Указать, чей запрос")


def _notes(row, user, on, may) -> Step:
    """By name to those who may read them; the others are told only how many there are."""
    asked = ThirdPartyNote.objects.asked().filter(request=row).select_related("author")
    notes, seen = list(asked), set(asked.visible_to(user, on).values_list("pk", flat=True))
    answered = [note for note in notes if note.answered_on]
    waits = [note for note in notes if note.is_awaited]
    if seen >= {note.pk for note in notes}:
        said = [f"{one.author.short_name}, {one.get_role_display()}: {short_date(one.answered_on)}" for one in answered]
        lacks = f"Ждём ответа: {joined(note.author.short_name for note in waits)}" if waits else ""
    else:
        said = [f"Получены: {len(answered)}"] if answered else []
        lacks = f"Ждём ответа: {len(waits)}" if waits else ""
    if not notes:
        lacks = "Пока никого не спрашивали."
    url = "#notes" if may("programs.note_ask") and row.status in ("received", "analysed") else ""
    return Step("Сведения третьих лиц", bool(answered) and not waits, said, lacks, url, "К сведениям", is_needed=False)


def _talk(row, talks, may) -> Step:
    held = [talk for talk in talks if talk.held_on]
    ahead = next((talk for talk in talks if not talk.held_on), None)
    said = [f"{talk.holder.short_name}, {short_date(talk.held_on)}" for talk in held]
    if row.no_talk and not held:
        said = [f"Беседы не было: {row.no_talk}"]
    lacks = "" if said else "Беседы ещё не было."
    if ahead:
        until = f", до {short_date(ahead.due)}" if ahead.due else ""
        lacks = f"Поручена: {ahead.holder.short_name}{until}."
    is_open = row.status == Request.Status.RECEIVED and may("programs.talk_write")
    url = reverse("programs:talk_hold", args=[row.pk]) if is_open and row.person_id else ""
    return Step("Диагностическая беседа", bool(said), said, lacks, url, "Внести беседу")


def _analysis(row, may) -> Step:
    if row.analysed_on:
        return Step("Анализ", True, [f"Закончен {short_date(row.analysed_on)}"])
    url = "#analysis" if row.person_id and may("programs.request_analyse") else ""
    return Step("Анализ", False, [], "Потребность и вывод ещё не записаны.", url, "К анализу")


def missing_papers(row, on) -> list[str]:
    """Labels of the consents that are not in force."""
    return [
        ConsentKind(kind).label
        for kind in intake.needed_kinds(row)
        if not row.person.consents.valid(on)
        .filter(kind=kind, scope=row.programme.code if kind in consents.SCOPED else "")
        .exists()
    ]  # fmt: skip


def _papers(row, on, may) -> Step:
    if row.person_id is None:
        return Step("Согласия", False)
    lacks = missing_papers(row, on)
    text = f"Не хватает: {joined(lacks)}." if lacks else ""
    url = f"{row.person.get_absolute_url()}#consents" if row.analysed_on and may("registry.consent_ask") else ""
    return Step("Согласия", not lacks, [] if lacks else ["Действуют"], text, url, "К согласиям")


def _base(row, may) -> Step:
    title = "В базе наставляемых" if row.role == "mentee" else "В базе наставников"
    if row.status == Request.Status.ADMITTED:
        card = getattr(row.person, row.role, None)
        return Step(title, True, [f"С {short_date(card.entered_on)}"] if card else [])
    ready = row.status == Request.Status.ANALYSED and may("programs.request_analyse")
    return Step(title, False, [], "", "#moves-title" if ready else "", "Включить в базу")


def _open_side(row):
    """The mentee's place in a running pair or group of the request's programme, or None."""
    sides = Side.objects.filter(person=row.person, role="mentee", is_open=True, pair__programme=row.programme)
    return sides.exclude(pair__status__in=["closed", "cancelled"]).select_related("pair").first()


def _pair(row, may) -> Step:
    """A running pair, or help without one."""
    title = "Пара или сопровождение"
    if row.status != Request.Status.ADMITTED:
        return Step(title, False)
    side = _open_side(row)
    if side:
        said = [f"Пара {side.pair.get_status_display()}"]
        return Step(title, True, said, "", side.pair.get_absolute_url(), "Открыть пару")
    ahead = row.supports.ahead().select_related("who").first()
    if ahead:
        said = [f"Без пары: {ahead.step}"]
        lacks = f"{ahead.who.short_name}, до {short_date(ahead.due)}"
        url = reverse("programs:support_done", args=[ahead.pk]) if may("programs.support_do", ahead) else ""
        return Step(title, True, said, lacks, url, "Отметить шаг")
    if is_helped(row):
        return Step(title, True, ["Работа с наставником завершена"])
    url = reverse("programs:support_new", args=[row.pk]) if may("programs.support_edit") else ""
    return Step(title, False, [], "Наставника нет и следующий шаг не назначен.", url, "Назначить шаг")


def is_helped(row) -> bool:
    """The work with a mentor has come to a good end."""
    return Request.objects.filter(helped(), pk=row.pk).exists()


def steps(row, user, on: datetime.date) -> list[Step]:
    """The whole way for office and psychologist; the current step is the first needed one that is not done."""

    def may(permission, obj=None):
        return access.may(user, permission, obj)

    found = [_received(row, may)]
    if row.role == "mentee":
        talks = list(Talk.objects.visible_to(user, on).filter(request=row).select_related("holder"))
        if row.person_id:
            found.append(_notes(row, user, on, may))
            found.append(_talk(row, talks, may))
    found += [_analysis(row, may), _papers(row, on, may), _base(row, may)]
    if row.role == "mentee":
        found.append(_pair(row, may))
    is_over = row.status not in Request.OPEN
    current = None if is_over else next((step for step in found if step.is_needed and not step.is_done), None)
    place = found.index(current) if current else len(found)
    for index, step in enumerate(found):
        step.state = DONE if step.is_done else NOW if step is current else SKIPPED if index < place else AHEAD
        if is_over:
            step.url = ""
    return found


@dataclass(frozen=True)
class Plain:
    """What a child of ten, or a parent, reads: what is now, what comes next, and how far it is."""

    now: str
    then: str
    track: list[tuple[str, str]]
    pair: object = None


PLAIN_TRACK = ["Запрос получен", "Беседа", "Подписи на бумагах", "Ищем наставника", "Наставник есть"]


def plain(row, on, *, reader) -> Plain:
    """Where the request stands, said to the person himself (a child is «ты», an adult «вы») or to a parent."""
    who = "child" if reader == row.person and is_child(row.person, on) else "self" if reader == row.person else "parent"
    place, now, then = _plain_words(row, on, who)
    track = [
        (label, "done" if index < place or place == 4 else "now" if index == place else "ahead")
        for index, label in enumerate(PLAIN_TRACK)
    ]
    side = _open_side(row) if place == 4 else None
    pair = side.pair if side else None
    return Plain(now, then, track if row.status in Request.OPEN else [], pair)


def _plain_words(row, on, who) -> tuple[int, str, str]:
    said = {"child": SAID_TO_CHILD, "self": SAID_TO_ADULT, "parent": SAID_TO_PARENT}[who]
    if row.status == Request.Status.RECEIVED:
        talked = row.talks.held().exists()
        return (1, *said["talked"]) if talked else (0, *said["received"])
    if row.status == Request.Status.ANALYSED:
        return (2, *said["ready"]) if not missing_papers(row, on) else (2, *said["papers"])
    if row.status == Request.Status.ADMITTED:
        if row.role == "mentor":
            return (3, "Куратор внёс вас в базу наставников.", "Дальше — отбор и приказ директора о реестре.")
        if not has_pair(row):
            return (4, *said["helped"]) if is_helped(row) else (3, *said["search"])
        return (4, *said["pair"])
    return (0, *said["over"])


SAID_TO_CHILD = {
    "received": ("Мы получили твой запрос.", "Скоро с тобой поговорят: спросят, что получается, а что пока трудно."),
    "talked": ("С тобой поговорили, спасибо!", "Теперь куратор думает, кто лучше всего тебе поможет."),
    "papers": (
        "Мы поняли, чем помочь.",
        "Нужны подписи на бумагах. Спроси у родителей, подписали ли они согласия.",
    ),
    "ready": ("Все бумаги подписаны.", "Осталось внести тебя в список тех, кому ищут наставника."),
    "search": ("Мы ищем тебе наставника.", "Когда найдём, тебя спросят, хочешь ли ты с ним работать."),
    "pair": ("У тебя есть наставник.", "Как идут дела, видно на странице «Мой наставник»."),
    "helped": (
        "Встречи с наставником закончились, всё получилось.",
        "Снова нужна помощь? Скажи куратору или классному руководителю.",
    ),
    "over": (
        "Этот запрос закрыт.",
        "Если помощь снова понадобится, скажи куратору или классному руководителю.",
    ),
}
SAID_TO_ADULT = {
    "received": ("Ваш запрос получен.", "Куратор свяжется с вами, чтобы поговорить и уточнить, что нужно."),
    "talked": ("Беседа с вами проведена.", "Куратор подводит итог и решает, какая форма поможет."),
    "papers": ("Потребность понятна.", "Нужны подписанные согласия: их перечень — на этой странице."),
    "ready": ("Согласия получены.", "Осталось включить вас в базу."),
    "search": ("Вы в базе, наставника подбирают.", "Когда найдётся подходящий, спросят вашего согласия."),
    "pair": ("У вас есть наставник.", "Как идут дела, видно на странице пары."),
    "helped": ("Работа с наставником завершена.", "Если помощь снова понадобится, скажите куратору."),
    "over": ("Этот запрос закрыт.", "Если помощь снова понадобится, скажите куратору."),
}
SAID_TO_PARENT = {
    "received": ("Школа получила запрос вашего ребёнка.", "Скоро с ребёнком поговорят и уточнят, чем помочь."),
    "talked": ("С ребёнком поговорили.", "Куратор подводит итог и решает, какая помощь подойдёт."),
    "papers": ("Понятно, чем помочь.", "Нужны ваши подписи на согласиях: их перечень — на этой странице."),
    "ready": ("Все согласия получены.", "Осталось включить ребёнка в базу тех, кому подбирают наставника."),
    "search": ("Ребёнку подбирают наставника.", "Когда найдётся подходящий, спросят согласия ребёнка и вашего."),
    "pair": ("У ребёнка есть наставник.", "Как идут дела, видно на странице пары."),
    "helped": (
        "Работа с наставником завершена.",
        "Если помощь снова понадобится, скажите куратору или классному руководителю.",
    ),
    "over": ("Этот запрос закрыт.", "Если помощь снова понадобится, скажите куратору или классному руководителю."),
}
