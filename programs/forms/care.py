"""Forms of the question on fit and of calls for help."""

from django import forms

from registry.forms.base import HouseForm
from registry.models import Person


class HelpForm(HouseForm):
    """What happened, in one's own words; nothing is obligatory but the button."""

    words = forms.CharField(
        label="Что случилось", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Можно написать одно слово или ничего не писать: с вами поговорят.",
    )  # fmt: skip
    wish = forms.CharField(
        label="Как с вами лучше поговорить", required=False, max_length=200,
        help_text="Например: позвоните маме; подойдите после 5-го урока.",
    )  # fmt: skip
    about_curator = forms.BooleanField(
        label="Это касается самого куратора", required=False, help_text="Тогда просьбу прочтёт только директор."
    )
    about = forms.ModelChoiceField(Person.objects.none(), label="О ком", required=False, empty_label=None)

    def __init__(self, *args, people=None, to_child=False, **kwargs):
        super().__init__(*args, **kwargs)
        if to_child:
            self.fields["words"].help_text = "Можно написать одно слово или ничего не писать: с тобой поговорят."
            self.fields["wish"].label = "Как с тобой лучше поговорить"
            self.fields["wish"].help_text = "Например: позвонить маме; подойти после пятого урока."
            self.fields["about_curator"].label = "Это о самом кураторе"
        if people is None or len(people) < 2:
            del self.fields["about"]
        else:
            self.fields["about"].queryset = people
            self.fields["about"].label_from_instance = lambda person: person.short_name


class AnswerForm(HouseForm):
    """What is said to whoever called; and a note that stays with the addressee."""

    answer = forms.CharField(
        label="Ответ", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Его прочтёт тот, кто просил. Если вы уже поговорили, напишите, о чём договорились.",
    )  # fmt: skip
    kept_note = forms.CharField(
        label="Заметка для себя", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Увидите только вы.",
    )  # fmt: skip


class HandleForm(HouseForm):
    """What was done about an answer that is not good."""

    note = forms.CharField(label="Что сделано", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NameFilter(HouseForm):
    """Whom to look for, and which part of the list; lives in the address."""

    q = forms.CharField(label="Имя", required=False, max_length=80)
    show = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self, name):
        return (self.cleaned_data.get(name) if self.is_bound and self.is_valid() else "") or ""


class LateFilter(NameFilter):
    """The same among those who are silent or late, beside the kind of the list."""

    show = None
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
