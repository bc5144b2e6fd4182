"""An end before the term, agreed by mentor, mentee with guardian, and curator (ОЧ-П 2.7): marks, then the order."""

from django.db import IntegrityError, transaction

from programs.actions import orders, pairs
from programs.models import EarlyEnd, EarlyEndMark, Order, Pair
from registry.actions.people import may
from registry.engine import access, journal, links, workflow
from registry.engine.errors import Gap, Refused
from registry.text import short_date

DOOR = "end_pair"


@transaction.atomic
def propose(pair, *, by, on, ends_on, reason) -> EarlyEnd:
    """Everybody concerned is asked; whoever proposes has said yes by proposing."""
    may(by, "programs.early_end_propose", pair)
    row = workflow.lock(Pair, pair.pk)
    if row.status != Pair.Status.WORKING:
        raise Refused(f"Раньше срока завершают работу, которая идёт, а она «{row.get_status_display()}».")
    if not reason.strip():
        raise Refused("Напишите, почему работу можно завершить раньше: это увидят все, кого спросят.", field="reason")
    if ends_on < on:
        raise Refused("Этот день уже прошёл: приказа задним числом не будет. Назначьте другой.", field="ends_on")
    if ends_on >= row.ends:
        raise Refused(f"Срок и так кончается {short_date(row.ends)}: раньше него — другой день.", field="ends_on")
    try:
        with transaction.atomic():
            end = EarlyEnd.objects.create(
                pair=row, ends_on=ends_on, reason=reason.strip(), asked_on=on, asked_by=by.person
            )
    except IntegrityError as fault:
        raise Refused("Досрочное завершение этой пары уже предложено: дождитесь ответов.") from fault
    _ask_everybody(end, on)
    journal.write(by, "предложено завершить раньше срока", row, people=row.journal_people(), day=ends_on)
    for mark in end.marks.all():
        if may_answer(mark, by.person, on, by):
            end = _answer(mark, by=by, on=on, agrees=True, person=by.person, how="cabinet", note="")
    return end


def _ask_everybody(end, on):
    for side in end.pair.sides.filter(is_open=True).select_related("person").order_by("-role", "pk"):
        EarlyEndMark.objects.create(early_end=end, party=side.role, side=side)
        if side.person.is_minor(on):
            EarlyEndMark.objects.create(early_end=end, party="guardian", side=side)
    EarlyEndMark.objects.create(early_end=end, party="curator")


def may_answer(mark, person, on, user=None) -> bool:
    """Whether this mark is this person's to give; the curator's by role, not by name."""
    if person is None:
        return False
    if mark.party == "curator":
        return bool(user) and access.has_role(user, "curator", on=on)
    if mark.party == "guardian":
        return mark.side.person.is_minor(on) and mark.side.person.guardians(on).filter(pk=person.pk).exists()
    return mark.side.person_id == person.pk


@transaction.atomic
def answer(mark, *, by, on, agrees, person=None, how="cabinet", note="") -> EarlyEnd:
    """A yes or no. `person` is whose answer it is when the curator enters paper or a link brings it (`by` is None)."""
    person = person or by.person
    user = by if by is not None and by.person == person else None
    if how == "paper":
        may(by, "programs.pair_run", mark.early_end.pair)
    if not may_answer(mark, person, on, user):
        raise Refused("Этот ответ даёт другой человек: сам участник, за ребёнка ещё и его представитель, и куратор.")
    return _answer(mark, by=by, on=on, agrees=agrees, person=person, how=how, note=note)


def _answer(mark, *, by, on, agrees, person, how, note) -> EarlyEnd:
    end = workflow.lock(EarlyEnd, mark.early_end_id)
    if end.status != EarlyEnd.Status.ASKED:
        raise Refused(f"Ответ больше не нужен: предложение уже «{end.get_status_display()}».")
    row = EarlyEndMark.objects.select_for_update().get(pk=mark.pk)
    if row.answer is not None:
        raise Refused("Ответ уже дан.")
    row.answer, row.person, row.answered_on, row.how, row.note = agrees, person, on, how, note
    row.save()
    verb = "согласие завершить раньше срока" if agrees else "отказ завершить раньше срока"
    journal.write(by, verb, end.pair, people=[person], how=how)
    if not agrees:
        return workflow.move(end, "refuse", by=by, on=on, follows=True, note=f"Отказ: {row.get_party_display()}")
    if not end.marks.exclude(answer=True).exists():
        return workflow.move(end, "agree", by=by, on=on, follows=True)
    return end


def answer_link(mark, person, *, by) -> str:
    """The token by which this very person answers without an account; an older unused one dies."""
    may(by, "programs.pair_run", mark.early_end.pair)
    if mark.answer is not None or mark.early_end.status != EarlyEnd.Status.ASKED:
        raise Refused("Ответ больше не нужен: ссылку выдавать незачем.")
    return links.create(DOOR, person=person, target=f"end:{mark.pk}", by=by)[1]


def open_end(pair) -> EarlyEnd | None:
    """The proposal that runs or was agreed by all."""
    return pair.early_ends.filter(status__in=[EarlyEnd.Status.ASKED, EarlyEnd.Status.AGREED]).first()


def agreed_gaps(pair, on):
    """«Досрочно и успешно, по согласованию» is a result only when all have said yes (ОЧ-П 2.7)."""
    if pair.result == "early" and not pair.early_ends.filter(status=EarlyEnd.Status.AGREED).exists():
        why = pair.programme.rule("early_end.needs").why
        yield Gap(
            f"Завершить раньше срока можно, когда согласны наставник, наставляемый и куратор {why}. "
            "Сначала соберите их согласие.",
            f"{pair.get_absolute_url()}early-end/", "Собрать согласие",
        )  # fmt: skip


@transaction.atomic
def to_order(end, *, by, on, result_text, no_final_meeting="") -> Order:
    """All have agreed: the result is written, the closing talk named or explained, the draft of the order made."""
    may(by, "programs.pair_run", end.pair)
    row = workflow.lock(EarlyEnd, end.pk)
    if row.status != EarlyEnd.Status.AGREED:
        raise Refused("Согласны ещё не все: дождитесь ответов или снимите предложение.")
    pair = pairs.write_result(
        row.pair, by=by, on=on, result="early", result_text=result_text, no_final_meeting=no_final_meeting
    )
    pair = workflow.move(pair, "begin_closing", by=by, on=on)
    draft = Order.objects.filter(programme=pair.programme, kind="completion", status=Order.Status.DRAFT).first()
    if draft:
        orders.add_ready_lines(draft, by=by, on=on)
        return draft
    return orders.draft_order(pair.programme, "completion", by=by, on=on)
