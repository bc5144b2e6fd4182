"""Forms of telling the school: a poster, an informing, notices to the parents of a class."""

from django import forms

from programs.models import Informing, ParentNotice, Poster, Programme
from registry.forms.base import HouseForm
from registry.models import Employment, Person, SchoolClass


class PosterForm(HouseForm):
    """Where the sheet will hang and whom it calls."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label="Программа", empty_label="выберите")
    audience = forms.ChoiceField(label="Кого зовёт", choices=Poster.AUDIENCES, widget=forms.RadioSelect)
    place = forms.CharField(
        label="Где будет висеть", max_length=150,
        help_text="Например: вестибюль, доска у 7 «А», чат родителей. По этим словам видно, откуда пришёл запрос.",
    )  # fmt: skip

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        if len(programmes) == 1:
            self.initial.setdefault("programme", programmes[0])


class InformingForm(HouseForm):
    """One informing: whom, when, who answered for it, how, and what shows it."""

    audience = forms.ChoiceField(label="Кому рассказали", choices=Informing.AUDIENCES)
    held_on = forms.DateField(label="Когда")
    responsible = forms.ModelChoiceField(Person.objects.none(), label="Кто отвечал", empty_label="выберите")
    how = forms.CharField(
        label="Как", max_length=300, help_text="Педсовет, собрание, классный час, письмо, страница сайта."
    )
    proof = forms.CharField(
        label="Чем подтверждается", max_length=300,
        help_text="Протокол № и дата, лист присутствия, ссылка на новость.",
    )  # fmt: skip

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        staff = Employment.objects.active(on).values("person")
        self.fields["responsible"].queryset = Person.objects.filter(pk__in=staff)


class NoticeFilter(HouseForm):
    """Which class; lives in the address."""

    group = forms.ModelChoiceField(SchoolClass.objects.none(), label="Класс", required=False, empty_label="выберите")

    def __init__(self, data, *, classes):
        super().__init__(data)
        self.fields["group"].queryset = classes
        self.is_valid()

    @property
    def chosen(self):
        return getattr(self, "cleaned_data", {}).get("group")


class NoticeForm(HouseForm):
    """Whose parents were told, when and how: a whole class at once."""

    children = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Чьих родителей известили", widget=forms.CheckboxSelectMultiple, required=False
    )
    sent_on = forms.DateField(label="Когда")
    way = forms.ChoiceField(label="Как", choices=ParentNotice.WAYS)

    def __init__(self, *args, children, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["children"].queryset = Person.objects.filter(pk__in=[child.pk for child in children])
