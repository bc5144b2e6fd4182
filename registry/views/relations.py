"""What ties people: guardians of a child, and roles in the school."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render

from registry.actions import people as actions
from registry.forms.people import AppointmentForm, EndForm, GuardianForm
from registry.models import Appointment, Person
from registry.once import once
from registry.views.base import attempt, check, onward


@once
def guardian_new(request, pk):
    """Found by name, or written down here and now."""
    child = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.person_edit", child)
    words = request.GET.get("q", "").strip()
    found = (
        Person.objects.visible_to(request.user, request.today).exclude(pk=child.pk).search(words)[:20] if words else []
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
        guardian = actions.add_person(by=by, on=on, **form.person_fields())
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
