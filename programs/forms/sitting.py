"""Forms of those who judge: the criteria sheet, a conflict of interest, a vote, a talk, the sitting, a training."""

from django import forms

from programs.actions.assessing import barred
from programs.actions.selection import criteria_for
from programs.models import Conflict, CriterionMark, Training, Vote
from registry.forms.base import HouseForm, HouseModelForm
from registry.models import Person


class SheetForm(HouseForm):
    """One assessor's criteria sheet: every criterion 0, 1 or 2; a draft may have gaps, a sheet handed in may not."""

    def __init__(self, *args, candidacy, person, is_draft=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria_for(candidacy))
        mine = {row.criterion_id: row.mark for row in candidacy.marks.all() if row.by_id == person.pk}
        for criterion in self.criteria:
            self.fields[f"c{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.title, help_text=criterion.hint, coerce=int, choices=CriterionMark.MARKS,
                widget=forms.RadioSelect, initial=mine.get(criterion.pk), required=not is_draft, empty_value=None,
                error_messages={"required": f"Поставьте оценку: «{criterion.title}»."},
            )  # fmt: skip

    def marks(self) -> dict:
        found = {criterion: self.cleaned_data.get(f"c{criterion.pk}") for criterion in self.criteria}
        return {criterion: mark for criterion, mark in found.items() if mark is not None}


class ConflictForm(HouseForm):
    """Whose conflict it is: one's own, or, for the curator, any member's."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Член комиссии", empty_label="выберите")
    kind = forms.ChoiceField(label="Причина", choices=Conflict.KINDS, widget=forms.RadioSelect)

    def __init__(self, *args, people, me, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda one: one.full_name
        self.initial.setdefault("person", me.pk)
        if list(people.values_list("pk", flat=True)) == [me.pk]:
            self.fields["person"].widget = forms.HiddenInput()


class VoteForm(HouseForm):
    choice = forms.ChoiceField(label="Ваш голос", choices=Vote.CHOICES, widget=forms.RadioSelect)


class InterviewForm(HouseForm):
    """A talk: when, who took part, what was concluded."""

    held_on = forms.DateField(label="Дата собеседования")
    participants = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кто беседовал с кандидатом", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте, кто беседовал с кандидатом."},
    )  # fmt: skip
    conclusion = forms.CharField(
        label="Вывод", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Зачем человек идёт в наставники, что умеет, с кем хочет работать.",
    )  # fmt: skip
    needs_psychologist = forms.BooleanField(
        label="Нужна ещё беседа с психологом", required=False,
        help_text="Тогда рекомендовать кандидата можно только после беседы, в которой участвует психолог.",
    )  # fmt: skip

    def __init__(self, *args, people, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participants"].queryset = people
        self.fields["participants"].error_messages["required"] = "Отметьте, кто беседовал с кандидатом."
        self.fields["participants"].label_from_instance = lambda one: ", ".join(
            filter(None, [one.full_name, one.post(on)])
        )


class SittingForm(HouseForm):
    """The sitting: who was there, and the vote of each who did not vote in the cabinet."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    present = forms.ModelMultipleChoiceField(None, label="Присутствовали", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, minutes, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.minutes = minutes
        self.members = list(minutes.commission.members.select_related("person"))
        self.fields["present"].queryset = minutes.commission.members.select_related("person")
        self.fields["present"].label_from_instance = lambda row: f"{row.person.full_name}, {row.get_seat_display()}"
        self.fields["present"].error_messages["required"] = "Отметьте, кто присутствовал."
        self.initial |= {"revision": minutes.revision, "present": list(minutes.present.values_list("pk", flat=True))}
        self.decisions = list(minutes.decisions.select_related("candidacy__mentor__person"))
        self.lines = {row: self._lines(row, on) for row in self.decisions}

    def _lines(self, row, on):
        """[(member, what is settled already or None, name of the field)] of one candidate."""
        kept, found = barred(row.candidacy, on), []
        votes = {vote.person_id: vote for vote in row.candidacy.votes.all()}
        name = row.candidacy.person.short_name
        for member in self.members:
            vote, field = votes.get(member.person_id), f"vote{row.pk}_{member.pk}"
            if member.person_id in kept:
                found.append((member, f"не голосует: {kept[member.person_id]}", ""))
            elif vote and vote.is_own:
                found.append((member, f"{Vote.WORDS[vote.choice]}: голос подан в кабинете", ""))
            else:
                self.fields[field] = forms.ChoiceField(
                    label=f"{member.person.short_name} о кандидате {name}", required=False,
                    choices=[("", "не голосовал(а)"), *Vote.WORDS.items()], initial=vote.choice if vote else "",
                    widget=forms.Select(attrs={"class": "form-select"}),
                )  # fmt: skip
                found.append((member, None, field))
        for key, label, made in (
            ("note", "Особое мнение или замечание", forms.CharField(max_length=300, required=False)),
            ("later", "Отложить до другого заседания", forms.BooleanField(required=False)),
        ):
            made.label, made.initial = f"{label} ({name})", getattr(row, key, None)
            made.widget.attrs["class"] = "form-check-input" if key == "later" else "form-control"
            self.fields[f"{key}{row.pk}"] = made
        return found

    def rows(self):
        """(decision, [(member, words or None, field or None)], field of the note, field of «later»)."""
        for row, lines in self.lines.items():
            shown = [(member, words, self[field] if field else None) for member, words, field in lines]
            yield row, shown, self[f"note{row.pk}"], self[f"later{row.pk}"]

    def clean(self):
        data = super().clean()
        if data.get("revision") not in (None, self.minutes.revision):
            self.add_error(
                None,
                "Пока вы писали, этот протокол изменил другой человек. Ваши отметки сохранены в форме: "
                "сверьте их с протоколом и отправьте ещё раз, если они верны.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("revision")] = str(self.minutes.revision)
        return data

    def said(self) -> dict:
        """{decision: {"note": …, "votes": {member: choice}}} of those decided, and None for those put off."""
        data = self.cleaned_data
        return {
            row: None if data[f"later{row.pk}"] else {
                "note": data[f"note{row.pk}"], "votes": {member: data[field] for member, _, field in lines if field},
            }
            for row, lines in self.lines.items()
        }  # fmt: skip


class TrainingForm(HouseModelForm):
    class Meta:
        model = Training
        fields = ["programme", "theme", "held_on", "hours", "expert", "materials"]
        widgets = {"materials": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["programme"].empty_label = None
        self.fields["expert"].help_text = "Фамилия и должность или название организации."
        self.fields["materials"].help_text = "Что раздали, по какой программе занимались, где лежит видео."
        if programmes.count() == 1:
            self.fields["programme"].widget = forms.HiddenInput()
            self.initial.setdefault("programme", programmes.get())


class AttendanceForm(HouseForm):
    mentors = forms.ModelMultipleChoiceField(
        None, label="Кто был на занятии", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, mentors, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentors"].queryset = mentors
        self.fields["mentors"].label_from_instance = lambda one: one.person.full_name
        self.initial.setdefault("mentors", chosen)
