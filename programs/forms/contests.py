"""Forms of contests and conferences."""

from django import forms

from programs.forms.open_events import OfPairForm
from programs.models import Contest, Programme
from registry.forms.base import HouseForm
from registry.naming import naming


class ContestForm(OfPairForm):
    """Who, what, which level, when; how they prepared; what came of it."""

    kind = forms.ChoiceField(label="Что это", choices=Contest.KINDS)
    title = forms.CharField(label="Название", max_length=300, help_text="Как в положении о конкурсе, без кавычек.")
    level = forms.ChoiceField(label="Уровень", choices=[("", "выберите"), *Contest.LEVELS])
    held_on = forms.DateField(label="Когда", help_text="Можно внести заранее, а итог вписать потом.")
    preparation = forms.CharField(
        label="Как готовились", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(label="Итог", choices=Contest.OUTCOMES, required=False)
    result = forms.CharField(
        label="Подробнее об итоге", max_length=500, required=False, help_text="Например: «диплом II степени»."
    )
    field_order = ["person", "kind", "title", "level", "held_on", "preparation", "outcome", "result"]


class ContestFilter(HouseForm):
    """Which part of the list; lives in the address."""

    q = forms.CharField(label="Фамилия", required=False, max_length=80)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", required=False, empty_label="все", to_field_name="code"
    )
    level = forms.ChoiceField(label="Уровень", required=False, choices=[("", "все"), *Contest.LEVELS])
    outcome = forms.ChoiceField(
        label="Итог", required=False, choices=[("", "все"), ("awarded", "призёры и победители"), ("taken", "участники")]
    )

    def __init__(self, data, *, programmes):
        super().__init__(data)
        self.fields["programme"].queryset = programmes

    def apply(self, rows):
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if chosen.get("programme"):
            rows = rows.filter(pair__programme=chosen["programme"])
        rows = naming(rows, chosen.get("q"), "person")
        if chosen.get("level"):
            rows = rows.filter(level=chosen["level"])
        if chosen.get("outcome"):
            wanted = Contest.AWARDED if chosen["outcome"] == "awarded" else (Contest.TAKEN,)
            rows = rows.filter(outcome__in=wanted)
        return rows
