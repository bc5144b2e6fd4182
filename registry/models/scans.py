"""Consents on their way over paper: batches that were printed, heaps of scans that came back."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.engine import access
from registry.models.consents import Consent
from registry.models.people import Person
from registry.models.school import SchoolClass
from registry.models.traces import StoredFile
from registry.text import short_date


class OfficeQuerySet(models.QuerySet):
    """What only the keepers of the school's papers may see."""

    def visible_to(self, user, on: datetime.date | None = None):
        return self.all() if access.has_role(user, "curator", "director", on=on) else self.none()


class PrintRun(models.Model):
    """A batch of prefilled consents that went out to be signed; the sheets themselves are made anew when opened."""

    title = models.CharField("для кого", max_length=120)
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="класс"
    )
    consents = models.ManyToManyField(Consent, related_name="print_runs", verbose_name="согласия")
    is_two_sided = models.BooleanField("печать с двух сторон", default=True)
    printed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто напечатал")
    printed_on = models.DateField("напечатано")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "печать согласий"
        verbose_name_plural = "печать согласий"
        ordering = ["-printed_on", "-pk"]

    def __str__(self):
        return f"Согласия для подписи: {self.title}"

    def get_absolute_url(self):
        return reverse("registry:print_paper", args=[self.pk])


class HeapQuerySet(OfficeQuerySet):
    def open(self):
        """Something in it still waits for a decision."""
        return self.filter(closed_at__isnull=True)


class Heap(models.Model):
    """Scans that were uploaded together. Its state follows from its times: read, then closed."""

    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of its files, in no order.")
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто загрузил")
    uploaded_on = models.DateField("загружена")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="класс"
    )
    job = models.ForeignKey("registry.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField("прочитана", null=True, blank=True)
    closed_at = models.DateTimeField("разобрана", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = HeapQuerySet.as_manager()

    class Meta:
        verbose_name = "пачка сканов"
        verbose_name_plural = "пачки сканов"
        ordering = ["-created_at", "pk"]

    def __str__(self):
        about = f"{self.school_class}, " if self.school_class else ""
        return f"Пачка сканов: {about}{short_date(self.uploaded_on)}"

    def get_absolute_url(self):
        return reverse("registry:heap_detail", args=[self.pk])


class HeapFile(models.Model):
    """One uploaded file of a heap; its bytes are gone once the heap is closed, its hash stays."""

    heap = models.ForeignKey(Heap, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the file as it was sent.")
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="heap_files")

    class Meta:
        verbose_name = "файл пачки"
        verbose_name_plural = "файлы пачек"
        ordering = ["heap", "position", "pk"]

    def __str__(self):
        return self.name


class PageQuerySet(OfficeQuerySet):
    def doubtful(self):
        """Pages that a person must look at."""
        return self.exclude(verdict__in=ScanPage.SETTLED)


class ScanPage(models.Model):
    """One side of a sheet: what was read on it and whose it is."""

    class Verdict(models.TextChoices):
        MATCHED = "matched", "опознана"
        BLANK = "blank", "пустая"
        THROWN = "thrown", "убрана"
        NO_CODE = "no_code", "кода не видно"
        UNKNOWN = "unknown", "код не из этой школы"
        ANSWERED = "answered", "согласие уже отмечено"
        TWO_CODES = "two_codes", "два разных кода на одной странице"
        TWICE = "twice", "такая страница в пачке уже есть"
        INCOMPLETE = "incomplete", "не хватает другой страницы этого согласия"
        ELSEWHERE = "elsewhere", "скан этого согласия уже ждёт подтверждения"
        UNREADABLE = "unreadable", "страница не открылась"

    SETTLED = ["matched", "blank", "thrown"]

    heap = models.ForeignKey(Heap, on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField("номер")
    source = models.CharField("из файла", max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="scan_pages")
    code = models.CharField("код", max_length=40, blank=True)
    sheet = models.PositiveSmallIntegerField("страница согласия", default=0)
    sheets = models.PositiveSmallIntegerField("всего страниц согласия", default=0)
    verdict = models.CharField("что с ней", max_length=12, choices=Verdict)
    consent = models.ForeignKey(
        Consent, on_delete=models.SET_NULL, null=True, blank=True, related_name="scan_pages", verbose_name="чьё"
    )
    by_hand = models.BooleanField("приложена вручную", default=False)
    note = models.CharField("почему убрана", max_length=200, blank=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "страница пачки"
        verbose_name_plural = "страницы пачек"
        ordering = ["heap", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["heap", "position"], name="scan_page_has_its_place")]

    def __str__(self):
        return f"Страница {self.position}"

    def get_absolute_url(self):
        return f"{self.heap.get_absolute_url()}#page-{self.pk}"


class HeapLine(models.Model):
    """A consent whose whole paper was found in a heap: waits to be accepted, is accepted, or was put aside."""

    heap = models.ForeignKey(Heap, on_delete=models.CASCADE, related_name="lines")
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="heap_lines", verbose_name="согласие")
    accepted_at = models.DateTimeField("принято", null=True, blank=True)
    aside_note = models.CharField("почему отложено", max_length=200, blank=True)

    class Meta:
        verbose_name = "согласие из пачки"
        verbose_name_plural = "согласия из пачек"
        ordering = ["consent__person__name_key", "consent__kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consent"],
                condition=Q(accepted_at__isnull=True, aside_note=""),
                name="consent_waits_in_one_heap",
            )
        ]

    def __str__(self):
        return str(self.consent)
