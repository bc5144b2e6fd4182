"""Who is silent or late, and whom to remind: six lists that the curator's page, the letters and the slips share."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings
from django.urls import reverse

from programs import silence
from programs.actions.meetings import confirmers
from programs.models import AskedDocument, Meeting, Pair, PairAgreement, Plan, PlanLine, Reminder, Side
from programs.situations.base import with_names
from registry.engine import mail
from registry.models import Person
from registry.text import count, short_date

SOON = datetime.timedelta(days=2)
"""So long before its term a document that was asked for appears here."""
PATIENCE = datetime.timedelta(days=3)
"""So long a confirmation or an answer may take before its line appears here."""

TITLES = {
    "silent": "Давно нет встреч",
    "unmarked": "Назначенные встречи не отмечены",
    "line": "Просрочены задания плана",
    "unconfirmed": "Встречи не подтверждены",
    "agreement": "Нет ответа о паре",
    "asked": "Не пришли документы",
}
DEEDS = {
    "silent": "провести встречу с наставляемым или записать прошедшую",
    "unmarked": "отметить назначенную встречу: состоялась или нет",
    "line": "отметить задания плана, срок которых прошёл",
    "unconfirmed": "подтвердить встречу с наставником: одна кнопка",
    "agreement": "ответить, согласны ли вы на пару",
    "asked": "прислать или принести документ, о котором попросил куратор",
}
PURPOSE = {"silent": "intake", "unmarked": "intake", "line": "intake", "unconfirmed": "work", "agreement": "intake",
           "asked": "intake"}  # fmt: skip


@dataclass
class Late:
    """A line of the page: about what, who is to act, for which child (where a guardian answers)."""

    kind: str
    target: str
    names: str
    words: str
    url: str
    person: Person
    about: Person | None = None
    said_today: bool = False
    said_on: datetime.date | None = None
    no_letter: str = ""
    pair: int = 0

    @property
    def key(self) -> str:
        return f"{self.target}:{self.person.pk}"


@dataclass
class Mail:
    """What one person gets: a letter, or a slip with the reason why no letter."""

    person: Person
    lines: list[Late] = field(default_factory=list)

    @property
    def no_letter(self) -> str:
        return self.lines[0].no_letter

    @property
    def about(self):
        return next((line.about for line in self.lines if line.about), None)

    @property
    def subject(self) -> str:
        return "Наставничество: напоминание"

    @property
    def text(self) -> str:
        """Deeds and how many of each; nobody is named."""
        deeds: dict = defaultdict(int)
        for line in self.lines:
            deeds[line.kind] += 1
        rows = [f"— {DEEDS[kind]}" + (f" ({number})" if number > 1 else "") for kind, number in deeds.items()]
        return "\n".join([
            f"Здравствуйте, {self.person.address_name}!", "", "Школа ждёт от вас:", "", *rows, "",
            f"Открыть кабинет: {settings.SITE_URL}{reverse('cabinet')}", "",
            "Имён и сведений о детях в письме нет намеренно.",
        ])  # fmt: skip


def late(on) -> list[tuple[str, str, list[Late]]]:
    """(kind, title, lines) of everything that waits too long."""
    found = {kind: list(ask(on)) for kind, ask in ASKS.items()}
    _remember([line for lines in found.values() for line in lines], on)
    return [(kind, TITLES[kind], lines) for kind, lines in found.items()]


def _remember(lines, on):
    """When each was reminded last, and why a letter can't go to some of them."""
    said: dict = {}
    rows = Reminder.objects.filter(person__in={line.person.pk for line in lines}).order_by("sent_on", "pk")
    for row in rows:
        said[f"{row.target}:{row.person_id}"] = row.sent_on
    reasons: dict = {}
    for line in lines:
        line.said_on = said.get(line.key)
        line.said_today = line.said_on == on
        asked = (line.person.pk, PURPOSE[line.kind], line.about.pk if line.about else None)
        if asked not in reasons:
            reasons[asked] = mail.why_not(line.person, PURPOSE[line.kind], line.about, on)
        line.no_letter = reasons[asked]


def _named(pairs) -> dict:
    """Pair → its names, by one query."""
    return {pair.pk: words for pair, words in with_names(pairs)}


def _mentors(pairs) -> dict:
    """Pair → its mentor, by one query."""
    from programs.models import Side

    rows = Side.objects.filter(pair__in=pairs, role="mentor", is_open=True).select_related("person")
    return {row.pair_id: row.person for row in rows}


def _silent(on):
    found = silence.silent(Pair.objects.all(), on)
    pairs = Pair.objects.filter(pk__in=[one.pair.pk for one in found])
    names, mentors = _named(pairs), _mentors(pairs)
    for one in found:
        if one.pair.pk in mentors:
            days = count(one.days, "день", "дня", "дней")
            yield Late(
                "silent", f"pair:{one.pair.pk}", names.get(one.pair.pk, ""),
                f"встреч нет {days} при ритме раз в {count(one.rhythm, 'день', 'дня', 'дней')}",
                one.pair.get_absolute_url(), mentors[one.pair.pk], pair=one.pair.pk,
            )  # fmt: skip


