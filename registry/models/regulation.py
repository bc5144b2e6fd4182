"""The regulation as data: points, rules, words, forms, kinds and roadmaps of the school's own document."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

AUDIENCES = [("pupils", "обучающиеся"), ("teachers", "педагоги"), ("all", "все")]


class Regulation(models.Model):
    """One local act that a programme follows; loaded from presets/regulations and editable afterwards."""

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("название", max_length=300)
    short_title = models.CharField("коротко", max_length=60)
    genitive = models.CharField("в родительном падеже", max_length=60, help_text="«п. 2.6 Положения»")
    source = models.CharField("по какому документу", max_length=300, blank=True)
    edition = models.DateField("в редакции от", null=True, blank=True)
    adopted = models.CharField("принято", max_length=200, blank=True)
    silent_note = models.TextField("о чём документ молчит", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "положение"
        verbose_name_plural = "положения"
        ordering = ["title", "code"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("registry:regulation_detail", args=[self.code])


class Point(models.Model):
    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="points")
    key = models.CharField("ключ", max_length=30)
    number = models.CharField("номер", max_length=60)
    position = models.PositiveSmallIntegerField("порядок")
    title = models.CharField("о чём", max_length=200)
    text = models.TextField("содержание", blank=True)

    class Meta:
        verbose_name = "пункт"
        verbose_name_plural = "пункты"
        ordering = ["regulation", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "key"], name="point_key_once")]

    def __str__(self):
        return f"п. {self.number} {self.regulation.genitive}"


class Rule(models.Model):
    """A value that the regulation sets: key, JSON value, and the point that says so."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="rules")
    key = models.CharField("правило", max_length=60)
    value = models.JSONField("значение")
    point = models.ForeignKey(Point, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="пункт")

    class Meta:
        verbose_name = "правило"
        verbose_name_plural = "правила"
        ordering = ["regulation", "key", "pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "key"], name="rule_key_once")]

    def __str__(self):
        return self.key


class Word(models.Model):
    """The document's own word for a thing: пара or тандем, ИПР or план «ТРИО»."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="words")
    key = models.CharField("понятие", max_length=30)
    one = models.CharField("что", max_length=80)
    genitive = models.CharField("чего", max_length=80)
    many = models.CharField("много: что", max_length=80)
    many_genitive = models.CharField("много: чего", max_length=80)

    class Meta:
        verbose_name = "слово документа"
        verbose_name_plural = "слова документа"
        ordering = ["regulation", "key", "pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "key"], name="word_key_once")]

    def __str__(self):
        return self.one


class Form(models.Model):
    """A form of mentoring as this document names it."""

    SIDES = [
        ("pupil", "обучающийся"),
        ("student", "студент"),
        ("adult_outside", "специалист не из школы"),
        ("teacher", "педагог"),
        ("head", "руководитель школы"),
    ]

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="forms")
    code = models.SlugField("код", max_length=30)
    title = models.CharField("форма", max_length=120)
    point = models.ForeignKey(Point, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="пункт")
    mentor_side = models.CharField("кто наставник", max_length=15, choices=SIDES)
    mentee_side = models.CharField("кто наставляемый", max_length=15, choices=SIDES)
    goal = models.TextField("цель", blank=True)
    tasks = models.JSONField("задачи", default=list, blank=True)
    results = models.JSONField("результаты", default=list, blank=True)
    mentor_portrait = models.TextField("портрет наставника", blank=True)
    mentee_portraits = models.JSONField("портреты наставляемого", default=list, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "форма наставничества"
        verbose_name_plural = "формы наставничества"
        ordering = ["regulation", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "code"], name="form_code_once")]

    def __str__(self):
        return self.title


class RoleModel(models.Model):
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="role_models")
    title = models.CharField("ролевая модель", max_length=200)
    goal = models.TextField("цель", blank=True)
    is_recommended = models.BooleanField("из методических рекомендаций", default=False)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "ролевая модель"
        verbose_name_plural = "ролевые модели"
        ordering = ["form", "position", "pk"]

    def __str__(self):
        return self.title


class Kind(models.Model):
    """A kind of mentoring (вид): kinds may be combined in one pair (АБР-П 2.3)."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="kinds")
    code = models.SlugField("код", max_length=30)
    title = models.CharField("вид", max_length=120)
    point = models.ForeignKey(Point, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="пункт")
    text = models.TextField("описание", blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "вид наставничества"
        verbose_name_plural = "виды наставничества"
        ordering = ["regulation", "position", "pk"]

    def __str__(self):
        return self.title


class Roadmap(models.Model):
    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="roadmaps")
    code = models.SlugField("код", max_length=30)
    title = models.CharField("название", max_length=300)
    columns = models.JSONField("столбцы печатной формы", default=list, blank=True)

    class Meta:
        verbose_name = "дорожная карта"
        verbose_name_plural = "дорожные карты"
        ordering = ["regulation", "pk"]
        constraints = [models.UniqueConstraint(fields=["regulation", "code"], name="roadmap_code_once")]

    def __str__(self):
        return self.title


STAGE_KEYS = [
    ("prepare", "подготовка"),
    ("mentees", "база наставляемых"),
    ("mentors", "база наставников"),
    ("selection", "отбор"),
    ("pairs", "пары"),
    ("work", "работа пар"),
    ("control", "контроль"),
    ("finish", "завершение"),
    ("information", "информационная поддержка"),
]


class StageBase(models.Model):
    """What a stage of a roadmap says, in the document and in the programme of a year alike."""

    number = models.PositiveSmallIntegerField("номер этапа")
    key = models.CharField("вид этапа", max_length=15, choices=STAGE_KEYS)
    title = models.CharField("название", max_length=200)
    duration = models.CharField("длительность", max_length=200, blank=True)
    important = models.JSONField("на этом этапе важно", default=list, blank=True)
    documents = models.JSONField("рекомендуемые документы", default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.number}. {self.title}"


class ActivityBase(models.Model):
    """A line of a roadmap: what, when, who (as roles), and the fact that shows it is done, if one exists."""

    number = models.CharField("номер", max_length=10, blank=True)
    title = models.CharField("мероприятие", max_length=400)
    term = models.CharField("сроки", max_length=120, blank=True)
    responsible = models.JSONField("ответственные (роли)", default=list, blank=True)
    fact = models.CharField("вычисляется по", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class StageTemplate(StageBase):
    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="stages")

    class Meta:
        verbose_name = "этап"
        verbose_name_plural = "этапы"
        ordering = ["roadmap", "number", "pk"]


class ActivityTemplate(ActivityBase):
    stage = models.ForeignKey(StageTemplate, on_delete=models.CASCADE, related_name="activities")

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["stage", "position", "pk"]


class ProgrammePreset(models.Model):
    """Which programmes of a year the document yields when nothing else is chosen."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="programme_presets")
    code = models.SlugField("код", max_length=30)
    title = models.CharField("название", max_length=200)
    audience = models.CharField("для кого", max_length=10, choices=AUDIENCES)
    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE)
    forms = models.ManyToManyField(Form, blank=True)

    class Meta:
        verbose_name = "заготовка программы"
        verbose_name_plural = "заготовки программ"
        ordering = ["regulation", "pk"]

    def __str__(self):
        return self.title
