"""Duties with a legal term: what the school must do by a day, and the days on which nobody works."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registry.engine import access, calendar
from registry.models.people import Person
from registry.text import add_months


class DayOff(models.Model):
    """A day that differs from the rule of weekends and public holidays: moved off, or worked instead.

    Transfers are decided by the Government year by year (ч. 2 ст. 112 ТК РФ), so they are data to be checked.
    """

    day = models.DateField("день", unique=True)
    is_working = models.BooleanField("рабочий", default=False)
    title = models.CharField("почему", max_length=200, blank=True)
    is_checked = models.BooleanField("сверено с постановлением", default=False)

    class Meta:
        verbose_name = "день производственного календаря"
        verbose_name_plural = "производственный календарь"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%d.%m.%Y}: {'рабочий' if self.is_working else 'выходной'}"


class DutyKind(models.Model):
    """A kind of duty with its term by law: loaded from presets/consents.toml, corrected by the curator."""

    UNITS = [
        ("working", "рабочих дней"),
        ("calendar", "календарных дней"),
        ("months", "месяцев"),
        ("hours", "часов"),
    ]

    code = models.SlugField("ключ", max_length=30, unique=True)
    title = models.CharField("что сделать", max_length=200)
    advice = models.TextField("как", blank=True)
    days = models.PositiveSmallIntegerField("срок")
    unit = models.CharField("единица", max_length=8, choices=UNITS)
    more_days = models.PositiveSmallIntegerField("на сколько можно продлить", default=0)
    ground = models.CharField("основание", max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "срок по закону"
        verbose_name_plural = "сроки по закону"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def due(self, received_on: datetime.date, days: int | None = None) -> datetime.date:
        """The last day of the term; it is counted from the day after the receipt (ст. 191 ГК РФ).

        A term in hours ends on the calendar day in which its last hour lies at the latest.
        """
        days = self.days if days is None else days
        if self.unit == "working":
            return calendar.add_working_days(received_on, days)
        if self.unit == "months":
            return add_months(received_on, days)
        return received_on + datetime.timedelta(days=-(-days // 24) if self.unit == "hours" else days)


class DutyQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_on__isnull=True)

    def overdue(self, on: datetime.date):
        return self.open().filter(due_on__lt=on)

    def visible_to(self, user, on: datetime.date | None = None):
        """Curator and director: all; a person: what the school owes to him or to his child."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(person__in=access.related(user, "self", "my_child", on=on))


class Duty(models.Model):
    """One deed that the law wants done by a day: after a withdrawal, a demand, a request."""

    kind = models.ForeignKey(DutyKind, on_delete=models.PROTECT, related_name="duties", verbose_name="что сделать")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties", verbose_name="чьи данные")
    consent = models.ForeignKey(
        "registry.Consent", on_delete=models.SET_NULL, null=True, blank=True, related_name="duties"
    )
    ground = models.CharField("почему", max_length=400)
    received_on = models.DateField("поступило")
    due_on = models.DateField("сделать не позднее")
    extended = models.CharField("почему продлено", max_length=300, blank=True)
    done_on = models.DateField("сделано", null=True, blank=True)
    done_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто сделал"
    )
    note = models.CharField("что сделано", max_length=500, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "срочное дело"
        verbose_name_plural = "срочные дела"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(note=""),
                name="duty_done_says_what",
                violation_error_message="Напишите, что сделано.",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("received_on")), name="duty_due_after_receipt"),
        ]

    def __str__(self):
        return f"{self.kind.title}: {self.person.short_name}"

    def get_absolute_url(self):
        return reverse("registry:duty_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.done_on is None
