"""From a nomination to the register: candidacy, criteria sheets, commission, minutes, register, public page."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import FSMField, transition

from programs.models.programme import Programme
from registry.engine import access, workflow
from registry.models import DatedFact, DatedQuerySet, Form, Mentor, Person


class CandidacyQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office: all; a commission member: those of the commission's programme; a candidate: his own."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        me = access.person_of(user)
        seats = CommissionMember.objects.filter(person=me, commission__is_working=True)
        return self.filter(
            Q(mentor__person__in=access.related(user, "self", "my_child", on=on))
            | Q(programme__in=seats.values("commission__programme"))
        ).distinct()

    def running(self):
        return self.filter(status__in=[Candidacy.Status.NOMINATED, Candidacy.Status.RECOMMENDED])


class Candidacy(workflow.Stateful):
    """A person on the way into the register, by one of three ways (ОЧ-П 2.13)."""

    class Status(models.TextChoices):
        NOMINATED = "nominated", "выдвинут"
        RECOMMENDED = "recommended", "рекомендован"
        REGISTERED = "registered", "в реестре"
        REJECTED = "rejected", "не рекомендован"
        REFUSED = "refused", "отказался"

    TRACK = [Status.NOMINATED, Status.RECOMMENDED, Status.REGISTERED]
    WAYS = [
        ("administration", "выдвижение администрацией"),
        ("collective", "представление коллектива"),
        ("application", "заявление кандидата"),
    ]

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="candidacies", verbose_name="программа"
    )
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="candidacies", verbose_name="кандидат")
    way = models.CharField("путь", max_length=15, choices=WAYS)
    form = models.ForeignKey(
        Form, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="форма наставничества"
    )
    nominated_on = models.DateField("выдвинут")
    ground = models.CharField(
        "основание", max_length=300, blank=True, help_text="Протокол и дата представления или дата заявления."
    )
    duties_consent_on = models.DateField("письменное согласие на обязанности наставника", null=True, blank=True)
    ended_on = models.DateField("закрыта", null=True, blank=True)
    end_note = models.CharField("причина", max_length=500, blank=True)
    status = FSMField("состояние", default=Status.NOMINATED, choices=Status, protected=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = "кандидатура"
        verbose_name_plural = "кандидатуры"
        ordering = ["mentor__person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "mentor"],
                condition=Q(status__in=["nominated", "recommended", "registered"]),
                name="one_running_candidacy",
                violation_error_message="Этот кандидат уже выдвинут в этой программе.",
            )
        ]

    def __str__(self):
        return f"Кандидат: {self.mentor.person.short_name}"

    def get_absolute_url(self):
        return reverse("programs:candidacy_detail", args=[self.pk])

    @property
    def person(self):
        return self.mentor.person

    @property
    def wants_duties_consent(self) -> bool:
        """Employees take up a mentor's duties with a written consent only (АБР-П 3.2, ст. 351.8 ТК РФ)."""
        return self.mentor.is_staff and bool(self.programme.rule("mentor.written_consent").value)

    @transition(
        status,
        source=Status.NOMINATED,
        target=Status.RECOMMENDED,
        permission=workflow.may("programs.candidacy_recommend"),
        custom={"label": "Рекомендовать в реестр"},
    )
    def recommend(self):
        """Papers, criteria sheet and, for an application, the commission's decision are in order."""

    @transition(
        status,
        source=[Status.NOMINATED, Status.RECOMMENDED],
        target=Status.REJECTED,
        permission=workflow.may("programs.candidacy_recommend"),
        custom={"label": "Не рекомендовать", "style": "quiet", "ask": "note"},
    )
    def reject(self, *, note, on):
        self.ended_on, self.end_note = on, note

    @transition(
        status,
        source=[Status.NOMINATED, Status.RECOMMENDED],
        target=Status.REFUSED,
        permission=workflow.may("programs.candidacy_refuse"),
        custom={"label": "Отказаться", "style": "quiet", "ask": "note"},
    )
    def refuse(self, *, note, on):
        """The candidate's own no: mentoring is voluntary (ОЧ-П 2.5)."""
        self.ended_on, self.end_note = on, note

    @transition(
        status,
        source=Status.RECOMMENDED,
        target=Status.REGISTERED,
        custom={"label": "Внести в реестр", "order_only": True},
    )
    def register(self, *, line):
        """By the order on the register of mentors."""

    @transition(
        status,
        source=Status.REGISTERED,
        target=Status.RECOMMENDED,
        custom={"label": "Вывести из реестра", "order_only": True},
    )
    def unregister(self):
        """The order on the register was cancelled."""


class Criterion(models.Model):
    """A line of the criteria sheet: general, or of one form (ОЧ-П 2.12)."""

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("критерий", max_length=200)
    hint = models.CharField("на что смотреть", max_length=300, blank=True)
    form_code = models.CharField("только для формы", max_length=30, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    is_retired = models.BooleanField("больше не применять", default=False)

    class Meta:
        verbose_name = "критерий отбора"
        verbose_name_plural = "критерии отбора"
        ordering = ["form_code", "position", "pk"]

    def __str__(self):
        return self.title


class CriterionMark(models.Model):
    """One assessor's mark: 0 — не проявляется, 1 — частично, 2 — в полной мере."""

    MARKS = [(0, "0 — не проявляется"), (1, "1 — частично"), (2, "2 — в полной мере")]

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто оценил")
    mark = models.PositiveSmallIntegerField("оценка", choices=MARKS)

    class Meta:
        verbose_name = "оценка по критерию"
        verbose_name_plural = "оценки по критериям"
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "criterion", "by"], name="one_mark_of_an_assessor"),
            models.CheckConstraint(condition=Q(mark__lte=2), name="mark_from_0_to_2"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.mark}"


class CommissionQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office: all; a member: the commissions on which he sits."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(members__person=access.person_of(user)).distinct()


class Commission(models.Model):
    """The selection commission of a programme: 3–5 people, headed by the director, with the curator (ОЧ-П 2.13)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="commissions", verbose_name="программа"
    )
    made_on = models.DateField("составлена")
    is_working = models.BooleanField("утверждена приказом", default=False, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CommissionQuerySet.as_manager()

    class Meta:
        verbose_name = "конкурсная комиссия"
        verbose_name_plural = "конкурсные комиссии"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(is_working=True), name="one_working_commission",
                violation_error_message="В этой программе уже работает комиссия.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Конкурсная комиссия: {self.programme}"

    def get_absolute_url(self):
        return reverse("programs:commission_detail", args=[self.pk])


class CommissionMember(models.Model):
    SEATS = [("chair", "председатель"), ("secretary", "секретарь"), ("member", "член комиссии")]

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commission_seats", verbose_name="кто")
    seat = models.CharField("место", max_length=10, choices=SEATS, default="member")

    class Meta:
        verbose_name = "член комиссии"
        verbose_name_plural = "члены комиссии"
        ordering = ["seat", "person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commission", "person"], name="one_seat_of_a_person"),
            models.UniqueConstraint(fields=["commission"], condition=Q(seat="chair"), name="one_chair"),
        ]

    def __str__(self):
        return f"{self.get_seat_display()}: {self.person.short_name}"


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        seats = self.filter(commission__members__person=access.person_of(user))
        return seats.exclude(paper__file__closed_on__isnull=False).distinct()


class Minutes(workflow.Stateful):
    """A sitting of the commission: who was there, what was decided, by how many votes."""

    class Status(models.TextChoices):
        DRAFT = "draft", "готовится"
        SIGNED = "signed", "подписан"

    TRACK = [Status.DRAFT, Status.SIGNED]

    commission = models.ForeignKey(
        Commission, on_delete=models.PROTECT, related_name="minutes", verbose_name="комиссия"
    )
    number = models.CharField("номер", max_length=20)
    held_on = models.DateField("дата заседания")
    present = models.ManyToManyField(CommissionMember, blank=True, related_name="+", verbose_name="присутствовали")
    status = FSMField("состояние", default=Status.DRAFT, choices=Status, protected=True)
    paper = models.OneToOneField("registry.Paper", on_delete=models.PROTECT, null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "протокол комиссии"
        verbose_name_plural = "протоколы комиссии"
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["commission", "number"], name="minutes_number_once")]

    def __str__(self):
        return f"Протокол № {self.number} от {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("programs:minutes_detail", args=[self.pk])

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.SIGNED,
        permission=workflow.may("programs.minutes_sign"),
        custom={"label": "Подписать протокол", "silent": True},
    )
    def sign(self):
        """The chair's signature: the decisions take effect."""  # fmt: skip


class Decision(models.Model):
    """The commission's word on one candidate, with the votes."""

    OUTCOMES = [("recommend", "рекомендовать"), ("reject", "не рекомендовать")]

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="decisions")
    candidacy = models.ForeignKey(
        Candidacy, on_delete=models.PROTECT, related_name="decisions", verbose_name="кандидат"
    )
    votes_for = models.PositiveSmallIntegerField("за")
    votes_against = models.PositiveSmallIntegerField("против", default=0)
    abstained = models.PositiveSmallIntegerField("воздержались", default=0)
    note = models.CharField("особое", max_length=300, blank=True)

    class Meta:
        verbose_name = "решение комиссии"
        verbose_name_plural = "решения комиссии"
        ordering = ["candidacy__mentor__person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["minutes", "candidacy"], name="one_decision_in_minutes")]

    def __str__(self):
        return f"{self.candidacy}: {self.get_outcome_display()}"

    @property
    def outcome(self) -> str:
        """A candidate is recommended by more votes for than against."""
        return "recommend" if self.votes_for > self.votes_against else "reject"

    def get_outcome_display(self) -> str:
        return dict(self.OUTCOMES)[self.outcome]


class RegisterQuerySet(DatedQuerySet):
    def of(self, programme):
        return self.filter(programme=programme)


class RegisterEntry(DatedFact):
    """In the register of mentors of a programme, from a day, by a line of an order (ОЧ-П 2.13)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="register", verbose_name="программа"
    )
    mentor = models.ForeignKey(
        Mentor, on_delete=models.PROTECT, related_name="register_entries", verbose_name="наставник"
    )
    line = models.OneToOneField("programs.OrderLine", on_delete=models.PROTECT, related_name="register_entry")

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = "строка реестра"
        verbose_name_plural = "реестр наставников"
        ordering = ["mentor__person__name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="entry_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["programme", "mentor"], condition=Q(ends__isnull=True), name="one_open_register_entry"
            ),
        ]

    def __str__(self):
        return f"{self.mentor}, {self.programme}"
