"""What a school gives to people of a programme: statements about their mentoring, letters and diplomas."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.orders import Order
from programs.models.pairs import Pair
from programs.models.programme import Programme
from registry.engine import access
from registry.models import Paper, Person


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office: all; a person: the papers about himself; a parent: about the child; a mentor: what he wrote."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        mine = access.related(user, "self", "my_child", on=on)
        me = access.person_of(user)
        return self.filter(Q(person__in=mine) | Q(prepared_by=me), paper__file__closed_on__isnull=True)


class Statement(models.Model):
    """An issued paper about a person's mentoring, in the journal of statements with a number of its own."""

    KINDS = [
        ("certificate", "справка о наставнической деятельности"),
        ("confirmation", "подтверждение наставничества"),
        ("characteristic", "характеристика наставляемого"),
    ]

    kind = models.CharField("документ", max_length=15, choices=KINDS)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements", verbose_name="о ком")
    pair = models.ForeignKey(
        Pair, on_delete=models.PROTECT, null=True, blank=True, related_name="statements", verbose_name="пара"
    )
    purpose = models.CharField("для чего", max_length=200, blank=True)
    number = models.CharField("номер", max_length=30)
    date = models.DateField("дата")
    calendar_year = models.PositiveSmallIntegerField(editable=False)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="составил")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="statement")

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "справка или характеристика"
        verbose_name_plural = "журнал справок и характеристик"
        ordering = ["-date", "-pk"]
        constraints = [models.UniqueConstraint(fields=["calendar_year", "number"], name="one_statement_number_a_year")]

    def __str__(self):
        return f"{self.get_kind_display().capitalize()} № {self.number}: {self.person.short_name}"

    def get_absolute_url(self):
        return self.paper.file.get_absolute_url()


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office: all; a person and a parent: their own."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(person__in=access.related(user, "self", "my_child", on=on))


class Award(models.Model):
    """One sheet of a batch: for whom, for what, on what ground, under its own number (ОЧ-П 8.1)."""

    LAYOUTS = [
        ("diploma", "грамота или благодарность человеку"),
        ("parents", "письмо родителям наставника-обучающегося"),
        ("enterprise", "письмо организации наставника"),
    ]

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="awards", verbose_name="программа")
    layout = models.CharField("макет", max_length=10, choices=LAYOUTS)
    kind = models.CharField("вид поощрения", max_length=150)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards", verbose_name="за чью работу")
    addressee = models.CharField("кому", max_length=300)
    reason = models.CharField("за что", max_length=400)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="awards", verbose_name="приказ"
    )
    ground = models.CharField("основание", max_length=200, blank=True)
    number = models.CharField("номер", max_length=30)
    date = models.DateField("дата")
    calendar_year = models.PositiveSmallIntegerField(editable=False)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="подготовил")
    batch = models.SlugField("пачка", max_length=12, default="", editable=False)
    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="award", verbose_name="лист"
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "поощрение"
        verbose_name_plural = "журнал поощрений"
        ordering = ["-date", "-pk"]
        constraints = [models.UniqueConstraint(fields=["calendar_year", "number"], name="one_award_number_a_year")]

    def __str__(self):
        return f"{self.kind}, № {self.number}: {self.addressee}"

    def get_absolute_url(self):
        return reverse("programs:award_list") + f"?q={self.number}"
