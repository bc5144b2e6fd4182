"""What moves the whole base: the September wizard's draft, and two cards of one human made one."""

from django.db import models
from django.urls import reverse

from registry.models.people import Person
from registry.models.school import Year


class YearTurn(models.Model):
    """From one year's classes to the next one's: a draft until the last button, then what was done.

    `classes` maps a former class to its plan, `pupils` a pupil to the deed that differs from the class's own.
    `done` keeps the ids of what was made and ended, so that it can be undone.
    """

    former = models.OneToOneField(Year, on_delete=models.PROTECT, related_name="turn", verbose_name="прошлый год")
    name = models.CharField("новый учебный год", max_length=9)
    starts = models.DateField("начало")
    ends = models.DateField("окончание")
    first_classes = models.CharField("новые классы", max_length=200, blank=True)
    classes = models.JSONField(default=dict)
    pupils = models.JSONField(default=dict)
    done = models.JSONField(default=dict, blank=True)
    done_on = models.DateField("переведены", null=True, blank=True)

    class Meta:
        verbose_name = "перевод на новый учебный год"
        verbose_name_plural = "переводы на новый учебный год"
        ordering = ["-starts", "pk"]

    def __str__(self):
        return f"Перевод на {self.name} учебный год"

    def get_absolute_url(self):
        return reverse("registry:year_turn")


class Merge(models.Model):
    """Two cards of one human became one; lines of the journal about the lost one are found by its number."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges", verbose_name="кто остался")
    lost_id = models.CharField("номер прежней карточки", max_length=20, unique=True)
    lost_name = models.CharField("как она называлась", max_length=250)
    merged_on = models.DateField("объединены")

    class Meta:
        verbose_name = "объединение карточек"
        verbose_name_plural = "объединения карточек"
        ordering = ["-merged_on", "-pk"]

    def __str__(self):
        return f"{self.lost_name} → {self.kept}"


class DifferentPeople(models.Model):
    """Two people who look like one, and are not: the curator has looked."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_on = models.DateField("когда сказано")

    class Meta:
        ordering = ["pk"]
        verbose_name = "разные люди"
        verbose_name_plural = "разные люди"
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="different_people_once")]

    def __str__(self):
        return f"{self.one} и {self.other}"
