"""Forms of statements and awards."""

from django import forms
from django.db.models import Q

from programs.models import Award, Order, Programme, Statement
from registry.forms.base import HouseForm, HouseFormMixin
from registry.models import Person
from registry.naming import naming

ABOUT_MENTORS = [
    ("certificate", "справка о наставнической деятельности"),
    ("confirmation", "подтверждение: наставник сейчас"),
]


class StatementFilter(HouseFormMixin, forms.Form):
    """What of the journal is shown; lives in the address."""

    q = forms.CharField(label="Фамилия или номер", required=False)
    kind = forms.ChoiceField(label="Документ", required=False, choices=[("", "все"), *Statement.KINDS])

    def apply(self, rows):
        chosen = self.cleaned_data if self.is_valid() else {}
        words = chosen.get("q", "")
        rows = naming(rows, words, "person", also=Q(number=words))
        return rows.filter(kind=chosen["kind"]) if chosen.get("kind") else rows


class AwardFilter(HouseFormMixin, forms.Form):
    q = forms.CharField(label="Фамилия или номер", required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )
    batch = forms.CharField(required=False, widget=forms.HiddenInput)

    def apply(self, rows):
        chosen = self.cleaned_data if self.is_valid() else {}
        words = chosen.get("q", "")
        rows = naming(rows, words, "person", also=Q(number=words))
        if chosen.get("batch"):
            rows = rows.filter(batch=chosen["batch"])
        return rows.filter(programme=chosen["programme"]) if chosen.get("programme") else rows


class AboutMentorForm(HouseForm):
    """Which paper, for whom, for what period."""

    kind = forms.ChoiceField(label="Документ", choices=ABOUT_MENTORS, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label="Для предъявления", max_length=200, required=False,
        help_text="Куда: в аттестационную комиссию. Пусто — по месту требования.",
    )  # fmt: skip
    since = forms.DateField(label="Период с", required=False, help_text="Пусто — за всё время.")
    until = forms.DateField(label="по", required=False)


class CharacteristicForm(HouseForm):
    """The mentor's own words; the plan is counted by itself."""

    skills = forms.CharField(label="Что освоено", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    qualities = forms.CharField(
        label="Личные качества", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    advice = forms.CharField(
        label="Рекомендации", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    purpose = forms.CharField(
        label="Для предъявления", max_length=200, required=False, help_text="Куда: в аттестационную комиссию."
    )


class AwardForm(HouseForm):
    """A batch: what, for what, on what ground, to whom."""

    layout = forms.ChoiceField(label="Макет", choices=Award.LAYOUTS, widget=forms.RadioSelect, initial="diploma")
    kind = forms.ChoiceField(label="Вид поощрения")
    reason = forms.CharField(
        label="За что", max_length=400, help_text="Встанет в текст: «за терпение и помощь молодому педагогу»."
    )
    order = forms.ModelChoiceField(Order.objects.none(), label="Приказ", required=False, empty_label="не указан")
    ground = forms.CharField(
        label="Иное основание", max_length=200, required=False,
        help_text="Например: решение педагогического совета от 20.05.2027 № 9.",
    )  # fmt: skip
    date = forms.DateField(label="Дата")
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кого поощряем", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, programme, people, orders, **kwargs):
        super().__init__(*args, **kwargs)
        rule = programme.rule("awards.kinds")
        self.fields["kind"].choices = [(row, row[:1].upper() + row[1:]) for row in rule.value]
        self.fields["kind"].help_text = f"Список {rule.why} меняется в правилах года."
        self.fields["people"].queryset = people
        self.fields["people"].label_from_instance = lambda person: person.full_name
        self.fields["people"].error_messages["required"] = "Отметьте, кого поощряют."
        self.fields["order"].queryset = orders
