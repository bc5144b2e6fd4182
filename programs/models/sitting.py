"""What the commission knows before it decides: sheets handed in, conflicts of interest, votes, talks; and training."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from programs.models.programme import Programme
from programs.models.selection import Candidacy
from registry.engine import access
from registry.models import Mentor, Person


class Sheet(models.Model):
    """One assessor's criteria sheet; from the day on which it is handed in, others see it and nobody changes it."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="sheets")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто оценил")
    handed_on = models.DateField("сдан", null=True, blank=True)

    class Meta:
        verbose_name = "лист критериев"
        verbose_name_plural = "листы критериев"
        ordering = ["by__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["candidacy", "by"], name="one_sheet_of_an_assessor")]

    def __str__(self):
        return f"Лист критериев: {self.by.short_name}"


class Conflict(models.Model):
    """Why a member of the commission neither marks this candidate nor votes."""

    KINDS = [
        ("relative", "родственник кандидата"),
        ("own_pupil", "кандидат — его ученик или подопечный"),
        ("other", "иная личная заинтересованность"),
    ]

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="член комиссии")
    kind = models.CharField("причина", max_length=12, choices=KINDS)
    declared_on = models.DateField("заявлен")
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто отметил")

    class Meta:
        verbose_name = "конфликт интересов"
        verbose_name_plural = "конфликты интересов"
        ordering = ["person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["candidacy", "person"], name="one_conflict_of_a_member")]

    def __str__(self):
        return f"{self.person.short_name}: {self.get_kind_display()}"


class Vote(models.Model):
    """A member's vote on a candidate: given in the cabinet, or noted at the sitting by the curator."""

    CHOICES = [("for", "за"), ("against", "против"), ("abstained", "воздержаться")]
    WORDS = {"for": "за", "against": "против", "abstained": "воздержался(ась)"}

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="член комиссии")
    choice = models.CharField("голос", max_length=10, choices=CHOICES)
    cast_on = models.DateField("подан")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто внёс")

    class Meta:
        verbose_name = "голос члена комиссии"
        verbose_name_plural = "голоса членов комиссии"
        ordering = ["person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["candidacy", "person"], name="one_vote_of_a_member")]

    def __str__(self):
        return f"{self.person.short_name}: {self.WORDS[self.choice]}"

    @property
    def is_own(self) -> bool:
        return self.entered_by_id == self.person_id


class Interview(models.Model):
    """A talk with a candidate: who took part and what was concluded (ОЧ-ДК2 12; ТРИО-ДК 4.1)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="interviews")
    held_on = models.DateField("дата")
    participants = models.ManyToManyField(Person, related_name="+", verbose_name="кто беседовал")
    conclusion = models.TextField("вывод", max_length=1000)
    needs_psychologist = models.BooleanField("нужна беседа с психологом", default=False)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто внёс")

    class Meta:
        verbose_name = "собеседование"
        verbose_name_plural = "собеседования"
        ordering = ["held_on", "pk"]

    def __str__(self):
        return f"Собеседование {self.held_on:%d.%m.%Y}"


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """Office: all; a mentor: the sessions that he attended."""
        if access.has_role(user, "curator", "director", on=on):
            return self.all()
        return self.filter(attendances__mentor__person=access.person_of(user)).distinct()


class Training(models.Model):
    """A session of the mentors' training (ОЧ-ДК2 13–14; ТРИО-ДК 4.1.4)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="trainings", verbose_name="программа"
    )
    theme = models.CharField("тема", max_length=200)
    held_on = models.DateField("дата")
    hours = models.DecimalField(
        "часов", max_digits=4, decimal_places=1, validators=[MinValueValidator(0.5), MaxValueValidator(100)]
    )
    expert = models.CharField("кто ведёт", max_length=200)
    materials = models.TextField("материалы", max_length=1000, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = "занятие для наставников"
        verbose_name_plural = "занятия для наставников"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.theme}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("programs:training_detail", args=[self.pk])


class Attendance(models.Model):
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="attendances")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="trainings", verbose_name="наставник")

    class Meta:
        verbose_name = "посещение занятия"
        verbose_name_plural = "посещения занятий"
        ordering = ["mentor__person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "mentor"], name="attended_once")]

    def __str__(self):
        return f"{self.mentor}: {self.training}"
