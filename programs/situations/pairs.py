"""Pairs at work: consent to a pair, plans, meetings, ends, and consents that were taken back."""

import datetime

from django.db.models import Exists, OuterRef, Q

from programs.models import Pair, PairAgreement, Plan, Side
from programs.situations.base import WEEK, is_curator, to, with_names, with_open_gate
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
            who=mark.side.person.short_name if mark.as_guardian else "",
            url=to("pair_detail", mark.pair_id, anchor="answer"),
            button="Ответить",
            due=mark.pair.proposed_on + WEEK,
        )


def _my_plans(user, today):
    mine = Side.objects.filter(person=access.person_of(user), role="mentor", is_open=True).values("pair")
    return with_open_gate(Pair.objects.ordered().filter(pk__in=mine, plan__status=Plan.Status.DRAFT), today)


def plan_to_fill(user, today):
    """The mentor fills the pair's plan (ОЧ-П 5.1)."""
    for pair, names in with_names(_my_plans(user, today).filter(plan__remark=""), "plan"):
        yield Task(
            text="Заполните индивидуальный план и передайте куратору",
            who=names,
            url=to("plan_edit", pair.plan.pk),
            button="Заполнить план",
            due=pair.starts + 2 * WEEK,
        )


def plan_came_back(user, today):
    """The curator's remark waits for the mentor."""
    for pair, names in with_names(_my_plans(user, today).exclude(plan__remark=""), "plan"):
        yield Task(
            text="Поправьте план по замечанию и передайте снова",
            who=names,
            url=to("plan_edit", pair.plan.pk),
            button="Поправить план",
            due=today,
        )


def plan_to_agree(user, today):
    """A plan at the curator's table, not sent by himself and not of his own pair."""
    if not is_curator(user, today):
        return
    me = access.person_of(user)
    own = Side.objects.filter(person=me, role="mentor", is_open=True).values("pair")
    pairs = Pair.objects.filter(plan__status=Plan.Status.SUBMITTED).exclude(plan__submitted_by=me).exclude(pk__in=own)
    for pair, names in with_names(pairs, "plan"):
        yield Task(
            text="Прочитайте план и согласуйте или верните с замечанием",
            who=names,
            url=to("plan_detail", pair.plan.pk, anchor="moves-title"),
            button="К плану",
            due=pair.plan.submitted_on + WEEK,
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
    "programs.plan_to_fill": lines(plan_to_fill),
    "programs.plan_came_back": lines(plan_came_back),
    "programs.plan_to_agree": lines(plan_to_agree),
    "programs.pair_ends_soon": lines(pair_ends_soon),
    "programs.consent_taken_back": lines(consent_taken_back),
}
