"""Signing in, changing one's password, and the slips that open an account or replace a lost password."""

from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache

from registry.actions import people as actions
from registry.answers import pdf_answer
from registry.engine import journal, links
from registry.forms.accounts import ChangePasswordForm, SignInForm
from registry.models import Person
from registry.papers import slip
from registry.views.base import check


class SignIn(LoginView):
    """By login. After five wrong passwords axes answers with the page of the closed door."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class ChangePassword(PasswordChangeView):
    """One's own password; other sessions end."""

    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:password_done")

    def form_valid(self, form):
        answer = super().form_valid(form)
        journal.write(
            self.request.user, "сменён свой пароль", people=[self.request.user.person] * bool(self.request.user.person)
        )
        return answer


SLIPS = {
    "invite": ("registry.person_invite", actions.invite),
    "password": ("registry.person_reset", actions.reset_password),
}


@never_cache
def person_slip(request, pk, purpose):
    """GET asks, POST makes the slip and shows it once; with its token POST gives the same slip as a PDF.

    The token is nowhere kept: reloading makes a new slip, and the former one dies.
    """
    person = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    permission, make = SLIPS[purpose]
    check(request, permission, person)
    context = {"person": person, "title": slip.TITLES[purpose], "lead": slip.LEADS[purpose]}
    if request.method != "POST":
        return render(request, "registry/slip_ask.html", context)
    known, token = links.shown_again(
        request.POST.get("token", ""), lambda link: (link.person_id, link.purpose) == (person.pk, purpose),
        lambda: make(person, by=request.user),
    )  # fmt: skip
    said = slip.context(known, token)
    if request.POST.get("as") == "pdf":
        return slip_pdf(said)
    return render(request, "registry/slip.html", {
        **context, **said, "token": token, "back_url": reverse("registry:person_detail", args=[person.pk]),
    })  # fmt: skip


def slip_pdf(said) -> HttpResponse:
    """A quarter of a sheet, to be cut off and handed over."""
    return pdf_answer(slip.TEMPLATE, said, "Листок для входа")
