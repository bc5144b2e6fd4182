"""Consents with their signatures and scans, duties by law, demands of the person, erasures."""

from django.db.models import Q

from registry.engine.inventory import Holding, gone, shown
from registry.text import joined, short_date


def consents(person, on):
    from registry.views.facts import state_of

    for row in person.consents.select_related("text").prefetch_related("signatures__signer"):
        parts = [state_of(row, on)[0]]
        parts += [f"подписано: {joined(str(one) for one in row.signatures.all())}"] if row.signatures.all() else []
        parts += [f"оригинал: {row.original_place}"] if row.original_place else []
        parts += ["есть скан"] if getattr(row, "scan_id", None) else []
        yield from shown(f"Согласие {row.get_kind_display()}", "; ".join(parts), row.valid_from or row.expected_on)


def erase_consents(person, *, by, on) -> int:
    """Papers that were never signed go. Signed ones end today, closed to all but the office, for their three years."""
    from registry.erasure.purge import drop_consent
    from registry.models import StoredFile

    number = 0
    for row in person.consents.filter(status__in=["expected", "partly_signed", "refused"]):
        number += drop_consent(row)
    left = person.consents.all()
    left.filter(status="valid").filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on)).update(valid_until=on)
    left.update(end_note="", own_conditions="", allowed_fields=[], bans={})
    scans = StoredFile.objects.filter(pk__in=left.exclude(scan=None).values("scan"))
    scans.update(closed_on=on, name="скан согласия")
    for file in scans:
        file.readers.clear()
    return number


def withdrawn(on) -> dict:
    """People whose consent to processing was withdrawn, and no other is in force (ч. 5 ст. 21 152-ФЗ)."""
    from registry.models import Consent

    rows = Consent.objects.filter(kind="processing", status="withdrawn", person__erased_at__isnull=True)
    running = Consent.objects.filter(kind="processing").filter(
        Q(status__in=["expected", "partly_signed"]) | Q(pk__in=Consent.objects.valid(on).values("pk"))
    )
    found = {}
    for pk, day in rows.exclude(person__in=running.values("person")).values_list("person", "ended_on"):
        since = max(day or on, found[pk][0]) if pk in found else day or on
        found[pk] = (since, "отозвано согласие на обработку данных")
    return found


def requests(person, on):
    for row in person.subject_requests.select_related("duty"):
        answer = f"ответ {short_date(row.answered_on)}: {row.answer}" if row.answered_on else "ждёт ответа"
        yield from shown(f"{row}, {row.get_kind_display()}", f"{row.words or row.about}; {answer}", row.received_on)


def duties(person, on):
    for row in person.duties.select_related("kind").filter(request__isnull=True):
        done = f"сделано {short_date(row.done_on)}" if row.done_on else f"срок {short_date(row.due_on)}"
        yield from shown("Срок по закону", f"{row.kind.title}; {done}", row.received_on)


def end_duties(person, *, by, on) -> int:
    """What the law wanted is done by the erasure itself; what stands in the rows may hold the name and goes."""
    person.duties.filter(done_on__isnull=True).update(
        done_on=on, done_by=getattr(by, "person", None), note="данные уничтожены, составлен акт"
    )
    return person.duties.update(ground="данные уничтожены", extended="")


def close_answers(person, *, by, on) -> int:
    """The demands stay for their term; what they and the answers said is readable by the office alone."""
    from registry.models import StoredFile

    files = StoredFile.objects.filter(pk__in=person.subject_requests.exclude(paper=None).values("paper__file"))
    files.update(closed_on=on)
    return 0


def erase_heaps(person, *, by, on) -> int:
    """Pages of the person's papers in the heaps of scans; the paper itself is the consent's own scan."""
    from registry.engine import papers
    from registry.models import StoredFile
    from registry.models.scans import HeapLine, ScanPage

    pages = ScanPage.objects.filter(consent__person=person)
    files = [pk for pk in pages.values_list("file", flat=True) if pk]
    pages.update(file=None, code="", note="", source="")
    number = len(files) + gone(HeapLine.objects.filter(consent__person=person, accepted_at__isnull=True))
    for file in StoredFile.objects.filter(pk__in=files):
        papers.destroy(file)
    return number


HOLDINGS = {
    "consents": Holding(
        "Согласия", "documents", "ч. 4 ст. 9 152-ФЗ", "consents",
        {"registry.Consent": ("person", "end_note", "original_place", "own_conditions", "scanned_by"),
         "registry.Signature": ("signer", "received_by"), "registry.PrintRun": ("printed_by", "title")},
        consents, erase=erase_consents,
    ),
    "heaps": Holding(
        "Сканы бумаг, ещё не разобранные", "documents", "ч. 4 ст. 9 152-ФЗ", "participation",
        {"registry.Heap": ("uploaded_by",), "registry.HeapFile": ("name",), "registry.HeapLine": ("aside_note",),
         "registry.ScanPage": ("source", "note")},
        None, erase=erase_heaps,
    ),
    "demands": Holding(
        "Обращения о данных", "documents", "ст. 14, 20, 21 152-ФЗ", "subject_requests",
        {"registry.SubjectRequest": ("person", "asked_by", "answered_by", "words", "answer", "about")},
        requests, erase=close_answers,
    ),
    "duties": Holding(
        "Сроки, которые школа обязана соблюсти", "documents", "ст. 21 152-ФЗ", "participation",
        {"registry.Duty": ("person", "done_by", "ground", "note", "extended")}, duties, erase=end_duties,
    ),
    "erasures": Holding(
        "Уничтожение данных", "documents", "приказ Роскомнадзора от 28.10.2022 № 179", "erasure_papers",
        {"registry.Erasure": ("person", "prepared_by", "decided_by", "members", "note", "remark", "sheets", "processor",
                              "system")},
    ),
}  # fmt: skip
