"""The journal: who did what, about whom, when and by which right; the same as a table to take away."""

import datetime
import io

from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.answers import table_answer
from registry.engine import journal as traces
from registry.engine import tables
from registry.forms.subject import JournalFilter
from registry.models import JournalLine, Merge, Person, Retention
from registry.text import name_key
from registry.views.base import check, page_of

OPENED = ("открыт", "просмотр")
LEFT = ("выгру", "скачан", "распечат")
EXPORTED = 20_000
"""Rows of one table at most: the filter narrows the rest."""


def beginning(words) -> Q:
    """The deed begins with one of the words."""
    condition = Q(pk__in=[])
    for word in words:
        condition |= Q(verb__startswith=word)
    return condition


def narrowed(lines, data):
    """The filters of the address."""
    if data["who"]:
        lines = lines.filter(actor_name__in=_actors(data["who"]))
    if data["about"]:
        found = Person.objects.search(data["about"], contacts=True).values_list("pk", flat=True)[:50]
        lines = lines.filter(traces.numbered(list(found)))
    if data["person"]:
        lines = lines.filter(traces.numbered([data["person"]]))
    if data["verb"]:
        verbs = JournalLine.objects.order_by().values_list("verb", flat=True).distinct()
        lines = lines.filter(verb__in=[verb for verb in verbs if name_key(data["verb"]) in name_key(verb)])
    if data["what"]:
        seen, out = beginning(OPENED), beginning(LEFT)
        lines = lines.filter({"opened": seen, "left": out, "changed": ~seen & ~out}[data["what"]])
    if data["since"]:
        lines = lines.filter(at__gte=_midnight(data["since"]))
    if data["until"]:
        lines = lines.filter(at__lt=_midnight(data["until"] + datetime.timedelta(days=1)))
    return lines


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _actors(words):
    """Names of those who have ever done something and match the words; a short list, compared without ё."""
    names = JournalLine.objects.order_by().values_list("actor_name", flat=True).distinct()
    return [name for name in names if all(word in name_key(name) for word in name_key(words).split())]


def asked(request):
    """(lines of the address, the form, the one person they are about)"""
    form = JournalFilter(request.GET or None)
    lines, person = JournalLine.objects.all(), None
    if form.is_valid():
        lines = narrowed(lines, form.cleaned_data)
        if form.cleaned_data["person"]:
            person = Person.objects.filter(pk=form.cleaned_data["person"]).first()
    return lines, form, person


def with_names(lines):
    """Tell each line whom it is about; the erased are a code, those of a lost number say so."""
    ids = {int(one) for line in lines for one in line.people if one.isdecimal()}
    names = {str(row.pk): row.short_name for row in Person.objects.filter(pk__in=ids)}
    merged = Merge.objects.filter(lost_id__in=map(str, ids)).select_related("kept")
    names |= {row.lost_id: row.kept.short_name for row in merged}
    for line in lines:
        line.names = [names.get(one, "участник, чьи данные удалены") for one in line.people]
        line.about = ", ".join(line.names[:10])
        line.more = max(0, len(line.people) - 10)
    return lines


@require_safe
def journal(request):
    """Who did what, about whom, when and by which right."""
    check(request, "registry.journal_view")
    lines, form, person = asked(request)
    page = page_of(request, lines, 50)
    with_names(page.object_list)
    return render(request, "registry/journal.html", {
        "page_obj": page, "filter_form": form, "person": person,
        "term": Retention.objects.filter(key="journal").first(),
    })  # fmt: skip


@require_safe
def journal_export(request):
    """What the filter shows, as XLSX; taking it away is itself a line."""
    from openpyxl import Workbook

    check(request, "registry.journal_view")
    lines, _, person = asked(request)
    rows = with_names(list(lines[:EXPORTED]))
    traces.write(request.user, "выгружен журнал", people=[person] if person else [], lines=len(rows))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Журнал")
    sheet.append(["Когда", "Кто", "Что сделано", "С чем", "О ком", "По какому праву"])
    for line in rows:
        at = timezone.localtime(line.at).strftime("%d.%m.%Y %H:%M:%S")
        cells = [at, line.actor_name, line.verb, line.target_name, ", ".join(line.names)[:30_000], line.right]
        sheet.append([tables.safe(cell) for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return table_answer(out.getvalue(), f"Журнал {request.today:%d.%m.%Y}")
