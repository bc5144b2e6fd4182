"""Forms of a suggestion to the head and of the decision."""

from django import forms

from programs.forms.open_events import OfPairForm
from programs.models import Suggestion
from registry.forms.base import HouseForm


class SuggestionForm(OfPairForm):
    """About whom, what and what for."""

    kind = forms.ChoiceField(
        label="Что вы предлагаете", choices=[("", "выберите"), *Suggestion.KINDS],
    )  # fmt: skip
    words = forms.CharField(
        label="За что и что именно", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Прочтёт только директор. О здоровье и семье не пишите.",
    )  # fmt: skip


class DecisionForm(HouseForm):
    """Yes or no, in words."""

    accepted = forms.ChoiceField(
        label="Решение", choices=[("yes", "принять предложение"), ("no", "отклонить")], widget=forms.RadioSelect
    )
    decision = forms.CharField(
        label="Что решили", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Прочтёт наставник. Благодарность или грамоту оформляют приказом о поощрении.",
    )  # fmt: skip
