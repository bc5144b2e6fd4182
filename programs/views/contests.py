"""Contests and conferences: on the page of a pair, and the list of the year for the office."""

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from programs.actions import contests as actions
from programs.forms.contests import ContestFilter, ContestForm
from programs.models import Contest, Programme
from programs.views.beside import Beside
from programs.views.closed_words import unless_closed
from registry.answers import table_answer
from registry.engine import journal, tables
from registry.once import once
from registry.text import count, short_date
from registry.views.base import check, page_of

HEADINGS = ["Кто", "Кем в паре", "Что", "Название", "Уровень", "Дата", "Итог", "Подробнее", "Пара", "Программа"]
CONTESTS = Beside(
    Contest, ContestForm, actions, "programs.contest_edit", actions.people_of, "#contests",
    title="Конкурс или конференция",
    aside="Строка появится на странице пары и в портфолио наставника: его собственные итоги словами, "
    "итоги наставляемых — только числом призовых мест, без имён и названий.",
    entered="Внесено.",
    struck="Вычеркнуто: в портфолио и в итоги года это не попадёт.",
)  # fmt: skip


@once
def contest_new(request, pk):
    return CONTESTS.new(request, pk)


@once
@unless_closed(CONTESTS.find)
def contest_edit(request, pk):
    return CONTESTS.edit(request, pk)


@require_POST
@once
@unless_closed(CONTESTS.find)
def contest_annul(request, pk):
    return CONTESTS.annul(request, pk)


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
    return CONTESTS.panel("programs/_panel_contests.html", pair.contests.all(), pair, user, on)
