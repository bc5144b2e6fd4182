"""The log of meetings: written by the mentor in three fields, confirmed by the other side with one tap."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from programs.actions import ahead
from programs.actions import meetings as actions
from programs.forms.meetings import MeetingForm, WordsForm
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
    """Date, what was done, next time; everything else stands as this pair usually does it."""
    pair = the_pair(request, pk)
    check(request, "programs.meeting_log", pair)
    if are_closed(request, pair):
        return redirect(pair)
    form = MeetingForm(
        request.POST or None, pair=pair, is_curator=access.may(request.user, "programs.meeting_attend"),
        initial=_known(pair, request.today),
    )  # fmt: skip
    form.fields["held_on"].widget.attrs["max"] = request.today.isoformat()
    if request.method == "POST" and form.is_valid():
        meeting = attempt(form, lambda: _log(request, pair, form.cleaned_data))
        if meeting:
            messages.success(request, "Встреча записана.")
            return redirect("programs:meeting_link", meeting.pk)
    return render(request, "programs/meeting_new.html", {"form": form, "pair": pair})


def _known(pair, today) -> dict:
    """What the form offers: the planned meeting that is due, else today; as this pair usually meets."""
    due = Meeting.objects.planned().filter(pair=pair, held_on__lte=today).first()
    if due:
        return {
            "held_on": due.held_on, "kind": due.kind, "minutes": due.minutes, "mode": due.mode, "place": due.place,
            "done": due.theme,
        }  # fmt: skip
    return {"held_on": today, "kind": actions.next_kind(pair), **actions.usual(pair)}


@transaction.atomic
def _log(request, pair, data):
    """The meeting, and the next one where its day was given."""
    names = ("held_on", "done", "next_time", "kind", "minutes", "mode", "place")
    meeting = actions.log_meeting(
        pair, by=request.user, on=request.today, absent=data.get("absent", ()), with_me=data.get("with_me", False),
        **{name: data[name] for name in names},
    )  # fmt: skip
    if data["next_on"]:
        try:
            ahead.plan_meeting(
                pair, by=request.user, on=request.today, held_on=data["next_on"], starts_at=data["next_at"],
                theme=data["next_time"][:300],
            )  # fmt: skip
        except Refused as refusal:
            raise Refused(*(f"Следующая встреча: {gap.text}" for gap in refusal.gaps), field="next_on") from refusal
    return meeting


def the_meeting(request, pk):
    rows = Meeting.objects.visible_to(request.user, request.today).select_related("pair__programme", "mentor")
    return get_object_or_404(rows.prefetch_related("pair__sides__person", "presences__person", "confirmations"), pk=pk)


@once
@unless_closed(the_meeting)
def meeting_words(request, pk):
    """What was done, added after the one button «Состоялась»."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_log", meeting.pair)
    away = [one.person_id for one in meeting.presences.all() if not one.was_there]
    form = WordsForm(request.POST or None, pair=meeting.pair, initial={
        "done": meeting.done, "next_time": meeting.next_time, "absent": away,
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = {"absent": (), **form.cleaned_data}
        if attempt(form, lambda: ahead.add_words(meeting, by=request.user, on=request.today, **data)):
            messages.success(request, "Записано.")
            return redirect("programs:meeting_link", meeting.pk)
    return render(request, "form_page.html", {
        "title": "Что сделали на встрече", "form": form, "submit": "Сохранить", "lead": str(meeting),
        "back_url": meeting.get_absolute_url(), "back_label": str(meeting.pair),
        "cancel_url": meeting.get_absolute_url(),
    })  # fmt: skip


@never_cache
@unless_closed(the_meeting)
def meeting_link(request, pk):
    """Ask the other side to confirm: in the cabinet, or by a personal link that is shown once."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_log", meeting.pair)
    people = actions.confirmers(meeting, request.today)
    if request.method != "POST":
        return render(request, "programs/meeting_link.html", {
            "meeting": meeting, "pair": meeting.pair, "people": people,
            "is_done": meeting.is_confirmed or meeting.state != "held",
        })  # fmt: skip
    asked = request.POST.get("person", "")
    person = next((one for one in people if str(one.pk) == asked), None)
    token, person = actions.confirmation_link(meeting, by=request.user, on=request.today, person=person)
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
def meeting_deny(request, pk):
    """«Такой встречи не было»: said to the curator."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_confirm", meeting)
    actions.deny_meeting(meeting, access.person_of(request.user), by=request.user, on=request.today)
    messages.success(request, "Мы передали куратору, что такой встречи не было. Он разберётся.")
    return redirect(meeting)


@require_POST
@once
def meeting_settle(request, pk):
    """The curator has found out that the meeting took place after all."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_attend", meeting)
    actions.settle_denial(
        meeting, by=request.user, on=request.today, note=_note(request), was_away="was_away" in request.POST
    )
    messages.success(request, "Записано: встреча была.")
    return redirect(meeting)


@require_POST
@once
def meeting_attend(request, pk):
    """The curator was there, or takes the mark back."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_attend", meeting)
    was_there = request.POST.get("was_there", "yes") == "yes"
    actions.come_along(meeting, by=request.user, was_there=was_there)
    messages.success(request, "Отмечено: вы были на встрече." if was_there else "Отметка снята.")
    return redirect(meeting)


@require_POST
@once
def meeting_annul(request, pk):
    """Struck out with a reason while nobody has confirmed it."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_annul", meeting)
    actions.annul_meeting(meeting, by=request.user, on=request.today, note=_note(request))
    messages.success(request, "Встреча вычеркнута. В журнале видно, что она была записана и почему вычеркнута.")
    return redirect(reverse("programs:pair_detail", args=[meeting.pair_id]) + "#meetings")


def _note(request) -> str:
    note = request.POST.get("note", "").strip()
    if len(note) > 300:
        raise Refused("Причина слишком длинная: оставьте до 300 знаков.")
    return note
