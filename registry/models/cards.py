"""Cards of the two bases. A card has no status: what happens to it stands in the rows of a programme."""

import datetime
import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry.engine import access
from registry.models.people import Person


class Topic(models.Model):
    """A need of a mentee and a competence of a mentor, from one vocabulary."""

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("название", max_length=120)
    area = models.CharField("область", max_length=60, blank=True)
    is_retired = models.BooleanField("больше не предлагать", default=False)

    class Meta:
        verbose_name = "потребность и компетенция"
        verbose_name_plural = "потребности и компетенции"
        ordering = ["area", "title", "pk"]

    def __str__(self):
        return self.title


class CardQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        return self.filter(person__in=Person.objects.visible_to(user, on).values("pk"))

    def search(self, words: str, *, contacts: bool = False):
        return self.filter(person__in=Person.objects.search(words, contacts=contacts).values("pk"))


DAYS = [("mon", "пн"), ("tue", "вт"), ("wed", "ср"), ("thu", "чт"), ("fri", "пт"), ("sat", "сб")]
HOURS = [("morning", "до 12"), ("noon", "12–15"), ("late", "после 15")]
SLOTS = [(f"{day}_{part}", f"{name}\u00a0{hours}") for day, name in DAYS for part, hours in HOURS]
"""Times of an ordinary week: («tue_noon», «вт 12–15»)."""


class Card(models.Model):
    """What both bases hold about a person."""

    entered_on = models.DateField("дата вхождения в базу")
    interests = models.TextField("интересы", blank=True, max_length=1000)
    case_url = models.URLField(
        "ссылка на кейс или отзыв", max_length=300, blank=True, help_text="Страница на сайте школы."
    )
    slots = models.JSONField("удобное время недели", default=list, blank=True)
    role_models = models.ManyToManyField(
        "registry.RoleModel", blank=True, related_name="%(class)s_cards", verbose_name="ролевые модели"
    )
    note = models.TextField("примечание куратора", blank=True, max_length=2000)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["person__name_key", "pk"]

    def __str__(self):
        return self.person.full_name

    @property
    def times(self) -> list[str]:
        """Times that suit, in the order of the week: «вт 12–15»."""
        return [title for code, title in SLOTS if code in self.slots]


def public_slug() -> str:
    """A random address of a public page; names never stand in addresses."""
    return secrets.token_hex(5)


class Mentor(Card):
    """A card in the base of mentors. The register is something else: programs.RegisterEntry."""

    CATEGORIES = [
        ("pupil", "обучающийся"),
        ("graduate", "выпускник"),
        ("parent", "родитель (законный представитель)"),
        ("teacher", "педагог школы"),
        ("staff", "иной работник школы"),
        ("partner", "представитель партнёра"),
    ]
    OUTSIDERS = ("graduate", "parent", "partner")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="mentor", verbose_name="наставник")
    slug = models.SlugField(max_length=12, unique=True, default=public_slug, editable=False)
    category = models.CharField("категория", max_length=10, choices=CATEGORIES)
    workplace = models.CharField(
        "место работы или учёбы", max_length=200, blank=True, help_text="Для наставников не из школы."
    )
    competences = models.ManyToManyField(Topic, blank=True, related_name="mentors", verbose_name="компетенции")
    achievements = models.TextField("важные для программы достижения", blank=True, max_length=2000)
    education = models.CharField("образование", max_length=300, blank=True)
    experience_years = models.PositiveSmallIntegerField("стаж, лет", null=True, blank=True)
    motto = models.CharField("кредо", max_length=200, blank=True)
    wished_age_from = models.PositiveSmallIntegerField("желаемый возраст наставляемых, от", null=True, blank=True)
    wished_age_to = models.PositiveSmallIntegerField("до", null=True, blank=True)
    hours_a_week = models.DecimalField(
        "ресурс времени, часов в неделю", max_digits=4, decimal_places=1, null=True, blank=True
    )
    max_mentees = models.PositiveSmallIntegerField(
        "сколько наставляемых готов взять", null=True, blank=True,
        help_text="Если не указано, действует предел из положения.",
    )  # fmt: skip

    history = HistoricalRecords(excluded_fields=["note"])

    class Meta(Card.Meta):
        verbose_name = "наставник"
        verbose_name_plural = "база наставников"
        constraints = [
            models.CheckConstraint(
                condition=Q(wished_age_from__isnull=True)
                | Q(wished_age_to__isnull=True)
                | Q(wished_age_to__gte=F("wished_age_from")),
                name="wished_age_to_after_from",
                violation_error_message="Желаемый возраст: «до» меньше, чем «от».",
            )
        ]

    def get_absolute_url(self):
        return reverse("registry:mentor_detail", args=[self.pk])

    def what_is(self, on: datetime.date) -> str:
        """Where one from outside works, else the person's class or post, for lists and papers."""
        return self.workplace or self.person.what_is(on)

    @property
    def is_staff(self) -> bool:
        """An employee of the school: labour law speaks of the mentor's duties (ст. 351.8 ТК РФ)."""
        return self.category in ("teacher", "staff")

    @property
    def is_outsider(self) -> bool:
        """Not an employee and not a pupil of the school: papers of ОЧ-П 5.1 are asked."""
        return self.category in self.OUTSIDERS


