"""Pairs at work: consent to a pair, plans, meetings, ends, and consents that were taken back."""

import datetime

from django.db.models import Exists, OuterRef, Q

from programs.models import Pair, PairAgreement, Side
from programs.situations.base import WEEK, is_curator, to, with_names
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Consent, ConsentKind

ENDS_SOON = datetime.timedelta(days=30)


def pair_waits_for_my_yes(user, today):
    """A mark of consent to a pair: my own, or mine for my child (ОЧ-П 2.5)."""
    me = access.person_of(user)
    mine = Q(side__person=me, as_guardian=False)
    for_child = Q(side__person__in=access.related(user, "my_child", on=today), as_guardian=True)
    rows = PairAgreement.objects.filter(mine | for_child, answer=None, pair__status=Pair.Status.PROPOSED)
    for mark in rows.select_related("pair", "side__person"):
        yield Task(
            text=f"Решите, согласны ли вы на {'пару для ребёнка' if mark.as_guardian else 'эту пару'}",
            child="Хочешь помогать другому ученику?"
            if mark.side.role == "mentor"
            else "Тебе предлагают наставника. Ты за?",
            who=mark.side.person.short_name if mark.as_guardian else "",
            url=to("pair_detail", mark.pair_id, anchor="answer"),
            button="Ответить",
            due=mark.pair.proposed_on + WEEK,
        )


def pair_ends_soon(user, today):
    """The term ends within a month, or has ended: the result comes first, then the order."""
    if not is_curator(user, today):
        return
    pairs = Pair.objects.filter(status__in=[Pair.Status.WORKING, Pair.Status.SUSPENDED], ends__lte=today + ENDS_SOON)
    for pair, names in with_names(pairs):
        yield Task(
            text="Срок пары подходит к концу: запишите итог и перейдите к завершению",
            who=names,
            url=to("pair_detail", pair.pk, anchor="result"),
            button="К итогу",
            due=pair.ends,
            urgent=pair.ends < today,
        )


def consent_taken_back(user, today):
    """Withdrawn while the pair runs: the data is closed already, somebody has to decide on the pair."""
    if not is_curator(user, today):
        return

    def lost(kind, scope):
        given = Consent.objects.filter(person=OuterRef("person"), kind=kind, scope=scope)
        valid = Consent.objects.valid(today).filter(person=OuterRef("person"), kind=kind, scope=scope)
        return Exists(given.filter(status=Consent.Status.WITHDRAWN)) & ~Exists(valid)

    rows = Side.objects.filter(
        lost(ConsentKind.PROCESSING, "") | lost(ConsentKind.PARTICIPATION, OuterRef("pair__programme__code")),
        is_open=True,
        pair__in=Pair.objects.running().exclude(status=Pair.Status.CLOSING),
    )
    for side in rows.select_related("person", "pair"):
        is_stopped = side.pair.status == Pair.Status.SUSPENDED
        yield Task(
            text=(
                "Согласие отозвано, работа пары остановлена: подготовьте приказ о досрочном завершении"
                if is_stopped
                else "Согласие отозвано, данные закрыты: решите, что будет с парой"
            ),
            who=side.person.short_name,
            url=to("pair_end_early", side.pair_id) if is_stopped else to("pair_detail", side.pair_id),
            button="Подготовить приказ" if is_stopped else "К паре",
            urgent=True,
        )


ALL = {
    "programs.pair_waits_for_my_yes": lines(pair_waits_for_my_yes),
    "programs.pair_ends_soon": lines(pair_ends_soon),
    "programs.consent_taken_back": lines(consent_taken_back),
}
