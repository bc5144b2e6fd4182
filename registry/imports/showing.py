"""Rows and sheets as the page shows them."""

from registry.imports.understand import cells_of, understand
from registry.imports.values import text
from registry.models import Person
from registry.resources import BY_KIND
from registry.text import short_date

SHOWN = {
    "pupils": ["school_class", "birth_date", "sex", "phone", "email", "p1_name", "p1_phone", "p2_name", "p2_phone"],
    "staff": ["post", "birth_date", "hired_on", "phone", "email"],
    "mentors": ["workplace", "competences", "contact", "entered_on"],
    "mentees": ["birth_year", "main_request", "entered_on"],
}
TONES = {"wrong": "stop", "double": "wait", "changed": "plain", "new": "ok", "same": "plain"}
WORDS = {
    "wrong": "исправить",
    "double": "похож на известного",
    "changed": "изменится",
    "new": "новый",
    "same": "уже есть",
}
DONE = {"changed": "изменён", "new": "внесён", "same": "без изменений"}
ICONS = {"wrong": "danger", "double": "info", "changed": "arrow-path", "new": "plus-circle", "same": "ok"}


def show_rows(batch, rows, on) -> None:
    """Adds to each row: `name`, `said` (the rest in one line), `who` (the people whom it may be), tone and icon."""
    ids = {pk for row in rows for pk, _ in row.candidates}
    people = {
        person.pk: person for person in Person.objects.filter(pk__in=ids).prefetch_related("enrolments__school_class")
    }
    resource = BY_KIND[batch.kind](on)
    for row in rows:
        cells, found = cells_of(row, batch.kind), understand(row, resource)
        parts = [_said(cells.get(code)) for code in ("full_name", "last_name", "first_name", "middle_name")]
        name = " ".join(filter(None, found.name)) if found.name[0] and found.name[1] else " ".join(filter(None, parts))
        row.name = name or (row.person.full_name if row.person else "")
        row.said = " · ".join(filter(None, (_read(code, found, cells, resource) for code in SHOWN[batch.kind])))
        row.words = (DONE if batch.written_at and not row.left_out else WORDS).get(row.state, WORDS[row.state])
        row.tone, row.icon = TONES[row.state], ICONS[row.state]
        row.who = [(people[pk], _known(people[pk]), why) for pk, why in row.candidates if pk in people]
        for problem in row.problems:
            problem["where"] = row.address(problem["column"])
            problem["name"] = f"fix-{row.place}-{problem['field']}"
            problem["typed"] = row.fixes.get(problem["field"], problem["value"])


def _read(code, found, cells, resource) -> str:
    """As it is understood; as it stands in the cell where it is not."""
    if code in found.values:
        return resource.fields[code].widget.render(found.values[code])
    return _said(cells.get(code))


def _said(pair) -> str:
    if pair is None or (isinstance(pair[1], dict) and "x" in pair[1]):
        return ""
    return text(pair[1])


def _known(person) -> str:
    """By what a person is told from a namesake."""
    parts = [short_date(person.birth_date)] if person.birth_date else []
    parts += [f"{row.school_class} класс" for row in person.enrolments.all() if row.ends is None]
    return ", ".join(parts)


def show_sheets(batch) -> list[dict]:
    """Sheets with their columns; each heading knows the name of its select."""
    found = []
    for place, sheet in enumerate(batch.sheets):
        if not sheet["headings"]:
            found.append({"name": sheet["name"], "is_empty": True})
            continue
        columns = [{**one, "input": f"map-{place}-{one['column']}"} for one in sheet["headings"]]
        unknown = [one for one in columns if not one["field"] and one["text"] and not one["why_not"]]
        found.append({**sheet, "columns": columns, "place": place, "unknown": unknown, "is_empty": False})
    return found
