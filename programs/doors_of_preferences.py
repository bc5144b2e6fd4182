"""The questionnaire of preferences behind a personal link: for those without an account."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from programs.actions import preferences as actions
from programs.doors import DONE, spend
from programs.forms.preferences import PreferenceForm
from programs.models import Programme
from registry.models import Person
from registry.reading import is_child
from registry.views.base import attempt


def give_preferences(request, link, token):
    """GET shows the people met, POST takes the answer once."""
    name, *parts = link.target.split(":")
    if name != "preferences" or len(parts) != 3 or not (parts[0].isdecimal() and parts[2].isdecimal()):
        raise Http404("this link is for something else")
    programme = get_object_or_404(Programme, pk=parts[0])
    about = get_object_or_404(Person.objects.filter(erased_at__isnull=True), pk=parts[2])
    role, on = parts[1], request.today
    if about != link.person and not about.guardians(on).filter(pk=link.person_id).exists():
        raise Http404("the guardian may answer no more")
    form = PreferenceForm(request.POST or None, met=actions.met(programme, about, role, on), on=on)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: _take(form, link, programme, about, role, on))
        if done:
            return render(request, DONE, {
                "title": "Спасибо за ответ!", "text": "Его увидит только куратор. Страницу можно закрыть.",
            })  # fmt: skip
    return render(request, "programs/preference_door.html", {
        "form": form, "person": link.person, "about": about, "role": role, "token": token,
        "to_child": is_child(link.person, on),
    })  # fmt: skip


@transaction.atomic
def _take(form, link, programme, about, role, on):
    spend(link)
    return actions.give(
        programme, about, role, by=None, on=on, who=link.person, how="link", ranked=form.ranked(),
        unwilling=form.refused(),
    )  # fmt: skip
