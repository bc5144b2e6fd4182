"""Signing in, and choosing a login and a password."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from registry.forms.base import HouseForm, HouseFormMixin
from registry.models.people import USERNAME

HOW_LONG = "Не короче 10 знаков. Удобно запомнить фразу: например, три-четыре слова подряд и число."


class SignInForm(HouseFormMixin, AuthenticationForm):
    """By login; the case of its letters does not matter, neither here nor to the lock."""

    error_messages = {
        "invalid_login": "Логин и пароль не подходят друг к другу. Проверьте раскладку клавиатуры и клавишу Caps Lock.",
        "inactive": "Этот вход закрыт. Обратитесь к куратору.",
    }

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class ChangePasswordForm(HouseFormMixin, PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = HOW_LONG
        self.fields["new_password2"].label = "Новый пароль ещё раз"
        self.fields["new_password2"].help_text = ""


class NewPasswordForm(HouseForm):
    """A password typed twice."""

    password1 = forms.CharField(
        label="Пароль", strip=False, help_text=HOW_LONG,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password2 = forms.CharField(
        label="Пароль ещё раз", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self):
        data = super().clean()
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", "Пароли не совпали. Наберите оба ещё раз.")
        return data


class InvitationForm(NewPasswordForm):
    """A login and a password of one's own."""

    username = forms.CharField(
        label="Логин", max_length=60, validators=[USERNAME], help_text="Например: anna.romashkina",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    field_order = ["username", "password1", "password2"]


class AgainForm(HouseForm):
    """The password of the one who is signed in; wrong ones count towards the lock, as at the sign-in."""

    password = forms.CharField(
        label="Пароль", strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )  # fmt: skip

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        typed = self.cleaned_data["password"]
        if authenticate(self.request, username=self.request.user.username, password=typed) is None:
            raise forms.ValidationError("Пароль не подошёл. Проверьте раскладку клавиатуры и клавишу Caps Lock.")
        return typed


class FirstCodeForm(HouseForm):
    """Six digits that prove that the app has the secret."""

    code = forms.CharField(
        label="Код из приложения", max_length=10, help_text="Шесть цифр; новые появляются каждые полминуты.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip


class CodeForm(HouseForm):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label="Код", max_length=20, help_text="Шесть цифр из приложения или запасной код с листка.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "autofocus": True}
        ),
    )  # fmt: skip
