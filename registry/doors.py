"""What opens by a personal link on this floor: an invitation, and a new password instead of a forgotten one."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render

from registry import guard
from registry.actions import people as actions
from registry.forms.accounts import InvitationForm, NewPasswordForm
from registry.views.base import attempt

BACKEND = "django.contrib.auth.backends.ModelBackend"


def invite(request, link, token):
    """GET asks for a login and a password; POST makes the account and lets the person in."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = attempt(form, lambda: actions.accept_invitation(
            link, username=form.cleaned_data["username"], password=form.cleaned_data["password1"]
        ))  # fmt: skip
        if user:
            login(request, user, backend=BACKEND)
            request.session[guard.LATER] = True
            messages.success(request, f"Вход создан. Ваш логин — «{user.username}». Запомните его и пароль.")
            return redirect("cabinet")
    return render(request, "accounts/invite.html", {"link": link, "person": link.person, "form": form})


def password(request, link, token):
    """GET asks for a new password; POST replaces the forgotten one and lets the person in."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = attempt(form, lambda: actions.set_new_password(link, password=form.cleaned_data["password1"]))
        if user:
            login(request, user, backend=BACKEND)
            messages.success(request, f"Пароль изменён. Ваш логин — «{user.username}».")
            return redirect("cabinet")
    return render(request, "accounts/new_password.html", {"link": link, "person": link.person, "form": form})
