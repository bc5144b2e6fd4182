"""Recognised papers of a heap: a person confirms who signed and when; one button accepts them all."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from registry.actions import heaps
from registry.actions.consents import receive_paper
from registry.actions.people import may
from registry.actions.printing import OPEN
from registry.engine import consents as gate
from registry.engine import journal, workflow
from registry.engine.errors import Refused
from registry.models import Heap, HeapLine, Person, ScanPage


@dataclass
class Choice:
    """One confirmed line: whose signatures stand on the sheet, and its own day if it differs from the heap's."""

    line: HeapLine
    signers: list[Person] = field(default_factory=list)
    signed_on: object = None


def waiting(heap):
    """Lines of the heap whose consents are still awaited."""
    return heap.lines.filter(accepted_at__isnull=True, aside_note="", consent__status__in=OPEN)


def proposal(consent, on) -> tuple[list[Person], bool, Person | None]:
    """Who, by age, should have signed: (guardians to choose from, whether the pupil signs too, the adult himself)."""
    person = consent.person
    signed = {row.signer_id for row in consent.signatures.all()}
    if not person.is_minor(on):
        return [], False, person
    by_guardian = any(row.as_guardian for row in consent.signatures.all())
    guardians = [] if by_guardian else list(person.guardians(on).order_by("name_key", "pk"))
    age = person.age(on)
    return guardians, age is not None and age >= 14 and person.pk not in signed, None


@transaction.atomic
def accept(heap, choices, *, by, on, signed_on, original_place) -> int:
    """The papers are here: all of them, or none and a sentence for each that cannot be taken."""
    may(by, "registry.consent_receive")
    heap = workflow.lock(Heap, heap.pk)
    if not choices:
        raise Refused("Отметьте хотя бы одно согласие.")
    open_lines = set(waiting(heap).values_list("pk", flat=True))
    faults = []
    for choice in choices:
        consent = choice.line.consent
        name = consent.person.short_name
        if choice.line.pk not in open_lines:
            faults.append(f"{name}: это согласие уже принято или отложено.")
        elif consent.kind == gate.PUBLICATION:
            faults.append(f"{name}: отметки этого согласия переносят с бумаги по одной, откройте его в строке.")
        elif not choice.signers:
            faults.append(f"{name}: выберите, чья подпись стоит на бумаге.")
        else:
            faults += _receive(choice, by=by, on=on, signed_on=signed_on, original_place=original_place)
    if faults:
        raise Refused(*faults)
    HeapLine.objects.filter(pk__in=[choice.line.pk for choice in choices]).update(accepted_at=timezone.now())
    journal.write(
        by, "приняты согласия из пачки", heap, people={choice.line.consent.person for choice in choices},
        original_place=original_place,
    )  # fmt: skip
    heaps.close_if_done(heap, by=by)
    return len(choices)


def _receive(choice, *, by, on, signed_on, original_place) -> list[str]:
    """Sentences why this paper cannot be taken; what it changed is undone then."""
    consent = choice.line.consent
    try:
        with transaction.atomic():
            receive_paper(
                consent, choice.signers, by=by, on=on, signed_on=choice.signed_on or signed_on,
                original_place=original_place,
            )  # fmt: skip
    except Refused as refusal:
        return [gap.about(consent.person.short_name).text for gap in refusal.gaps]
    return []


def settled(consent, *, by, on):
    """The consent became valid, here or on its own page: its line is done, and with the last one the heap."""
    lines = HeapLine.objects.filter(consent=consent, accepted_at__isnull=True, aside_note="").select_related("heap")
    for line in lines:
        HeapLine.objects.filter(pk=line.pk).update(accepted_at=timezone.now())
        heaps.close_if_done(line.heap, by=by)


def answered(consent, *, by, on):
    """The consent was refused: its line and its scan are no longer needed."""
    for line in HeapLine.objects.filter(consent=consent, accepted_at__isnull=True, aside_note=""):
        HeapLine.objects.filter(pk=line.pk).update(aside_note=consent.get_status_display())
        heaps.close_if_done(line.heap, by=by)


@transaction.atomic
def put_aside(line, *, by, note) -> HeapLine:
    """Not signed, or the wrong paper: the scan is taken off, the consent stays awaited."""
    may(by, "registry.consent_receive")
    heap = workflow.lock(Heap, line.heap_id)
    line = HeapLine.objects.select_related("consent__person").get(pk=line.pk)
    if line.accepted_at or line.aside_note:
        raise Refused("Это согласие уже принято или отложено.")
    if not note.strip():
        raise Refused("Напишите, что не так с бумагой: это увидит тот, кто понесёт её обратно.")
    line.aside_note = note.strip()[:200]
    line.save()
    heaps.take_scan_off(line.consent)
    pages = heap.pages.filter(consent=line.consent, verdict=ScanPage.Verdict.MATCHED)
    pages.update(verdict=ScanPage.Verdict.THROWN, note=line.aside_note)
    journal.write(by, "бумага из пачки отложена", line.consent, people=[line.consent.person], note=line.aside_note)
    heaps.close_if_done(heap, by=by)
    return line


@transaction.atomic
def close(heap, *, by, note):
    """The rest is not worth the time: pages are thrown away, unconfirmed scans are taken off."""
    from registry.actions.heap_pages import throw

    may(by, "registry.heap_upload")
    if not note.strip():
        raise Refused("Напишите, почему остальное не нужно.")
    for line in waiting(heap):
        put_aside(line, by=by, note=note)
    for page in heap.pages.doubtful():
        throw(page, by=by, note=note)
    return Heap.objects.get(pk=heap.pk)
