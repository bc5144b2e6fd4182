"""What an order names where no other table has it: documents, posts, releases, awards, and earlier orders.

Such a row is written together with its draft and goes with it; a registered order brings it about.
"""

import datetime

from django.db import models
from django.db.models import F, Q

from programs.models.honours import Award
from programs.models.orders import Order
from programs.models.programme import Programme
from registry.models import Appointment, Person


class LocalDocumentQuerySet(models.QuerySet):
    def in_force(self, programme, kind: str, on: datetime.date):
        """The edition that holds on the day; a regulation is approved once for all programmes that follow it."""
        rows = self.filter(kind=kind, starts__lte=on).filter(Q(ends=None) | Q(ends__gte=on))
        same = {"programme__regulation": programme.regulation_id} if kind == "regulation" else {"programme": programme}
        return rows.filter(**same).order_by("starts", "pk").last()


class LocalDocument(models.Model):
    """An edition of a local act; in force from a day, until the next edition (АБР-П 9.2)."""

    KINDS = [("regulation", "положение"), ("roadmap", "дорожная карта"), ("programme", "программа года")]

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="documents", verbose_name="программа"
    )
    kind = models.CharField("документ", max_length=10, choices=KINDS)
    title = models.CharField("название", max_length=300)
    edition = models.PositiveSmallIntegerField("редакция", default=1)
    council_number = models.CharField("протокол педагогического совета №", max_length=30, blank=True)
    council_date = models.DateField("протокол от", null=True, blank=True)
    starts = models.DateField("действует с", null=True, blank=True)
    ends = models.DateField("действует по", null=True, blank=True)

    objects = LocalDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "документ школы"
        verbose_name_plural = "документы школы"
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind"], condition=Q(starts__isnull=False, ends__isnull=True),
                name="one_edition_in_force",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gte=F("starts")),
                name="edition_ends_after_start",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.programme.get_absolute_url()

    @property
    def order(self) -> Order | None:
        """The order that approved this edition."""
        line = self.order_lines.select_related("order").order_by("pk").last()
        return line.order if line else None

    @property
    def council(self) -> str:
        """«протокол от 30.08.2026 № 1», or empty while nobody has said it."""
        if not self.council_number or not self.council_date:
            return ""
        return f"протокол от {self.council_date:%d.%m.%Y} №\u00a0{self.council_number}"


class Assignment(models.Model):
    """Who is to act as curator, deputy curator or secretary; the order makes the dated fact (ОЧ-П 1.2)."""

    ROLES = [
        row for row in Appointment.ROLES
        if row[0] in ("curator", "deputy_curator", "secretary", "council_chair", "council_member")
    ]  # fmt: skip

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField("кем назначить", max_length=20, choices=ROLES, default="curator")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments", verbose_name="кого")
    starts = models.DateField("с какого дня")
    replaces = models.ForeignKey(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="вместо кого"
    )
    appointment = models.OneToOneField(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="assignment"
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто записал")

    class Meta:
        verbose_name = "назначение приказом"
        verbose_name_plural = "назначения приказом"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_role_display()}: {self.person.short_name}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()


class Release(models.Model):
    """Who is released from duties for an event, when, and who takes the lessons (АБР-П 1.4)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="releases")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="releases", verbose_name="кого")
    event = models.CharField("мероприятие", max_length=200)
    day = models.DateField("день")
    from_time = models.TimeField("с какого часа")
    until_time = models.TimeField("до какого часа")
    substitute = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="substitutions", verbose_name="кто замещает"
    )
    substitution = models.CharField("что замещает", max_length=200, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто записал")

    class Meta:
        verbose_name = "освобождение от обязанностей"
        verbose_name_plural = "освобождения от обязанностей"
        ordering = ["day", "from_time", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_time__gt=F("from_time")),
                name="release_ends_after_start",
                violation_error_message="Освобождение не может кончиться раньше, чем начнётся.",
            ),
            models.CheckConstraint(
                condition=~Q(substitute=F("person")),
                name="nobody_is_own_substitute",
                violation_error_message="Человек не может замещать сам себя.",
            ),
        ]

    def __str__(self):
        return f"{self.person.short_name}, {self.day:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()

    @property
    def hours(self) -> str:
        return f"с\u00a0{self.from_time:%H:%M} до\u00a0{self.until_time:%H:%M}"


class AwardProposal(models.Model):
    """Who is to be thanked, how and for what; the order comes first, the sheets cite its number (ТРИО-ДК 7)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="award_proposals")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="award_proposals", verbose_name="за чью работу"
    )
    layout = models.CharField("макет", max_length=10, choices=Award.LAYOUTS, default="diploma")
    kind = models.CharField("вид поощрения", max_length=150)
    reason = models.CharField("за что", max_length=400)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто записал")

    class Meta:
        verbose_name = "представление к поощрению"
        verbose_name_plural = "представления к поощрению"
        ordering = ["person__name_key", "pk"]

    def __str__(self):
        return f"{self.kind}: {self.person.short_name}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()


class OrderChange(models.Model):
    """An earlier order is to be cancelled, or named points of it to read otherwise (АБР-П 9.2)."""

    KINDS = [("cancellation", "отмена"), ("amendment", "изменение")]

    target = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="changes", verbose_name="какой приказ")
    kind = models.CharField("что с ним", max_length=12, choices=KINDS)
    reason = models.CharField("почему", max_length=300)
    points = models.JSONField("новые пункты", default=list, blank=True)
    """[[2, "Новый текст второго пункта."], …] of an amendment."""
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто записал")

    class Meta:
        verbose_name = "изменение приказа"
        verbose_name_plural = "изменения приказов"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.target}, {self.get_kind_display()}"

    def get_absolute_url(self):
        return self.target.get_absolute_url()
