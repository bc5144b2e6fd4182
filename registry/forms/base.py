"""What every form of the house does: Russian dates, required fields named, and no overwriting of another's work."""

from django import forms
from django.core.validators import URLValidator

from registry.forms.files import OneFileField
from registry.text import short_date


class DateInput(forms.DateInput):
    """The browser's own calendar; the value travels as ISO and is shown in the reader's way."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class HouseFormMixin:
    """Each required field says its own name when it is empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
                field.widget = DateInput()
            field.error_messages["required"] = f"Заполните «{field.label or 'это'}»."
            field.error_messages["invalid_choice"] = f"«{field.label or 'Поле'}»: выберите вариант из списка."
            if isinstance(field, forms.URLField):
                said = "Не похоже на адрес сайта. Пишите так: school.example.ru"
                field.error_messages["invalid"] = said
                field.validators = [
                    URLValidator(message=said) if isinstance(one, URLValidator) else one for one in field.validators
                ]

    @property
    def held_files(self) -> bool:
        """Whether a good file came with the form: it waits, and is not asked for again."""
        return any(getattr(upload, "judged", None) for upload in self.files.values())

    @property
    def loses_files(self) -> bool:
        """Whether a file of this form must be chosen again after a mistake."""
        fields = [field for field in self.fields.values() if isinstance(field, forms.FileField)]
        return any(not isinstance(field, OneFileField) for field in fields)


class HouseForm(HouseFormMixin, forms.Form):
    """A plain form of the house."""


class HouseModelForm(HouseFormMixin, forms.ModelForm):
    """A model form of the house."""


class VersionedForm(HouseModelForm):
    """Two people edit one thing: the second one sees what the first one wrote, and keeps what he typed himself.

    The model has `revision`. After a conflict the form comes back filled and knows the new revision:
    sending it again is a decision made with open eyes.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision

    def clean(self):
        data = super().clean()
        if self.instance.pk is None:
            return data
        current = type(self.instance)._base_manager.get(pk=self.instance.pk)
        if data.get("revision") not in (None, current.revision):
            for line in self._differences(current):
                self.add_error(None, line)
            self.data = self.data.copy()
            self.data[self.add_prefix("revision")] = str(current.revision)
        return data

    def _differences(self, current):
        yield (
            "Пока вы писали, эту страницу изменил другой человек. Ваш текст сохранён в форме. "
            "Сравните и отправьте ещё раз, если ваши значения верны."
        )
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if name == "revision" or not hasattr(current, name) or hasattr(getattr(current, name), "all"):
                continue
            theirs = getattr(current, name)
            if theirs != value:
                shown, typed = self._shown(current, name, theirs), self._typed(name, value)
                yield f"«{field.label}»: сейчас «{shown}», у вас «{typed}»."

    @staticmethod
    def _shown(current, name, value):
        display = getattr(current, f"get_{name}_display", None)
        if display:
            return display()
        return short_date(value) if hasattr(value, "strftime") else value if value not in (None, "") else "пусто"

    def _typed(self, name, value):
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        if value in choices:
            return choices[value]
        return short_date(value) if hasattr(value, "strftime") else value if value not in (None, "") else "пусто"

    def save(self, commit=True):
        self.instance.revision = (self.instance.revision or 0) + 1
        return super().save(commit)
