"""Forms of the directory of legal acts."""

import secrets

from django import forms

from registry.forms.base import HouseFormMixin, VersionedForm
from registry.models import LegalAct


class ActFilter(HouseFormMixin, forms.Form):
    """What of the directory is shown; lives in the address."""

    q = forms.CharField(label="Номер или слова названия", required=False)
    level = forms.ChoiceField(label="Уровень", required=False, choices=[("", "все"), *LegalAct.LEVELS])

    def apply(self, acts):
        if not self.is_valid():
            return acts
        if self.cleaned_data["level"]:
            acts = acts.filter(level=self.cleaned_data["level"])
        words = self.cleaned_data["q"].lower().split()
        if not words:
            return acts
        found = [act.pk for act in acts if all(word in act.cited(act.kind).lower() for word in words)]
        return acts.filter(pk__in=found)


class ActForm(VersionedForm):
    """One act. Its code is ours and stays out of sight."""

    class Meta:
        model = LegalAct
        fields = ["level", "kind", "kind_cited", "number", "date", "title", "starts", "ends", "note", "is_checked"]
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split()).strip("«».")

    def save(self, commit=True):
        if not self.instance.code:
            self.instance.code = f"act-{secrets.token_hex(5)}"
        return super().save(commit)
