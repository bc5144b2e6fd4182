"""Contests and conferences of those in a pair: how they prepared and what came of it (АБР-П 3.5, 4.2; КВ-Пг 4, 6)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.open_events import OfPairQuerySet
from programs.models.pairs import Pair
from registry.models import Person


class Contest(models.Model):
    """One person's part in a contest; without a result it is still being prepared, or waits for it."""

    KINDS = [("contest", "конкурс"), ("conference", "конференция"), ("olympiad", "олимпиада"), ("other", "другое")]
    LEVELS = [
        ("school", "школьный"),
        ("municipal", "муниципальный"),
        ("regional", "региональный"),
        ("federal", "всероссийский"),
        ("international", "международный"),
    ]
    TAKEN, PRIZE, WINNER = "taken", "prize", "winner"
    OUTCOMES = [("", "итогов ещё нет"), (TAKEN, "участник"), (PRIZE, "призёр"), (WINNER, "победитель")]
    AWARDED = (PRIZE, WINNER)

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="contests", verbose_name="пара")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contests", verbose_name="кто участвует")
    kind = models.CharField("что это", max_length=10, choices=KINDS, default="contest")
    title = models.CharField("название", max_length=300)
    level = models.CharField("уровень", max_length=13, choices=LEVELS)
    held_on = models.DateField("дата")
    preparation = models.TextField("как готовились", max_length=2000, blank=True)
    outcome = models.CharField("итог", max_length=6, choices=OUTCOMES, blank=True)
    result = models.CharField("подробнее об итоге", max_length=500, blank=True)
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="кто внёс"
    )
    entered_on = models.DateField("внесено")
    annulled_on = models.DateField("вычеркнуто", null=True, blank=True)
    annulled_note = models.CharField("почему вычеркнуто", max_length=300, blank=True)

    objects = OfPairQuerySet.as_manager()

    class Meta:
        verbose_name = "участие в конкурсе"
        verbose_name_plural = "участие в конкурсах"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person", "title", "held_on"], condition=Q(annulled_on__isnull=True),
                name="one_part_in_a_contest", violation_error_message="Это участие уже внесено.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"«{self.title}», {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("programs:pair_detail", args=[self.pair_id]) + f"#contest-{self.pk}"
