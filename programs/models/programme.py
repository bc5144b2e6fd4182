"""A programme of a year: the regulation's rules and roadmap, copied so that the school may edit its own."""

import datetime
import functools

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registry.engine import access
from registry.models import AUDIENCES, ActivityBase, Form, Kind, Regulation, Roadmap, StageBase, Year
from registry.regulations import RuleAnswer, Words, ask_rule, defaults


class ProgrammeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(year__is_active=True)

    def visible_to(self, user, on: datetime.date | None = None):
        """Programmes hold no personal data: every participant of the house may read them."""
        return self.all() if access.person_of(user) else self.none()


class Programme(models.Model):
    """Year + regulation + one roadmap + audience (ОЧ-П 2.1). Several may run in one year."""

    code = models.SlugField("код", max_length=60, unique=True)
    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="programmes", verbose_name="учебный год")
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="programmes", verbose_name="положение"
    )
    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, verbose_name="дорожная карта")
    audience = models.CharField("для кого", max_length=10, choices=AUDIENCES)
    title = models.CharField("название", max_length=200)
    goal = models.TextField("цель", blank=True)
    starts = models.DateField("начало")
    ends = models.DateField("окончание")
    forms = models.ManyToManyField(Form, blank=True, verbose_name="формы наставничества этого года")
    kinds = models.ManyToManyField(Kind, blank=True, verbose_name="виды наставничества этого года")
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "программа"
        verbose_name_plural = "программы"
        ordering = ["-year__starts", "audience", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")),
                name="programme_ends_after_start",
                violation_error_message="Программа не может кончиться раньше, чем начнётся.",
            )
        ]

    def __str__(self):
        return f"{self.title}, {self.year}"

    def get_absolute_url(self):
        return reverse("programs:programme_detail", args=[self.code])

    def rule(self, key: str) -> RuleAnswer:
        """The value in force and the words of its source: own value, else the regulation's, else the default."""
        return ask_rule(key, self.regulation, *self._rule_rows())

    def all_rules(self) -> list[RuleAnswer]:
        """Every rule that the product knows, in the order of presets/defaults.toml."""
        return [self.rule(key) for key in defaults()]

    def _rule_rows(self):
        """(own, stated) rows by key: two queries for all the rules that one page or action asks."""
        if not hasattr(self, "_rules_asked"):
            self._rules_asked = (
                {row.key: row for row in self.rules.all()},
                {row.key: row for row in self.regulation.rules.select_related("point")},
            )
        return self._rules_asked

    @property
    def approved(self):
        """The programme of the year as an order approved it, or None while it is a draft (ОЧ-П 2.13)."""
        return self.documents.filter(kind="programme", starts__isnull=False, ends=None).order_by("pk").last()

    def forget_rules(self):
        """A rule was changed: ask the tables again."""
        self.__dict__.pop("_rules_asked", None)

    @functools.cached_property
    def plan_kind(self):
        """How the plans of this programme are called, what they hold and who signs them."""
        from programs.models.typical import PlanKind

        return PlanKind.of(self)

    @property
    def words(self) -> Words:
        """The document's own words: пара or тандем; the plan as the school calls it in this programme."""
        return Words(self.regulation, plan=self.plan_kind.forms, plan_short=(self.plan_kind.short,) * 4)

    @property
    def mentee_kinds(self) -> list[str]:
        return {"pupils": ["pupil"], "teachers": ["teacher"]}.get(self.audience, ["pupil", "teacher"])


class ProgrammeRule(models.Model):
    """The year's own value of a rule, with the reason why it differs from the document."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rules")
    key = models.CharField("правило", max_length=60)
    value = models.JSONField("значение")
    reason = models.CharField("чем установлено", max_length=200)

    class Meta:
        verbose_name = "правило года"
        verbose_name_plural = "правила года"
        ordering = ["key", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="programme_rule_once")]

    def __str__(self):
        return self.key


class Stage(StageBase):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="stages")

    class Meta:
        verbose_name = "этап"
        verbose_name_plural = "этапы"
        ordering = ["programme", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="stage_number_once")]


class Activity(ActivityBase):
    """A line of the year's roadmap; ticked by a person only where no fact can tell."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="activities")
    due = models.DateField("срок", null=True, blank=True)
    done_on = models.DateField("проведено", null=True, blank=True)
    done_note = models.CharField("чем подтверждается", max_length=300, blank=True)
    done_by = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["stage", "position", "pk"]
