"""A scan beside the data: of one consent, of a certificate where the school keeps such scans."""

from django.db import transaction

from registry.actions import heaps
from registry.actions.people import may
from registry.engine import journal, papers, sheets, workflow
from registry.engine.errors import Refused
from registry.models import Certificate, Consent, School


def as_pdf(taken) -> bytes:
    """An accepted upload as a PDF: a photo becomes its only page."""
    return taken.data if taken.media_type == "application/pdf" else sheets.as_pdf([_upright_jpeg(taken)])


def _upright_jpeg(taken) -> bytes:
    with sheets.opened(taken.data) as picture:
        return sheets.as_jpeg(picture, side=2400)


@transaction.atomic
def set_consent_scan(consent, taken, *, by, on, note="") -> Consent:
    """Keep the scan of this very paper; a scan that is there already is replaced with a reason and destroyed."""
    may(by, "registry.consent_receive")
    consent = workflow.lock(Consent, consent.pk)
    if consent.scan_id and not note.strip():
        raise Refused("Скан уже есть. Напишите, почему его надо заменить.", field="note")
    verb = "заменён скан согласия" if consent.scan_id else "приложен скан согласия"
    heaps.put_scan(consent, as_pdf(taken), by=by, on=on, verb=verb, **({"note": note.strip()} if note.strip() else {}))
    return consent


@transaction.atomic
def keep_certificate_scan(row, taken, *, by) -> Certificate:
    """Only where the school has decided to keep such scans (ОЧ-П 5.1 asks for the fact alone)."""
    may(by, "registry.certificate_check")
    if not School.get().keeps_certificate_scans:
        raise Refused("Школа не хранит сканы справок: достаточно номера и дат. Включить хранение может директор.")
    former = row.scan
    row.scan = papers.store(as_pdf(taken), f"{row}.pdf")
    row.save(update_fields=["scan"])
    if former:
        papers.destroy(former)
    journal.write(by, "приложен скан справки", row, people=[row.mentor.person])
    return row


@transaction.atomic
def switch_certificate_scans(school, keeps: bool, *, by) -> int:
    """The director decides; with the keeping ends what was kept. Returns how many scans were destroyed."""
    may(by, "registry.certificate_scans")
    school = workflow.lock(School, school.pk)
    if school.keeps_certificate_scans == keeps:
        return 0
    school.keeps_certificate_scans = keeps
    school.save(update_fields=["keeps_certificate_scans"])
    kept = (
        [] if keeps else list(Certificate.objects.filter(scan__isnull=False).select_related("scan", "mentor__person"))
    )
    for row in kept:
        papers.destroy(row.scan)
    journal.write(
        by, "включено хранение сканов справок" if keeps else "выключено хранение сканов справок, сканы уничтожены",
        school, people={row.mentor.person for row in kept}, destroyed=len(kept),
    )  # fmt: skip
    return len(kept)
