"""What of the list of sessions is shown; lives in the address."""

from django import forms

from programs.models import Programme
from registry.forms.base import HouseFormMixin


class TrainingFilter(HouseFormMixin, forms.Form):
    q = forms.CharField(label="Тема или кто ведёт", required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )

    def apply(self, rows):
        chosen = self.cleaned_data if self.is_valid() else {}
        if chosen.get("q"):
            words = chosen["q"].strip().lower()
            found = [row.pk for row in rows if words in f"{row.theme} {row.expert}".lower()]
            rows = rows.filter(pk__in=found)  # SQLite does not fold Cyrillic case
        return rows.filter(programme=chosen["programme"]) if chosen.get("programme") else rows
