"""The bank of plans (АБР-П 3.4): all of them, filtered by form, kind and status; and the versions of one."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from programs.forms.typical import PlanFilter
from programs.models import Plan, PlanVersion, Programme
from programs.papers import plan as paper
from programs.views import closed_words, pair_page
from registry.answers import pdf_answer, table_answer
from registry.engine import access, journal, tables
from registry.naming import naming
from registry.text import count, short_date
from registry.views.base import check, page_of

HEADINGS = [
    "Наставник", "Наставляемые", "Программа", "Форма", "Вид плана", "Состояние", "Версий", "Заданий", "Выполнено, %",
    "С", "По",
]  # fmt: skip


def plan_list(request):
    """Names, form, kind, how far and where it stands; the plan itself is one tap away."""
    check(request, "programs.plan_list")
    programmes = Programme.objects.select_related("year", "regulation").order_by("-year__starts", "title")
    form = PlanFilter(request.GET or None, programmes=programmes)
    rows = narrowed(Plan.objects.visible_to(request.user, request.today), form, request.today)
    if request.GET.get("as") == "xlsx":
        return as_table(request, rows)
    page = page_of(request, rows)
    return render(request, "programs/plan_list.html", {
        "filter_form": form, "page_obj": page,
        "lines": [{**pair_page.line(row.pair, request.today), "plan": row} for row in page],
        "found": count(page.paginator.count, "план", "плана", "планов"), "query": request.GET.urlencode(),
        "may_see_typical": access.may(request.user, "programs.typical_view"),
    })  # fmt: skip


def as_table(request, rows):
    """The same rows for Excel; the journal keeps whose names went out."""
    people, cells = [], []
    for row in rows:
        said = pair_page.line(row.pair, request.today)
        people += row.pair.journal_people()
        cells.append([
            said["mentor"], "; ".join(said["mentees"]), str(row.pair.programme), str(row.pair.form), str(row.called),
            row.get_status_display(), row.number, len(row.lines.all()), row.percent, short_date(row.pair.starts),
            short_date(row.pair.ends),
        ])  # fmt: skip
    journal.listed(request.user, "выгружен банк планов", people)
    data = tables.workbook("Планы", HEADINGS, cells)
    return table_answer(data, f"Планы {short_date(request.today)}")


def narrowed(rows, form, today):
    """The rows that the address asks for; the current year's when it asks for no programme."""
    chosen = form.chosen
    rows = rows.filter(pair__programme=chosen("programme")) if chosen("programme") else (
        rows.filter(pair__programme__year__is_active=True)
    )  # fmt: skip
    for name, path in (("form", "pair__form"), ("kind", "pair__kinds"), ("called", "kind"), ("status", "status")):
        if chosen(name):
            rows = rows.filter(**{path: chosen(name)})
    rows = naming(rows, chosen("q"), "pair__sides__person")
    if chosen("show") == "waiting":
        rows = rows.filter(notes__answered_on=None, notes__isnull=False).distinct()
    elif chosen("show") == "late":
        rows = rows.filter(status=Plan.Status.AGREED, lines__due__lt=today, lines__mark="").distinct()
    rows = rows.select_related("pair__form", "pair__programme__year", "pair__programme__regulation", "kind").annotate(
        number=Count("versions", filter=Q(versions__is_final=False), distinct=True)
    )
    return rows.prefetch_related(
        "lines", "pair__sides__person__enrolments__school_class", "pair__sides__person__employments"
    )


def the_version(request, pk):
    plans = Plan.objects.visible_to(request.user, request.today)
    rows = PlanVersion.objects.filter(plan__in=plans.values("pk")).select_related("plan__pair__programme", "agreed_by")
    version = get_object_or_404(rows.prefetch_related("plan__pair__sides__person"), pk=pk)
    version.pair = version.plan.pair
    return version


unless_closed = closed_words.unless_closed(the_version)


@unless_closed
def version_detail(request, pk):
    """The plan as it was agreed, with the reason and the day."""
    version = the_version(request, pk)
    pair_page.leave_trace(request, version.pair)
    return render(request, "programs/version_detail.html", {
        "version": version, "plan": version.plan, "paper": version.said,
        "others": [one for one in version.plan.versions.all() if one.pk != version.pk],
    })  # fmt: skip


@unless_closed
def version_pdf(request, pk):
    """Printed as it was."""
    version = the_version(request, pk)
    pair_page.leave_trace(request, version.pair)
    return pdf_answer(paper.TEMPLATE, version.said, f"План, {version.pair}, редакция {version.number}")
