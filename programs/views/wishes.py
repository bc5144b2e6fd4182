"""Wishes for a pair, told by oneself on a phone, by a parent for a child, or by the curator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from programs.actions import wishes as actions
from programs.forms.wishes import MenteeWishesForm, MentorWishesForm
from programs.models import Programme
from registry import reading
from registry.engine import access, journal
from registry.models import Mentee, Mentor, Person
from registry.once import once
from registry.views.base import attempt, check, onward

FORMS = [(Mentor, MentorWishesForm, "mentor"), (Mentee, MenteeWishesForm, "mentee")]


def my_wishes(request):
    """One's own page, without a number in the address."""
    me = access.person_of(request.user)
    check(request, "programs.wishes_own")
    return redirect("programs:wishes_edit", me.pk)


@once
def wishes_edit(request, pk):
    """Times, interests and wishes of one person; one form for each base in which the person stands."""
    people = Person.objects.filter(access.people_q(request.user, request.today, ["self", "my_child", "office"]))
    person = get_object_or_404(people.filter(erased_at__isnull=True), pk=pk)
    check(request, "programs.wishes_edit", person)
    forms = [
        form(request.POST or None, instance=card, prefix=prefix, programmes=Programme.objects.current(),
             to_child=prefix == "mentee" and reading.to_child(request))
        for model, form, prefix in FORMS if (card := model.objects.filter(person=person).first())
    ]  # fmt: skip
    if not forms:
        raise Http404("this person stands in no base")
    if request.method == "POST" and save(request, forms):
        messages.success(request, "Сохранено. Куратор учтёт это, когда будет подбирать пары.")
        return onward(request, "cabinet")
    me = access.person_of(request.user)
    if me != person:
        journal.opened(request.user, person, on=request.today)
    return render(request, "programs/wishes_edit.html", {
        "forms": forms, "person": person, "is_me": me == person,
        "for_child": me == person and reading.to_child(request),
    })  # fmt: skip


def save(request, forms):
    """None when something must be mended: each form then says what."""
    faulty = [form for form in forms if not form.is_valid()]
    return None if faulty else attempt(forms[0], lambda: actions.tell_wishes(forms, by=request.user))
