"""A mentee's way between the request and the pair: the talk, conclusions that were mended, help without a pair."""

import datetime

from django.db import models
from django.db.models import Q

from programs.models.intake import Request
from registry.engine import access
from registry.models import Person


class TalkQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office, psychologist and social worker; never the mentee, whoever it is, the parents, the mentor."""
        if access.has_role(user, "curator", "director", "psychologist", "social_worker", on=on):
            seen = self.filter(request__in=Request.objects.visible_to(user, on).values("pk"))
            return seen.exclude(request__person=access.person_of(user))
        return self.none()

    def held(self):
        return self.filter(held_on__isnull=False)


class Talk(models.Model):
    """A diagnostic talk: entrusted to somebody, then held and written down (ОЧ-П 2.11)."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="talks")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="talks", verbose_name="кто проводит")
    asked_on = models.DateField("поручена")
    due = models.DateField("до какого дня", null=True, blank=True)
    held_on = models.DateField("проведена", null=True, blank=True)
    result = models.TextField("что показала беседа", max_length=3000, blank=True)
    special = models.TextField("особые отметки", max_length=2000, blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = "диагностическая беседа"
        verbose_name_plural = "диагностические беседы"
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(held_on__isnull=True), name="one_talk_ahead"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | ~Q(result=""), name="held_talk_has_a_result"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Беседа: {self.request.name}"


class MendedConclusion(models.Model):
    """What the conclusion said before somebody mended it, and why it was mended."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="mended")
    said = models.TextField("прежний вывод", max_length=2000)
    needs = models.CharField("прежние потребности", max_length=1000, blank=True)
    reason = models.CharField("почему исправлен", max_length=300)
    mended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто исправил")
    mended_on = models.DateField("исправлен")

    class Meta:
        verbose_name = "исправление вывода"
        verbose_name_plural = "исправления вывода"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.mended_on:%d.%m.%Y}: {self.reason}"


class SupportQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office, psychologist and social worker, and whoever takes the step."""
        if access.has_role(user, "curator", "director", "psychologist", "social_worker", on=on):
            return self.all()
        return self.filter(who=access.person_of(user))

    def ahead(self):
        return self.filter(done_on__isnull=True)


class Support(models.Model):
    """A step of help to a mentee of the base who has no pair: what, until when, who (ОЧ-П 2.13; АБР-ДК 5.3)."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="supports")
    step = models.CharField("следующий шаг", max_length=300)
    due = models.DateField("до какого дня")
    who = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supports", verbose_name="кто делает")
    set_on = models.DateField("назначен")
    done_on = models.DateField("сделан", null=True, blank=True)
    done_note = models.CharField("что получилось", max_length=500, blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = "шаг сопровождения"
        verbose_name_plural = "сопровождение без пары"
        ordering = ["request", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(done_on__isnull=True), name="one_support_step_ahead",
                violation_error_message="Следующий шаг уже назначен: сначала отметьте, чем он кончился.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.request.name}: {self.step}"
