"""The way between the request and the pair: the talk, a conclusion that is mended, help to those without a pair."""

from django.db import transaction

from programs.models import MendedConclusion, Pair, Request, Side, Support, Talk
from registry.actions.people import may
from registry.engine import journal, workflow
from registry.engine.errors import Refused
from registry.models import Appointment, Mentee, Person
from registry.text import short_date

HOLDERS = ("curator", "deputy_curator", "psychologist", "social_worker")


def holders(on):
    """Who may hold a talk or follow a mentee: the curator, the psychologist, the social worker, by dated facts."""
    acting = Appointment.objects.active(on).filter(role__in=HOLDERS)
    return Person.objects.filter(pk__in=acting.values("person"))


def _check_holder(person, on, field):
    if not holders(on).filter(pk=person.pk).exists():
        raise Refused(
            f"{person.short_name} на {short_date(on)} — не куратор, не психолог и не социальный педагог. "
            "Выберите того, кто назначен на эту роль.",
            field=field,
        )


def _received(request) -> Request:
    """The request, locked, while its need may still be cleared up."""
    row = workflow.lock(Request, request.pk)
    if row.status != Request.Status.RECEIVED:
        raise Refused(
            f"Анализ уже закрыт: состояние запроса — «{row.get_status_display()}». "
            "Новое, что узнали, внесите в исправленный вывод."
        )
    if row.person_id is None:
        raise Refused("Сначала укажите, чей это запрос: беседу проводят с известным человеком.")
    return row


@transaction.atomic
def entrust_talk(request, holder, *, by, on, due=None) -> Talk:
    """Whom the curator asks to hold the diagnostic talk; entrusted again, it goes to the new person (ОЧ-П 2.11)."""
    may(by, "programs.request_analyse")
    row = _received(request)
    _check_holder(holder, on, "holder")
    if due and due < on:
        raise Refused("Этот день уже прошёл: назначьте другой.", field="due")
    talk, _ = Talk.objects.update_or_create(
        request=row, held_on=None, defaults={"holder": holder, "due": due, "asked_on": on}
    )
    journal.write(by, "поручена диагностическая беседа", row, people=[row.person], of=holder, due=due)
    return talk


@transaction.atomic
def hold_talk(request, *, by, on, holder, held_on, result, special="", talk=None) -> Talk:
    """The talk was held: when, by whom, what it has shown. A talk already written down may be mended till the analysis.

    `special` is read by the curator, the psychologist and the social worker alone.
    """
    may(by, "programs.talk_write")
    row = _received(request)
    _check_holder(holder, held_on, "holder")
    if held_on > on:
        raise Refused("День беседы ещё не наступил.", field="held_on")
    if not result.strip():
        raise Refused("Напишите, что показала беседа: хватит одного предложения.", field="result")
    if talk is None:
        talk = row.talks.filter(held_on__isnull=True).first() or Talk(request=row, asked_on=held_on)
    is_mended = talk.held_on is not None
    talk.holder, talk.held_on, talk.result, talk.special = holder, held_on, result.strip(), special.strip()
    talk.save()
    verb = "исправлена беседа" if is_mended else "внесена диагностическая беседа"
    journal.write(by, verb, row, people=[row.person], held_on=held_on, of=holder)
    return talk


@transaction.atomic
def mend_conclusion(request, *, by, on, analysis, topics, reason, form=None) -> Request:
    """A conclusion was wrong or has grown old: the former one stays beside it with the reason."""
    may(by, "programs.request_analyse")
    row = workflow.lock(Request, request.pk)
    if row.status not in (Request.Status.ANALYSED, Request.Status.ADMITTED):
        raise Refused("Исправлять нечего: анализ ещё не закрыт или запрос уже завершён.")
    topics, before = list(topics), list(row.topics.all())
    if row.role == "mentee" and not topics:
        raise Refused("Не названа потребность: отметьте хотя бы одну.", field="topics")
    if not analysis.strip():
        raise Refused("Напишите вывод: без него непонятно, чем помочь.", field="analysis")
    if not reason.strip():
        raise Refused("Напишите, почему вывод исправлен: прежний останется рядом.", field="reason")
    MendedConclusion.objects.create(
        request=row, said=row.analysis, needs="; ".join(str(one) for one in before), reason=reason.strip(),
        mended_by=by.person, mended_on=on,
    )  # fmt: skip
    row.analysis, row.form = analysis.strip(), form or row.form
    row.save()
    row.topics.set(topics)
    _bring_to_card(row, before, topics)
    journal.write(by, "исправлен вывод по запросу", row, people=[row.person], reason=reason.strip())
    return row


def _bring_to_card(row, before, topics):
    """The card follows the conclusion; needs that came from elsewhere stay."""
    card = Mentee.objects.filter(person=row.person).first() if row.role == "mentee" else None
    if card is None or row.status != Request.Status.ADMITTED:
        return
    card.needs.remove(*[one for one in before if one not in topics])
    card.needs.add(*topics)


def has_pair(request) -> bool:
    """The mentee of this request is in a running pair or group of its programme."""
    running = Pair.objects.running().filter(programme=request.programme)
    return Side.objects.filter(pair__in=running, role="mentee", is_open=True, person=request.person).exists()


@transaction.atomic
def plan_support(request, *, by, on, step, due, who) -> Support:
    """The next step for a mentee of the base without a pair: what, until when, who (АБР-ДК 5.3)."""
    may(by, "programs.support_edit")
    row = workflow.lock(Request, request.pk)
    if row.status != Request.Status.ADMITTED or row.role != "mentee":
        raise Refused("Сопровождают без пары того, кто уже в базе наставляемых.")
    if has_pair(row):
        raise Refused(f"{row.person.short_name}: уже есть наставник. Шаги записывайте в журнале встреч.")
    if due < on:
        raise Refused("Этот день уже прошёл: назначьте другой.", field="due")
    _check_holder(who, on, "who")
    if not step.strip():
        raise Refused("Напишите, что будет сделано.", field="step")
    if row.supports.ahead().exists():
        raise Refused("Следующий шаг уже назначен: сначала отметьте, чем он кончился.")
    support = Support.objects.create(request=row, step=step.strip(), due=due, who=who, set_on=on)
    journal.write(by, "назначен шаг сопровождения", row, people=[row.person], due=due, of=who)
    return support


@transaction.atomic
def do_support(support, *, by, on, note, done_on=None) -> Support:
    """The step was taken: what came of it."""
    may(by, "programs.support_do", support)
    row = Support.objects.select_for_update().get(pk=support.pk)
    if row.done_on:
        raise Refused("Этот шаг уже отмечен.")
    if (done_on or on) > on:
        raise Refused("Этот день ещё не наступил.", field="done_on")
    if not note.strip():
        raise Refused("Напишите, что получилось: хватит одного предложения.", field="note")
    row.done_on, row.done_note = done_on or on, note.strip()
    row.save()
    journal.write(by, "сделан шаг сопровождения", row.request, people=[row.request.person])
    return row
