"""Pages behind personal links, in words a child understands: GET shows, POST does once."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render

from programs.actions import pairs
from programs.models import PairAgreement
from registry.engine import links
from registry.engine.errors import Refused


def target_of(link, name: str) -> int:
    """The number of the thing that the link is for: «meeting:12» → 12."""
    kind, _, number = link.target.partition(":")
    return int(number) if kind == name and number.isdigit() else 0


def spend(link):
    if not links.use(link):
        raise Refused(links.why_closed(link) or "Эта ссылка больше не действует. Попросите новую.")


def refusal_page(request, refusal):
    return render(request, "programs/meeting_door_closed.html", {"gaps": refusal.gaps}, status=409)


def agree_pair(request, link, token):
    """A yes or no to the proposed pair."""
    rows = PairAgreement.objects.select_related("pair__form", "pair__programme__regulation", "side__person")
    mark = get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=target_of(link, "agreement"))
    if request.method != "POST":
        return render(request, "programs/pair_door.html", {
            "mark": mark, "pair": mark.pair, "person": link.person, "token": token,
            "child": mark.side.person if mark.as_guardian else None, "words": mark.pair.programme.words,
        })  # fmt: skip
    agrees = request.POST.get("answer") == "yes"
    try:
        with transaction.atomic():
            spend(link)
            pairs.answer_pair(
                mark, by=None, on=request.today, agrees=agrees, person=link.person, how="link",
                note=request.POST.get("note", "").strip()[:300],
            )  # fmt: skip
    except Refused as refusal:
        return refusal_page(request, refusal)
    text = (
        "Вы согласились. Когда ответят все, директор подпишет приказ, и вам скажут, когда первая встреча."
        if agrees
        else "Вы отказались. Это нормально: куратор подумает, кто подойдёт лучше."
    )
    return render(request, "programs/meeting_door_done.html", {"title": "Спасибо за ответ!", "text": text})
