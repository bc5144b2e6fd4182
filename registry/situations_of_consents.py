"""Situations of consents and of the legal terms that begin when one is taken back."""

import datetime

from django.db.models import Q
from django.urls import reverse

from registry import gaps
from registry.engine import access
from registry.engine import consents as gate
from registry.engine.tasks import Task, lines
from registry.models import Consent, Duty, Person
from registry.text import add_months, count, initials, short_date

SOON = datetime.timedelta(days=3)


def _duties(rows, **more):
    for duty in rows.select_related("kind", "person"):
        yield Task(
            text=f"{duty.kind.title} ({duty.kind.ground})",
            who=duty.person.short_name,
            url=duty.get_absolute_url() + "#done",
            button="Отметить, что сделано",
            due=duty.due_on,
            **more,
        )


def duty_due(user, today):
    """A legal term runs: what to do and until when."""
    if access.has_role(user, "curator", on=today):
        rows = Duty.objects.open().filter(due_on__gte=today, request__isnull=True)  # demands have their own line
        yield from _duties(rows.filter(due_on__lte=today + SOON), urgent=True)
        yield from _duties(rows.filter(due_on__gt=today + SOON))


def duty_overdue(user, today):
    """A legal term has passed: the curator does it, the director knows."""
    if not access.has_role(user, "curator", "director", on=today):
        return
    is_curator = access.has_role(user, "curator", on=today)
    for duty in Duty.objects.overdue(today).select_related("kind", "person"):
        yield Task(
            text=f"Срок по закону прошёл {short_date(duty.due_on)}: {duty.kind.title.lower()}",
            who=duty.person.short_name,
            url=duty.get_absolute_url() + ("#done" if is_curator else ""),
            button="Отметить, что сделано" if is_curator else "Открыть",
            due=duty.due_on,
            urgent=True,
        )


def consents_missing(user, today):
    """How many people lack a paper, and the list in one click; a class teacher gets the own class."""
    is_curator = access.has_role(user, "curator", on=today)
    if not is_curator and not access.has_role(user, "class_teacher", on=today):
        return
    people = Person.objects.visible_to(user, today)
    if not is_curator:
        people = people.filter(pk__in=access.related(user, "my_class", on=today))
    waiting = Consent.objects.filter(gaps.awaited(today), person__in=people.values("pk"))
    missing = people.filter(pk__in=waiting.values("person")) | people.filter(pk__in=gaps.unasked(people).values("pk"))
    number = missing.distinct().count()
    if number:
        yield Task(
            text=f"Соберите согласия: не хватает у {count(number, 'человека', 'человек', 'человек')}",
            url=reverse("registry:consent_list"),
            button="Кого не хватает",
        )


def consents_end_soon(user, today):
    """Within a month some consents end: the next ones are asked for beforehand."""
    if not access.has_role(user, "curator", on=today):
        return
    adults = Person.objects.filter(_comes_of_age(today))
    rows = Consent.objects.filter(gaps.ending(today)).exclude(person__in=adults.values("pk"))
    first = rows.order_by("valid_until", "pk").first()
    if first:
        yield Task(
            text="Скоро кончатся согласия, запросите новые: " + count(rows.count(), "бумага", "бумаги", "бумаг"),
            url=reverse("registry:consent_list") + "?show=ends",
            button="Показать какие",
            due=first.valid_until,
        )


def consents_ran_out(user, today):
    """The term is over and the data are closed until a new paper comes."""
    if not access.has_role(user, "curator", on=today):
        return
    rows = Consent.objects.filter(gaps.awaited(today), status="valid")
    for consent in rows.select_related("person"):
        yield Task(
            text=f"Срок согласия {consent.get_kind_display()} истёк, данные закрыты: запросите новое",
            who=consent.person.short_name,
            url=reverse("registry:consent_ask", args=[consent.person_id]),
            button="Запросить",
            due=consent.valid_until,
            urgent=True,
        )


def _comes_of_age(today):
    """Eighteen within a month."""
    latest = add_months(today + gate.RENEW, -18 * 12)
    return Q(birth_date__gt=add_months(today, -18 * 12), birth_date__lte=latest, erased_at__isnull=True)


def consent_at_18(user, today):
    """Thirty days before eighteen: the new consent is the person's own (domain §4.3, row 53)."""
    if not access.has_role(user, "curator", on=today):
        return
    rows = Consent.objects.filter(
        gaps.ending(today), person__in=Person.objects.filter(_comes_of_age(today)).values("pk")
    )
    people = rows.order_by("person__name_key").values_list(
        "person", "person__birth_date", "person__last_name", "person__first_name", "person__middle_name"
    )
    for person, born, *names in people.distinct():
        birthday = add_months(born, 18 * 12)
        yield Task(
            text=f"Новое согласие: {short_date(birthday)} исполняется 18, дальше человек подписывает сам",
            who=initials(*names),
            url=reverse("registry:consent_ask", args=[person]),
            button="Запросить новое",
            due=birthday,
        )


ALL = {
    "registry.duty_due": lines(duty_due),
    "registry.duty_overdue": lines(duty_overdue),
    "registry.consents_missing": lines(consents_missing),
    "registry.consents_end_soon": lines(consents_end_soon),
    "registry.consents_ran_out": lines(consents_ran_out),
    "registry.consent_at_18": lines(consent_at_18),
}
