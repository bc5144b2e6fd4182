"""Other teachers help a pair only with their consent: asked, answered, counted in hours (АБР-П 4.1)."""

from django.db import transaction

from programs.actions import at_work
from programs.models import Helper, HelperHours
from registry.actions.people import may
from registry.engine import access, journal, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Employment, Person
from registry.text import short_date


def who_may_help(pair, on):
    """Teachers of the school who are not in the pair themselves."""
    working = Employment.objects.active(on).filter(is_teacher=True)
    return Person.objects.filter(pk__in=working.values("person"), erased_at__isnull=True).exclude(
        pk__in=pair.sides.filter(is_open=True).values("person")
    )


@transaction.atomic
def ask(pair, person, *, by, on, subject) -> Helper:
    """The mentor or the curator asks a teacher; the question stands in the teacher's «Сегодня»."""
    may(by, "programs.helper_ask", pair)
    pair = at_work.locked(pair, "помощь других педагогов")
    if not who_may_help(pair, on).filter(pk=person.pk).exists():
        raise Refused(f"{person.short_name}: просят педагога школы, который сам не состоит в паре.", field="person")
    if pair.helpers.filter(person=person, ended_on__isnull=True).exclude(answer=False).exists():
        raise Refused(f"{person.short_name}: уже попросили. Ответ виден на странице пары.", field="person")
    row = Helper.objects.create(
        pair=pair, person=person, subject=subject.strip(), asked_by=access.person_of(by), asked_on=on
    )
    journal.write(by, "попросили педагога помочь паре", row, people=[*pair.mentees, person])
    return row


def _waiting(helper) -> Helper:
    row = workflow.lock(Helper, helper.pk)
    if row.ended_on:
        raise Refused("Просьба снята: отвечать не нужно. Спасибо!")
    if row.answer is not None:
        raise Refused(f"Ответ уже дан {short_date(row.answered_on)}: {'согласие' if row.answer else 'отказ'}.")
    return row


@transaction.atomic
def answer(helper, *, by, on, agrees: bool) -> Helper:
    """The teacher's own yes or no, with one tap."""
    may(by, "programs.helper_answer", helper)
    return _answered(_waiting(helper), by=by, on=on, agrees=agrees, how="cabinet")


@transaction.atomic
def answer_on_paper(helper, *, by, on, agrees: bool, signed_on, place="") -> Helper:
    """The curator enters what the teacher signed; the day is that of the signature."""
    may(by, "programs.helper_paper")
    row = _waiting(helper)
    if not row.asked_on <= signed_on <= on:
        raise Refused(
            f"День подписи — между {short_date(row.asked_on)}, когда попросили, и сегодняшним днём.", field="signed_on"
        )
    row.place = place.strip()
    return _answered(row, by=by, on=signed_on, agrees=agrees, how="paper")


def _answered(row, *, by, on, agrees, how) -> Helper:
    row.answer, row.answered_on, row.how = agrees, on, how
    row.save()
    said = "педагог согласился помочь паре" if agrees else "педагог отказался помочь паре"
    journal.write(by, said, row, people=[row.person], how=row.get_how_display())
    return row


@transaction.atomic
def end(helper, *, by, on) -> Helper:
    """The help is over, or the question was not needed; hours that were counted stay."""
    may(by, "programs.helper_end", helper)
    row = workflow.lock(Helper, helper.pk)
    if row.ended_on:
        raise Refused("Эта помощь уже закончена.")
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    journal.write(by, "помощь педагога паре закончена", row, people=[row.person])
    return row


@transaction.atomic
def count_hours(helper, *, by, on, held_on, minutes, done="") -> HelperHours:
    """One time of help. Refused without a consent, before its day, in the future and after the end."""
    may(by, "programs.helper_hours", helper)
    row = workflow.lock(Helper, helper.pk)
    pair = at_work.locked(row.pair, "часы помощи")
    if row.answer is not True:
        raise Refused(Gap(
            f"{row.person.short_name} ещё не дал(а) согласия помогать: часы считают со дня согласия: "
            "других педагогов привлекают только с их согласия.", row.get_absolute_url(), "К просьбе",
        ))  # fmt: skip
    last = min(row.ended_on or pair.ends, pair.ends)
    if held_on > on:
        raise Refused("Этот день ещё впереди: часы вписывают, когда помощь была.", field="held_on")
    if not row.answered_on <= held_on <= last:
        raise Refused(
            f"Согласие действует с {short_date(row.answered_on)} по {short_date(last)}: проверьте дату.",
            field="held_on",
        )
    made = HelperHours.objects.create(
        helper=row, held_on=held_on, minutes=minutes, done=done.strip(), entered_by=access.person_of(by)
    )
    journal.write(by, "внесены часы помощи педагога", row, people=[row.person], minutes=minutes)
    return made


@transaction.atomic
def drop_hours(hours, *, by) -> None:
    """A line entered by mistake."""
    may(by, "programs.helper_hours", hours.helper)
    journal.write(
        by, "удалены часы помощи педагога", hours.helper, people=[hours.helper.person], minutes=hours.minutes,
        held_on=hours.held_on,
    )  # fmt: skip
    hours.delete()
