"""Values at the entry, in the middle and at the exit, and the reasons why some are missing."""

from django.db import models
from django.db.models import Q

from programs.models import Pair
from registry.models import Person


class Parameter(models.Model):
    """What is measured twice, at the entry and at the exit (МР-42/02; ОЧ-ДК2 8, 11, 30)."""

    AUDIENCES = [("pupil", "наставляемый-обучающийся"), ("teacher", "наставляемый-педагог"), ("mentor", "наставник")]
    BETTER = [("more", "больше — лучше"), ("less", "меньше — лучше")]

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("параметр", max_length=200)
    audience = models.CharField("для кого", max_length=8, choices=AUDIENCES)
    better = models.CharField("направление", max_length=4, choices=BETTER, default="more")
    minimum = models.DecimalField("от", max_digits=6, decimal_places=1, default=1)
    maximum = models.DecimalField("до", max_digits=6, decimal_places=1, default=10)
    unit = models.CharField("единица", max_length=30, blank=True)
    is_sensitive = models.BooleanField("видят только психолог и куратор", default=False)
    is_used = models.BooleanField("измеряем", default=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "параметр мониторинга"
        verbose_name_plural = "параметры мониторинга"
        ordering = ["audience", "position", "pk"]

    def __str__(self):
        return self.title


class Measurement(models.Model):
    MOMENTS = [("entry", "вход"), ("interim", "середина"), ("exit", "выход")]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="measurements", verbose_name="пара")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="measurements", verbose_name="кто")
    parameter = models.ForeignKey(Parameter, on_delete=models.PROTECT, verbose_name="параметр")
    moment = models.CharField("когда", max_length=8, choices=MOMENTS)
    value = models.DecimalField("значение", max_digits=6, decimal_places=1)
    measured_on = models.DateField("дата")
    measured_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто замерил")

    class Meta:
        verbose_name = "замер"
        verbose_name_plural = "замеры"
        ordering = ["pair", "parameter__position", "moment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "person", "parameter", "moment"], name="one_value_a_moment")
        ]

    def __str__(self):
        return f"{self.parameter}: {self.value}"


class Waiver(models.Model):
    """Why a pair works (or ends) without values, said by a person."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="waivers", verbose_name="пара")
    moment = models.CharField("когда", max_length=8, choices=Measurement.MOMENTS)
    reason = models.CharField("почему без замера", max_length=500)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто решил")
    given_on = models.DateField("дата")

    class Meta:
        ordering = ["pk"]
        verbose_name = "отказ от замера"
        verbose_name_plural = "отказы от замера"
        constraints = [
            models.UniqueConstraint(fields=["pair", "moment"], name="one_waiver_a_moment"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self):
        return self.reason
