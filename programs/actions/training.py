"""The mentors' training: sessions with theme, hours and expert, and who came (ОЧ-ДК2 13–14)."""

from django.db import transaction

from programs.models import Attendance, Training
from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused


@transaction.atomic
def hold_training(programme, *, by, on, theme, held_on, hours, expert, materials="") -> Training:
    """A session of the programme's year; one that is planned may lie in the future, its attendance may not."""
    may(by, "programs.training_edit")
    if not programme.starts <= held_on <= programme.ends:
        raise Refused("Занятие вне учебного года программы. Проверьте дату.", field="held_on")
    row = Training.objects.create(
        programme=programme, theme=theme, held_on=held_on, hours=hours, expert=expert, materials=materials
    )
    journal.write(by, "внесено занятие для наставников", row, held_on=held_on)
    return row


@transaction.atomic
def mark_attendance(training, mentors, *, by, on) -> Training:
    """Who came: the whole list at once."""
    may(by, "programs.training_edit")
    if training.held_on > on:
        raise Refused("Занятие ещё не состоялось: отметить, кто был, можно с этого дня.")
    mentors = set(mentors)
    training.attendances.exclude(mentor__in=mentors).delete()
    known = set(training.attendances.values_list("mentor", flat=True))
    Attendance.objects.bulk_create(
        Attendance(training=training, mentor=mentor) for mentor in mentors if mentor.pk not in known
    )
    people = [mentor.person for mentor in mentors]
    journal.write(by, "отмечены участники занятия", training, people=people)
    return training


def hours_of(mentor) -> list[Training]:
    """Sessions that the mentor attended, newest first."""
    return list(Training.objects.filter(attendances__mentor=mentor).order_by("-held_on", "-pk"))
