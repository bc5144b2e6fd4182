"""Situations of the bases for «Сегодня»."""

from django.db.models import Q
from django.urls import reverse

from registry.actions import year_turn
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Employment, Enrolment, Mentee
from registry.text import add_months

MONTHS = 12


def need_to_review(user, today):
    """A teacher's need that nobody has looked at for a year (АБР-П 3.4: не реже одного раза в год)."""
    if not access.may(user, "registry.mentee_edit"):
        return
    day = add_months(today, -MONTHS)
    old = Q(reviewed_on__lte=day) | Q(reviewed_on__isnull=True, entered_on__lte=day)
    working = Employment.objects.active(today).values("person")
    rows = Mentee.objects.visible_to(user, today).filter(old, kind="teacher", person__in=working)
    for card in rows.select_related("person"):
        yield Task(
            text="Проверьте, нужна ли ещё педагогу помощь: список обновляют раз в год",
            who=card.person.short_name,
            url=reverse("registry:mentee_detail", args=[card.pk]) + "#review",
            button="Проверить",
            due=add_months(card.reviewed_on or card.entered_on, MONTHS),
        )


def year_to_turn(user, today):
    """The next year begins soon (or has begun), and pupils still stand in last year's classes."""
    if not access.may(user, "registry.year_edit") or not access.has_role(user, "curator", on=today):
        return
    turn = year_turn.the_turn()
    if turn is None or today < turn.starts - year_turn.DAYS_AHEAD:
        return
    if Enrolment.objects.filter(school_class__year=turn.former, ends__isnull=True).exists():
        yield Task(
            text=f"Переведите классы на {turn.name} учебный год",
            url=reverse("registry:year_turn"),
            button="Перевести",
            due=turn.starts,
        )


ALL = {
    "registry.need_to_review": lines(need_to_review),
    "registry.year_to_turn": lines(year_to_turn),
}
