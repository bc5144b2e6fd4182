"""Contests and conferences: entered by the mentor or the curator; what the mentor's portfolio says of them."""

from collections import Counter

from django.db import transaction
from django.db.models import Q

from programs.actions import at_work
from programs.models import Contest, Side
from registry.actions.people import may
from registry.engine import access, journal, workflow
from registry.engine.errors import Refused
from registry.text import count, short_date

FIELDS = ("kind", "title", "level", "held_on", "preparation", "outcome", "result")
WHAT = "конкурсы и конференции"


def people_of(pair) -> list:
    """Mentees first, then the mentor."""
    return [*pair.mentees, *([pair.mentor] if pair.mentor else [])]


def _judged(row, on):
    if row.person_id not in [one.pk for one in people_of(row.pair)]:
        raise Refused(f"{row.person.short_name} не состоит в этой паре.", field="person")
    at_work.inside_term(row.pair, row.held_on)
    if row.held_on > on and (row.outcome or row.result):
        raise Refused(f"{short_date(row.held_on)} ещё впереди: итог впишите потом.", field="outcome")
    same = Contest.objects.live().filter(pair=row.pair, person=row.person, title=row.title, held_on=row.held_on)
    if same.exclude(pk=row.pk).exists():
        raise Refused("Это участие уже внесено.", field="title")


@transaction.atomic
def add(pair, person, *, by, on, **fields) -> Contest:
    """Somebody of the pair takes part; the result may come later."""
    may(by, "programs.contest_edit", pair)
    row = Contest(
        pair=at_work.locked(pair, WHAT), person=person, entered_by=access.person_of(by),
        entered_on=on,
    )  # fmt: skip
    at_work.fill(row, FIELDS, fields)
    _judged(row, on)
    row.save()
    journal.write(by, "внесено участие в конкурсе", row, people=[person])
    return row


def _told(row) -> tuple:
    """What a portfolio says of it."""
    return row.person_id, row.kind, row.title, row.level, row.held_on, row.outcome


@transaction.atomic
def change(contest, *, by, on, person=None, **fields) -> Contest:
    """The preparation, the result, a mended line; what the site would say of it the curator looks at anew."""
    may(by, "programs.contest_edit", contest)
    row = at_work.to_change(contest, WHAT)
    before = _told(row)
    row.person = person or row.person
    at_work.fill(row, FIELDS, fields)
    _judged(row, on)
    row.save()
    if _told(row) != before:
        row.seen_in.clear()
    journal.write(by, "исправлено участие в конкурсе", row, people=[row.person], fields=sorted(fields))
    return row


@transaction.atomic
def annul(contest, *, by, on, note) -> Contest:
    may(by, "programs.contest_edit", contest)
    row = workflow.lock(Contest, contest.pk)
    at_work.strike(row, note=note, on=on)
    journal.write(by, "вычеркнуто участие в конкурсе", row, people=[row.person])
    return row


def told_of(person, on):
    """What a portfolio has to tell: one's own results, and prizes of those whose mentor the person is or was."""
    mentored = Side.objects.filter(person=person, role="mentor").values("pair")
    return Contest.objects.live().filter(
        Q(person=person) & ~Q(outcome="") | Q(pair__in=mentored, outcome__in=Contest.AWARDED), held_on__lte=on
    )  # fmt: skip


def seen_of(person, on):
    """The part of it that the curator has looked at: nothing else goes onto the site."""
    return told_of(person, on).filter(seen_in__person=person)


def unseen_of(person, on):
    return told_of(person, on).exclude(seen_in__person=person)


def achievements_of(person, rows) -> list[str]:
    """Sentences for the portfolio: one's own in words, those of the mentees as numbers, never by name.

    The title of a contest would point to a child of a small school; its level does not.
    """
    rows = list(rows.order_by("-held_on", "-pk"))
    found = [
        f"«{row.title}» ({row.get_kind_display()}, {row.get_level_display()} уровень, {row.held_on.year}): "
        f"{row.get_outcome_display()}"
        for row in rows if row.person_id == person.pk
    ]  # fmt: skip
    levels = Counter(row.level for row in rows if row.person_id != person.pk)
    found += [
        f"Призовые места наставляемых, {title} уровень: {levels[level]}"
        for level, title in Contest.LEVELS if levels[level]
    ]  # fmt: skip
    return found


def summary(rows) -> list[tuple[str, str, str]]:
    """(level, «3 участия», «2 призовых») of the lines of the list: what an indicator counts."""
    found = []
    for level, title in Contest.LEVELS:
        here = [row for row in rows if row.level == level]
        if here:
            won = sum(row.outcome in Contest.AWARDED for row in here)
            found.append((title, count(len(here), "участие", "участия", "участий"),
                          count(won, "призовое место", "призовых места", "призовых мест")))  # fmt: skip
    return found
