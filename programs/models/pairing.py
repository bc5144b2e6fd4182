"""What pairs are chosen from: meetings before a pair, preferences of both sides, the curator's rulings and weights."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models.programme import Programme
from registry.engine import access
from registry.models import Form, Mentee, Mentor, Person

ROLES = [("mentor", "наставник"), ("mentee", "наставляемый")]


class CuratorsOwnQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """What the curator decides about people is nobody else's to read."""
        return self.all() if access.has_role(user, "curator", on=on) else self.none()


class GroupMeeting(models.Model):
    """A meeting at which mentors and mentees get to know each other (ОЧ-ДК2 15; ТРИО-ДК 5.1; КВ-Пг 4.3)."""

    KINDS = [("group", "групповая встреча"), ("fast", "быстрые встречи"), ("personal", "личная встреча")]

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="group_meetings", verbose_name="программа"
    )
    kind = models.CharField("вид встречи", max_length=8, choices=KINDS, default="group")
    held_on = models.DateField("дата")
    place = models.CharField("где", max_length=120, blank=True)
    answers_until = models.DateField("ответы анкеты принимаются до", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CuratorsOwnQuerySet.as_manager()

    class Meta:
        verbose_name = "знакомство"
        verbose_name_plural = "знакомства"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display().capitalize()} {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("programs:group_meeting_detail", args=[self.pk])


class Visitor(models.Model):
    """Who came, on which side."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.CASCADE, related_name="visitors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто")
    role = models.CharField("на чьей стороне", max_length=6, choices=ROLES)

    class Meta:
        verbose_name = "участник знакомства"
        verbose_name_plural = "участники знакомств"
        ordering = ["meeting", "role", "person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person", "role"], name="one_visitor_of_a_meeting")]

    def __str__(self):
        return f"{self.person.short_name}, {self.meeting}"


class PreferenceQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        """The curator's eyes, and one's own answer; nobody learns who chose or refused him."""
        if access.has_role(user, "curator", on=on):
            return self.all()
        return self.filter(person=access.person_of(user))


class Preference(models.Model):
    """An answer of one side about one of those met: a place from the first on, or «не хотел бы» (ОЧ-ДК2 16)."""

    HOW = [("cabinet", "в кабинете"), ("link", "по личной ссылке"), ("paper", "на бумаге")]

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="preferences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто выбирает")
    role = models.CharField("на чьей стороне", max_length=6, choices=ROLES)
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кого")
    rank = models.PositiveSmallIntegerField("место", null=True, blank=True)
    is_unwilling = models.BooleanField("не хотел бы", default=False)
    given_on = models.DateField("когда")
    how = models.CharField("как", max_length=8, choices=HOW)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "предпочтение"
        verbose_name_plural = "предпочтения"
        ordering = ["programme", "person", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rank__isnull=False, is_unwilling=False) | Q(rank__isnull=True, is_unwilling=True),
                name="preference_is_a_place_or_a_refusal",
            ),
            models.UniqueConstraint(fields=["programme", "person", "role", "about"], name="one_preference_about_one"),
            models.UniqueConstraint(
                fields=["programme", "person", "role", "rank"], condition=Q(rank__isnull=False),
                name="one_preference_of_a_place",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Анкета предпочтений: {self.person.short_name}"


class PreferenceSheet(models.Model):
    """That somebody answered, even if he chose nobody; the choices themselves are Preference."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="preference_sheets")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто ответил")
    role = models.CharField("на чьей стороне", max_length=6, choices=ROLES)
    given_on = models.DateField("когда")
    how = models.CharField("как", max_length=8, choices=Preference.HOW)

    class Meta:
        verbose_name = "анкета предпочтений"
        verbose_name_plural = "анкеты предпочтений"
        ordering = ["programme", "person", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "person", "role"], name="one_preference_sheet")]

    def __str__(self):
        return f"Анкета предпочтений: {self.person.short_name}"


class PairingTerms(models.Model):
    """How the programme weighs what people have in common, and what it asks of every pair."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="pairing_terms")
    weights = models.JSONField("сколько баллов", default=dict)
    availability_required = models.BooleanField("без общего времени пару не предлагать", default=False)
    competence_required = models.BooleanField("без нужной компетенции пару не предлагать", default=False)
    unwilling_forbids = models.BooleanField("если сторона не хотела бы, пару не предлагать", default=False)
    hours_a_week = models.DecimalField(
        "сколько часов в неделю занимает одна пара", max_digits=4, decimal_places=1, null=True, blank=True
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "условия подбора"
        verbose_name_plural = "условия подбора"

    def __str__(self):
        return f"Условия подбора: {self.programme}"


class PlannedGroup(models.Model):
    """A mentor whom the curator gives a group in this form: the matching fills it (АБР-П 2.3; ОЧ-П 2.6)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="planned_groups")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, verbose_name="форма")
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="planned_groups")
    opened_on = models.DateField("открыта")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто открыл")

    objects = CuratorsOwnQuerySet.as_manager()

    class Meta:
        verbose_name = "набор в группу"
        verbose_name_plural = "наборы в группы"
        ordering = ["programme", "form", "mentor__person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "form", "mentor"], name="one_planned_group")]

    def __str__(self):
        return f"Группа: {self.mentor.person.short_name}"


class Ruling(models.Model):
    """The curator's word about two people: joined in any case, never joined, or so in the curator's own variant."""

    KINDS = [("pin", "закреплена"), ("ban", "исключена"), ("own", "в моём варианте")]

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rulings")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, verbose_name="форма")
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="rulings", verbose_name="наставник")
    mentee = models.ForeignKey(Mentee, on_delete=models.CASCADE, related_name="rulings", verbose_name="наставляемый")
    kind = models.CharField("решение", max_length=3, choices=KINDS)
    in_group = models.BooleanField("в группу наставника", default=False)
    note = models.CharField("почему", max_length=300, blank=True)
    set_on = models.DateField("когда")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто решил")

    objects = CuratorsOwnQuerySet.as_manager()

    class Meta:
        verbose_name = "решение о паре"
        verbose_name_plural = "решения о парах"
        ordering = ["programme", "form", "kind", "mentee__person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "form", "mentee", "kind"], condition=~Q(kind="ban"), name="one_ruling_of_a_mentee"
            ),
            models.UniqueConstraint(
                fields=["programme", "mentor", "mentee"], condition=Q(kind="ban"), name="one_ban_of_two_people"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mentor.person.short_name} — {self.mentee.person.short_name}: {self.get_kind_display()}"
