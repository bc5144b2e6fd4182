"""Before a pair changes or ends: wishes of those concerned, the end agreed by all, what passes to the next mentor."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField, transition

from programs.models.changes import PairChange
from programs.models.pairs import Pair, Side
from registry.engine import access, workflow
from registry.models import Person

HOW = [("cabinet", "в кабинете"), ("link", "по личной ссылке"), ("paper", "на бумаге")]


class PetitionQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The curator; the director where it is addressed to him; whose wish it is, with a guardian.

        What a mentee asks never reaches the mentor of the pair, whatever else that person is in the school.
        """
        me = access.person_of(user)
        seen = Q(person__in=access.related(user, "self", "my_child", on=on))
        if access.has_role(user, "curator", on=on):
            seen = Q(pk__isnull=False)
        elif access.has_role(user, "director", on=on):
            seen |= Q(to_director=True)
        mentored = Side.objects.filter(person=me, role="mentor").values("pair")
        return self.filter(seen).exclude(kind="petition", pair__in=mentored)

    def waiting(self):
        return self.filter(status=Petition.Status.RECEIVED)

    def answered_to(self, person):
        """Decided, and whoever asked has not read it: who wrote in the cabinet, or whose paper it was."""
        wrote = Q(how="cabinet", filed_by=person) | Q(how="paper", person=person)
        return self.filter(wrote, decided_on__isnull=False, read_on__isnull=True)


class Petition(workflow.Stateful):
    """A mentee's wish for another mentor (ОЧ-П 6.2), or a mentor's wish to lay the duties down (ОЧ-П 5.2)."""

    class Status(models.TextChoices):
        RECEIVED = "received", "ждёт решения"
        ACCEPTED = "accepted", "решено: да"
        DECLINED = "declined", "решено: нет"
        WITHDRAWN = "withdrawn", "отозвано"

    TRACK = [Status.RECEIVED, Status.ACCEPTED]
    KINDS = [("petition", "ходатайство о замене наставника"), ("resignation", "заявление о сложении обязанностей")]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="petitions", verbose_name="пара")
    kind = models.CharField("что это", max_length=11, choices=KINDS)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="petitions", verbose_name="чьё")
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто подал")
    how = models.CharField("как подано", max_length=8, choices=HOW, default="cabinet")
    received_on = models.DateField("получено")
    words = models.TextField("почему", max_length=1500)
    last_day = models.DateField("последний день наставником", null=True, blank=True)
    to_director = models.BooleanField("и директору", default=False)
    status = FSMField("состояние", default=Status.RECEIVED, choices=Status, protected=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто решил"
    )
    decided_on = models.DateField("решено", null=True, blank=True)
    decision = models.CharField("решение словами", max_length=500, blank=True)
    decided_on_paper = models.BooleanField("решение на бумаге", default=False)
    read_on = models.DateField("ответ прочитан", null=True, blank=True)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = "ходатайство или заявление"
        verbose_name_plural = "ходатайства и заявления"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="petition", last_day__isnull=True) | Q(kind="resignation", last_day__isnull=False),
                name="resignation_has_a_last_day",
            ),
            models.UniqueConstraint(
                fields=["pair", "kind", "person"], condition=Q(status="received"), name="one_waiting_petition",
                violation_error_message="Такое обращение уже подано и ждёт решения.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display().capitalize()}: {self.person.short_name}"

    def get_absolute_url(self):
        return reverse("programs:petition_detail", args=[self.pk])

    @property
    def as_ground(self) -> str:
        """How an order cites it: «заявление наставника от 12.01.2027»."""
        whose = "заявление наставника" if self.kind == "resignation" else "ходатайство наставляемого"
        return f"{whose} от {self.received_on:%d.%m.%Y}"

    @transition(
        status, source=Status.RECEIVED, target=Status.ACCEPTED,
        permission=workflow.may("programs.petition_decide"), custom={"label": "Согласиться", "silent": True},
    )  # fmt: skip
    def accept(self, *, decided_by, on, note, on_paper):
        """The decision of whom it is addressed to; an order brings the replacement about."""
        self._decide(decided_by, on, note, on_paper)

    @transition(
        status, source=Status.RECEIVED, target=Status.DECLINED,
        permission=workflow.may("programs.petition_decide"), custom={"label": "Отказать", "silent": True},
    )  # fmt: skip
    def decline(self, *, decided_by, on, note, on_paper):
        """With a reason that the author reads."""
        self._decide(decided_by, on, note, on_paper)

    @transition(
        status, source=Status.RECEIVED, target=Status.WITHDRAWN,
        permission=workflow.may("programs.petition_withdraw"), custom={"label": "Забрать обратно", "style": "quiet"},
    )  # fmt: skip
    def withdraw(self, *, on):
        self.decided_on = on

    def _decide(self, decided_by, on, note, on_paper):
        self.decided_by, self.decided_on, self.decision, self.decided_on_paper = decided_by, on, note, on_paper


class EarlyEnd(workflow.Stateful):
    """An end before the term by agreement of mentor, mentee with guardian, and curator (ОЧ-П 2.7)."""

    class Status(models.TextChoices):
        ASKED = "asked", "ждёт согласия"
        AGREED = "agreed", "согласовано всеми"
        REFUSED = "refused", "не согласовано"
        DROPPED = "dropped", "снято"

    TRACK = [Status.ASKED, Status.AGREED]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="early_ends", verbose_name="пара")
    ends_on = models.DateField("завершить")
    reason = models.CharField("почему раньше срока", max_length=500)
    asked_on = models.DateField("предложено")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто предложил")
    status = FSMField("состояние", default=Status.ASKED, choices=Status, protected=True)
    closed_note = models.CharField("почему снято", max_length=300, blank=True)

    class Meta:
        verbose_name = "досрочное завершение по согласованию"
        verbose_name_plural = "досрочные завершения по согласованию"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(status__in=["asked", "agreed"]), name="one_early_end_at_a_time",
                violation_error_message="Досрочное завершение этой пары уже предложено.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Завершить раньше срока: {self.pair}"

    def get_absolute_url(self):
        return f"{self.pair.get_absolute_url()}#early-end"

    def journal_people(self):
        return self.pair.journal_people()

    @transition(
        status, source=Status.ASKED, target=Status.AGREED,
        permission=workflow.may("programs.pair_agree"), custom={"label": "Согласовано всеми", "silent": True},
    )  # fmt: skip
    def agree(self):
        """Every mark is a yes."""

    @transition(
        status, source=Status.ASKED, target=Status.REFUSED,
        permission=workflow.may("programs.pair_agree"), custom={"label": "Кто-то не согласен", "silent": True},
    )  # fmt: skip
    def refuse(self, *, note):
        self.closed_note = note

    @transition(
        status, source=[Status.ASKED, Status.AGREED], target=Status.DROPPED,
        permission=workflow.may("programs.pair_run"), custom={"label": "Снять предложение", "style": "quiet"},
    )  # fmt: skip
    def drop(self):
        """The pair works on to the end of its term."""


