"""Forms of the mentors' council: a meeting, a decision, a line of the plan."""

from django import forms

from registry.forms.base import HouseForm
from registry.forms.files import OneFileField
from registry.models import Person


class CouncilMeetingForm(HouseForm):
    """Number, day, agenda, who was there."""

    number = forms.IntegerField(label="Протокол №", min_value=1, max_value=999)
    held_on = forms.DateField(label="Когда прошло заседание")
    agenda = forms.CharField(
        label="Повестка", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Каждый вопрос с новой строки.",
    )  # fmt: skip
    present = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кто был", widget=forms.CheckboxSelectMultiple, required=False
    )
    guests = forms.CharField(label="Приглашены", max_length=300, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = people
        self.fields["present"].label_from_instance = lambda person: person.full_name


class CouncilOriginalForm(HouseForm):
    """The sheet signed with a pen."""

    file = OneFileField(rule="order_scan", label="Скан подписанного протокола", required=False)
    place = forms.CharField(
        label="Где лежит подлинник", max_length=200, required=False, help_text="Например: папка «Совет наставников»."
    )


class _WhoForm(HouseForm):
    who = forms.ModelChoiceField(
        Person.objects.none(), label="Ответственный", required=False, empty_label="не назначен"
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people
        self.fields["who"].label_from_instance = lambda person: person.full_name


class CouncilDecisionForm(_WhoForm):
    """What was decided, who does it, until when."""

    text = forms.CharField(label="Решили", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    due = forms.DateField(label="Срок", required=False)
    field_order = ["text", "who", "due"]


class CouncilPlanForm(_WhoForm):
    """A line of the plan of the year."""

    what = forms.CharField(label="Что сделать", max_length=300)
    due = forms.DateField(label="До какого дня")
    field_order = ["what", "due", "who"]
