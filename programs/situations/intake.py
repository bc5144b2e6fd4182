"""Requests, the words of third parties, and consents on the way into the base."""

import datetime

from django.db.models import Count, Exists, FilteredRelation, Min, OuterRef, Q
from django.urls import reverse

from programs.choosing import helped
from programs.models import Candidacy, Pair, Request, Side, Support, Talk, ThirdPartyNote
from programs.situations.base import WEEK, is_curator, to
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Consent, ConsentKind, SchoolClass
from registry.text import count, initials

MONTH = datetime.timedelta(days=30)


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
    """My word on somebody is asked, and perhaps asked again (ОЧ-П 3.2)."""
    rows = ThirdPartyNote.objects.awaited().filter(author=access.person_of(user))
    for note in rows.select_related("request__person"):
        yield Task(
            text="Расскажите, что знаете о человеке: это поможет подобрать наставника",
            who=note.request.person.short_name,
            url=to("note_write", note.pk),
            button="Написать",
            due=note.asked_on + WEEK,
            urgent=note.reminded_on is not None,
        )


def notes_silent(user, today):
    """Asked a week ago, reminded less often than once a week, and silent: one line a request."""
    if not is_curator(user, today):
        return
    late = Q(asked_on__lt=today - WEEK) & (Q(reminded_on__isnull=True) | Q(reminded_on__lt=today - WEEK))
    rows = ThirdPartyNote.objects.awaited().filter(late).values("request").annotate(
        number=Count("pk"), since=Min("asked_on")
    ).values_list("request", "request__person__last_name", "request__person__first_name",
                  "request__person__middle_name", "number", "since").order_by("since", "request")  # fmt: skip
    for request, *names, number, since in rows:
        yield Task(
            text=f"Напомните о сведениях или снимите вопрос: молчат {count(number, 'человек', 'человека', 'человек')}",
            who=initials(*names),
            url=to("request_detail", request, anchor="notes"),
            button="К сведениям",
            due=since + 2 * WEEK,
        )


def talk_to_hold(user, today):
    """A diagnostic talk was entrusted to me (ОЧ-П 2.11)."""
    rows = Talk.objects.filter(
        holder=access.person_of(user), held_on=None, request__status=Request.Status.RECEIVED
    ).select_related("request__person")  # fmt: skip
    for talk in rows:
        yield Task(
            text="Проведите диагностическую беседу и внесите её итог",
            who=talk.request.person.short_name,
            url=to("talk_hold", talk.request_id),
            button="Внести беседу",
            due=talk.due or talk.asked_on + WEEK,
        )


def _without_pair(request="pk"):
    """Whether nobody mentors the person of the request in its programme, or has to a good end."""
    prefix = "" if request == "pk" else request.removesuffix("pk")
    return ~helped(prefix) & ~Exists(
        Side.objects.filter(
            role="mentee", is_open=True, person=OuterRef(f"{prefix}person"), pair__in=Pair.objects.running(),
            pair__programme=OuterRef(f"{prefix}programme"),
        )
    )  # fmt: skip


def support_to_do(user, today):
    """A step of help to a mentee without a pair: mine; and to the curator those whose day has passed."""
    mine = Q(who=access.person_of(user))
    if is_curator(user, today):
        mine |= Q(due__lt=today)
    rows = Support.objects.ahead().filter(mine, _without_pair("request__pk"), request__status="admitted")
    for support in rows.select_related("request__person", "who"):
        over = support.due < today
        own = support.who_id == access.person_of(user).pk
        text = "Сделайте шаг сопровождения: наставника пока нет" if own else (
            f"Шаг сопровождения не отмечен, его делает {support.who.short_name}"
        )  # fmt: skip
        yield Task(
            text=text,
            who=support.request.person.short_name,
            url=to("support_done", support.pk),
            button="Отметить шаг",
            due=support.due,
            urgent=over,
        )


def support_missing(user, today):
    """A month in the base, no mentor and no next step (ОЧ-П 2.13; АБР-ДК 5.3)."""
    if not is_curator(user, today):
        return
    rows = Request.objects.filter(
        _without_pair(), ~Exists(Support.objects.ahead().filter(request=OuterRef("pk"))),
        role="mentee", status=Request.Status.ADMITTED, analysed_on__lte=today - MONTH, programme__year__is_active=True,
    )  # fmt: skip
    for request in rows.select_related("person"):
        yield Task(
            text="Наставника нет уже месяц: назначьте следующий шаг и того, кто его сделает",
            who=request.person.short_name,
            url=to("support_new", request.pk),
            button="Назначить шаг",
            due=request.analysed_on + 2 * MONTH,
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
    "programs.notes_silent": lines(notes_silent),
    "programs.talk_to_hold": lines(talk_to_hold),
    "programs.support_to_do": lines(support_to_do),
    "programs.support_missing": lines(support_missing),
    "programs.papers_awaited": lines(papers_awaited),
    "programs.request_to_admit": lines(request_to_admit),
}
