"""Open lessons, events, workshops on the page of a pair."""

from django.views.decorators.http import require_POST

from programs.actions import open_events as actions
from programs.forms.open_events import OpenEventForm
from programs.models import OpenEvent
from programs.views.beside import Beside
from programs.views.closed_words import unless_closed
from registry.once import once

EVENTS = Beside(
    OpenEvent, OpenEventForm, actions, "programs.open_event_edit", lambda pair: pair.mentees, "#open-events",
    title="Открытый урок, мероприятие, мастер-класс",
    aside="Строка появится на странице пары и в печатном журнале встреч.",
    entered="Внесено: строка стоит на странице пары и в печатном журнале.",
    struck="Вычеркнуто. На странице видно почему; в печатный журнал строка не попадёт.",
)  # fmt: skip


@once
def open_event_new(request, pk):
    return EVENTS.new(request, pk)


@once
@unless_closed(EVENTS.find)
def open_event_edit(request, pk):
    return EVENTS.edit(request, pk)


@require_POST
@once
@unless_closed(EVENTS.find)
def open_event_annul(request, pk):
    return EVENTS.annul(request, pk)


def panel(pair, user, on):
    rows = pair.open_events.order_by("-held_on", "-pk")
    return EVENTS.panel("programs/_panel_open_events.html", rows, pair, user, on)