def _unmarked(on):
    rows = list(Meeting.objects.planned().filter(held_on__lt=on, pair__status=Pair.Status.WORKING))
    pairs = Pair.objects.filter(pk__in=[row.pair_id for row in rows])
    names, mentors = _named(pairs), _mentors(pairs)
    for row in rows:
        if row.pair_id in mentors:
            yield Late(
                "unmarked", f"meeting:{row.pk}", names.get(row.pair_id, ""),
                f"была назначена на {short_date(row.held_on)}", row.get_absolute_url(), mentors[row.pair_id],
                pair=row.pair_id,
            )  # fmt: skip


def _lines(on):
    rows = PlanLine.objects.filter(
        due__lt=on, mark="", plan__status=Plan.Status.AGREED, plan__pair__status=Pair.Status.WORKING
    ).order_by("due", "pk").select_related("plan")  # fmt: skip
    plans: dict = defaultdict(list)
    for row in rows:
        plans[row.plan].append(row)
    pairs = Pair.objects.filter(pk__in=[plan.pair_id for plan in plans])
    names, mentors = _named(pairs), _mentors(pairs)
    for plan, tasks in plans.items():
        if plan.pair_id in mentors:
            yield Late(
                "line", f"plan:{plan.pk}", names.get(plan.pair_id, ""),
                f"{count(len(tasks), 'задание', 'задания', 'заданий')}, самое раннее — до {short_date(tasks[0].due)}",
                plan.get_absolute_url(), mentors[plan.pair_id], pair=plan.pair_id,
            )  # fmt: skip


def _unconfirmed(on):
    rows = Meeting.objects.unconfirmed().filter(
        logged_on__lte=on - PATIENCE, denied_on__isnull=True, pair__status__in=["ordered", "working", "closing"]
    )
    rows = list(rows.select_related("pair").prefetch_related("pair__sides__person", "presences", "confirmations"))
    names = _named(Pair.objects.filter(pk__in=[row.pair_id for row in rows]))
    for row in rows:
        for person in confirmers(row, on):
            about = None if person in row.pair.mentees else row.pair.mentees[0]
            yield Late(
                "unconfirmed", f"meeting:{row.pk}", names.get(row.pair_id, ""), f"встреча {short_date(row.held_on)}",
                row.get_absolute_url(), person, about, pair=row.pair_id,
            )  # fmt: skip


def _agreements(on):
    rows = PairAgreement.objects.filter(
        answer=None, pair__status=Pair.Status.PROPOSED, pair__proposed_on__lte=on - PATIENCE
    ).select_related("pair", "side__person")  # fmt: skip
    names = _named(Pair.objects.filter(pk__in=[row.pair_id for row in rows]))
    for row in rows:
        child = row.side.person if row.as_guardian else None
        person = child.guardians(on).first() if child else row.side.person
        if person:
            yield Late(
                "agreement", f"agreement:{row.pk}", names.get(row.pair_id, ""),
                f"предложена {short_date(row.pair.proposed_on)}",
                f"{row.pair.get_absolute_url()}#agreements", person, child, pair=row.pair_id,
            )  # fmt: skip


def _asked(on):
    """Whoever was asked; for a child who acts for him, too: either may bring it."""
    for row in AskedDocument.objects.awaited().filter(due__lte=on + SOON).select_related("person"):
        child = row.person if row.person.is_minor(on) else None
        for person in [row.person, *(child.guardians(on)[:1] if child else [])]:
            yield Late(
                "asked", f"asked:{row.pk}", row.person.short_name, f"«{row.title}», срок {short_date(row.due)}",
                row.get_absolute_url(), person, child if person != row.person else None,
            )  # fmt: skip


ASKS = {
    "silent": _silent, "unmarked": _unmarked, "line": _lines, "unconfirmed": _unconfirmed, "agreement": _agreements,
    "asked": _asked,
}  # fmt: skip


def narrowed(groups, words: str):
    """The lists of those whom the words find: in the pair itself, or who is to be reminded (registry/finding.py)."""
    if not words:
        return groups
    found = set(Person.objects.search(words).values_list("pk", flat=True))
    pairs = set(Side.objects.filter(person__in=found).values_list("pair", flat=True))
    return [
        (kind, title, [
            line for line in lines
            if line.pair in pairs or line.person.pk in found or (line.about and line.about.pk in found)
        ])
        for kind, title, lines in groups
    ]  # fmt: skip


def grouped(lines) -> list[tuple[str, str, list[Late]]]:
    """The lines of one page under their titles again."""
    return [(kind, TITLES[kind], list(rows)) for kind, rows in groupby(lines, key=lambda line: line.kind)]


def chosen(on, keys) -> list[Mail]:
    """What goes to whom for the ticked lines; what was said today already is left out."""
    found: dict = {}
    for _kind, _title, lines in late(on):
        for line in lines:
            if line.key in keys and not line.said_today:
                found.setdefault((line.person.pk, bool(line.no_letter)), Mail(line.person)).lines.append(line)
    return sorted(found.values(), key=lambda one: (bool(one.no_letter), one.person.name_key))
