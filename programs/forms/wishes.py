"""What a mentor or a mentee tells about himself for the choosing of a pair: times, interests, whom one would like."""

from django import forms
from django.db.models import Q

from programs.actions.pairs import MENTOR_SIDES
from registry.forms.base import VersionedForm
from registry.forms.cards import check_ages
from registry.models import Mentee, Mentor, RoleModel
from registry.models.cards import DAYS, HOURS, SLOTS


class _Wishes(VersionedForm):
    slots = forms.MultipleChoiceField(
        label="Когда удобно встречаться", required=False, choices=SLOTS, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, programmes, to_child=False, **kwargs):
        super().__init__(*args, **kwargs)
        if to_child:  # the names of the models are words of the regulation: the curator chooses by the talk
            del self.fields["role_models"]
            self.fields["interests"].label = "Что тебе нравится"
            self.fields["interests"].help_text = "Через запятую: шахматы, робототехника, лыжи."
            return
        if "wished_age_to" in self.fields:
            self.fields["wished_age_to"].label = "Желаемый возраст наставляемых, до"
        self.fields["interests"].widget.attrs["rows"] = 2
        self.fields["interests"].help_text = "Через запятую: шахматы, робототехника, лыжи."
        offered = Q(form__programme__in=programmes, **self.sides())
        models = RoleModel.objects.filter(offered | Q(pk__in=self.instance.role_models.values("pk")))
        models = models.select_related("form").distinct()
        self.fields["role_models"].queryset = models
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
    def sides(self) -> dict:
        """Role models of forms in which this category mentors."""
        return {"form__mentor_side__in": [side for side, who in MENTOR_SIDES.items() if self.instance.category in who]}

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
    def sides(self) -> dict:
        """Role models of forms whose mentee this may be."""
        kind = self.instance.kind
        return {"form__mentee_side__in": [kind, "student"] if kind == "pupil" else [kind]}

    class Meta:
        model = Mentee
        fields = ["interests", "role_models", "slots"]
