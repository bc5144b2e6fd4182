"""Lists of people out of the school's own tables: bring, look, mend, load, take back."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry.actions import imports as actions
from registry.answers import table_answer
from registry.engine import journal
from registry.engine.errors import Refused
from registry.forms.imports import BringForm
from registry.imports import apply, out, plan, undo
from registry.imports.headings import fields_of
from registry.imports.showing import show_rows, show_sheets
from registry.models import ImportBatch, ImportedRow, Person
from registry.once import once
from registry.views.base import attempt, check, page_of


@once
def import_list(request):
    """A file for a new list, and the lists that were brought before."""
    check(request, "registry.import_run")
    form = BringForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "pupils")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        batch = attempt(form, lambda: actions.bring(data["file"], data["kind"], by=request.user, on=request.today))
        if batch:
            return redirect(batch.job if batch.job and not batch.read_at else batch)
    page = page_of(
        request, ImportBatch.objects.visible_to(request.user, request.today).select_related("brought_by__person"), 10
    )
    return render(request, "registry/import_list.html", {"form": form, "page_obj": page})


@once
def import_detail(request, pk):
    """What will happen, row by row; one form holds the corrections and the final button."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.import_run")
    if request.method == "POST":
        return _settled(request, batch)
    if not batch.read_at and batch.job and not batch.cleaned_at:
        return redirect(batch.job)
    state = request.GET.get("state", "")
    rows = batch.rows.select_related("person")
    states = dict(ImportedRow.STATES)
    if state == "out":
        rows = rows.filter(left_out=True)
    elif state in states:
        rows = rows.filter(state=state, left_out=False)
    elif not state and batch.is_open and rows.filter(state__in=["wrong", "double"], left_out=False).exists():
        state = "eye"
        rows = rows.filter(state__in=["wrong", "double"], left_out=False).order_by("place")
    page = page_of(request, rows, 50)
    show_rows(batch, page, request.today)
    people = Person.objects.filter(pk__in=[row.person_id for row in page if row.person_id])
    if page.object_list:
        journal.listed(request.user, "открыт список к загрузке", people)
    return render(request, "registry/import_detail.html", {
        "batch": batch, "page_obj": page, "state": state, "gaps": plan.gaps(batch) if batch.is_open else [],
        "tabs": tabs(batch, rows=batch.rows), "sheets": show_sheets(batch), "fields": fields_of(batch.kind).values(),
        "classes": [f"{grade}{letter}" for grade, letter in batch.classes],
        "undo_words": undo.words(batch) if batch.is_undoable else "",
        "has_left_out": batch.rows.filter(left_out=True).exists(),
    })  # fmt: skip


def tabs(batch, rows) -> list:
    """(state, words, how many) for the links above the table; empty ones are left out."""
    counts = batch.counts
    left = rows.filter(left_out=True).count()
    found = [("all", "все строки", rows.count())]
    for state, words in ImportedRow.STATES:
        hidden = rows.filter(left_out=True, state=state).count() if left else 0
        found.append((state, words, counts.get(state, 0) - hidden))
    found.append(("out", "оставлены без загрузки", left))
    return [(state, words, number) for state, words, number in found if number > 0]


def _settled(request, batch):
    """The corrections of the page; then, if the final button was pressed, the loading."""
    fixes, left_out, choices = typed(request.POST)
    deed = request.POST.get("do", "save")
    if deed in ("same", "others"):
        for row in batch.rows.filter(state="double", choice=""):
            if deed == "others" or len(row.candidates) == 1:
                choices.setdefault(row.place, "new" if deed == "others" else str(row.candidates[0][0]))
    batch = actions.correct(batch, by=request.user, on=request.today, fixes=fixes, left_out=left_out, choices=choices)
    if deed != "load":
        left = batch.counts["blocking"]
        messages.success(request, f"Исправления учтены. Осталось разобрать строк: {left}." if left else
                         "Исправления учтены. Всё готово к загрузке.")  # fmt: skip
        return _back(request, batch)
    try:
        batch = actions.load(batch, by=request.user, on=request.today)
    except Refused as refusal:  # what was typed has been kept
        for gap in refusal.gaps:
            messages.error(request, gap.text)
        return _back(request, batch)
    if batch.job and not batch.written_at:
        return redirect(batch.job)
    messages.success(request, apply.said(batch))
    return redirect(batch)


def _back(request, batch):
    """To the same rows, if any of that kind are left."""
    state = request.POST.get("state", "")
    return redirect(f"{batch.get_absolute_url()}?{urlencode({'state': state})}" if state not in ("", "eye") else batch)


def typed(post) -> tuple[dict, dict, dict]:
    """fix-<place>-<field>, out-<place> (told by shown-<place>) and who-<place> of the page."""
    fixes, choices = {}, {}
    shown = {int(place) for place in post.getlist("shown") if place.isdecimal()}
    for name, value in post.items():
        if found := re.fullmatch(r"fix-(\d+)-(\w+)", name):
            fixes.setdefault(int(found[1]), {})[found[2]] = value
        elif found := re.fullmatch(r"who-(\d+)", name):
            choices[int(found[1])] = value
    return fixes, {place: f"out-{place}" in post for place in shown}, choices


@require_POST
@once
def import_columns(request, pk):
    """What is in the columns, as the curator says; the file is read anew."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.import_run")
    columns, classes = {}, {}
    for name, value in request.POST.items():
        if found := re.fullmatch(r"map-(\d+)-([A-Z]+)", name):
            columns.setdefault(found[1], {})[found[2]] = value
        elif found := re.fullmatch(r"class-(\d+)", name):
            classes[found[1]] = value
    batch = actions.set_columns(batch, columns, classes, by=request.user, on=request.today)
    messages.success(request, "Список прочитан заново. Выбранные столбцы запомнены для следующих файлов.")
    return redirect(batch)


@require_safe
def import_left_out(request, pk):
    """The rows that were left out, with the reasons, as a table."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.import_run")
    people = Person.objects.filter(pk__in=batch.rows.filter(left_out=True).values("person"))
    journal.listed(request.user, "выгружены строки, оставленные без загрузки", people)
    return table_answer(out.left_out(batch), "Не загружено")


@require_POST
@once
def import_undo(request, pk):
    """A loaded list is taken back as one deed."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.import_run")
    batch = actions.take_back(batch, by=request.user)
    if not batch.undone_at and batch.job:
        return redirect(batch.job)
    messages.success(request, "Загрузка отменена: внесённые ею люди удалены, прежние значения возвращены.")
    return redirect("registry:import_list")


@require_POST
@once
def import_drop(request, pk):
    """A list that nobody will load."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.import_run")
    actions.drop(batch, by=request.user)
    messages.success(request, "Список убран, его строки уничтожены. В базе ничего не изменилось.")
    return redirect(reverse("registry:import_list"))
