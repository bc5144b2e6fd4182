"""Consents: which to ask for, what was received, and the filters of the list."""

from django import forms

from registry.engine import consents as gate
from registry.forms.base import HouseForm, HouseModelForm
from registry.forms.people import classes
from registry.models import Consent, ConsentKind, ConsentText, SchoolClass
from registry.papers.consent import BANS, FIELDS


class AskForm(HouseForm):
    """Kinds that are wanted; participation is asked for one programme."""

    kinds = forms.MultipleChoiceField(
        label="Какие согласия запросить", choices=ConsentKind.choices, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.ChoiceField(label="Программа", required=False, help_text="Для согласия на участие.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = programmes()

    def clean(self):
        data = super().clean()
        need_scope(self, data.get("kinds", ()))
        return data


def programmes() -> list:
    """What participation may be given for now; the only one is chosen by itself."""
    titles = list(gate.scopes(current=True).items())
    return titles if len(titles) == 1 else [("", "выберите"), *titles]


def need_scope(form, kinds):
    """Participation is given programme by programme."""
    if not gate.SCOPED.isdisjoint(kinds) and not form.cleaned_data.get("scope"):
        form.add_error("scope", "Выберите программу: на участие соглашаются в каждой программе отдельно.")


class AskManyForm(AskForm):
    """The same for a class, or for everybody in the bases."""

    WHOM = [("class", "один класс"), ("mentees", "все наставляемые из базы"), ("mentors", "все наставники из базы"),
            ("base", "все, кто есть в базах")]  # fmt: skip

    whom = forms.ChoiceField(label="Кого спросить", choices=WHOM, widget=forms.RadioSelect, initial="class")
    group = forms.ModelChoiceField(SchoolClass.objects.none(), label="Класс", required=False, empty_label="выберите")

    field_order = ["whom", "group", "kinds", "scope"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = classes()

    def clean(self):
        data = super().clean()
        if data.get("whom") == "class" and not data.get("group"):
            self.add_error("group", "Выберите класс.")
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
        label="Действует до",
        required=False,
        help_text="Предложено по тексту согласия. Пустое поле — до достижения цели.",
    )
    allowed_fields = forms.MultipleChoiceField(
        label="Что разрешено показывать на сайте", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Отметьте то же, что отмечено на бумаге. Остальное на сайт не попадёт.",
    )  # fmt: skip
    ban_transfer = forms.MultipleChoiceField(
        label="Запрещено передавать (кроме предоставления доступа)", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    ban_processing = forms.MultipleChoiceField(
        label="Запрещено обрабатывать (кроме получения доступа)", required=False, widget=forms.CheckboxSelectMultiple
    )
    own_conditions = forms.CharField(label="Свои запреты и условия", max_length=500, required=False)
    networks = forms.ChoiceField(
        label="Передача по сетям", choices=Consent.NETWORKS, required=False,
        help_text="Если человек её ограничил, на сайт не попадёт ничего.",
    )  # fmt: skip
    carrier = forms.ChoiceField(label="Носитель", choices=Consent.CARRIERS, required=False)

    def __init__(self, *args, consent, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.consent, person = consent, consent.person
        signed = {row.signer_id for row in consent.signatures.all()}
        is_minor = person.is_minor(on) and not (consent.not_before and consent.not_before <= on)
        self.guardians = {str(row.pk): row for row in person.guardians(on)} if is_minor else {}
        has_guardian = any(row.as_guardian for row in consent.signatures.all())
        if not self.guardians or has_guardian:
            del self.fields["guardian"]
        else:
            self.fields["guardian"].choices = [(pk, row.full_name) for pk, row in self.guardians.items()]
            if len(self.guardians) == 1:
                self.initial.setdefault("guardian", next(iter(self.guardians)))
        if not person.is_minor(on) or (person.age(on) or 0) < 14 or person.pk in signed:
            del self.fields["by_self"]
        for name in ("allowed_fields", "ban_transfer", "ban_processing"):
            self.fields[name].choices = [(key, FIELDS.get(key, key)) for key in consent.text.data]
        if consent.kind != gate.PUBLICATION:
            for name in self.PUBLIC:
                del self.fields[name]
        self.is_adult = not person.is_minor(on)

    PUBLIC = ("allowed_fields", "ban_transfer", "ban_processing", "own_conditions", "networks")
    field_order = [
        "guardian", "by_self", "signed_on", "original_place", "carrier", "valid_until", *PUBLIC,
    ]  # fmt: skip

    def details(self) -> dict:
        """What the sheet tells, as `actions.consents.receive_consent` takes it."""
        data = self.cleaned_data
        found = {"original_place": data["original_place"], "carrier": data.get("carrier") or "paper"}
        if self.consent.kind != gate.PUBLICATION:
            return found
        bans = {key: [ban for ban in BANS if key in data[f"ban_{ban}"]] for key in self.consent.text.data}
        return found | {
            "allowed_fields": data["allowed_fields"], "bans": {key: said for key, said in bans.items() if said},
            "own_conditions": data["own_conditions"], "networks": data["networks"],
        }  # fmt: skip

    def clean(self):
        data = super().clean()
        shows = data.get("allowed_fields") or data.get("networks")
        if "allowed_fields" in self.fields and not shows and not self.errors:
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

    SHOW = [("", "кого не хватает"), ("ends", "скоро кончатся"), ("all", "все")]

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


class FormerForm(HouseForm):
    """Papers of one kind signed before the system came: what all of them have in common."""

    scope = forms.ChoiceField(label="Программа")
    signed_on = forms.DateField(label="Дата подписи", help_text="Общая для всех; в строке можно указать свою.")
    original_place = forms.CharField(
        label="Где лежат оригиналы", max_length=150, help_text="Например: папка «Согласия 2025», кабинет 12."
    )
    allowed_fields = forms.MultipleChoiceField(
        label="Что разрешено показывать на сайте", widget=forms.CheckboxSelectMultiple, choices=list(FIELDS.items()),
        help_text="Одинаково для всех отмеченных. У кого в бумаге иначе, внесите отдельно.",
    )  # fmt: skip

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = programmes()
        if kind not in gate.SCOPED:
            del self.fields["scope"]
        if kind != gate.PUBLICATION:
            del self.fields["allowed_fields"]


class FormerWhoForm(HouseForm):
    """Whose papers these are: a class, or a part of the bases."""

    WHOM = [("class", "класс"), ("mentees", "наставляемые"), ("mentors", "наставники"), ("base", "все в базах")]

    whom = forms.ChoiceField(label="Кто", choices=WHOM, required=False)
    group = forms.ModelChoiceField(SchoolClass.objects.none(), label="Класс", required=False, empty_label="выберите")
    kind = forms.ChoiceField(label="Согласие", choices=ConsentKind.choices, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = classes()


class TextForm(HouseModelForm):
    """A new version of the wording. The list of data is typed line by line; for the site it is ticked."""

    lines = forms.CharField(
        label="Перечень данных", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Каждое сведение с новой строки.",
    )  # fmt: skip
    shown = forms.MultipleChoiceField(
        label="Какие сведения предлагать на выбор", required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(FIELDS.items()),
    )  # fmt: skip

    class Meta:
        model = ConsentText
        fields = [
            "title", "purpose", "actions", "processor", "term", "term_rule", "term_years", "conditions", "adopted_on",
        ]  # fmt: skip

    field_order = [
        "title", "purpose", "lines", "shown", "actions", "processor", "conditions", "term", "term_rule", "term_years",
        "adopted_on",
    ]  # fmt: skip

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in ("purpose", "actions", "term", "processor", "conditions"):
            self.fields[name].widget.attrs["rows"] = 3
        for name in {"processing": ("shown", "conditions"), "publication": ("lines", "processor")}.get(
            kind, ("shown", "lines", "processor", "conditions")
        ):
            del self.fields[name]

    def clean(self):
        data = super().clean()
        if data.get("term_rule") == ConsentText.Term.YEARS and not data.get("term_years"):
            self.add_error("term_years", "Укажите, на сколько лет даётся согласие.")
        for name in ("lines", "shown"):
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, "Без перечня данных согласие недействительно (п. 5 ч. 4 ст. 9 152-ФЗ).")
        return data

    def values(self) -> dict:
        """What `actions.consents.new_text` takes besides the day."""
        own = ("lines", "shown", "adopted_on")
        data = {name: value for name, value in self.cleaned_data.items() if name not in own}
        lines = [line.strip(" ;.") for line in self.cleaned_data.get("lines", "").splitlines()]
        return data | {"data": self.cleaned_data.get("shown") or [line for line in lines if line]}
