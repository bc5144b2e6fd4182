"""What a withdrawn consent means for pairs: they stop in the same transaction, and the end needs an order."""

from django.db import transaction

from programs.actions import orders, pairs
from programs.actions.selection import consent_gaps
from programs.models import Order, Pair, Side
from registry.actions.people import may
from registry.engine import consents, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Consent, ConsentKind

STOPS = (ConsentKind.PROCESSING, ConsentKind.PARTICIPATION)


def pairs_stopped_by(consent) -> list[Pair]:
    """Working pairs that cannot go on without this consent.

    A group whose mentee leaves goes on with the others: that mentee's data are closed by the gate, and the curator
    is told to decide. Participation counts in its own programme.
    """
    if consent.kind not in STOPS:
        return []
    sides = Side.objects.filter(person=consent.person_id, is_open=True, pair__status=Pair.Status.WORKING)
    sides = sides.exclude(role="mentee", pair__is_group=True)
    if consent.kind in consents.SCOPED:
        sides = sides.filter(pair__programme__code=consent.scope)
    return list(Pair.objects.filter(pk__in=sides.values("pair")).prefetch_related("sides__person"))


def suspend_pairs(consent, *, by, on):
    """Follows from the withdrawal, so nobody's right to suspend is asked."""
    note = f"Отозвано согласие {consent.get_kind_display()}: {consent.person.short_name}"
    for pair in pairs_stopped_by(consent):
        workflow.move(pair, "suspend", by=by, on=on, follows=True, note=note)


def foretell(consent, on) -> list[str]:
    """The same beforehand, in sentences for the one who is about to withdraw."""
    return [
        f"Работа пары «{pair}» будет приостановлена: встречи и план закроются, куратор подготовит приказ."
        for pair in pairs_stopped_by(consent)
    ]


def gate_gaps(pair, on):
    """A pair begins and resumes only while everybody's consents hold (ОЧ-П 2.11)."""
    for side in pair.sides.filter(is_open=True).select_related("person"):
        purpose = "work" if side.role == "mentee" else "selection"
        yield from consent_gaps(side.person, pair.programme, purpose, on)


def is_gate_open(pair, on) -> bool:
    return not list(gate_gaps(pair, on))


def not_while_suspended(pair):
    """Meetings and plans of a suspended pair take no new lines."""
    if pair.status == Pair.Status.SUSPENDED:
        why = f" ({pair.end_note})" if pair.end_note else ""
        raise Refused(
            Gap(
                f"Работа приостановлена{why}: встречи и план сейчас не заполняют. "
                "Они откроются, когда куратор возобновит работу.",
                pair.get_absolute_url(),
                "К паре",
            )
        )


@transaction.atomic
def end_early(pair, *, by, on, result, result_text, no_final_meeting) -> Order:
    """From a suspended pair straight to the draft of the order on its end."""
    may(by, "programs.pair_run", pair)
    may(by, "programs.order_prepare")
    row = workflow.lock(Pair, pair.pk)
    if row.status not in (Pair.Status.SUSPENDED, Pair.Status.CLOSING):
        raise Refused(f"Досрочно завершают приостановленную работу, а она «{row.get_status_display()}».")
    row = pairs.write_result(
        row, by=by, on=on, result=result, result_text=result_text, no_final_meeting=no_final_meeting
    )
    if row.status == Pair.Status.SUSPENDED:
        row = workflow.move(row, "begin_closing", by=by, on=on)
    return orders.draft_order(row.programme, "completion", by=by, on=on)


def who_left(pair) -> tuple[str, str]:
    """(result, text) proposed for the order: whose consent was taken back last, in this pair."""
    side = None
    for row in Consent.objects.filter(
        status="withdrawn", kind__in=STOPS, person__in=[side.person_id for side in pair.sides.all() if side.is_open]
    ).order_by("-ended_on", "-pk"):
        side = next(one for one in pair.sides.all() if one.is_open and one.person_id == row.person_id)
        break
    role = side.role if side else "mentee"
    who = "наставника" if role == "mentor" else "наставляемого"
    return role, f"Работа прекращена досрочно: согласие {who} отозвано."
