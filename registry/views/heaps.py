"""Scanned heaps: upload, confirm what was recognised, sort out the rest."""

import base64

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.actions import heap_lines, heap_pages
from registry.actions import heaps as actions
from registry.engine import access, jobs, journal, sheets
from registry.forms.scans import AcceptForm, HeapForm
from registry.models import Heap, HeapLine, ScanPage, Year
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of
from registry.views.consents import last_place


@require_safe
def heap_list(request):
    """What came back on paper: first the heaps that still wait."""
    check(request, "registry.heap_view")
    done = Count("lines", filter=Q(lines__accepted_at__isnull=False), distinct=True)
    doubtful = Count("pages", filter=~Q(pages__verdict__in=ScanPage.SETTLED), distinct=True)
    shows_all = request.GET.get("show") == "all"
    rows = Heap.objects.visible_to(request.user, request.today).select_related("uploaded_by", "school_class__year")
    rows = (rows if shows_all else rows.open()).annotate(
        done=done, found=Count("lines", distinct=True), doubtful=doubtful
    )
    return render(request, "registry/heap_list.html", {
        "page_obj": page_of(request, rows), "shows_all": shows_all,
        "may_upload": access.may(request.user, "registry.heap_upload"),
    })  # fmt: skip


@once
def heap_new(request):
    """One PDF or several photos; the files are sent as soon as they are chosen."""
    check(request, "registry.heap_upload")
    form = HeapForm(request.POST, request.FILES) if request.method == "POST" else HeapForm()
    if request.method == "POST" and form.is_valid():
        taken = attempt(form, lambda: actions.upload_heap(
            form.cleaned_data["files"], by=request.user, on=request.today
        ))  # fmt: skip
        if taken:
            for fault in taken.faults:
                messages.warning(request, fault)
            if not taken.is_new:
                messages.info(request, "Эту пачку вы уже загружали. Вот что с ней: второй раз ничего не приложено.")
            return redirect(taken.heap)
    return render(request, "registry/heap_new.html", {"form": form})


@once
def heap_detail(request, pk):
    """While it is read: how far. Then: the recognised papers with one button, and the doubtful pages."""
    user, on = request.user, request.today
    heap = get_object_or_404(
        Heap.objects.visible_to(user, on).select_related("school_class__year", "job", "uploaded_by"), pk=pk
    )
    check(request, "registry.heap_view")
    if heap.read_at is None:
        check_post(request)
        job = jobs.fresh(heap.job) if heap.job else None
        return render(request, "registry/heap_reading.html", {
            "heap": heap, "job": job, "is_lost": job is None or job.is_lost(timezone.now()),
            "is_mine": job is not None and job.started_by_id == user.pk,
        })  # fmt: skip
    lines = list(
        heap_lines.waiting(heap).select_related("consent__person", "consent__text")
        .prefetch_related("consent__signatures", "consent__person__enrolments__school_class__year")
    )  # fmt: skip
    form = AcceptForm(request.POST or None, lines=lines, on=on, initial={
        "signed_on": on, "original_place": last_place() or default_place(heap, on),
    })  # fmt: skip
    if request.method == "POST":
        check_post(request)
        if form.is_valid():
            taken = attempt(form, lambda: heap_lines.accept(
                heap, form.choices(), by=user, on=on, signed_on=form.cleaned_data["signed_on"],
                original_place=form.cleaned_data["original_place"],
            ))  # fmt: skip
            if taken:
                messages.success(request, f"Принято: {count(taken, 'согласие', 'согласия', 'согласий')}.")
                return redirect(heap)
    return render(request, "registry/heap_detail.html", page_of_heap(request, heap, lines, form))


def check_post(request):
    if request.method == "POST":
        check(request, "registry.consent_receive")


def page_of_heap(request, heap, lines, form) -> dict:
    """Everything the page shows, and the journal's line on whom it shows."""
    pages = list(heap.pages.select_related("consent__person", "file"))
    pictures = last_pictures(pages)
    for row in form.rows:
        row["picture"] = pictures.get(row["consent"].pk, "")
        row["what_is"] = row["person"].what_is(request.today)
    doubtful = [page for page in pages if page.verdict not in ScanPage.SETTLED]
    near, far = heap_pages.likely(heap, request.today) if doubtful else ([], [])
    done = list(
        heap.lines.exclude(pk__in=[line.pk for line in lines]).select_related("consent__person", "consent__scan")
    )
    people = {row.consent.person for row in [*lines, *done]} | {
        page.consent.person for page in doubtful if page.consent
    }
    journal.listed(request.user, "открыта пачка сканов", people)
    written = [page for page in pages if page.verdict != ScanPage.Verdict.BLANK]
    return {
        "heap": heap, "form": form, "doubtful": doubtful, "near": near, "far": far, "done": done,
        "is_sole": len(near) == 1 and sum(page.verdict == ScanPage.Verdict.NO_CODE for page in doubtful) == 1,
        "matched": sum(page.verdict == ScanPage.Verdict.MATCHED for page in pages), "written": len(written),
        "blank": len(pages) - len(written),
        "thrown": [page for page in pages if page.verdict == ScanPage.Verdict.THROWN],
        "takes": sum(1 for row in form.rows if row.get("take")),
        "may_receive": access.may(request.user, "registry.consent_receive"),
    }  # fmt: skip


def last_pictures(pages) -> dict[int, str]:
    """Consent → the place of the signature on its last page, as a picture inside the page itself."""
    found = {}
    for page in sorted(pages, key=lambda page: page.sheet):
        if page.verdict == ScanPage.Verdict.MATCHED and page.file and page.file.path.exists():
            found[page.consent_id] = page
    return {
        pk: "data:image/jpeg;base64," + base64.b64encode(sheets.signature(page.file.path.read_bytes())).decode()
        for pk, page in found.items()
    }


def default_place(heap, on) -> str:
    """«Папка «Согласия 2026/2027, 7 «А»»: something to correct rather than to invent."""
    year = Year.objects.on(on).first() or Year.around(on)
    return f"Папка «Согласия {year}»" + (f", {heap.school_class} класс" if heap.school_class else "")


@require_POST
@once
def heap_line_aside(request, pk):
    """Unsigned, or the wrong sheet."""
    line = get_object_or_404(
        HeapLine.objects.filter(heap__in=Heap.objects.visible_to(request.user, request.today)), pk=pk
    )
    check(request, "registry.consent_receive")
    heap_lines.put_aside(line, by=request.user, note=request.POST.get("note", ""))
    messages.success(request, f"Отложено: {line.consent}. Его бумагу по-прежнему ждём.")
    return redirect(line.heap)


@require_POST
@once
def heap_close(request, pk):
    """The rest is thrown away with a reason."""
    heap = get_object_or_404(Heap.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.heap_upload")
    heap_lines.close(heap, by=request.user, note=request.POST.get("note", ""))
    messages.success(request, "Пачка разобрана. Снимки страниц уничтожены, приложенные сканы остались в согласиях.")
    return redirect(heap)
