"""The year's folder is packed by a long work, lies here for three days for the one who asked, and then goes."""

import datetime
import tempfile
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from programs.folder import packing
from programs.models import Pair, Programme, Request
from registry.actions.people import may
from registry.engine import jobs, journal
from registry.engine.errors import Refused
from registry.models import Job, Person

JOB = "programs.pack_folder"
KEPT = datetime.timedelta(days=3)
"""A folder holds papers about everybody: it is taken away at once and does not stay on the server."""


def start(programmes, *, by, on) -> Job:
    """Pack what `by` may see of these programmes, in a process of its own."""
    programmes = list(programmes)
    if not programmes:
        raise Refused("Отметьте программу, документы которой нужны.")
    for programme in programmes:
        may(by, "programs.folder_pack", programme)
    return jobs.start(
        JOB, packing.title_of(programmes), by=by, programmes=[row.pk for row in programmes], on=on.isoformat()
    )


def path_of(job) -> Path:
    return settings.MEDIA_ROOT / "folders" / f"{job.pk}.zip"


def programmes_of(job):
    rows = Programme.objects.filter(pk__in=job.payload["programmes"])
    return list(rows.select_related("year", "regulation", "roadmap").order_by("audience", "title", "pk"))


def _pack(job, report) -> dict:
    """Written beside its place and moved there whole; the rights are those of the one who asked."""
    user, on = job.started_by, datetime.date.fromisoformat(job.payload["on"])
    programmes = programmes_of(job)
    for programme in programmes:
        may(user, "programs.folder_pack", programme)
    target = path_of(job)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
        told = packing.pack(draft, programmes, user, on, report)
    journal.write(
        user, "сложена папка наставничества", programmes[0], people=people_of(programmes), papers=told["number"]
    )
    Path(draft.name).replace(target)
    return {"url": reverse("programs:folder_ready", args=[job.pk]), "said": f"В папке {told['number']}."}


def people_of(programmes):
    """Whom the folder is about: everybody who asked, was proposed or stands in a pair."""
    asked = Request.objects.filter(programme__in=programmes, person__isnull=False).values("person")
    paired = Pair.objects.filter(programme__in=programmes).values("sides__person")
    named = Q(mentor__candidacies__programme__in=programmes)
    return Person.objects.filter(Q(pk__in=asked) | Q(pk__in=paired) | named).distinct()


def ready(job, by) -> Path:
    """The archive of the one who asked for it; refused in words once it is gone."""
    may(by, "programs.folder_pack")
    if not path_of(job).exists():
        raise Refused("Этой папки уже нет: она хранится три дня. Сложите её снова.")
    return path_of(job)


def _folders():
    return (settings.MEDIA_ROOT / "folders").glob("*.zip")


def forget(today) -> str:
    """The nightly chore: folders older than three days."""
    limit = datetime.datetime.now(datetime.UTC) - KEPT
    gone = [path for path in _folders() if path.stat().st_mtime < limit.timestamp()]
    for path in gone:
        path.unlink(missing_ok=True)
    return f"убрано папок наставничества: {len(gone)}"


def forget_person(person, *, by, on) -> int:
    """An erasure leaves no archive that may hold the person's papers: all of them can be packed again."""
    gone = list(_folders())
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


JOBS = {JOB: _pack}
CHORES = {"programs.folders": forget}
