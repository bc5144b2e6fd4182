"""What a person does with a doubtful page: looks, turns, attaches by hand, throws away."""

from django.db import transaction

from registry.actions import heaps
from registry.actions.people import may
from registry.actions.printing import OPEN
from registry.engine import journal, papers, sheets, workflow
from registry.engine.errors import Refused
from registry.models import Consent, Heap, PrintRun, ScanPage
from registry.papers import consent_sheets

Verdict = ScanPage.Verdict


def likely(heap, on) -> tuple[list[Consent], list[Consent]]:
    """(awaited papers of those for whom this heap was most likely printed, all other awaited papers).

    First come the batches that any page of the heap belongs to, and the heap's class.
    """
    here = heap.pages.filter(verdict=Verdict.MATCHED).values("consent")
    free = Consent.objects.filter(status__in=OPEN, person__erased_at__isnull=True).exclude(pk__in=here)
    free = free.exclude(heap_lines__accepted_at__isnull=True, heap_lines__aside_note="", heap_lines__isnull=False)
    free = free.select_related("person").prefetch_related("person__enrolments__school_class")
    runs = PrintRun.objects.filter(consents__scan_pages__heap=heap)
    printed = set(runs.values_list("consents", flat=True))
    near, far = [], []
    for row in free.order_by("person__name_key", "kind").distinct():
        own = heap.school_class and row.person.school_class(on) == heap.school_class
        (near if row.pk in printed or own else far).append(row)
    return near, far


def _doubtful(page, by) -> ScanPage:
    """The page, locked; refused when somebody was faster."""
    may(by, "registry.heap_upload")
    workflow.lock(Heap, page.heap_id)
    page = ScanPage.objects.select_related("heap", "file", "consent").get(pk=page.pk)
    if page.verdict in ScanPage.SETTLED:
        raise Refused(f"Эта страница уже разобрана: {page.get_verdict_display()}.")
    return page


@transaction.atomic
def turn(page, degrees, *, by, on) -> ScanPage:
    """Clockwise; a code that is seen now counts as if it had been seen at once."""
    page = _doubtful(page, by)
    if page.file is None:
        raise Refused("Эту страницу не удалось открыть, поворачивать нечего. Уберите её и отсканируйте заново.")
    former = page.file
    jpeg = sheets.turned(former.path.read_bytes(), degrees)
    page.file = papers.store(jpeg, former.name, "image/jpeg")
    if page.verdict == Verdict.NO_CODE:
        with sheets.opened(jpeg) as picture:
            reading = sheets.read(picture)
        if reading.texts:
            heaps.note_reading(page, reading)
    page.save()
    papers.destroy(former)
    if page.code:
        heaps.sort_out(page.heap, by=by, on=on, code=page.code)
        heaps.close_if_done(page.heap, by=by)
    return page


@transaction.atomic
def attach_by_hand(page, consent, *, by, on) -> ScanPage:
    """A person read the name: the page is this consent's. A page with somebody else's code is never taken."""
    page = _doubtful(page, by)
    consent = workflow.lock(Consent, consent.pk)
    if page.file is None:
        raise Refused("Эту страницу не удалось открыть. Уберите её и отсканируйте лист заново.")
    if page.code and consent.code not in page.code.split():
        raise Refused(
            "На странице стоит код другого согласия, поэтому приложить её сюда нельзя. "
            "Если листы лежали друг на друге, уберите страницу и отсканируйте их отдельно."
        )
    verdict = heaps.why_not(page.heap, consent)
    if verdict == Verdict.ANSWERED:
        raise Refused(f"Это согласие уже отмечено: «{consent.get_status_display()}». Прикладывать к нему нечего.")
    if verdict or page.heap.pages.filter(consent=consent, verdict=Verdict.MATCHED).exists():
        raise Refused("Скан этого согласия уже найден и ждёт подтверждения. Если там не та бумага, отложите её.")
    _join(page, consent, by=by, on=on)
    journal.write(by, "страница приложена вручную", page, people=[consent.person])
    heaps.close_if_done(page.heap, by=by)
    return page


def _join(page, consent, *, by, on):
    """Put the page to what is already here of the paper; complete, it becomes the scan."""
    others = list(page.heap.pages.filter(consent=consent, verdict=Verdict.INCOMPLETE).exclude(pk=page.pk))
    totals = {one.sheets for one in others} | ({page.sheets} if page.sheets else set())
    whole = max(totals) if totals else consent_sheets.count_pages(consent, on, reader=by)
    held = {one.sheet for one in others}
    free = [number for number in range(1, whole + 1) if number not in held]
    if not free:
        raise Refused("Все страницы этого согласия в пачке уже есть.")
    page.sheet = page.sheet if page.sheet in free else free[0]
    page.sheets, page.consent, page.by_hand, page.verdict = whole, consent, True, Verdict.INCOMPLETE
    page.save()
    parts = sorted([*others, page], key=lambda one: one.sheet)
    if [one.sheet for one in parts] == list(range(1, whole + 1)):
        heaps.attach(page.heap, consent, parts, by=by, on=on)


@transaction.atomic
def throw(page, *, by, note) -> ScanPage:
    """Not a consent, or a bad scan of one: the picture is destroyed, the reason stays."""
    page = _doubtful(page, by)
    if not note.strip():
        raise Refused("Напишите, почему страница не нужна: через месяц этого никто не вспомнит.")
    page.verdict, page.note = Verdict.THROWN, note.strip()[:200]
    page.save()
    if page.file:
        papers.destroy(page.file)
    journal.write(by, "страница убрана", page, people=[page.consent.person] if page.consent else [], note=page.note)
    heaps.close_if_done(page.heap, by=by)
    return page
