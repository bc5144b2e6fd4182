"""Forms of materials: a file or a link, what it is and for whom."""

from django import forms

from programs.models import Material, Programme
from registry.forms.base import HouseForm
from registry.forms.files import OneFileField
from registry.models import Person


class MaterialForm(HouseForm):
    """A material of one pair."""

    title = forms.CharField(label="Название", max_length=200, help_text="Например: «Памятка: как готовиться к ВПР».")
    kind = forms.ChoiceField(label="Что это", choices=Material.KINDS, initial="method")
    note = forms.CharField(
        label="Зачем это и как пользоваться", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = OneFileField(rule="material", label="Файл", required=False)
    link = forms.URLField(
        label="Или ссылка", max_length=500, required=False, assume_scheme="https",
        help_text="Адрес страницы в интернете, если файла нет.",
    )  # fmt: skip

    def __init__(self, *args, members=(), **kwargs):
        """`members` of a group: it may be for one of them."""
        super().__init__(*args, **kwargs)
        if members:
            people = Person.objects.filter(pk__in=[one.pk for one in members]).order_by("name_key", "pk")
            self.fields = {"person": forms.ModelChoiceField(
                people, label="Для кого", required=False, empty_label="для всей группы",
                help_text="Что для одного, другие в группе не увидят.",
            ), **self.fields}  # fmt: skip
            self.fields["person"].label_from_instance = lambda person: person.full_name

    def values(self) -> dict:
        """What the action takes."""
        data = dict(self.cleaned_data)
        return {"accepted": data.pop("file"), **data}


class LibraryForm(MaterialForm):
    """A material of the library."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label="Программа", empty_label=None)
    reader = forms.ChoiceField(label="Кому показывать", choices=Material.READERS, initial="all")
    field_order = ["programme", "title", "kind", "note", "reader", "file", "link"]

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes


class LibraryFilter(HouseForm):
    """Which programme and kind, and a word of the title; lives in the address."""

    q = forms.CharField(label="Название", required=False, max_length=80)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", required=False, empty_label="все", to_field_name="code"
    )
    kind = forms.ChoiceField(label="Что это", required=False, choices=[("", "всё"), *Material.KINDS])

    def __init__(self, data, *, programmes):
        super().__init__(data)
        self.fields["programme"].queryset = programmes
        if len(programmes) < 2:
            del self.fields["programme"]

    def apply(self, rows):
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if chosen.get("programme"):
            rows = rows.filter(programme=chosen["programme"])
        if chosen.get("kind"):
            rows = rows.filter(kind=chosen["kind"])
        return list(rows) if not chosen.get("q") else _named(rows, chosen["q"])


def _named(rows, words):
    """SQLite knows no capital Cyrillic letters: the comparison is made here."""
    wanted = words.casefold().replace("ё", "е")
    return [row for row in rows if wanted in f"{row.title} {row.note}".casefold().replace("ё", "е")]
