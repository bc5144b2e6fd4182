"""Doors of the top floor: pages to which a personal link of a purpose leads."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render

from mentoring import first_hour
from mentoring.forms import FirstDirectorForm
from registry import guard
from registry.once import once
from registry.views.base import attempt

BACKEND = "django.contrib.auth.backends.ModelBackend"


@once
def first_director(request, link, token):
    """The link that `manage.py setup` prints: name, login, password, and the school begins."""
    form = FirstDirectorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = attempt(form, lambda: first_hour.first_director(link, on=request.today, **form.said()))
        if user:
            login(request, user, backend=BACKEND)
            request.session[guard.LATER] = True
            messages.success(request, "Вы вошли. Дальше — семь коротких шагов, их можно пройти не сразу.")
            return redirect("start")
    return render(request, "public/first_director.html", {"form": form})
