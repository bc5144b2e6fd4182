"""A paper or a table as an answer: under a name that a person reads, and kept by no browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from registry.engine import papers, tables

PDF = "application/pdf"


def readable(name: str) -> str:
    """The name of a file that every system takes: plain spaces, no slashes, no colons."""
    for sign, plain in (("\u00a0", " "), ("/", "-"), (":", "")):
        name = name.replace(sign, plain)
    return name


def file_answer(data: bytes, name: str, media_type: str = PDF, *, download: bool = False) -> HttpResponse:
    """Bytes that are there already; `name` with its ending, in Russian if need be (RFC 6266)."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(download, readable(name))
    answer["Cache-Control"] = "private, no-store"
    return answer


def table_answer(data: bytes, name: str) -> HttpResponse:
    """A workbook to be saved; `name` without its ending."""
    return file_answer(data, f"{name}.xlsx", tables.MEDIA_TYPE, download=True)


def pdf_answer(template: str, context: dict, name: str) -> HttpResponse:
    """A paper that is printed and signed by pen: laid out and not kept. `name` without its ending."""
    return file_answer(papers.pdf(papers.html(template, context)), f"{name}.pdf")
