"""Forms of other teachers' help: whom to ask, the answer on paper, the hours."""

from django import forms

from registry.forms.base import HouseForm
from registry.models import Person


class AskHelperForm(HouseForm):
    """Whom, and for what."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Кого просите", empty_label="выберите педагога")
    subject = forms.CharField(
        label="О чём просите", max_length=300,
        help_text="Предмет или дело: «проценты», «подготовка к конкурсу чтецов». О здоровье и семье не пишите.",
    )  # fmt: skip

    def __init__(self, *args, people, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people.prefetch_related("employments")
        self.fields["person"].label_from_instance = lambda person: ", ".join(
            filter(None, [person.full_name, person.what_is(on)])
        )


class PaperHelperForm(HouseForm):
    """The teacher's answer on paper."""

    agrees = forms.ChoiceField(
        label="Что ответил педагог", choices=[("yes", "согласен помогать"), ("no", "отказался")],
        widget=forms.RadioSelect, initial="yes",
    )  # fmt: skip
    signed_on = forms.DateField(label="День подписи")
    place = forms.CharField(
        label="Где лежит бумага", max_length=200, required=False, help_text="Например: папка наставничества, раздел 4."
    )


class HoursForm(HouseForm):
    """One time of help."""

    held_on = forms.DateField(label="Когда")
    minutes = forms.IntegerField(label="Сколько минут", min_value=5, max_value=600, initial=45)
    done = forms.CharField(label="Что сделали", max_length=300, required=False)
