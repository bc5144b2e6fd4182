"""The day of the request, refusals turned into sentences, and files that wait for their form."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from registry.engine import access, held
from registry.engine.errors import Refused


class TodayMiddleware:
    """`request.today`: one day for the whole request, even at midnight."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.today = access.today()
        return self.get_response(request)


class RefusalMiddleware:
    """An action refused outside a form: back to the page with every sentence. Forms catch it themselves."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        for gap in exception.gaps:
            messages.error(request, gap.text)
        back = request.META.get("HTTP_REFERER", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
            back = request.path if request.method == "POST" else "/cabinet/"
        return HttpResponseRedirect(back)


class HeldFilesMiddleware:
    """A form that comes back does not ask for its files again: see engine/held.py.

    Only a request that reaches its page is looked at: a redirect to the sign-in leaves the files where they wait.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if hasattr(request, "held_keys"):
            held.settle(request)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method == "POST":
            held.give_back(request)
