"""The plan of a pair, made from the typical plan of its form, and its lines."""

import datetime

from django.db import models
from django.urls import reverse
from django_fsm import FSMField, transition

from programs.models.pairs import Pair
from programs.models.typical import PlanKind, TypicalPlan
from registry.engine import workflow
from registry.models import Person


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        return self.filter(pair__in=Pair.objects.visible_to(user, on).values("pk"))


class Plan(workflow.Stateful):
    """The individual plan of a pair; filled by the mentor, agreed by the curator (ОЧ-П 5.1)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "составляется"
        SUBMITTED = "submitted", "у куратора"
        AGREED = "agreed", "согласован"
        CLOSED = "closed", "закрыт"

    TRACK = [Status.DRAFT, Status.SUBMITTED, Status.AGREED, Status.CLOSED]

    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, related_name="plan", verbose_name="пара")
    status = FSMField("состояние", default=Status.DRAFT, choices=Status, protected=True)
    kind = models.ForeignKey(
        PlanKind, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="вид плана"
    )
    typical = models.ForeignKey(
        TypicalPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="из типового"
    )
    goal = models.TextField("цель работы", max_length=1000, blank=True)
    explanation = models.TextField("пояснительная записка", max_length=4000, blank=True)
    third = models.CharField("кто подписывает третьим", max_length=12, choices=PlanKind.THIRDS, blank=True)
    rhythm_days = models.PositiveSmallIntegerField("встречи не реже, чем раз в … дней", default=14)
    reason = models.TextField("почему план меняют", max_length=500, blank=True)
    remark = models.TextField("замечание куратора", max_length=1000, blank=True)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_on = models.DateField("передан куратору", null=True, blank=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField("согласован", null=True, blank=True)
    analysis = models.TextField("анализ наставника", max_length=3000, blank=True)
    closed_on = models.DateField("закрыт", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "индивидуальный план"
        verbose_name_plural = "индивидуальные планы"
        ordering = ["-pair__starts", "-pk"]

    def __str__(self):
        return f"План: {self.pair}"

    def get_absolute_url(self):
        return reverse("programs:plan_detail", args=[self.pk])

    def journal_people(self):
        return self.pair.journal_people()

    @property
    def called(self) -> PlanKind:
        """The kind of the plan: its own, or the one that the pair's programme has now."""
        return self.kind or self.pair.programme.plan_kind

    @property
    def done_share(self) -> tuple[int, int]:
        """(lines that are done, all lines)"""
        lines = list(self.lines.all())
        return sum(1 for line in lines if line.mark == "done"), len(lines)

    @property
    def percent(self) -> int:
        """How much of the plan is done by the mentor's marks: a line done in part counts half (ОЧ-П 5.1)."""
        worth = {"done": 2, "partly": 1}
        marks = [worth.get(line.mark, 0) for line in self.lines.all()]
        return round(100 * sum(marks) / (2 * len(marks))) if marks else 0

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.SUBMITTED,
        permission=workflow.may("programs.plan_edit"),
        custom={"label": "Передать куратору"},
    )
    def submit(self, *, on):
        """The remark stays in the history of the plan."""
        self.submitted_on, self.remark = on, ""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.AGREED,
        permission=workflow.may("programs.plan_agree"),
        custom={"label": "Согласовать план"},
    )
    def agree(self, *, on):
        self.agreed_on, self.remark = on, ""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.DRAFT,
        permission=workflow.may("programs.plan_agree"),
        custom={"label": "Вернуть с замечанием", "style": "quiet", "ask": "note"},
    )
    def send_back(self, *, note):
        self.remark = note

    @transition(
        status,
        source=Status.AGREED,
        target=Status.DRAFT,
        permission=workflow.may("programs.plan_edit"),
        custom={"label": "Изменить план", "style": "quiet", "ask": "note"},
    )
    def reopen(self, *, note):
        """A correction during the work (ОЧ-П 5.1): a new version, which goes through the curator again."""
        self.reason, self.remark = note[:500], ""

    @transition(
        status,
        source=Status.AGREED,
        target=Status.CLOSED,
        permission=workflow.may("programs.plan_edit"),
        custom={"label": "Закрыть план с анализом"},
    )
    def close(self, *, on):
        """With the mentor's analysis (КВ-Пг 7)."""
        self.closed_on = on


class PlanLine(models.Model):
    MARKS = [("done", "выполнено"), ("partly", "выполнено частично"), ("not_done", "не выполнено")]

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    section = models.CharField("раздел", max_length=200, blank=True)
    task = models.CharField("задание", max_length=500)
    due = models.DateField("срок", null=True, blank=True)
    planned_result = models.CharField("планируемый результат", max_length=500, blank=True)
    actual_result = models.CharField("фактический результат", max_length=500, blank=True)
    mark = models.CharField("оценка", max_length=8, choices=MARKS, blank=True)
    comment = models.CharField("пояснение к оценке", max_length=300, blank=True)
    key = models.UUIDField("ключ карточки", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "строка плана"
        verbose_name_plural = "строки плана"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"], condition=models.Q(key__isnull=False), name="plan_line_key_once"
            )
        ]

    def __str__(self):
        return self.task
