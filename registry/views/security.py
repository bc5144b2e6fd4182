"""«Безопасность»: the second step of the sign-in, the password asked again after a silence, sessions elsewhere."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as otp_login

from registry import guard
from registry.actions import accounts as actions
from registry.answers import pdf_answer
from registry.engine import access, factor, held, papers
from registry.forms.accounts import AgainForm, CodeForm, FirstCodeForm
from registry.models import Person, School
from registry.once import once
from registry.views.base import attempt, check

KEY = "second_step_key"


def back_to(request, default="cabinet"):
    """The page that the reader wanted, when it is ours."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return back
    return reverse(default)


@require_safe
def security(request):
    """One's own password, second step, other devices and daily letter on one page."""
    user = request.user
    return render(request, "accounts/security.html", {
        "is_on": factor.is_on(user),
        "is_required": factor.is_required(user, request.today),
        "codes_left": factor.codes_left(user),
        "few": factor.SPARE_FEW,
        "email": user.person.email if user.person else "",
    })  # fmt: skip


@never_cache
@once
def second_step(request):
    """Scan, type the first code, done. For director and curator nothing else opens before that."""
    if factor.is_on(request.user) and request.method == "GET" and "again" not in request.GET:
        return redirect("accounts:security")
    key = request.session.get(KEY) or factor.new_key()
    request.session[KEY] = key
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: factor.switch_on(request.user, key, form.cleaned_data["code"]))
        if made:
            device, codes = made
            otp_login(request, device)
            del request.session[KEY]
            return show_codes(request, codes)
    return render(request, "accounts/second_step.html", {
        "form": form, "qr": papers.qr_svg(factor.address(request.user, key)), "secret": factor.secret_text(key),
        "is_forced": request.what_is_left == guard.SETUP,
    })  # fmt: skip


def show_codes(request, codes):
    """The codes lie in the session until the reader says that they are kept, no longer than a quarter of an hour."""
    request.session[guard.CODES] = {"codes": codes, "until": guard.now() + 900}
    return redirect("accounts:codes")


@never_cache
def codes(request):
    """Ten recovery codes: shown once, printed as a sheet; «Коды сохранены» forgets them."""
    kept = request.session.get(guard.CODES)
    if not kept or kept["until"] < guard.now() or (request.method == "POST" and request.POST.get("as") != "pdf"):
        request.session.pop(guard.CODES, None)
        return redirect("cabinet" if kept else "accounts:security")
    said = {"codes": kept["codes"], "username": request.user.username, "school_name": School.get().short_name}
    if request.method == "POST":
        return pdf_answer("papers/codes.html", said, "Запасные коды")
    return render(request, "accounts/codes.html", said)


@require_POST
@once
def codes_new(request):
    """Ten new codes instead of the lost or spent ones."""
    if not factor.is_on(request.user):
        return redirect("accounts:second_step")
    return show_codes(request, factor.new_codes(request.user))


@never_cache
@once
def second_step_off(request):
    """Whoever switched it on by choice may switch it off; the password is asked."""
    if not factor.is_on(request.user) or factor.is_required(request.user, request.today):
        return redirect("accounts:security")
    form = AgainForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor.switch_off(request.user, by=request.user)
        messages.success(request, "Второй шаг входа отключён: теперь спрашивается только пароль.")
        return redirect("accounts:security")
    return render(request, "form_page.html", {
        "title": "Отключить второй шаг входа", "form": form, "submit": "Отключить",
        "lead": "Вход станет проще, но защищён будет только паролем.", "cancel_url": reverse("accounts:security"),
    })  # fmt: skip


@never_cache
def code(request):
    """After the password: six digits of the app, or a recovery code."""
    if request.what_is_left != guard.CODE:
        return redirect(back_to(request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = attempt(form, lambda: factor.check(request.user, form.cleaned_data["code"]))
        if device:
            request.session.cycle_key()
            otp_login(request, device)
            return redirect(back_to(request))
    return render(request, "accounts/code.html", {"form": form, "next": back_to(request)})


@sensitive_post_parameters()
@never_cache
def again(request):
    """After a silence: the password once more, and back to the page; a form that was on its way is offered again."""
    if request.what_is_left != guard.PASSWORD:
        return redirect(back_to(request))
    form = AgainForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session.cycle_key()
        guard.come_back(request)
        return redirect("accounts:kept" if request.session.get(guard.KEPT) else back_to(request))
    return render(request, "accounts/again.html", {
        "form": form, "next": back_to(request), "username": request.user.username,
        "keeps": bool(request.session.get(guard.KEPT)),
    })  # fmt: skip


@never_cache
def kept(request):
    """What was typed before the silence: one button sends it on to its form, the other lets it go."""
    form = request.session.get(guard.KEPT)
    if form and (request.method == "POST" or form["user"] != str(request.user.pk)):
        del request.session[guard.KEPT]
        messages.info(request, "Набранное не отправлено.")
        return redirect("cabinet")
    if not form:
        return redirect("cabinet")
    shown = [
        value for name, value in form["pairs"]
        if name != "form_key" and not name.startswith(held.PREFIX) and len(value.strip()) > 2
    ]  # fmt: skip
    return render(request, "accounts/kept.html", {"kept": form, "shown": shown})


@require_POST
def elsewhere(request):
    """End every other session of this account."""
    actions.sign_out_elsewhere(request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, "На всех других устройствах вход закрыт. Здесь вы остались.")
    return redirect("accounts:security")


@require_POST
def letters(request):
    """The daily letter: on or off."""
    wants = request.POST.get("wants") == "1"
    actions.choose_letters(request.user, wants=wants)
    messages.success(request, "Письмо о делах будет приходить." if wants else "Письма о делах больше не придут.")
    return redirect(reverse("accounts:security") + "#letters")


@once
def person_factor_reset(request, pk):
    """The phone is lost: the second step is taken off, and set up anew at the next sign-in."""
    person = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.factor_reset", person)
    if request.method == "POST":
        actions.reset_factor(person, by=request.user)
        messages.success(request, f"{person.short_name}: второй шаг входа сброшен.")
        return redirect(person)
    return render(request, "accounts/factor_reset.html", {"person": person})


def may_reset_factor(user, person) -> bool:
    """Whether the card shows the button."""
    account = getattr(person, "user", None)
    return bool(account) and access.may(user, "registry.factor_reset", person) and factor.is_on(account)
