"""A list of people: brought in, mended, loaded, taken back. Long ones run as a job."""

from django.db import transaction

from registry.actions.people import may
from registry.actions.school import year_to_edit
from registry.engine import jobs, journal
from registry.engine.errors import Gap, Refused
from registry.engine.papers import store
from registry.engine.workflow import lock
from registry.imports import apply, plan, reading, retention, undo
from registry.imports.headings import fields_of, key
from registry.models import HeadingMemory, ImportBatch

LONG = 500
"""Rows: longer lists are read and written by a job."""
LONG_UNDO = 150
"""Undoing costs more for each row: people are compared with what the import left, deleted, put back."""


def bring(upload, kind, *, by, on) -> ImportBatch:
    """Take a file, look into it and plan its rows; Refused for a file that cannot be taken, and nothing is kept."""
    may(by, "registry.import_run")
    if kind == "pupils" and year_to_edit(on).pk is None:
        raise Refused(Gap("Сначала укажите учебный год: к нему относятся классы учеников.", "/registry/year/"))
    data = reading.received(upload)
    sheets, notes = reading.read_bytes(data)
    plan.tables(kind, sheets, {}, {})
    with transaction.atomic():
        file = store(data, f"Список {upload.name}"[:200], "application/octet-stream")
        batch = ImportBatch.objects.create(kind=kind, name=upload.name[:200], file=file, brought_by=by)
        journal.write(by, "принят файл со списком", batch, kind=batch.get_kind_display())
        return _read(batch, by=by, on=on, found=(sheets, notes))


def _read(batch, *, by, on, found=None) -> ImportBatch:
    sheets, notes = found or reading.read(batch.file.path)
    if sum(len(sheet.rows) for sheet in sheets) > LONG:
        batch.job = jobs.start(
            "registry.import_read", f"Читаем список «{batch.name}»", by=by, batch=batch.pk, on=str(on)
        )
        batch.save(update_fields=["job", "mapping"])
        return batch
    plan.read(batch, on=on, found=(sheets, notes))
    return batch


def open_batch(batch) -> ImportBatch:
    """The row, locked; Refused when nothing more can be changed in it."""
    row = lock(ImportBatch, batch.pk)
    if not row.is_open:
        raise Refused("Этот список уже загружен или убран: исправить в нём ничего нельзя.")
    return row


@transaction.atomic
def set_columns(batch, columns: dict, classes: dict, *, by, on) -> ImportBatch:
    """What the columns of each sheet are, as the curator says; remembered for the next file with such headings.

    `columns` maps a sheet's place to {column letter: field}, `classes` a sheet's place to the class of its pupils.
    """
    may(by, "registry.import_run")
    batch = open_batch(batch)
    known = fields_of(batch.kind)
    for place, sheet in enumerate(batch.sheets):
        chosen = columns.get(str(place), {})
        for heading in sheet["headings"]:
            said = chosen.get(heading["column"])
            if said is None or said == heading["field"] or (said and said not in known):
                continue
            if heading["text"]:
                HeadingMemory.objects.update_or_create(
                    kind=batch.kind, heading=key(heading["text"]), defaults={"field": said}
                )
        said = {heading["column"]: chosen.get(heading["column"], heading["field"]) for heading in sheet["headings"]}
        batch.mapping[str(place)] = {"columns": said, "class": classes.get(str(place), "").strip()[:10]}
    batch.save()
    return _read(batch, by=by, on=on)


@transaction.atomic
def correct(batch, *, by, on, fixes=None, left_out=None, choices=None) -> ImportBatch:
    """What was typed, answered and ticked on the page: {place: {field: text}}, {place: bool}, {place: answer}."""
    may(by, "registry.import_run")
    batch = open_batch(batch)
    rows = list(batch.rows.order_by("place"))
    before = {row.place: plan.state_of(row) for row in rows}
    known = fields_of(batch.kind)
    for row in rows:
        typed = (fixes or {}).get(row.place, {})
        row.fixes = {**row.fixes, **{code: words[:2000] for code, words in typed.items() if code in known}}
        row.left_out = (left_out or {}).get(row.place, row.left_out)
        answer = (choices or {}).get(row.place, row.choice)
        if answer in ("", "new") or answer in [str(pk) for pk, _ in row.candidates]:
            row.choice = answer
    plan.again(batch, on=on, rows=rows, before=before)
    return batch


def load(batch, *, by, on) -> ImportBatch:
    """The final button; a long list is written by a job."""
    may(by, "registry.import_run")
    batch.refresh_from_db()
    gaps = plan.gaps(batch)
    if gaps:
        raise Refused(*gaps)
    if batch.counts.get("writing", 0) > LONG:
        batch.job = jobs.start(
            "registry.import_write", f"Загружаем список «{batch.name}»", by=by, batch=batch.pk, on=str(on)
        )
        batch.save(update_fields=["job"])
        return batch
    return apply.write(batch, by=by, on=on)


@transaction.atomic
def drop(batch, *, by) -> ImportBatch:
    """A list that nobody will load: its cells are destroyed at once."""
    may(by, "registry.import_run")
    batch = open_batch(batch)
    journal.write(by, "список убран без загрузки", batch)
    retention.clean(batch)
    return batch


def take_back(batch, *, by) -> ImportBatch:
    """Undo a loaded list as one deed; a long one by a job, once nothing is seen to stand on it."""
    may(by, "registry.import_run")
    if batch.rows.exclude(undo={}).count() <= LONG_UNDO:
        return undo.undo(batch, by=by)
    undo.check(batch)
    batch.job = jobs.start("registry.import_undo", f"Отменяем загрузку «{batch.name}»", by=by, batch=batch.pk)
    batch.save(update_fields=["job"])
    return batch


# Jobs


def read_job(job, report) -> dict:
    """Reading is done outside the transaction; the plan is saved in one."""
    import datetime

    batch = ImportBatch.objects.get(pk=job.payload["batch"])
    plan.read(batch, on=datetime.date.fromisoformat(job.payload["on"]), report=report)
    return {"url": batch.get_absolute_url(), "said": "Список прочитан: посмотрите, что получится."}


def write_job(job, report) -> dict:
    import datetime

    batch = ImportBatch.objects.get(pk=job.payload["batch"])
    on = datetime.date.fromisoformat(job.payload["on"])
    if batch.is_open:
        batch = apply.write(batch, by=job.started_by, on=on, report=report)
    return {"url": batch.get_absolute_url(), "said": apply.said(batch)}


def undo_job(job, report) -> dict:
    batch = ImportBatch.objects.get(pk=job.payload["batch"])
    if batch.is_undoable:
        undo.undo(batch, by=job.started_by)
    return {"url": batch.get_absolute_url(), "said": "Загрузка отменена."}


JOBS = {
    "registry.import_read": read_job, "registry.import_write": write_job, "registry.import_undo": undo_job,
}  # fmt: skip
