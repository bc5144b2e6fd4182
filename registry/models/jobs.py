"""Long work as a row: who asked for what, how far it is, what came out."""

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from registry.engine import access

QUIET = datetime.timedelta(seconds=60)
"""A child process that has given no sign of life for so long is gone."""


class JobQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """One's own; the office sees all."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(started_by=user)


class Job(models.Model):
    """Work over two seconds. Its state follows from its times; nobody sets it."""

    kind = models.CharField(max_length=40)
    title = models.CharField("что делается", max_length=200)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    payload = models.JSONField(default=dict, help_text="Ids only: no personal data.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict, help_text="url and said")
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "долгая работа"
        verbose_name_plural = "долгие работы"
        ordering = ["-created_at", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("registry:job_detail", args=[self.pk])

    @property
    def status(self) -> str:
        """waiting, running, done or failed."""
        if self.finished_at:
            return "failed" if self.error else "done"
        return "running" if self.begun_at else "waiting"

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    def is_lost(self, now: datetime.datetime) -> bool:
        """Neither finished nor alive: the process died, or never came up."""
        return not self.finished_at and now - (self.alive_at or self.queued_at) > QUIET
