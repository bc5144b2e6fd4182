"""The bases leave the house: as an Excel table in the columns of the form, and as a sheet for the printer."""

from django.http import Http404
from django.views.decorators.http import require_safe

from programs.papers import base_list as paper
from programs.resources import MenteeResource, MentorResource
from programs.rows import rows_of
from registry import bases
from registry.answers import pdf_answer, table_answer
from registry.engine import journal, tables
from registry.text import short_date
from registry.views.base import check
from registry.views.bases import chosen


def _asked(request, key):
    """(base, words of the filters, rows) of what the list shows under the same address; a line in the journal."""
    check(request, "registry.base_export")
    if key not in bases.BASES:
        raise Http404(key)
    base = bases.BASES[key]
    form, cards, _ = chosen(request, base)
    rows = rows_of(base, cards, request.today)
    return base, form, cards, rows


def _dataset(base, rows):
    return (MentorResource if base.is_mentors else MenteeResource)().export(queryset=rows)


@require_safe
def base_export(request, key):
    """XLSX with exactly the columns of the form (МР-42/02), of everybody whom the filters leave."""
    base, _, cards, rows = _asked(request, key)
    dataset = _dataset(base, rows)
    data = tables.workbook(base.title.replace(":", ","), dataset.headers, dataset)
    journal.listed(request.user, f"выгружена в Excel {_told(base)}", [card.person for card in cards])
    return table_answer(data, f"{base.title} {short_date(request.today)}")


@require_safe
def base_print(request, key):
    """The same on paper, A4 that lies."""
    base, form, cards, rows = _asked(request, key)
    closed = sum(row.is_closed for row in rows)
    dataset = _dataset(base, rows)
    said = paper.sheet(base.title, dataset.headers, dataset, request.today, asked_words(form), closed)
    journal.listed(request.user, f"распечатана {_told(base)}", [card.person for card in cards])
    return pdf_answer(paper.TEMPLATE, said, f"{base.title} {short_date(request.today)}")


def _told(base) -> str:
    return base.title[0].lower() + base.title[1:]


def asked_words(form) -> str:
    """What was asked, in words: «Класс: 7 «А»; Пара: работает»."""
    if not form.is_bound:
        return ""
    said = []
    for name, value in form.cleaned_data.items():
        if value in (None, ""):
            continue
        words = dict(getattr(form.fields[name], "choices", ())).get(value, value)
        said.append(f"{form.fields[name].label}: {words}")
    return "; ".join(said)
