"""The log of meetings: written by the mentor in three fields, confirmed by the other side with one tap."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from programs.actions import meetings as actions
from programs.forms.meetings import MeetingForm
from programs.models import Meeting
from programs.views.closed_words import are_closed, unless_closed
from programs.views.pairs import the_pair
from registry.engine import access, links, papers
from registry.engine.errors import Refused
from registry.once import once
from registry.text import short_date
from registry.views.base import attempt, check


@once
def meeting_new(request, pk):
    """Date, what was done, next time; the kind is proposed."""
    pair = the_pair(request, pk)
    check(request, "programs.meeting_log", pair)
    if are_closed(request, pair):
        return redirect(pair)
    form = MeetingForm(request.POST or None, initial={"held_on": request.today, "kind": actions.next_kind(pair)})
    form.fields["held_on"].widget.attrs["max"] = request.today.isoformat()
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "minutes": form.cleaned_data["minutes"] or 45}
        meeting = attempt(form, lambda: actions.log_meeting(pair, by=request.user, on=request.today, **data))
        if meeting:
            messages.success(request, "Встреча записана.")
            return redirect("programs:meeting_link", meeting.pk)
    return render(request, "programs/meeting_new.html", {"form": form, "pair": pair})


def the_meeting(request, pk):
    rows = Meeting.objects.visible_to(request.user, request.today).select_related(
        "pair__programme", "mentor", "confirmation"
    )
    return get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=pk)


@never_cache
@unless_closed(the_meeting)
def meeting_link(request, pk):
    """Ask the other side to confirm: in the cabinet, or by a personal link that is shown once."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_log", meeting.pair)
    person = actions.who_confirms(meeting, request.today)
    if request.method != "POST":
        return render(request, "programs/meeting_link.html", {
            "meeting": meeting, "pair": meeting.pair, "person": person,
            "is_done": hasattr(meeting, "confirmation") or meeting.annulled_on,
        })  # fmt: skip
    token, person = actions.confirmation_link(meeting, by=request.user, on=request.today)
    address = links.address(token)
    return render(request, "programs/pair_link.html", {
        "title": "Ссылка для подтверждения", "person": person, "address": address, "qr": papers.qr_svg(address),
        "back": meeting.pair, "lead": f"Встреча {short_date(meeting.held_on)}",
        "message": (
            f"{person.address_name}, здравствуйте! Подтвердите, пожалуйста, встречу с наставником "
            f"{short_date(meeting.held_on)}. Откройте ссылку и нажмите одну кнопку: {address}"
        ),
    })  # fmt: skip


@require_POST
@once
def meeting_confirm(request, pk):
    """The mentee's or the guardian's yes in the cabinet."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_confirm", meeting)
    actions.confirm_meeting(meeting, access.person_of(request.user), by=request.user, on=request.today)
    messages.success(request, "Спасибо, встреча подтверждена.")
    return redirect(meeting)


@require_POST
@once
def meeting_annul(request, pk):
    """Struck out with a reason while nobody has confirmed it."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_annul", meeting)
    note = request.POST.get("note", "").strip()
    if len(note) > 300:
        raise Refused("Причина слишком длинная: оставьте до 300 знаков.")
    actions.annul_meeting(meeting, by=request.user, on=request.today, note=note)
    messages.success(request, "Встреча вычеркнута. В журнале видно, что она была записана и почему вычеркнута.")
    return redirect(reverse("programs:pair_detail", args=[meeting.pair_id]) + "#meetings")
