"""Which row holds the headings, which column is what, and which class a sheet is about."""

import functools
import re
import tomllib
from dataclasses import dataclass, field

from registry.doubles import LOOKALIKE, one_slip
from registry.imports.grid import letters
from registry.regulations import PRESETS
from registry.text import name_key

ORDER = {"", "п п", "пп", "n", "n п п", "no", "номер п п", "номер по порядку"}
SEARCHED = 40
"""Headings stand among so many first rows."""


@dataclass(frozen=True)
class Field:
    """A field of a list: its name in Russian and an example of a right value."""

    code: str
    label: str
    example: str


@dataclass
class Heading:
    """A column: its letter, the words above it, the field that they mean (empty: not taken in), and why not."""

    column: str
    text: str
    field: str = ""
    why_not: str = ""


@dataclass
class Table:
    """What stands on a sheet: headings, rows of people, the class of each row where the sheet names it."""

    headings: list[Heading]
    head: int
    rows: list = field(default_factory=list)
    skipped: list = field(default_factory=list)


@functools.cache
def preset() -> dict:
    with (PRESETS / "imports.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def fields_of(kind: str) -> dict[str, Field]:
    data = preset()
    return {
        code: Field(code, data["fields"][code]["label"], data["fields"][code]["example"])
        for code in data["kinds"][kind]["fields"]
    }


def key(heading) -> str:
    """A heading without case, ё, punctuation and what stands in brackets.

    >>> key("  Ф.И.О. (полностью)\\nребёнка ")
    'ф и о ребенка'
    """
    words = name_key(str(heading).translate(LOOKALIKE) if re.search("[а-яё]", str(heading), re.I) else str(heading))
    return " ".join(re.sub(r"[^\w]+|_", " ", re.sub(r"\([^)]*\)?", " ", words)).split())[:200]


@functools.cache
def dictionary(kind: str) -> dict[str, str]:
    """Heading key → field."""
    data, found = preset(), {}
    own = data["kinds"][kind].get("headings", {})
    for code in data["kinds"][kind]["fields"]:
        entry = data["fields"][code]
        for words in [*own.get(code, ()), *entry["headings"], entry["label"]]:
            found.setdefault(key(words), code)
    return found


@functools.cache
def computed(kind: str) -> frozenset[str]:
    return frozenset(key(words) for words in preset()["kinds"][kind].get("computed", ()))


def not_taken(kind: str, heading: str) -> str:
    """Why a known column is shown and not taken in."""
    if heading in ORDER:
        return "порядковый номер"
    if heading in computed(kind):
        return "считается по парам"
    elsewhere = preset()["kinds"][kind].get("elsewhere", ())
    return "ведётся в карточках" if heading in elsewhere else ""


def meaning(kind: str, heading: str, memory: dict[str, str]) -> str | None:
    """The field that a heading's key means; None when nobody knows. The curator's own word comes first."""
    return memory[heading] if heading in memory else known_meaning(kind, heading)


@functools.lru_cache(5000)
def known_meaning(kind: str, heading: str) -> str | None:
    """By the dictionary: the very words, the words without filler, or the words with one slip of the hand."""
    known = dictionary(kind)
    if heading in known:
        return known[heading]
    if not_taken(kind, heading):
        return None
    bare = " ".join(word for word in heading.split() if word not in preset()["filler"])
    if bare and bare in known:
        return known[bare]
    if len(heading) > 5:
        return next((code for words, code in known.items() if len(words) > 5 and one_slip(words, heading)), None)
    return None


def find_table(kind: str, rows: list, memory: dict[str, str], chosen: dict[str, str] | None = None) -> Table | None:
    """The headings and what stands under them; None when no row looks like headings.

    `chosen` is what the curator said in the page: column letter → field.
    """
    best, best_score = None, 0
    for place, (_, cells) in enumerate(rows[:SEARCHED]):
        above = rows[place - 1][1] if place and rows[place - 1][0] == rows[place][0] - 1 else []
        headings = _read_headings(kind, cells, above, memory)
        score = _score(headings)
        if score > best_score:
            best, best_score, at = headings, score, place
    if best is None:
        return None
    for heading in best:
        if chosen is not None and heading.column in chosen:
            heading.field, heading.why_not = chosen[heading.column], ""
    best = [*best, *_unnamed(best, rows[at + 1 :], chosen or {})]
    table = Table(sorted(best, key=lambda one: (len(one.column), one.column)), rows[at][0])
    _split_rows(table, rows, at)
    return table


def _score(headings) -> int:
    """How much a row looks like headings: two different fields, or the name alone."""
    found = {one.field for one in headings if one.field}
    names = found & {"full_name", "last_name"}
    return len(found) + (2 if names else 0) if len(found) > 1 or names else 0


def _read_headings(kind, cells, above, memory) -> list[Heading]:
    found, group = [], ""
    for place in range(max(len(cells), len(above))):
        own = _words(cells, place)
        over = _words(above, place)
        group = over or group
        if not own and not over:
            continue
        tries = [f"{group} {own}", own] if own and group else [own or over]
        heading = Heading(letters(place), own or over)
        for words in tries:
            code = meaning(kind, key(words), memory)
            if code is not None:
                heading.field = code
                heading.text = words if words == f"{group} {own}" else heading.text
                break
        if not heading.field:
            heading.why_not = not_taken(kind, key(own or over))
        found.append((heading, bool(own)))
    told = {one.field for one, is_own in found if is_own}
    for one, is_own in found:  # a title above the table is no heading of a column
        if not is_own and one.field in told:
            one.field = ""
    return [one for one, _ in found]


def _words(cells, place) -> str:
    if place >= len(cells) or isinstance(cells[place], dict | bool | int | float):
        return str(cells[place]) if place < len(cells) and isinstance(cells[place], int) else ""
    return " ".join(str(cells[place]).split())


def _unnamed(headings, rows, chosen) -> list[Heading]:
    """Columns that hold something and have no heading."""
    known = {one.column for one in headings}
    filled = {letters(place) for _, cells in rows[:200] for place, cell in enumerate(cells) if cell != ""}
    return [Heading(column, "", chosen.get(column, "")) for column in filled - known]


# Rows under the headings


CLASS = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*[-–—]?\s*[«\"“„']?\s*([А-ЯЁ])\s*[»\"”']?(?![а-яёА-ЯЁ])", re.I)
ONLY_GRADE = re.compile(r"(?<!\d)(1[0-2]|[1-9])[-\s]*(?:й\s+)?класс", re.I)


def class_in(words: str) -> tuple[int, str] | None:
    """The class that a title or a sheet's name speaks of.

    >>> class_in("Список 7 «А» класса"), class_in("11-б"), class_in("Лист1"), class_in("9 класс")
    ((7, 'А'), (11, 'Б'), None, (9, ''))
    """
    words = words.translate(LOOKALIKE).replace("\u00a0", " ")
    found = CLASS.search(words)
    if found:
        return int(found[1]), found[2].upper()
    found = ONLY_GRADE.search(words)
    return (int(found[1]), "") if found else None


def _split_rows(table: Table, rows, at) -> None:
    """People, and what is none of them: a class between the rows, repeated headings, numbers of columns, totals."""
    title = None
    for _, cells in rows[:at]:
        title = class_in(" ".join(_words(cells, place) for place in range(len(cells)))) or title
    head = [cell for cell in rows[at][1] if cell != ""]
    mapped = {one.column for one in table.headings if one.field}
    for number, cells in rows[at + 1 :]:
        filled = [cell for cell in cells if cell != ""]
        if filled == head:
            continue
        if filled == list(range(1, len(filled) + 1)) and len(filled) > 2:
            continue
        named = class_in(str(filled[0])) if len(filled) == 1 and isinstance(filled[0], str) else None
        if named and len(str(filled[0])) < 40:
            title = named
        elif _is_nobody(filled) or not any(letters(place) in mapped for place, cell in enumerate(cells) if cell != ""):
            table.skipped.append(
                [
                    number,
                    " ".join(
                        f"{cell:g}" if isinstance(cell, float) else str(cell)
                        for cell in filled
                        if not isinstance(cell, dict)
                    )[:60],
                ]
            )
        else:
            table.rows.append((number, cells, title))


def _is_nobody(filled) -> bool:
    """«Итого: 25», «Классный руководитель ______»: the first words say that this is no person."""
    if len(filled) > 3:
        return False
    first = next((key(cell) for cell in filled if isinstance(cell, str) and key(cell)), "")
    starts = any(first == words or first.startswith(f"{words} ") for words in preset()["not_people"])
    return starts or not first
