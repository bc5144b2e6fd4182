"""«Сегодня», the first hour, and the switch of the look."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from mentoring import first_hour, panels, today, upkeep
from mentoring.family import family
from registry.engine import access

YEAR = 365 * 24 * 60 * 60


@require_safe
def today_page(request):
    """Everybody's home: what needs my deed, and how things stand."""
    user, on = request.user, request.today
    return render(
        request,
        "cabinet/today.html",
        {
            "heads": today.heads(user, on),
            "cards": panels.cards_for(user, family(user, on), on),
            "is_known": access.person_of(user),
        },
    )


@require_safe
def start(request):
    """The way from an empty school to the first order; may be left and resumed, for the facts keep the place."""
    if not access.may(request.user, "registry.base_view"):
        raise PermissionDenied("registry.base_view")
    found = first_hour.steps(request.today)
    current = next((step for step in found if not step.done), None)
    rows = [(step, step is current, step.is_for(request.user)) for step in found]
    return render(
        request,
        "cabinet/start.html",
        {"rows": rows, "done": sum(step.done for step in found), "is_over": first_hour.is_over(found)},
    )


@require_safe
def upkeep_page(request):
    """Letters, the night's work, backups: a page to print and hand to whoever keeps the server."""
    if not access.may(request.user, "registry.base_view"):
        raise PermissionDenied("registry.base_view")
    return render(request, "cabinet/upkeep.html", upkeep.state())


@login_not_required
def vision(request):
    """To the version for the visually impaired and back; then to the page where the reader was."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if request.COOKIES.get("vision") == "1":
        response.delete_cookie("vision", samesite="Lax")
    else:
        response.set_cookie("vision", "1", max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
