"""How people learn of a programme: posters, the three informings, the notice to each child's parents."""

import datetime
import secrets

from django.db import models
from django.urls import reverse
from django.utils import timezone

from programs.models.programme import Programme
from registry.engine import access
from registry.models import Person, StoredFile


def poster_code() -> str:
    """Stands in the address behind the QR code; says nothing of who reads it."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(6))


class OfficeQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The office's own papers."""
        return self.all() if access.has_role(user, "curator", "director", on=on) else self.none()


class Poster(models.Model):
    """A sheet on a wall with a QR code: where it hangs and whom it calls; a request from it remembers it."""

    AUDIENCES = [
        ("pupil", "обучающиеся: ищу наставника"),
        ("parent", "родители: наставник для ребёнка"),
        ("teacher", "педагоги: ищу наставника"),
        ("mentor", "будущие наставники"),
    ]

    code = models.SlugField(max_length=12, unique=True, default=poster_code, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="posters", verbose_name="программа")
    audience = models.CharField("кого зовёт", max_length=8, choices=AUDIENCES)
    place = models.CharField(
        "где висит", max_length=150, help_text="Например: вестибюль, доска у 7 «А», чат родителей."
    )
    made_on = models.DateField("сделан")
    closed_on = models.DateField("снят", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "плакат"
        verbose_name_plural = "плакаты"
        ordering = ["-made_on", "-pk"]

    def __str__(self):
        return f"{self.get_audience_display()} ({self.place})"

    def get_absolute_url(self):
        return reverse("programs:poster_detail", args=[self.pk])


class Informing(models.Model):
    """Teachers, parents or pupils were told of the programme: when, by whom, and what shows it (ОЧ-П 2.10)."""

    AUDIENCES = [("teachers", "педагоги"), ("parents", "родители"), ("pupils", "обучающиеся")]

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="informings", verbose_name="программа"
    )
    audience = models.CharField("кому рассказали", max_length=8, choices=AUDIENCES)
    held_on = models.DateField("когда")
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто отвечал")
    how = models.CharField("как", max_length=300, help_text="Педсовет, собрание, классный час, письмо.")
    proof = models.CharField("чем подтверждается", max_length=300, help_text="Протокол, лист присутствия, ссылка.")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="файл"
    )
    annulled_on = models.DateField("отменено", null=True, blank=True)
    annul_note = models.CharField("почему отменено", max_length=300, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "информирование"
        verbose_name_plural = "информирование"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.get_audience_display()}: {self.how}"


class ParentNotice(models.Model):
    """The parents of this child were told of the programme, on this day (ТРИО-ДК 2.1.1; ОЧ-ДК2 2)."""

    WAYS = [("paper", "на бумаге"), ("meeting", "на собрании"), ("message", "сообщением"), ("call", "по телефону")]

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="notices", verbose_name="программа")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices", verbose_name="ребёнок")
    sent_on = models.DateField("когда")
    way = models.CharField("как", max_length=8, choices=WAYS)
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто отметил")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "извещение родителей"
        verbose_name_plural = "извещения родителей"
        ordering = ["-sent_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "child"], name="one_notice_of_a_child")]

    def __str__(self):
        return f"{self.child.short_name}: {self.get_way_display()}"


class JoinTrace(models.Model):
    """That a request was sent from somewhere, as a hash that changes daily: the limit holds for every process."""

    key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "след отправленной заявки"
        verbose_name_plural = "следы отправленных заявок"

    def __str__(self):
        return f"{self.at:%d.%m.%Y %H:%M}"
