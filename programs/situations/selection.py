"""Candidates, the commission, papers of mentors from outside, and pages on the site."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from programs.models import (
    Candidacy,
    Commission,
    CommissionMember,
    Conflict,
    Contest,
    Decision,
    Minutes,
    Pair,
    Portfolio,
    PortfolioDocument,
    Publication,
    RegisterEntry,
    Sheet,
    Side,
    Vote,
)
from programs.situations.base import is_curator, to
from registry.engine import access, consents
from registry.engine.tasks import Task, lines
from registry.models import Certificate, Guardianship, Mentor
from registry.text import count

SOON = datetime.timedelta(days=30)


def _free_to_judge(me, today):
    """Candidates whom this person may judge: not himself, no conflict of interest, no tie that the school knows."""
    declared = Conflict.objects.filter(candidacy=OuterRef("pk"), person=me)
    ties = Guardianship.objects.active(today)
    near = Q(mentor__person__in=ties.filter(guardian=me).values("child")) | Q(
        mentor__person__in=ties.filter(child=me).values("guardian")
    )
    rows = Candidacy.objects.filter(~Exists(declared), status=Candidacy.Status.NOMINATED)
    return rows.exclude(near).exclude(mentor__person=me).select_related("mentor__person")


def sheet_to_fill(user, today):
    """The criteria sheet: a member's own, and the curator's while nobody has handed one in (ОЧ-П 2.12)."""
    me, keeper = access.person_of(user), is_curator(user, today)
    seats = CommissionMember.objects.filter(person=me, commission__is_working=True)
    handed = Sheet.objects.filter(candidacy=OuterRef("pk"), handed_on__isnull=False)
    voted = Vote.objects.filter(candidacy=OuterRef("pk"), person=me)
    mine = Q(programme__in=seats.values("commission__programme")) & ~Exists(handed.filter(by=me)) & ~Exists(voted)
    if not keeper:
        mine &= consents.open_q("selection", today, person="mentor__person_id")
    for candidacy in _free_to_judge(me, today).filter(mine | ~Exists(handed) if keeper else mine):
        yield Task(
            text="Оцените кандидата по критериям отбора",
            who=candidacy.mentor.person.short_name,
            url=to("candidacy_detail", candidacy.pk, anchor="criteria"),
            button="Заполнить лист",
            due=candidacy.nominated_on + datetime.timedelta(days=14),
        )


def vote_to_cast(user, today):
    """A member who has handed in the sheet and has not voted yet on an application."""
    me = access.person_of(user)
    seats = CommissionMember.objects.filter(person=me, commission__is_working=True)
    handed = Sheet.objects.filter(candidacy=OuterRef("pk"), by=me, handed_on__isnull=False)
    voted = Vote.objects.filter(candidacy=OuterRef("pk"), person=me)
    rows = _free_to_judge(me, today).filter(
        Exists(handed), ~Exists(voted), way="application", programme__in=seats.values("commission__programme")
    )
    for candidacy in rows:
        yield Task(
            text="Проголосуйте по заявлению кандидата",
            who=candidacy.mentor.person.short_name,
            url=to("candidacy_detail", candidacy.pk, anchor="vote"),
            button="К голосованию",
        )


def application_without_minutes(user, today):
    """Applications pass through the commission; nobody has put these before it (ОЧ-П 2.13)."""
    if not is_curator(user, today):
        return
    waiting = Q(
        programme__candidacies__way="application", programme__candidacies__status="nominated",
        programme__candidacies__decisions__isnull=True,
    )  # fmt: skip
    rows = (
        Commission.objects.filter(waiting, is_working=True)
        .annotate(waiting=Count("programme__candidacies", distinct=True))
        .select_related("programme__year")
    )
    for commission in rows:
        waiting = count(commission.waiting, "заявление ждёт", "заявления ждут", "заявлений ждут")
        yield Task(
            text=f"Проведите заседание комиссии: {waiting} решения",
            who=str(commission.programme),
            url=to("minutes_new", commission.pk),
            button="Начать протокол",
        )


def minutes_to_sign(user, today):
    """The chair's signature makes the decisions hold."""
    rows = Minutes.objects.filter(
        Exists(Decision.objects.filter(minutes=OuterRef("pk"))),
        status=Minutes.Status.DRAFT,
        commission__members__person=access.person_of(user),
        commission__members__seat="chair",
    )
    for minutes in rows:
        yield Task(
            text="Подпишите протокол комиссии",
            who=f"№ {minutes.number}",
            url=to("minutes_detail", minutes.pk, anchor="sign"),
            button="К протоколу",
            due=minutes.held_on + datetime.timedelta(days=3),
        )


