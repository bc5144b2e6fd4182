"""Forms of the mentee's words about the plan, and of the answer."""

from django import forms

from programs.models import PlanLine, PlanNote
from registry.forms.base import HouseForm

SAID = [
    ("proposal", "Хочу предложить: что добавить или изменить"),
    ("difficulty", "Что-то не получается или мешает"),
    ("question", "Хочу спросить"),
    ("report", "Расскажу, как получилось"),
]


class NoteForm(HouseForm):
    """What, about which task, in own words."""

    person = forms.ModelChoiceField(None, label="О ком", empty_label=None)
    kind = forms.ChoiceField(label="Что это", choices=SAID, widget=forms.RadioSelect)
    line = forms.ModelChoiceField(
        PlanLine.objects.none(), label="О каком задании", required=False, empty_label="обо всём плане"
    )
    text = forms.CharField(label="Своими словами", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, plan, people, to_child=False, **kwargs):
        super().__init__(*args, **kwargs)
        if to_child:
            self.fields["text"].error_messages["required"] = "Напиши хотя бы несколько слов."
        self.fields["line"].queryset = plan.lines.all()
        if len(people) == 1:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = type(people[0]).objects.filter(pk__in=[one.pk for one in people])
            self.fields["person"].label_from_instance = lambda person: person.short_name


class AnswerForm(HouseForm):
    """A decision and a few words: the mentee reads both."""

    decision = forms.ChoiceField(label="Что решили", choices=PlanNote.DECISIONS, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="Ответ", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Его прочитают наставляемый, его родители и куратор.",
    )  # fmt: skip
