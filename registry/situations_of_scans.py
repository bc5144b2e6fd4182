"""Situations of paper: sheets that went out and did not come back, heaps that wait for a person."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Consent, Heap, PrintRun, ScanPage
from registry.text import count

OPEN = ["expected", "partly_signed"]


def scans_awaited(user, today):
    """A batch was printed and none of its papers has come back yet."""
    if not access.may(user, "registry.heap_upload"):
        return
    own = Consent.objects.filter(print_runs=OuterRef("pk"))
    back = Q(scan__isnull=False) | Q(scan_pages__isnull=False) | ~Q(status__in=OPEN)
    runs = PrintRun.objects.filter(Exists(own.filter(status__in=OPEN)), ~Exists(own.filter(back)))
    for run in runs.annotate(number=Count("consents")):
        yield Task(
            text=f"Соберите подписанные согласия и загрузите сканы: {count(run.number, 'бумага', 'бумаги', 'бумаг')}",
            who=run.title,
            url=reverse("registry:heap_new") + "#id_files",
            button="Загрузить сканы",
        )


def heap_to_confirm(user, today):
    """Papers were recognised; the signatures and the day are to be confirmed by a person."""
    if not access.may(user, "registry.consent_receive"):
        return
    waiting = Q(lines__accepted_at__isnull=True, lines__aside_note="", lines__consent__status__in=OPEN)
    heaps = Heap.objects.open().filter(waiting).annotate(number=Count("lines", filter=waiting, distinct=True))
    for heap in heaps.select_related("school_class__year").distinct():
        yield Task(
            text=f"Подтвердите подписи: {count(heap.number, 'согласие', 'согласия', 'согласий')} из пачки сканов",
            who=f"{heap.school_class} класс" if heap.school_class else "",
            url=heap.get_absolute_url() + "#lines",
            button="Подтвердить",
        )


def pages_to_sort(user, today):
    """Pages that nobody but a person can place."""
    if not access.may(user, "registry.heap_upload"):
        return
    doubtful = ScanPage.objects.doubtful().filter(heap=OuterRef("pk"))
    heaps = Heap.objects.open().filter(Exists(doubtful), read_at__isnull=False)
    number = Count("pages", filter=~Q(pages__verdict__in=ScanPage.SETTLED))
    for heap in heaps.annotate(number=number).select_related("school_class__year"):
        yield Task(
            text=f"Посмотрите, чьи это листы: {count(heap.number, 'страница', 'страницы', 'страниц')} не опознаны",
            who=f"{heap.school_class} класс" if heap.school_class else "",
            url=heap.get_absolute_url() + "#doubtful",
            button="Разобрать",
        )


ALL = {
    "registry.scans_awaited": lines(scans_awaited),
    "registry.heap_to_confirm": lines(heap_to_confirm),
    "registry.pages_to_sort": lines(pages_to_sort),
}
