"""The base of mentors: the list, the card, certificates of mentors from outside."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.actions import cards
from registry.bases import NEEDED, WITH_PERSON
from registry.engine import access, bases, journal
from registry.forms.cards import CertificateForm, MentorAddForm, MentorForm
from registry.models import Certificate, Mentor, Person, School
from registry.once import once
from registry.views.base import attempt, check, onward
from registry.views.facts import for_reader, mentor_facts, person_facts


@require_safe
def mentor_detail(request, pk):
    """The card, as far as it is open to the reader; certificates for the office only."""
    user, on = request.user, request.today
    mentor = get_object_or_404(
        Mentor.objects.visible_to(user, on).select_related("person").prefetch_related(*WITH_PERSON, "competences"),
        pk=pk,
    )
    journal.opened(user, mentor.person, mentor, on=on)
    groups = access.groups(user, mentor.person, on)
    certificates = list(
        Certificate.objects.visible_to(user, on).filter(mentor=mentor).select_related("checked_by", "scan")
    )
    for row in certificates:
        row.is_over = row.valid_until < on
    held = {row.kind for row in certificates if not row.is_over}
    return render(request, "registry/mentor_detail.html", {
        "mentor": mentor, "person": mentor.person, "groups": groups,
        "facts": for_reader(request, mentor_facts(mentor, groups, on) + bases.facts(mentor, groups, on), mentor.person),
        "contacts": person_facts(mentor.person, groups & {"contacts"}, on),
        "certificates": certificates,
        "lacking": [title for kind, title in Certificate.KINDS if kind in NEEDED and kind not in held],
        "sees_papers": access.has_role(user, "curator", "director", on=on),
        "may_edit": access.may(user, "registry.mentor_edit"),
        "may_check": access.may(user, "registry.certificate_check"),
        "keeps_scans": School.get().keeps_certificate_scans,
        "may_switch_scans": access.may(user, "registry.certificate_scans"),
    })  # fmt: skip


@once
def mentor_new(request, pk):
    """A card for somebody whom the school knows."""
    person = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.mentor_edit")
    known = Mentor.objects.filter(person=person).first()
    if known:
        messages.info(request, f"{person.short_name} уже в базе наставников. Вот карточка.")
        return onward(request, known, mentor=known.pk)
    form = MentorForm(request.POST or None, initial={"category": guess_category(person, request.today)})
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in form.Meta.fields}
        mentor = attempt(form, lambda: cards.add_mentor(person, by=request.user, on=request.today, **data))
        if mentor:
            messages.success(request, f"{person.full_name}: карточка наставника заведена.")
            return onward(request, mentor, mentor=mentor.pk)
    return render(request, "form_page.html", {
        "title": "Карточка наставника", "form": form, "lead": person.full_name, "submit": "Внести в базу наставников",
        "cancel_url": person.get_absolute_url(),
    })  # fmt: skip


def guess_category(person, on) -> str:
    """What the facts already say; may be changed in the form."""
    if person.enrolments.active(on).exists():
        return "pupil"
    work = person.employments.active(on).first()
    if work:
        return "teacher" if work.is_teacher else "staff"
    return "parent" if person.wards.active(on).exists() else ""


@once
def mentor_add(request):
    """A new person and the card in one form."""
    check(request, "registry.mentor_edit")
    check(request, "registry.person_add")
    form = MentorAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = Mentor.objects.filter(person=form.same).first() if form.same else None
        if known:
            messages.info(request, f"{form.same.short_name} уже в базе наставников. Вот карточка.")
            return onward(request, known, mentor=known.pk)
        mentor = attempt(form, lambda: _add(request, form))
        if mentor:
            made = "карточка наставника заведена" if form.same else "человек внесён, карточка наставника заведена"
            messages.success(request, f"{mentor.person.full_name}: {made}.")
            return onward(request, mentor, mentor=mentor.pk)
    return render(request, "form_page.html", {
        "title": "Новый наставник", "form": form, "submit": "Внести в базу наставников",
        "lead": "Если человек уже есть в списке людей, откройте его карточку и внесите в базу оттуда.",
    })  # fmt: skip


def _add(request, form):
    """The card of somebody known, or the person and the card together."""
    by, on, data = request.user, request.today, form.cleaned_data
    if form.same:
        return cards.add_mentor(form.same, by=by, on=on, **form.card_fields())
    return cards.add_mentor_with_person(
        by=by,
        on=on,
        person=form.person_fields(),
        school_class=data["school_class"],
        post=data["post"],
        **form.card_fields(),
    )


@once
def mentor_edit(request, pk):
    """Corrections of the card."""
    mentor = get_object_or_404(Mentor.objects.visible_to(request.user, request.today).select_related("person"), pk=pk)
    check(request, "registry.mentor_edit")
    form = MentorForm(request.POST or None, instance=mentor)
    if request.method == "POST" and form.is_valid():
        cards.change_card(form, by=request.user)
        messages.success(request, "Карточка наставника сохранена.")
        return onward(request, mentor)
    return render(request, "form_page.html", {
        "title": "Исправить карточку наставника", "form": form, "lead": mentor.person.full_name,
        "cancel_url": mentor.get_absolute_url(),
    })  # fmt: skip


@once
def certificate_new(request, pk):
    """Number and dates of a certificate that the curator has held in the hands (ОЧ-П 5.1)."""
    mentor = get_object_or_404(Mentor.objects.visible_to(request.user, request.today).select_related("person"), pk=pk)
    check(request, "registry.certificate_check")
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: cards.add_certificate(
            mentor, by=request.user, on=request.today, **form.cleaned_data
        ))  # fmt: skip
        if row:
            messages.success(request, f"Отмечено: {row}.")
            return onward(request, f"{mentor.get_absolute_url()}#certificates")
    return render(request, "form_page.html", {
        "title": "Отметить справку", "form": form, "lead": mentor.person.full_name, "submit": "Справка проверена",
        "cancel_url": mentor.get_absolute_url(),
        "aside": "Копию справки хранить не нужно: достаточно номера и дат.\n\nНажимая «Справка проверена», "
        "вы подтверждаете, что видели подлинник.",
    })  # fmt: skip
