"""Hours of meetings: by mentor, pair and month; on the page, as a table for Excel, on paper."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs import helper_hours
from programs import hours as counting
from programs.forms.meetings import HoursFilter
from programs.models import Programme
from registry.answers import table_answer
from registry.engine import journal, tables
from registry.text import count, short_date
from registry.views.base import check, page_of

HEADINGS = [
    "Месяц", "Наставник", "Наставляемые", "Программа", "Встреч", "Подтверждено", "Дистанционно", "Не состоялось",
    "С куратором", "Часов",
]  # fmt: skip


@require_safe
def hours(request):
    """One row for a pair and a month; `?as=xlsx` gives the same rows."""
    check(request, "programs.meeting_hours")
    programmes = Programme.objects.current().select_related("year")
    every = counting.table(programmes, request.today)
    form = HoursFilter(request.GET or None, programmes=programmes, months=counting.months(every))
    rows = counting.narrow(every, form.chosen("programme"), form.chosen("month"), form.chosen("q"))
    if request.GET.get("as") == "xlsx":
        journal.listed(request.user, "выгружены часы встреч", counting.people(rows))
        data = tables.workbook("Часы встреч", HEADINGS, [counting.cells(row) for row in rows])
        return table_answer(data, f"Часы встреч {short_date(request.today)}")
    helped = helper_hours.table(
        programmes, request.today, form.chosen("programme"), form.chosen("month"), form.chosen("q")
    )
    if request.GET.get("as") == "helpers":
        journal.listed(request.user, "выгружены часы помощи педагогов", {row.person for row in helped})
        data = tables.workbook("Часы помощи", helper_hours.HEADINGS, [helper_hours.cells(row) for row in helped])
        return table_answer(data, f"Часы помощи педагогов {short_date(request.today)}")
    page = page_of(request, rows)
    return render(request, "programs/meeting_hours.html", {
        "page_obj": page, "filter_form": form, "total": counting.total(rows), "any": bool(every),
        "helped": helped, "helped_hours": counting.said(sum(row.minutes for row in helped)),
        "mentors": counting.by_mentor(rows), "query": request.GET.urlencode(),
        "found": count(len(rows), "строка", "строки", "строк"),
    })  # fmt: skip
