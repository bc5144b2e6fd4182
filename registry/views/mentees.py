"""The base of mentees: pupils and teachers apart."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from registry.actions import cards
from registry.bases import WITH_PERSON
from registry.engine import access, bases, journal
from registry.forms.cards import MenteeForm
from registry.models import Mentee
from registry.once import once
from registry.views.base import check, onward
from registry.views.facts import for_reader, mentee_facts, person_facts


@require_safe
def mentee_detail(request, pk):
    """The card, as far as it is open to the reader."""
    user, on = request.user, request.today
    mentee = get_object_or_404(
        Mentee.objects.visible_to(user, on).select_related("person").prefetch_related(*WITH_PERSON, "needs"), pk=pk
    )
    journal.opened(user, mentee.person, mentee, on=on)
    groups = access.groups(user, mentee.person, on)
    return render(request, "registry/mentee_detail.html", {
        "mentee": mentee, "person": mentee.person, "groups": groups,
        "facts": for_reader(request, mentee_facts(mentee, groups, on) + bases.facts(mentee, groups, on), mentee.person)
        if groups else [],
        "contacts": person_facts(mentee.person, groups & {"contacts"}, on),
        "guardians": mentee.person.guardians(on) if "contacts" in groups else [],
        "sees_note": access.has_role(user, "curator", "director", on=on),
        "may_edit": access.may(user, "registry.mentee_edit"),
        "may_review": mentee.kind == "teacher" and access.may(user, "registry.mentee_edit"),
    })  # fmt: skip


@once
def mentee_edit(request, pk):
    """Corrections of the card."""
    mentee = get_object_or_404(Mentee.objects.visible_to(request.user, request.today).select_related("person"), pk=pk)
    check(request, "registry.mentee_edit")
    form = MenteeForm(request.POST or None, instance=mentee)
    if request.method == "POST" and form.is_valid():
        cards.change_card(form, by=request.user)
        messages.success(request, "Карточка наставляемого сохранена.")
        return onward(request, mentee)
    if request.method != "POST":
        journal.opened(request.user, mentee.person, mentee, on=request.today)
    return render(request, "form_page.html", {
        "title": "Исправить карточку наставляемого", "form": form, "lead": mentee.person.full_name,
        "cancel_url": mentee.get_absolute_url(),
    })  # fmt: skip


@once
@require_POST
def mentee_review(request, pk):
    """The curator has looked at a teacher's need again (АБР-П 3.4: не реже раза в год)."""
    mentee = get_object_or_404(Mentee.objects.visible_to(request.user, request.today).select_related("person"), pk=pk)
    check(request, "registry.mentee_edit")
    cards.review_need(mentee, by=request.user, on=request.today)
    messages.success(request, f"{mentee.person.short_name}: потребность проверена сегодня. Напомним через год.")
    return onward(request, mentee)
