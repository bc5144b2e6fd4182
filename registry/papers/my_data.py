"""What the school holds about a person: one dict for the page, for the PDF and for the file of the download."""

from django.utils import timezone

from registry.engine import inventory, journal
from registry.models import Appointment, Person, Retention, School
from registry.text import long_date, short_date

TEMPLATE = "papers/my_data.html"
READING = ("открыт", "выгру", "скачан", "распечат", "просмотр")


def sections(person, on) -> list[dict]:
    """Every holding that has something: title, values with dates, ground, term."""
    terms = {row.key: row for row in Retention.objects.all()}
    found = []
    for name, one in inventory.in_order():
        rows = one.for_subject(person, on)
        if rows:
            term = terms.get(one.term)
            found.append({
                "name": name, "title": one.title, "ground": one.ground, "term": term.words if term else "",
                "outlives": bool(term and term.outlives),
                "rows": [
                    {"label": row.label, "value": row.value, "day": short_date(row.day) if row.day else ""}
                    for row in rows
                ],
            })  # fmt: skip
    return found


def readers(person, limit: int | None = None) -> list[dict]:
    """Who opened it: role and day, never the name; one line for a role, a day and a deed."""
    lines = journal.about(person).exclude(actor_id=str(person.pk)).order_by("-at", "-pk")
    lines = [line for line in lines if line.verb.startswith(READING)]
    roles = _roles({line.actor_id for line in lines})
    found: dict = {}
    for line in lines:
        day = timezone.localdate(line.at)
        who = line.right or _role_on(roles.get(line.actor_id, ()), day)
        key = (day, who, line.verb)
        found[key] = found.get(key, 0) + 1
        if limit and len(found) > limit:
            break
    rows = [
        {"day": short_date(day), "who": who, "verb": verb, "times": times} for (day, who, verb), times in found.items()
    ]
    return rows[:limit] if limit else rows


def _roles(actors) -> dict:
    """Id of an actor → the roles and posts with their dates."""
    pks = [one for one in actors if one.isdecimal()]
    found: dict = {}
    for row in Appointment.objects.filter(person__in=pks):
        found.setdefault(str(row.person_id), []).append((row, row.get_role_display()))
    for person in Person.objects.filter(pk__in=pks).prefetch_related("employments"):
        for row in person.employments.all():
            found.setdefault(str(person.pk), []).append((row, "работник школы"))
    return found


def _role_on(facts, day) -> str:
    return next((words for row, words in facts if row.covers(day)), "участник программы")


def context(person, on) -> dict:
    """Plain values of the whole account."""
    school = School.get()
    return {
        "title": "Данные, которые хранит школа",
        "school": {"full_name": school.full_name, "address": school.address, "phone": school.phone},
        "whose": person.full_name,
        "date": long_date(on),
        "sections": sections(person, on),
        "readers": readers(person),
    }
