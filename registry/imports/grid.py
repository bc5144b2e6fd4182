"""From a file to sheets of plain cells. Runs as a process of its own with limits on memory and time, because a sheet
may claim to be a million rows high: then this process dies, and the reader gets a sentence.

`python -m registry.imports.grid FILE` writes JSON: {"sheets": [...], "notes": [...]} or {"fault": "sentence"}.
No Django here. A date travels as {"d": "2013-03-05"}.
"""

import csv
import datetime
import io
import json
import re
import resource
import sys
import zipfile
from pathlib import Path

from registry.imports.look import LOCKED, TORN, Unreadable, kind_of, unpacked

MEMORY = 450 * 1024 * 1024
SECONDS = 30
MAX_CELLS = 4_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200


def read(data: bytes) -> dict:
    """Sheets with their filled rows: {"name", "rows": [[number, [cells]]], "holes": {address: reason}}."""
    kind = kind_of(data)
    found = _csv(data) if kind == "csv" else _workbook(data, kind)
    rows = sum(len(sheet["rows"]) for sheet in found["sheets"])
    if rows == 0:
        raise Unreadable("В файле нет ни одной заполненной ячейки. Проверьте, тот ли файл выбран.")
    if rows > MAX_ROWS:
        raise Unreadable(f"В файле {rows} заполненных строк, а за один раз загружают не больше 20 000. Разделите его.")
    return found


def _workbook(data: bytes, kind: str) -> dict:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    holes, notes = _holes(data) if kind == "xlsx" else ({}, [])
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for meta in book.sheets_metadata:
            if not str(meta.typ).endswith("WorkSheet"):
                continue
            if not str(meta.visible).endswith("Visible"):
                notes.append(f"Лист «{meta.name}» скрыт и не читается. Чтобы загрузить его, откройте его в Excel.")
                continue
            sheets.append({"name": meta.name, "rows": _rows(book, meta.name), "holes": holes.get(meta.name, {})})
    except PasswordError as fault:
        raise Unreadable(LOCKED) from fault
    except CalamineError as fault:
        raise Unreadable(LOCKED if "assword" in str(fault) else TORN) from fault
    return {"sheets": sheets, "notes": notes}


def _rows(book, name: str) -> list:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return []
    (top, left), (bottom, right) = sheet.start, sheet.end
    if (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
        raise Unreadable(
            f"Лист «{name}»: таблица растянута до ячейки {letters(right)}{bottom + 1}, где-то далеко от списка стоит "
            "лишнее значение. Скопируйте список на новый лист и загрузите его."
        )
    found = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [plain(value) for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        cells = [""] * left + cells
        if len(cells) > MAX_COLUMNS:
            raise Unreadable(
                f"Лист «{name}», строка {number}: заполнено столбцов больше {MAX_COLUMNS}. Оставьте на листе только "
                "столбцы списка и загрузите снова."
            )
        found.append([number, cells])
    return found


def letters(index: int) -> str:
    """0 → A, 27 → AB."""
    word = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        word = chr(65 + rest) + word
    return word


def plain(value):
    """A cell as JSON can hold it; blank text is an empty cell."""
    if isinstance(value, str):
        return value if value.strip(" \u00a0\u200b\t\r\n") else ""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    return "" if value is None else str(value)


# What calamine keeps silent about: formulas that were never calculated, errors, and sheets that lie about their size.

FORMULA = re.compile(rb'<c r="([A-Z]{1,3}\d+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>')
ERROR = re.compile(rb'<c r="([A-Z]{1,3}\d+)"[^>]*\bt="e"[^>]*>\s*(?:<f[^>]*?(?:/>|>[^<]*</f>)\s*)?<v>([^<]*)</v>')
DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?[A-Z]+(\d+)"')


def _holes(data: bytes) -> tuple[dict, list]:
    """{sheet: {address: reason}} of cells that look empty and are not, and notes on the sheets."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    holes, notes = {}, []
    for name, part in _parts(archive).items():
        xml = b"".join(unpacked(archive, archive.getinfo(part)))
        found = {
            match[1].decode(): "в ячейке формула, которую Excel ещё не посчитал" for match in FORMULA.finditer(xml)
        }
        for match in ERROR.finditer(xml):
            found[match[1].decode()] = f"в ячейке ошибка Excel {match[2].decode(errors='replace')}"
        holes[name] = found
        if b"<f>" in xml or b"<f " in xml:
            notes.append(f"Лист «{name}»: в ячейках есть формулы, взяты значения, которые Excel посчитал последними.")
        claimed, filled = DIMENSION.search(xml), xml.count(b"<v>") + xml.count(b"<is>")
        if claimed and int(claimed[1]) > max(5000, 20 * filled):
            notes.append(
                f"Лист «{name}» заявляет {int(claimed[1])} строк, почти все пустые: читаем только заполненные."
            )
        elif xml.count(b"<row ") > max(5000, 20 * filled):
            notes.append(f"Лист «{name}»: {xml.count(b'<row ')} строк, почти все пустые: читаем только заполненные.")
    return holes, notes


def _parts(archive) -> dict[str, str]:
    """Name of a sheet → its part of the archive."""
    from xml.etree import ElementTree

    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    try:
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  limited above
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    except ElementTree.ParseError as fault:
        raise Unreadable(TORN) from fault
    targets = {link.get("Id"): link.get("Target", "").lstrip("/").removeprefix("xl/") for link in links}
    found = {}
    for node in book.iter():
        if node.tag.endswith("}sheet"):
            key = next((value for name, value in node.items() if name.endswith("}id")), "")
            part = f"xl/{targets.get(key, '')}"
            if part in names:
                found[node.get("name")] = part
    return found


def _csv(data: bytes) -> dict:
    text = decoded(data)
    head = text[:20_000].splitlines()[:50]
    weights = {mark: sorted(line.count(mark) for line in head)[len(head) // 2] for mark in ";\t,"}
    best = max(weights, key=weights.get)
    if weights[best] == 0:
        best = max(";\t,", key=text[:20_000].count)
    csv.field_size_limit(100_000)
    rows = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=best), start=1):
            cells = [plain(value) for value in row]
            if len(cells) > MAX_COLUMNS:
                raise Unreadable(f"Строка {number}: столбцов больше {MAX_COLUMNS}. Проверьте, тот ли файл выбран.")
            if any(cell != "" for cell in cells):
                rows.append([number, cells])
    except csv.Error as fault:
        raise Unreadable("Это не таблица: строки не делятся на столбцы. Сохраните список из Excel заново.") from fault
    return {"sheets": [{"name": "", "rows": rows, "holes": {}}], "notes": []}


def decoded(data: bytes) -> str:
    """The text of a CSV: by its mark, as UTF-8, else as Excel writes it in Russian Windows."""
    for mark, coding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(coding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(Path(path).read_bytes())
    except Unreadable as fault:
        answer = {"fault": str(fault)}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main(sys.argv[1])
