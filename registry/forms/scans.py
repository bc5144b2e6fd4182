"""Paper out and paper back: what to print, which files came, who signed each sheet."""

from django import forms

from registry.actions.heap_lines import Choice, proposal
from registry.engine import consents as gate
from registry.engine import uploads
from registry.forms.base import HouseForm
from registry.forms.consents import programmes
from registry.forms.files import OneFileField
from registry.forms.people import classes
from registry.models import ConsentKind, SchoolClass


class PrintForm(HouseForm):
    """Which class and which papers; lives in the address."""

    group = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Класс", required=False, empty_label="все, кого ждём"
    )
    kinds = forms.MultipleChoiceField(
        label="Какие согласия", choices=ConsentKind.choices, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.ChoiceField(
        label="Программа",
        required=False,
        help_text="Чтобы запросить согласие на участие. Уже запрошенные найдутся и так.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = classes()
        self.fields["scope"].choices = programmes()
        if not self.fields["scope"].choices[-1][0]:
            del self.fields["scope"]


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files of one field; each is judged by engine/uploads.py."""

    def __init__(self, *, rule, **kwargs):
        self.rule = uploads.RULES[rule]
        kwargs.setdefault("widget", ManyFilesInput(attrs={"accept": self.rule.accept}))
        super().__init__(help_text=self.rule.hint, **kwargs)

    def clean(self, data, initial=None):
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not files:
            raise forms.ValidationError("Выберите PDF со сканера или фотографии листов.")
        return files


class HeapForm(HouseForm):
    """One PDF from the scanner, or several photos."""

    files = ManyFilesField(rule="scan_heap", label="Сканы")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["data-send"] = ""


class ScanForm(HouseForm):
    """One scan; a reason where it takes the place of another."""

    file = OneFileField(label="Скан")
    note = forms.CharField(label="Почему заменяете", max_length=200)

    def __init__(self, *args, rule, replaces=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].judge_by(rule)
        if not replaces:
            del self.fields["note"]


class AcceptForm(HouseForm):
    """The recognised papers of a heap: one day and one place for all, a tick and the signer for each."""

    signed_on = forms.DateField(
        label="Дата подписи",
        help_text="Предложен сегодняшний день. Если на бумаге другой, исправьте: для всех или в строке.",
    )
    original_place = forms.CharField(label="Где лежат оригиналы", max_length=150)

    def __init__(self, *args, lines, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [self._row(line, on) for line in lines]

    def _row(self, line, on):
        """What the table shows of a line; its fields are named after its number."""
        consent, key = line.consent, line.pk
        guardians, child, adult = proposal(consent, on)
        row = {"line": line, "consent": consent, "person": consent.person, "guardians": guardians, "child": child,
               "adult": adult, "is_public": consent.kind == gate.PUBLICATION,
               "lacks_guardian": not (guardians or child or adult)}  # fmt: skip
        if not consent.signatures.all() and consent.person.is_minor(on) and not guardians:
            row["lacks_guardian"] = True
        if row["is_public"] or row["lacks_guardian"]:
            return row
        several = len(guardians) > 1
        name = consent.person.short_name
        self.fields[f"take-{key}"] = forms.BooleanField(label=f"Принять: {name}", required=False, initial=True)
        if several:
            self.fields[f"guardian-{key}"] = forms.ChoiceField(
                label=f"Кто подписал: {name}", required=False,
                choices=[("", "чья подпись?"), *((str(one.pk), one.full_name) for one in guardians)],
            )  # fmt: skip
        if child:
            self.fields[f"child-{key}"] = forms.BooleanField(
                label=f"и сам ребёнок: {consent.person.full_name}", required=False, initial=True
            )
        self.fields[f"day-{key}"] = forms.DateField(label=f"Другая дата: {name}", required=False)
        self.fields[f"day-{key}"].widget = type(self.fields["signed_on"].widget)(attrs={"class": "form-control"})
        for box in (f"take-{key}", f"child-{key}"):
            if box in self.fields:
                self.fields[box].widget.attrs["class"] = "form-check-input"
        return row | {
            "take": self[f"take-{key}"], "guardian": self[f"guardian-{key}"] if several else None,
            "child_field": self[f"child-{key}"] if child else None, "day": self[f"day-{key}"],
        }  # fmt: skip

    def clean(self):
        data = super().clean()
        for row in self.rows:
            key = row["line"].pk
            if row.get("guardian") and data.get(f"take-{key}") and not data.get(f"guardian-{key}"):
                self.add_error(
                    f"guardian-{key}", "Выберите, чья подпись стоит на бумаге, или снимите отметку со строки."
                )
        return data

    def choices(self) -> list[Choice]:
        """The ticked lines, each with those whose signatures stand on the sheet."""
        data, found = self.cleaned_data, []
        for row in self.rows:
            key = row["line"].pk
            if not data.get(f"take-{key}"):
                continue
            signers = [row["adult"]] if row["adult"] else []
            if row["guardian"]:
                signers += [one for one in row["guardians"] if str(one.pk) == data.get(f"guardian-{key}")]
            else:
                signers += row["guardians"]
            if row["child"] and data.get(f"child-{key}"):
                signers.append(row["person"])
            found.append(Choice(row["line"], signers, data.get(f"day-{key}")))
        return found
