"""Forms of the choosing of pairs: what is shown, the terms of the proposals, weights, an own variant."""

from dataclasses import fields

from django import forms

from programs.actions.pairs import term_gaps
from programs.matching import Weights
from programs.models import Pair, PairingTerms
from registry.forms.base import HouseForm, VersionedForm
from registry.text import add_months, count


class PairingFilter(HouseForm):
    """Programme and form, and what of the page is shown; lives in the address."""

    SHOW = [
        ("", "все"), ("doubtful", "сомнительные: мало общего или сторона не хотела бы"),
        ("left", "кто остался без пары"), ("rulings", "закрепления и запреты"),
    ]  # fmt: skip

    pair = forms.ChoiceField(label="Программа и форма", required=False)
    q = forms.CharField(label="Имя", required=False, max_length=80)
    show = forms.ChoiceField(label="Что показать", required=False, choices=SHOW)
    any = forms.BooleanField(label="И тех, кто просил другую форму", required=False)

    def __init__(self, data, *, choices):
        super().__init__(data)
        self.fields["pair"].choices = [(one.key, one.label) for one in choices]
        self.is_valid()

    def chosen(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or ""


class ProposalForm(HouseForm):
    """From when till when the proposed pairs work, and how they meet."""

    starts = forms.DateField(label="Начало")
    ends = forms.DateField(label="Окончание")
    mode = forms.ChoiceField(label="Как встречаются", choices=Pair.MODES)

    def __init__(self, *args, programme, on, **kwargs):
        super().__init__(*args, **kwargs)
        rule = programme.rule("pair.max_months")
        self.initial.setdefault("starts", on)
        self.initial.setdefault("ends", max(min(add_months(on, rule.value), programme.ends), on))
        self.initial.setdefault("mode", Pair.MODES[0][0])
        self.fields["ends"].help_text = f"Не больше {count(rule.value, 'месяца', 'месяцев', 'месяцев')} {rule.why}."
        self.programme = programme

    @classmethod
    def of(cls, typed, **options):
        """As the address has it: what was typed on another page of the list, or the usual."""
        usual = cls(**options)
        told = {name: typed[name] for name in usual.fields if typed.get(name)}
        return cls({**usual.plain(), **told}, **options) if told else usual

    def plain(self) -> dict:
        """The usual values as fields of a page send them."""
        return {name: str(value) for name, value in self.initial.items()}

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends"):
            for gap in term_gaps(self.programme, data["starts"], data["ends"]):
                self.add_error("ends", gap.text)
        return data


class TermsForm(VersionedForm):
    """Weights of the programme, each a whole number, and hard wishes."""

    class Meta:
        model = PairingTerms
        fields = ["availability_required", "competence_required", "unwilling_forbids", "hours_a_week"]

    def __init__(self, *args, weights: Weights, usual: Weights, **kwargs):
        super().__init__(*args, **kwargs)
        for item in fields(Weights):
            stood = f"{getattr(usual, item.name)}".replace("-", "−")
            least = 0 if item.name in Weights.COUNTS else -Weights.LIMIT
            self.fields[item.name] = forms.IntegerField(
                label=item.metadata["label"].capitalize(), min_value=least, max_value=Weights.LIMIT,
                initial=getattr(weights, item.name), help_text=f"Исходно {stood}.",
            )  # fmt: skip
            self.fields[item.name].error_messages["required"] = f"Заполните «{self.fields[item.name].label}»."
        self.fields["hours_a_week"].help_text = "По нему видно, хватает ли наставнику времени. Пусто — не учитывать."

    def weights(self) -> dict:
        return {item.name: self.cleaned_data[item.name] for item in fields(Weights)}
