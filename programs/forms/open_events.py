"""Forms of what stands beside the log: open lessons and events."""

from django import forms

from programs.models import OpenEvent
from registry.forms.base import HouseForm
from registry.models import Person


class OfPairForm(HouseForm):
    """Asks whose it is only where the pair has several people to choose from."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Кто", empty_label=None)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = list(people)
        if len(self.people) == 1:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = Person.objects.filter(pk__in=[one.pk for one in self.people])
            self.fields["person"].label_from_instance = lambda person: person.short_name

    def values(self) -> dict:
        return {"person": self.people[0], **self.cleaned_data}


class OpenEventForm(OfPairForm):
    """Date, kind, theme, visitors, conclusion."""

    kind = forms.ChoiceField(label="Что это", choices=OpenEvent.KINDS)
    held_on = forms.DateField(label="Когда", help_text="Можно внести заранее, а вывод добавить потом.")
    theme = forms.CharField(label="Тема", max_length=300)
    visitors = forms.CharField(
        label="Кто посетил", max_length=500, required=False,
        help_text="Например: заместитель директора, учителя 5–7 классов, 6 человек.",
    )  # fmt: skip
    conclusion = forms.CharField(
        label="Вывод", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Что получилось и над чем работать. Это увидят наставляемый и, если он ребёнок, его родители.",
    )  # fmt: skip
    field_order = ["person", "kind", "held_on", "theme", "visitors", "conclusion"]
