"""The archive: folders by stage, Russian names, a contents list inside; the same data give the same bytes."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from programs.folder import contents
from programs.papers import common
from registry.engine import press
from registry.text import count, long_date

TEMPLATE = "papers/folder_contents.html"
LIST = "00 Опись"
LONG = 80  # letters of a name: Windows opens paths of at most 260
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass
class Entry:
    """A line of the contents: the path in the archive, and where its bytes come from."""

    path: str
    name: str
    sheet: object


def readable(name: str, limit: int = LONG) -> str:
    """A name that every system takes: plain spaces, no signs of paths, not longer than `limit`, no dot at the end."""
    plain = FORBIDDEN.sub("-", name.replace("\u00a0", " ").replace("«", "").replace("»", ""))
    plain = re.sub(r"\s+", " ", plain).strip()
    if len(plain) > limit:
        plain = plain[:limit].rsplit(" ", 1)[0]
    return plain.strip(" .-,;") or "Документ"


def title_of(programmes) -> str:
    year = programmes[0].year.name
    return f"Папка наставничества {year} учебный год" if len(programmes) > 1 else (
        f"Папка наставничества {year}, {programmes[0].title}"
    )  # fmt: skip


def plan(programmes, user, on) -> list[tuple[object, list[tuple[str, list[Entry]]]]]:
    """[(programme, [(folder, entries)])]; with several programmes each has a folder of its own."""
    found = []
    for programme in programmes:
        top = f"{readable(programme.title, 40)}/" if len(programmes) > 1 else ""
        drawers = []
        for stage in contents(programme, user, on):
            folder = f"{top}{stage.number:02d} {readable(stage.title, 45)}/"
            drawers.append((folder, [_entry(folder, place, sheet) for place, sheet in enumerate(stage.rows, 1)]))
        found.append((programme, drawers))
    return found


def _entry(folder, place, sheet) -> Entry:
    """Numbers keep the order of the contents and make every path the only one."""
    ending = ".jpg" if sheet.file and sheet.file.media_type == "image/jpeg" else (
        ".png" if sheet.file and sheet.file.media_type == "image/png" else ".pdf"
    )  # fmt: skip
    return Entry(f"{folder}{place:02d} {readable(sheet.name)}{ending}", sheet.name, sheet)


def said(planned, title, on, lost=()) -> dict:
    """The contents as plain values; `lost` are paths of files that are not on the disk."""
    several = len(planned) > 1
    stages = [
        {
            "title": f"{programme.title}: {folder.rsplit('/', 2)[-2]}" if several else folder.rstrip("/"),
            "rows": [{"name": row.name, "is_lost": row.path in lost} for row in entries],
        }
        for programme, drawers in planned for folder, entries in drawers
    ]  # fmt: skip
    number = sum(len(stage["rows"]) for stage in stages)
    return {
        "title": title, "school": common.school(), "date": long_date(on), "stages": stages,
        "curator": common.curator(on), "number": count(number, "документ", "документа", "документов"),
    }  # fmt: skip


def as_text(contents_said: dict) -> str:
    """The same contents for a reader without a PDF viewer."""
    lines = [contents_said["title"], contents_said["school"]["full_name"], f"Сложена {contents_said['date']}", ""]
    for stage in contents_said["stages"]:
        lines.append(stage["title"])
        for place, row in enumerate(stage["rows"], 1):
            lines.append(f"  {place}. {row['name']}{' — файла нет на диске' if row['is_lost'] else ''}")
        lines += ["  документов нет", ""] if not stage["rows"] else [""]
    lines.append(f"Всего: {contents_said['number']}.")
    return "\r\n".join(lines).replace("\u00a0", " ")


def pack(target, programmes, user, on, report: Callable) -> dict:
    """Write the archive into the open file `target`; returns what the contents say."""
    planned, title = plan(programmes, user, on), title_of(programmes)
    entries = [row for _, drawers in planned for _, rows in drawers for row in rows]
    lost = {row.path for row in entries if row.sheet.file and not row.sheet.file.path.exists()}
    told = said(planned, title, on, lost)
    drawn = press.print_all(_asked(entries, told))
    top = f"{readable(title, 60)}/"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        _write(archive, f"{top}{LIST}.pdf", next(drawn), on)
        _write(archive, f"{top}{LIST}.txt", ("\ufeff" + as_text(told)).encode(), on)
        for _, drawers in planned:
            for folder, _ in drawers:
                _write(archive, f"{top}{folder}", b"", on)
        for place, row in enumerate(entries):
            report(place, len(entries), "Складываем документы")
            if row.path not in lost:
                data = row.sheet.file.path.read_bytes() if row.sheet.file else next(drawn)
                _write(archive, f"{top}{row.path}", data, on)
    return told


def _asked(entries, told):
    """The contents, then every sheet that is laid out anew, in the order of the archive."""
    yield TEMPLATE, told
    for row in entries:
        if not row.sheet.file:
            yield row.sheet.make()


def _write(archive, path, data, on):
    """No clock and no owner in the archive: only the day for which it was packed."""
    info = zipfile.ZipInfo(path, (on.year, on.month, on.day, 0, 0, 0))
    info.create_system, info.external_attr = 3, (0o40755 if path.endswith("/") else 0o100644) << 16
    archive.writestr(info, data)
