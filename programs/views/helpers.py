"""Other teachers who help a pair: asked from its page, answered with one tap, counted in hours."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs import panels
from programs.actions import at_work
from programs.actions import helpers as actions
from programs.forms.helpers import AskHelperForm, HoursForm, PaperHelperForm
from programs.models import Helper, Pair
from programs.situations.base import gate_of_side
from programs.views.closed_words import all_closed_for, are_closed
from programs.views.pairs import the_pair
from registry.engine import access
from registry.once import once
from registry.views.base import attempt, check

ANCHOR = "#helpers"


@once
def helper_ask(request, pk):
    """Whom and for what; the teacher answers in the cabinet, or the curator enters the paper."""
    pair = the_pair(request, pk)
    check(request, "programs.helper_ask", pair)
    if are_closed(request, pair):
        return redirect(pair)
    people = actions.who_may_help(pair, request.today)
    form = AskHelperForm(request.POST or None, people=people, on=request.today)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.ask(pair, by=request.user, on=request.today, **form.cleaned_data))
        if made:
            messages.success(
                request,
                f"{made.person.short_name} увидит просьбу на странице «Сегодня». Без согласия помогать не начнёт.",
            )
            return redirect(pair.get_absolute_url() + ANCHOR)
    return render(request, "form_page.html", {
        "title": "Попросить помощи у педагога", "lead": str(pair), "form": form, "submit": "Попросить",
        "back_url": pair.get_absolute_url() + ANCHOR, "back_label": str(pair), "cancel_url": pair.get_absolute_url(),
        "aside": "Других педагогов привлекают только с их согласия. Педагог увидит имена "
        "участников и класс, больше ничего: ни телефонов, ни плана, ни журнала.",
    })  # fmt: skip


def the_helper(request, pk):
    rows = Helper.objects.visible_to(request.user, request.today).select_related("person", "pair__programme")
    return get_object_or_404(rows.prefetch_related("pair__sides__person", "hours"), pk=pk)


def names(pair, on) -> list[str]:
    """Who is in the pair: name and class, as far as the consents hold."""
    rows = pair.sides.filter(is_open=True).annotate(told=gate_of_side(on)).order_by("role", "pk")
    return [
        f"{side.get_role_display()}: {_named(side.person, on)}" if side.told
        else f"{side.get_role_display()}: имя закрыто, согласие не действует"
        for side in rows
    ]  # fmt: skip


def _named(person, on) -> str:
    return ", ".join(filter(None, [person.short_name, person.what_is(on)]))


CLOSED = "Согласие участника не действует: что и когда делали, закрыто, новое не вносят. Дальше решает куратор."


def unless_closed(view):
    """Nothing is said or entered about a mentee whose consent no longer holds; the request leads back to its page."""

    @wraps(view)
    def wrapper(request, pk, **line):
        row = the_helper(request, pk)
        if are_closed(request, row.pair):
            messages.info(request, CLOSED)
            return redirect(row)
        return view(request, pk, **line)

    return wrapper


@once
def helper_detail(request, pk):
    """The question, the answer, and hours; of the pair nothing but names and classes.

    While no consent holds, the helper reads that he was asked and how long he helped, not with what; whoever sees the
    pair is led there, where it says why.
    """
    row = the_helper(request, pk)
    sees_pair = Pair.objects.visible_to(request.user, request.today).filter(pk=row.pair_id).exists()
    if are_closed(request, row.pair):
        if sees_pair and row.person != access.person_of(request.user):
            messages.info(request, CLOSED)
            return redirect(row.pair)
        return render(request, "programs/helper_detail.html", {
            "helper": row, "names": names(row.pair, request.today), "sees_pair": sees_pair, "closed": CLOSED,
            "may_answer": False, "may_end": row.state == "helps",
        })  # fmt: skip
    may_count = access.may(request.user, "programs.helper_hours", row)
    form = HoursForm(request.POST or None, initial={"held_on": request.today})
    if request.method == "POST":
        check(request, "programs.helper_hours", row)
        if form.is_valid():
            data = form.cleaned_data
            if attempt(form, lambda: actions.count_hours(row, by=request.user, on=request.today, **data)):
                messages.success(request, "Часы внесены. Они считаются отдельно от часов наставника.")
                return redirect(row)
    return render(request, "programs/helper_detail.html", {
        "helper": row, "names": names(row.pair, request.today), "sees_pair": sees_pair, "form": form,
        "may_answer": access.may(request.user, "programs.helper_answer", row) and row.state == "waiting",
        "may_paper": access.may(request.user, "programs.helper_paper") and row.state == "waiting",
        "may_end": access.may(request.user, "programs.helper_end", row) and row.state in _ends(request, row),
        "may_count": may_count and row.answer is True and at_work.is_at_work(row.pair),
    })  # fmt: skip


def _ends(request, row) -> tuple[str, ...]:
    """Whoever is asked says no; the question is taken back by those who asked."""
    return ("helps",) if row.person == access.person_of(request.user) else ("waiting", "helps")


@require_POST
@once
@unless_closed
def helper_answer(request, pk):
    """The teacher's yes or no."""
    row = the_helper(request, pk)
    check(request, "programs.helper_answer", row)
    said = request.POST.get("answer")
    if said not in ("yes", "no"):
        raise Http404(said)
    row = actions.answer(row, by=request.user, on=request.today, agrees=said == "yes")
    messages.success(
        request,
        "Спасибо! Согласие отмечено сегодняшним днём." if row.answer else "Ответ записан. Просить больше не будут.",
    )
    return redirect(row)


@once
def helper_paper(request, pk):
    """The curator enters the signed paper."""
    row = the_helper(request, pk)
    check(request, "programs.helper_paper")
    form = PaperHelperForm(request.POST or None, initial={"signed_on": request.today})
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "agrees": form.cleaned_data["agrees"] == "yes"}
        if attempt(form, lambda: actions.answer_on_paper(row, by=request.user, on=request.today, **data)):
            messages.success(request, "Ответ с бумаги внесён.")
            return redirect(row)
    return render(request, "form_page.html", {
        "title": "Ответ педагога с бумаги", "lead": str(row), "form": form, "submit": "Внести",
        "back_url": row.get_absolute_url(), "back_label": "К просьбе", "cancel_url": row.get_absolute_url(),
    })  # fmt: skip


@require_POST
@once
def helper_end(request, pk):
    row = the_helper(request, pk)
    check(request, "programs.helper_end", row)
    actions.end(row, by=request.user, on=request.today)
    messages.success(request, "Готово: помощь закончена. Внесённые часы остаются.")
    return redirect(row)


@require_POST
@once
@unless_closed
def helper_hours_drop(request, pk, line):
    row = the_helper(request, pk)
    check(request, "programs.helper_hours", row)
    actions.drop_hours(get_object_or_404(row.hours, pk=line), by=request.user)
    messages.success(request, "Строка часов удалена.")
    return redirect(row)


def panel(pair, user, on):
    """On the page of a pair: the family sees who helps, its mentor and the office the questions, too."""
    if pair.status in ("proposed", "agreed", "cancelled") or all_closed_for(user, on, pair):
        return None
    may_ask = access.may(user, "programs.helper_ask", pair) and at_work.is_at_work(pair)
    keeps = access.may(user, "programs.helper_ask", pair) or access.has_role(user, "director", on=on)
    rows = pair.helpers.select_related("person").prefetch_related("hours")
    rows = list(rows if keeps else rows.helping())
    if not rows and not may_ask:
        return None
    return panels.Panel("programs/_panel_helpers.html", {"rows": rows, "may_ask": may_ask, "keeps": keeps})
