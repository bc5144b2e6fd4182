"""The page that answers the field on top."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentoring import search

LONGEST = 100


@require_safe
def search_page(request):
    """By sorts, a few lines of each; the whole lists are one step away."""
    if not search.may_search(request.user):
        raise PermissionDenied("search")
    words = request.GET.get("q", "").strip()[:LONGEST]
    sorts = search.look(request.user, words, request.today)
    return render(request, "cabinet/search.html", {
        "words": words, "sorts": sorts, "is_short": len(words) < search.LEAST,
        "meant": [] if sorts else search.meant(request.user, words, request.today),
    })  # fmt: skip
