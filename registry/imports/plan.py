"""What would happen: every row is new, changed, the same, a probable double or wrong. The base stays as it is."""

import json
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from registry import doubles
from registry.actions.school import year_to_edit
from registry.engine import jobs
from registry.engine.errors import Gap, Refused
from registry.imports import humans, reading
from registry.imports.headings import Heading, Table, class_in, fields_of, find_table, letters
from registry.imports.understand import problem, understand
from registry.models import HeadingMemory, ImportedRow, SchoolClass
from registry.resources import BY_KIND
from registry.text import count, name_key

NAMES = {"full_name", "last_name"}
KEPT = {*NAMES, "first_name", "school_class", "post"}
"""Even an empty cell has a place, when it is what is missing."""


def tables(kind, sheets, mapping, memory) -> list[tuple]:
    """(table or None, what the page tells of the sheet) for each sheet; Refused when no sheet holds a table."""
    found = []
    for place, sheet in enumerate(sheets):
        chosen = mapping.get(str(place), {})
        table = find_table(kind, sheet.rows, memory, chosen.get("columns")) or _headless(sheet, chosen)
        found.append((table, _told(kind, sheet, table, chosen)))
    if not any(told["headings"] for _, told in found):
        raise Refused(
            "В файле не нашлось таблицы: нужны строки, в которых хотя бы две заполненные ячейки, и заголовки над ними "
            "(«ФИО», «Класс», «Дата рождения»…).", field="file"
        )  # fmt: skip
    return found


def read(batch, *, on, report=jobs.unheard, found=None):
    """Read the file (unless it has just been read) and plan every row; what was typed and chosen stays."""
    sheets, notes = found or reading.read(batch.file.path)
    memory = dict(HeadingMemory.objects.filter(kind=batch.kind).values_list("heading", "field"))
    told, rows = [], []
    for place, (table, words) in enumerate(tables(batch.kind, sheets, batch.mapping, memory)):
        told.append(words)
        if table and not words["fault"]:
            rows += list(_rows(sheets[place], table, batch.mapping.get(str(place), {})))
    before = {(row.sheet, row.number): row for row in batch.rows.all()}
    for place, row in enumerate(rows):
        row.batch, row.place = batch, place
        old = before.get((row.sheet, row.number))
        if old:
            row.fixes, row.choice, row.left_out = old.fixes, old.choice, old.left_out
    planned = evaluate(batch, rows, on=on, report=report)
    with transaction.atomic():
        batch.rows.all().delete()
        ImportedRow.objects.bulk_create(rows, batch_size=500)
        batch.sheets, batch.read_at = told, timezone.now()
        batch.counts = {**planned, "notes": notes}
        batch.save()


def _headless(sheet, chosen) -> Table | None:
    """A table whose headings nobody recognised: the curator says what its columns are."""
    filled = [sum(cell != "" for cell in cells) for _, cells in sheet.rows]
    if len(filled) < 2 or max(filled) < 2:
        return None
    width = max(len(cells) for _, cells in sheet.rows)
    columns = chosen.get("columns", {})
    table = Table([Heading(letters(at), "", columns.get(letters(at), "")) for at in range(width)], 0)
    table.rows = [(number, cells, None) for number, cells in sheet.rows]
    return table


def _told(kind, sheet, table, chosen) -> dict:
    """What the page shows of a sheet; `fault` is what keeps its rows from being planned."""
    told = {"name": sheet.name, "headings": [], "rows": 0, "skipped": [], "fault": "", "class": chosen.get("class", "")}
    if table is None:
        return told
    told |= {
        "headings": [asdict(one) for one in table.headings], "rows": len(table.rows), "skipped": table.skipped[:20],
        "head": table.head,
    }  # fmt: skip
    fields, labels = [one.field for one in table.headings if one.field], fields_of(kind)
    twice = sorted({code for code in fields if fields.count(code) > 1})
    if twice:
        both = [f"{one.column} «{one.text}»" for one in table.headings if one.field == twice[0]]
        told["fault"] = (
            f"Два столбца читаются как «{labels[twice[0]].label}»: {' и '.join(both)}. Оставьте один, а для другого "
            "выберите, что в нём, или «не загружать»."
        )
    elif not NAMES & set(fields):
        seen = "Не узнали ни одного заголовка." if not fields else "Не нашли столбца с фамилией и именем."
        told["fault"] = f"{seen} Выберите под названиями столбцов, что в них, и нажмите «Прочитать заново»."
    return told


