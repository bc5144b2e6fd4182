"""The page behind a personal link: a yes or no to ending the work before the term."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render

from programs.actions import early_ends
from programs.doors import refusal_page, spend, target_of
from programs.models import EarlyEndMark
from registry.engine.errors import Refused
from registry.reading import is_child


def end_pair(request, link, token):
    """Once: GET shows, POST answers; used again, it says so and changes nothing."""
    rows = EarlyEndMark.objects.select_related("early_end__pair__programme__regulation", "side__person")
    mark = get_object_or_404(rows, pk=target_of(link, "end"))
    if request.method != "POST":
        return render(request, "programs/early_end_door.html", {
            "mark": mark, "end": mark.early_end, "pair": mark.early_end.pair, "person": link.person, "token": token,
            "child": mark.side.person if mark.party == "guardian" else None,
            "to_child": is_child(link.person, request.today),
        })  # fmt: skip
    agrees = request.POST.get("answer") == "yes"
    try:
        with transaction.atomic():
            spend(link)
            early_ends.answer(
                mark, by=None, on=request.today, agrees=agrees, person=link.person, how="link",
                note=request.POST.get("note", "").strip()[:300],
            )  # fmt: skip
    except Refused as refusal:
        return refusal_page(request, refusal)
    return render(request, "programs/meeting_door_done.html", {
        "title": "Спасибо за ответ!",
        "text": "Ответ «да» принят. Когда ответят все, директор подпишет приказ."
        if agrees else "Ответ «нет» принят. Всё идёт дальше, как шло.",
    })  # fmt: skip
