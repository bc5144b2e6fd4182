"""Pairs that change: wishes to decide on, an end that waits for a yes, a list of handover that is not finished."""

import datetime

from django.db.models import Exists, OuterRef, Q

from programs.models import EarlyEnd, EarlyEndMark, Handover, HandoverLine, PairChange, Petition, Side
from programs.situations.base import WEEK, is_curator, to
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.text import short_date

TWO_DAYS = datetime.timedelta(days=2)


def petition_to_decide(user, today):
    """For whom it is addressed to; a mentor's statement presses, for its last day is near (ОЧ-П 5.2, 6.2)."""
    if not access.has_role(user, "curator", "director", on=today):
        return
    for row in Petition.objects.visible_to(user, today).waiting().select_related("person"):
        if not access.may(user, "programs.petition_decide", row):
            continue
        is_petition = row.kind == "petition"
        yield Task(
            text="Просят другого наставника: прочитайте, поговорите и решите"
            if is_petition else f"Наставник складывает обязанности, последний день {short_date(row.last_day)}: решите",
            who=row.person.short_name,
            url=to("petition_detail", row.pk, anchor="decision"),
            button="К обращению",
            due=row.received_on + WEEK if is_petition else row.last_day,
            urgent=not is_petition and row.last_day - TWO_DAYS <= today,
        )  # fmt: skip


def petition_answered(user, today):
    """The decision on my own wish; gone once I have read it."""
    for row in Petition.objects.visible_to(user, today).answered_to(access.person_of(user)).select_related("person"):
        yes = row.status == Petition.Status.ACCEPTED
        if row.kind == "petition":
            text = f"На просьбу о другом наставнике ответили: {'да' if yes else 'нет'}. Прочитайте, что дальше"
        else:
            text = f"На ваше заявление ответили: {'да' if yes else 'нет'}. Прочитайте, что дальше"
        yield Task(
            text=text,
            child="На просьбу о другом наставнике ответили. Прочитай, что дальше",
            who="" if row.person == access.person_of(user) else row.person.short_name,
            url=to("petition_detail", row.pk, anchor="answer"),
            button="Прочитать ответ",
            due=row.decided_on,
        )


def petition_without_order(user, today):
    """Agreed to, and nobody has begun the replacement."""
    if not is_curator(user, today):
        return
    changes = PairChange.objects.filter(pair=OuterRef("pair"), kind="replacement", dropped_on=None)
    begun = changes.filter(Q(petition=OuterRef("pk")) | Q(done_on__gte=OuterRef("received_on")))
    rows = Petition.objects.visible_to(user, today).filter(
        ~Exists(begun), status=Petition.Status.ACCEPTED, pair__status__in=["ordered", "working", "suspended"]
    )
    for row in rows.select_related("person"):
        yield Task(
            text="Решено сменить наставника: выберите нового и подготовьте приказ",
            who=row.person.short_name,
            url=to("pair_replace", row.pair_id, petition=row.pk),
            button="Заменить наставника",
            due=row.last_day or row.decided_on + WEEK,
        )


def end_waits_for_my_yes(user, today):
    """A mark on an early end: my own, mine for my child, the curator's by role (ОЧ-П 2.7)."""
    me = access.person_of(user)
    mine = Q(party__in=["mentor", "mentee"], side__person=me)
    mine |= Q(party="guardian", side__person__in=access.related(user, "my_child", on=today))
    if is_curator(user, today):
        mine |= Q(party="curator")
    rows = EarlyEndMark.objects.filter(mine, answer=None, early_end__status=EarlyEnd.Status.ASKED)
    for mark in rows.select_related("early_end", "side__person"):
        yield Task(
            text="Работу предлагают завершить раньше срока: согласны ли вы?",
            child="Встречи предлагают закончить раньше. Ты за?",
            who=mark.side.person.short_name if mark.party == "guardian" else "",
            url=to("pair_detail", mark.early_end.pair_id, anchor="early-end"),
            button="Ответить",
            due=min(mark.early_end.asked_on + WEEK, mark.early_end.ends_on),
        )


def end_without_order(user, today):
    """Everybody has said yes: result, closing talk and the draft of the order."""
    if not is_curator(user, today):
        return
    rows = EarlyEnd.objects.filter(status=EarlyEnd.Status.AGREED, pair__status="working")
    for end in rows.prefetch_related("pair__sides__person"):
        yield Task(
            text="Все согласны завершить раньше срока: внесите итог и подготовьте приказ",
            who=str(end.pair),
            url=to("early_end_order", end.pk),
            button="Внести итог",
            due=end.ends_on,
        )


def handover_to_finish(user, today):
    """The new mentor has talks to hold and things to take over; the curator is told when two weeks have passed."""
    me = access.person_of(user)
    left = HandoverLine.objects.filter(handover=OuterRef("pk"), done_on=None).exclude(part="done")
    mine = Q(change__pair__in=Side.objects.filter(person=me, role="mentor", is_open=True).values("pair"),
             change__new_mentor__person=me)  # fmt: skip
    if is_curator(user, today):
        mine |= Q(made_on__lte=today - 2 * WEEK)
    rows = Handover.objects.filter(mine, Exists(left), change__pair__status__in=["ordered", "working", "suspended"])
    for row in rows.select_related("change__new_mentor__person"):
        own = row.change.new_mentor.person_id == me.pk
        yield Task(
            text="Вы приняли работу от другого наставника: поговорите и отметьте" if own
            else "Передача новому наставнику не завершена",
            who="" if own else row.change.new_mentor.person.short_name,
            url=to("handover_detail", row.pk),
            button="К листу передачи",
            due=row.made_on + 2 * WEEK,
        )  # fmt: skip


ALL = {
    "programs.petition_to_decide": lines(petition_to_decide),
    "programs.petition_answered": lines(petition_answered),
    "programs.petition_without_order": lines(petition_without_order),
    "programs.end_waits_for_my_yes": lines(end_waits_for_my_yes),
    "programs.end_without_order": lines(end_without_order),
    "programs.handover_to_finish": lines(handover_to_finish),
}
