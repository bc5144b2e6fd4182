"""Documents of a programme's year as PDF."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from programs.models import Pair, Programme
from programs.papers import yearbook as paper
from registry.answers import pdf_answer
from registry.engine import access, journal


def _programme(request, code):
    rows = Programme.objects.visible_to(request.user, request.today).select_related("year", "regulation", "roadmap")
    return get_object_or_404(rows, code=code)


@require_safe
def book_pdf(request, code):
    """The programme of the year; the office's copy ends with the list of pairs."""
    programme = _programme(request, code)
    with_pairs = access.has_role(request.user, "curator", "director", on=request.today)
    if with_pairs:
        people = {side.person for pair in Pair.objects.filter(programme=programme) for side in pair.sides.all()}
        journal.listed(request.user, "напечатана программа с перечнем пар", people)
    said = paper.book(programme, request.today, with_pairs=with_pairs)
    return pdf_answer(paper.BOOK, said, f"Программа наставничества {programme.year.name}")


@require_safe
def roadmap_pdf(request, code):
    programme = _programme(request, code)
    return pdf_answer(paper.ROADMAP, paper.roadmap(programme, request.today), f"Дорожная карта {programme.year.name}")


@require_safe
def regulation_pdf(request, code):
    """The programme's regulation as a document to adopt."""
    programme = _programme(request, code)
    return pdf_answer(paper.REGULATION, paper.regulation_of(programme, request.today), "Положение о наставничестве")


@require_safe
def memo_pdf(request, code, kind):
    """A sheet for a mentor, a mentee or a parent."""
    if kind not in paper.memo_kinds():
        raise Http404(kind)
    said = paper.memo(_programme(request, code), kind, request.today)
    return pdf_answer(paper.MEMO, said, said["title"])
