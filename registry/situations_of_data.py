"""Situations of «Сегодня» about personal data: demands, answers, people whose data must go."""

from django.urls import reverse

from registry.actions import erasure
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Duty, Erasure, SubjectRequest
from registry.text import count

FEW = 3
"""More people than this are one line: after a graduation it is one piece of work."""


def request_to_answer(user, today):
    """A demand waits for the school's answer; late is said out loud (ст. 20 152-ФЗ)."""
    if not access.may(user, "registry.subject_answer"):
        return
    for row in SubjectRequest.objects.open().select_related("person", "duty"):
        yield Task(
            text=f"Ответьте на обращение {row.name}: {row.get_kind_display()}",
            who=row.person.short_name,
            url=reverse("registry:subject_request_answer", args=[row.pk]) + "#id_answer",
            button="Ответить",
            due=row.duty.due_on,
            urgent=row.duty.due_on < today,
        )


def request_answered(user, today):
    """The school has answered me; gone once I have read it."""
    me = access.person_of(user)
    rows = SubjectRequest.objects.visible_to(user, today).filter(
        asked_by=me, answered_on__isnull=False, read_on__isnull=True
    )
    for row in rows:
        yield Task(
            text=f"Прочитайте ответ школы на обращение {row.name}",
            child="Тебе ответили на вопрос о твоих данных",
            url=row.get_absolute_url() + "#answer",
            button="Прочитать ответ",
            due=row.answered_on,
        )


def erasure_to_confirm(user, today):
    """An erasure that the curator prepared waits for the director."""
    if not access.has_role(user, "director", on=today):
        return
    me = access.person_of(user)
    for row in Erasure.objects.filter(status="prepared").exclude(prepared_by=me).select_related("person"):
        yield Task(
            text="Решите, уничтожить ли данные",
            who=row.person.short_name,
            url=row.get_absolute_url() + "#decision",
            button="Рассмотреть",
            due=row.prepared_on,
        )


def purpose_reached(user, today):
    """The purpose of somebody's data is reached: 30 days to destroy them (ч. 4 и 5 ст. 21 152-ФЗ)."""
    if not access.may(user, "registry.erasure_prepare"):
        return
    told = set(
        Duty.objects.open().filter(kind__code__in=["destroy", "goal_reached"]).values_list("person", flat=True)
    )  # these stand among the legal terms already, and their page leads here
    due = [one for one in erasure.candidates(today) if one.person.pk not in told]
    if len(due) > FEW:
        yield Task(
            text="Подготовьте уничтожение данных: цель достигнута у "
            + count(len(due), "человека", "человек", "человек"),
            url=reverse("registry:erasure_list"),
            button="Показать список",
            due=due[0].due,
        )
        return
    for one in due:
        yield Task(
            text=f"Подготовьте уничтожение данных: {one.why}",
            who=one.person.short_name,
            url=reverse("registry:erasure_new", args=[one.person.pk]),
            button="Подготовить",
            due=one.due,
            urgent=one.due < today,
        )


ALL = {
    "registry.request_to_answer": lines(request_to_answer),
    "registry.request_answered": lines(request_answered),
    "registry.erasure_to_confirm": lines(erasure_to_confirm),
    "registry.purpose_reached": lines(purpose_reached),
}
