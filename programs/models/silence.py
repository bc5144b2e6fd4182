"""Pairs that have fallen silent, step by step, and reminders that went out."""

from django.db import models
from django.db.models import Q

from programs.models.pairs import Pair
from registry.models import Person


class Silence(models.Model):
    """No meeting for longer than the rhythm of the plan: mentor, then curator, then director are told, once each."""

    STEPS = [("mentor", "наставнику"), ("curator", "куратору"), ("director", "директору")]

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="silences", verbose_name="пара")
    since = models.DateField("последняя встреча или начало")
    mentor_on = models.DateField("напомнили наставнику", null=True, blank=True)
    curator_on = models.DateField("сказали куратору", null=True, blank=True)
    director_on = models.DateField("сказали директору", null=True, blank=True)
    ended_on = models.DateField("кончилось", null=True, blank=True)

    class Meta:
        verbose_name = "молчание пары"
        verbose_name_plural = "молчание пар"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "since"], name="one_silence_since_a_day"),
            models.UniqueConstraint(fields=["pair"], condition=Q(ended_on__isnull=True), name="one_running_silence"),
            models.CheckConstraint(
                condition=(Q(curator_on__isnull=True) | Q(mentor_on__isnull=False))
                & (Q(director_on__isnull=True) | Q(curator_on__isnull=False)),
                name="silence_is_told_in_order",
            ),
        ]

    def __str__(self):
        return f"Нет встреч с {self.since:%d.%m.%Y}"

    @property
    def steps(self) -> list:
        """[(«наставнику», day or None)] in the order in which they are told."""
        return [(words, getattr(self, f"{name}_on")) for name, words in self.STEPS]


class Reminder(models.Model):
    """Somebody was reminded of something; the same thing is not said twice on one day."""

    KINDS = [
        ("silent", "нет встреч"),
        ("line", "просрочено задание плана"),
        ("unmarked", "не отмечена встреча"),
        ("unconfirmed", "не подтверждена встреча"),
        ("agreement", "нет ответа о паре"),
        ("asked", "не пришёл документ"),
    ]
    HOW = [("letter", "письмом"), ("slip", "листком")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reminders", verbose_name="кому")
    kind = models.CharField("о чём", max_length=11, choices=KINDS)
    target = models.CharField("о чём именно", max_length=40)
    sent_on = models.DateField("когда")
    how = models.CharField("как", max_length=6, choices=HOW)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто")

    class Meta:
        verbose_name = "напоминание"
        verbose_name_plural = "напоминания"
        ordering = ["-sent_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "target", "sent_on"], name="one_reminder_a_day")]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.sent_on:%d.%m.%Y}"
