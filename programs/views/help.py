"""«Нужна помощь»: asked by a mentee or a parent, read and answered by one reader, seen by nobody else."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from programs.actions import help as actions
from programs.doors_of_care import mentees_of
from programs.forms.care import AnswerForm, HelpForm, NameFilter
from programs.models import HelpCall
from programs.papers import help_slip as paper
from registry import reading
from registry.answers import pdf_answer
from registry.engine import access, journal
from registry.models import Person
from registry.naming import naming
from registry.once import once
from registry.views.base import attempt, check, page_of


@require_safe
def help_list(request):
    """Calls addressed to me: those without an answer first."""
    check(request, "programs.help_list")
    me = access.person_of(request.user)
    rows = HelpCall.objects.visible_to(request.user, request.today).exclude(person=me)
    form = NameFilter(request.GET or None)
    show, anything = form.chosen("show"), rows.exists()
    if show != "all":
        rows = rows.open()
    words = form.chosen("q")
    rows = naming(rows, words, "person", "about")
    rows = rows.order_by(F("answered_on").desc(nulls_first=True), "-asked_at", "-pk")
    page = page_of(request, rows.select_related("person", "about", "answered_by"))
    if page.object_list:
        journal.listed(request.user, "открыт список карточек", {row.person for row in page})
    return render(request, "programs/help_list.html", {
        "page_obj": page, "show": show, "anything": anything, "filter_form": form, "words": words,
    })  # fmt: skip


@once
def help_new(request):
    """One button; words if one likes. Below stand the school's contact and the helpline."""
    check(request, "programs.help_ask")
    me = access.person_of(request.user)
    people = mentees_of(me, request.today)
    form = HelpForm(
        request.POST or None, people=Person.objects.filter(pk__in=[one.pk for one in people]),
        to_child=reading.to_child(request),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        about = data.pop("about", None) or people[0]
        row = attempt(form, lambda: actions.ask_help(me, about, by=request.user, on=request.today, **data))
        if row:
            heard = reading.said(request, "Мы вас услышали.", "Мы тебя услышали.")
            messages.success(request, f"{heard} Просьбу уже видит тот, кто поможет, и больше никто.")
            return redirect(row)
    return render(request, "programs/help_new.html", {
        "form": form, "mine": HelpCall.objects.filter(person=me).order_by("-asked_at", "-pk"),
    })  # fmt: skip


def the_call(request, pk):
    rows = HelpCall.objects.visible_to(request.user, request.today).select_related("person", "about", "answered_by")
    return get_object_or_404(rows, pk=pk)


def help_detail(request, pk):
    """One call, for its addressee or for whoever called."""
    row = the_call(request, pk)
    is_mine = row.person == access.person_of(request.user)
    if is_mine:
        actions.read_answer(row, by=request.user, on=request.today)
    else:
        journal.opened(request.user, row.about, on=request.today)
    return render(request, "programs/help_detail.html", {
        "call": row, "is_mine": is_mine, "form": AnswerForm(),
        "may_answer": not is_mine and not row.answered_on and access.may(request.user, "programs.help_answer", row),
        "contacts": [value for value in (row.person.phone, row.person.email) if value] if not is_mine else [],
    })  # fmt: skip


@once
def help_answer(request, pk):
    """What is said; it closes the call."""
    row = the_call(request, pk)
    check(request, "programs.help_answer", row)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.answer_help(row, by=request.user, on=request.today, **data)):
            messages.success(request, "Ответ передан. Просьба закрыта.")
            return redirect("programs:help_list")
    return render(request, "programs/help_detail.html", {
        "call": row, "is_mine": False, "form": form, "may_answer": not row.answered_on,
        "contacts": [value for value in (row.person.phone, row.person.email) if value],
    })  # fmt: skip


@never_cache
@require_POST
def help_slip(request, pk):
    """A slip for the diary: its link works all year; an earlier slip dies."""
    person = get_object_or_404(Person.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "programs.help_link", person)
    link, token = actions.help_link(person, by=request.user)
    return pdf_answer(paper.TEMPLATE, paper.context(link, token), "Листок «Нужна помощь»")
