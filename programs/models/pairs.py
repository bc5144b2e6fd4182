"""Pairs and groups with dated sides, and the marks of consent of those concerned."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django_fsm import FSMField, transition

from programs.models.orders import OrderLine
from programs.models.programme import Programme
from registry.engine import access, workflow
from registry.models import Form, Kind, Person, RoleModel


class PairQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office and psychologist: all; a side's person, and a guardian of a side: theirs.

        A mentor who was replaced sees nothing of the pair from the first day of the next one; the own log has a page.
        """
        if access.has_role(user, "curator", "director", "psychologist", on=on):
            return self.all()
        mine = access.related(user, "self", "my_child", on=on)
        return self.filter(pk__in=Side.objects.filter(person__in=mine).not_replaced(on).values("pair"))

    def running(self):
        """Takes up a place: from the proposal to the order of completion."""
        return self.exclude(status__in=[Pair.Status.CLOSED, Pair.Status.CANCELLED])

    def ordered(self):
        return self.filter(
            status__in=[Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.SUSPENDED, Pair.Status.CLOSING]
        )


class Pair(workflow.Stateful):
    """A mentor and a mentee (or a group of mentees) of a programme for a term of at most a year (ОЧ-П 2.7)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "предложена"
        AGREED = "agreed", "согласована"
        ORDERED = "ordered", "закреплена приказом"
        WORKING = "working", "работает"
        SUSPENDED = "suspended", "приостановлена"
        CLOSING = "closing", "завершается"
        CLOSED = "closed", "завершена"
        CANCELLED = "cancelled", "не состоялась"

    TRACK = [Status.PROPOSED, Status.AGREED, Status.ORDERED, Status.WORKING, Status.CLOSING, Status.CLOSED]
    MODES = [("in_person", "очно"), ("remote", "дистанционно"), ("mixed", "смешанно")]
    RESULTS = [
        ("done", "план выполнен полностью"),
        ("early", "завершена досрочно и успешно, по согласованию"),
        ("mentor", "по инициативе наставника"),
        ("mentee", "по инициативе наставляемого"),
        ("mutual", "по обоюдному решению"),
        ("curator", "по инициативе куратора"),
    ]

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pairs", verbose_name="программа")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, verbose_name="форма")
    role_model = models.ForeignKey(
        RoleModel, on_delete=models.PROTECT, null=True, blank=True, verbose_name="ролевая модель"
    )
    kinds = models.ManyToManyField(Kind, blank=True, verbose_name="виды")
    mode = models.CharField("режим", max_length=10, choices=MODES, default="in_person")
    is_group = models.BooleanField("группа", default=False)
    starts = models.DateField("начало")
    ends = models.DateField("окончание")
    goal = models.TextField("цель", max_length=1000, blank=True)
    reasons = models.JSONField("почему эти двое", default=list)
    note = models.CharField("обоснование куратора", max_length=500, blank=True)
    proposed_on = models.DateField("предложена")
    result = models.CharField("чем завершилась", max_length=10, choices=RESULTS, blank=True)
    result_text = models.TextField("итог работы", max_length=2000, blank=True)
    no_final_meeting = models.CharField("почему не было заключительной встречи", max_length=300, blank=True)
    ended_on = models.DateField("завершена", null=True, blank=True)
    end_note = models.CharField("примечание", max_length=500, blank=True)
    quiet_from = models.DateField("встреч ждут с", null=True, blank=True, editable=False)
    status = FSMField("состояние", default=Status.PROPOSED, choices=Status, protected=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = "пара"
        verbose_name_plural = "пары"
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="pair_ends_after_start",
                violation_error_message="Работа пары не может кончиться раньше, чем начнётся.",
            )
        ]

    def __str__(self):
        mentor = self.mentor
        names = ", ".join(person.short_name for person in self.mentees)
        return f"{mentor.short_name if mentor else 'наставник не назначен'} — {names}"

    def get_absolute_url(self):
        return reverse("programs:pair_detail", args=[self.pk])

    def journal_people(self):
        return [side.person for side in self.sides.all()]

    def _open(self, role):
        return [side.person for side in self.sides.all() if side.role == role and side.is_open]

    @property
    def mentor(self):
        """The one who mentors now, or mentored last."""
        found = self._open("mentor") or [side.person for side in self.sides.all() if side.role == "mentor"]
        return found[-1] if found else None

    def mentor_on(self, day: datetime.date):
        """The one who mentored on the day; an earlier order keeps the former mentor's name (ОЧ-П 2.8)."""
        held = [
            side.person for side in self.sides.all()
            if side.role == "mentor" and side.starts <= day and (side.ends is None or side.ends >= day)
        ]  # fmt: skip
        return held[-1] if held else self.mentor

    @property
    def mentees(self) -> list:
        return self._open("mentee") or [side.person for side in self.sides.all() if side.role == "mentee"]

    @property
    def is_running(self) -> bool:
        return self.status not in (self.Status.CLOSED, self.Status.CANCELLED)

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.AGREED,
        permission=workflow.may("programs.pair_agree"),
        custom={"label": "Согласована всеми", "silent": True},
    )
    def agree(self):
        """Every mark is a yes: mentor, mentee and, for a minor, the guardian (ОЧ-П 2.5)."""

    @transition(
        status, source=Status.AGREED, target=Status.ORDERED, custom={"label": "Закрепить приказом", "order_only": True}
    )
    def fix(self):
        """By the order on pairs."""

    @transition(
        status,
        source=Status.ORDERED,
        target=Status.AGREED,
        custom={"label": "Снять закрепление приказом", "order_only": True},
    )
    def unfix(self):
        """The order on pairs was cancelled before the work began."""

    @transition(
        status,
        source=Status.ORDERED,
        target=Status.WORKING,
        permission=workflow.may("programs.pair_run"),
        custom={"label": "Начать работу"},
    )
    def start(self):
        """Entry values are there, or a waiver with a reason."""

    @transition(
        status,
        source=Status.WORKING,
        target=Status.SUSPENDED,
        permission=workflow.may("programs.pair_run"),
        custom={"label": "Приостановить", "style": "quiet", "ask": "note"},
    )
    def suspend(self, *, note):
        self.end_note = note

    @transition(
        status,
        source=Status.SUSPENDED,
        target=Status.WORKING,
        permission=workflow.may("programs.pair_run"),
        custom={"label": "Возобновить"},
    )
    def resume(self):
        self.end_note = ""

    @transition(
        status,
        source=[Status.WORKING, Status.SUSPENDED],
        target=Status.CLOSING,
        permission=workflow.may("programs.pair_run"),
        custom={"label": "Перейти к завершению"},
    )
    def begin_closing(self):
        """The result is written, the final meeting held or its absence explained."""

    @transition(
        status,
        source=Status.CLOSING,
        target=Status.WORKING,
        permission=workflow.may("programs.pair_run"),
        custom={"label": "Вернуть в работу", "style": "quiet"},
    )
    def continue_work(self):
        """Closing was begun too early."""

    @transition(
        status, source=Status.CLOSING, target=Status.CLOSED, custom={"label": "Завершить приказом", "order_only": True}
    )
    def close(self, *, on):
        """By the order on completion."""
        self.ended_on = on

    @transition(
        status,
        source=Status.CLOSED,
        target=Status.CLOSING,
        custom={"label": "Возобновить завершение", "order_only": True},
    )
    def reopen(self):
        """The order on completion was cancelled."""
        self.ended_on = None

    @transition(
        status,
        source=[Status.PROPOSED, Status.AGREED],
        target=Status.CANCELLED,
        permission=workflow.may("programs.pair_propose"),
        custom={"label": "Снять предложение", "style": "danger", "ask": "note"},
    )
    def cancel(self, *, note, on):
        self.ended_on, self.end_note = on, note  # fmt: skip


