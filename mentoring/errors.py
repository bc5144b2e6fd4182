"""Pages for what went wrong: what happened, and what to do next."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def broken(request):
    """Without the context of a page: the database may be what is broken."""
    return HttpResponseServerError(render_to_string("errors/500.html"))


def csrf_failure(request, reason=""):
    """The form waited too long or cookies are off; what was typed is still in the browser's previous page."""
    return render(request, "errors/csrf.html", status=403)
