"""Requests to take part, and what third parties know about them."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField, transition

from programs.models.outreach import Poster
from programs.models.programme import Programme
from registry.engine import access, workflow
from registry.models import Form, Person, Topic
from registry.text import name_key


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The office sees all; others their own, their child's, and those on whom their word or talk is asked."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        me = access.person_of(user)
        mine = Q(person__in=access.related(user, "self", "my_child", on=on))
        mine |= Q(notes__author=me, notes__withdrawn_on__isnull=True, person__isnull=False)
        if access.has_role(user, "psychologist", "social_worker", on=on):
            mine |= Q(role="mentee", status__in=Request.OPEN, person__isnull=False)
        return self.filter(mine).distinct()

    def running(self):
        return self.filter(status__in=[Request.Status.RECEIVED, Request.Status.ANALYSED])


class Request(workflow.Stateful):
    """A wish to become a mentee or a mentor (ОЧ-П 2.10–2.11). From /join/ it has only typed words, no person yet."""

    class Status(models.TextChoices):
        RECEIVED = "received", "получен"
        ANALYSED = "analysed", "проанализирован"
        ADMITTED = "admitted", "в базе"
        DECLINED = "declined", "отклонён"
        WITHDRAWN = "withdrawn", "отозван"
        JOINED = "joined", "добавлен к другому запросу"

    OPEN = ["received", "analysed", "admitted"]
    TRACK = [Status.RECEIVED, Status.ANALYSED, Status.ADMITTED]
    ROLES = [("mentee", "нужен наставник"), ("mentor", "хочу стать наставником")]
    SOURCES = [
        ("site", "страница на сайте"),
        ("poster", "плакат"),
        ("cabinet", "кабинет"),
        ("office", "записал куратор"),
        ("paper", "бумага"),
    ]

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="requests", null=True, blank=True, verbose_name="программа"
    )
    role = models.CharField("о чём запрос", max_length=6, choices=ROLES)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="requests", null=True, blank=True, verbose_name="чей запрос"
    )
    typed_name = models.CharField("фамилия, имя, отчество", max_length=250, blank=True)
    typed_key = models.CharField(max_length=250, editable=False, blank=True, db_index=True)
    typed_birth_date = models.DateField("дата рождения", null=True, blank=True)
    typed_class = models.CharField("класс или место работы", max_length=120, blank=True)
    contact = models.CharField("телефон или почта для ответа", max_length=150, blank=True)
    contact_person = models.CharField("кто представляет ребёнка", max_length=250, blank=True)
    form = models.ForeignKey(Form, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="форма")
    topics = models.ManyToManyField(Topic, blank=True, verbose_name="в чём")
    words = models.TextField("своими словами", max_length=2000, blank=True)
    source = models.CharField("откуда", max_length=8, choices=SOURCES, default="office")
    poster = models.ForeignKey(
        Poster,
        on_delete=models.PROTECT,
        related_name="requests",
        null=True,
        blank=True,
        verbose_name="с какого плаката",
    )
    received_on = models.DateField("получен")
    repeated_on = models.DateField("пришёл ещё раз", null=True, blank=True)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="joined", null=True, blank=True, verbose_name="к какому добавлен"
    )
    no_talk = models.CharField("почему беседы не было", max_length=500, blank=True)
    analysis = models.TextField("вывод по запросу", max_length=2000, blank=True)
    analysed_on = models.DateField("проанализирован", null=True, blank=True)
    ended_on = models.DateField("закрыт", null=True, blank=True)
    end_note = models.CharField("причина", max_length=500, blank=True)
    status = FSMField("состояние", default=Status.RECEIVED, choices=Status, protected=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "запрос"
        verbose_name_plural = "запросы"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "role", "person"],
                condition=Q(status__in=["received", "analysed", "admitted"]),
                name="one_running_request",
                violation_error_message="Запрос этого человека в этой программе уже есть.",
            )
        ]

    def save(self, *args, **kwargs):
        self.typed_key = name_key(self.typed_name)
        super().save(*args, **kwargs)

    def __str__(self):
        return f"Запрос: {self.name}"

    def get_absolute_url(self):
        return reverse("programs:request_detail", args=[self.pk])

    @property
    def name(self) -> str:
        return self.person.full_name if self.person else self.typed_name

    @transition(
        status,
        source=Status.RECEIVED,
        target=Status.ANALYSED,
        permission=workflow.may("programs.request_analyse"),
        custom={"label": "Завершить анализ"},
    )
    def analyse(self, *, on):
        """The need is clear (ОЧ-П 2.11: «уточняющий анализ потребности»)."""
        self.analysed_on = on

    @transition(
        status,
        source=Status.ANALYSED,
        target=Status.ADMITTED,
        permission=workflow.may("programs.request_analyse"),
        custom={"label": "Включить в базу"},
    )
    def admit(self):
        """In the base: analysed, old enough, consents received."""

    @transition(
        status,
        source=[Status.RECEIVED, Status.ANALYSED],
        target=Status.DECLINED,
        permission=workflow.may("programs.request_analyse"),
        custom={"label": "Отклонить", "style": "quiet", "ask": "note"},
    )
    def decline(self, *, note, on):
        self.ended_on, self.end_note = on, note

    @transition(
        status,
        source=[Status.RECEIVED, Status.ANALYSED, Status.ADMITTED],
        target=Status.WITHDRAWN,
        permission=workflow.may("programs.request_withdraw"),
        custom={"label": "Отозвать запрос", "style": "quiet", "ask": "note"},
    )
    def withdraw(self, *, note, on):
        """Participation is voluntary (ОЧ-П 2.5): the person may take the wish back."""
        self.ended_on, self.end_note = on, note

    @transition(
        status,
        source=Status.RECEIVED,
        target=Status.JOINED,
        permission=workflow.may("programs.request_add"),
        custom={"label": "Добавить к запросу в работе", "silent": True},
    )
    def join(self, *, into, on):
        """The same person asked again: one running request, and this one's words stand in it (К71-ДК 2)."""
        self.ended_on, self.joined_to = on, into  # fmt: skip


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Hidden from the mentee and the parents: the curator (unless it is about him), and the author his own."""
        if access.has_role(user, "curator", on=on):
            return self.exclude(request__person=access.person_of(user))
        return self.filter(author=access.person_of(user), withdrawn_on__isnull=True)

    def asked(self):
        """Questions that were not taken back."""
        return self.filter(withdrawn_on__isnull=True)

    def awaited(self):
        """Asked, not answered, and the answer can still help."""
        return self.asked().filter(answered_on__isnull=True, request__status__in=["received", "analysed"])


class ThirdPartyNote(models.Model):
    """What a class teacher, psychologist, social worker or parent says about a request (ОЧ-П 3.2, ОЧ-ДК2 5)."""

    ROLES = [
        ("class_teacher", "классный руководитель"),
        ("psychologist", "педагог-психолог"),
        ("social_worker", "социальный педагог"),
        ("guardian", "родитель"),
        ("teacher", "учитель"),
    ]

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="third_party_notes", verbose_name="кто")
    role = models.CharField("в роли", max_length=15, choices=ROLES)
    asked_on = models.DateField("запрошено")
    reminded_on = models.DateField("напомнили", null=True, blank=True)
    answered_on = models.DateField("получено", null=True, blank=True)
    withdrawn_on = models.DateField("вопрос снят", null=True, blank=True)
    text = models.TextField("сведения", max_length=3000, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "сведения третьего лица"
        verbose_name_plural = "сведения третьих лиц"
        ordering = ["request", "asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "author"], condition=Q(withdrawn_on__isnull=True), name="one_note_of_an_author"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(answered_on__isnull=True),
                name="answered_note_is_not_withdrawn",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.author.short_name}"

    @property
    def is_awaited(self) -> bool:
        return self.answered_on is None and self.withdrawn_on is None
