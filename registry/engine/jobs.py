"""Long work (over two seconds): a row, run by `manage.py job ID` as a child process that outlives the request.

Each app fills `kind` in `AppConfig.ready()`: name → function (job, report) → {"url": …, "said": …}. The function
does its reading first, calls `report(done, total, note)` on the way, and writes in one transaction at the end;
it must bear being run again after its process died. Raise Refused to end with a sentence.
"""

import contextlib
import datetime
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.engine.errors import Refused

kind: dict[str, Callable] = {}
"""name → function (job, report) → {"url": where it leads, "said": one sentence}."""

HEARTBEAT = 5  # seconds
TOLD_EVERY = 0.2  # seconds between two reports of progress
log = logging.getLogger(__name__)


def start(name: str, title: str, *, by, **payload):
    """A row now, a child process after the commit. `by` is the User; `payload` holds ids and plain values."""
    from registry.models import Job

    if name not in kind:
        raise KeyError(name)
    job = Job.objects.create(kind=name, title=title, started_by=by, payload=payload)
    _launch(job)
    return job


def restart(job, *, by):
    """Once more, after its process died or it failed; a job that lives is left alone."""
    from django.core.exceptions import PermissionDenied

    from registry.models import Job

    if job.started_by_id != by.pk:
        raise PermissionDenied("job")
    row = fresh(job)
    if not (row.is_lost(timezone.now()) or row.status == "failed"):
        raise Refused("Эта работа ещё идёт или уже закончена: запускать её снова не нужно.")
    taken = Job.objects.filter(pk=job.pk, begun_at=row.begun_at, queued_at=row.queued_at).update(
        queued_at=timezone.now(), begun_at=None, alive_at=None, finished_at=None, error="", done=0, note=""
    )
    if taken:
        _pulse_path(job.pk).unlink(missing_ok=True)
        _launch(job)


def _launch(job):
    if getattr(settings, "JOBS_INLINE", False):
        run(job.pk)
        return
    transaction.on_commit(lambda: _spawn(job.pk))


def _spawn(pk: int):
    """A process of its own session: it survives the worker that started it. What it says goes to var/jobs.log."""
    with (settings.VAR_DIR / "jobs.log").open("ab") as told:
        subprocess.Popen(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "job", str(pk)],
            cwd=settings.BASE_DIR, env=os.environ.copy(), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=told, stderr=told,
        )  # fmt: skip


def run(pk: int) -> bool:
    """Do the work, unless another process has it; False when there was nothing to do."""
    from registry.models import Job

    now = timezone.now()
    if not Job.objects.filter(pk=pk, begun_at=None, finished_at=None).update(begun_at=now, alive_at=now):
        return False
    job = Job.objects.select_related("started_by").get(pk=pk)
    error, result = "", {}
    with _heartbeat(pk):
        try:
            result = kind[job.kind](job, _teller(pk))
        except Refused as refusal:
            error = str(refusal)
        except Exception:
            # The border of the process: the reader learns that it failed, the log learns why.
            log.exception("job %s (%s) failed", pk, job.kind)
            error = "Не получилось: работа прервалась на середине, и ничего не изменилось. Запустите её снова."
    seen = fresh(Job.objects.get(pk=pk))
    Job.objects.filter(pk=pk).update(
        finished_at=timezone.now(), error=error, result=result, done=seen.done, total=seen.total, note=seen.note
    )
    _pulse_path(pk).unlink(missing_ok=True)
    return True


def unheard(done: int, total: int, note: str = "") -> None:
    """The `report` of work that nobody watches."""


# How far it is lies in a file: a row written inside the last transaction would be seen only after it, and SQLite
# has one writer at a time.


def _pulse_path(pk: int) -> Path:
    return settings.MEDIA_ROOT / "jobs" / f"{pk}.json"


def _report(pk: int, done: int, total: int, note: str = ""):
    path = _pulse_path(pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({"done": done, "total": total, "note": note}))
    draft.replace(path)


def _teller(pk: int):
    """What the work calls after each step: a new sentence and the last step at once, the rest a few times a second."""
    last = {"at": 0.0, "note": None}

    def tell(done: int, total: int, note: str = ""):
        now = time.monotonic()
        if done < total and note == last["note"] and now - last["at"] < TOLD_EVERY:
            return
        last.update(at=now, note=note)
        _report(pk, done, total, note)

    return tell


@contextlib.contextmanager
def _heartbeat(pk: int):
    """Touch the file every few seconds for as long as this process lives."""
    _report(pk, 0, 0)
    stop = threading.Event()

    def beat():
        while not stop.wait(HEARTBEAT):
            with contextlib.suppress(FileNotFoundError):
                os.utime(_pulse_path(pk))

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def fresh(job):
    """The row with what its process last reported."""
    path = _pulse_path(job.pk)
    if job.finished_at:
        return job
    with contextlib.suppress(FileNotFoundError, ValueError):
        said = json.loads(path.read_text())
        job.done, job.total, job.note = said["done"], said["total"], said["note"]
        job.alive_at = datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=datetime.UTC)
    return job
