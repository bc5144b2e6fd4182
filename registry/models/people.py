"""Humans, accounts, and the dated facts that tie them to the school and to each other."""

import datetime
import secrets
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.crypto import salted_hmac
from simple_history.models import HistoricalRecords

from registry import finding, text
from registry.engine import access, cases

USERNAME = RegexValidator(r"^[\w.@+-]{3,60}$", "От 3 до 60 букв, цифр и знаков . _ - + @, без пробелов.")


CODE_LETTERS = "23456789АВЕКМНРСТХ"


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """People whose card this user may open: the union of all relations of engine/access.py, without the erased."""
        return self.filter(access.people_q(user, on), erased_at__isnull=True)

    def search(self, words: str, *, contacts: bool = False):
        """By name as people type it; with `contacts`, for those who may see them, by phone and e-mail too."""
        return self.filter(finding.people_q(words, contacts=contacts))

    def staff(self, on: datetime.date):
        return self.filter(pk__in=Employment.objects.active(on).values("person"))

    def pupils(self, on: datetime.date):
        return self.filter(pk__in=Enrolment.objects.active(on).values("person"))

    def young_specialists(self, on: datetime.date, years: int):
        """Teachers of the school who have taught for no more than so many years on the day (КВ-Пг 4.2)."""
        teaching = Employment.objects.filter(is_teacher=True)
        first = teaching.filter(person=OuterRef("pk")).order_by("starts", "pk").values("starts")[:1]
        known = self.annotate(taught_since=Coalesce("teaching_since", Subquery(first)))
        return known.filter(
            pk__in=teaching.active(on).values("person"), taught_since__gte=text.add_months(on, -12 * years)
        )


class Person(models.Model):
    """One human, with or without an account, in any number of roles."""

    SEXES = [("f", "женский"), ("m", "мужской")]

    mark = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField("условное обозначение", max_length=8, unique=True, null=True, blank=True, editable=False)
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80)
    middle_name = models.CharField("отчество", max_length=80, blank=True)
    name_key = models.CharField(max_length=250, editable=False, db_index=True)
    sex = models.CharField("пол", max_length=1, choices=SEXES, blank=True)
    birth_date = models.DateField("дата рождения", null=True, blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    phone_key = models.CharField(max_length=60, editable=False, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    address = models.CharField("адрес", max_length=300, blank=True)
    identity_document = models.CharField(
        "документ", max_length=300, blank=True, help_text="Вид, номер, кем и когда выдан; стоит в согласиях."
    )
    teaching_since = models.DateField(
        "педагогический стаж с", null=True, blank=True,
        help_text="Если начал работать педагогом раньше, чем в этой школе.",
    )  # fmt: skip
    name_genitive = models.CharField("ФИО в родительном падеже", max_length=250, blank=True)
    name_dative = models.CharField("ФИО в дательном падеже", max_length=250, blank=True)
    name_accusative = models.CharField("ФИО в винительном падеже", max_length=250, blank=True)
    erased_at = models.DateTimeField("обезличено", null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["identity_document", "phone_key"])
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["name_key", "pk"]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.name_key = text.name_key(self.full_name)
        self.phone_key = finding.phone_key(self.phone)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_key", "phone_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("registry:person_detail", args=[self.pk])

    @classmethod
    def free_code(cls) -> str:
        """A code that stands for a person whose name is being erased: «7К2М9». Only the erased have one."""
        while True:
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(5))
            if not cls.objects.filter(code=code).exists():
                return code

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def short_name(self) -> str:
        """«Иванова М. П.», as in lists."""
        return text.initials(self.last_name, self.first_name, self.middle_name)

    @property
    def signature_name(self) -> str:
        """«М. П. Иванова», as under a document."""
        return text.initials(self.last_name, self.first_name, self.middle_name, before=True)

    @property
    def address_name(self) -> str:
        """How to speak to the person: a name and patronymic, or the name."""
        return " ".join(part for part in (self.first_name, self.middle_name) if part)

    def in_case(self, case: str) -> str:
        """The full name in `genitive`, `dative` or `accusative`: as corrected by a person, else computed."""
        return getattr(self, f"name_{case}") or cases.name(self, case)

    def age(self, on: datetime.date) -> int | None:
        return text.age_on(self.birth_date, on) if self.birth_date else None

    def is_minor(self, on: datetime.date) -> bool:
        """Younger than 18 on the day; a pupil without a birth date counts as a child (the careful answer)."""
        age = self.age(on)
        if age is None:
            return self.enrolments.active(on).exists()
        return age < 18

    def school_class(self, on: datetime.date):
        row = next((row for row in self.enrolments.all() if row.covers(on)), None)
        return row.school_class if row else None

    def post(self, on: datetime.date) -> str:
        row = next((row for row in self.employments.all() if row.covers(on)), None)
        return row.post if row else ""

    def taught_from(self) -> datetime.date | None:
        """Since when a teacher: what the card says, else the first teaching post in this school."""
        posts = [row.starts for row in self.employments.all() if row.is_teacher]
        return self.teaching_since or min(posts, default=None)

    def is_young_specialist(self, on: datetime.date, years: int) -> bool:
        """Teaches here and has taught for no more than `years` on the day (КВ-Пг 4.2: стаж 0–3 года)."""
        works = any(row.is_teacher and row.covers(on) for row in self.employments.all())
        since = self.taught_from()
        return works and since is not None and since >= text.add_months(on, -12 * years)

    def guardians(self, on: datetime.date):
        """People who may act for this child on the day, the restricted ones left out."""
        rows = Guardianship.objects.active(on).filter(child=self, is_restricted=False)
        return Person.objects.filter(pk__in=rows.values("guardian"))

    def what_is(self, on: datetime.date) -> str:
        """«7 «А» класс» or «учитель математики», for lists and papers."""
        school_class = self.school_class(on)
        if school_class:
            return f"{school_class} класс"
        return self.post(on)


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username):
        return self.get(username=username.strip().lower())


