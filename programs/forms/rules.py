"""The year's own value of a rule: a small form by the kind of the rule, always with the reason."""

import datetime

from django import forms

from registry.forms.base import HouseForm
from registry.regulations import defaults, in_words

CODES = {
    "commission.chair": ["director", "any"],
    "early_end.needs": ["mentor", "mentee", "curator"],
    "mode": ["in_person", "remote", "mixed"],
    "outsider.certificates": ["criminal_record", "medical", "other"],
    "pair.fixed_by": ["order", "directive"],
    "petition.receivers": ["curator", "director"],
    "resignation.receivers": ["curator", "director"],
}
"""Rules whose values come from a short list of codes; the other lists of codes offer what the defaults name."""

DEFAULT_CODES = ("mentee.categories", "mentor.categories", "selection.ways", "meetings.kinds")
OWN_WORDS = {"any": "любой член комиссии"}
LIMITS = [
    ("pair.min_months", "pair.max_months"),
    ("group.min_size", "group.max_size"),
    ("commission.min_size", "commission.max_size"),
]
GROUPS = [
    ("Кто участвует", ("mentee", "mentor", "young_specialist", "curator", "consent")),
    ("Отбор наставников", ("selection", "commission", "outsider", "training")),
    ("Пары и группы", ("pair", "group", "mode", "meetings", "silence", "pulse", "unpaired", "plan")),
    (
        "Замена, продление, завершение",
        ("replacement", "extension", "early_end", "completion", "petition", "resignation"),
    ),
    ("Документы", ("documents", "programme")),
    ("Итоги и поощрение", ("monitoring", "portfolio", "results", "awards")),
]


def shown(value) -> str:
    """The value as a person reads it."""
    return OWN_WORDS.get(value) if isinstance(value, str) and value in OWN_WORDS else in_words(value)


def choices_of(key: str) -> list[tuple[str, str]]:
    codes = CODES.get(key) or (defaults()[key]["value"] if key in DEFAULT_CODES else [])
    return [(code, shown(code)) for code in codes]


class LinesField(forms.CharField):
    """A list in a text area, one thing a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class DaysField(LinesField):
    """Days of any year, one a line: «30.09» ↔ «09-30»."""

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(f"{day[3:]}.{day[:2]}" for day in value)

    def to_python(self, value):
        days = []
        for line in super().to_python(value):
            try:
                days.append(datetime.datetime.strptime(f"{line}.2024", "%d.%m.%Y").strftime("%m-%d"))
            except ValueError as fault:
                raise forms.ValidationError(
                    f"«{line}» — не дата. Напишите день и месяц, например 30.09.", code="day"
                ) from fault
        return days


def value_field(key: str, label: str):
    """The field that fits the rule."""
    kind, choices = defaults()[key]["kind"], choices_of(key)
    if kind == "int":
        most = 99 if key.endswith("_percent") else 1000
        return forms.IntegerField(label=label, min_value=0, max_value=most)
    if kind == "bool":
        return forms.TypedChoiceField(
            label=label, choices=[("yes", "да"), ("no", "нет")], coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )  # fmt: skip
    if kind == "text":
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if choices:
        return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)
    if key == "monitoring.dates":
        return DaysField(label=label, help_text="Каждая дата с новой строки: день и месяц.")
    return LinesField(label=label, help_text="Каждое — с новой строки.")


class RuleForm(HouseForm):
    """The year's value and what sets it: the reason stands in every refusal that the rule causes."""

    reason = forms.CharField(
        label="Чем установлено", max_length=200,
        help_text="Например: решение педсовета от 30.08.2026 № 2. Эти слова увидят все, кому правило откажет.",
    )  # fmt: skip

    def __init__(self, *args, programme, answer, **kwargs):
        self.programme, self.answer, self.key = programme, answer, answer.key
        value = answer.value
        initial = {"value": "yes" if value is True else "no" if value is False else value}
        super().__init__(*args, prefix=self.key.replace(".", "_"), initial=initial, **kwargs)
        field = value_field(self.key, "Значение на этот год")
        field.error_messages["required"] = "Заполните «Значение на этот год»."
        self.fields = {"value": field, **self.fields}
        if not answer.is_own:
            return
        self.initial["reason"] = answer.source

    def clean(self):
        data = super().clean()
        value = data.get("value")
        for low, high in LIMITS:
            if value is None or self.key not in (low, high):
                continue
            other = self.programme.rule(high if self.key == low else low)
            if (self.key == low and value > other.value) or (self.key == high and value < other.value):
                limit = f"«{other.title}» — {other.value} {other.why}"
                self.add_error("value", f"Наименьшее не может быть больше наибольшего: {limit}.")
        return data


def grouped(answers) -> list[tuple[str, list]]:
    """[(heading, answers)]: the rules in the order in which a school reads them."""
    places = {prefix: title for title, prefixes in GROUPS for prefix in prefixes}
    found = {title: [] for title, _ in GROUPS}
    for answer in answers:
        found[places[answer.key.split(".")[0]]].append(answer)
    return [(title, rows) for title, rows in found.items() if rows]
