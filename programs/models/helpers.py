"""Other teachers who help a pair, with their consent, and the hours of theirs (АБР-П 4.1)."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.pairs import Pair
from registry.engine import access
from registry.models import Person


class HelperQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Whoever sees the pair, and the one who is asked."""
        me = access.person_of(user)
        return self.filter(Q(pair__in=Pair.objects.visible_to(user, on).values("pk")) | Q(person=me) if me else Q(pk=0))

    def waiting(self):
        return self.filter(answer__isnull=True, ended_on__isnull=True)

    def helping(self):
        return self.filter(answer=True, ended_on__isnull=True)


class Helper(models.Model):
    """A teacher asked to help: waits → helps (consent with its day) → ended; or refused. Nobody helps without a yes."""

    HOW = [("cabinet", "в кабинете"), ("paper", "на бумаге")]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="helpers", verbose_name="пара")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="helps", verbose_name="кто помогает")
    subject = models.CharField("чем помогает", max_length=300)
    asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="кто попросил"
    )
    asked_on = models.DateField("когда попросили")
    answer = models.BooleanField("согласие", null=True)
    answered_on = models.DateField("когда ответил", null=True, blank=True)
    how = models.CharField("как ответил", max_length=8, choices=HOW, blank=True)
    place = models.CharField("где лежит бумага", max_length=200, blank=True)
    ended_on = models.DateField("больше не помогает с", null=True, blank=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        verbose_name = "помощь другого педагога"
        verbose_name_plural = "помощь других педагогов"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person"], name="one_running_help_of_a_person",
                condition=Q(ended_on__isnull=True) & (Q(answer__isnull=True) | Q(answer=True)),
                violation_error_message="Этого педагога уже попросили.",
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True) | Q(answered_on__isnull=False), name="helper_answered_on_a_day"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Помощь: {self.person.short_name}, {self.subject}"

    def get_absolute_url(self):
        return reverse("programs:helper_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """waiting · helps · refused · ended"""
        if self.ended_on:
            return "ended"
        return "waiting" if self.answer is None else "helps" if self.answer else "refused"

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.hours.all())


class HelperHours(models.Model):
    """One time of help; counted apart from the mentor's own hours."""

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="hours", verbose_name="помощь")
    held_on = models.DateField("дата")
    minutes = models.PositiveSmallIntegerField("сколько минут")
    done = models.CharField("что сделано", max_length=300, blank=True)
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="кто внёс"
    )

    class Meta:
        verbose_name = "часы помощи"
        verbose_name_plural = "часы помощи"
        ordering = ["held_on", "pk"]

    def __str__(self):
        return f"{self.held_on:%d.%m.%Y}, {self.minutes} мин"
