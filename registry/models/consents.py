"""Consents: texts with versions, who must sign by age, what was received and where the paper lies."""

import datetime
import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField, transition

from registry.engine import access, workflow
from registry.models.people import Person


class ConsentKind(models.TextChoices):
    """Four separate papers; nothing is merged with anything else (156-ФЗ, с 01.09.2025)."""

    PROCESSING = "processing", "на обработку персональных данных"
    PARTICIPATION = "participation", "на участие в программе наставничества"
    PUBLICATION = "publication", "на распространение персональных данных"
    IMAGE = "image", "на использование изображения"


class ConsentText(models.Model):
    """One version of the wording; a consent once signed keeps the version it was signed with."""

    kind = models.CharField("вид согласия", max_length=15, choices=ConsentKind)
    version = models.PositiveSmallIntegerField("версия")
    title = models.CharField("заголовок", max_length=200)
    purpose = models.TextField("цель")
    data = models.JSONField("перечень данных", default=list)
    actions = models.TextField("действия и способы обработки")
    term = models.TextField("срок и порядок отзыва")
    conditions = models.TextField("запреты и условия", blank=True)
    adopted_on = models.DateField("действует с")

    class Meta:
        verbose_name = "текст согласия"
        verbose_name_plural = "тексты согласий"
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="consent_text_version_once")]

    def __str__(self):
        return f"Согласие {self.get_kind_display()}, редакция {self.version}"

    @classmethod
    def current(cls, kind: str, on: datetime.date):
        return cls.objects.filter(kind=kind, adopted_on__lte=on).order_by("-version").first()


def consent_code() -> str:
    """Stands on the paper as text and as a QR code; upper case and digits only."""
    return "C" + "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(9))


class ConsentQuerySet(models.QuerySet):
    def valid(self, on: datetime.date):
        """Signed, not withdrawn, the term not over on the day."""
        return self.filter(status=Consent.Status.VALID, valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )

    def missing(self):
        """Papers that are still awaited; a refusal is an answer and is not here."""
        return self.filter(status__in=[Consent.Status.EXPECTED, Consent.Status.PARTLY_SIGNED])

    def visible_to(self, user, on: datetime.date | None = None):
        """Curator and director: all; everybody: their own and their children's; class teacher: the class's."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(person__in=access.related(user, "self", "my_child", "my_class", on=on))


class Consent(workflow.Stateful):
    """A person's answer on one paper: a kind, within a scope (a programme's code, or the whole school)."""

    class Status(models.TextChoices):
        EXPECTED = "expected", "ожидается"
        PARTLY_SIGNED = "partly_signed", "подписано не всеми"
        VALID = "valid", "действует"
        REFUSED = "refused", "отказ"
        WITHDRAWN = "withdrawn", "отозвано"

    TRACK = [Status.EXPECTED, Status.VALID]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents", verbose_name="чьи данные")
    kind = models.CharField("вид согласия", max_length=15, choices=ConsentKind)
    scope = models.CharField("программа", max_length=60, blank=True)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, verbose_name="текст")
    code = models.CharField("код на бумаге", max_length=10, unique=True, default=consent_code, editable=False)
    status = FSMField("состояние", default=Status.EXPECTED, choices=Status, protected=True)
    expected_on = models.DateField("запрошено")
    valid_from = models.DateField("действует с", null=True, blank=True)
    valid_until = models.DateField("действует до", null=True, blank=True)
    ended_on = models.DateField("отозвано или отказано", null=True, blank=True)
    end_note = models.CharField("чем оформлен отзыв или отказ", max_length=300, blank=True)
    allowed_fields = models.JSONField("что разрешено показывать", default=list, blank=True)
    original_place = models.CharField("где хранится оригинал", max_length=150, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person__name_key", "kind", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "scope"],
                condition=Q(status__in=["expected", "partly_signed", "valid"]),
                name="one_running_consent",
                violation_error_message="Такое согласие уже запрошено или действует.",
            )
        ]

    def __str__(self):
        return f"Согласие {self.get_kind_display()}: {self.person.short_name}"

    def get_absolute_url(self):
        return reverse("registry:consent_detail", args=[self.pk])

    @transition(
        status,
        source=Status.EXPECTED,
        target=Status.PARTLY_SIGNED,
        permission=workflow.may("registry.consent_receive"),
        custom={"silent": True, "label": "Получена одна из подписей"},
    )
    def sign_partly(self):
        """One of several signatures has been received."""

    @transition(
        status,
        source=[Status.EXPECTED, Status.PARTLY_SIGNED],
        target=Status.VALID,
        permission=workflow.may("registry.consent_receive"),
        custom={"silent": True, "label": "Получено согласие"},
    )
    def become_valid(self, *, valid_from, valid_until, original_place, allowed_fields):
        """All who must sign have signed and the paper is here."""
        self.valid_from, self.valid_until = valid_from, valid_until
        self.original_place, self.allowed_fields = original_place, allowed_fields

    @transition(
        status,
        source=[Status.EXPECTED, Status.PARTLY_SIGNED],
        target=Status.REFUSED,
        permission=workflow.may("registry.consent_receive"),
        custom={"label": "Отметить отказ", "style": "quiet", "ask": "note"},
    )
    def refuse(self, *, note, on):
        """A refusal is an answer: reminders stop."""
        self.ended_on, self.end_note = on, note

    @transition(
        status,
        source=Status.VALID,
        target=Status.WITHDRAWN,
        permission=workflow.may("registry.consent_withdraw"),
        custom={"label": "Отозвать согласие", "style": "danger", "ask": "note"},
    )
    def withdraw(self, *, note, on):
        """Closes the gate at the next request (ст. 9 ч. 2 152-ФЗ)."""
        self.ended_on, self.end_note = on, note  # fmt: skip


class Signature(models.Model):
    """One received signature under a consent."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто подписал")
    as_guardian = models.BooleanField("как законный представитель", default=False)
    signed_on = models.DateField("дата подписи")
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто принял")
    received_on = models.DateField("дата приёма")

    class Meta:
        verbose_name = "подпись под согласием"
        verbose_name_plural = "подписи под согласиями"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["consent", "signer"], name="one_signature_of_a_signer")]

    def __str__(self):
        return f"{self.signer.short_name}, {self.signed_on:%d.%m.%Y}"
