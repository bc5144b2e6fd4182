"""What a mentee shows to others: open lessons, events, workshops, with the visitors' conclusion (К71-ДК 7)."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.pairs import Pair
from registry.models import Person


class OfPairQuerySet(models.QuerySet):
    """Lines beside the log of a pair that name one of its people."""

    def visible_to(self, user, on: datetime.date | None = None):
        """Whoever sees the pair; the page leaves out mentees whose consent no longer holds."""
        return self.filter(pair__in=Pair.objects.visible_to(user, on).values("pk"))

    def live(self):
        return self.filter(annulled_on__isnull=True)


class OpenEvent(models.Model):
    """Entered beforehand or afterwards; the conclusion comes when it is over. Struck out, not deleted."""

    KINDS = [
        ("lesson", "открытый урок"),
        ("event", "мероприятие"),
        ("workshop", "мастер-класс"),
        ("report", "выступление"),
    ]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="open_events", verbose_name="пара")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="open_events", verbose_name="кто провёл или показал"
    )
    kind = models.CharField("что это", max_length=8, choices=KINDS, default="lesson")
    held_on = models.DateField("дата")
    theme = models.CharField("тема", max_length=300)
    visitors = models.CharField("кто посетил", max_length=500, blank=True)
    conclusion = models.TextField("вывод", max_length=2000, blank=True)
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="кто внёс"
    )
    entered_on = models.DateField("внесено")
    annulled_on = models.DateField("вычеркнуто", null=True, blank=True)
    annulled_note = models.CharField("почему вычеркнуто", max_length=300, blank=True)

    objects = OfPairQuerySet.as_manager()

    class Meta:
        verbose_name = "открытый урок, мероприятие, мастер-класс"
        verbose_name_plural = "открытые уроки, мероприятия, мастер-классы"
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person", "kind", "held_on", "theme"], condition=Q(annulled_on__isnull=True),
                name="one_open_event_of_a_theme_and_day", violation_error_message="Это уже внесено.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display().capitalize()} {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("programs:pair_detail", args=[self.pair_id]) + f"#open-event-{self.pk}"
