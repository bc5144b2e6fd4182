"""What a mentor or a mentee tells about himself for the choosing of a pair: times, interests, whom one would like."""

from django import forms

from registry.forms.base import VersionedForm
from registry.forms.cards import check_ages
from registry.models import Mentee, Mentor, RoleModel
from registry.models.cards import DAYS, HOURS, SLOTS


class _Wishes(VersionedForm):
    slots = forms.MultipleChoiceField(
        label="Когда удобно встречаться", required=False, choices=SLOTS, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["interests"].widget.attrs["rows"] = 2
        self.fields["interests"].help_text = "Через запятую: шахматы, робототехника, лыжи."
        models = RoleModel.objects.filter(form__programme__in=programmes).select_related("form").distinct()
        known = self.instance.role_models.all()
        self.fields["role_models"].queryset = (models | RoleModel.objects.filter(pk__in=known)).distinct()
        self.fields["role_models"].label_from_instance = lambda one: one.title
        self.fields["role_models"].label = "Какая помощь ближе"
        self.fields["role_models"].widget = forms.CheckboxSelectMultiple(
            choices=[(one.pk, f"{one.title} ({one.form})") for one in models]
        )
        if not models:
            del self.fields["role_models"]

    def week(self):
        """[(«пн», [(code, «до 12», ticked)])], for a table that fits a phone."""
        ticked = set(self["slots"].value() or ())
        return [
            (title, [(f"{day}_{part}", hours, f"{day}_{part}" in ticked) for part, hours in HOURS])
            for day, title in DAYS
        ]


class MentorWishesForm(_Wishes):
    class Meta:
        model = Mentor
        fields = [
            "hours_a_week",
            "max_mentees",
            "wished_age_from",
            "wished_age_to",
            "interests",
            "role_models",
            "slots",
        ]

    def clean(self):
        data = super().clean()
        check_ages(self, data)
        return data


class MenteeWishesForm(_Wishes):
    class Meta:
        model = Mentee
        fields = ["interests", "role_models", "slots"]
