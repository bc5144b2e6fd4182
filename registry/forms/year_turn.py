"""The September wizard: what becomes of each class, and of the pupils who do not go with it."""

from django import forms

from registry.actions import year_turn as actions
from registry.forms.base import HouseForm

DEEDS = [(actions.UP, "переходит"), (actions.OUT, "окончил школу")]


class TurnForm(HouseForm):
    """The year's dates, a line for each class, and the new classes."""

    starts = forms.DateField(label="Новый год начинается")
    ends = forms.DateField(label="и кончается")
    first_classes = forms.CharField(
        label="Новые классы", required=False, max_length=200, help_text="Первые и прочие, которых не было: 1А, 1Б"
    )

    def __init__(self, *args, turn, classes, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"starts": turn.starts, "ends": turn.ends, "first_classes": turn.first_classes}
        self.classes = classes
        for row in classes:
            plan = actions.plan_of(turn, row)
            self.fields[f"deed-{row.pk}"] = forms.ChoiceField(
                label=f"Что будет с {row} классом",
                choices=DEEDS,
                initial=plan["deed"],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"to-{row.pk}"] = forms.CharField(
                label=f"Чем станет {row} класс",
                initial=plan["to"],
                required=False,
                max_length=10,
                widget=forms.TextInput(attrs={"class": "form-control", "size": 5}),
            )
            self.fields[f"teacher-{row.pk}"] = forms.BooleanField(
                label="остаётся с классом",
                initial=plan["teacher"],
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def rows(self):
        """(class, its three fields), for the table."""
        return [(row, *(self[f"{name}-{row.pk}"] for name in ("deed", "to", "teacher"))) for row in self.classes]

    def clean(self):
        data = super().clean()
        for row in self.classes:
            if data.get(f"deed-{row.pk}") == actions.UP and not data.get(f"to-{row.pk}"):
                self.add_error(
                    f"to-{row.pk}", f"Напишите, каким классом станет {row}: например, {row.grade + 1}{row.letter}."
                )
        return data

    def plan(self) -> dict:
        data = self.cleaned_data
        return {
            str(row.pk): {
                "deed": data[f"deed-{row.pk}"], "to": data[f"to-{row.pk}"], "teacher": data[f"teacher-{row.pk}"],
            }
            for row in self.classes
        }  # fmt: skip


class PupilsForm(HouseForm):
    """One class pupil by pupil: with the class, unless said otherwise."""

    def __init__(self, *args, turn, enrolments, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.enrolments = enrolments
        choices = [
            ("", "вместе с классом"), (actions.STAY, "остаётся на второй год"), (actions.GRADUATED, "окончил школу"),
            (actions.LEFT, "выбыл из школы"),
            *((f"{actions.MOVE}{name}", f"переходит в {name}") for name in names),
        ]  # fmt: skip
        for row in enrolments:
            chosen = turn.pupils.get(str(row.person_id), "")
            known = choices if chosen in dict(choices) else [*choices, (chosen, chosen.removeprefix(actions.MOVE))]
            self.fields[f"pupil-{row.person_id}"] = forms.ChoiceField(
                label=row.person.full_name, choices=known, initial=chosen, required=False
            )

    def deeds(self) -> dict:
        """{pupil: deed} of those who do not go with the class."""
        said = {str(row.person_id): self.cleaned_data[f"pupil-{row.person_id}"] for row in self.enrolments}
        return {pk: deed for pk, deed in said.items() if deed}
