"""What a person may demand about his data, how long what is kept, and what was erased."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from registry import text
from registry.engine import access, workflow
from registry.models.people import Person
from registry.models.traces import Paper


class Retention(models.Model):
    """How long one kind of data is kept, and why: loaded from presets/retention.toml, edited by the curator."""

    UNITS = [("permanent", "постоянно"), ("years", "лет"), ("days", "дней")]

    key = models.SlugField("ключ", max_length=40, unique=True)
    title = models.CharField("что хранится", max_length=200)
    unit = models.CharField("единица", max_length=10, choices=UNITS)
    amount = models.PositiveSmallIntegerField("сколько", default=0)
    counted = models.CharField("с какого дня считать", max_length=200, blank=True)
    ground = models.CharField("основание", max_length=300)
    is_checked = models.BooleanField("сверено с первоисточником", default=False)
    outlives = models.BooleanField("остаётся после уничтожения данных человека", default=False, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "срок хранения"
        verbose_name_plural = "сроки хранения"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit="permanent") | Q(amount__gte=1),
                name="retention_has_a_term",
                violation_error_message="Укажите, сколько хранить: число от 1.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("registry:retention_edit", args=[self.pk])

    @property
    def words(self) -> str:
        """«3 года после отзыва», «постоянно»."""
        if self.unit == "permanent":
            return "постоянно"
        forms = ("год", "года", "лет") if self.unit == "years" else ("день", "дня", "дней")
        return f"{text.count(self.amount, *forms)} {self.counted}".strip()

    def until(self, day: datetime.date) -> datetime.date | None:
        """The last day of the term that began on the day; None for ever."""
        if self.unit == "permanent":
            return None
        if self.unit == "years":
            return text.add_months(day, 12 * self.amount)
        return day + datetime.timedelta(days=self.amount)

    def began_before(self, on: datetime.date) -> datetime.date | None:
        """Whatever began before this day is past its term on `on`; None for ever."""
        if self.unit == "permanent":
            return None
        if self.unit == "years":
            return text.add_months(on, -12 * self.amount)
        return on - datetime.timedelta(days=self.amount)


class SubjectRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_on__isnull=True)

    def visible_to(self, user, on: datetime.date | None = None):
        """Curator and director: all; a person: what he asked himself, while it is about him or his child."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(asked_by=access.person_of(user), person__in=access.related(user, "self", "my_child", on=on))


class SubjectRequest(models.Model):
    """A demand of a person about his own data, registered, with its term by law (ст. 14, 20, 21 152-ФЗ)."""

    KINDS = [
        ("stored", "какие данные хранятся"),
        ("correct", "исправить данные"),
        ("stop", "прекратить обработку"),
        ("erase", "уничтожить данные"),
    ]
    OUTCOMES = [("done", "исполнено"), ("refused", "отказано с объяснением")]
    SOURCES = [("cabinet", "кабинет"), ("paper", "бумага")]

    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField("номер", editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="subject_requests", verbose_name="о чьих данных"
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто обратился")
    kind = models.CharField("о чём", max_length=8, choices=KINDS)
    about = models.CharField("о каких данных", max_length=200, blank=True)
    words = models.TextField("своими словами", max_length=2000, blank=True)
    source = models.CharField("как поступило", max_length=8, choices=SOURCES, default="cabinet")
    received_on = models.DateField("поступило")
    duty = models.OneToOneField(
        "registry.Duty", on_delete=models.PROTECT, related_name="request", editable=False, verbose_name="срок"
    )
    outcome = models.CharField("итог", max_length=8, choices=OUTCOMES, blank=True)
    answer = models.TextField("ответ", max_length=4000, blank=True)
    answered_on = models.DateField("отвечено", null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто ответил"
    )
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_on = models.DateField("прочитано", null=True, blank=True)

    objects = SubjectRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "обращение о персональных данных"
        verbose_name_plural = "обращения о персональных данных"
        ordering = ["-year", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="subject_request_number_once"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | (~Q(answer="") & ~Q(outcome="")),
                name="subject_request_answer_has_words",
            ),
        ]

    def __str__(self):
        return f"Обращение № {self.name}"

    def get_absolute_url(self):
        return reverse("registry:subject_request_detail", args=[self.pk])

    @property
    def name(self) -> str:
        """«ПД-3/2026»"""
        return f"ПД-{self.number}/{self.year}"


class ErasureQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Curator and director only: the acts name people whose data are gone."""
        return self.all() if access.has_role(user, "curator", "director", on=on) else self.none()


class Erasure(workflow.Stateful):
    """The destruction of one person's data: prepared by the curator, confirmed by the director, told in an act."""

    class Status(models.TextChoices):
        PREPARED = "prepared", "ждёт решения директора"
        DONE = "done", "данные уничтожены"
        RETURNED = "returned", "не состоялось"

    TRACK = [Status.PREPARED, Status.DONE]
    REASONS = [
        ("purpose", "цель обработки достигнута (ч. 4 ст. 21 152-ФЗ)"),
        ("withdrawn", "согласие отозвано (ч. 5 ст. 21 152-ФЗ)"),
        ("demand", "требование человека или его представителя (ст. 14, ч. 5.1 ст. 21 152-ФЗ)"),
        ("unlawful", "обработка была неправомерной (ч. 3 ст. 21 152-ФЗ)"),
    ]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures", verbose_name="чьи данные")
    reason = models.CharField("причина", max_length=10, choices=REASONS)
    note = models.CharField("пояснение", max_length=300, blank=True)
    system = models.CharField("информационная система", max_length=200)
    processor = models.CharField("кто обрабатывал по поручению", max_length=300, blank=True)
    sheets = models.CharField("бумажные носители", max_length=300, blank=True)
    members = models.ManyToManyField(Person, related_name="+", verbose_name="кто уничтожает")
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="подготовил")
    prepared_on = models.DateField("подготовлено")
    status = FSMField("состояние", default=Status.PREPARED, choices=Status, protected=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="решил"
    )
    decided_on = models.DateField("решено", null=True, blank=True)
    remark = models.CharField("замечание", max_length=500, blank=True)
    code = models.CharField("условное обозначение", max_length=8, blank=True, editable=False)
    act = models.OneToOneField(Paper, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    extract = models.OneToOneField(Paper, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = "уничтожение персональных данных"
        verbose_name_plural = "уничтожение персональных данных"
        ordering = ["-prepared_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["prepared", "done"]),
                name="one_erasure_of_a_person",
                violation_error_message="Уничтожение данных этого человека уже готовится.",
            )
        ]

    def __str__(self):
        return f"Уничтожение данных: {self.person.short_name}"

    def get_absolute_url(self):
        return reverse("registry:erasure_detail", args=[self.pk])

    def journal_people(self):
        return [self.person]

    @transition(
        status,
        source=Status.PREPARED,
        target=Status.DONE,
        permission=workflow.may("registry.erasure_confirm"),
        custom={"label": "Уничтожить данные", "silent": True},
    )
    def carry_out(self, *, code, decided_by, on):
        """Everything is destroyed; the act and the extract follow (приказ Роскомнадзора от 28.10.2022 № 179)."""
        self.code, self.decided_by, self.decided_on = code, decided_by, on

    @transition(
        status,
        source=Status.PREPARED,
        target=Status.RETURNED,
        permission=workflow.may("registry.erasure_stop"),
        custom={"label": "Не уничтожать", "style": "quiet", "ask": "note"},
    )
    def send_back(self, *, note, on):
        """The director disagrees, or the curator was too hasty: nothing has been touched."""
        self.remark, self.decided_on = note, on  # fmt: skip


def default_system() -> str:
    """The name of the information system as it stands in acts, until the curator types another."""
    return getattr(settings, "SYSTEM_NAME", "Информационная система «Реестр наставничества»")
