"""Contests and conferences: on the page of a pair, and the list of the year for the office."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs import panels
from programs.actions import at_work
from programs.actions import contests as actions
from programs.forms.contests import ContestFilter, ContestForm
from programs.models import Contest, Programme
from programs.views.closed_words import all_closed_for, are_closed, closed_for, unless_closed
from programs.views.pairs import the_pair
from registry.answers import table_answer
from registry.engine import access, journal, tables
from registry.once import once
from registry.text import count, short_date
from registry.views.base import attempt, check, page_of

ANCHOR = "#contests"
HEADINGS = ["Кто", "Кем в паре", "Что", "Название", "Уровень", "Дата", "Итог", "Подробнее", "Пара", "Программа"]


def _page(request, pair, form, title):
    return render(request, "form_page.html", {
        "title": title, "lead": str(pair), "form": form, "submit": "Сохранить",
        "back_url": pair.get_absolute_url() + ANCHOR, "back_label": str(pair),
        "cancel_url": pair.get_absolute_url() + ANCHOR,
        "aside": "Строка появится на странице пары и в портфолио наставника: его собственные итоги словами, "
        "итоги наставляемых — только числом призовых мест, без имён и названий.",
    })  # fmt: skip


@once
def contest_new(request, pk):
    pair = the_pair(request, pk)
    check(request, "programs.contest_edit", pair)
    if are_closed(request, pair):
        return redirect(pair)
    form = ContestForm(request.POST or None, people=actions.people_of(pair), initial={"held_on": request.today})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.add(pair, by=request.user, on=request.today, **form.values()))
        if made:
            messages.success(request, "Внесено.")
            return redirect(pair.get_absolute_url() + ANCHOR)
    return _page(request, pair, form, "Конкурс или конференция")


def the_contest(request, pk):
    rows = Contest.objects.visible_to(request.user, request.today).select_related("pair__programme", "person")
    return get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=pk)


@once
@unless_closed(the_contest)
def contest_edit(request, pk):
    """The result comes, the rest is mended."""
    row = the_contest(request, pk)
    check(request, "programs.contest_edit", row)
    names = ("person", *actions.FIELDS)
    form = ContestForm(
        request.POST or None, people=actions.people_of(row.pair), initial={name: getattr(row, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.change(row, by=request.user, on=request.today, **form.values()))
        if made:
            messages.success(request, "Сохранено.")
            return redirect(row)
    return _page(request, row.pair, form, str(row))


@require_POST
@once
@unless_closed(the_contest)
def contest_annul(request, pk):
    row = the_contest(request, pk)
    check(request, "programs.contest_edit", row)
    actions.annul(row, by=request.user, on=request.today, note=request.POST.get("note", ""))
    messages.success(request, "Вычеркнуто: в портфолио и в итоги года это не попадёт.")
    return redirect(row.pair.get_absolute_url() + ANCHOR)


@require_safe
def contest_list(request):
    """The year's contests with their sums; `?as=xlsx` gives the same rows."""
    check(request, "programs.contest_list")
    programmes = Programme.objects.current().select_related("year")
    form = ContestFilter(request.GET or None, programmes=programmes)
    every = Contest.objects.visible_to(request.user, request.today).live().filter(pair__programme__in=programmes)
    every = every.select_related("person", "pair__programme").prefetch_related("pair__sides__person")
    rows = list(form.apply(every))
    if request.GET.get("as") == "xlsx":
        journal.listed(request.user, "выгружены конкурсы и конференции", {row.person for row in rows})
        data = tables.workbook("Конкурсы", HEADINGS, [_cells(row) for row in rows])
        return table_answer(data, f"Конкурсы и конференции {short_date(request.today)}")
    page = page_of(request, rows)
    if page.object_list:
        journal.listed(request.user, "открыт список конкурсов", {row.person for row in page})
    return render(request, "programs/contest_list.html", {
        "page_obj": page, "filter_form": form, "any": every.exists(), "summary": actions.summary(rows),
        "query": request.GET.urlencode(), "found": count(len(rows), "участие", "участия", "участий"),
    })  # fmt: skip


def _cells(row) -> list:
    role = "наставник" if row.person == row.pair.mentor else "наставляемый"
    return [
        row.person.full_name, role, row.get_kind_display(), row.title, row.get_level_display(),
        short_date(row.held_on), row.get_outcome_display(), row.result, str(row.pair), row.pair.programme.title,
    ]  # fmt: skip


def panel(pair, user, on):
    """On the page of a pair; nothing where there is nothing to show and nothing to enter."""
    if pair.status in ("proposed", "agreed", "cancelled") or all_closed_for(user, on, pair):
        return None
    may_edit = access.may(user, "programs.contest_edit", pair) and at_work.is_at_work(pair)
    rows = list(pair.contests.exclude(person__in=closed_for(user, on, pair)).select_related("person"))
    if not rows and not may_edit:
        return None
    return panels.Panel("programs/_panel_contests.html", {
        "rows": rows, "may_edit": may_edit, "on": on, "me": access.person_of(user),
    })  # fmt: skip
