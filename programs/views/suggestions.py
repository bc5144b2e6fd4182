"""Suggestions to the head about a mentee: written by the mentor, read and decided by the head, seen by nobody else."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programs import panels
from programs.actions import at_work
from programs.actions import suggestions as actions
from programs.forms.care import NameFilter
from programs.forms.suggestions import DecisionForm, SuggestionForm
from programs.models import Suggestion
from programs.views.closed_words import all_closed_for, are_closed
from programs.views.pairs import the_pair
from registry.engine import access, journal
from registry.naming import naming
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of


@once
def suggestion_new(request, pk):
    """The mentor writes to the head."""
    pair = the_pair(request, pk)
    check(request, "programs.suggestion_write", pair)
    if are_closed(request, pair):
        return redirect(pair)
    form = SuggestionForm(request.POST or None, people=pair.mentees)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.suggest(pair, by=request.user, on=request.today, **form.values()))
        if made:
            messages.success(request, "Предложение передано директору. Его решение появится у вас на «Сегодня».")
            return redirect(made)
    return render(request, "form_page.html", {
        "title": "Предложить поощрение или меру", "lead": str(pair), "form": form, "submit": "Передать директору",
        "back_url": pair.get_absolute_url(), "back_label": str(pair), "cancel_url": pair.get_absolute_url(),
        "aside": "Наставник вправе предложить, как поощрить наставляемого или повлиять на него.\n\n"
        "Предложение читает только директор. Куратор, наставляемый и родители его не видят.",
    })  # fmt: skip


@require_safe
def suggestion_list(request):
    """The head's: what waits first."""
    check(request, "programs.suggestion_list")
    rows = Suggestion.objects.visible_to(request.user, request.today).select_related("person", "author")
    form = NameFilter(request.GET or None)
    anything, show = rows.exists(), form.chosen("show")
    words = form.chosen("q")
    rows = naming(rows, words, "person", "author")
    page = page_of(request, rows if show == "all" else rows.waiting())
    return render(request, "programs/suggestion_list.html", {
        "page_obj": page, "filter_form": form, "show": show, "anything": anything, "words": words,
        "found": count(page.paginator.count, "предложение", "предложения", "предложений"),
    })  # fmt: skip


@once
@never_cache
def suggestion_detail(request, pk):
    """The words, and the decision; the head's answer is taken here."""
    rows = Suggestion.objects.visible_to(request.user, request.today)
    row = get_object_or_404(rows.select_related("person", "author", "pair", "decided_by"), pk=pk)
    may_decide = access.may(request.user, "programs.suggestion_decide", row) and row.decided_on is None
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        check(request, "programs.suggestion_decide", row)
        made = form.is_valid() and attempt(form, lambda: actions.decide(
            row, by=request.user, on=request.today, accepted=form.cleaned_data["accepted"] == "yes",
            decision=form.cleaned_data["decision"],
        ))  # fmt: skip
        if made:
            messages.success(request, "Решение принято: наставник прочтёт его в кабинете.")
            return redirect("programs:suggestion_list")
    else:
        if row.author != access.person_of(request.user):
            journal.opened(request.user, row.person, on=request.today)
        actions.read(row, by=request.user, on=request.today)
    return render(request, "programs/suggestion_detail.html", {
        "suggestion": row, "form": form, "may_decide": may_decide,
        "is_head": access.may(request.user, "programs.suggestion_list"), "age": row.person.age(request.today),
    })  # fmt: skip


def panel(pair, user, on):
    """On the page of a pair: for its mentor what he wrote, for the head all; for nobody else."""
    if pair.status in ("proposed", "agreed", "cancelled") or all_closed_for(user, on, pair):
        return None
    may_write = access.may(user, "programs.suggestion_write", pair) and at_work.is_at_work(pair)
    rows = list(Suggestion.objects.visible_to(user, on).filter(pair=pair).select_related("person"))
    if not rows and not may_write:
        return None
    return panels.Panel("programs/_panel_suggestions.html", {"rows": rows, "may_write": may_write})
