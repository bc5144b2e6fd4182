"""What a mentor suggests about a mentee to the head: an award or a measure (АБР-П 4.2). Read by the head alone."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.pairs import Pair
from registry.engine import access
from registry.models import Person


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The head, and whoever wrote it; neither the curator nor the family."""
        if access.has_role(user, "director", on=on):
            return self.all()
        me = access.person_of(user)
        return self.filter(author=me) if me else self.none()

    def waiting(self):
        return self.filter(decided_on__isnull=True)


class Suggestion(models.Model):
    """Written by the mentor → decided by the head: accepted or declined, with words that the author reads."""

    KINDS = [("award", "поощрить"), ("measure", "принять меру воздействия")]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="suggestions", verbose_name="пара")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="suggestions", verbose_name="о ком")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто предлагает")
    kind = models.CharField("что предлагается", max_length=7, choices=KINDS)
    words = models.TextField("за что и что именно", max_length=2000)
    written_on = models.DateField("написано")
    is_accepted = models.BooleanField("принято", null=True)
    decision = models.TextField("решение", max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто решил"
    )
    decided_on = models.DateField("решено", null=True, blank=True)
    read_on = models.DateField("решение прочитано", null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "предложение руководителю"
        verbose_name_plural = "предложения руководителю"
        ordering = ["-written_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | (Q(is_accepted__isnull=False) & ~Q(decision="")),
                name="suggestion_decided_says_what", violation_error_message="Напишите решение.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Предложение руководителю № {self.pk}"

    def get_absolute_url(self):
        return reverse("programs:suggestion_detail", args=[self.pk])