class EarlyEndMark(models.Model):
    """A yes or no to the early end: mentor, mentee, a minor's guardian, curator."""

    PARTIES = [("mentor", "наставник"), ("mentee", "наставляемый"), ("guardian", "законный представитель"),
               ("curator", "куратор")]  # fmt: skip

    early_end = models.ForeignKey(EarlyEnd, on_delete=models.CASCADE, related_name="marks")
    party = models.CharField("сторона", max_length=8, choices=PARTIES)
    side = models.ForeignKey(Side, on_delete=models.CASCADE, null=True, blank=True, related_name="end_marks")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто"
    )
    answer = models.BooleanField("согласен", null=True)
    answered_on = models.DateField("когда", null=True, blank=True)
    how = models.CharField("как", max_length=8, choices=HOW, blank=True)
    note = models.CharField("замечание", max_length=300, blank=True)

    class Meta:
        verbose_name = "отметка о досрочном завершении"
        verbose_name_plural = "отметки о досрочном завершении"
        ordering = ["early_end", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["early_end", "party", "side"], name="one_end_mark_of_a_side"),
            models.UniqueConstraint(
                fields=["early_end", "party"], condition=Q(side__isnull=True), name="one_end_mark_of_the_curator"
            ),
        ]

    def __str__(self):
        return f"{self.get_party_display()}: {self.answer}"


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The office, and the mentor who takes over; the former one has handed it over."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        me = access.person_of(user)
        mine = Side.objects.filter(person=me, role="mentor", is_open=True).values("pair")
        return self.filter(change__new_mentor__person=me, change__pair__in=mine)


class Handover(models.Model):
    """What passes from one mentor to the next: made by the order of replacement itself."""

    change = models.OneToOneField(PairChange, on_delete=models.PROTECT, related_name="handover")
    made_on = models.DateField("составлен")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "лист передачи"
        verbose_name_plural = "листы передачи"
        ordering = ["-made_on", "-pk"]

    def __str__(self):
        return f"Лист передачи: {self.change.pair}"

    def get_absolute_url(self):
        return reverse("programs:handover_detail", args=[self.pk])

    @property
    def pair(self):
        return self.change.pair


class HandoverLine(models.Model):
    """A line of the list: what was done, what is open, with whom to talk; the last two are ticked."""

    PARTS = [("done", "сделано"), ("open", "осталось"), ("talk", "разговор")]

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    part = models.CharField("часть", max_length=4, choices=PARTS)
    text = models.CharField("что", max_length=700)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField("отмечено", null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "строка листа передачи"
        verbose_name_plural = "строки листа передачи"
        ordering = ["handover", "pk"]

    def __str__(self):
        return self.text


class PairPast(models.Model):
    """Meetings that were held before the pair was entered here: counted from the paper log, as one line."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="past", verbose_name="пара")
    meetings = models.PositiveSmallIntegerField("сколько было встреч", default=0)
    minutes = models.PositiveIntegerField("сколько всего минут", default=0)
    last_on = models.DateField("последняя встреча", null=True, blank=True)
    note = models.CharField("что сделано", max_length=500, blank=True)
    entered_on = models.DateField("внесено")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто внёс")

    class Meta:
        ordering = ["pk"]
        verbose_name = "встречи до внесения"
        verbose_name_plural = "встречи до внесения"

    def __str__(self):
        return f"{self.pair}: {self.meetings}"
