"""What ties people: guardians of a child, and roles in the school."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render

from registry.actions import family
from registry.actions import people as actions
from registry.forms.family import RestrictForm, TieEndForm, TieForm
from registry.forms.people import AppointmentForm, EndForm, GuardianForm
from registry.models import Appointment, Guardianship, Person
from registry.once import once
from registry.views.base import attempt, check, onward


@once
def guardian_new(request, pk):
    """Found by name, or written down here and now."""
    child = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.person_edit", child)
    words = request.GET.get("q", "").strip()
    found = (
        Person.objects.visible_to(request.user, request.today).exclude(pk=child.pk).search(words, contacts=True)[:20]
        if words
        else []
    )
    form = GuardianForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: _tie(request, child, form, found))
        if row:
            messages.success(request, f"{row.guardian.full_name}: указан представителем ребёнка.")
            return onward(request, child)
    return render(request, "registry/guardian_new.html", {
        "child": child, "form": form, "words": words, "found": found, "cancel_url": child.get_absolute_url(),
    })  # fmt: skip


@transaction.atomic
def _tie(request, child, form, found):
    data, by, on = form.cleaned_data, request.user, request.today
    if data.get("guardian"):
        guardian = next(row for row in found if str(row.pk) == data["guardian"])
    else:
        guardian = form.same or actions.add_person(by=by, on=on, **form.person_fields())
    return actions.add_guardian(
        child, guardian, by=by, on=on,
        **{name: data[name] for name in ("kind", "document", "is_restricted", "restriction_ground")},
    )  # fmt: skip


@once
def appointment_new(request, pk):
    """A role in the school; a new director ends the former one's term."""
    person = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.appointment_edit")
    form = AppointmentForm(request.POST or None, initial={"starts": request.today})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        row = attempt(form, lambda: actions.appoint(
            person, data["role"], by=request.user, on=data["starts"], ends=data["ends"], ground=data["ground"],
            school_class=data["school_class"],
        ))  # fmt: skip
        if row:
            messages.success(request, f"{person.short_name}: {row}.")
            return onward(request, person)
    return render(request, "form_page.html", {
        "title": "Назначить роль", "form": form, "lead": person.full_name, "submit": "Назначить",
        "cancel_url": person.get_absolute_url(),
        "aside": "Роль открывает страницы и кнопки.\n\nИсполняющий обязанности директора подписывает приказы, "
        "пока не кончился срок.\n\nНовый директор сменяет прежнего с указанного дня.",
    })  # fmt: skip


@once
def appointment_end(request, pk):
    """The last day of a role; its doors close on the next."""
    row = get_object_or_404(
        Appointment.objects.active(request.today)
        .select_related("person", "school_class")
        .filter(person__in=Person.objects.visible_to(request.user, request.today).values("pk")),
        pk=pk,
    )
    check(request, "registry.appointment_edit")
    form = EndForm(request.POST or None, initial={"ends": request.today})
    if request.method == "POST" and form.is_valid():
        ended = attempt(form, lambda: actions.end_appointment(row, by=request.user, ends=form.cleaned_data["ends"]))
        if ended:
            messages.success(request, f"{row.person.short_name}: роль «{row}» завершена.")
            return onward(request, row.person)
    return render(request, "form_page.html", {
        "title": f"Завершить роль: {row}", "form": form, "lead": row.person.full_name, "submit": "Завершить роль",
        "cancel_url": row.person.get_absolute_url(),
    })  # fmt: skip


def the_tie(request, pk):
    """A guardianship of a visible child, with both names, or 404."""
    rows = Guardianship.objects.select_related("guardian", "child")
    seen = Person.objects.visible_to(request.user, request.today).values("pk")
    return get_object_or_404(rows.filter(child__in=seen), pk=pk)


@once
def guardian_edit(request, pk):
    """Who it is to the child, and the document of powers; then the deeds that a paper is needed for."""
    row = the_tie(request, pk)
    check(request, "registry.person_edit", row.child)
    form = TieForm(request.POST or None, initial={"kind": row.kind, "document": row.document})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: family.correct_guardianship(row, by=request.user, **data)):
            messages.success(request, "Сведения о представителе исправлены.")
            return onward(request, row.child)
    return render(request, "registry/guardian_edit.html", {
        "row": row, "form": form, "is_over": row.ends and row.ends < request.today,
    })  # fmt: skip


@once
def guardian_restrict(request, pk):
    """By a paper: restricted, or the restriction lifted; both with the ground."""
    row = the_tie(request, pk)
    check(request, "registry.person_edit", row.child)
    lifts, by, on = row.is_restricted, request.user, request.today
    form = RestrictForm(request.POST or None, lifts=lifts, initial={"since": on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: (
            family.restore_guardian(row, by=by, on=on, ground=data["ground"]) if lifts
            else family.restrict_guardian(row, by=by, on=on, ground=data["ground"], since=data["since"])
        ))  # fmt: skip
        if done:
            messages.success(request, "Ограничение снято." if lifts else "Отмечено. Кабинет ребёнка для него закрыт.")
            return onward(request, row.child)
    return render(request, "form_page.html", {
        "title": "Снять ограничение" if lifts else "Ограничить в правах", "form": form,
        "submit": "Снять ограничение" if lifts else "Ограничить",
        "lead": f"{row.guardian.full_name}: {row.child.full_name}",
        "cancel_url": row.child.get_absolute_url(),
        "aside": (
            f"Сейчас ограничен: {row.restriction_ground}." if lifts else
            "Нужен документ: решение суда, постановление органа опеки. Слов второго родителя мало.\n\nС этой минуты "
            "представитель не видит ребёнка, не получает писем и не подписывает согласий. Прежние подписи остаются "
            "в силе, пока согласие не отозвано."
        ),
    })  # fmt: skip


@once
def guardian_end(request, pk):
    """The last day of the powers."""
    row = the_tie(request, pk)
    check(request, "registry.person_edit", row.child)
    form = TieEndForm(request.POST or None, initial={"ends": request.today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: family.end_guardianship(row, by=request.user, on=request.today, **data)):
            messages.success(request, f"{row.guardian.full_name}: полномочия завершены.")
            return onward(request, row.child)
    return render(request, "form_page.html", {
        "title": "Завершить полномочия", "form": form, "submit": "Завершить",
        "lead": f"{row.guardian.full_name}: {row.child.full_name}", "cancel_url": row.child.get_absolute_url(),
        "aside": "После этого дня представитель не видит ребёнка и не подписывает за него.",
    })  # fmt: skip