def _rows(sheet, table, chosen):
    column_of = {one.field: one.column for one in reversed(table.headings) if one.field}
    place_of = {letters(at): at for at in range(max(len(cells) for _, cells in sheet.rows))}
    own_class = chosen.get("class") or ""
    title = class_in(sheet.name)
    for number, cells, named in table.rows:
        raw = {}
        for code, column in column_of.items():
            at = place_of.get(column, 10_000)
            hole = sheet.holes.get(f"{column}{number}")
            cell = {"x": hole} if hole else cells[at] if at < len(cells) else ""
            if cell != "" or code in KEPT:
                raw[code] = [column, cell]
        said = own_class or (f"{(named or title)[0]}{(named or title)[1]}" if named or title else "")
        if said and raw.get("school_class", ["", ""])[1] == "":
            raw["school_class"] = ["", said]
        if any(column and cell != "" for column, cell in raw.values()):
            yield ImportedRow(sheet=sheet.name[:100], number=number, raw=raw)


def in_order(one) -> tuple:
    """Problems by their columns. PostgreSQL keeps the keys of a cell in an order of its own: nothing is left to it."""
    return len(one["column"]), one["column"], *(str(one[key]) for key in sorted(one))


# Every row against the base


class Planner:
    """Everything that rows are compared with, loaded once."""

    def __init__(self, batch, on):
        self.kind, self.on = batch.kind, on
        self.resource = BY_KIND[batch.kind](on)
        people = humans.everybody()
        self.humans = humans.load(people, self.kind, on)
        self.index = doubles.Index(
            doubles.known(*one.full_name, one.birth_date, class_id=one.class_id, pk=one.pk)
            for one in self.humans.values()
        )
        self.named = {}
        for one in self.humans.values():
            self.named.setdefault(doubles.fold(" ".join(filter(None, one.full_name))), []).append(one)
        year = year_to_edit(on)
        rows = SchoolClass.objects.filter(year=year) if year.pk else ()
        self.classes = {(row.grade, row.letter): row.pk for row in rows}
        self.new_classes, self.seen, self.guessed, self.nameless = set(), {}, 0, 0

    def plan(self, row):
        """State, problems, person, candidates and changes of the row; returns what was understood."""
        found = understand(row, self.resource)
        row.changes, row.candidates, row.person_id = [], [], None
        if not found.problems:
            self._class(found)
        if not found.problems:
            self._match(row, found)
        row.problems = sorted(found.problems, key=in_order)
        if found.problems:
            row.state = "wrong"
        elif row.candidates and not row.choice:
            row.state = "double"
        elif row.person_id:
            row.changes = changes(self.humans[row.person_id], found, self.resource)
            row.state = "changed" if row.changes else "same"
        else:
            row.state = "new"
        if row.state in ("new", "changed") and not row.left_out:
            self._note(found)
        return found

    def _class(self, found) -> None:
        group = found.values.get("school_class")
        if not group or group in self.classes:
            return
        same_grade = sorted(letter for grade, letter in self.classes if grade == group[0] and letter)
        if not group[1] and same_grade:
            reason = f"не указана буква: в {group[0]}-й параллели есть {', '.join(same_grade)}"
            found.problems.append(problem(self.kind, "school_class", "", str(group[0]), reason))

    def _match(self, row, found) -> None:
        """Who it is: one sure person, a question, or nobody yet."""
        born = found.values.get("birth_date")
        asked = doubles.known(*found.name, born, class_id=self._class_id(found))
        if row.choice and row.choice != "new":
            row.choice = row.choice if int(row.choice) in self.humans else ""
            row.person_id = int(row.choice) if row.choice else None
        likes = self._likes(asked, found)
        sure = [pk for how, pk in likes if how == doubles.SAME or self._is_sure(how, pk, asked, likes)]
        if len(sure) == 1 and not row.choice:
            row.person_id = sure[0]
        elif likes:
            row.candidates = [[pk, doubles.WORDS[how]] for how, pk in likes[:5]]
        if self.kind == "mentees" and not row.person_id and not row.candidates:
            found.problems.append(problem(
                self.kind, "full_name", row.raw.get("full_name", [""])[0], " ".join(filter(None, found.name)),
                "такого человека ещё нет: сначала загрузите список учеников или работников",
            ))  # fmt: skip
        self._twice(row, found, asked)

    def _likes(self, asked, found):
        likes = self.index.like(asked)
        if self.kind not in ("mentors", "mentees"):
            return likes
        year = found.values.get("birth_year")
        return [
            (how, pk) for how, pk in likes
            if not (year and self.humans[pk].birth_year and self.humans[pk].birth_year != year)
        ]  # fmt: skip

    def _is_sure(self, how, pk, asked, likes) -> bool:
        """A namesake who can be nobody else: one whole name, nobody else of that name, and nothing that differs."""
        if how != doubles.NAMESAKE or len(likes) > 1:
            return False
        human = self.humans[pk]
        if not asked.middle or doubles.fold(human.middle_name) != asked.middle:
            return False
        if self.kind == "pupils":
            return not asked.birth_date and not human.birth_date and asked.class_id == human.class_id
        return self.kind != "staff" or bool(human.post)

    def _class_id(self, found):
        return self.classes.get(found.values.get("school_class"), -1 if found.values.get("school_class") else None)

    def _twice(self, row, found, asked) -> None:
        """The same human in two rows of the file."""
        if row.left_out or found.problems:
            return
        mark = row.person_id or (asked.last, asked.first, asked.middle, asked.birth_date, asked.class_id)
        where = self.seen.setdefault(mark, row.where)
        if where == row.where:
            return
        if row.choice == "new" and not asked.birth_date:
            return
        name = " ".join(filter(None, found.name))
        column = next((row.raw[code][0] for code in ("full_name", "last_name") if code in row.raw), "")
        reason = f"этот человек уже есть выше: {where[:1].lower()}{where[1:]}. Оставьте одну строку"
        code = "full_name" if "full_name" in row.raw else "last_name"
        found.problems.append(problem(self.kind, code, column, name, reason))

    def _note(self, found) -> None:
        group = found.values.get("school_class")
        if group and group not in self.classes:
            self.new_classes.add(group)
        for number in (1, 2):
            self.nameless += f"p{number}_phone" in found.values and f"p{number}_name" not in found.values
            self.guessed += bool(found.values.get(f"p{number}_name")) and f"p{number}_kind" not in found.values


