"""The question on fit: after the second meeting and every sixty days, answered with one tap, read by the curator."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from programs.models import Pair, Pulse
from programs.situations.base import with_open_gate
from registry.actions.people import may
from registry.engine import access, journal, links, mail, workflow
from registry.engine.errors import Refused
from registry.text import short_date

FIRST_AFTER = 2
HELD = Q(meetings__annulled_on=None, meetings__called_off_on=None, meetings__logged_on__isnull=False)


def chore(today) -> str:
    """The night's work: ask whoever has not been asked for so long; a question that nobody answered is asked anew."""
    pairs = Pair.objects.filter(status=Pair.Status.WORKING).annotate(met=Count("meetings", filter=HELD))
    rows = with_open_gate(pairs.filter(met__gte=FIRST_AFTER), today).select_related("programme__regulation")
    asked = sum(ask(pair, today) for pair in rows.prefetch_related("sides__person", "pulses"))
    over = Pulse.objects.waiting().exclude(pair__status=Pair.Status.WORKING).update(dropped_on=today)
    return f"спрошено, подходят ли друг другу: {asked}, снято вопросов: {over}"


@transaction.atomic
def ask(pair, today) -> int:
    """Both sides, each by its own calendar; how many were asked."""
    every = datetime.timedelta(days=pair.programme.rule("pulse.days").value)
    number = 0
    for side in pair.sides.all():
        if not side.is_open:
            continue
        former = max((one.asked_on for one in pair.pulses.all() if one.person_id == side.person_id), default=None)
        if former and today < former + every:
            continue
        Pulse.objects.waiting().filter(pair=pair, person=side.person).update(dropped_on=today)
        row = Pulse.objects.create(pair=pair, person=side.person, role=side.role, asked_on=today)
        _write(row, today)
        number += 1
    return number


def _write(row, today):
    """The mentor, or a mentee who has a letter box of his own."""
    mail.queue(
        row.person, "Наставничество: один вопрос",
        f"Здравствуйте, {row.person.address_name}!\n\nОтветьте, пожалуйста, на один вопрос о том, как идёт работа. Это "
        f"одна кнопка. Ответ увидит только куратор.\n\nОткрыть: {settings.SITE_URL}"
        f"{reverse('programs:pulse_answer', args=[row.pk])}",
        purpose="intake" if row.role == "mentor" else "work", key=f"pulse:{row.pk}", on=today,
    )  # fmt: skip


@transaction.atomic
def answer_pulse(pulse, answer: int, *, by, on, note="", by_link=False) -> Pulse:
    """One tap; nobody but the curator learns what was said, so the journal keeps only that it was."""
    if not by_link:
        may(by, "programs.pulse_answer", pulse)
    row = workflow.lock(Pulse, pulse.pk)
    if row.answered_on:
        raise Refused(f"Вы уже ответили {short_date(row.answered_on)}. Спасибо!")
    if row.dropped_on:
        raise Refused("Этот вопрос уже снят: отвечать на него не нужно.")
    if answer not in dict(Pulse.ANSWERS):
        raise Refused("Выберите один из ответов.", field="answer")
    row.answer, row.note, row.answered_on, row.how = answer, note.strip()[:500], on, "link" if by_link else "cabinet"
    row.save()
    journal.write(None, "отвечен вопрос о паре", row)
    return row


def pulse_link(pulse, *, by, on):
    """A personal link for whoever has no account; the former one dies."""
    may(by, "programs.pulse_view")
    if pulse.answered_on or pulse.dropped_on:
        raise Refused("Этот вопрос уже закрыт: ссылка не нужна.")
    return links.create("pulse", person=pulse.person, target=f"pulse:{pulse.pk}", by=by)[1]


@transaction.atomic
def handle_pulse(pulse, *, by, on, note) -> Pulse:
    """What the curator did about an answer that is not good."""
    may(by, "programs.pulse_view")
    row = workflow.lock(Pulse, pulse.pk)
    if not row.answered_on:
        raise Refused("Ответа ещё нет.")
    if row.handled_on:
        raise Refused(f"С этим ответом разобрались {short_date(row.handled_on)}.")
    if not note.strip():
        raise Refused("Напишите, что сделано.", field="note")
    row.handled_by, row.handled_on, row.handled_note = access.person_of(by), on, note.strip()
    row.save()
    journal.write(by, "разобран ответ на вопрос о паре", row)
    return row