class User(AbstractBaseUser):
    """A way in. What may be done with it follows from the person's dated facts, never from a column here."""

    username = models.CharField("логин", max_length=60, unique=True, validators=[USERNAME])
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user")
    is_active = models.BooleanField("вход разрешён", default=True)
    is_superuser = models.BooleanField("доступ к консоли", default=False)
    created_at = models.DateTimeField("создан", auto_now_add=True)
    wants_letters = models.BooleanField("письмо о делах раз в день", default=True)
    sign_outs = models.PositiveIntegerField(default=0, editable=False)
    """Grows when the person signs out everywhere else: sessions begun before it are worth nothing."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = "вход в систему"
        verbose_name_plural = "входы в систему"
        ordering = ["username"]

    def save(self, *args, **kwargs):
        self.username = self.username.strip().lower()
        super().save(*args, **kwargs)

    def __str__(self):
        return self.username

    def _get_session_auth_hash(self, secret=None):
        """A session lives while the password and the number of sign-outs are those it began with."""
        return salted_hmac(
            "registry.User.session", f"{self.password}:{self.sign_outs}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def is_staff(self) -> bool:
        """The admin asks this name; the answer comes from the dated facts."""
        return access.has_role(self, "curator", "director")

    def has_perm(self, perm, obj=None) -> bool:
        return access.may(self, perm, obj)

    def has_perms(self, perms, obj=None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, label) -> bool:
        return self.is_staff


class DatedQuerySet(models.QuerySet):
    def active(self, on: datetime.date):
        """Facts that hold on the day; the last day counts."""
        return self.filter(starts__lte=on).filter(Q(ends__isnull=True) | Q(ends__gte=on))


class DatedFact(models.Model):
    """From a day, until a day or for ever; both ends count."""

    starts = models.DateField("с")
    ends = models.DateField("по", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def covers(self, day: datetime.date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends >= day)


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
        name=f"{name}_ends_after_start",
        violation_error_message="Дата окончания раньше даты начала.",
    )


class Employment(DatedFact):
    """Works at the school as."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employments", verbose_name="работник")
    post = models.CharField("должность", max_length=150)
    is_teacher = models.BooleanField("педагогический работник", default=True)

    class Meta:
        verbose_name = "работа в школе"
        verbose_name_plural = "работа в школе"
        ordering = ["-starts", "pk"]
        constraints = [ends_after_start("employment")]

    def __str__(self):
        return self.post


