"""Heaps of scanned consents: taken in, read by a job, put together; nothing is attached on a guess.

A page is attached only when its code names exactly one awaited consent and all pages of that paper are here. What
a person wrote on it (who signed, when) is never inferred: it is proposed, shown beside the signature and confirmed.
"""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from registry.actions.people import may
from registry.actions.printing import OPEN
from registry.engine import jobs, journal, papers, sheets, uploads, workflow
from registry.engine.errors import Refused
from registry.models import Consent, Heap, HeapFile, HeapLine, ScanPage
from registry.papers.consent_sheets import parse
from registry.text import count, short_date

Verdict = ScanPage.Verdict
MAX_FILES = 100
JOB = "registry.read_heap"


@dataclass
class Taken:
    """The heap, sentences about files that were left out, and whether it is new."""

    heap: Heap
    faults: list[str] = field(default_factory=list)
    is_new: bool = True


@transaction.atomic
def upload_heap(files, *, by, on) -> Taken:
    """Keep what is good, name what is not, start reading. A heap that came before is recognised by its bytes."""
    may(by, "registry.heap_upload")
    if not files:
        raise Refused("Выберите PDF со сканера или фотографии.", field="files")
    if len(files) > MAX_FILES:
        raise Refused(f"За один раз принимаем не больше {MAX_FILES} файлов. Разделите пачку.", field="files")
    faults, good, before, seen = [], [], [], set()
    for upload in files:
        digest = _digest(upload)
        known = _known(digest)
        if known:
            before.append(known)
            faults.append(f"«{uploads.display_name(upload.name)}» уже загружали {short_date(known.uploaded_on)}.")
        elif digest not in seen:
            seen.add(digest)
            try:
                good.append((digest, uploads.accept(upload, "scan_heap")))
            except Refused as refusal:
                faults += [gap.text for gap in refusal.gaps]
    if not good and before:
        return Taken(before[0], faults, is_new=False)
    if not good:
        raise Refused(*faults, field="files")
    return Taken(_keep(good, by=by, on=on), faults)


def _digest(upload) -> str:
    upload.seek(0)
    told = hashlib.sha256()
    while chunk := upload.read(1024 * 1024):
        told.update(chunk)
    return told.hexdigest()


def _known(digest):
    """An earlier heap with this very file, unless all of it was thrown away."""
    for row in HeapFile.objects.filter(sha256=digest).select_related("heap"):
        if not row.heap.closed_at or row.heap.lines.filter(accepted_at__isnull=False).exists():
            return row.heap
    return None


def _keep(good, *, by, on) -> Heap:
    digest = hashlib.sha256("".join(sorted(digest for digest, _ in good)).encode()).hexdigest()
    heap = Heap.objects.create(digest=digest, uploaded_by=by.person, uploaded_on=on)
    for position, (own, taken) in enumerate(good, start=1):
        file = papers.store(taken.data, taken.name, media_type=taken.media_type)
        HeapFile.objects.create(heap=heap, position=position, name=taken.name, sha256=own, file=file)
    pages = sum(taken.pages for _, taken in good)
    journal.write(by, "загружена пачка сканов", heap, files=len(good), pages=pages)
    job = jobs.start(JOB, "Читаем сканы согласий", by=by, heap=heap.pk, pages=pages)
    Heap.objects.filter(pk=heap.pk).update(job=job)
    heap.refresh_from_db()
    return heap


# Reading: the job


def read_heap(job, report) -> dict:
    """Each page: its picture, its codes. Then, in one transaction, whose they are."""
    heap = Heap.objects.get(pk=job.payload["heap"])
    if heap.read_at is None:
        found = []
        for row in heap.files.select_related("file"):
            for picture in sheets.pictures(row.file.path, row.file.media_type):
                found.append((row.name, sheets.read(picture) if picture else None))
                report(len(found), job.payload["pages"], f"Страница {len(found)}")
        _put_down(heap, found, by=job.started_by)
    lines, pages = heap.lines.count(), heap.pages.doubtful().count()
    said = f"Опознано: {count(lines, 'согласие', 'согласия', 'согласий')}."
    if pages:
        said += f" Посмотрите сами: {count(pages, 'страница', 'страницы', 'страниц')}."
    return {"url": heap.get_absolute_url(), "said": said}


@transaction.atomic
def _put_down(heap, found, *, by):
    heap = workflow.lock(Heap, heap.pk)
    if heap.read_at is not None:
        return
    for position, (source, reading) in enumerate(found, start=1):
        file = papers.store(reading.jpeg, f"Страница {position}.jpg", "image/jpeg") if reading else None
        page = ScanPage(heap=heap, position=position, source=source, file=file)
        note_reading(page, reading)
        page.save()
    sort_out(heap, by=by, on=heap.uploaded_on)
    heap.read_at = timezone.now()
    heap.school_class = _class_of(heap)
    heap.save()
    close_if_done(heap, by=by)


def note_reading(page, reading):
    """What the page itself says; whose it is follows when the whole heap is known."""
    page.code, page.sheet, page.sheets = "", 0, 0
    if reading is None:
        page.verdict = Verdict.UNREADABLE
        return
    own = [parsed for parsed in map(parse, reading.texts) if parsed]
    if len({code for code, _, _ in own}) > 1 or len(own) > 1:
        page.verdict, page.code = Verdict.TWO_CODES, " ".join(sorted({code for code, _, _ in own}))[:40]
    elif own:
        page.code, page.sheet, page.sheets = own[0]
        page.verdict = Verdict.UNKNOWN
    elif reading.texts:
        page.verdict = Verdict.UNKNOWN
    else:
        page.verdict = Verdict.BLANK if reading.is_blank else Verdict.NO_CODE


