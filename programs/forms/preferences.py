"""Forms of the meetings before a pair, and of the questionnaire of preferences."""

from django import forms

from programs.actions.preferences import PLACES
from programs.models import GroupMeeting, Programme
from registry.forms.base import HouseForm, VersionedForm

ORDER = ["Первый выбор", "Второй выбор", "Третий выбор"]


class GroupMeetingForm(VersionedForm):
    class Meta:
        model = GroupMeeting
        fields = ["programme", "kind", "held_on", "place", "answers_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Programme.objects.current()
        self.fields["programme"].queryset = rows
        if len(rows) == 1:
            self.initial.setdefault("programme", rows[0].pk)
        self.fields["answers_until"].help_text = "До этого дня участники отвечают, с кем хотели бы работать."


class MeetingFilter(HouseForm):
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )
    q = forms.CharField(label="Где или кто был", required=False, max_length=80)


class VisitorsForm(HouseForm):
    """Who came, both sides."""

    mentors = forms.ModelMultipleChoiceField(
        None, label="Наставники", required=False, widget=forms.CheckboxSelectMultiple
    )
    mentees = forms.ModelMultipleChoiceField(
        None, label="Наставляемые", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, mentors, mentees, on, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (("mentors", mentors), ("mentees", mentees)):
            field = self.fields[name]
            field.queryset = rows
            field.label_from_instance = lambda one: ", ".join(filter(None, [one.full_name, one.what_is(on)]))


class PreferenceForm(HouseForm):
    """Three places and, folded, those one would not like; the words are for a child of ten too."""

    unwilling = forms.ModelMultipleChoiceField(
        None, label="С кем не хотелось бы работать", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Это увидит только куратор. Больше никто и никогда об этом не узнает.",
    )  # fmt: skip

    def __init__(self, *args, met, on, **kwargs):
        super().__init__(*args, **kwargs)
        rows = list(met.prefetch_related("enrolments__school_class", "employments"))
        known = {row.pk: ", ".join(filter(None, [row.full_name, row.what_is(on)])) for row in rows}
        self.people = {row.pk: row for row in rows}
        self.fields["unwilling"].queryset = met
        self.fields["unwilling"].choices = list(known.items())
        places = {
            f"place{number}": forms.TypedChoiceField(
                label=ORDER[number - 1], required=False, coerce=int, empty_value=None,
                choices=[("", "никого"), *known.items()],
            )
            for number in range(1, min(PLACES, max(len(rows), 1)) + 1)
        }  # fmt: skip
        self.fields = {**places, **self.fields}

    def ranked(self) -> list:
        """The chosen in order; an empty place is passed over."""
        names = [name for name in self.fields if name.startswith("place")]
        return [self.people[self.cleaned_data[name]] for name in names if self.cleaned_data.get(name)]

    def refused(self) -> list:
        return list(self.cleaned_data["unwilling"])


def initial_of(answers) -> dict:
    """The form as it was answered."""
    found = {f"place{row.rank}": row.about_id for row in answers if row.rank}
    return {**found, "unwilling": [row.about_id for row in answers if row.is_unwilling]}
