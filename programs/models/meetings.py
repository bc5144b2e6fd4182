"""The log of a pair: meetings ahead, held and not held, who was there, and the other side's yes."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from programs.models.pairs import Pair, Side
from registry.models import Person


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user, on: datetime.date | None = None):
        return self.filter(pair__in=Pair.objects.visible_to(user, on).values("pk"))

    def live(self):
        """Neither struck out nor called off."""
        return self.filter(annulled_on__isnull=True, called_off_on__isnull=True)

    def held(self):
        """Took place and stands in the log."""
        return self.live().filter(logged_on__isnull=False)

    def planned(self):
        """Agreed beforehand and not marked yet."""
        return self.live().filter(logged_on__isnull=True)

    def unconfirmed(self):
        """Held, and the other side has not said so: in a group each mentee who came (ОЧ-П 6.1)."""
        nobody = ~Exists(Confirmation.objects.filter(meeting=OuterRef("pk")))
        return self.held().filter(nobody | Exists(_mute()))

    def awaiting(self, people):
        """Those of them in which one of these mentees took part and has not spoken."""
        pairs = Side.objects.filter(person__in=people, role="mentee", is_open=True).values("pair")
        alone = Q(pair__is_group=False, pair__in=pairs)
        return self.unconfirmed().filter(alone | Exists(_mute().filter(person__in=people)))


def _mute():
    """Mentees of a group who were at the meeting and have not confirmed it."""
    said = Confirmation.objects.filter(meeting=OuterRef("meeting"), mentee=OuterRef("person"))
    return Presence.objects.filter(~Exists(said), meeting=OuterRef("pk"), role="mentee", was_there=True)


class Meeting(models.Model):
    """A line of the log: planned → held or not held. Annulled, not deleted, and only while nobody has confirmed it.

    What it is follows from its dates: `logged_on` makes it held, `called_off_on` not held, `annulled_on` struck out.
    """

    KINDS = [
        ("organisational", "организационная"),
        ("trial", "пробная рабочая"),
        ("planning", "встреча-планирование"),
        ("regular", "регулярная"),
        ("final", "заключительная"),
        ("consultation", "консультация"),
    ]
    ORDER = ["organisational", "trial", "planning", "regular", "final"]
    MODES = [("in_person", "очно"), ("remote", "дистанционно")]
    WHOSE = [
        ("mentee", "не смог наставляемый"),
        ("mentor", "не смог наставник"),
        ("school", "помешали дела школы"),
        ("other", "другая причина"),
    ]

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="meetings", verbose_name="пара")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="наставник")
    kind = models.CharField("вид встречи", max_length=15, choices=KINDS)
    held_on = models.DateField("дата")
    starts_at = models.TimeField("во сколько", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("сколько минут", default=45)
    mode = models.CharField("как встречаются", max_length=10, choices=MODES, default="in_person")
    place = models.CharField("место или ссылка", max_length=200, blank=True)
    theme = models.CharField("о чём", max_length=300, blank=True)
    done = models.TextField("что сделано", max_length=1500, blank=True)
    next_time = models.CharField("к следующей встрече", max_length=500, blank=True)
    planned_on = models.DateField("назначена", null=True, blank=True)
    logged_on = models.DateField("записана", null=True, blank=True)
    called_off_on = models.DateField("отмечено, что не состоялась", null=True, blank=True)
    called_off_by = models.CharField("почему не состоялась", max_length=6, choices=WHOSE, blank=True)
    called_off_note = models.CharField("что случилось", max_length=300, blank=True)
    annulled_on = models.DateField("вычеркнута", null=True, blank=True)
    annulled_note = models.CharField("почему вычеркнута", max_length=300, blank=True)
    denied_on = models.DateField("сказано, что встречи не было", null=True, blank=True)
    denied_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто сказал"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "встреча"
        verbose_name_plural = "встречи"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(logged_on__isnull=True) | Q(held_on__lte=F("logged_on")),
                name="meeting_logged_after_it_was_held",
                violation_error_message="Встречу записывают после того, как она прошла.",
            ),
            models.CheckConstraint(
                condition=Q(called_off_on__isnull=True) | (~Q(called_off_by="") & Q(logged_on__isnull=True)),
                name="meeting_not_held_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["pair", "held_on", "kind"],
                condition=Q(annulled_on__isnull=True, called_off_on__isnull=True),
                name="one_meeting_of_a_kind_and_day",
                violation_error_message="Такая встреча в этот день уже есть.",
            ),
        ]

    def __str__(self):
        return f"Встреча {self.held_on:%d.%m.%Y}, {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("programs:pair_detail", args=[self.pair_id]) + f"#meeting-{self.pk}"

    @property
    def state(self) -> str:
        """planned · held · called_off · annulled"""
        if self.annulled_on:
            return "annulled"
        if self.called_off_on:
            return "called_off"
        return "held" if self.logged_on else "planned"

    @property
    def said(self) -> set[int]:
        """Mentees who have confirmed it, or for whom a guardian has."""
        return {one.mentee_id for one in self.confirmations.all()}

    @property
    def mute(self) -> list[Person]:
        """Mentees of a group who came and have not confirmed it."""
        said = self.said
        came = [one for one in self.presences.all() if one.role == "mentee" and one.was_there]
        return [one.person for one in came if one.person_id not in said]

    @property
    def is_confirmed(self) -> bool:
        return bool(self.said) and not self.mute

    @property
    def is_link(self) -> bool:
        """Whether the place is an address on the net that may be opened."""
        return self.place.startswith(("https://", "http://")) and " " not in self.place


class Presence(models.Model):
    """Who of the group was at the meeting, and a curator who came (ОЧ-П 3.2)."""

    ROLES = [("mentee", "наставляемый"), ("curator", "куратор")]

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто")
    role = models.CharField("кем", max_length=7, choices=ROLES, default="mentee")
    was_there = models.BooleanField("присутствует", default=True)

    class Meta:
        verbose_name = "присутствие на встрече"
        verbose_name_plural = "присутствие на встречах"
        ordering = ["meeting", "role", "person__name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_presence_at_a_meeting")]

    def __str__(self):
        return f"{self.person.short_name}: {'был(а)' if self.was_there else 'не был(а)'}"


class Confirmation(models.Model):
    """The mentee's or the guardian's yes to a meeting; in a group everybody who came says it for himself."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="confirmations")
    mentee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто был на встрече")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто подтвердил")
    confirmed_on = models.DateField("когда")
    by_link = models.BooleanField("по личной ссылке", default=False)

    class Meta:
        verbose_name = "подтверждение встречи"
        verbose_name_plural = "подтверждения встреч"
        ordering = ["meeting", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "mentee"], name="one_confirmation_of_a_mentee")]

    def __str__(self):
        return f"{self.person.short_name}, {self.confirmed_on:%d.%m.%Y}"