def sort_out(heap, *, by, on, code=None):
    """Pages with one readable code, consent by consent."""
    pages = heap.pages.filter(sheet__gt=0).exclude(code="").exclude(verdict__in=[Verdict.MATCHED, Verdict.THROWN])
    groups = defaultdict(list)
    for page in pages.filter(code=code) if code else pages:
        groups[page.code].append(page)
    known = {row.code: row for row in Consent.objects.filter(code__in=groups).select_related("person", "text")}
    for one, group in groups.items():
        _sort_group(heap, known.get(one), group, by=by, on=on)


def _sort_group(heap, consent, pages, *, by, on):
    verdict = why_not(heap, consent)
    if not verdict and heap.pages.filter(consent=consent, verdict=Verdict.MATCHED).exists():
        verdict = Verdict.TWICE
    if verdict:
        _mark(pages, verdict, consent)
        return
    first = {}
    for page in [*pages, *_waiting_parts(consent, pages)]:
        first.setdefault(page.sheet, page)
    _mark([page for page in pages if first[page.sheet] is not page], Verdict.TWICE, consent)
    totals = {page.sheets for page in first.values()}
    whole = max(totals) or 1
    if len(totals) > 1 or set(first) != set(range(1, whole + 1)):
        _mark([page for page in first.values() if page.heap_id == heap.pk], Verdict.INCOMPLETE, consent)
        return
    attach(heap, consent, [_bring(first[number], heap, by) for number in sorted(first)], by=by, on=on)


def _waiting_parts(consent, pages):
    """Pages of the same paper that already wait for the rest, in this heap or in an earlier one."""
    parts = ScanPage.objects.filter(consent=consent, verdict=Verdict.INCOMPLETE, heap__closed_at__isnull=True)
    return parts.exclude(pk__in=[page.pk for page in pages]).select_related("file", "heap")


def _bring(page, heap, by):
    """A part that waited in an earlier heap moves to the heap that completes it."""
    if page.heap_id != heap.pk:
        former, page.heap = page.heap, heap
        page.position = heap.pages.order_by("-position").first().position + 1
        page.verdict = Verdict.MATCHED
        page.save()
        close_if_done(former, by=by)
    return page


def why_not(heap, consent) -> str:
    """The verdict that keeps this consent's pages from being attached; empty when nothing does."""
    if consent is None:
        return Verdict.UNKNOWN
    if consent.status not in OPEN:
        return Verdict.ANSWERED
    waiting = consent.heap_lines.filter(accepted_at__isnull=True, aside_note="").exclude(heap=heap)
    return Verdict.ELSEWHERE if waiting.exists() else ""


def _mark(pages, verdict, consent):
    for page in pages:
        page.verdict, page.consent = verdict, consent
        page.save()


def attach(heap, consent, pages, *, by, on) -> HeapLine:
    """All pages of the paper become the consent's scan; the line waits for whoever reads date and signature."""
    data = sheets.as_pdf([page.file.path.read_bytes() for page in pages])
    put_scan(consent, data, by=by, on=on, verb="приложен скан согласия")
    _mark(pages, Verdict.MATCHED, consent)
    return HeapLine.objects.create(heap=heap, consent=consent)


def put_scan(consent, data: bytes, *, by, on, verb, **detail):
    """Store the PDF as the consent's scan; the former one is destroyed."""
    name = f"{consent}.pdf".replace("\u00a0", " ").replace(":", "")
    former = consent.scan
    consent.scan, consent.scanned_by, consent.scanned_on = papers.store(data, name), by.person, on
    Consent.objects.filter(pk=consent.pk).update(scan=consent.scan, scanned_by=by.person, scanned_on=on)
    if former:
        papers.destroy(former)
    journal.write(by, verb, consent, people=[consent.person], **detail)


def take_scan_off(consent):
    """The scan was no proof after all: it goes."""
    if consent.scan:
        former = consent.scan
        Consent.objects.filter(pk=consent.pk).update(scan=None, scanned_by=None, scanned_on=None)
        papers.destroy(former)


def _class_of(heap):
    """The class that most of its papers belong to."""
    rows = Consent.objects.filter(scan_pages__heap=heap).select_related("person").distinct()
    classes = Counter(filter(None, (row.person.school_class(heap.uploaded_on) for row in rows)))
    return classes.most_common(1)[0][0] if classes else None


def close_if_done(heap, *, by):
    """Nothing waits any more: the pictures and the uploaded files are destroyed, the attached scans stay."""
    from registry.actions.heap_lines import waiting

    heap = workflow.lock(Heap, heap.pk)
    if heap.closed_at or heap.read_at is None or waiting(heap).exists() or heap.pages.doubtful().exists():
        return
    for row in [*heap.files.filter(file__isnull=False), *heap.pages.filter(file__isnull=False)]:
        papers.destroy(row.file)
    heap.closed_at = timezone.now()
    heap.save()
    journal.write(by, "пачка сканов разобрана, снимки страниц уничтожены", heap)
