"""Requests, the words of third parties, and consents on the way into the base."""

import datetime

from django.db.models import Count, Exists, FilteredRelation, Min, OuterRef, Q
from django.urls import reverse

from programs.models import Candidacy, Request, ThirdPartyNote
from programs.situations.base import WEEK, is_curator, to
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Consent, ConsentKind, SchoolClass
from registry.text import count


def request_from_site(user, today):
    """Typed words without a person: somebody has to say whose they are."""
    if not is_curator(user, today):
        return
    for request in Request.objects.filter(status=Request.Status.RECEIVED, person=None):
        yield Task(
            text="Прочитайте запрос с сайта и свяжите его с человеком",
            who=request.typed_name,
            url=to("request_tie", request.pk),
            button="Разобрать запрос",
            due=request.received_on + WEEK,
        )


def request_to_analyse(user, today):
    """The need is not clear yet (ОЧ-П 2.11)."""
    if not is_curator(user, today):
        return
    rows = Request.objects.filter(status=Request.Status.RECEIVED, person__isnull=False).select_related("person")
    for request in rows:
        yield Task(
            text="Уточните потребность и запишите вывод по запросу",
            who=request.person.short_name,
            url=to("request_detail", request.pk, anchor="analysis"),
            button="К запросу",
            due=request.received_on + 2 * WEEK,
        )


def note_asked(user, today):
    """My word on a pupil is asked (ОЧ-П 3.2)."""
    rows = ThirdPartyNote.objects.filter(
        author=access.person_of(user), answered_on=None, request__status__in=["received", "analysed"]
    )
    for note in rows.select_related("request__person"):
        yield Task(
            text="Расскажите, что знаете об ученике: это поможет подобрать наставника",
            who=note.request.person.short_name,
            url=to("note_write", note.pk),
            button="Написать",
            due=note.asked_on + WEEK,
        )


def papers_awaited(user, today):
    """Consents of those who wait: one line a class, one for the adults."""
    if not is_curator(user, today):
        return
    wishes = Request.objects.filter(person=OuterRef("person"), status=Request.Status.ANALYSED)
    candidates = Candidacy.objects.filter(mentor__person=OuterRef("person"), status=Candidacy.Status.NOMINATED)
    place = "enrolment__school_class"
    rows = (
        Consent.objects.missing()
        .filter(Exists(wishes) | Exists(candidates))
        .annotate(
            enrolment=FilteredRelation(
                "person__enrolments",
                condition=Q(person__enrolments__ends__isnull=True) | Q(person__enrolments__ends__gte=today),
            )
        )
        .values(place, f"{place}__grade", f"{place}__letter")
        .annotate(people=Count("person", distinct=True), since=Min("expected_on"))
        .order_by(f"{place}__grade", f"{place}__letter")
    )
    for row in rows:
        is_class = row[place] is not None
        title = str(SchoolClass(grade=row[f"{place}__grade"], letter=row[f"{place}__letter"])) if is_class else ""
        yield Task(
            text=f"Соберите подписанные согласия: {count(row['people'], 'человек', 'человека', 'человек')}",
            who=f"{title} класс" if is_class else "Взрослые",
            url=reverse("registry:consent_list") + (f"?group={row[place]}" if is_class else ""),
            button="К согласиям",
            due=row["since"] + datetime.timedelta(days=14),
        )


def request_to_admit(user, today):
    """Analysed, and both papers are here: into the base (ОЧ-П 2.11)."""
    if not is_curator(user, today):
        return
    valid = Consent.objects.valid(today).filter(person=OuterRef("person"))
    rows = Request.objects.filter(
        Exists(valid.filter(kind=ConsentKind.PROCESSING, scope="")),
        Exists(valid.filter(kind=ConsentKind.PARTICIPATION, scope=OuterRef("programme__code"))),
        status=Request.Status.ANALYSED,
    )
    for request in rows.select_related("person"):
        yield Task(
            text="Согласия получены: включите в базу",
            who=request.person.short_name,
            url=to("request_detail", request.pk, anchor="moves-title"),
            button="К запросу",
        )


ALL = {
    "programs.request_from_site": lines(request_from_site),
    "programs.request_to_analyse": lines(request_to_analyse),
    "programs.note_asked": lines(note_asked),
    "programs.papers_awaited": lines(papers_awaited),
    "programs.request_to_admit": lines(request_to_admit),
}
