"""One row: from cells to values, with a problem for every cell that cannot be taken."""

from dataclasses import dataclass, field

from registry.imports import parents, values
from registry.imports.headings import fields_of

NEEDED = {
    "pupils": ["last_name", "school_class"],
    "staff": ["last_name", "post"],
    "mentors": ["last_name"],
    "mentees": ["last_name"],
}
EMPTY = {
    "last_name": "ячейка пустая: нужны фамилия и имя",
    "school_class": "класс не указан ни в строке, ни в заголовке листа",
    "post": "должность не указана",
}


@dataclass
class Understood:
    """Values by field, the name in three parts, and what is wrong."""

    values: dict = field(default_factory=dict)
    name: tuple = ("", "", "")
    problems: list = field(default_factory=list)

    def parent(self, number: int):
        """(name, phone, kind) of a representative, or None; the kind is guessed where the list is silent."""
        name = self.values.get(f"p{number}_name")
        if not name:
            return None
        kind = self.values.get(f"p{number}_kind") or parents.guessed_kind(name)
        return name, self.values.get(f"p{number}_phone", ""), kind


def cells_of(row, kind: str) -> dict:
    """The row's cells by field, with what was typed in the page."""
    raw = dict(row.raw)
    if kind == "pupils":
        raw = parents.spread(raw)
    for code, typed in row.fixes.items():
        raw[code] = [raw.get(code, [""])[0], typed]
    is_whole = "full_name" not in raw and "first_name" not in raw and "last_name" in raw
    if is_whole and len(values.text(raw["last_name"][1]).split()) > 1:
        raw["full_name"] = raw.pop("last_name")
    return raw


def understand(row, resource) -> Understood:
    """Read every cell; nothing is asked of the base here."""
    found = Understood()
    cells = cells_of(row, resource.kind)
    for code, (column, cell) in cells.items():
        if code not in resource.fields:
            continue
        if isinstance(cell, dict) and "x" in cell:
            found.problems.append(problem(resource.kind, code, column, "", cell["x"]))
            continue
        if values.text(cell).strip(" -—") == "":
            continue
        try:
            found.values[code] = resource.fields[code].widget.clean(cell)
        except values.Fault as fault:
            found.problems.append(problem(resource.kind, code, column, values.text(cell), str(fault)))
    _name(found, cells, resource.kind)
    _needed(found, cells, resource.kind)
    return found


def _name(found, cells, kind) -> None:
    whole = found.values.pop("full_name", None) or ("", "", "")
    parts = [found.values.pop(code, "") for code in ("last_name", "first_name", "middle_name")]
    found.name = tuple(own or part for own, part in zip(parts, whole, strict=True))
    bad = {one["field"] for one in found.problems}
    if found.name[0] and not found.name[1] and not bad & {"first_name", "full_name"}:
        column = cells.get("first_name", [""])[0]
        found.problems.append(problem(kind, "first_name", column, "", "имя не указано"))


def _needed(found, cells, kind) -> None:
    bad = {one["field"] for one in found.problems}
    for code in NEEDED[kind]:
        has = found.name[0] if code == "last_name" else found.values.get(code)
        if has or code in bad or (code == "last_name" and "full_name" in bad):
            continue
        shown = "full_name" if code == "last_name" and "last_name" not in cells else code
        found.problems.append(problem(kind, shown, cells.get(shown, [""])[0], "", EMPTY[code]))


def problem(kind: str, code: str, column: str, value: str, reason: str) -> dict:
    """A fault for the page: where, what stands there, why it cannot be taken, what would be right."""
    about = fields_of(kind)[code]
    return {
        "field": code, "label": about.label, "column": column, "value": value, "reason": reason,
        "example": about.example,
    }  # fmt: skip
