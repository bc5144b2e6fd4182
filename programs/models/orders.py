"""Orders drive states. What a kind does is in programs/orders/kinds.py; here is what every order has."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField, transition

from programs.models.programme import Programme
from registry.engine import access, workflow
from registry.models import LegalAct, Paper, Person, StoredFile
from registry.text import joined

ACTS = "{акты}"
"""The place in a preamble where the chosen legal acts are named."""
READ_WITHIN = datetime.timedelta(days=7)


class OrderWording(models.Model):
    """The wording of a kind of order, edited by the curator; {words in braces} are filled from the data."""

    kind = models.CharField("вид приказа", max_length=20, unique=True)
    title = models.CharField("заголовок", max_length=300)
    preamble = models.TextField("преамбула (основания)")
    points = models.JSONField("пункты", default=list)
    suffix = models.CharField("суффикс номера", max_length=10, blank=True, default="-од")
    acts = models.ManyToManyField(LegalAct, blank=True, related_name="+", verbose_name="правовые акты")

    class Meta:
        verbose_name = "формулировка приказа"
        verbose_name_plural = "формулировки приказов"
        ordering = ["kind"]

    def __str__(self):
        return self.title


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office and secretary: all; a person named: the orders that ask him or that he must know.

        An order that names somebody whose data are erased is read by the curator and the director alone.
        """
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        closed = Q(paper__file__closed_on__isnull=False) | Q(scan__closed_on__isnull=False)
        rows = self.exclude(closed)
        if access.has_role(user, "secretary", on=on):
            return rows
        me = access.person_of(user)
        named = Q(approvals__person=me) | Q(acquaintances__person=me, status=Order.Status.REGISTERED)
        return rows.filter(named).distinct()

    def registered(self):
        return self.filter(status=Order.Status.REGISTERED)


class Order(workflow.Stateful):
    """An order of the director: draft → agreed by those named → director → number and date → in force."""

    class Status(models.TextChoices):
        DRAFT = "draft", "черновик"
        AGREEING = "agreeing", "на согласовании"
        SUBMITTED = "submitted", "у директора"
        REGISTERED = "registered", "утверждён"
        CANCELLED = "cancelled", "отменён"

    OPEN = [Status.DRAFT, Status.AGREEING, Status.SUBMITTED]
    TRACK = [*OPEN, Status.REGISTERED]
    SOURCES = [("system", "подготовлен здесь"), ("paper", "внесён с бумаги")]

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="orders", verbose_name="программа")
    kind = models.CharField("вид", max_length=20)
    title = models.CharField("заголовок", max_length=300)
    preamble = models.TextField("преамбула (основания)", blank=True)
    points = models.JSONField("пункты", default=list)
    acts = models.ManyToManyField(LegalAct, blank=True, related_name="orders", verbose_name="правовые акты")
    status = FSMField("состояние", default=Status.DRAFT, choices=Status, protected=True)
    drafted_on = models.DateField("подготовлен")
    prepared_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="orders_prepared", verbose_name="подготовил"
    )
    remark = models.TextField("замечание директора", max_length=1000, blank=True)
    number = models.CharField("номер", max_length=30, blank=True)
    date = models.DateField("дата", null=True, blank=True)
    calendar_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    effective_on = models.DateField("действует с", null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="orders_approved", null=True, blank=True, verbose_name="утвердил"
    )
    source = models.CharField("откуда", max_length=6, choices=SOURCES, default="system")
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_orders", verbose_name="скан"
    )
    original_place = models.CharField("где лежит подлинник", max_length=200, blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="order")
    cancelled_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="cancels")
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "приказ"
        verbose_name_plural = "приказы"
        ordering = ["-date", "-drafted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar_year", "number"], condition=~Q(number=""), name="one_number_a_year",
                violation_error_message="Приказ с таким номером в этом году уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "agreeing", "submitted"])
                | (~Q(number="") & Q(date__isnull=False) & Q(approved_by__isnull=False)),
                name="registered_order_has_number_and_date",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Приказ {self.name}" if self.number else f"Проект приказа «{self.title}»"

    def get_absolute_url(self):
        return reverse("programs:order_detail", args=[self.pk])

    @property
    def name(self) -> str:
        """«от 07.09.2026 № 12-од», for citing."""
        return f"от {self.date:%d.%m.%Y} №\u00a0{self.number}" if self.number else ""

    @property
    def preamble_text(self) -> str:
        """The preamble with the cited acts in the place of {акты}."""
        return self.preamble.replace(ACTS, joined(act.cited() for act in self.acts.all()))

    @property
    def is_in_force(self) -> bool:
        return self.status == self.Status.REGISTERED

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.AGREEING,
        permission=workflow.may("programs.order_prepare"),
        custom={"label": "Отправить на согласование"},
    )
    def send_for_agreement(self):
        """Those named get the draft with an approval sheet (ОЧ-П 2.13)."""

    @transition(
        status,
        source=[Status.DRAFT, Status.AGREEING],
        target=Status.SUBMITTED,
        permission=workflow.may("programs.order_prepare"),
        custom={"label": "Передать директору"},
    )
    def submit(self):
        self.remark = ""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.REGISTERED,
        permission=workflow.may("programs.order_approve"),
        custom={"label": "Утвердить", "silent": True},
    )
    def approve(self, *, number, date, effective_on, approved_by):
        """The director's decision gives the order its number and date."""
        self.number, self.date, self.calendar_year = number, date, date.year
        self.effective_on, self.approved_by = effective_on, approved_by

    @transition(
        status,
        source=[Status.DRAFT, Status.SUBMITTED],
        target=Status.REGISTERED,
        permission=workflow.may("programs.order_enter"),
        custom={"label": "Внести с бумаги", "silent": True},
    )
    def enter(self, *, number, date, effective_on, approved_by):
        """Signed with a pen before it came here: the same effects, marked «внесён с бумаги»."""
        self.source = "paper"
        self.number, self.date, self.calendar_year = number, date, date.year
        self.effective_on, self.approved_by = effective_on, approved_by

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.DRAFT,
        permission=workflow.may("programs.order_approve"),
        custom={"label": "Вернуть с замечанием", "style": "quiet", "ask": "note"},
    )
    def send_back(self, *, note):
        self.remark = note

    @transition(
        status,
        source=[Status.AGREEING, Status.SUBMITTED],
        target=Status.DRAFT,
        permission=workflow.may("programs.order_prepare"),
        custom={"label": "Забрать на доработку", "style": "quiet"},
    )
    def take_back(self):
        """The author takes the draft back before the director decides."""

    @transition(
        status,
        source=Status.REGISTERED,
        target=Status.CANCELLED,
        custom={"label": "Отменить приказом", "order_only": True},
    )
    def cancel(self, *, line):
        """By a later order that names this one (АБР-П 9.2)."""
        self.cancelled_by = line.order


