"""Rows of the exported bases: what each cell says, as far as the gate lets it (ст. 9, 152-ФЗ).

Whoever has no valid consent on processing is listed by name and day of entry. Contacts may also stand while the
consent is still awaited: the school needs them to collect it (purpose «intake»).
"""

import datetime
from dataclasses import dataclass

from programs.models import Pair, Side
from programs.outlook import FIXED
from registry.engine import consents
from registry.models import Consent, Guardianship, Mentor
from registry.text import short_date

GLUE = "; "


@dataclass
class Row:
    """Plain values; None and an empty text are an empty cell. `is_closed` says that the gate keeps the rest."""

    number: int
    name: str
    entered_on: datetime.date
    is_closed: bool = False
    contacts: str = ""
    birth_year: int | None = None
    request: str = ""
    other_names: str = ""
    form: str = ""
    other_workplace: str = ""
    ended_on: datetime.date | None = None
    results: str = ""
    case_url: str = ""
    is_passed: str = ""
    workplace: str = ""
    competences: str = ""
    achievements: str = ""
    interests: str = ""
    wished_age: str = ""
    hours: str = ""


class Gate:
    """Whose consent is valid on the day, and whose is awaited; two queries for the whole table."""

    def __init__(self, people, on):
        rows = Consent.objects.filter(person__in=people, kind=consents.PROCESSING)
        self.valid = set(rows.valid(on).values_list("person", flat=True))
        self.awaited = set(rows.missing().values_list("person", flat=True)) - self.valid
        self.ended = set(rows.filter(status__in=["withdrawn", "refused"]).values_list("person", flat=True)) - self.valid

    def opens(self, person) -> bool:
        """Values, requests, results: only with a valid consent."""
        return person.pk in self.valid and not person.erased_at

    def opens_contacts(self, person) -> bool:
        """Intake has its own ground in the law, and ends with a withdrawal or a refusal."""
        awaited = person.pk in self.awaited and person.pk not in self.ended
        return self.opens(person) or (awaited and not person.erased_at)


class Pairs:
    """Pairs brought about by an order: the running ones of a person, or else the last one that ended."""

    def __init__(self, people, role):
        sides = Side.objects.filter(role=role, person__in=people, pair__status__in=FIXED)
        self.role, self.by_person = role, {}
        pairs = Pair.objects.select_related("form").prefetch_related(
            "sides__person__enrolments__school_class", "sides__person__employments", "sides__person__mentor"
        )
        pairs = pairs.in_bulk(sides.values_list("pair", flat=True))
        for side in sides.order_by("pair__starts", "pk"):
            self.by_person.setdefault(side.person_id, []).append(pairs[side.pair_id])

    def of(self, person) -> list[Pair]:
        known = self.by_person.get(person.pk, [])
        running = [pair for pair in known if pair.status != Pair.Status.CLOSED]
        return running or known[-1:]

    def others(self, pair) -> list:
        return pair.mentees if self.role == "mentor" else [pair.mentor] if pair.mentor else []

    def people(self) -> set[int]:
        """Everybody on the other side: their workplaces pass the gate, too."""
        return {one.pk for pairs in self.by_person.values() for pair in pairs for one in self.others(pair)}


def rows_of(base, cards, on) -> list[Row]:
    """The rows of the cards that the filters left; the number of queries does not grow with them."""
    cards = list(cards.prefetch_related("person__mentor") if not base.is_mentors else cards)
    people = {card.person_id for card in cards}
    pairs = Pairs(people, "mentor" if base.is_mentors else "mentee")
    gate = Gate(people | pairs.people(), on)
    family = _family(people, on) if not base.is_mentors else {}
    make = _mentor if base.is_mentors else _mentee
    return [make(number, card, pairs, gate, family, on) for number, card in enumerate(cards, start=1)]


