"""The mentors' council («методическое объединение», «совет»): its meetings, decisions and plan (АБР-П 3.4–3.5).

Who sits in it are dated appointments that an order makes (programs/orders/offices.py), so it has no table of members.
"""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registry.engine import access
from registry.models import Appointment, Person, StoredFile, Year

SEATS = ("council_chair", "council_member")


def members(on):
    """Appointments of those who sit in it on the day, the head first."""
    return Appointment.objects.active(on).filter(role__in=SEATS).select_related("person").order_by(
        "role", "person__name_key", "pk"
    )  # fmt: skip


class CouncilQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The office and those who sit in it."""
        return self if access.has_role(user, "curator", "director", *SEATS, on=on) else self.none()


class CouncilMeeting(models.Model):
    """A meeting with its agenda and who was there; once signed its paper is issued and nothing of it changes."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="+", verbose_name="учебный год")
    number = models.PositiveSmallIntegerField("протокол №")
    held_on = models.DateField("дата")
    agenda = models.TextField("повестка", max_length=2000)
    present = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name="присутствовали")
    guests = models.CharField("приглашены", max_length=300, blank=True)
    signed_on = models.DateField("подписан", null=True, blank=True)
    paper = models.OneToOneField("registry.Paper", on_delete=models.PROTECT, null=True, blank=True, editable=False)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="скан подписанного"
    )
    original_place = models.CharField("где лежит подлинник", max_length=200, blank=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "заседание совета наставников"
        verbose_name_plural = "заседания совета наставников"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="council_number_once",
                violation_error_message="Протокол с этим номером в этом году уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(paper__isnull=False), name="council_signed_has_its_paper"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Протокол № {self.number} от {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("programs:council_meeting", args=[self.pk])


class CouncilDecision(models.Model):
    """What was decided, who does it and until when."""

    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField("решили", max_length=500)
    who = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ответственный"
    )
    due = models.DateField("срок", null=True, blank=True)
    done_on = models.DateField("исполнено", null=True, blank=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "решение совета наставников"
        verbose_name_plural = "решения совета наставников"
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due__isnull=True) | Q(who__isnull=False), name="council_due_has_somebody"
            )
        ]

    def __str__(self):
        return self.text[:80]


class CouncilPlanLine(models.Model):
    """A line of the plan of the year."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="+", verbose_name="учебный год")
    due = models.DateField("когда")
    what = models.CharField("что", max_length=300)
    who = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ответственный"
    )
    done_on = models.DateField("сделано", null=True, blank=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "строка плана совета наставников"
        verbose_name_plural = "план совета наставников"
        ordering = ["due", "pk"]

    def __str__(self):
        return self.what
