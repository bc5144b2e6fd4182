"""The base of mentees: pupils and teachers apart."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.actions import cards
from registry.engine import access, journal
from registry.forms.cards import MenteeFilter, MenteeForm
from registry.models import Mentee
from registry.once import once
from registry.views.base import check, onward, page_of
from registry.views.facts import mentee_facts, person_facts
from registry.views.mentors import WITH_PERSON


@require_safe
def mentee_list(request):
    """Everybody in the base; cards come here from admitted requests."""
    check(request, "registry.base_view")
    mentees = (
        Mentee.objects.visible_to(request.user, request.today)
        .select_related("person").prefetch_related(*WITH_PERSON, "needs")
    )  # fmt: skip
    anybody = mentees.exists()
    form = MenteeFilter(request.GET or None)
    if form.is_valid():
        data = form.cleaned_data
        mentees = mentees.search(data["q"])
        if data["kind"]:
            mentees = mentees.filter(kind=data["kind"])
        if data["need"]:
            mentees = mentees.filter(needs=data["need"])
    page = page_of(request, mentees)
    for mentee in page:
        mentee.said = mentee.person.what_is(request.today)
    if page.object_list:
        journal.listed(request.user, "открыта база наставляемых", [row.person for row in page])
    return render(request, "registry/mentee_list.html", {"page_obj": page, "filter_form": form, "anybody": anybody})


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
        "facts": mentee_facts(mentee, groups, on) if groups else [],
        "contacts": person_facts(mentee.person, groups & {"contacts"}, on),
        "guardians": mentee.person.guardians(on) if "contacts" in groups else [],
        "sees_note": access.has_role(user, "curator", "director", on=on),
        "may_edit": access.may(user, "registry.mentee_edit"),
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
