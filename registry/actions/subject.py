"""Demands of a person about his own data: registered, answered on paper within the term of the law."""

from django.db import transaction
from django.db.models import Max

from registry.actions import duties
from registry.actions.people import may
from registry.engine import access, journal, papers, workflow
from registry.engine.errors import Refused
from registry.models import SubjectRequest
from registry.papers import subject_answer as paper

DUTY = {"stored": "answer", "correct": "correct", "stop": "stop_processing", "erase": "answer"}
"""Kind of a demand → the duty that gives its term (ст. 14, 20, 21 152-ФЗ)."""


@transaction.atomic
def ask(person, kind, *, by, on, words="", about="", asked_by=None, source="cabinet", received_on=None):
    """Register a demand: from the cabinet of the person or his representative, or from paper by the curator."""
    may(by, "registry.subject_ask", person)
    asked_by = asked_by or access.person_of(by)
    if asked_by != person and not person.guardians(on).filter(pk=asked_by.pk).exists():
        raise Refused(
            "Спросить о данных может сам человек или его законный представитель (ст. 14 152-ФЗ). Проверьте, кто подал "
            "обращение.", field="asked_by",
        )  # fmt: skip
    day = received_on or on
    if day > on:
        raise Refused("Дата поступления ещё не наступила. Проверьте её.", field="received_on")
    if kind in ("correct", "stop", "erase") and not words.strip():
        raise Refused("Напишите, что исправить или какие данные больше не обрабатывать.", field="words")
    _same(person, kind, about, asked_by)
    title = dict(SubjectRequest.KINDS)[kind]
    duty = duties.open_duty(person, DUTY[kind], by=by, on=on, received_on=day, ground=f"обращение человека: {title}")
    number = SubjectRequest.objects.filter(year=on.year).aggregate(last=Max("number"))["last"] or 0
    row = SubjectRequest.objects.create(
        year=on.year, number=number + 1, person=person, asked_by=asked_by, kind=kind, about=about[:200],
        words=words.strip(), source=source, received_on=day, duty=duty,
    )  # fmt: skip
    journal.write(by, "зарегистрировано обращение о данных", row, people=[person], kind=title)
    return row


def _same(person, kind, about, asked_by):
    """The same question twice is one question."""
    rows = SubjectRequest.objects.open().filter(person=person, kind=kind, about=about[:200], asked_by=asked_by)
    row = rows.select_related("duty").first()
    if row and kind in ("stored", "stop", "erase"):
        raise Refused(
            f"Такое обращение уже зарегистрировано: {row.name}. Ответ будет не позднее {row.duty.due_on:%d.%m.%Y}."
        )


@transaction.atomic
def answer(request, *, by, on, outcome, text) -> SubjectRequest:
    """The school's answer: its paper is issued, the asker may open it, the term is kept."""
    may(by, "registry.subject_answer")
    row = workflow.lock(SubjectRequest, request.pk)
    if row.answered_on:
        raise Refused(f"На это обращение уже ответили {row.answered_on:%d.%m.%Y}.")
    if not text.strip():
        raise Refused("Напишите ответ: человек получит его на бумаге и в кабинете.", field="answer")
    row.outcome, row.answer, row.answered_on, row.answered_by = outcome, text.strip(), on, by.person
    row.paper = papers.issue(
        kind="subject_answer", template=paper.TEMPLATE, context=paper.context(row), title=paper.title(row),
        name=f"Ответ на обращение {row.name.replace('/', '-')}.pdf", number=row.name, date=on, readers=[row.asked_by],
    )  # fmt: skip
    row.save()
    if row.duty.is_open:
        duties.finish_duty(row.duty, by=by, on=on, note=f"ответ на обращение {row.name}")
    journal.write(by, "дан ответ на обращение о данных", row, people=[row.person], outcome=row.get_outcome_display())
    return row


@transaction.atomic
def mark_read(request, *, by, on) -> SubjectRequest:
    """The asker has read the answer: the line leaves «Сегодня»."""
    may(by, "registry.subject_read", request)
    row = workflow.lock(SubjectRequest, request.pk)
    if row.answered_on and not row.read_on:
        row.read_on = on
        row.save()
        journal.write(by, "прочитан ответ на обращение о данных", row, people=[row.person])
    return row
