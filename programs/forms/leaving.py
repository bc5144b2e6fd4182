"""Forms of petitions, statements, and of an end before the term."""

from django import forms

from programs.actions.petitions import earliest_last_day
from registry.forms.base import HouseForm
from registry.models import Person
from registry.text import short_date


def words(label, help_text, rows=4):
    return forms.CharField(
        label=label, max_length=1500, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class AskForm(HouseForm):
    """A mentee's own words; a guardian of several picks none: the child is known from the pair."""

    words = words("Почему хочется другого наставника", "Одного-двух предложений достаточно. Наставник их не увидит.")

    def __init__(self, *args, to_child=False, **kwargs):
        super().__init__(*args, **kwargs)
        if to_child:
            self.fields["words"].error_messages["required"] = "Напиши хотя бы одно предложение: почему."


class ResignForm(HouseForm):
    """A mentor's statement with the last day."""

    last_day = forms.DateField(label="Последний день наставником")
    words = words("Почему", "Причина встанет в заявление.")

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        first = earliest_last_day(on)
        self.initial.setdefault("last_day", first)
        self.fields[
            "last_day"
        ].help_text = (
            f"Не раньше чем через три рабочих дня: если подать сегодня, самый ранний день — {short_date(first)}."
        )


class PaperPetitionForm(HouseForm):
    """What came on paper, entered by the curator."""

    kind = forms.ChoiceField(
        label="Что принесли", widget=forms.RadioSelect,
        choices=[("petition", "ходатайство наставляемого о замене наставника"),
                 ("resignation", "заявление наставника о сложении обязанностей")],
    )  # fmt: skip
    person = forms.ModelChoiceField(Person.objects.none(), label="Кто просит другого наставника", required=False)
    received_on = forms.DateField(label="Когда отдали бумагу")
    last_day = forms.DateField(
        label="Последний день наставником", required=False,
        help_text="Для заявления наставника: не раньше чем через три рабочих дня.",
    )  # fmt: skip
    words = words("Причина, как написано на бумаге", "Коротко, без личных подробностей.", rows=3)

    def __init__(self, *args, pair, on, **kwargs):
        super().__init__(*args, **kwargs)
        people = [person.pk for person in pair.mentees]
        self.fields["person"].queryset = Person.objects.filter(pk__in=people)
        self.fields["person"].empty_label = None if len(people) == 1 else "выберите"
        self.initial.setdefault("received_on", on)

    def clean(self):
        data = super().clean()
        if data.get("kind") == "petition" and not data.get("person"):
            self.add_error("person", "Заполните «Кто просит другого наставника».")
        if data.get("kind") == "resignation" and not data.get("last_day"):
            self.add_error("last_day", "Заполните «Последний день наставником».")
        return data


class DecideForm(HouseForm):
    """Yes or no, with words."""

    answer = forms.ChoiceField(
        label="Решение", widget=forms.RadioSelect, choices=[("yes", "согласиться"), ("no", "отказать")]
    )
    note = forms.CharField(
        label="Словами", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Если отказываете — почему: тот, кто просил, это прочтёт.",
    )  # fmt: skip

    def __init__(self, *args, on_paper=False, **kwargs):
        super().__init__(*args, **kwargs)
        if on_paper:
            self.fields["on_paper"] = forms.BooleanField(
                label="Это резолюция руководителя, бумага с подписью у меня",
                required=False,
                help_text="По заявлению наставника решает руководитель. Здесь вы только вносите его решение с бумаги.",
            )


class EarlyEndForm(HouseForm):
    """From which day and why."""

    ends_on = forms.DateField(label="Завершить с этого дня")
    reason = forms.CharField(
        label="Почему раньше срока", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Увидят все, кого спросят: наставник, наставляемый, представитель ребёнка, куратор.",
    )  # fmt: skip


class EarlyResultForm(HouseForm):
    """The result before the order on completion."""

    result_text = forms.CharField(
        label="Чего достигли", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Два-три предложения, без личных подробностей. Встанут в приказ и на страницу пары.",
    )  # fmt: skip
    no_final_meeting = forms.CharField(
        label="Если заключительной встречи не было — почему", max_length=300, required=False,
        help_text="Если она записана в журнале, оставьте пустым.",
    )  # fmt: skip
