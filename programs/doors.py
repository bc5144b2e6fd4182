"""Pages behind personal links, in words a child understands: GET shows, POST does once."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render

from programs.actions import meetings, pairs
from programs.models import Meeting, PairAgreement
from registry.engine import links
from registry.engine.errors import Refused


def _target(link, name: str) -> int:
    """The number of the thing that the link is for: «meeting:12» → 12."""
    kind, _, number = link.target.partition(":")
    return int(number) if kind == name and number.isdigit() else 0


def _use(link):
    if not links.use(link):
        raise Refused(links.why_closed(link) or "Эта ссылка больше не действует. Попросите новую.")


def _refusal(request, refusal):
    return render(request, "programs/meeting_door_closed.html", {"gaps": refusal.gaps}, status=409)


def confirm_meeting(request, link, token):
    """The mentee, or the guardian of a small one, says that the meeting took place."""
    rows = Meeting.objects.select_related("mentor", "pair").prefetch_related("pair__sides__person")
    meeting = get_object_or_404(rows, pk=_target(link, "meeting"))
    context = {
        "meeting": meeting, "person": link.person, "token": token,
        "child": next((one for one in meeting.pair.mentees if one != link.person), None)
        if link.person not in meeting.pair.mentees else None,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "programs/meeting_door.html", context)
    try:
        with transaction.atomic():
            _use(link)
            meetings.confirm_meeting(meeting, link.person, by=None, on=request.today, by_link=True)
    except Refused as refusal:
        return _refusal(request, refusal)
    return render(request, "programs/meeting_door_done.html", {
        "title": "Спасибо!", "text": "Вы подтвердили встречу. Больше ничего делать не нужно, страницу можно закрыть.",
    })  # fmt: skip


def agree_pair(request, link, token):
    """A yes or no to the proposed pair."""
    rows = PairAgreement.objects.select_related("pair__form", "pair__programme__regulation", "side__person")
    mark = get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=_target(link, "agreement"))
    if request.method != "POST":
        return render(request, "programs/pair_door.html", {
            "mark": mark, "pair": mark.pair, "person": link.person, "token": token,
            "child": mark.side.person if mark.as_guardian else None, "words": mark.pair.programme.words,
        })  # fmt: skip
    agrees = request.POST.get("answer") == "yes"
    try:
        with transaction.atomic():
            _use(link)
            pairs.answer_pair(
                mark, by=None, on=request.today, agrees=agrees, person=link.person, how="link",
                note=request.POST.get("note", "").strip()[:300],
            )  # fmt: skip
    except Refused as refusal:
        return _refusal(request, refusal)
    text = (
        "Вы согласились. Когда ответят все, директор подпишет приказ, и вам скажут, когда первая встреча."
        if agrees
        else "Вы отказались. Это нормально: куратор подумает, кто подойдёт лучше."
    )
    return render(request, "programs/meeting_door_done.html", {"title": "Спасибо за ответ!", "text": text})
