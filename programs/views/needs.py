"""The summary «потребность × форма» and who asks: page, workbook, printed sheet (ОЧ-П 2.10; АБР-П 2.2)."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs import needs
from programs.models import Programme, Request
from programs.papers import needs as paper
from registry.answers import pdf_answer, table_answer
from registry.engine import journal
from registry.forms.base import HouseForm
from registry.models import Year
from registry.views.base import check

NAME = "Сводка потребностей"


class SummaryFilter(HouseForm):
    """Of which programme, or of which year, and who asks; lives in the address."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label="Программа", required=False, empty_label="все", to_field_name="code"
    )
    year = forms.ModelChoiceField(Year.objects.all(), label="Учебный год", required=False, empty_label=None)
    role = forms.ChoiceField(label="О чём", choices=Request.ROLES, required=False)

    def __init__(self, data, *, programmes):
        super().__init__(data)
        self.fields["programme"].queryset = programmes
        self.is_valid()

    def said(self, name):
        return getattr(self, "cleaned_data", {}).get(name)


@require_safe
def needs_summary(request):
    """The tables; `?as=xlsx` and `?as=pdf` give the same numbers."""
    check(request, "programs.needs_view")
    programmes = Programme.objects.visible_to(request.user, request.today).select_related("year")
    active = Year.objects.active().first()
    form = SummaryFilter(request.GET or {"year": active.pk if active else ""}, programmes=programmes)
    programme, year = form.said("programme"), form.said("year") or active
    chosen = programmes.filter(pk=programme.pk) if programme else programmes.filter(year=year)
    summary = needs.Summary(
        Request.objects.visible_to(request.user, request.today), chosen, request.today,
        programme=programme, year=year, role=form.said("role") or "mentee",
    )  # fmt: skip
    tables = summary.tables()
    title = f"Сводка потребностей: {programme or f'{year} учебный год'}"
    kind = request.GET.get("as", "")
    if kind in ("xlsx", "pdf"):
        journal.write(request.user, "выгружена сводка потребностей", programme, form=kind)
        return _file(kind, paper.context(tables, title, request.today))
    return render(request, "programs/needs_summary.html", {
        "filter_form": form, "tables": tables, "total": len(summary.requests), "has_programmes": programmes.exists(),
        "query": request.GET.urlencode(),
    })  # fmt: skip


def _file(kind, said) -> HttpResponse:
    if kind == "xlsx":
        return table_answer(paper.workbook(said), f"{NAME}")
    return pdf_answer(paper.TEMPLATE, said, NAME)