def changes(human, found, resource) -> list:
    """[label, old, new] for everything that the row would change; an empty cell changes nothing."""
    told = []
    for part, label, new in zip(
        ("last_name", "first_name", "middle_name"), ("Фамилия", "Имя", "Отчество"), found.name, strict=True
    ):
        if new and name_key(new) != name_key(getattr(human, part)):
            told.append([label, getattr(human, part), new])
    for code, new in found.values.items():
        if code[:3] in ("p1_", "p2_"):
            continue
        cell, old = resource.fields[code].widget, getattr(human, code)
        if code in ("birth_year",) or (old not in (None, "") and cell.alike(old, new)):
            continue
        told.append([resource.fields[code].column_name, cell.render(old), cell.render(new)])
    for number in (1, 2):
        told += _parent_changes(human, found.parent(number), resource, f"p{number}_kind" in found.values)
    return told


def _parent_changes(human, parent, resource, says_kind) -> list:
    if parent is None:
        return []
    name, phone, kind = parent
    words = " ".join(filter(None, name))
    known = parent_of(human, name)
    show = resource.fields["p1_kind"].widget.render
    if known is None:
        return [["Представитель", "", f"{words} ({show(kind)})" + (f", {phone}" if phone else "")]]
    told = []
    if phone and not resource.fields["p1_phone"].widget.alike(known.phone, phone):
        told.append([f"Телефон представителя ({words})", known.phone, phone])
    if says_kind and known.kind != kind:
        told.append([f"Кем приходится {words}", show(known.kind), show(kind)])
    return told


