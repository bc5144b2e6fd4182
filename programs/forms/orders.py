"""Forms of orders: filters, the text of a draft, the director's decision, an answer on the approval sheet."""

import re

from django import forms
from django.db.models import Q

from programs.models import Acquaintance, Approval, Order, OrderLine, Programme
from programs.models.orders import PEOPLE, READ_WITHIN
from programs.orders import kinds
from registry.forms.base import HouseForm, HouseFormMixin, VersionedForm
from registry.forms.files import OneFileField
from registry.models import Appointment, LegalAct, Person
from registry.naming import naming

KIND_CHOICES = [(kind.code, kind.title) for kind in kinds.KINDS.values()]


class OrderFilter(HouseFormMixin, forms.Form):
    """What of the list is shown; lives in the address."""

    q = forms.CharField(label="Номер, слово или имя", required=False, max_length=100)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label="Программа", required=False, to_field_name="code", empty_label="все программы"
    )
    kind = forms.ChoiceField(label="О чём", required=False, choices=[("", "все"), *KIND_CHOICES])
    status = forms.ChoiceField(label="Состояние", required=False, choices=[("", "любое"), *Order.Status.choices])

    def apply(self, orders):
        chosen = dict(self.cleaned_data) if self.is_valid() else {}
        if words := chosen.pop("q", "").strip():
            orders = orders.filter(Q(number__contains=words) | _in_title(words) | _naming(words))
        return orders.filter(**{name: value for name, value in chosen.items() if value})


def _in_title(words: str) -> Q:
    """SQLite knows no small and capital Cyrillic letters: a title has a capital at its head and in names alone."""
    return Q(title__contains=words) | Q(title__contains=words.lower()) | Q(title__contains=words.capitalize())


def _naming(words: str) -> Q:
    """Whose list, acquaintance or approval sheet names such a person: drafts and children too (row 184)."""
    people = Person.objects.search(words).values("pk")
    found = Q(pk__in=Acquaintance.objects.filter(person__in=people).values("order"))
    found |= Q(pk__in=Approval.objects.filter(person__in=people).values("order"))
    for way in PEOPLE:
        found |= Q(pk__in=OrderLine.objects.filter(**{f"{way}__in": people}).values("order"))
    return found


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
    TO_CHILD = [("agree", "Да, я за"), ("refuse", "Нет, я против")]

    answer = forms.ChoiceField(label="Ваш ответ", choices=ANSWERS, widget=forms.RadioSelect)
    remark = forms.CharField(
        label="Замечание", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Обязательно, если вы не согласны.",
    )  # fmt: skip

    def __init__(self, *args, to_child=False, **kwargs):
        super().__init__(*args, **kwargs)
        if to_child:
            answer, remark = self.fields["answer"], self.fields["remark"]
            answer.label, answer.choices = "Твой ответ", self.TO_CHILD
            answer.error_messages["required"] = "Выбери ответ."
            remark.label, remark.help_text = "Почему", "Напиши, если ты против."


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


class BatchForm(HouseForm):
    """Several orders at once: one date, and for each journal the number from which theirs run on."""

    date = forms.DateField(label="Дата приказов")

    def __init__(self, *args, numbers: dict[str, int], on, **kwargs):
        super().__init__(*args, **kwargs)
        self.suffixes = list(numbers)
        self.initial["date"] = on
        for place, (suffix, number) in enumerate(numbers.items()):
            label = "Первый номер" if len(numbers) == 1 else f"Первый номер с «{suffix}»"
            self.fields[f"first-{place}"] = forms.IntegerField(
                label=label, min_value=1, max_value=99999, initial=number,
                help_text=f"К номеру добавится «{suffix}». Занятые номера пропускаются." if suffix else "",
            )  # fmt: skip
            self.fields[f"first-{place}"].error_messages["required"] = f"Заполните «{label}»."

    def first(self) -> dict[str, int]:
        """Suffix → number."""
        return {suffix: self.cleaned_data[f"first-{place}"] for place, suffix in enumerate(self.suffixes)}


class UnreadFilter(HouseFormMixin, forms.Form):
    """Who has not read an order: by name or number, all or the overdue ones; lives in the address."""

    q = forms.CharField(label="Имя или номер приказа", required=False, max_length=100)
    late = forms.BooleanField(label="только просроченные", required=False)

    def apply(self, rows, on):
        chosen = self.cleaned_data if self.is_valid() else {}
        words = chosen.get("q", "").strip()
        rows = naming(rows, words, "person", also=Q(order__number__contains=words))
        return rows.filter(asked_on__lt=on - READ_WITHIN) if chosen.get("late") else rows


class PaperOrderForm(HouseForm):
    """What stands on an order that was signed with a pen: number, date, whose hand, the scan."""

    title = forms.CharField(label="О чём приказ", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.CharField(label="Номер", max_length=30)
    date = forms.DateField(label="Дата приказа")
    signed_by = forms.ModelChoiceField(
        Person.objects.none(), label="Кто подписал", empty_label=None,
        help_text="Директор или тот, кто исполнял его обязанности в этот день.",
    )  # fmt: skip
    effective_on = forms.DateField(
        label="Действует с", required=False, help_text="Оставьте пустым, если со дня приказа."
    )
    things = forms.TypedMultipleChoiceField(
        label="Кого называет приказ", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    file = OneFileField(rule="order_scan", label="Скан подписанного приказа")
    original_place = forms.CharField(
        label="Где лежит подлинник", max_length=200, required=False, help_text="Например: папка «Приказы 2026», сейф."
    )

    def __init__(self, *args, things=None, **kwargs):
        super().__init__(*args, **kwargs)
        facts = Appointment.objects.filter(role__in=["director", "acting_director"])
        self.fields["signed_by"].queryset = Person.objects.filter(pk__in=facts.values("person"))
        head = facts.filter(role="director").order_by("-starts", "-pk").first()
        self.fields["signed_by"].initial = head and head.person_id
        if things is None:  # the list stands in the draft already, or is told otherwise
            del self.fields["things"]
            if "title" not in self.initial:
                del self.fields["title"]
        else:
            self.fields["things"].choices = things
            self.fields["things"].initial = [key for key, _ in things]
            self.fields["things"].error_messages["required"] = "Отметьте хотя бы одного: кого называет приказ."

    def details(self) -> dict:
        """For the action, without the file."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", "things")}


class OriginalForm(HouseForm):
    """The signed original: its scan, and the place where it lies."""

    file = OneFileField(rule="order_scan", label="Скан подписанного приказа", required=False)
    note = forms.CharField(label="Почему заменяете скан", max_length=200, required=False)
    original_place = forms.CharField(
        label="Где лежит подлинник", max_length=200, required=False, help_text="Например: папка «Приказы 2026», сейф."
    )

    def __init__(self, *args, replaces=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["note"]
