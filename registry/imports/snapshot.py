"""What stood in the base about people whom a list changes: kept until the import can no longer be undone."""

import datetime
import decimal

from registry.imports.humans import PLAIN
from registry.models import Employment, Enrolment, Guardianship, Mentee, Mentor, Person

CARDS = {
    "mentors": (Mentor, [
        "workplace", "achievements", "interests", "wished_age_from", "wished_age_to", "hours_a_week", "entered_on",
        "category", "case_url",
    ]),
    "mentees": (Mentee, ["main_request", "entered_on", "case_url"]),
}  # fmt: skip


def plain(value):
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value


def take(people, kind: str) -> dict[int, dict]:
    """Fields, classes, posts, ties and the card of each person, as JSON; a fixed number of queries."""
    ids = list(people)
    found = {}
    for part in _chunks(ids):
        for row in Person.objects.filter(pk__in=part).values("pk", *PLAIN):
            pk = row.pop("pk")
            found[pk] = {"fields": {name: plain(value) for name, value in row.items()}, "facts": {}}
        for name, model, owner, columns in FACTS:
            for row in model.objects.filter(**{f"{owner}__in": part}).order_by("pk").values("pk", owner, *columns):
                facts = found[row[owner]]["facts"].setdefault(name, {})
                facts[str(row["pk"])] = [plain(row[column]) for column in columns]
        if kind in CARDS:
            _cards(found, part, kind)
    return found


FACTS = [
    ("enrolments", Enrolment, "person", ["school_class", "starts", "ends"]),
    ("employments", Employment, "person", ["post", "is_teacher", "starts", "ends"]),
    ("ties", Guardianship, "child", ["guardian", "kind", "starts", "ends"]),
]


def _cards(found, part, kind) -> None:
    model, columns = CARDS[kind]
    for card in model.objects.filter(person__in=part):
        found[card.person_id]["card"] = {name: plain(getattr(card, name)) for name in columns}
    if kind == "mentors":
        pairs = Mentor.competences.through.objects.filter(mentor__person__in=part).order_by("topic")
        for person, topic in pairs.values_list("mentor__person", "topic"):
            found[person].setdefault("topics", []).append(topic)


def _chunks(ids, size=400):
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def put_back(person, was: dict, kind: str, by) -> None:
    """The person as before: fields, facts, card. What the list added goes; what it ended goes on."""
    for name, value in was["fields"].items():
        setattr(person, name, value)
    person._history_user = by
    person.save()
    for name, model, owner, columns in FACTS:
        before = was["facts"].get(name, {})
        model.objects.filter(**{owner: person}).exclude(pk__in=before).delete()
        for pk, values in before.items():
            fields = {
                f"{column}_id" if column in ("school_class", "guardian") else column: value
                for column, value in zip(columns, values, strict=True)
            }
            if not model.objects.filter(pk=pk).update(**fields):
                model.objects.create(pk=pk, **{f"{owner}_id": person.pk}, **fields)
    if kind in CARDS:
        _put_card_back(person, was, kind, by)


def _put_card_back(person, was, kind, by) -> None:
    model, _ = CARDS[kind]
    card = model.objects.filter(person=person).first()
    if card is None:
        return
    if "card" not in was:
        card.delete()
        model.history.filter(person_id=person.pk).delete()
        return
    for name, value in was["card"].items():
        setattr(card, name, value)
    card._history_user = by
    card.save()
    if kind == "mentors":
        card.competences.set(was.get("topics", []))
