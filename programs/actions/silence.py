"""Silence of pairs, told step by step: mentor, then curator, then director, once each (ОЧ-П 3.1)."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs import silence
from programs.models import Pair, Silence
from programs.situations.base import with_open_gate
from registry.engine import journal, mail
from registry.models import Appointment, Person
from registry.text import count

OFFICE = {silence.CURATOR: ("curator", "deputy_curator"), silence.DIRECTOR: ("director", "acting_director")}
ORDER = (silence.MENTOR, silence.CURATOR, silence.DIRECTOR)


def chore(today) -> str:
    """The night's work: one step a night for each silent pair; twice on one day does nothing the second time."""
    watched = silence.watch(with_open_gate(Pair.objects.all(), today), today)
    told = sum(_step(quiet, today) for quiet in watched if quiet.is_silent)
    ended = _end({quiet.pair.pk: quiet.since for quiet in watched if quiet.is_silent}, today)
    return f"о молчании пар сказано: {told}, кончилось: {ended}"


@transaction.atomic
def _step(quiet, today) -> bool:
    """Tell the next one whose turn it is."""
    Silence.objects.filter(pair=quiet.pair, ended_on=None).exclude(since=quiet.since).update(ended_on=today)
    row, _ = Silence.objects.get_or_create(pair=quiet.pair, since=quiet.since)
    told = {who: getattr(row, f"{who}_on") for who in ORDER}
    who = next((one for one in ORDER if told[one] is None), None)
    if who is None or not quiet.concerns(who) or today in told.values():
        return False
    setattr(row, f"{who}_on", today)
    row.ended_on = None
    row.save()
    journal.write(None, f"сказано о молчании пары: {dict(Silence.STEPS)[who]}", quiet.pair,
                  people=quiet.pair.journal_people())  # fmt: skip
    for person in _people(quiet.pair, who, today):
        _write(person, quiet, who, row, today)
    return True


def _people(pair, who, today):
    if who == silence.MENTOR:
        return [pair.mentor] if pair.mentor else []
    acting = Appointment.objects.active(today).filter(role__in=OFFICE[who])
    return list(Person.objects.filter(pk__in=acting.values("person")))


def _write(person, quiet, who, row, today):
    """No name in the letter: it leads into the cabinet."""
    days = count(quiet.days, "день", "дня", "дней").replace("\u00a0", " ")
    words = (
        f"Встреч с наставляемым не было {days} (каникулы не считаются). Проведите встречу или запишите прошедшую."
        if who == silence.MENTOR
        else f"У одной из пар нет встреч уже {days} (каникулы не считаются). Наставнику об этом сказано."
    )
    mail.queue(
        person, "Наставничество: давно не было встреч",
        f"Здравствуйте, {person.address_name}!\n\n{words}\n\nОткрыть: {settings.SITE_URL}{reverse('cabinet')}",
        purpose="intake", key=f"silence:{row.pk}:{who}:{person.pk}", on=today,
    )  # fmt: skip


def _end(silent, today) -> int:
    """Silences that a meeting, a suspension or the end of the pair has broken."""
    running = Silence.objects.filter(ended_on=None)
    over = [row.pk for row in running if silent.get(row.pair_id) != row.since]
    return Silence.objects.filter(pk__in=over).update(ended_on=today)


def count_anew(pair, *, by, on):
    """A pair that resumes is not blamed for the time when it stood still."""
    Pair.objects.filter(pk=pair.pk).update(quiet_from=on)
    pair.quiet_from = on
