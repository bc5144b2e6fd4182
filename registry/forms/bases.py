"""Search and filters of the three bases, and the vocabulary of needs and competences."""

from django import forms

from registry.engine import bases as outlooks
from registry.forms.base import HouseForm, HouseModelForm
from registry.forms.people import classes
from registry.models import Mentee, Mentor, SchoolClass, Topic

WITH = [("", "не важно"), ("with", "есть"), ("without", "нет")]
TEACHERS = ("new_teacher", "willing_teacher", "young_specialist", "adapting", "burnout")


def categories(base) -> list:
    if base.is_mentors:
        return list(Mentor.CATEGORIES)
    return [row for row in Mentee.CATEGORIES if (row[0] in TEACHERS) == (base.key == "teachers")]


class BaseFilter(HouseForm):
    """The filters that this base has; higher floors add theirs."""

    q = forms.CharField(label="Имя, телефон или почта", required=False)
    category = forms.ChoiceField(label="Категория", required=False)
    group = forms.ModelChoiceField(SchoolClass.objects.none(), label="Класс", required=False, empty_label="любой")
    topic = forms.ModelChoiceField(Topic.objects.none(), required=False, empty_label="любая")
    consent = forms.ChoiceField(label="Согласие на обработку", choices=WITH, required=False)
    papers = forms.ChoiceField(
        label="Справки", required=False, choices=[("", "не важно"), ("with", "есть все"), ("without", "не хватает")]
    )
    young = forms.ChoiceField(
        label="Стаж", required=False, choices=[("", "любой"), ("yes", "молодые специалисты"), ("no", "остальные")]
    )

    def __init__(self, data, *, base):
        super().__init__(data)
        self.base = base
        self.fields["category"].choices = [("", "любая"), *categories(base)]
        self.fields["group"].queryset = classes()
        self.fields["topic"].queryset = Topic.objects.all()
        self.fields["topic"].label = "Компетенция" if base.is_mentors else "Потребность"
        if base.is_mentors:
            self.fields["competence"] = self.fields.pop("topic")
        else:
            self.fields["need"] = self.fields.pop("topic")
        absent = {"mentors": ("group", "young"), "pupils": ("papers", "young"), "teachers": ("papers", "group")}
        for name in absent[base.key]:
            del self.fields[name]
        self.fields |= outlooks.fields(base.key)

    def narrow(self, cards, on):
        """Wrong values in the address are simply not asked."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        cards = cards.search(chosen.get("q", ""), contacts=True)
        if "category" in chosen:
            cards = cards.filter(category=chosen["category"])
        if "group" in chosen:
            cards = cards.filter(person__in=chosen["group"].enrolments.active(on).values("person"))
        if "need" in chosen:
            cards = cards.filter(needs=chosen["need"])
        if "competence" in chosen:
            cards = cards.filter(competences=chosen["competence"])
        if "papers" in chosen:
            cards = cards.filter(category__in=Mentor.OUTSIDERS, has_papers=chosen["papers"] == "with")
        if "consent" in chosen:
            cards = cards.filter(has_consent=chosen["consent"] == "with")
        if "young" in chosen:
            young = self._young(on)
            cards = cards.filter(person__in=young) if chosen["young"] == "yes" else cards.exclude(person__in=young)
        return outlooks.narrow(self.base.key, cards, chosen, on)

    @staticmethod
    def _young(on):
        from registry.models import Person

        return Person.objects.young_specialists(on, outlooks.rule("young_specialist.max_years")).values("pk")


class TopicForm(HouseModelForm):
    """A need and a competence are one word of one vocabulary."""

    class Meta:
        model = Topic
        fields = ["title", "area"]
        help_texts = {"area": "Например: Учёба, Общение, Методика. По областям слова стоят в списках."}

    def clean_title(self):
        title = " ".join(self.cleaned_data["title"].split())
        twin = Topic.objects.filter(title__iexact=title).exclude(pk=self.instance.pk).first()
        if twin or any(row.title.lower() == title.lower() for row in Topic.objects.exclude(pk=self.instance.pk)):
            raise forms.ValidationError(f"«{title}» уже есть в словаре. Назовите иначе или объедините слова.")
        return title


class TopicMergeForm(HouseForm):
    """Which word stays."""

    into = forms.ModelChoiceField(Topic.objects.none(), label="Слово, которое остаётся", empty_label="выберите")

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Topic.objects.exclude(pk=topic.pk)