def parent_of(human, name):
    """The representative of this name among those of the child."""
    key = name_key(" ".join(filter(None, name)))
    return next((one for one in human.parents if name_key(" ".join(filter(None, one.name))) == key), None)


def evaluate(batch, rows, *, on, report=jobs.unheard) -> dict:
    """Plan these rows (all of the batch, in order); the counts come back and stand in the batch."""
    report(0, len(rows), "Сверяем с базой")
    planner = Planner(batch, on)
    batch.understood = {}
    for place, row in enumerate(rows):
        batch.understood[row.place] = planner.plan(row)
        if place % 500 == 499:
            report(place + 1, len(rows), "Сверяем с базой")
    batch.humans, batch.known_classes = planner.humans, planner.classes
    batch.classes = sorted([list(one) for one in planner.new_classes])
    states = [row.state for row in rows]
    counts = {state: states.count(state) for state, _ in ImportedRow.STATES}
    blocking = sum(row.state in ("wrong", "double") and not row.left_out for row in rows)
    writing = sum(row.state in ("new", "changed") and not row.left_out for row in rows)
    return {
        **counts,
        "blocking": blocking,
        "writing": writing,
        "guessed": planner.guessed,
        "nameless": planner.nameless,
    }


COMPARED = ["state", "problems", "changes", "candidates", "person_id", "choice", "fixes", "left_out"]


def again(batch, *, on, rows=None, before=None) -> bool:
    """Plan the rows anew after a correction, or because the base may have changed; True when something differs.

    `before` is {place: what stood in the row}; the rows that differ are saved.
    """
    rows = list(batch.rows.order_by("place")) if rows is None else rows
    before = before or {row.place: state_of(row) for row in rows}
    counts = evaluate(batch, rows, on=on)
    changed = [row for row in rows if state_of(row) != before[row.place]]
    fields = [name.removesuffix("_id") for name in COMPARED]
    ImportedRow.objects.bulk_update(changed, fields, batch_size=100)
    batch.counts = {**batch.counts, **counts}
    batch.save()
    return bool(changed)


def state_of(row) -> tuple:
    """What the page shows of a row, whatever order the database keeps the keys in."""
    return tuple(json.dumps(getattr(row, name), sort_keys=True, default=str) for name in COMPARED)


def gaps(batch) -> list[Gap]:
    """What keeps the final button asleep."""
    found = [
        Gap(f"Лист «{one['name']}»: {one['fault']}" if one["name"] else one["fault"])
        for one in batch.sheets if one["fault"]
    ]  # fmt: skip
    wrong, double = batch.counts.get("wrong", 0), batch.counts.get("double", 0)
    if batch.counts.get("blocking"):
        parts = [count(wrong, "строку", "строки", "строк") + " с ошибками"] if wrong else []
        parts += [count(double, "вопрос", "вопроса", "вопросов") + " о похожих людях"] if double else []
        found.append(Gap(
            f"Осталось разобрать {' и '.join(parts)}: исправьте, ответьте или отметьте «оставить без загрузки»."
        ))  # fmt: skip
    return found
