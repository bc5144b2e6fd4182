"""Forms of the log: short enough for a phone. Three fields stand in sight, the rest is known and may be mended."""

from django import forms

from programs.actions import meetings as log
from programs.models import Meeting, Programme
from registry.forms.base import HouseForm
from registry.models import Person


class TimeInput(forms.TimeInput):
    """The clock of the phone."""

    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class _OfPair(HouseForm):
    """Knows the pair: its kinds of meetings and, for a group, its members."""

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = log.kinds_of(pair.programme)
        if "absent" in self.fields:
            if pair.is_group:
                members = Person.objects.filter(pk__in=[person.pk for person in pair.mentees])
                self.fields["absent"].queryset = members
                self.fields["absent"].label_from_instance = lambda person: person.short_name
            else:
                del self.fields["absent"]


class MeetingForm(_OfPair):
    """A meeting that took place."""

    held_on = forms.DateField(label="Когда встречались")
    done = forms.CharField(
        label="Что сделали", max_length=1500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Коротко и без личных тайн: это увидит и ребёнок, и его родители.",
    )  # fmt: skip
    next_time = forms.CharField(label="К следующей встрече", required=False, max_length=500)
    kind = forms.ChoiceField(label="Вид встречи", choices=())
    minutes = forms.IntegerField(label="Сколько минут", min_value=5, max_value=600, required=False)
    mode = forms.ChoiceField(label="Как встречались", choices=Meeting.MODES, required=False)
    place = forms.CharField(label="Место или ссылка", required=False, max_length=200)
    absent = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кого не было", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Отметьте, кто не пришёл. Остальные были.",
    )  # fmt: skip
    with_me = forms.BooleanField(label="Я, куратор, был(а) на этой встрече", required=False)
    next_on = forms.DateField(label="Дата следующей встречи", required=False)
    next_at = forms.TimeField(label="Время следующей встречи", required=False, widget=TimeInput())

    MORE = ("kind", "minutes", "mode", "place", "absent", "with_me", "next_on", "next_at")

    def __init__(self, *args, is_curator=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_curator:
            del self.fields["with_me"]

    @property
    def more(self):
        """What is folded away."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_is_open(self) -> bool:
        return any(name in self.errors for name in self.MORE)


class PlanForm(_OfPair):
    """A meeting ahead."""

    held_on = forms.DateField(label="Когда встречаетесь")
    starts_at = forms.TimeField(label="Во сколько", required=False, widget=TimeInput())
    place = forms.CharField(
        label="Место или ссылка", required=False, max_length=200,
        help_text="Кабинет, адрес или ссылка на видеовстречу: её увидят наставляемый и родители.",
    )  # fmt: skip
    theme = forms.CharField(label="О чём будет встреча", required=False, max_length=300)
    kind = forms.ChoiceField(label="Вид встречи", choices=())
    mode = forms.ChoiceField(label="Как встречаетесь", choices=Meeting.MODES, required=False)


class CallOffForm(HouseForm):
    """«Не состоялась» and why."""

    whose = forms.ChoiceField(label="Почему не состоялась", choices=[("", "выберите"), *Meeting.WHOSE])
    note = forms.CharField(
        label="Что случилось", required=False, max_length=300,
        help_text="Коротко, без подробностей о здоровье: это увидят все в паре.",
    )  # fmt: skip


class MissedForm(CallOffForm):
    """A meeting that was agreed by word of mouth."""

    held_on = forms.DateField(label="На какой день договаривались")
    field_order = ["held_on", "whose", "note"]


class WordsForm(_OfPair):
    """What was done, added after the one button."""

    done = forms.CharField(
        label="Что сделали", max_length=1500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Коротко и без личных тайн: это увидит и ребёнок, и его родители.",
    )  # fmt: skip
    next_time = forms.CharField(label="К следующей встрече", required=False, max_length=500)
    absent = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кого не было", required=False, widget=forms.CheckboxSelectMultiple
    )


class HoursFilter(HouseForm):
    """Of which programme and month, and whose; lives in the address."""

    q = forms.CharField(label="Фамилия", required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", required=False, empty_label="все", to_field_name="code"
    )
    month = forms.ChoiceField(label="Месяц", required=False)

    def __init__(self, data, *, programmes, months):
        super().__init__(data)
        self.fields["programme"].queryset = programmes
        self.fields["month"].choices = [("", "весь год"), *months]

    def chosen(self, name):
        return self.cleaned_data.get(name) if self.is_bound and self.is_valid() else None
