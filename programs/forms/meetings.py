"""Forms of the log: short enough for a phone."""

from django import forms

from programs.models import Meeting
from registry.forms.base import HouseForm


class MeetingForm(HouseForm):
    """Three fields; the rest is known and may be mended."""

    held_on = forms.DateField(label="Когда встречались")
    done = forms.CharField(
        label="Что сделали", max_length=1500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Коротко и без личных тайн: это увидит и ребёнок, и его родители.",
    )  # fmt: skip
    next_time = forms.CharField(label="К следующей встрече", required=False, max_length=500)
    kind = forms.ChoiceField(label="Вид встречи", choices=Meeting.KINDS)
    minutes = forms.IntegerField(label="Сколько минут", min_value=5, max_value=600, initial=45, required=False)
    place = forms.CharField(label="Место или ссылка", required=False, max_length=200)
