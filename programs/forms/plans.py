"""Forms of the plan: short enough for a phone."""

from django import forms

from programs.actions.plans import out_of_term
from programs.models import Plan, PlanLine
from registry.forms.base import HouseForm, VersionedForm
from registry.text import short_date


class PlanForm(VersionedForm):
    """The goal, and the revision that the writer saw."""

    class Meta:
        model = Plan
        fields = ["goal"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"goal": "Чего вы хотите достичь вместе."}


class AgreedPlanForm(PlanForm):
    """While the plan is agreed its goal stands."""

    class Meta(PlanForm.Meta):
        fields: list = []


class PlanLineForm(HouseForm):
    """One card of the draft. An empty card is left out."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    task = forms.CharField(
        label="Проект, задание", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    due = forms.DateField(label="Срок", required=False)
    planned_result = forms.CharField(
        label="Планируемый результат", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    section = forms.CharField(label="Раздел плана", required=False, max_length=200)
    delete = forms.BooleanField(label="Убрать это задание", required=False)

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["due"].widget.attrs |= {"min": pair.starts.isoformat(), "max": pair.ends.isoformat()}

    def clean_due(self):
        due = self.cleaned_data.get("due")
        fault = out_of_term(self.pair, due) if due else ""
        if fault:
            raise forms.ValidationError(fault[0].upper() + fault[1:])
        return due

    def clean(self):
        data = super().clean()
        is_used = any(data.get(name) for name in ("id", "due", "planned_result"))
        if is_used and not data.get("task", "").strip() and not data.get("delete"):
            self.add_error("task", "Напишите задание или отметьте «Убрать это задание».")
        return data


class AgreedLineForm(HouseForm):
    """One card of the agreed plan: what came out and how it is judged."""

    id = forms.IntegerField(widget=forms.HiddenInput)
    actual_result = forms.CharField(
        label="Фактический результат", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    mark = forms.ChoiceField(label="Оценка", required=False, choices=[("", "ещё не оценено"), *PlanLine.MARKS])

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)


class Lines:
    """The cards of a plan as a formset: from the plan, from what was typed, or with one card more."""

    TYPED = {"draft": ("task", "due", "planned_result", "section"), "agreed": ("actual_result", "mark")}

    def __init__(self, plan):
        self.plan, self.is_draft = plan, plan.status == Plan.Status.DRAFT
        self.names = self.TYPED["draft" if self.is_draft else "agreed"]
        self.known = {row.pk: row for row in plan.lines.all()}

    def _set(self, extra):
        form = PlanLineForm if self.is_draft else AgreedLineForm
        return forms.formset_factory(form, extra=extra, max_num=60, absolute_max=200)

    def _kwargs(self):
        return {"prefix": "line", "form_kwargs": {"pair": self.plan.pair}}

    def fresh(self):
        """The plan as it is, with one empty card at the end of a draft."""
        initial = [
            {"id": row.pk, **{name: getattr(row, name) for name in self.names}} for row in self.known.values()
        ]  # fmt: skip
        return self._set(1 if self.is_draft else 0)(initial=initial, **self._kwargs())

    def typed(self, data):
        return self._set(0)(data, **self._kwargs())

    def one_more(self, data, rows=()):
        """Everything as it was typed, lines that another person added, and one more empty card."""
        count = min(int(data.get("line-TOTAL_FORMS") or 0), 60) if str(data.get("line-TOTAL_FORMS")).isdigit() else 0
        names = ("id", "delete", *self.names)
        initial = [{name: data.get(f"line-{place}-{name}", "") for name in names} for place in range(count)]
        initial += [{"id": row.pk, **{name: getattr(row, name) for name in self.names}} for row in rows]
        return self._set(1 if self.is_draft else 0)(initial=initial, **self._kwargs())

    def values(self, formset) -> list[dict]:
        """What the action takes."""
        return [{"task": "", **form.cleaned_data} for form in formset if form.cleaned_data]

    def conflicts(self, formset) -> tuple[list[str], list]:
        """(what differs between the plan as it is now and what was typed, lines that the writer has not seen)."""
        faults, seen = [], set()
        for number, form in enumerate(formset, 1):
            data = getattr(form, "cleaned_data", {})
            row = self.known.get(data.get("id"))
            if row is None:
                if data.get("id"):
                    faults.append(f"Задание {number} другой человек убрал. Отправите ещё раз — оно вернётся в план.")
                continue
            seen.add(row.pk)
            faults += [
                f"Задание {number}, «{form.fields[name].label}»: сейчас «{said(form, name, getattr(row, name))}», "
                f"у вас «{said(form, name, data.get(name))}»."
                for name in self.names if (getattr(row, name) or "") != (data.get(name) or "")
            ]  # fmt: skip
        unseen = [row for row in self.known.values() if row.pk not in seen]
        faults += [f"Другой человек добавил задание «{row.task[:60]}»: оно внизу." for row in unseen]
        return faults, unseen


def said(form, name, value) -> str:
    """A value in words, for the comparison."""
    if hasattr(value, "strftime"):
        return short_date(value)
    return dict(getattr(form.fields[name], "choices", ())).get(value, value) or "пусто"


class AnalysisForm(VersionedForm):
    """The mentor's own word at the end."""

    class Meta:
        model = Plan
        fields = ["analysis"]
        widgets = {"analysis": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"analysis": "Что удалось, что нет и почему, что посоветуете дальше."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["analysis"].required = True
