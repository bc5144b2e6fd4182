"""Papers: one dict of plain values becomes a page and a PDF/A-2a; an issued paper is a file that never changes."""

import atexit
import contextlib
import dataclasses
import functools
import gc
import hashlib
import json
import os
import re
import secrets
import tempfile
import time
from pathlib import Path

import segno
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

NBSP = "\u00a0"
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code(length: int = 10) -> str:
    """A code that stands on a paper: no letters that look like digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def qr_svg(text: str, mask: int | None = None) -> SafeString:
    """The code as inline SVG; `text` is upper case where a scanner must read it from a bad copy.

    The best of eight masks is searched for, which takes a tenth of the time of a short paper, unless `mask` names one.
    """
    code = segno.make(text, error="m", micro=False, mask=mask)
    return SafeString(code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None))


@functools.cache
def _fonts_css() -> str:
    """`@font-face` for PT Serif and PT Sans, straight from their packages."""
    import fontpkg

    faces = []
    for family, weight, style in [
        ("PT Serif", 400, "normal"), ("PT Serif", 700, "normal"), ("PT Serif", 400, "italic"),
        ("PT Sans", 400, "normal"), ("PT Sans", 700, "normal"),
    ]:  # fmt: skip
        path = fontpkg.path(family, weight=weight, style=style)
        faces.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
            f" src: url({path.as_uri()}); }}"
        )
    return "\n".join(faces)


def _fetcher():
    """Only files and data: a paper never asks the network."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"file", "data"})


def html(template: str, context: dict) -> str:
    """The paper as a whole HTML document."""
    return typeset(render_to_string(template, {**context, "as_pdf": True}))


UNITS = "лет|год|года|году|класса?|час|часа|часов|мин|раза?|л|руб|человека?|рабочих"
GLUED = [
    (re.compile(r"\s+(?=[,;.)]+(?:[\s<]|$))"), ""),  # what a template leaves between a value and its comma
    (re.compile(r"(?<=\S) (?=[—–] )"), NBSP),  # a dash ends a line and never begins one
    (re.compile(r"(?<=№) (?=\S)|(?<=\d) (?=«\w»)"), NBSP),
    (re.compile(r"\b(п|ст|ч|с|д|ул|кв|тел|экз)\. (?=[\dА-ЯЁ«(])"), rf"\1.{NBSP}"),
    (re.compile(r"(?<![\w.-])([ВвКкСсУуОоЯ]) (?=[«(]?\w{1,12}\b)"), rf"\1{NBSP}"),
    (re.compile(r"\b([Оо]т|[Пп]о|[Дд]о) (?=\d)"), rf"\1{NBSP}"),
    (re.compile(rf"(?<=[\d»]) (?=(?:{UNITS})\b)"), NBSP),
    (re.compile(r"\b8 (\(\d+\)|\d{3}) (?=\d)"), rf"8{NBSP}\1{NBSP}"),
]
"""Where a line of a Russian paper must not break; the text of a paper and its checksum stay what they say."""


def typeset(markup: str) -> str:
    """The same HTML with spaces that hold a line together.

    >>> typeset("<p>п. 2.6 — от 09.10.2026 № 13-од , 7 «А» класс</p>").replace(NBSP, "_")
    '<p>п._2.6_— от_09.10.2026 №_13-од, 7_«А»_класс</p>'
    """
    for place, instead in GLUED:
        markup = place.sub(instead, markup)
    return markup


def article(template: str, context: dict) -> SafeString:
    """The same paper as an article, for a page."""
    return render_to_string(template, {**context, "as_pdf": False})


VARIANT = "pdf/a-2a"
USUAL = ("PT Serif", 14, 20, 10, 20, 30)


def setup() -> tuple:
    """What the school chose for its papers: (face, size, margins top, right, bottom, left in millimetres)."""
    from registry.models import School

    one = School.get()
    return (one.paper_face, one.paper_size, one.paper_top, one.paper_right, one.paper_bottom, one.paper_left)


def _setup_css(face, size, top, right, bottom, left) -> str:
    """The school's own face and margins; a sheet with a code keeps its place for it."""
    margins = f"margin: {top}mm {right}mm {bottom}mm {left}mm;"
    low = max(bottom, 36)
    return (
        f"@page paper {{ {margins} }} @page coded {{ {margins} }} @page coded:first {{ margin-bottom: {low}mm }}"
        f"@page coded-every {{ {margins} margin-bottom: {low}mm }}"
        f'.paper {{ font-family: "{face}", "Liberation Serif", serif; font-size: {size}pt }}'
    )


def style():
    """(style sheet, fonts) for any number of papers that are laid out together."""
    return _style(setup())


def _style(chosen):
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = (settings.BASE_DIR / "static" / "house" / "paper.css").read_text()
    own = _setup_css(*chosen) if chosen != USUAL else ""
    return weasyprint.CSS(string=_fonts_css() + css + own, font_config=fonts, url_fetcher=_fetcher()), fonts


def layout(markup: str, with_style):
    """HTML → pages that can be counted, joined with others and written."""
    import weasyprint

    sheet, fonts = with_style
    document = weasyprint.HTML(string=markup, url_fetcher=_fetcher())
    return document.render(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)


@atexit.register
def _let_go():
    """The folder of fonts goes with the process that made it, while there is still somebody to remove it."""
    _kept_style.cache_clear()


@functools.lru_cache(maxsize=1)
def _kept_style(changed: float, chosen: tuple):
    """The sheet is read once for many papers: a third of the time of a short one; a changed sheet is read anew."""
    return _style(chosen)


