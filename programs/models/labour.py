"""Papers of a mentor's work by labour law: the supplementary agreement of art. 351.8 and its early end."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import FSMField, transition

from programs.models.pairs import Pair
from registry.engine import access, workflow
from registry.models import Paper, Person

BLOCKS = {
    "content": "содержание работы",
    "starts": "срок: с какого дня",
    "ends": "срок: по какой день",
    "form": "форма выполнения",
    "payment": "размер и условия выплаты",
}
"""What art. 351.8 of the Labour Code wants to be stated: content, term, form, payment."""


class SupplementQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office: all; the employee: his own."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(employee__in=access.related(user, "self", on=on), pair__in=Pair.objects.visible_to(user, on))


class SupplementaryAgreement(workflow.Stateful):
    """To the labour contract of a mentor who is an employee, about another employee (ст. 351.8 ТК РФ)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "черновик"
        ISSUED = "issued", "напечатано, ждёт подписи"
        SIGNED = "signed", "подписано"
        ENDING = "ending", "прекращается"

    TRACK = [Status.DRAFT, Status.ISSUED, Status.SIGNED]
    WHO = [("employee", "отказ работника"), ("employer", "отмена работодателем")]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="supplements", verbose_name="пара")
    employee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supplements", verbose_name="работник")
    contract = models.CharField(
        "трудовой договор", max_length=120, blank=True, help_text="Номер и дата: № 14 от 01.09.2020."
    )
    content = models.TextField("содержание работы", max_length=3000, blank=True)
    starts = models.DateField("срок с", null=True, blank=True)
    ends = models.DateField("срок по", null=True, blank=True)
    form = models.CharField("форма выполнения", max_length=500, blank=True)
    payment = models.TextField("размер и условия выплаты", max_length=1000, blank=True)
    drafted_on = models.DateField("составлено")
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="составил")
    number = models.CharField("номер", max_length=30, blank=True)
    date = models.DateField("дата", null=True, blank=True)
    calendar_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    signed_on = models.DateField("подписано", null=True, blank=True)
    notice_by = models.CharField("кто прекращает", max_length=8, choices=WHO, blank=True)
    notice_on = models.DateField("уведомление", null=True, blank=True)
    ends_early_on = models.DateField("последний день работы наставником", null=True, blank=True)
    status = FSMField("состояние", default=Status.DRAFT, choices=Status, protected=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="supplement")
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = SupplementQuerySet.as_manager()

    class Meta:
        verbose_name = "дополнительное соглашение"
        verbose_name_plural = "дополнительные соглашения"
        ordering = ["-drafted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="supplement_ends_after_start",
                violation_error_message="Срок не может кончиться раньше, чем начнётся.",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (
                    ~Q(number="") & ~Q(content="") & ~Q(form="") & ~Q(payment="")
                    & Q(date__isnull=False, starts__isnull=False, ends__isnull=False)
                ),
                name="finished_supplement_has_its_four_blocks",
            ),
            models.UniqueConstraint(
                fields=["calendar_year", "number"], condition=~Q(number=""), name="one_supplement_number_a_year",
                violation_error_message="Соглашение с таким номером в этом году уже есть.",
            ),
            models.UniqueConstraint(
                fields=["pair", "employee"], condition=Q(notice_on__isnull=True), name="one_running_supplement",
                violation_error_message="Соглашение с этим наставником по этой паре уже есть.",
            ),
        ]  # fmt: skip

    def __str__(self):
        name = f" № {self.number} от {self.date:%d.%m.%Y}" if self.number else ""
        return f"Дополнительное соглашение{name}: {self.employee.short_name}"

    def get_absolute_url(self):
        return reverse("programs:supplement_detail", args=[self.pk])

    def journal_people(self):
        return [self.employee]

    @property
    def blanks(self) -> list[str]:
        """What of the four mandatory blocks is still empty."""
        return [title for name, title in BLOCKS.items() if not str(getattr(self, name) or "").strip()]

    @transition(
        status, source=Status.DRAFT, target=Status.ISSUED, permission=workflow.may("programs.supplement_edit"),
        custom={"label": "Завершить и присвоить номер", "silent": True},
    )  # fmt: skip
    def finish(self, *, number, date):
        self.number, self.date, self.calendar_year = number, date, date.year

    @transition(
        status, source=Status.ISSUED, target=Status.SIGNED, permission=workflow.may("programs.supplement_edit"),
        custom={"label": "Отметить подписание", "silent": True},
    )  # fmt: skip
    def sign(self, *, signed_on):
        """Both have signed on paper: only then it counts."""
        self.signed_on = signed_on

    @transition(
        status, source=Status.SIGNED, target=Status.ENDING, permission=workflow.may("programs.supplement_end"),
        custom={"label": "Прекратить досрочно", "silent": True},
    )  # fmt: skip
    def end(self, *, notice_by, notice_on, ends_early_on):
        """A refusal or a cancellation, three working days ahead (ст. 351.8 ТК РФ)."""
        self.notice_by, self.notice_on, self.ends_early_on = notice_by, notice_on, ends_early_on
