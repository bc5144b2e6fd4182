"""The directory of legal acts: what orders cite in their preambles, and until when it may be cited."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from registry.text import long_date


class LegalActQuerySet(models.QuerySet):
    def in_force(self, on: datetime.date):
        """Acts that may be cited in a document of the day."""
        return self.filter(Q(starts__isnull=True) | Q(starts__lte=on)).filter(Q(ends__isnull=True) | Q(ends__gte=on))


class LegalAct(models.Model):
    """A law, an order of a ministry, a letter, a document of the school (АБР-П 8.2: by levels)."""

    LEVELS = [
        ("federal", "федеральный"),
        ("regional", "региональный"),
        ("municipal", "муниципальный"),
        ("school", "школьный"),
    ]

    code = models.SlugField("код", max_length=40, unique=True)
    level = models.CharField("уровень", max_length=10, choices=LEVELS, default="federal")
    kind = models.CharField(
        "вид", max_length=120, help_text="Например: Федеральный закон, приказ Минпросвещения России."
    )
    kind_cited = models.CharField(
        "вид в преамбуле",
        max_length=120,
        help_text="В творительном падеже после «в соответствии с»: Федеральным законом.",
    )
    number = models.CharField("номер", max_length=60, blank=True)
    date = models.DateField("дата", null=True, blank=True)
    title = models.CharField("название", max_length=400)
    starts = models.DateField("действует с", null=True, blank=True)
    ends = models.DateField("действует по", null=True, blank=True)
    note = models.CharField("примечание", max_length=400, blank=True)
    is_checked = models.BooleanField(
        "сверено с официальным текстом", default=False, help_text="Отметьте, когда сверите номер, дату и срок действия."
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = LegalActQuerySet.as_manager()

    class Meta:
        verbose_name = "правовой акт"
        verbose_name_plural = "правовые акты"
        ordering = ["date", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="act_ends_after_start",
                violation_error_message="Срок действия кончается раньше, чем начинается.",
            )
        ]

    def __str__(self):
        return self.cited(self.kind)

    def get_absolute_url(self):
        return reverse("registry:act_edit", args=[self.pk])

    def cited(self, kind: str = "") -> str:
        """«Федеральным законом от 29 декабря 2012 г. № 273-ФЗ «Об образовании…»», as in a preamble."""
        parts = [kind or self.kind_cited]
        if self.date:
            parts.append(f"от {long_date(self.date)}")
        if self.number:
            parts.append(f"№\u00a0{self.number}")
        parts.append(f"«{self.title}»")
        return " ".join(parts)

    def is_in_force(self, on: datetime.date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or self.ends >= on)
