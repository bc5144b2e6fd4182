"""Values at the entry, in the middle and at the exit: one form per side, mentees first; or a reason to do without."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from monitoring import actions
from monitoring.forms import SideForm, WaiverForm
from monitoring.models import Measurement, Waiver
from programs.models import Pair
from registry.engine import access, consents, journal
from registry.once import once
from registry.views.base import attempt, check

TITLES = {"entry": "Замер на входе", "interim": "Промежуточный замер", "exit": "Замер на выходе"}


def the_pair(request, pk, moment):
    if moment not in TITLES:
        raise Http404(moment)
    rows = Pair.objects.visible_to(request.user, request.today).select_related("programme__regulation", "form")
    return get_object_or_404(rows.prefetch_related("sides__person"), pk=pk)


def forms_for(request, pair, moment) -> tuple[list[SideForm], list]:
    """(a form for each open side, mentees first; people whose consent is gone and who are not measured)."""
    known: dict = {}
    for row in Measurement.objects.filter(pair=pair, moment=moment):
        known.setdefault(row.person_id, {})[row.parameter_id] = row.value
    forms, closed = [], []
    for person in [*pair.mentees, *([pair.mentor] if pair.mentor else [])]:
        if not consents.allowed(person, "reporting", request.today):
            closed.append(person)
            continue
        parameters = list(actions.parameters_for(pair, person))
        if parameters:
            data = request.POST if request.method == "POST" and "reason" not in request.POST else None
            forms.append(SideForm(data, person=person, parameters=parameters, known=known.get(person.pk, {})))
    return forms, closed


@once
def values(request, pk, moment):
    """Everything of the pair on one page and with one button, so that nothing typed is lost."""
    pair = the_pair(request, pk, moment)
    check(request, "monitoring.value_edit", pair)
    right = access.right(request.user, pair.mentees[0], request.today)
    journal.write(request.user, "открыт замер", pair, people=pair.journal_people(), right=right)
    forms, closed = forms_for(request, pair, moment)
    faults = [form for form in forms if request.method == "POST" and not form.is_valid()]  # asks each one
    if request.method == "POST" and forms and not faults:
        filled = [form for form in forms if form.values()]
        if not filled:
            forms[0].add_error(None, "Впишите хотя бы одно значение или решите работать без замера.")
        elif attempt(forms[0], lambda: save(request, pair, moment, filled)):
            messages.success(request, "Замер записан.")
            return redirect(pair)
    return page(request, pair, moment, forms, closed, WaiverForm())


@transaction.atomic
def save(request, pair, moment, filled):
    """All sides or none."""
    for form in filled:
        actions.save_values(pair, form.person, moment, form.values(), by=request.user, on=request.today)
    return True


def page(request, pair, moment, forms, closed, waiver):
    return render(request, "monitoring/values.html", {
        "title": TITLES[moment], "pair": pair, "moment": moment, "forms": forms, "closed": closed,
        "waiver_form": waiver if access.may(request.user, "monitoring.waiver_give", pair) else None,
        "waiver": Waiver.objects.filter(pair=pair, moment=moment).first(),
    })  # fmt: skip


@require_POST
@once
def waive(request, pk, moment):
    """No values for this pair at this moment, for a reason that everybody may read."""
    pair = the_pair(request, pk, moment)
    check(request, "monitoring.waiver_give", pair)
    form = WaiverForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: actions.waive(pair, moment, by=request.user, on=request.today, reason=reason)):
            messages.success(request, "Решение записано: можно работать без замера.")
            return redirect(pair)
    return page(request, pair, moment, *forms_for(request, pair, moment), form)