class SideQuerySet(models.QuerySet):
    def not_replaced(self, on: datetime.date | None = None):
        """All but the sides of former mentors: those after whom another one has begun by the day."""
        later = Side.objects.filter(
            pair=OuterRef("pair"), role="mentor", pk__gt=OuterRef("pk"), starts__lte=on or access.today()
        )
        return self.exclude(Exists(later), role="mentor")


class SideManager(models.Manager):
    """A side is never shown without its person: both come by one question."""

    def get_queryset(self):
        return super().get_queryset().select_related("person")


class Side(models.Model):
    """A person in a pair from a day until a day: replacement and the former mentor's log follow from dates."""

    ROLES = [("mentor", "наставник"), ("mentee", "наставляемый")]
    REGIMES = [
        ("351.8", "по статье 351.8 ТК РФ, с дополнительным соглашением"),
        ("other", "иная доплата"),
        ("voluntary", "общественная работа, без выплат"),
        ("outside", "не работник школы"),
    ]

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="sides")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sides", verbose_name="кто")
    role = models.CharField("роль", max_length=6, choices=ROLES)
    starts = models.DateField("с")
    ends = models.DateField("по", null=True, blank=True)
    is_open = models.BooleanField("участвует", default=True)
    running_form = models.ForeignKey(
        Form, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    labour_regime = models.CharField("трудовой режим", max_length=10, choices=REGIMES, blank=True)
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, blank=True, related_name="sides")

    objects = SideManager.from_queryset(SideQuerySet)()

    class Meta:
        verbose_name = "участник пары"
        verbose_name_plural = "участники пары"
        ordering = ["pair", "role", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="side_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["pair"], condition=Q(role="mentor", is_open=True), name="one_running_mentor_of_a_pair"
            ),
            models.UniqueConstraint(
                fields=["person", "running_form"],
                condition=Q(role="mentee", running_form__isnull=False),
                name="one_running_pair_of_a_form",
                violation_error_message="У наставляемого уже есть наставник в этой форме.",
            ),
            models.UniqueConstraint(
                fields=["pair", "person"], condition=Q(is_open=True), name="one_open_side_of_a_person"
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.person.short_name}"


class PairAgreement(models.Model):
    """A mark of consent to the pair: a side's own, or the guardian's for a minor side."""

    HOW = [("cabinet", "в кабинете"), ("link", "по личной ссылке"), ("paper", "на бумаге")]

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="agreements")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="agreements")
    as_guardian = models.BooleanField("за ребёнка", default=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто"
    )
    answer = models.BooleanField("согласен", null=True)
    answered_on = models.DateField("когда", null=True, blank=True)
    how = models.CharField("как", max_length=8, choices=HOW, blank=True)
    note = models.CharField("замечание", max_length=300, blank=True)

    class Meta:
        verbose_name = "отметка о согласии"
        verbose_name_plural = "отметки о согласии"
        ordering = ["pair", "side__role", "as_guardian", "pk"]
        constraints = [models.UniqueConstraint(fields=["side", "as_guardian"], name="one_mark_of_a_side")]

    def __str__(self):
        return f"{self.side}: {self.answer}"

    @property
    def party(self) -> str:
        """Whose answer this is, in the words of EarlyEndMark.party."""
        return "guardian" if self.as_guardian else self.side.role
