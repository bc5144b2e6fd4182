"""The text of a paper: the school's own lines with their words filled, as blocks of plain values for a template.

`# ` begins a heading, `- ` a numbered point, anything else a paragraph; ___ is a line for the pen, a line of nothing
else a line to write on. [A part in brackets] goes when one of its words is empty; without brackets its line goes.
"""

import functools
import itertools
import re
from pathlib import Path

from programs.models import PaperWording
from programs.papers.prose import PROSE
from registry.loading import read

PRESET = Path(__file__).resolve().parent.parent / "presets" / "paper_wordings.toml"
LINES, LINE = 60, 700
"""So many lines, and so long a line, still make a paper."""
PIECE = re.compile(r"\{([^{}\[\]]*)\}|(_{3,})|([\[\]{}])")
PENS = [(4, "tiny"), (8, "short"), (15, "usual")]


@functools.cache
def defaults() -> dict[str, str]:
    """The words the papers began with."""
    return {row["paper"]: row["text"].strip() for row in read(PRESET)["papers"]}


def text_of(paper: str) -> str:
    """The school's words; where there are none yet, those of the beginning."""
    row = PaperWording.objects.filter(paper=paper).first()
    return row.text if row else defaults()[paper]


def plain_word(name: str) -> str:
    return " ".join(name.lower().split())


def _pieces(line: str) -> list[tuple]:
    """(kind, value): text, word, pen, or a part in brackets with pieces of its own. ValueError says what is wrong."""
    whole, part, place = [], None, 0
    for found in PIECE.finditer(line):
        word, pen, bracket = found.groups()
        target = whole if part is None else part
        if found.start() > place:
            target.append(("text", line[place : found.start()]))
        place = found.end()
        if word is not None:
            target.append(("word", plain_word(word)))
        elif pen:
            target.append(("pen", next((size for most, size in PENS if len(pen) <= most), "long")))
        elif bracket == "[" and part is None:
            part = []
        elif bracket == "]" and part is not None:
            whole.append(("part", part))
            part = None
        else:
            raise ValueError(f"скобка {bracket} без пары или внутри другой")
    if part is not None:
        raise ValueError("скобка [ не закрыта")
    if place < len(line):
        whole.append(("text", line[place:]))
    return whole


def _names(pieces) -> list[str]:
    found = []
    for kind, value in pieces:
        found += _names(value) if kind == "part" else [value] if kind == "word" else []
    return found


def _filled(pieces, words, values) -> list[dict] | None:
    """Parts of a line; None when a word has nothing to say here. An unknown word stays visible in its braces."""
    parts = []
    for kind, value in pieces:
        word = words.get(value) if kind == "word" else None
        if kind == "part":
            parts += _filled(value, words, values) or []
        elif kind == "pen":
            parts.append({"pen": value})
        elif kind == "text" or word is None:
            parts.append({"text": value if kind == "text" else f"{{{value}}}"})
        elif values.get(value):
            parts += [] if word.is_condition else [{"text": str(values[value]), "strong": word.strong}]
        elif word.pen:
            parts.append({"pen": word.pen, "word": not word.strong})  # a bare line stands in the place of a bold name
        else:
            return None
    return parts


def _lines(text: str):
    """(mark, rest): heading, point, write, text."""
    for line in filter(None, map(str.strip, text.splitlines())):
        mark, _, rest = line.partition(" ")
        if mark in ("#", "-"):
            yield ("heading" if mark == "#" else "point"), rest.strip()
        else:
            yield ("write" if set(line) == {"_"} else "text"), line


def blocks(paper: str, values: dict, text: str | None = None) -> list[dict]:
    """What the paper says: paragraphs, lines to write on, numbered points; a heading is a point with blocks of its own.

    A heading whose lines are all left out is left out with them.
    """
    words, top, emptied = PROSE[paper].words, [], []
    here = top
    for mark, line in _lines(text_of(paper) if text is None else text):
        if mark == "write":
            _last(here, "write")["lines"].append(line)
            continue
        pieces = _pieces(line)
        parts = _filled(pieces, words, values)
        if mark == "heading":
            row = {"parts": parts or [], "heading": True, "blocks": []}
            _last(top, "points")["rows"].append(row)
            here = row["blocks"]
        elif parts is None:
            emptied.append(here)
        elif parts:
            parts[0] = {**parts[0], "text": parts[0]["text"].lstrip()} if "text" in parts[0] else parts[0]
            if mark == "point":
                _last(here, "points")["rows"].append({"parts": parts, "heading": False, "blocks": []})
            else:
                here.append({"kind": "text", "parts": parts, "words": _names(pieces), "style": ""})
    return _without_empty(top, emptied)


def leading_in(said: list[dict]) -> list[dict]:
    """A paragraph before numbered points stays with them and stands at the edge."""
    for block, following in itertools.pairwise(said):
        if block["kind"] == "text" and following["kind"] == "points":
            block["style"] = "plain"
    return said


def _last(here: list, kind: str) -> dict:
    """The block that such a line continues, or a new one."""
    if not here or here[-1]["kind"] != kind:
        here.append({"kind": kind, "rows": []} if kind == "points" else {"kind": kind, "lines": []})
    return here[-1]


def _without_empty(top, emptied) -> list[dict]:
    for block in top:
        if block["kind"] == "points":
            block["rows"] = [
                row for row in block["rows"] if row["blocks"] or not any(one is row["blocks"] for one in emptied)
            ]
    return [block for block in top if block["kind"] != "points" or block["rows"]]


def faults(paper: str, text: str) -> list[str]:
    """What keeps such a text from being printed; each says where and what to do."""
    prose, said, met = PROSE[paper], [], set()
    lines = list(_lines(text))
    if not lines:
        return ["Текста нет, и печатать будет нечего. Впишите его или верните начальный."]
    if len(lines) > LINES:
        said.append(f"Строк {len(lines)}, а поместится не больше {LINES}. Уберите лишние.")
    for place, (mark, line) in enumerate(lines, 1):
        if len(line) > LINE:
            said.append(f"Строка {place} длиннее {LINE} знаков. Разделите её на две.")
        if mark == "heading" and not prose.headings:
            said.append(f"Строка {place} начинается с «#», а в этой бумаге нет заголовков. Уберите знак.")
        try:
            met.update(names := _names(_pieces(line)))
        except ValueError as fault:
            said.append(f"Строка {place}: {fault}. Скобки нужны только словам, которые подставятся.")
            continue
        said += [f"Строка {place}: слова {{{name}}} эта бумага не знает. {known(paper)}"
                 for name in dict.fromkeys(names) if name not in prose.words]  # fmt: skip
    said += [f"Верните слово {{{name}}}: без него на бумаге не будет главного, {prose.words[name].hint}."
             for name in prose.needed if name not in met]  # fmt: skip
    return said


def known(paper: str) -> str:
    """The words that may stand in braces."""
    return "Она знает: " + ", ".join(f"{{{name}}}" for name in PROSE[paper].words) + "."
