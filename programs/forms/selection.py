"""Forms of selection: nomination, criteria sheet, interview, commission, minutes, register."""

from django import forms

from programs.actions.selection import criteria_for
from programs.models import Candidacy, CriterionMark, Programme
from registry.forms.base import HouseForm, HouseFormMixin
from registry.models import Form, Person, Year
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
        if chosen.get("q"):
            rows = rows.filter(mentor__person__in=Person.objects.search(chosen["q"]).values("pk"))
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


class SheetForm(HouseForm):
    """One assessor's criteria sheet: every criterion 0, 1 or 2."""

    def __init__(self, *args, candidacy, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria_for(candidacy))
        mine = {row.criterion_id: row.mark for row in candidacy.marks.all() if row.by_id == person.pk}
        for criterion in self.criteria:
            self.fields[f"c{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.title, help_text=criterion.hint, coerce=int, choices=CriterionMark.MARKS,
                widget=forms.RadioSelect, initial=mine.get(criterion.pk),
                error_messages={"required": f"Поставьте оценку: «{criterion.title}»."},
            )  # fmt: skip

    def marks(self) -> dict:
        return {criterion: self.cleaned_data[f"c{criterion.pk}"] for criterion in self.criteria}


class InterviewForm(HouseForm):
    interviewed_on = forms.DateField(label="Дата собеседования")
    conclusion = forms.CharField(
        label="Вывод", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Зачем человек идёт в наставники, что умеет, с кем хочет работать.",
    )  # fmt: skip


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


class VotesForm(HouseForm):
    """The sitting: who was there, and the votes on every candidate."""

    LABELS = {
        "votes_for": "За",
        "votes_against": "Против",
        "abstained": "Воздержались",
        "note": "Особое мнение или замечание",
        "later": "Отложить до другого заседания",
    }

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    present = forms.ModelMultipleChoiceField(
        None, label="Присутствовали", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте, кто присутствовал."},
    )  # fmt: skip

    def __init__(self, *args, minutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.minutes = minutes
        members = minutes.commission.members.select_related("person")
        self.fields["present"].queryset = members
        self.fields["present"].label_from_instance = lambda row: f"{row.person.full_name}, {row.get_seat_display()}"
        self.initial |= {"revision": minutes.revision, "present": list(minutes.present.values_list("pk", flat=True))}
        self.decisions = list(minutes.decisions.select_related("candidacy__mentor__person"))
        for row in self.decisions:
            for key in ("votes_for", "votes_against", "abstained"):
                self._add(row, key, forms.IntegerField(min_value=0, max_value=99))
            self._add(row, "note", forms.CharField(max_length=300, required=False))
            self._add(row, "later", forms.BooleanField(required=False))

    def _add(self, row, key, field):
        """A field whose label names the candidate, for the list of errors; on the page the name stands above."""
        field.label = f"{self.LABELS[key]} ({row.candidacy.person.short_name})"
        field.initial = getattr(row, key, None)
        field.error_messages["required"] = f"Заполните «{field.label}»."
        field.widget.attrs["class"] = "form-check-input" if key == "later" else "form-control"
        self.fields[f"{key}{row.pk}"] = field

    def rows(self):
        """(decision, [(short label, field)]) for the template."""
        return [
            (row, [(label, self[f"{key}{row.pk}"]) for key, label in self.LABELS.items()]) for row in self.decisions
        ]

    def clean(self):
        data = super().clean()
        if data.get("revision") not in (None, self.minutes.revision):
            self.add_error(
                None,
                "Пока вы писали, этот протокол изменил другой человек. Ваши числа сохранены в форме: "
                "сверьте их с протоколом и отправьте ещё раз, если они верны.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("revision")] = str(self.minutes.revision)
        return data

    def votes(self) -> dict:
        """{decision: {for, against, abstained, note}} of those decided, and None for those put off."""
        data, keys = self.cleaned_data, ("votes_for", "votes_against", "abstained", "note")
        return {
            row: None if data[f"later{row.pk}"] else {key: data[f"{key}{row.pk}"] for key in keys}
            for row in self.decisions
        }


class RegisterFilter(HouseFormMixin, forms.Form):
    q = forms.CharField(label="Фамилия или имя", required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )
    year = forms.ModelChoiceField(
        Year.objects.all(), label="Учебный год", required=False, to_field_name="name", empty_label="сегодня"
    )
