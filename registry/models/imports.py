"""A list that the school brings in: the file, its rows as they were read and understood, and what came of them.

Raw cells live only as long as they are needed: see registry/imports/retention.py.
"""

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from registry.engine import access
from registry.models.people import Person


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Lists are brought in by curators, and what one began another may finish."""
        return self.all() if access.has_role(user, "curator", on=on) else self.none()


class ImportBatch(models.Model):
    """One file on its way into the base; its state follows from its times."""

    KINDS = [
        ("pupils", "ученики с родителями"),
        ("staff", "работники школы"),
        ("mentors", "база наставников"),
        ("mentees", "база наставляемых"),
    ]

    kind = models.CharField("что в списке", max_length=10, choices=KINDS)
    name = models.CharField("файл", max_length=200)
    file = models.ForeignKey("registry.StoredFile", on_delete=models.SET_NULL, null=True, related_name="imports")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField("когда", default=timezone.now)
    mapping = models.JSONField(default=dict, help_text="sheet → column → field, as the curator chose")
    sheets = models.JSONField(default=list, help_text="headings, notes and faults of each sheet")
    counts = models.JSONField(default=dict)
    classes = models.JSONField(default=list, help_text="classes that do not exist yet: [grade, letter]")
    made_classes = models.JSONField(default=list)
    job = models.ForeignKey("registry.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField("загружено", null=True)
    undone_at = models.DateTimeField("отменено", null=True)
    cleaned_at = models.DateTimeField("исходные строки уничтожены", null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка списка"
        verbose_name_plural = "загрузки списков"
        ordering = ["-brought_at", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("registry:import_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Still to be mended and written."""
        return not (self.written_at or self.cleaned_at)

    @property
    def is_undoable(self) -> bool:
        return bool(self.written_at) and not (self.undone_at or self.cleaned_at)


class ImportedRow(models.Model):
    """A row of the file: as it was written, as it is understood, whom it is about, what it changed."""

    STATES = [
        ("wrong", "исправить"),
        ("double", "возможно, уже есть"),
        ("changed", "изменения"),
        ("new", "новые"),
        ("same", "без изменений"),
    ]

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField(help_text="order in the file")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATES)
    raw = models.JSONField(default=dict, help_text="field → [column, text of the cell]")
    fixes = models.JSONField(default=dict, help_text="field → text typed in the page")
    problems = models.JSONField(default=list, help_text="field, column, value, reason, example")
    changes = models.JSONField(default=list, help_text="label, old, new")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    choice = models.CharField(max_length=20, blank=True, help_text="id of the same person, or «new»")
    candidates = models.JSONField(default=list, help_text="people whom it may be: id, reason")
    left_out = models.BooleanField(default=False)
    undo = models.JSONField(default=dict, help_text="what was made and what was before")
    people = models.ManyToManyField(Person, related_name="+", help_text="everybody whom the written row touched")

    class Meta:
        verbose_name = "строка списка"
        verbose_name_plural = "строки списков"
        ordering = ["batch", "place", "pk"]
        indexes = [models.Index(fields=["batch", "state", "place"], name="imported_row_by_state")]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="one_row_at_a_place")]

    def __str__(self):
        return f"{self.sheet} {self.number}".strip()

    @property
    def where(self) -> str:
        """«Лист «7А», строка 14»"""
        return f"Лист «{self.sheet}», строка {self.number}" if self.sheet else f"Строка {self.number}"

    def address(self, column: str) -> str:
        """«Лист «7А», ячейка C14»"""
        if not column:
            return self.where
        cell = f"ячейка {column}{self.number}"
        return f"Лист «{self.sheet}», {cell}" if self.sheet else cell.capitalize()


class HeadingMemory(models.Model):
    """What a curator once said a heading means; asked before the dictionary."""

    kind = models.CharField(max_length=10, choices=ImportBatch.KINDS)
    heading = models.CharField("заголовок", max_length=200)
    field = models.CharField("что это", max_length=40, blank=True)

    class Meta:
        verbose_name = "запомненный заголовок"
        verbose_name_plural = "запомненные заголовки"
        ordering = ["kind", "heading", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "heading"], name="one_meaning_of_a_heading")]

    def __str__(self):
        return self.heading
