"""Forms of selection: nomination, commission, minutes, register; those of the sitting are in forms/sitting.py."""

from django import forms

from programs.models import Candidacy, Programme
from registry.forms.base import HouseForm, HouseFormMixin
from registry.models import Form, Person, Year
from registry.naming import naming
from registry.text import short_date


class CandidacyFilter(HouseFormMixin, forms.Form):
    """What of the list is shown; lives in the address."""

    q = forms.CharField(label="Фамилия или имя", required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )
    status = forms.ChoiceField(label="Состояние", required=False, choices=[("", "любое"), *Candidacy.Status.choices])
    way = forms.ChoiceField(label="Путь", required=False, choices=[("", "любой"), *Candidacy.WAYS])

    def apply(self, rows):
        chosen = self.cleaned_data if self.is_valid() else {}
        rows = naming(rows, chosen.get("q"), "mentor__person")
        return rows.filter(**{key: chosen[key] for key in ("programme", "status", "way") if chosen.get(key)})


class NominationForm(HouseForm):
    """Three questions that the card cannot answer: the way, its ground, the form."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", to_field_name="code", empty_label=None
    )
    way = forms.ChoiceField(label="Каким путём идёт в реестр", widget=forms.RadioSelect)
    ground = forms.CharField(
        label="Основание", max_length=300, required=False,
        help_text="Для заявления — его дата. Для представления коллектива — номер и дата протокола.",
    )  # fmt: skip
    form = forms.ModelChoiceField(
        Form.objects.none(), label="Форма наставничества", required=False, empty_label="решим при подборе пары"
    )

    def __init__(self, *args, programmes, programme, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed = f"заявление от {short_date(on)}"
        self.fields["programme"].queryset = programmes
        if programmes.count() == 1:
            self.fields["programme"].widget = forms.HiddenInput()
        ways = programme.rule("selection.ways").value
        self.fields["way"].choices = [(code, title) for code, title in Candidacy.WAYS if code in ways]
        self.fields["form"].queryset = (
            Form.objects.filter(programme__in=programmes).distinct().order_by("position", "pk")
        )
        self.initial.setdefault("programme", programme.code)
        self.initial.setdefault("way", "application" if "application" in ways else ways[0])
        if self.initial["way"] == "application":
            self.initial.setdefault("ground", self.proposed)

    def clean(self):
        """The proposed ground speaks of an application: on another way it counts as not written."""
        data = super().clean()
        chosen, form = data.get("programme"), data.get("form")
        if chosen and form and not chosen.forms.filter(pk=form.pk).exists():
            self.add_error("form", f"Формы «{form}» нет в программе «{chosen.title}»: выберите другую.")
        if data.get("way") != "application" and data.get("ground") == self.proposed:
            data["ground"] = ""
        return data


class CommissionForm(HouseForm):
    """Three to five people; the director heads them and the curator is among them (ОЧ-П 2.13)."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", to_field_name="code", empty_label=None
    )
    chair = forms.ModelChoiceField(Person.objects.none(), label="Председатель", empty_label="выберите")
    secretary = forms.ModelChoiceField(
        Person.objects.none(), label="Секретарь", required=False, empty_label="без секретаря"
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Состав комиссии", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Председатель и секретарь входят в состав, даже если не отмечены здесь.",
    )  # fmt: skip

    def __init__(self, *args, programmes, people, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        if programmes.count() == 1:
            self.fields["programme"].widget = forms.HiddenInput()
        for name in ("chair", "secretary", "people"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = lambda one: ", ".join(filter(None, [one.full_name, one.post(on)]))


class MinutesForm(HouseForm):
    number = forms.CharField(label="Номер протокола", max_length=20)
    held_on = forms.DateField(label="Дата заседания")


class RegisterFilter(HouseFormMixin, forms.Form):
    q = forms.CharField(label="Фамилия или имя", required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )
    year = forms.ModelChoiceField(
        Year.objects.all(), label="Учебный год", required=False, to_field_name="name", empty_label="сегодня"
    )
