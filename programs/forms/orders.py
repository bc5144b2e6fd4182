"""Forms of orders: filters, the text of a draft, the director's decision, an answer on the approval sheet."""

import re

from django import forms
from django.db.models import Q

from programs.models import Order, Programme
from programs.orders import kinds
from registry.forms.base import HouseForm, HouseFormMixin, VersionedForm
from registry.models import LegalAct

KIND_CHOICES = [(kind.code, kind.title) for kind in kinds.KINDS.values()]


class OrderFilter(HouseFormMixin, forms.Form):
    """What of the list is shown; lives in the address."""

    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )
    kind = forms.ChoiceField(label="О чём", required=False, choices=[("", "все"), *KIND_CHOICES])
    status = forms.ChoiceField(label="Состояние", required=False, choices=[("", "любое"), *Order.Status.choices])

    def apply(self, orders):
        chosen = self.cleaned_data if self.is_valid() else {}
        return orders.filter(**{name: value for name, value in chosen.items() if value})


class OrderForm(VersionedForm):
    """The draft as a document: what stands above the list. Points stand one per line and number themselves."""

    points_text = forms.CharField(
        label="Пункты приказа",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Каждый пункт с новой строки. Номера ставить не нужно.",
    )

    class Meta:
        model = Order
        fields = ["title", "preamble", "acts"]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}), "preamble": forms.Textarea(attrs={"rows": 6}),
            "acts": forms.CheckboxSelectMultiple,
        }  # fmt: skip
        help_texts = {
            "title": "С «О» или «Об», без точки в конце.",
            "preamble": "Основания; слово «ПРИКАЗЫВАЮ» встанет само. На месте {акты} перечислятся отмеченные ниже.",
            "acts": "Показаны действующие. Остальные и сроки — на странице «Правовые акты».",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].max_length = 300
        self.initial["points_text"] = "\n".join(self.instance.points)
        chosen = self.instance.acts.values("pk")
        self.fields["acts"].queryset = LegalAct.objects.filter(
            Q(pk__in=LegalAct.objects.in_force(self.instance.drafted_on)) | Q(pk__in=chosen)
        )

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split()).rstrip(".")

    def clean_points_text(self):
        lines = [re.sub(r"^\d+[.)]\s*", "", line.strip()) for line in self.cleaned_data["points_text"].splitlines()]
        return [line for line in lines if line]

    def _differences(self, current):
        yield from super()._differences(current)
        mine = self.cleaned_data.get("points_text")
        if mine is not None and mine != current.points:
            yield f"«Пункты приказа»: сейчас «{' · '.join(current.points)}»; ваш вариант — в форме."


class ApproveForm(HouseForm):
    """Number and date are proposed; the director may type others."""

    number = forms.CharField(label="Номер", max_length=30)
    date = forms.DateField(label="Дата приказа")
    effective_on = forms.DateField(
        label="Действует с", required=False, help_text="Оставьте пустым, если со дня приказа."
    )


class AnswerForm(HouseForm):
    """Yes or no to the draft; a no needs its reason."""

    ANSWERS = [("agree", "Согласен (согласна)"), ("refuse", "Не согласен (не согласна)")]

    answer = forms.ChoiceField(label="Ваш ответ", choices=ANSWERS, widget=forms.RadioSelect)
    remark = forms.CharField(
        label="Замечание", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Обязательно, если вы не согласны.",
    )  # fmt: skip


class SignedForm(HouseForm):
    """Who has signed a printed sheet: one tick per person, taken from the sheet as it lies on the table."""

    people = forms.TypedMultipleChoiceField(
        label="Подписали", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте тех, чья подпись стоит на листе."},
    )  # fmt: skip

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(row.person_id, row.person.full_name) for row in rows]
        self.fields["people"].error_messages["required"] = "Отметьте тех, чья подпись стоит на листе."
