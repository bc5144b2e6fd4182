"""Consents: who is still missing, asking, receiving on paper, refusing, withdrawing, printing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry import gaps
from registry.actions import consents as actions
from registry.actions import duties
from registry.answers import file_answer
from registry.engine import access, journal, workflow
from registry.engine import consents as gate
from registry.forms.consents import AskForm, ConsentFilter, ReceiveForm
from registry.models import Consent, Enrolment, Person, StoredFile
from registry.naming import naming
from registry.once import once
from registry.papers import consent as paper
from registry.papers import consent_sheets
from registry.views.base import attempt, carry_out, check, onward, page_of
from registry.views.facts import my_children, state_of
from registry.views.prints import paper_tools

VERBS = {"withdraw": actions.withdraw_consent}


def seen(request):
    return Consent.objects.visible_to(request.user, request.today).select_related("person", "text")


@require_safe
def consent_list(request):
    """First those whose paper is still awaited. A class teacher sees the own class."""
    check(request, "registry.consent_list")
    on, show = request.today, request.GET.get("show", "")
    form = ConsentFilter(request.GET or None)
    rows = found_by(request, form, show).prefetch_related("person__enrolments__school_class", "person__employments")
    page = page_of(request, rows)
    titles = gate.scopes()
    for row in page:
        row.state, row.what_is, row.scope_title = state_of(row, on), row.person.what_is(on), titles.get(row.scope, "")
    if page.object_list:
        journal.listed(request.user, "открыт список согласий", {row.person for row in page})
    return render(request, "registry/consent_list.html", {
        "page_obj": page, "filter_form": form, "show": show, "shows_all": show == "all",
        "unasked": list(gaps.unasked(keepers_people(request, form))[:50]) if not show and page.number == 1 else [],
        "may_receive": access.may(request.user, "registry.consent_receive"),
        "may_ask": access.may(request.user, "registry.consent_ask"),
        "is_office": access.may(request.user, "registry.consent_register"),
        "query": request.GET.urlencode(), "paper_tools": paper_tools(request),
    })  # fmt: skip


def found_by(request, form, show):
    """Papers that the address asks for, among those that the reader may keep an eye on."""
    rows = seen(request)
    if not access.may(request.user, "registry.base_view"):
        rows = rows.filter(person__in=access.related(request.user, "my_class", on=request.today))
    if show != "all":
        rows = rows.filter(gaps.ending(request.today) if show == "ends" else gaps.awaited(request.today))
    return filtered(rows, form.cleaned_data, request.today) if form.is_valid() else rows


def keepers_people(request, form=None):
    """Whose papers the reader keeps an eye on: the whole school, or the own class; cut by the filters."""
    people = Person.objects.visible_to(request.user, request.today)
    if not access.may(request.user, "registry.base_view"):
        people = people.filter(pk__in=access.related(request.user, "my_class", on=request.today))
    if form is None or not form.is_valid():
        return people
    data = form.cleaned_data
    if data["kind"] not in ("", gate.PROCESSING):
        return people.none()
    if data["q"]:
        people = people.search(data["q"])
    if data["group"]:
        people = people.filter(pk__in=data["group"].enrolments.active(request.today).values("person"))
    return people


def filtered(rows, data, on):
    """The filters of the address."""
    rows = naming(rows, data["q"], "person")
    if data["kind"]:
        rows = rows.filter(kind=data["kind"])
    if data.get("status"):
        rows = rows.filter(status=data["status"])
    if data["group"]:
        pupils = Enrolment.objects.active(on).filter(school_class=data["group"])
        rows = rows.filter(person__in=pupils.values("person"))
    return rows


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
    day = paper.day_of(consent, on)
    signers = gate.signers(person, day)
    guardians = list(person.guardians(on)) if person.is_minor(day) else []
    return render(request, "registry/consent_detail.html", {
        "consent": consent, "person": person, "state": state_of(consent, on),
        "move_url": f"{consent.get_absolute_url()}move/",
        "track": workflow.track(consent),
        "moves": [move for move in workflow.open_to(user, consent, on) if move.name != "withdraw"],
        "may_withdraw": consent.status == "valid" and access.may(user, "registry.consent_withdraw", consent),
        "duties": consent.duties.visible_to(user, on).select_related("kind"),
        "bans": [
            (paper.FIELDS.get(key, key), [paper.BANS[ban] for ban in said if ban in paper.BANS])
            for key, said in consent.bans.items()
        ],
        "signers": signers if is_open else [], "guardians": guardians if is_open else [],
        "lacks_guardian": is_open and not signers,
        "gap": actions.no_guardian(person),
        "my_children": my_children(user, person, on), "current": person,
        "allowed": [paper.FIELDS.get(key, key) for key in consent.allowed_fields],
        "may_receive": is_open and access.may(user, "registry.consent_receive"),
        "may_scan": access.may(user, "registry.consent_receive"),
        "opens_scan": StoredFile.objects.visible_to(user, on).filter(pk=consent.scan_id).exists(),
        **paper.context(consent, on, reader=user),
    })  # fmt: skip


@once
def consent_receive(request, pk):
    """The signed sheet is here."""
    consent = get_object_or_404(seen(request).prefetch_related("signatures"), pk=pk)
    check(request, "registry.consent_receive")
    on, person = request.today, consent.person
    form = ReceiveForm(request.POST or None, consent=consent, on=on, initial={
        "signed_on": on, "original_place": consent.original_place or last_place(),
        "valid_until": gate.term_end(consent.text, person, paper.day_of(consent, on)),
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.receive_paper(
            consent, form.signers(), by=request.user, on=on, signed_on=data["signed_on"],
            valid_until=data["valid_until"] if "valid_until" in form.changed_data else actions.BY_TEXT,
            **form.details(),
        ))  # fmt: skip
        if row:
            said = "действует" if row.status == "valid" else "ждёт ещё одной подписи"
            messages.success(request, f"{row} — отмечено, теперь оно {said}.")
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


@once
def consent_withdraw(request, pk):
    """What will happen, said beforehand; then the same deed as the button of the page."""
    consent = get_object_or_404(seen(request), pk=pk)
    check(request, "registry.consent_withdraw", consent)
    if request.method == "POST":
        return carry_out(request, consent, "withdraw", VERBS)
    if consent.status != Consent.Status.VALID:
        messages.info(request, f"Отзывать нечего: согласие {consent.get_status_display()}.")
        return redirect(consent)
    on = request.today
    return render(request, "registry/consent_withdraw.html", {
        "consent": consent, "person": consent.person,
        "is_own": not access.has_role(request.user, "curator", "director", on=on),
        "closes": [
            purpose.title for name, purpose in gate.PURPOSES.items()
            if consent.kind in purpose.kinds and gate.allowed(consent.person, name, on)
        ],
        "follows": [said for ask in gate.foretold.values() for said in ask(consent, on)],
        "duties": [(kind, kind.due(on)) for kind in duties.after_withdrawal(consent, on)],
    })  # fmt: skip


@require_safe
def consent_paper(request, pk):
    """The sheet to be signed, as a PDF; `?guardian=` names the one of several who will sign."""
    consent = get_object_or_404(seen(request), pk=pk)
    guardians = consent.person.guardians(request.today)
    wanted = request.GET.get("guardian", "")
    guardian = guardians.filter(pk=wanted).first() if wanted.isdecimal() else None
    journal.opened(request.user, consent.person, consent, on=request.today)
    data = consent_sheets.sheets([consent], request.today, reader=request.user, guardian=guardian)
    return file_answer(data, f"{consent}.pdf")
