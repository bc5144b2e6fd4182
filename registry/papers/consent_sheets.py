"""Consents to be signed, as one PDF: each begins on its own sheet, each page carries its code, page and pages.

A code on page 2 of a paper of 3 says «C23456789A-2-3»: a heap of scans in any order is put together by it.
WeasyPrint repeats one box on every page, so the square itself is drawn afterwards, page by page, as plain lines.
"""

import functools
import io
import re

import pikepdf
import segno

from registry.engine import papers
from registry.papers import consent as paper

MM = 72 / 25.4
SQUARE = 22  # mm; smaller ones are lost on a bad copy (measured)
LEFT, BOTTOM = 174, 11  # mm from the corner of the sheet: inside the box of `.code-box` in paper.css
PAYLOAD = re.compile(r"^(C[2-9A-HJ-NP-Z]{9})(?:-(\d{1,2})-(\d{1,2}))?$")


def payload(code: str, page: int, pages: int) -> str:
    return f"{code}-{page}-{pages}"


def parse(text: str) -> tuple[str, int, int] | None:
    """(code of the consent, page, pages); pages are 0 when the code does not say; None for a foreign code."""
    found = PAYLOAD.match(text.strip())
    if not found:
        return None
    page, pages = int(found[2] or 1), int(found[3] or 0)
    return (found[1], page, pages) if page >= 1 and (not pages or page <= pages) else None


def sheets(consents, on, *, reader, guardian=None, two_sided=False) -> bytes:
    """The papers in this order. `two_sided` adds an empty page after an odd one: nobody shares a sheet."""
    style = papers.style()
    drawn = [
        (row, papers.layout(papers.html(paper.TEMPLATE, paper.context(row, on, guardian, reader=reader)), style))
        for row in consents
    ]
    pages = [page for _, document in drawn for page in document.pages]
    plain = drawn[0][1].copy(pages).write_pdf(pdf_variant=papers.VARIANT)
    return _stamped(plain, [(row.code, len(document.pages)) for row, document in drawn], two_sided)


def count_pages(consent, on, *, reader) -> int:
    """Pages of the paper as it would be printed on the day."""
    return len(
        papers.layout(papers.html(paper.TEMPLATE, paper.context(consent, on, reader=reader)), papers.style()).pages
    )


def _stamped(plain: bytes, sizes: list[tuple[str, int]], two_sided: bool) -> bytes:
    """The same pages with their squares, and with empty backs where a sheet would be shared."""
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        place = 0
        for code, pages in sizes:
            for page in range(pages):
                # What WeasyPrint writes turns the sheet upside down and leaves it so: put it between q and Q.
                pdf.pages[place].contents_add(b"q", prepend=True)
                pdf.pages[place].contents_add(b"Q " + _square(payload(code, page + 1, pages)))
                place += 1
            if two_sided and pages % 2:
                pdf.pages.insert(place, pikepdf.Page(_empty(pdf, place - 1)))
                place += 1
        out = io.BytesIO()
        pdf.save(out, linearize=False)
        return out.getvalue()


def _empty(pdf, like: int):
    return pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=pdf.pages[like].MediaBox, Resources=pikepdf.Dictionary())


@functools.lru_cache(maxsize=256)
def _square(text: str) -> bytes:
    """The code as filled lines, marked as decoration for a screen reader."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    module = SQUARE * MM / len(rows)
    left, top = LEFT * MM, (BOTTOM + SQUARE) * MM
    lines = ["/Artifact BMC q 0 g"]
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = next((step for step in range(x, len(row)) if not row[step]), len(row)) - x
            if run:
                lines.append(
                    f"{left + x * module:.3f} {top - (y + 1) * module:.3f} {run * module:.3f} {module:.3f} re f"
                )
            x += run or 1
    return " ".join([*lines, "Q EMC"]).encode()
