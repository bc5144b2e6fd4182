"""A request without an account, from the site or from a poster."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render

from mentoring import throttle
from mentoring.forms import JoinForm
from mentoring.public_site import programme_for
from programs.actions.intake import receive_typed_request
from programs.models import Poster
from registry.models import School
from registry.once import once
from registry.views.base import attempt

CALLS = {
    "pupil": {"role": "mentee", "for_whom": "pupil"},
    "parent": {"role": "mentee", "for_whom": "child"},
    "teacher": {"role": "mentee", "for_whom": "adult"},
    "mentor": {"role": "mentor", "for_whom": "adult"},
}
"""Whom a poster calls → what is already chosen in the form."""


@login_not_required
@once
def join(request):
    """GET shows the form; an accepted one leads to what happens next. A machine in the trap is led there too."""
    poster = Poster.objects.filter(code=request.GET.get("from", "")[:12]).select_related("programme").first()
    form = JoinForm(request.POST or None, initial=CALLS[poster.audience] if poster else None)
    if request.method == "POST":
        if form.is_trap:
            return redirect("public:joined")
        if form.is_valid():
            if throttle.too_many(request):
                form.add_error(None, patience())
            elif attempt(form, lambda: send(form, poster, request.today)):
                throttle.count_one(request)
                return redirect("public:joined")
    return render(request, "public/join.html", {"form": form, "poster": poster})


def send(form, poster, on):
    """The programme of the poster, where it suits the person; else the one that can only be meant."""
    role, is_pupil = form.cleaned_data["role"], form.is_for_pupil
    programme = programme_for(role, is_pupil)
    if poster and poster.programme.year.is_active and _suits(poster.programme, role, is_pupil):
        programme = poster.programme
    return receive_typed_request(on=on, programme=programme, poster=poster, **form.wish())


def _suits(programme, role, is_pupil) -> bool:
    return role == "mentor" or ("pupil" if is_pupil else "teacher") in programme.mentee_kinds


@login_not_required
def joined(request):
    """What happens next, and whom to ask."""
    return render(request, "public/joined.html")


def patience() -> str:
    school = School.get()
    phone = f" или позвоните: {school.phone}" if school.phone else " или зайдите в школу"
    return f"За последний час отсюда пришло много заявок. Всё введённое сохранено: отправьте через час{phone}."
