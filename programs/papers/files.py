"""A paper that is printed and signed by pen: straight to the browser under a name that a person reads."""

from urllib.parse import quote

from django.http import HttpResponse

from registry.engine import access, journal, papers


def pdf_answer(template: str, context: dict, name: str) -> HttpResponse:
    """Not kept: the signed sheet is what counts. The name may be Russian (RFC 6266)."""
    return as_pdf(papers.pdf(papers.html(template, context)), name)


def as_pdf(data: bytes, name: str) -> HttpResponse:
    """Bytes that are laid out already."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = (
        f"inline; filename=\"paper.pdf\"; filename*=UTF-8''{quote(readable(name) + '.pdf')}"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def printed(request, what: str, person) -> None:
    """One line before the answer: who printed what about whom, by which right."""
    right = access.right(request.user, person, request.today)
    journal.write(request.user, f"напечатано: {what}", person, people=[person], right=right)


def readable(name: str) -> str:
    """The name of a file that every system takes: plain spaces, no slashes."""
    return name.replace("\u00a0", " ").replace("/", "-")
