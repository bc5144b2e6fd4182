"""The field of one file: judged by engine/uploads.py, and not asked for twice when the form comes back."""

from django import forms
from django.template.loader import render_to_string

from registry.engine import held, uploads
from registry.engine.errors import Refused

GONE = "Файл ждал два часа и убран. Его нужно выбрать ещё раз."


class OneFileInput(forms.widgets.Input):
    """The browser's own window; above it the file that has come already, if one has."""

    input_type = "file"
    needs_multipart_form = True

    def value_from_datadict(self, data, files, name):
        return files.get(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in files

    def format_value(self, value):
        return None

    def render(self, name, value, attrs=None, renderer=None):
        judged = getattr(value, "judged", None)
        if judged:
            attrs = {**(attrs or {}), "required": False}
        return render_to_string("_file_input.html", {
            "input": super().render(name, value, attrs, renderer), "id": (attrs or {}).get("id", name),
            "field": name, "file": judged and judged.accepted.name, "key": judged and judged.offer(),
            "is_required": self.is_required,
        })  # fmt: skip


class OneFileField(forms.FileField):
    """Gives `uploads.Accepted`, or None where nothing was sent; `rule` is a key of uploads.RULES."""

    widget = OneFileInput

    def __init__(self, *, rule="", **kwargs):
        super().__init__(allow_empty_file=True, **kwargs)  # an empty file is refused in words by `accept`
        self.rule = ""
        if rule:
            self.judge_by(rule)

    def judge_by(self, rule) -> None:
        """For a form that serves several kinds of papers."""
        found = uploads.RULES[rule]
        self.rule, self.help_text = rule, found.hint
        self.widget.attrs["accept"] = found.accept

    def bound_data(self, data, initial):
        """What was sent, and not what was there before: the widget tells of it."""
        return data

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        if isinstance(upload, held.GoneUpload):
            raise forms.ValidationError(GONE)
        judged = getattr(upload, "judged", None)
        if judged and judged.rule == self.rule:
            return judged.accepted
        upload.judged = None
        try:
            upload.judged = held.Judged(uploads.accept(upload, self.rule), self.rule)
        except Refused as refusal:
            raise forms.ValidationError([gap.text for gap in refusal.gaps]) from refusal
        return upload.judged.accepted
