"""Meetings, silence, the question on fit, calls for help, reminders."""

from django.db.models import Q

from programs.models import HelpCall, Meeting, Presence, Pulse, Reminder, Silence
from registry.engine.inventory import Holding, gone, shown
from registry.holdings.people import BY_CONSENT


def _pairs(person):
    return person.sides.values("pair")


def meetings(person, on):
    for row in Meeting.objects.filter(pair__in=_pairs(person)):
        place = f", {row.place}" if row.place else ""
        said = row.done or row.theme or row.called_off_note
        yield from shown(f"Встреча, {row.get_kind_display()}", f"{row.minutes} мин{place}. {said}".strip(), row.held_on)
        yield from shown("К следующей встрече", row.next_time, row.held_on)
    for row in Presence.objects.filter(person=person).select_related("meeting"):
        yield from shown("Присутствие на встрече", "да" if row.was_there else "нет", row.meeting.held_on)
    for row in Silence.objects.filter(pair__in=_pairs(person)):
        yield from shown("Долго не было встреч", str(row), row.mentor_on)


def pulses(person, on):
    """Everything, for the keepers and for the destruction."""
    for row in Pulse.objects.filter(person=person):
        said = f"{row.get_answer_display()}. {row.note}".strip() if row.answered_on else "ещё не отвечено"
        yield from shown("Вопрос о паре", said, row.asked_on)


def own_pulses(person, on):
    """That the question was asked; the answers are the curator's, whoever opens the page for a child."""
    for row in Pulse.objects.filter(person=person):
        yield from shown("Вопрос о паре", "отвечено куратору" if row.answered_on else "ещё не отвечено", row.asked_on)


def erase_pulses(person, *, by, on) -> int:
    """The person's own answers go; where another one's answer names the person, the name becomes the code."""
    from registry.erasure import label_of, sweep
    from registry.erasure.names import marks_of

    others = Pulse.objects.filter(pair__in=_pairs(person)).exclude(person=person)
    sweep.clean(others, marks_of(person, label_of(person.code)), linked=True)
    return gone(Pulse.objects.filter(person=person))


def calls(person, on):
    for row in HelpCall.objects.filter(Q(person=person) | Q(about=person)):
        yield from shown("Просьба о помощи", f"{row.words} {row.answer}".strip() or str(row), row.asked_on)


def own_calls(person, on):
    """The same sentence for everybody, so that a parent's page does not tell whether the child has called."""
    if hasattr(person, "mentee") or person.wards.exists():
        yield from shown(
            "Просьбы о помощи", "если вы писали «Нужна помощь», сказанное и ответ знаете вы и тот, кому вы писали"
        )


def erase_calls(person, *, by, on) -> int:
    return gone(HelpCall.objects.filter(Q(person=person) | Q(about=person)))


def reminders(person, on):
    for row in person.reminders.all():
        yield from shown("Напоминание", f"{row.get_kind_display()}, {row.get_how_display()}", row.sent_on)


HOLDINGS = {
    "meetings": Holding(
        "Встречи", "results", BY_CONSENT, "participation",
        {"programs.Meeting": ("mentor", "place", "theme", "done", "next_time", "called_off_note", "annulled_note",
                              "denied_by"),
         "programs.Confirmation": ("person", "mentee"), "programs.Presence": ("person",),
         "programs.Silence": ("pair",)},
        meetings,
    ),
    "pulses": Holding(
        "Вопросы о паре", "answers", BY_CONSENT, "participation",
        {"programs.Pulse": ("person", "note", "handled_by", "handled_note")},
        pulses, own=own_pulses, erase=erase_pulses,
    ),
    "help": Holding(
        "Просьбы о помощи", "answers", BY_CONSENT, "participation",
        {"programs.HelpCall": ("person", "about", "words", "wish", "answer", "kept_note", "answered_by")},
        calls, own=own_calls, erase=erase_calls,
    ),
    "reminders": Holding(
        "Напоминания", "contacts", BY_CONSENT, "participation",
        {"programs.Reminder": ("person", "sent_by")}, reminders,
        erase=lambda person, *, by, on: gone(Reminder.objects.filter(person=person)),
    ),
}  # fmt: skip
