"""Documents that the curator asks of people, with a term (ОЧ-П 3.2)."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.programme import Programme
from registry.engine import access
from registry.models import Person, StoredFile


class AskedDocumentQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Curator and director: all; everybody else what was asked of oneself or of one's child."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(person__in=access.related(user, "self", "my_child", on=on))

    def running(self):
        return self.filter(accepted_on__isnull=True, withdrawn_on__isnull=True)

    def awaited(self):
        """The person has something to do."""
        return self.running().filter(answered_on__isnull=True)

    def overdue(self, on):
        return self.awaited().filter(due__lt=on)

    def answered(self):
        """The curator has something to look at."""
        return self.running().filter(answered_on__isnull=False)


class AskedDocument(models.Model):
    """Asked → answered → accepted, or returned with a remark and asked again; withdrawn when it is not needed."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="asked_documents", verbose_name="программа"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asked_documents", verbose_name="у кого")
    title = models.CharField("какой документ", max_length=200)
    words = models.CharField("что в нём нужно", max_length=500, blank=True)
    due = models.DateField("срок")
    asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="кто просит"
    )
    asked_on = models.DateField("запрошен")
    file = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="файл"
    )
    note = models.TextField("ответ словами", max_length=2000, blank=True)
    answered_on = models.DateField("отвечено", null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто ответил"
    )
    remark = models.CharField("что поправить", max_length=500, blank=True)
    returned_on = models.DateField("возвращён", null=True, blank=True)
    accepted_on = models.DateField("принят", null=True, blank=True)
    withdrawn_on = models.DateField("запрос снят", null=True, blank=True)
    reminded_on = models.DateField("напомнили письмом", null=True, blank=True)

    objects = AskedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "запрос документа"
        verbose_name_plural = "запросы документов"
        ordering = ["due", "person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "title"], name="one_running_ask_of_a_document",
                condition=Q(accepted_on__isnull=True, withdrawn_on__isnull=True),
                violation_error_message="Этот документ у человека уже запрошен.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(answered_on__isnull=False), name="asked_accepted_is_answered"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Запрос документа: {self.title}"

    def get_absolute_url(self):
        return reverse("programs:asked_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """asked · returned · answered · accepted · withdrawn"""
        if self.withdrawn_on:
            return "withdrawn"
        if self.accepted_on:
            return "accepted"
        if self.answered_on:
            return "answered"
        return "returned" if self.returned_on else "asked"