def exactly_one(*names) -> Q:
    """One of these keys is set and the others are not."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


THINGS = (
    "member", "candidacy", "pair", "change", "request", "document", "assignment", "release", "proposal", "order_change",
)  # fmt: skip
"""Keys of a line: exactly one is set, and says what kind of thing the order names."""

PEOPLE = (
    "member__person", "candidacy__mentor__person", "pair__sides__person", "change__pair__sides__person",
    "change__new_mentor__person", "request__person", "assignment__person", "release__person", "release__substitute",
    "proposal__person",
)  # fmt: skip
"""Ways from a line to the people whom it names."""


def _named_by(model: str):
    return models.ForeignKey(
        f"programs.{model}", on_delete=models.PROTECT, null=True, blank=True, related_name="order_lines"
    )


class OrderLineQuerySet(models.QuerySet):
    def naming(self, person):
        """Lines that speak of this person."""
        condition = Q()
        for path in PEOPLE:
            condition |= Q(**{path: person})
        return self.filter(condition)


class OrderLine(models.Model):
    """One point of the order's list; names exactly one thing."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("порядок")
    member = _named_by("CommissionMember")
    candidacy = _named_by("Candidacy")
    pair = _named_by("Pair")
    change = _named_by("PairChange")
    request = _named_by("Request")
    document = _named_by("LocalDocument")
    assignment = _named_by("Assignment")
    release = _named_by("Release")
    proposal = _named_by("AwardProposal")
    order_change = _named_by("OrderChange")

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = "строка приказа"
        verbose_name_plural = "строки приказа"
        ordering = ["order", "position", "pk"]
        constraints = [models.CheckConstraint(condition=exactly_one(*THINGS), name="line_names_exactly_one")]

    def __str__(self):
        return f"{self.position}. {self.thing}"

    @property
    def thing(self):
        key = next(name for name in THINGS if getattr(self, f"{name}_id"))
        return getattr(self, key)


class Approval(models.Model):
    """A line of the approval sheet: what a person named answers to the draft."""

    ANSWERS = [("agree", "согласен"), ("refuse", "не согласен")]

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="approvals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="approvals", verbose_name="кто")
    answer = models.CharField("ответ", max_length=7, choices=ANSWERS, blank=True)
    remark = models.CharField("замечание", max_length=500, blank=True)
    asked_on = models.DateField("отправлено")
    answered_on = models.DateField("ответил", null=True, blank=True)
    on_paper = models.BooleanField("на бумаге", default=False)

    class Meta:
        verbose_name = "строка листа согласования"
        verbose_name_plural = "лист согласования"
        ordering = ["person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="one_approval_of_a_person")]

    def __str__(self):
        return f"{self.person.short_name}: {self.get_answer_display() or 'ожидается'}"


class Acquaintance(models.Model):
    """A line of the acquaintance sheet: a person named in the order has read it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="acquaintances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acquaintances", verbose_name="кто")
    asked_on = models.DateField("лист открыт")
    read_on = models.DateField("ознакомлен", null=True, blank=True)
    on_paper = models.BooleanField("подпись на бумаге", default=False)

    class Meta:
        verbose_name = "строка листа ознакомления"
        verbose_name_plural = "лист ознакомления"
        ordering = ["person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="one_acquaintance_of_a_person")]

    def __str__(self):
        return f"{self.person.short_name}: {self.read_on or 'не ознакомлен'}"

    @property
    def due_on(self) -> datetime.date:
        """By when the person is expected to have read it; no law sets this term, a school asks for a week."""
        return self.asked_on + READ_WITHIN

    def is_overdue(self, on: datetime.date) -> bool:
        return self.read_on is None and self.due_on < on
