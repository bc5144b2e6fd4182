"""Forms of documents asked for: whom, what, until when; the answer; the remark."""

import datetime

from django import forms

from programs.models import Programme
from registry.forms.base import HouseForm
from registry.forms.files import OneFileField
from registry.models import Person
from registry.naming import naming

ALL_MENTORS = "all"


class AskForm(HouseForm):
    """One person or all mentors of the programme."""

    whom = forms.ChoiceField(
        label="У кого", choices=[(ALL_MENTORS, "у всех наставников программы"), ("one", "у одного человека")],
        widget=forms.RadioSelect, initial=ALL_MENTORS,
    )  # fmt: skip
    person = forms.ModelChoiceField(
        Person.objects.none(), label="Человек", required=False, empty_label="не выбран",
        help_text="Наставник, наставляемый или законный представитель. Нужен, если просите у одного.",
    )  # fmt: skip
    title = forms.CharField(
        label="Какой документ", max_length=200, help_text="Например: «Анкета наставника за полугодие»."
    )
    words = forms.CharField(
        label="Что в нём нужно", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    due = forms.DateField(
        label="До какого дня",
        help_text="За два дня до срока уйдёт письмо. У кого нет почты, тому выдадите листок со страницы запроса.",
    )  # fmt: skip

    def __init__(self, *args, people, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda person: person.full_name
        self.fields["due"].widget.attrs["min"] = on.isoformat()
        self.fields["due"].initial = on + datetime.timedelta(days=7)

    def clean(self):
        data = super().clean()
        if data.get("whom") == "one" and not data.get("person"):
            self.add_error("person", "Выберите человека из списка.")
        return data


class AnswerAskedForm(HouseForm):
    """A file or words."""

    file = OneFileField(rule="asked_document", label="Файл", required=False)
    note = forms.CharField(
        label="Или ответ словами", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например: «сдал(а) на бумаге 20 ноября в кабинет 12».",
    )  # fmt: skip

    def __init__(self, *args, to_child=False, **kwargs):
        super().__init__(*args, **kwargs)
        if to_child:
            self.fields["file"].help_text = "Можно сфотографировать листок и выбрать снимок."
            self.fields["note"].help_text = "Например: «отдал(а) листок учителю»."

    def values(self) -> dict:
        """What the action takes."""
        return {"note": self.cleaned_data["note"], "accepted": self.cleaned_data["file"]}


class PaperAskedForm(HouseForm):
    """Brought on paper."""

    place = forms.CharField(
        label="Где лежит бумага", max_length=200, help_text="Например: папка наставничества, раздел 4."
    )
    file = OneFileField(rule="asked_document", label="Скан, если он есть", required=False)


class ReturnForm(HouseForm):
    """What to mend, and the new term."""

    remark = forms.CharField(label="Что поправить", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    due = forms.DateField(label="Новый срок")


class AskedFilter(HouseForm):
    """Which part of the list; lives in the address."""

    SHOWN = [
        ("", "открытые"), ("overdue", "просрочены"), ("answered", "ждут проверки"), ("all", "все"),
    ]  # fmt: skip
    q = forms.CharField(label="Фамилия", required=False, max_length=80)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", required=False, empty_label="все", to_field_name="code"
    )
    show = forms.ChoiceField(label="Показать", required=False, choices=SHOWN)

    def __init__(self, data, *, programmes):
        super().__init__(data)
        self.fields["programme"].queryset = programmes

    def apply(self, rows, on):
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if chosen.get("programme"):
            rows = rows.filter(programme=chosen["programme"])
        rows = naming(rows, chosen.get("q"), "person")
        show = chosen.get("show") or ""
        return {"": rows.running, "overdue": lambda: rows.overdue(on), "answered": rows.answered, "all": rows.all}[
            show
        ]()