def _family(people, on) -> dict[int, list]:
    """Representatives who are not restricted, by child."""
    found: dict = {}
    for row in Guardianship.objects.active(on).filter(child__in=people, is_restricted=False).select_related("guardian"):
        found.setdefault(row.child_id, []).append(row)
    return found


def _mentee(number, card, pairs, gate, family, on) -> Row:
    person = card.person
    row = _with_pairs(Row(number, person.full_name, card.entered_on), person, pairs, gate, on)
    if gate.opens_contacts(person):
        guardians = family.get(person.pk, []) if person.is_minor(on) else []
        row.contacts = GLUE.join([*_ways(person), *(_guardian(one) for one in guardians)])
    if gate.opens(person):
        row.birth_year = person.birth_date.year if person.birth_date else None
        row.request = card.main_request or GLUE.join(str(topic) for topic in card.needs.all())
        row.case_url = card.case_url
        row.is_passed = _passed(pairs.of(person))
    return row


def _mentor(number, card, pairs, gate, family, on) -> Row:
    person = card.person
    row = _with_pairs(Row(number, person.full_name, card.entered_on), person, pairs, gate, on)
    if gate.opens_contacts(person):
        row.contacts = GLUE.join(_ways(person))
    if gate.opens(person):
        row.workplace = _place(person, on)
        row.competences = GLUE.join(str(topic) for topic in card.competences.all())
        row.achievements, row.interests, row.case_url = card.achievements, card.interests, card.case_url
        row.wished_age, row.hours = wished_age(card), hours(card)
    return row


def _with_pairs(row, person, pairs, gate, on) -> Row:
    """Names of the other side stand in an order; where they work or study, and the results, pass the gate."""
    row.is_closed = not gate.opens(person)
    known = pairs.of(person)
    if row.is_closed or not known:
        return row
    others = [one for pair in known for one in pairs.others(pair)]
    row.other_names = GLUE.join(one.full_name for one in others)
    row.form = GLUE.join(dict.fromkeys(str(pair.form) for pair in known))
    row.other_workplace = GLUE.join(filter(None, (_place(one, on) for one in others if gate.opens(one))))
    row.ended_on = max((pair.ended_on or pair.ends) for pair in known)
    row.results = GLUE.join(_result(pair) for pair in known if pair.result)
    return row


def _result(pair) -> str:
    return f"{pair.get_result_display()}. {pair.result_text}".rstrip(". ") if pair.result_text else (
        pair.get_result_display()
    )  # fmt: skip


def _passed(known) -> str:
    """«пройдена» once a pair has ended by an order with a result that counts; «не завершена» after any other end."""
    ended = [pair for pair in known if pair.status == Pair.Status.CLOSED]
    if not ended:
        return ""
    passed = any(pair.result in ("done", "early") for pair in ended)
    last = max(pair.ended_on or pair.ends for pair in ended)
    return f"пройдена {short_date(last)}" if passed else f"прекращена {short_date(last)}"


def _ways(person) -> list[str]:
    return [way for way in (person.phone, person.email) if way]


def _guardian(row) -> str:
    """«Речная Анна Петровна (мать), 8 900 000-01-00, a@example.org»"""
    return ", ".join([f"{row.guardian.full_name} ({row.get_kind_display()})", *_ways(row.guardian)])


def _place(person, on) -> str:
    """A class, a post, or the workplace of a mentor from outside."""
    card: Mentor | None = getattr(person, "mentor", None)
    return (card or person).what_is(on)


def wished_age(card) -> str:
    """«от 10 до 14 лет»"""
    parts = [f"от {card.wished_age_from}" if card.wished_age_from else "",
             f"до {card.wished_age_to}" if card.wished_age_to else ""]  # fmt: skip
    said = " ".join(filter(None, parts))
    return f"{said} лет" if said else ""


def hours(card) -> str:
    """«2 ч в неделю»"""
    if card.hours_a_week is None:
        return ""
    return f"{card.hours_a_week.normalize():f}".replace(".", ",") + " ч в неделю"
