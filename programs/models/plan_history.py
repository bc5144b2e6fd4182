"""What stays of a plan: every agreed version, what the mentee proposed and found hard, and what he reported done."""

import datetime

from django.db import models
from django.urls import reverse

from programs.models.pairs import Side
from programs.models.plans import Plan, PlanLine
from registry.engine import access
from registry.models import Person


class PlanVersion(models.Model):
    """The plan as it was agreed, word for word: read and printed as it was (ОЧ-П 5.1, АБР-П 7.2)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions", verbose_name="план")
    number = models.PositiveSmallIntegerField("номер")
    agreed_on = models.DateField("согласована")
    agreed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто согласовал"
    )
    reason = models.CharField("почему появилась", max_length=500)
    is_final = models.BooleanField("при закрытии", default=False)
    said = models.JSONField("что в ней стоит")

    class Meta:
        verbose_name = "версия плана"
        verbose_name_plural = "версии плана"
        ordering = ["plan", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self):
        return f"Версия {self.number} от {self.agreed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("programs:plan_version", args=[self.pk])


class PlanNoteQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The curator; whoever mentors the pair now; the author, his guardian and his child. Nobody else."""
        if access.has_role(user, "curator", on=on):
            return self.all()
        me = access.person_of(user)
        mentored = Side.objects.filter(person=me, role="mentor", is_open=True).values("pair")
        mine = models.Q(person__in=access.related(user, "self", "my_child", on=on)) | models.Q(author=me)
        return self.filter(mine | models.Q(plan__pair__in=mentored)) if me else self.none()

    def waiting(self):
        """What the mentor has not answered; a report may stay without an answer."""
        return self.filter(answered_on__isnull=True).exclude(kind="report")


class PlanNote(models.Model):
    """A proposal, a difficulty or a question of the mentee, with the answer; nothing of it is rewritten.

    АБР-П 5.1 (takes part in making the plan), ОЧ-П 6.1 (reports, tells of difficulties), ОЧ-П 6.2 (asks).
    """

    KINDS = [
        ("proposal", "предложение"),
        ("difficulty", "трудность"),
        ("question", "вопрос"),
        ("report", "рассказ о сделанном"),
    ]
    DECISIONS = [
        ("taken", "учтено в плане"),
        ("talk", "обсудим на встрече"),
        ("answered", "ответ дан"),
        ("declined", "пока нет"),
    ]

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="notes", verbose_name="план")
    line = models.ForeignKey(
        PlanLine, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes", verbose_name="о задании"
    )
    about = models.CharField("о каком задании", max_length=500, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_notes", verbose_name="чьё")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто написал")
    kind = models.CharField("что это", max_length=10, choices=KINDS)
    text = models.TextField("текст", max_length=1000)
    written_on = models.DateField("когда")
    decision = models.CharField("решение", max_length=10, choices=DECISIONS, blank=True)
    answer = models.TextField("ответ", max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField("когда ответили", null=True, blank=True)

    objects = PlanNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "слово наставляемого о плане"
        verbose_name_plural = "слова наставляемых о плане"
        ordering = ["-written_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display().capitalize()} от {self.written_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("programs:plan_detail", args=[self.plan_id]) + f"#note-{self.pk}"

    def journal_people(self):
        return [self.person]

    @property
    def pair(self):
        return self.plan.pair


class DoneMark(models.Model):
    """The mentee's own «сделал» at a line; the mentor's mark is another thing (ОЧ-П 6.1)."""

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="done_marks", verbose_name="задание")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто сделал")
    marked_on = models.DateField("когда")

    class Meta:
        verbose_name = "отметка «сделал»"
        verbose_name_plural = "отметки «сделал»"
        ordering = ["line", "marked_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["line", "person"], name="done_mark_once")]

    def __str__(self):
        return f"{self.person.short_name}, {self.marked_on:%d.%m.%Y}"
