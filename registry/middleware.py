"""The day of the request, and refusals turned into sentences."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from registry.engine import access
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
