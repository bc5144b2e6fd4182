"""Duties with a legal term, their terms, and the production calendar."""

from django import forms

from registry.forms.base import HouseForm, HouseModelForm
from registry.models import DutyKind


class DutyFilter(HouseForm):
    """Open ones first; then what was done."""

    q = forms.CharField(label="Фамилия, имя", required=False)
    kind = forms.ModelChoiceField(DutyKind.objects.all(), label="Что сделать", required=False, empty_label="любое")
    show = forms.ChoiceField(label="Показать", choices=[("", "что не сделано"), ("all", "все")], required=False)


class DutyDoneForm(HouseForm):
    """What was done, and when."""

    done_on = forms.DateField(label="Когда сделано")
    note = forms.CharField(
        label="Что сделано", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например: фото снято со стенда и из группы школы, бумаги переданы на уничтожение по акту № 2.",
    )  # fmt: skip


class DutyExtendForm(HouseForm):
    """Why the school needs longer."""

    reason = forms.CharField(label="Почему нужно больше времени", max_length=300)


class DutyKindForm(HouseModelForm):
    """A term that the law has changed."""

    class Meta:
        model = DutyKind
        fields = ["title", "advice", "days", "unit", "more_days", "ground"]


class DayForm(HouseForm):
    """A day that the Government moved."""

    day = forms.DateField(label="День")
    is_working = forms.BooleanField(label="Рабочий день", required=False, help_text="Без отметки день выходной.")
    title = forms.CharField(label="Почему", max_length=200, required=False, help_text="Например: перенос с 3 января.")


class BreakForm(HouseForm):
    """School holidays."""

    title = forms.CharField(label="Название", max_length=100, help_text="Например: осенние каникулы")
    starts = forms.DateField(label="Первый день")
    ends = forms.DateField(label="Последний день")
