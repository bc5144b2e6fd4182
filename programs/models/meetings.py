"""The log of a pair: meetings ahead, held and not held, who was there, and the other side's yes."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.pairs import Pair
from registry.models import Person


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        return self.filter(pair__in=Pair.objects.visible_to(user, on).values("pk"))

    def held(self):
        return self.filter(annulled_on__isnull=True)


class Meeting(models.Model):
    """A line of the log. Annulled, not deleted, and only while nobody has confirmed it."""

    KINDS = [
        ("organisational", "организационная"),
        ("trial", "пробная рабочая"),
        ("planning", "встреча-планирование"),
        ("regular", "регулярная"),
        ("final", "заключительная"),
        ("consultation", "консультация"),
    ]
    ORDER = ["organisational", "trial", "planning", "regular", "final"]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="meetings", verbose_name="пара")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="наставник")
    kind = models.CharField("вид встречи", max_length=15, choices=KINDS)
    held_on = models.DateField("дата")
    minutes = models.PositiveSmallIntegerField("сколько минут", default=45)
    place = models.CharField("место или ссылка", max_length=200, blank=True)
    done = models.TextField("что сделано", max_length=1500)
    next_time = models.CharField("к следующей встрече", max_length=500, blank=True)
    logged_on = models.DateField("записана")
    annulled_on = models.DateField("вычеркнута", null=True, blank=True)
    annulled_note = models.CharField("почему вычеркнута", max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "встреча"
        verbose_name_plural = "встречи"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on__lte=models.F("logged_on")),
                name="meeting_logged_after_it_was_held",
                violation_error_message="Встречу записывают после того, как она прошла.",
            )
        ]

    def __str__(self):
        return f"Встреча {self.held_on:%d.%m.%Y}, {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("programs:pair_detail", args=[self.pair_id]) + f"#meeting-{self.pk}"


class Confirmation(models.Model):
    """The mentee's or the guardian's yes to a meeting."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="confirmation")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто подтвердил")
    confirmed_on = models.DateField("когда")
    by_link = models.BooleanField("по личной ссылке", default=False)

    class Meta:
        verbose_name = "подтверждение встречи"
        verbose_name_plural = "подтверждения встреч"

    def __str__(self):
        return f"{self.person.short_name}, {self.confirmed_on:%d.%m.%Y}"
