"""The base of mentors: the list, the card, certificates of mentors from outside."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.actions import cards
from registry.engine import access, journal
from registry.forms.cards import CertificateForm, MentorAddForm, MentorFilter, MentorForm
from registry.models import Certificate, Mentor, Person
from registry.once import once
from registry.views.base import attempt, check, onward, page_of
from registry.views.facts import mentor_facts, person_facts

WITH_PERSON = ("person__enrolments__school_class", "person__employments")
NEEDED = ("criminal_record", "medical")


def has_papers(on) -> Q:
    """Both certificates of ОЧ-П 5.1 are valid on the day."""
    return Q(*(
        Exists(Certificate.objects.valid(on).filter(mentor=OuterRef("pk"), kind=kind)) for kind in NEEDED
    ))  # fmt: skip


@require_safe
def mentor_list(request):
    """Everybody in the base, also those who are not in a register yet."""
    check(request, "registry.base_view")
    on = request.today
    mentors = (
        Mentor.objects.visible_to(request.user, on)
        .select_related("person").prefetch_related(*WITH_PERSON, "competences").annotate(has_papers=has_papers(on))
    )  # fmt: skip
    anybody = mentors.exists()
    form = MentorFilter(request.GET or None)
    if form.is_valid():
        mentors = filtered(mentors, form.cleaned_data)
    page = page_of(request, mentors)
    for mentor in page:
        mentor.said = mentor.workplace or mentor.person.what_is(on)
    if page.object_list:
        journal.listed(request.user, "открыта база наставников", [row.person for row in page])
    return render(request, "registry/mentor_list.html", {
        "page_obj": page, "filter_form": form, "anybody": anybody,
        "may_add": access.may(request.user, "registry.mentor_edit"),
    })  # fmt: skip


def filtered(mentors, data):
    """The filters of the address; certificates concern mentors from outside only."""
    mentors = mentors.search(data["q"])
    if data["category"]:
        mentors = mentors.filter(category=data["category"])
    if data["competence"]:
        mentors = mentors.filter(competences=data["competence"])
    if data["papers"]:
        mentors = mentors.filter(category__in=Mentor.OUTSIDERS, has_papers=data["papers"] == "with")
    return mentors


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
    certificates = list(Certificate.objects.visible_to(user, on).filter(mentor=mentor).select_related("checked_by"))
    for row in certificates:
        row.is_over = row.valid_until < on
    held = {row.kind for row in certificates if not row.is_over}
    return render(request, "registry/mentor_detail.html", {
        "mentor": mentor, "person": mentor.person, "groups": groups,
        "facts": mentor_facts(mentor, groups, on),
        "contacts": person_facts(mentor.person, groups & {"contacts"}, on),
        "certificates": certificates,
        "lacking": [title for kind, title in Certificate.KINDS if kind in NEEDED and kind not in held],
        "sees_papers": access.has_role(user, "curator", "director", on=on),
        "may_edit": access.may(user, "registry.mentor_edit"),
        "may_check": access.may(user, "registry.certificate_check"),
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
        mentor = attempt(form, lambda: cards.add_mentor_with_person(
            by=request.user, on=request.today, person=form.person_fields(),
            school_class=form.cleaned_data["school_class"], post=form.cleaned_data["post"], **form.card_fields(),
        ))  # fmt: skip
        if mentor:
            messages.success(request, f"{mentor.person.full_name}: человек внесён, карточка наставника заведена.")
            return onward(request, mentor, mentor=mentor.pk)
    return render(request, "form_page.html", {
        "title": "Новый наставник", "form": form, "submit": "Внести в базу наставников",
        "lead": "Если человек уже есть в списке людей, откройте его карточку и внесите в базу оттуда.",
    })  # fmt: skip


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
        "aside": "Копия справки не хранится: достаточно номера и дат.\n\nНажимая «Справка проверена», "
        "вы подтверждаете, что видели подлинник.",
    })  # fmt: skip
