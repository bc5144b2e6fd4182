"""What a plan is made from: the typical plan of a form in its editions, and the kinds of plans with their names."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registry.models import AUDIENCES, Regulation


class TypicalPlanQuerySet(models.QuerySet):
    def current(self):
        """The editions from which new plans are made."""
        return self.filter(is_current=True)


class TypicalPlan(models.Model):
    """One edition of the typical plan of a form; a new edition touches only plans made afterwards (ОЧ-П 2.1)."""

    form_code = models.CharField("форма", max_length=30)
    edition = models.PositiveSmallIntegerField("редакция", default=1)
    is_current = models.BooleanField("действует", default=True)
    title = models.CharField("название", max_length=200)
    made_on = models.DateField("составлена", null=True, blank=True)
    note = models.CharField("что изменено", max_length=300, blank=True)

    objects = TypicalPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "типовой план"
        verbose_name_plural = "типовые планы"
        ordering = ["form_code", "-edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_code", "edition"], name="typical_edition_once"),
            models.UniqueConstraint(
                fields=["form_code"], condition=Q(is_current=True), name="one_current_typical_plan_of_a_form"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:plan_typical", args=[self.pk])


class TypicalLine(models.Model):
    plan = models.ForeignKey(TypicalPlan, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("порядок")
    section = models.CharField("раздел", max_length=200, blank=True)
    task = models.CharField("задание", max_length=500)
    planned_result = models.CharField("планируемый результат", max_length=500, blank=True)
    week = models.PositiveSmallIntegerField("неделя", default=4, help_text="Через сколько недель после начала.")

    class Meta:
        verbose_name = "строка типового плана"
        verbose_name_plural = "строки типового плана"
        ordering = ["plan", "position", "pk"]

    def __str__(self):
        return self.task


class PlanKind(models.Model):
    """How a document calls the plan, which parts it has and who signs it: ИПР, ППН, план «ТРИО», маршрут.

    The school may rename it and change its parts; a plan keeps its kind, an agreed version keeps its words.
    """

    THIRDS = [
        ("", "нет, подписывают двое"),
        ("curator", "куратор"),
        ("guardian", "родитель (законный представитель)"),
        ("psychologist", "педагог-психолог"),
    ]

    regulation = models.ForeignKey(
        Regulation, on_delete=models.CASCADE, related_name="plan_kinds", verbose_name="положение"
    )
    code = models.SlugField("код", max_length=20)
    audience = models.CharField("для кого", max_length=10, choices=AUDIENCES, blank=True)
    title = models.CharField("название (что?)", max_length=80)
    genitive = models.CharField("чего?", max_length=80)
    many = models.CharField("много: что?", max_length=80)
    many_genitive = models.CharField("много: чего?", max_length=80)
    short = models.CharField("коротко", max_length=40)
    heading = models.CharField("заголовок листа", max_length=200)
    has_explanation = models.BooleanField("есть пояснительная записка", default=False)
    has_kinds = models.BooleanField("указывают виды наставничества", default=False)
    third = models.CharField("третья подпись", max_length=12, choices=THIRDS, blank=True)
    source = models.CharField("по какому пункту", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "вид плана"
        verbose_name_plural = "виды планов"
        ordering = ["regulation", "audience", "code", "pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "code"], name="plan_kind_once")]

    def __str__(self):
        return self.title

    @property
    def capital(self) -> str:
        return f"{self.title[:1].upper()}{self.title[1:]}"

    @property
    def forms(self) -> tuple[str, str, str, str]:
        """As Words wants a word: one, genitive, many, many genitive."""
        return self.title, self.genitive, self.many, self.many_genitive

    @classmethod
    def of(cls, programme) -> "PlanKind":
        """The kind that the programme's plans have; unsaved, in the document's own words, where none is kept."""
        rows = [row for row in programme.regulation.plan_kinds.all() if row.audience in ("", "all", programme.audience)]
        if rows:
            return max(rows, key=lambda row: row.audience == programme.audience)
        return cls.in_words_of(programme.regulation)

    @classmethod
    def in_words_of(cls, regulation) -> "PlanKind":
        from registry.regulations import Words

        words = Words(regulation)
        one, genitive, many, many_genitive = words.forms("plan")
        return cls(
            regulation=regulation, code="plan", title=one, genitive=genitive, many=many, many_genitive=many_genitive,
            short=words.plan_short, heading=f"{one[:1].upper()}{one[1:]} под руководством наставника",
        )  # fmt: skip
