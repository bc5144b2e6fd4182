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
    """One version of the wording; a consent once signed keeps the version it was signed with.

    Version 0 stands for the school's former wording, under papers that were signed before the system came.
    """

    class Term(models.TextChoices):
        GOAL = "goal", "до достижения цели (даты окончания нет)"
        YEAR = "year", "до конца учебного года"
        YEARS = "years", "несколько лет со дня подписи"

    FORMER = 0

    kind = models.CharField("вид согласия", max_length=15, choices=ConsentKind)
    version = models.PositiveSmallIntegerField("версия")
    title = models.CharField("заголовок", max_length=200)
    purpose = models.TextField("цель")
    data = models.JSONField("перечень данных", default=list)
    actions = models.TextField("действия и способы обработки")
    processor = models.TextField(
        "кому поручена обработка", blank=True, help_text="Если никому, оставьте пустым: бумага так и скажет."
    )
    term = models.TextField("срок и порядок отзыва")
    term_rule = models.CharField("срок действия", max_length=5, choices=Term, default=Term.GOAL)
    term_years = models.PositiveSmallIntegerField("сколько лет", null=True, blank=True)
    conditions = models.TextField("запреты и условия", blank=True)
    adopted_on = models.DateField("действует с")

    class Meta:
        verbose_name = "текст согласия"
        verbose_name_plural = "тексты согласий"
        ordering = ["kind", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="consent_text_version_once"),
            models.CheckConstraint(
                condition=Q(term_rule="years", term_years__gte=1) | ~Q(term_rule="years"),
                name="consent_text_years_are_told",
                violation_error_message="Укажите, на сколько лет даётся согласие.",
            ),
        ]

    def __str__(self):
        return f"Согласие {self.get_kind_display()}, {self.edition}"

    def get_absolute_url(self):
        return reverse("registry:text_detail", args=[self.pk])

    @property
    def edition(self) -> str:
        return f"редакция {self.version}" if self.version else "прежний текст школы"

    @classmethod
    def current(cls, kind: str, on: datetime.date):
        """The wording in force on the day; the school's former one is never asked for again."""
        rows = cls.objects.filter(kind=kind, adopted_on__lte=on).exclude(version=cls.FORMER)
        return rows.order_by("-version").first()


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
        REPLACED = "replaced", "заменено новым"

    CARRIERS = [("paper", "бумага"), ("electronic", "электронный документ с подписью по 63-ФЗ")]
    NETWORKS = [
        ("", "не ограничена"),
        ("internal", "только по внутренней сети школы"),
        ("none", "без передачи по сетям"),
    ]
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
    not_before = models.DateField("подписывают не раньше", null=True, blank=True)
    allowed_fields = models.JSONField("что разрешено показывать", default=list, blank=True)
    bans = models.JSONField("запреты по каждому сведению", default=dict, blank=True)
    own_conditions = models.CharField("свои запреты и условия", max_length=500, blank=True)
    networks = models.CharField("передача по сетям", max_length=8, choices=NETWORKS, blank=True)
    carrier = models.CharField("носитель", max_length=10, choices=CARRIERS, default="paper")
    is_from_paper = models.BooleanField("внесено с бумаги", default=False)
    original_place = models.CharField("где хранится оригинал", max_length=150, blank=True)
    scan = models.ForeignKey(
        "registry.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="consents",
        verbose_name="скан",
    )  # fmt: skip
    scanned_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="кто загрузил скан"
    )
    scanned_on = models.DateField("скан загружен", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person__name_key", "kind", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "scope"],
                condition=Q(status__in=["expected", "partly_signed"]),
                name="one_awaited_consent",
                violation_error_message="Такое согласие уже запрошено.",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "scope"],
                condition=Q(status="valid"),
                name="one_valid_consent",
                violation_error_message="Такое согласие уже действует.",
            ),
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
    def become_valid(self, *, valid_from, valid_until):
        """All who must sign have signed and the paper is here."""
        self.valid_from, self.valid_until = valid_from, valid_until

    @transition(
        status,
        source=[Status.EXPECTED, Status.PARTLY_SIGNED],
        target=Status.REFUSED,
        permission=workflow.may("registry.consent_refuse"),
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

    @transition(
        status,
        source=Status.VALID,
        target=Status.REPLACED,
        permission=workflow.may("registry.consent_receive"),
        custom={"silent": True, "label": "Заменено новым согласием"},
    )
    def replace(self, *, on):
        """A newer paper of the same kind has come: it alone counts from now on, and nothing is taken back."""
        self.ended_on = on


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
