"""Who is let in as far as where: a password alone is worth nothing where a second step is asked, and after a
silence the school's staff give the password again. One middleware stands before every door of the house."""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from registry.engine import access, factor

LATER = "second_step_later"
"""In the session that a personal link opened for the first time: the second step begins with the next sign-in."""
SEEN, STAFF, AWAY, KEPT, CODES = "seen", "is_staff", "away", "kept_form", "shown_codes"
FRESH = 60
"""Seconds: the time of the last request is written no more often."""
KEPT_MOST = 200_000
"""Letters of a form that are kept through the sign-in."""

PASSWORD, CODE, SETUP = "accounts:again", "accounts:code", "accounts:second_step"  # names of pages
OPEN_AT = {
    PASSWORD: {"accounts:again", "accounts:logout"},
    CODE: {"accounts:code", "accounts:logout"},
    SETUP: {"accounts:second_step", "accounts:logout"},
}


def now() -> float:
    return time.time()


def begin_session(sender, request, user, **kwargs):
    """The silence is counted from the sign-in; whether the person works here is asked once."""
    request.session[SEEN] = int(now())
    request.session[STAFF] = works_here(user)
    for key in (AWAY, LATER):
        request.session.pop(key, None)


def come_back(request) -> None:
    """The password was given again: the session goes on as it was."""
    request.session.pop(AWAY, None)
    request.session[SEEN] = int(now())


user_logged_in.connect(begin_session, dispatch_uid="registry.guard.begin_session")


def works_here(user) -> bool:
    """A role or a post on the day."""
    person, on = access.person_of(user), access.today()
    if person is None:
        return False
    return bool(access.roles(user, on)) or person.employments.active(on).exists()


def what_is_left(request) -> str:
    """The name of the page that this session must pass first; empty when the sign-in is whole."""
    user, session = request.user, request.session
    if session.get(AWAY) or (session.get(STAFF) and now() - session.get(SEEN, now()) > settings.IDLE_MINUTES * 60):
        return PASSWORD
    if user.is_verified():
        return ""
    if factor.is_on(user):
        return CODE
    return SETUP if not session.get(LATER) and factor.is_required(user, access.today()) else ""


class WholeSignInMiddleware:
    """Until the sign-in is whole the visitor is nobody, except on the one page that makes it whole."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.half_user, request.what_is_left = None, ""
        if request.user.is_authenticated:
            request.what_is_left = what_is_left(request)
            if request.what_is_left:
                request.half_user, request.user = request.user, AnonymousUser()
                if request.what_is_left == PASSWORD:
                    request.session[AWAY] = True
            else:
                self._go_on(request)
        return self.get_response(request)

    @staticmethod
    def _go_on(request):
        if now() - request.session.get(SEEN, 0) > FRESH:
            request.session[SEEN] = int(now())
        if request.method == "POST" and request.session.get(KEPT, {}).get("path") == request.get_full_path():
            del request.session[KEPT]  # it has been sent on

    def process_view(self, request, view, args, kwargs):
        if not request.half_user:
            return None
        if request.resolver_match.view_name in OPEN_AT[request.what_is_left]:
            request.user = request.half_user
            return None
        if not getattr(view, "login_required", True):
            return None
        return to_the_door(request)


def to_the_door(request):
    """To the page that makes the sign-in whole, and from there back; a form on its way is kept."""
    is_part = request.headers.get("HX-Request") == "true"
    back = request.get_full_path() if request.method in ("GET", "HEAD") and not is_part else ""
    if is_part:
        back = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if request.method == "POST" and request.what_is_left == PASSWORD:
        keep_form(request)
    address = resolve_url(request.what_is_left)
    if back:
        address += "?" + urlencode({"next": back})
    if is_part:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def keep_form(request) -> None:
    """What was typed lies in the session until the password is given; passwords and files do not."""
    if request.resolver_match.namespace == "accounts":
        return
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]  # fmt: skip
    if sum(len(name) + len(value) for name, value in pairs) > KEPT_MOST or any("password" in name for name, _ in pairs):
        return
    request.session[KEPT] = {
        "user": str(request.half_user.pk), "path": request.get_full_path(),
        "pairs": pairs, "had_files": bool(request.FILES),
    }  # fmt: skip