def warm():
    """Style and fonts, loaded once in this process."""
    return _kept_style((settings.BASE_DIR / "static" / "house" / "paper.css").stat().st_mtime, setup())


@contextlib.contextmanager
def _undisturbed():
    """Nothing of a paper dies while it is laid out: the collector would only walk over it, for a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def pdf(markup: str, with_style=None) -> bytes:
    """HTML → PDF/A-2a with embedded fonts, tags, language and title."""
    with _undisturbed():
        return layout(markup, with_style or warm()).write_pdf(pdf_variant=VARIANT)


def store(data: bytes, name: str, media_type: str = "application/pdf", readers=()):
    """Write a private file under its SHA-256, fsynced before the row can be committed."""
    row = _written(data, name, media_type)
    _sync({row.path.parent})
    row.save()
    row.readers.set(readers)
    return row


def _written(data: bytes, name: str, media_type: str = "application/pdf"):
    """The bytes on the disk, and the row that is to name them; the folder is still to be synced."""
    from registry.models import StoredFile

    digest = hashlib.sha256(data).hexdigest()
    keep_bytes(data, digest)
    return StoredFile(sha256=digest, name=name, media_type=media_type, size=len(data))


def keep_bytes(data: bytes, digest: str = "") -> None:
    """The bytes under their hash, fsynced; what no row comes to name goes at night (`leftovers`)."""
    from registry.models import StoredFile

    path = StoredFile(sha256=digest or hashlib.sha256(data).hexdigest()).path
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        os.utime(path)  # young again: leftovers() spares what a transaction may be about to claim
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(data)
        draft.flush()
        os.fsync(draft.fileno())
    os.replace(draft.name, path)


def _sync(folders) -> None:
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def destroy(file) -> None:
    """Remove the row, and after the commit the bytes, unless another row has the same hash.

    Rows that point to the file forget it; an issued paper does not let go of its file (ProtectedError).
    """
    from registry.models import StoredFile

    path, digest = file.path, file.sha256
    file.delete()

    def forget():
        if not StoredFile.objects.filter(sha256=digest).exists():
            path.unlink(missing_ok=True)

    transaction.on_commit(forget)


def leftovers(older_than: float = 24 * 3600) -> list[Path]:
    """Files on the disk that no row names: their transaction was cut off between the bytes and the commit.

    What was written within the last day (`older_than`, seconds) may belong to a transaction that is still open.
    """
    from registry.models import StoredFile

    known = set(StoredFile.objects.values_list("sha256", flat=True))
    limit = time.time() - older_than
    lying = (settings.MEDIA_ROOT / "files").glob("*/*")
    return [path for path in lying if path.name not in known and path.is_file() and path.stat().st_mtime < limit]


def lost():
    """Rows whose bytes are not on the disk: only a damaged disk or a half-made restore can bring this about."""
    from registry.models import StoredFile

    return [file for file in StoredFile.objects.all() if not file.path.exists()]


def unclaimed():
    """Files that no row points to any more."""
    from registry.models import StoredFile

    rows = StoredFile.objects.all()
    for relation in StoredFile._meta.related_objects:
        users = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
        rows = rows.exclude(pk__in=users.values(relation.field.name))
    return rows


def as_said(context: dict) -> dict:
    """The context as plain JSON: kept with the paper and compared when the data may have changed."""
    return json.loads(json.dumps(context, ensure_ascii=False, default=str, sort_keys=True))


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A paper laid out but not issued yet: its code, its bytes and what it says."""

    code: str
    data: bytes
    said: dict


def lay_out(template: str, context: dict) -> Sheet:
    """Long work (half a second and more) that may be done before the deciding transaction takes its locks."""
    code = new_code()
    return Sheet(code, pdf(html(template, {**context, "code": code})), as_said(context))


def issue(
    *, kind: str, template: str, context: dict, title: str, name: str, number: str = "", date, readers=(), sheet=None
):
    """Freeze a paper: render, store, and remember what it said. Call inside the deciding transaction.

    `sheet` was laid out beforehand; one that says anything else than the context now does is laid out anew.
    """
    from registry.models import Paper

    if sheet is None or sheet.said != as_said(context):
        sheet = lay_out(template, context)
    file = store(sheet.data, name, readers=readers)
    return Paper.objects.create(
        kind=kind, title=title, number=number, date=date, code=sheet.code, file=file, said=sheet.said
    )


@dataclasses.dataclass(frozen=True)
class Issue:
    """One paper of a batch: laid out already; `readers` are ids of people."""

    kind: str
    title: str
    name: str
    number: str
    date: object
    sheet: Sheet
    readers: tuple = ()


def issue_many(batch: list[Issue]) -> list:
    """Freeze many papers by few queries; call inside the deciding transaction."""
    from registry.models import Paper, StoredFile

    files = [_written(one.sheet.data, one.name) for one in batch]
    _sync({row.path.parent for row in files})
    StoredFile.objects.bulk_create(files)
    given = StoredFile.readers.through
    given.objects.bulk_create(
        given(storedfile_id=file.pk, person_id=person)
        for file, one in zip(files, batch, strict=True) for person in one.readers
    )  # fmt: skip
    return Paper.objects.bulk_create(
        Paper(
            kind=one.kind, title=one.title, number=one.number, date=one.date, code=one.sheet.code, file=file,
            said=as_said(one.sheet.said),
        )
        for file, one in zip(files, batch, strict=True)
    )  # fmt: skip


def changes(paper, context: dict) -> list[str]:
    """Keys whose value differs from what the issued paper said; empty when nothing changed."""
    now = as_said(context)
    return sorted(key for key in {*now, *paper.said} if now.get(key) != paper.said.get(key))
