"""Consents: which to ask for, what was received, and the filters of the list."""

from django import forms

from registry.engine import consents as gate
from registry.forms.base import HouseForm
from registry.forms.people import classes
from registry.models import Consent, ConsentKind, SchoolClass
from registry.papers.consent import FIELDS


class AskForm(HouseForm):
    """Kinds that are wanted; participation is asked for one programme."""

    kinds = forms.MultipleChoiceField(
        label="Какие согласия запросить", choices=ConsentKind.choices, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.ChoiceField(label="Программа", required=False, help_text="Для согласия на участие.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        titles = list(gate.scopes(current=True).items())
        self.fields["scope"].choices = titles if len(titles) == 1 else [("", "выберите"), *titles]

    def clean(self):
        data = super().clean()
        if not gate.SCOPED.isdisjoint(data.get("kinds", ())) and not data.get("scope"):
            self.add_error("scope", "Выберите программу: на участие соглашаются в каждой программе отдельно.")
        return data


class ReceiveForm(HouseForm):
    """The signed sheet: who signed, when, where it lies. Asks only what the card does not know."""

    guardian = forms.ChoiceField(label="Кто из представителей подписал", widget=forms.RadioSelect)
    by_self = forms.BooleanField(
        label="Подписал и сам ребёнок (с 14 лет нужны обе подписи)", required=False, initial=True
    )
    signed_on = forms.DateField(label="Дата подписи", help_text="Как на бумаге.")
    original_place = forms.CharField(
        label="Где хранится оригинал", max_length=150, help_text="Например: папка «Согласия 2026», кабинет 12."
    )
    valid_until = forms.DateField(
        label="Действует до", required=False, help_text="Если срок на бумаге — дата. Иначе оставьте пустым."
    )
    allowed_fields = forms.MultipleChoiceField(
        label="Что разрешено показывать на сайте", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Отметьте то же, что отмечено на бумаге. Остальное на сайт не попадёт.",
    )  # fmt: skip

    def __init__(self, *args, consent, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.consent, person = consent, consent.person
        signed = {row.signer_id for row in consent.signatures.all()}
        self.guardians = {str(row.pk): row for row in person.guardians(on)} if person.is_minor(on) else {}
        has_guardian = any(row.as_guardian for row in consent.signatures.all())
        if not self.guardians or has_guardian:
            del self.fields["guardian"]
        else:
            self.fields["guardian"].choices = [(pk, row.full_name) for pk, row in self.guardians.items()]
            if len(self.guardians) == 1:
                self.initial.setdefault("guardian", next(iter(self.guardians)))
        if not person.is_minor(on) or (person.age(on) or 0) < 14 or person.pk in signed:
            del self.fields["by_self"]
        if consent.kind != gate.PUBLICATION:
            del self.fields["allowed_fields"]
        else:
            self.fields["allowed_fields"].choices = [(key, FIELDS.get(key, key)) for key in consent.text.data]
        self.is_adult = not person.is_minor(on)

    def clean(self):
        data = super().clean()
        if "allowed_fields" in self.fields and not data.get("allowed_fields") and not self.errors:
            self.add_error("allowed_fields", (
                "Отметьте хотя бы одно поле. Если на бумаге не разрешено ничего, отметьте отказ на странице согласия."
            ))  # fmt: skip
        if not self.errors and not self.signers():
            self.add_error(None, "Отметьте, кто подписал: без подписи согласия нет (ч. 4 ст. 9 152-ФЗ).")
        return data

    def signers(self) -> list:
        """People whose signatures stand on the sheet."""
        found = [self.guardians[self.cleaned_data["guardian"]]] if self.cleaned_data.get("guardian") else []
        if self.is_adult or self.cleaned_data.get("by_self"):
            found.append(self.consent.person)
        return found


class ConsentFilter(HouseForm):
    """The gap list first; then everything."""

    SHOW = [("", "кого не хватает"), ("all", "все")]

    q = forms.CharField(label="Фамилия, имя", required=False)
    kind = forms.ChoiceField(label="Согласие", choices=[("", "любое"), *ConsentKind.choices], required=False)
    group = forms.ModelChoiceField(SchoolClass.objects.none(), label="Класс", required=False, empty_label="любой")
    status = forms.ChoiceField(label="Состояние", choices=[("", "любое"), *Consent.Status.choices], required=False)
    show = forms.ChoiceField(choices=SHOW, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = classes()
        if self.data.get("show") != "all":
            del self.fields["status"]
