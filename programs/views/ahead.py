"""Meetings ahead: planned, moved, held with one button, not held with a reason."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import ahead as actions
from programs.actions import meetings as log
from programs.forms.meetings import CallOffForm, MissedForm, PlanForm
from programs.views.closed_words import are_closed, unless_closed
from programs.views.meetings import the_meeting
from programs.views.pairs import the_pair
from registry.once import once
from registry.views.base import attempt, check

ASIDE = (
    "Дату, время и место увидят наставляемый и его родители: в кабинете и в письме, если указана почта.\n\n"
    "В день встречи останется нажать одну кнопку «Состоялась»."
)


def _page(request, pair, form, **words):
    return render(request, "form_page.html", {
        "form": form, "back_url": pair.get_absolute_url() + "#meetings", "back_label": str(pair),
        "cancel_url": pair.get_absolute_url() + "#meetings", **words,
    })  # fmt: skip


@once
def meeting_plan(request, pk):
    """Day, time, place; known to the mentee and the parents at once."""
    pair = the_pair(request, pk)
    check(request, "programs.meeting_log", pair)
    if are_closed(request, pair):
        return redirect(pair)
    habit = log.usual(pair)
    form = PlanForm(request.POST or None, pair=pair, initial={
        "kind": log.next_kind(pair, ahead=True), "place": habit["place"], "mode": habit["mode"],
    })  # fmt: skip
    form.fields["held_on"].widget.attrs |= {"min": request.today.isoformat(), "max": pair.ends.isoformat()}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.plan_meeting(pair, by=request.user, on=request.today, **data)):
            messages.success(request, "Встреча назначена. Наставляемый и родители её видят.")
            return redirect(reverse("programs:pair_detail", args=[pair.pk]) + "#meetings")
    return _page(request, pair, form, title="Назначить встречу", submit="Назначить", lead=str(pair), aside=ASIDE)


@once
@unless_closed(the_meeting)
def meeting_move(request, pk):
    """Another day, time or place."""
    meeting = the_meeting(request, pk)
    pair = meeting.pair
    check(request, "programs.meeting_log", pair)
    names = ("held_on", "starts_at", "place", "theme", "kind", "mode")
    form = PlanForm(request.POST or None, pair=pair, initial={name: getattr(meeting, name) for name in names})
    form.fields["held_on"].widget.attrs |= {"min": request.today.isoformat(), "max": pair.ends.isoformat()}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.move_meeting(meeting, by=request.user, on=request.today, **data)):
            messages.success(request, "Сохранено. Наставляемый и родители видят новый день и место.")
            return redirect(meeting)
    return _page(request, pair, form, title="Перенести встречу", submit="Сохранить", lead=str(meeting), aside=ASIDE)


@require_POST
@once
def meeting_hold(request, pk):
    """One button: it took place as planned."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_log", meeting.pair)
    actions.hold_meeting(meeting, by=request.user, on=request.today)
    messages.success(request, "Встреча отмечена. Если хотите, допишите, что сделали.")
    return redirect(meeting)


@once
@unless_closed(the_meeting)
def meeting_off(request, pk):
    """«Не состоялась», with a reason."""
    meeting = the_meeting(request, pk)
    check(request, "programs.meeting_log", meeting.pair)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.call_off(meeting, by=request.user, on=request.today, **data)):
            messages.success(request, "Отмечено: встреча не состоялась. Назначьте новый день.")
            return redirect(meeting)
    return _page(
        request, meeting.pair, form, title="Встреча не состоялась", submit="Отметить", lead=str(meeting),
        aside="В журнале останется, что встреча была назначена и почему её не было. Часы за неё не считаются.",
    )  # fmt: skip


@once
def meeting_missed(request, pk):
    """A meeting that was agreed by word of mouth and did not take place."""
    pair = the_pair(request, pk)
    check(request, "programs.meeting_log", pair)
    if are_closed(request, pair):
        return redirect(pair)
    form = MissedForm(request.POST or None, initial={"held_on": request.today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        meeting = attempt(form, lambda: actions.log_missed(pair, by=request.user, on=request.today, **data))
        if meeting:
            messages.success(request, "Отмечено: встреча не состоялась.")
            return redirect(meeting)
    return _page(request, pair, form, title="Встреча не состоялась", submit="Отметить", lead=str(pair))
