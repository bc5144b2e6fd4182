"""Forms of the typical plans, of the kinds of plans, and of the filter of the bank."""

from django import forms

from programs.models import Plan, PlanKind
from registry.forms.base import HouseForm, VersionedForm
from registry.models import Form, Kind

MOST = 60


class PlanFilter(HouseForm):
    """What the bank shows; lives in the address."""

    SHOW = [("", "все"), ("waiting", "есть вопрос без ответа"), ("late", "есть просроченные задания")]

    q = forms.CharField(label="Имя", required=False, max_length=80)
    programme = forms.ModelChoiceField(
        None, label="Программа", required=False, empty_label="все этого года"
    )  # fmt: skip
    form = forms.ModelChoiceField(Form.objects.none(), label="Форма", required=False, empty_label="все")
    kind = forms.ModelChoiceField(Kind.objects.none(), label="Вид наставничества", required=False, empty_label="все")
    called = forms.ModelChoiceField(PlanKind.objects.none(), label="Вид плана", required=False, empty_label="все")
    status = forms.ChoiceField(label="Состояние", required=False, choices=[("", "все"), *Plan.Status.choices])
    show = forms.ChoiceField(label="Что ждёт", required=False, choices=SHOW)

    def __init__(self, data, *, programmes):
        super().__init__(data)
        self.fields["programme"].queryset = programmes
        self.fields["form"].queryset = Form.objects.filter(pair__plan__isnull=False).distinct()
        self.fields["kind"].queryset = Kind.objects.filter(pair__plan__isnull=False).distinct()
        self.fields["called"].queryset = PlanKind.objects.filter(plans__isnull=False).distinct()
        self.is_valid()

    def chosen(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or None


class TypicalForm(HouseForm):
    """What an edition is called, and what has changed in it."""

    title = forms.CharField(label="Название", max_length=200)
    note = forms.CharField(
        label="Что изменено", required=False, max_length=300,
        help_text="Коротко: через год это поможет понять, зачем появилась новая редакция.",
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class TypicalLineForm(HouseForm):
    """A task of the typical plan; an empty card is left out."""

    task = forms.CharField(
        label="Задание", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    planned_result = forms.CharField(
        label="Планируемый результат", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    week = forms.IntegerField(
        label="Через сколько недель после начала", required=False, min_value=1, max_value=52, initial=4
    )  # fmt: skip
    section = forms.CharField(
        label="Раздел", required=False, max_length=200, widget=forms.TextInput(attrs={"list": "sections"})
    )
    position = forms.IntegerField(label="Какой по счёту", required=False, min_value=1, max_value=MOST)
    delete = forms.BooleanField(label="Убрать это задание", required=False)

    def clean(self):
        data = super().clean()
        if data.get("planned_result") and not data.get("task", "").strip() and not data.get("delete"):
            self.add_error("task", "Напишите задание или отметьте «Убрать это задание».")
        return data


TypicalLines = forms.formset_factory(TypicalLineForm, extra=0, max_num=MOST, absolute_max=MOST * 3)


def typical_values(formset) -> list[dict]:
    """The tasks in the order that the curator wants; without those that are empty or taken away."""
    rows = []
    for place, form in enumerate(formset, 1):
        data = form.cleaned_data
        if data.get("task", "").strip() and not data.get("delete"):
            rows.append((data.get("position") or place, place, {
                "section": data["section"].strip(), "task": data["task"].strip(),
                "planned_result": data["planned_result"].strip(), "week": data.get("week") or 4,
            }))  # fmt: skip
    return [row for _, _, row in sorted(rows, key=lambda one: one[:2])]


class KindForm(VersionedForm):
    """The school's own name of the plan, its parts and who signs it."""

    class Meta:
        model = PlanKind
        fields = [
            "title", "genitive", "many", "many_genitive", "short", "heading", "has_explanation", "has_kinds", "third",
        ]  # fmt: skip
        help_texts = {
            "title": "Например: индивидуальный маршрут.",
            "heading": "Так лист назван сверху, когда его печатают.",
            "third": "Кроме наставника и наставляемого. Родитель несовершеннолетнего подписывает всегда.",
        }
