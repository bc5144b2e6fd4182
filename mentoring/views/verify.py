"""Is this paper the school's own? Number, date and checksum, and nothing personal."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from programs.orders import undoing
from registry.models import Paper
from registry.text import short_date

KINDS = {"order": "Приказ", "minutes": "Протокол"}
"""First word of a paper's kind → what it is called here; titles may hold names and stay inside."""


@csrf_exempt  # nothing is written; the code on a paper must also open from a saved page
@login_not_required
@never_cache
def verify(request, code):
    """The code from the corner of a paper; a file may be laid beside it, its bytes are compared and forgotten."""
    paper = Paper.objects.filter(code=code.upper()).select_related("file").first()
    if paper is None:
        return render(request, "public/verify_unknown.html", {"code": code[:20]}, status=404)
    lost = list(undoing.lost_grounds(paper))
    offered = request.FILES.get("file")
    return render(request, "public/verify.html", {
        "title": KINDS.get(paper.kind.partition("_")[0], "Документ"),
        "facts": [("Номер", paper.number), ("Дата", short_date(paper.date))] if paper.number
        else [("Дата", short_date(paper.date))],
        "checksum": paper.file.sha256,
        "is_cancelled": any(order.paper_id == paper.pk for order in lost),
        "lost_grounds": [order.name for order in lost if order.paper_id != paper.pk],
        "compared": None if offered is None else checksum(offered) == paper.file.sha256,
    })  # fmt: skip


def checksum(upload) -> str:
    """SHA-256 of an uploaded file, read piece by piece and kept nowhere."""
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    return digest.hexdigest()
