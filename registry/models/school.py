"""The school, its years and its classes."""

import datetime
import re

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

FACES = [("PT Serif", "PT Serif, с засечками"), ("PT Sans", "PT Sans, без засечек")]
SIZES = [(12, "12"), (13, "13"), (14, "14")]


def _margin(label: str, usual: int, least: int):
    """A margin of papers in millimetres, not narrower than papers usually have it (ГОСТ Р 7.0.97-2016)."""
    return models.PositiveSmallIntegerField(
        label, default=usual, validators=[MinValueValidator(least), MaxValueValidator(40)]
    )


class School(models.Model):
    """The one school of this installation; its details stand on every paper."""

    full_name = models.CharField("полное наименование", max_length=400)
    short_name = models.CharField("краткое наименование", max_length=150)
    founder = models.CharField("учредитель", max_length=300, blank=True)
    place = models.CharField("место издания документов", max_length=100, help_text="Например: с. Ромашкино")
    address = models.CharField("адрес по ЕГРЮЛ", max_length=300)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    ogrn = models.CharField("ОГРН", max_length=15, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    site = models.URLField("официальный сайт", blank=True)
    whom_to_ask = models.CharField(
        "к кому обращаться", max_length=200, blank=True, help_text="Показывается внизу каждой страницы."
    )
    helpline = models.CharField("телефон доверия", max_length=200, blank=True)
    keeps_certificate_scans = models.BooleanField(
        "хранить сканы справок о судимости и здоровье", default=False,
        help_text="Обычно достаточно номера и дат. Если выключить, сохранённые сканы справок будут уничтожены.",
    )  # fmt: skip

    paper_face = models.CharField("шрифт документов", max_length=10, choices=FACES, default="PT Serif")
    paper_size = models.PositiveSmallIntegerField("размер шрифта", choices=SIZES, default=14)
    paper_left = _margin("поле слева, мм", 30, 20)
    paper_right = _margin("поле справа, мм", 10, 10)
    paper_top = _margin("поле сверху, мм", 20, 20)
    paper_bottom = _margin("поле снизу, мм", 20, 20)

    class Meta:
        ordering = ["pk"]
        verbose_name = "школа"
        verbose_name_plural = "школа"

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("registry:school_edit")

    @property
    def other_phone(self) -> str:
        """The telephone to name beside `whom_to_ask`; empty where the words themselves already hold one."""
        return "" if len(re.findall(r"\d", self.whom_to_ask)) >= 5 else self.phone

    @classmethod
    def get(cls):
        """The school, or an unsaved empty one before the first hour is over."""
        return cls.objects.first() or cls()


class YearQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def on(self, day: datetime.date):
        return self.filter(starts__lte=day, ends__gte=day)


class Year(models.Model):
    """A school year; exactly one is active, the earlier ones are read only."""

    name = models.CharField("учебный год", max_length=9, unique=True, help_text="Например: 2026/2027")
    starts = models.DateField("начало")
    ends = models.DateField("окончание")
    is_active = models.BooleanField("текущий", default=False)

    objects = YearQuerySet.as_manager()

    class Meta:
        verbose_name = "учебный год"
        verbose_name_plural = "учебные годы"
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="year_ends_after_start"),
            models.UniqueConstraint(fields=["is_active"], condition=Q(is_active=True), name="one_active_year"),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def around(cls, day: datetime.date):
        """An unsaved year that holds the day: from 1 September to 31 August."""
        first = day.year if day.month >= 9 else day.year - 1
        return cls(
            name=f"{first}/{first + 1}",
            starts=datetime.date(first, 9, 1),
            ends=datetime.date(first + 1, 8, 31),
        )


class SchoolClass(models.Model):
    """A class of one year: 7 «А» of 2026/2027."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="classes", verbose_name="учебный год")
    grade = models.PositiveSmallIntegerField("параллель")
    letter = models.CharField("буква", max_length=3, blank=True)

    class Meta:
        verbose_name = "класс"
        verbose_name_plural = "классы"
        ordering = ["-year__starts", "grade", "letter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "grade", "letter"], name="one_class_of_a_name_in_a_year"),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=12), name="grade_from_1_to_12"),
        ]

    def __str__(self):
        return f"{self.grade}\u00a0«{self.letter}»" if self.letter else f"{self.grade}"
