"""Whether the two fit, and calls for help: said to the curator and to nobody else."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.pairs import Pair, Side
from registry.engine import access
from registry.models import Person

HOW = [("cabinet", "в кабинете"), ("link", "по личной ссылке")]


class PulseQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The curator, unless he mentors this pair: then the director; nobody else."""
        mine = Side.objects.filter(person=access.person_of(user), role="mentor").values("pair")
        if access.has_role(user, "curator", on=on):
            return self.exclude(pair__in=mine)
        if access.has_role(user, "director", on=on):
            return self.filter(pair__in=_mentored_by_curators(on)).exclude(pair__in=mine)
        return self.none()

    def waiting(self):
        return self.filter(answered_on__isnull=True, dropped_on__isnull=True)

    def bad(self):
        """Answers that want the curator's deed."""
        return self.filter(answer__in=[Pulse.NO, Pulse.SO_SO], handled_on__isnull=True)


def _mentored_by_curators(on):
    """Pairs whose mentor acts as curator: their pulse goes to the director."""
    from registry.models import Appointment

    acting = Appointment.objects.active(on or access.today()).filter(role__in=["curator", "deputy_curator"])
    return Side.objects.filter(role="mentor", person__in=acting.values("person")).values("pair")


class Pulse(models.Model):
    """One question to one side: does it go well? After the second meeting, then every sixty days."""

    YES, SO_SO, NO = 3, 2, 1
    ANSWERS = [(YES, "всё хорошо"), (SO_SO, "не совсем"), (NO, "не подходит")]
    ROLES = Side.ROLES

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="pulses", verbose_name="пара")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pulses", verbose_name="кого спросили")
    role = models.CharField("кто в паре", max_length=6, choices=ROLES)
    asked_on = models.DateField("спросили")
    answer = models.PositiveSmallIntegerField("ответ", choices=ANSWERS, null=True, blank=True)
    note = models.CharField("что добавил", max_length=500, blank=True)
    answered_on = models.DateField("ответил", null=True, blank=True)
    how = models.CharField("как", max_length=8, choices=HOW, blank=True)
    dropped_on = models.DateField("вопрос снят", null=True, blank=True)
    handled_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто разобрался"
    )
    handled_on = models.DateField("разобрались", null=True, blank=True)
    handled_note = models.CharField("что сделано", max_length=500, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        verbose_name = "вопрос о паре"
        verbose_name_plural = "вопросы о паре"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "person", "asked_on"], name="one_pulse_a_day"),
            models.UniqueConstraint(
                fields=["pair", "person"], condition=Q(answered_on__isnull=True, dropped_on__isnull=True),
                name="one_waiting_pulse",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answer__isnull=False), name="pulse_answered_says_what"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Вопрос о паре от {self.asked_on:%d.%m.%Y}"


class HelpCallQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Whom it is addressed to, and who called; never a mentor of the mentee, whatever else he is."""
        me = access.person_of(user)
        if me is None:
            return self.none()
        seen = Q(person=me)
        office = Q(pk__in=[])
        if access.has_role(user, "curator", on=on):
            office |= Q(to_director=False)
        if access.has_role(user, "director", on=on):
            office |= Q(to_director=True)
        mine = Side.objects.filter(person=me, role="mentor").values("pair")
        mentees = Side.objects.filter(pair__in=mine, role="mentee").values("person")
        return self.filter(seen | (office & ~Q(about__in=mentees)))

    def open(self):
        return self.filter(answered_on__isnull=True)


class HelpCall(models.Model):
    """«Нужна помощь» of a mentee or the guardian: at once to the curator, or to the director if it is about him."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="help_calls", verbose_name="кто просит")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="о ком")
    to_director = models.BooleanField("директору", default=False)
    words = models.TextField("что случилось", max_length=2000, blank=True)
    wish = models.CharField("как связаться", max_length=200, blank=True)
    asked_on = models.DateField("когда")
    asked_at = models.DateTimeField(auto_now_add=True)
    how = models.CharField("как", max_length=8, choices=HOW, default="cabinet")
    answer = models.TextField("ответ", max_length=2000, blank=True)
    kept_note = models.TextField("для себя", max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто ответил"
    )
    answered_on = models.DateField("отвечено", null=True, blank=True)
    read_on = models.DateField("прочитано", null=True, blank=True)

    objects = HelpCallQuerySet.as_manager()

    class Meta:
        verbose_name = "просьба о помощи"
        verbose_name_plural = "просьбы о помощи"
        ordering = ["answered_on", "-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(answer=""), name="help_answered_says_what",
                violation_error_message="Напишите ответ.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Просьба о помощи № {self.pk}"

    def get_absolute_url(self):
        return reverse("programs:help_detail", args=[self.pk])