class Mentee(Card):
    """A card in the base of mentees: pupils and teachers apart."""

    KINDS = [("pupil", "обучающийся"), ("teacher", "педагог")]
    CATEGORIES = [
        ("pupil", "обучающийся, изъявивший желание"),
        ("passive_pupil", "обучающийся, которому нужна поддержка"),
        ("active_pupil", "обучающийся с особыми образовательными потребностями"),
        ("new_teacher", "вновь принятый педагог"),
        ("willing_teacher", "педагог, изъявивший желание"),
        ("young_specialist", "молодой специалист"),
        ("adapting", "специалист на новом месте"),
        ("burnout", "педагог с признаками выгорания"),
    ]

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="mentee", verbose_name="наставляемый")
    kind = models.CharField("кто", max_length=8, choices=KINDS)
    category = models.CharField("категория", max_length=20, choices=CATEGORIES, blank=True)
    needs = models.ManyToManyField(Topic, blank=True, related_name="mentees", verbose_name="потребности")
    main_request = models.TextField("основной запрос", blank=True, max_length=1000)
    difficulties = models.TextField("затруднения", blank=True, max_length=1000)
    strengths = models.TextField("сильные стороны", blank=True, max_length=1000)
    reviewed_on = models.DateField("потребность проверена", null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["note"])

    class Meta(Card.Meta):
        verbose_name = "наставляемый"
        verbose_name_plural = "база наставляемых"

    def get_absolute_url(self):
        return reverse("registry:mentee_detail", args=[self.pk])


class CertificateQuerySet(models.QuerySet):
    def valid(self, on: datetime.date):
        return self.filter(issued_on__lte=on, valid_until__gte=on, checked_on__isnull=False)

    def visible_to(self, user, on: datetime.date | None = None):
        """Facts on criminal record and health: curator and director only (ст. 10 152-ФЗ)."""
        return self.all() if access.has_role(user, "curator", "director", on=on) else self.none()


class Certificate(models.Model):
    """A certificate of a mentor from outside: number, dates, who checked; a scan only where the school keeps scans."""

    KINDS = [
        ("criminal_record", "справка об отсутствии судимости"),
        ("medical", "медицинская справка"),
        ("other", "иной документ"),
    ]

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="certificates", verbose_name="наставник")
    kind = models.CharField("документ", max_length=20, choices=KINDS)
    number = models.CharField("номер", max_length=60)
    issued_on = models.DateField("дата выдачи")
    issuer = models.CharField("кем выдан", max_length=200, blank=True)
    valid_until = models.DateField("действует до")
    checked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="кто проверил"
    )
    checked_on = models.DateField("дата проверки", null=True, blank=True)
    scan = models.ForeignKey(
        "registry.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates",
        verbose_name="скан",
    )  # fmt: skip

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "документ наставника"
        verbose_name_plural = "документы наставников"
        ordering = ["kind", "-valid_until", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("issued_on")),
                name="certificate_ends_after_issue",
                violation_error_message="Справка не может кончиться раньше, чем выдана.",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} № {self.number}"
