"""Open lessons, events, workshops on the page of a pair."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs import panels
from programs.actions import at_work
from programs.actions import open_events as actions
from programs.forms.open_events import OpenEventForm
from programs.models import OpenEvent
from programs.views.closed_words import all_closed_for, are_closed, closed_for, unless_closed
from programs.views.pairs import the_pair
from registry.engine import access
from registry.once import once
from registry.views.base import attempt, check

ANCHOR = "#open-events"


def _page(request, pair, form, title):
    return render(request, "form_page.html", {
        "title": title, "lead": str(pair), "form": form, "submit": "Сохранить",
        "back_url": pair.get_absolute_url() + ANCHOR, "back_label": str(pair),
        "cancel_url": pair.get_absolute_url() + ANCHOR,
        "aside": "Строка появится на странице пары и в печатном журнале встреч.",
    })  # fmt: skip


@once
def open_event_new(request, pk):
    pair = the_pair(request, pk)
    check(request, "programs.open_event_edit", pair)
    if are_closed(request, pair):
        return redirect(pair)
    form = OpenEventForm(request.POST or None, people=pair.mentees, initial={"held_on": request.today})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.add(pair, by=request.user, on=request.today, **form.values()))
        if made:
            messages.success(request, "Внесено: строка стоит на странице пары и в печатном журнале.")
            return redirect(pair.get_absolute_url() + ANCHOR)
    return _page(request, pair, form, "Открытый урок, мероприятие, мастер-класс")


def the_event(request, pk):
    rows = OpenEvent.objects.visible_to(request.user, request.today).select_related("pair__programme", "person")
    return get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=pk)


@once
@unless_closed(the_event)
def open_event_edit(request, pk):
    """The conclusion is added, the rest mended."""
    row = the_event(request, pk)
    check(request, "programs.open_event_edit", row)
    names = ("person", *actions.FIELDS)
    form = OpenEventForm(
        request.POST or None, people=row.pair.mentees, initial={name: getattr(row, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.change(row, by=request.user, on=request.today, **form.values()))
        if made:
            messages.success(request, "Сохранено.")
            return redirect(row)
    return _page(request, row.pair, form, str(row))


@require_POST
@once
@unless_closed(the_event)
def open_event_annul(request, pk):
    row = the_event(request, pk)
    check(request, "programs.open_event_edit", row)
    actions.annul(row, by=request.user, on=request.today, note=request.POST.get("note", ""))
    messages.success(request, "Вычеркнуто. На странице видно почему; в печатный журнал строка не попадёт.")
    return redirect(row.pair.get_absolute_url() + ANCHOR)


def panel(pair, user, on):
    """On the page of a pair; nothing where there is nothing to show and nothing to enter."""
    if pair.status in ("proposed", "agreed", "cancelled") or all_closed_for(user, on, pair):
        return None
    may_edit = access.may(user, "programs.open_event_edit", pair) and at_work.is_at_work(pair)
    rows = pair.open_events.exclude(person__in=closed_for(user, on, pair)).select_related("person")
    rows = list(rows.order_by("-held_on", "-pk"))
    if not rows and not may_edit:
        return None
    return panels.Panel("programs/_panel_open_events.html", {"rows": rows, "may_edit": may_edit, "on": on})
