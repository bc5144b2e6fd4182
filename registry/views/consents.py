"""Consents: who is still missing, asking, receiving on paper, refusing, withdrawing, printing."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from registry.actions import consents as actions
from registry.engine import access, journal, papers, workflow
from registry.engine import consents as gate
from registry.forms.consents import AskForm, ConsentFilter, ReceiveForm
from registry.models import Consent, Enrolment, Person
from registry.once import once
from registry.papers import consent as paper
from registry.views.base import attempt, carry_out, check, onward, page_of
from registry.views.facts import state_of

VERBS = {"withdraw": actions.withdraw_consent}


def seen(request):
    return Consent.objects.visible_to(request.user, request.today).select_related("person", "text")


@require_safe
def consent_list(request):
    """First those whose paper is still awaited. A class teacher sees the own class."""
    check(request, "registry.consent_list")
    on = request.today
    rows = seen(request).prefetch_related("person__enrolments__school_class", "person__employments")
    is_office = access.may(request.user, "registry.base_view")
    if not is_office:
        rows = rows.filter(person__in=access.related(request.user, "my_class", on=on))
    form = ConsentFilter(request.GET or None)
    shows_all = request.GET.get("show") == "all"
    if not shows_all:
        rows = rows.filter(awaited(on))
    if form.is_valid():
        rows = filtered(rows, form.cleaned_data, on)
    page = page_of(request, rows)
    titles = gate.scopes()
    for row in page:
        row.state, row.what_is, row.scope_title = state_of(row, on), row.person.what_is(on), titles.get(row.scope, "")
    if page.object_list:
        journal.listed(request.user, "открыт список согласий", {row.person for row in page})
    return render(request, "registry/consent_list.html", {
        "page_obj": page, "filter_form": form, "shows_all": shows_all,
        "unasked": unasked(request) if is_office and not shows_all and page.number == 1 else [],
        "may_receive": access.may(request.user, "registry.consent_receive"),
        "may_ask": access.may(request.user, "registry.consent_ask"),
    })  # fmt: skip


def awaited(on) -> Q:
    """Not signed by all yet, or signed for a term that is over."""
    return Q(status__in=["expected", "partly_signed"]) | Q(status="valid", valid_until__lt=on)


def filtered(rows, data, on):
    """The filters of the address."""
    if data["q"]:
        rows = rows.filter(person__in=Person.objects.search(data["q"]).values("pk"))
    if data["kind"]:
        rows = rows.filter(kind=data["kind"])
    if data.get("status"):
        rows = rows.filter(status=data["status"])
    if data["group"]:
        pupils = Enrolment.objects.active(on).filter(school_class=data["group"])
        rows = rows.filter(person__in=pupils.values("person"))
    return rows


def unasked(request):
    """People in the bases whom nobody has ever asked for the consent that everything stands on."""
    asked = Consent.objects.filter(person=OuterRef("pk"), kind=gate.PROCESSING)
    return (
        Person.objects.visible_to(request.user, request.today)
        .filter(Q(mentor__isnull=False) | Q(mentee__isnull=False)).filter(~Exists(asked))[:50]
    )  # fmt: skip


@once
def consent_ask(request, pk):
    """Which papers the person is to bring; those that run already are left alone (ОЧ-П 2.11)."""
    person = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.consent_ask")
    form = AskForm(request.POST or None, initial={"kinds": [gate.PROCESSING]})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.ask_consents(
            person, form.cleaned_data["kinds"], by=request.user, on=request.today, scope=form.cleaned_data["scope"]
        ))  # fmt: skip
        if made is not None:
            if made:
                messages.success(
                    request, "Согласия запрошены. Распечатайте бумагу и отметьте её, когда вернётся с подписью."
                )
            else:
                messages.info(request, "Эти согласия уже запрошены или действуют: второй раз их не просят.")
            return onward(request, made[0] if len(made) == 1 else f"{person.get_absolute_url()}#consents")
    return render(request, "form_page.html", {
        "title": "Запросить согласия", "form": form, "lead": person.full_name, "submit": "Запросить",
        "cancel_url": person.get_absolute_url(),
        "aside": "Каждое согласие — отдельная бумага.\n\nНа распространение и на изображение просят только тех, "
        "чьи сведения появятся на сайте.",
    })  # fmt: skip


@require_safe
def consent_detail(request, pk):
    """The text as on paper, who must sign, who has, what it allows, and what may be done now."""
    user, on = request.user, request.today
    consent = get_object_or_404(seen(request).prefetch_related("signatures__signer", "signatures__received_by"), pk=pk)
    person = consent.person
    journal.opened(user, person, consent, on=on)
    is_open = consent.status in ("expected", "partly_signed")
    signers = gate.signers(person, on)
    guardians = list(person.guardians(on)) if person.is_minor(on) else []
    return render(request, "registry/consent_detail.html", {
        "consent": consent, "person": person, "state": state_of(consent, on),
        "move_url": f"{consent.get_absolute_url()}move/",
        "track": workflow.track(consent), "moves": workflow.open_to(user, consent, on),
        "signers": signers if is_open else [], "guardians": guardians if is_open else [],
        "lacks_guardian": is_open and not signers,
        "gap": actions.no_guardian(person),
        "allowed": [paper.FIELDS.get(key, key) for key in consent.allowed_fields],
        "may_receive": is_open and access.may(user, "registry.consent_receive"),
        **paper.context(consent, on, reader=user),
    })  # fmt: skip


@once
def consent_receive(request, pk):
    """The signed sheet is here."""
    consent = get_object_or_404(seen(request).prefetch_related("signatures"), pk=pk)
    check(request, "registry.consent_receive")
    on, person = request.today, consent.person
    form = ReceiveForm(request.POST or None, consent=consent, on=on, initial={
        "signed_on": on, "original_place": last_place(), 
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.receive_paper(
            consent, form.signers(), by=request.user, on=on, signed_on=data["signed_on"],
            original_place=data["original_place"], valid_until=data["valid_until"],
            allowed_fields=data.get("allowed_fields", ()),
        ))  # fmt: skip
        if row:
            said = "действует" if row.status == "valid" else "ждёт ещё одной подписи"
            messages.success(request, f"Отмечено: {row}. Теперь оно {said}.")
            return onward(request, row)
    if not gate.signers(person, on):
        messages.warning(request, str(actions.no_guardian(person)))
        return onward(request, "registry:guardian_new", person.pk)
    who = " и ".join(signer.full_name for signer, _ in gate.signers(person, on))
    return render(request, "form_page.html", {
        "title": "Отметить получение согласия", "form": form, "submit": "Бумага получена",
        "lead": f"{person.full_name}: {consent.get_kind_display()}",
        "cancel_url": consent.get_absolute_url(),
        "aside": f"Должны подписать: {who}.\n\nДо 14 лет подписывает представитель, с 14 до 18 — представитель и сам "
        "ребёнок, с 18 — сам человек (ст. 9 152-ФЗ).",
    })  # fmt: skip


def last_place() -> str:
    """Where the last original was put: the next one usually lies there too."""
    places = Consent.objects.exclude(original_place="").order_by("-valid_from", "-pk")
    return places.values_list("original_place", flat=True).first() or ""


@require_POST
@once
def consent_move(request, pk, name):
    """A refusal or a withdrawal, with a reason."""
    consent = get_object_or_404(seen(request), pk=pk)
    return carry_out(request, consent, name, VERBS)


@require_safe
def consent_paper(request, pk):
    """The sheet to be signed, as a PDF; `?guardian=` names the one of several who will sign."""
    consent = get_object_or_404(seen(request), pk=pk)
    guardians = consent.person.guardians(request.today)
    wanted = request.GET.get("guardian", "")
    guardian = guardians.filter(pk=wanted).first() if wanted.isdigit() else None
    journal.opened(request.user, consent.person, consent, on=request.today)
    data = papers.pdf(papers.html(paper.TEMPLATE, paper.context(consent, request.today, guardian, reader=request.user)))
    name = f"{consent}.pdf".replace("\u00a0", " ").replace(":", "")
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name)
    response["Cache-Control"] = "private, no-store"
    return response
