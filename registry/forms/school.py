"""The school and the year."""

from django import forms

from registry.forms.base import HouseForm, HouseModelForm
from registry.models import School


class SchoolForm(HouseModelForm):
    """The school's details."""

    site = forms.URLField(label="Официальный сайт", required=False, assume_scheme="https")

    class Meta:
        model = School
        fields = [
            "full_name", "short_name", "place", "address", "founder", "inn", "ogrn", "phone", "email", "site",
            "whom_to_ask", "helpline",
        ]  # fmt: skip
        help_texts = {
            "full_name": "Как в уставе: стоит в шапке приказов и в согласиях.",
            "address": "Стоит в согласиях.",
            "inn": "ИНН и ОГРН нужны в согласии на показ сведений на сайте.",
        }
        widgets = {"full_name": forms.Textarea(attrs={"rows": 2}), "founder": forms.Textarea(attrs={"rows": 2})}

    def clean_inn(self):
        return self._digits("inn", (10, 12), "В ИНН школы 10 цифр, у предпринимателя 12. Сверьте с уставом.")

    def clean_ogrn(self):
        return self._digits("ogrn", (13, 15), "В ОГРН 13 цифр, у предпринимателя 15. Сверьте с уставом.")

    def _digits(self, name, lengths, sentence):
        """Only figures, spaces aside: the number goes into consents, and a slip there is seen by a prosecutor first."""
        value = "".join(self.cleaned_data[name].split())
        if value and not (value.isascii() and value.isdecimal() and len(value) in lengths):
            raise forms.ValidationError(sentence)
        return value


class YearForm(HouseForm):
    """Dates and the list of classes, typed as people write them."""

    starts = forms.DateField(label="Начало")
    ends = forms.DateField(label="Окончание")
    classes = forms.CharField(
        label="Классы", widget=forms.Textarea(attrs={"rows": 4}), help_text="Через запятую: 5А, 5Б, 6А, 10"
    )
