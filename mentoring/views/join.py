"""A request without an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.shortcuts import redirect, render

from mentoring.forms import JoinForm
from mentoring.public_site import programme_for
from programs.actions.intake import receive_typed_request
from registry.models import School
from registry.once import once
from registry.views.base import attempt

HOUR = 60 * 60
FROM_ONE_ADDRESS = 40  # a whole class sits behind one address
FROM_ONE_BROWSER = 8


@login_not_required
@once
def join(request):
    """GET shows the form; an accepted one leads to what happens next. A machine in the trap is led there too."""
    form = JoinForm(request.POST or None)
    if request.method == "POST":
        if form.is_trap:
            return redirect("public:joined")
        if form.is_valid():
            if too_many(request):
                form.add_error(None, patience())
            elif attempt(form, lambda: send(form, request.today)):
                count_one(request)
                return redirect("public:joined")
    return render(request, "public/join.html", {"form": form})


def send(form, on):
    programme = programme_for(form.cleaned_data["role"], form.is_for_pupil)
    return receive_typed_request(on=on, programme=programme, **form.wish())


@login_not_required
def joined(request):
    """What happens next, and whom to ask."""
    return render(request, "public/joined.html")


def too_many(request) -> bool:
    return any(cache.get(key, 0) >= limit for key, limit in limits(request))


def count_one(request) -> None:
    for key, _ in limits(request):
        cache.add(key, 0, HOUR)
        cache.incr(key)


def limits(request):
    """(key, how many an hour): by the network address and by the browser's session."""
    address = request.META.get("REMOTE_ADDR", "")
    if not settings.DEBUG:  # behind the school's own server, which puts the caller's address last
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    if request.session.session_key is None:
        request.session.create()
    return [(f"join-{address}", FROM_ONE_ADDRESS), (f"join-{request.session.session_key}", FROM_ONE_BROWSER)]


def patience() -> str:
    school = School.get()
    phone = f" или позвоните: {school.phone}" if school.phone else " или зайдите в школу"
    return f"За последний час отсюда пришло много заявок. Всё введённое сохранено: отправьте через час{phone}."