def certificate_ends(user, today):
    """A mentor from outside in the register whose paper ends within a month, or has ended (ОЧ-П 5.1)."""
    if not is_curator(user, today):
        return
    newer = Certificate.objects.filter(
        mentor=OuterRef("mentor"), kind=OuterRef("kind"), valid_until__gt=OuterRef("valid_until")
    )
    listed = RegisterEntry.objects.active(today).filter(mentor=OuterRef("mentor"))
    running = Side.objects.filter(
        person=OuterRef("mentor__person"), role="mentor", is_open=True, pair__in=Pair.objects.running()
    )
    rows = Certificate.objects.annotate(is_pair=Exists(running)).filter(
        ~Exists(newer),
        Exists(listed) | Exists(running),
        valid_until__lte=today + SOON,
        mentor__category__in=Mentor.OUTSIDERS,
    )
    for row in rows.exclude(kind="other").select_related("mentor__person"):
        over = row.valid_until < today
        state = "уже не действует" if over else "скоро кончится"
        state += ", а пара работает" if over and row.is_pair else ""
        yield Task(
            text=f"Запросите новый документ: {row.get_kind_display()} {state}",
            who=row.mentor.person.short_name,
            url=reverse("registry:certificate_new", args=[row.mentor_id]),
            button="Внести документ",
            due=row.valid_until,
            urgent=over,
        )


def portfolio_to_check(user, today):
    """A photograph, a document, a contest of a page that is published already: nobody has looked at it."""
    if not is_curator(user, today):
        return
    fresh = PortfolioDocument.objects.filter(portfolio=OuterRef("pk"), checked_on__isnull=True)
    made = Portfolio.objects.filter(
        Q(photo__isnull=False, photo_checked_on__isnull=True) | Exists(fresh), person=OuterRef("person")
    )
    mentored = Side.objects.filter(pair=OuterRef("pair"), person=OuterRef(OuterRef("person")), role="mentor")
    seen = Portfolio.seen_contests.through.objects.filter(
        contest=OuterRef("pk"), portfolio__person=OuterRef(OuterRef("person"))
    )
    told = Contest.objects.live().filter(
        Q(person=OuterRef("person")) & ~Q(outcome="") | Q(Exists(mentored), outcome__in=Contest.AWARDED),
        ~Exists(seen), held_on__lte=today,
    )  # fmt: skip
    shown = Mentor.objects.filter(publication__status=Publication.Status.PUBLISHED)
    for mentor in shown.filter(Exists(made) | Exists(told)).select_related("person"):
        yield Task(
            text="Посмотрите, что добавлено в портфолио наставника",
            who=mentor.person.short_name,
            url=to("publication_detail", mentor.pk, anchor="seen"),
            button="К странице",
        )


def page_without_consent(user, today):
    """The gate has closed the page already; the row still says «опубликована»."""
    if not is_curator(user, today):
        return
    rows = Publication.objects.filter(
        ~consents.open_q("publication", today, person="mentor__person_id"), status=Publication.Status.PUBLISHED
    )
    for page in rows.select_related("mentor__person"):
        yield Task(
            text="Согласие на показ кончилось: страница уже закрыта, снимите её с сайта",
            who=page.mentor.person.short_name,
            url=to("publication_detail", page.mentor_id),
            button="К странице",
            urgent=True,
        )


ALL = {
    "programs.sheet_to_fill": lines(sheet_to_fill),
    "programs.vote_to_cast": lines(vote_to_cast),
    "programs.application_without_minutes": lines(application_without_minutes),
    "programs.minutes_to_sign": lines(minutes_to_sign),
    "programs.certificate_ends": lines(certificate_ends),
    "programs.portfolio_to_check": lines(portfolio_to_check),
    "programs.page_without_consent": lines(page_without_consent),
}