class Enrolment(DatedFact):
    """Studies in a class."""

    END_REASONS = [
        ("promoted", "переведён в следующий класс"),
        ("repeated", "оставлен на повторное обучение"),
        ("moved", "перешёл в другой класс"),
        ("graduated", "окончил школу"),
        ("left", "выбыл из школы"),
    ]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments", verbose_name="обучающийся")
    school_class = models.ForeignKey(
        "registry.SchoolClass", on_delete=models.PROTECT, related_name="enrolments", verbose_name="класс"
    )
    end_reason = models.CharField("чем закончилось", max_length=10, choices=END_REASONS, blank=True)

    class Meta:
        verbose_name = "обучение в классе"
        verbose_name_plural = "обучение в классах"
        ordering = ["-starts", "pk"]
        constraints = [
            ends_after_start("enrolment"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends__isnull=True), name="one_open_enrolment_of_a_pupil"
            ),
        ]

    def __str__(self):
        return f"{self.school_class}"


class Guardianship(DatedFact):
    """A lawful representative of a child; a restricted one sees nothing and gets nothing."""

    KINDS = [
        ("mother", "мать"),
        ("father", "отец"),
        ("guardian", "опекун (попечитель)"),
        ("other", "иной представитель"),
    ]

    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wards", verbose_name="представитель")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardianships", verbose_name="ребёнок")
    kind = models.CharField("кем приходится", max_length=10, choices=KINDS)
    document = models.CharField("документ о полномочиях", max_length=300, blank=True)
    is_restricted = models.BooleanField("ограничен в правах", default=False)
    restriction_ground = models.CharField("основание ограничения", max_length=300, blank=True)
    restricted_on = models.DateField("ограничен с", null=True, blank=True)

    class Meta:
        verbose_name = "законный представитель"
        verbose_name_plural = "законные представители"
        ordering = ["child", "pk"]
        constraints = [
            ends_after_start("guardianship"),
            models.UniqueConstraint(
                fields=["guardian", "child"], condition=Q(ends__isnull=True), name="one_open_guardianship"
            ),
            models.CheckConstraint(condition=~Q(guardian=F("child")), name="nobody_is_own_guardian"),
            models.CheckConstraint(
                condition=Q(is_restricted=False) | ~Q(restriction_ground=""),
                name="restriction_has_a_ground",
                violation_error_message="Укажите основание ограничения: решение суда или иной документ.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.guardian}"


class Appointment(DatedFact):
    """Acts as, from a day, on a ground: the only source of roles in the school."""

    ROLES = [
        ("director", "директор"),
        ("acting_director", "исполняющий обязанности директора"),
        ("curator", "куратор"),
        ("deputy_curator", "заместитель куратора"),
        ("psychologist", "педагог-психолог"),
        ("social_worker", "социальный педагог"),
        ("secretary", "секретарь"),
        ("class_teacher", "классный руководитель"),
        ("council_chair", "руководитель совета наставников"),
        ("council_member", "член совета наставников"),
    ]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments", verbose_name="кто")
    role = models.CharField("роль", max_length=20, choices=ROLES)
    school_class = models.ForeignKey(
        "registry.SchoolClass", on_delete=models.PROTECT, null=True, blank=True,
        related_name="class_teachers", verbose_name="класс",
    )  # fmt: skip
    ground = models.CharField("основание", max_length=200, blank=True, help_text="Приказ, его дата и номер.")

    class Meta:
        verbose_name = "назначение"
        verbose_name_plural = "назначения"
        ordering = ["role", "-starts", "pk"]
        constraints = [
            ends_after_start("appointment"),
            models.CheckConstraint(
                condition=Q(role="class_teacher", school_class__isnull=False)
                | (~Q(role="class_teacher") & Q(school_class__isnull=True)),
                name="class_teacher_has_a_class",
                violation_error_message="Классному руководителю нужен класс, остальным ролям класс не указывают.",
            ),
            models.UniqueConstraint(
                fields=["role"], condition=Q(role="director", ends__isnull=True), name="one_director",
                violation_error_message="Директор уже назначен: сначала укажите, по какой день он работал.",
            ),
        ]  # fmt: skip

    def __str__(self):
        scope = f" {self.school_class}" if self.school_class else ""
        return f"{self.get_role_display()}{scope}"
