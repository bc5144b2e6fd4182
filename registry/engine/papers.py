"""Papers: one dict of plain values becomes a page and a PDF/A-2a; an issued paper is a file that never changes."""

import functools
import hashlib
import json
import os
import secrets
import tempfile

import segno
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code(length: int = 10) -> str:
    """A code that stands on a paper: no letters that look like digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def qr_svg(text: str) -> SafeString:
    """The code as inline SVG; `text` is upper case where a scanner must read it from a bad copy."""
    code = segno.make(text, error="m", micro=False)
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
    return render_to_string(template, {**context, "as_pdf": True})


def article(template: str, context: dict) -> SafeString:
    """The same paper as an article, for a page."""
    return render_to_string(template, {**context, "as_pdf": False})


VARIANT = "pdf/a-2a"


def style():
    """(style sheet, fonts) for any number of papers that are laid out together."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = (settings.BASE_DIR / "static" / "house" / "paper.css").read_text()
    return weasyprint.CSS(string=_fonts_css() + css, font_config=fonts, url_fetcher=_fetcher()), fonts


def layout(markup: str, with_style):
    """HTML → pages that can be counted, joined with others and written."""
    import weasyprint

    sheet, fonts = with_style
    document = weasyprint.HTML(string=markup, url_fetcher=_fetcher())
    return document.render(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)


def pdf(markup: str) -> bytes:
    """HTML → PDF/A-2a with embedded fonts, tags, language and title."""
    return layout(markup, style()).write_pdf(pdf_variant=VARIANT)


def store(data: bytes, name: str, media_type: str = "application/pdf", readers=()):
    """Write a private file under its SHA-256, fsynced before the row can be committed."""
    from registry.models import StoredFile

    digest = hashlib.sha256(data).hexdigest()
    row = StoredFile(sha256=digest, name=name, media_type=media_type, size=len(data))
    folder = row.path.parent
    folder.mkdir(parents=True, exist_ok=True)
    if not row.path.exists():
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
        os.replace(draft.name, row.path)
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    row.save()
    row.readers.set(readers)
    return row


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


def issue(*, kind: str, template: str, context: dict, title: str, name: str, number: str = "", date, readers=()):
    """Freeze a paper: render, store, and remember what it said. Call inside the deciding transaction."""
    from registry.models import Paper

    code = new_code()
    data = pdf(html(template, {**context, "code": code}))
    file = store(data, name, readers=readers)
    return Paper.objects.create(
        kind=kind, title=title, number=number, date=date, code=code, file=file, said=as_said(context)
    )


def changes(paper, context: dict) -> list[str]:
    """Keys whose value differs from what the issued paper said; empty when nothing changed."""
    now = as_said(context)
    return sorted(key for key in {*now, *paper.said} if now.get(key) != paper.said.get(key))
