"""«Сегодня», the first hour, and the switch of the look."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

YEAR = 365 * 24 * 60 * 60


def today_page(request):
    return HttpResponse("")


def start(request):
    return HttpResponse("")


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
