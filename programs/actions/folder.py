"""The year's folder is packed by a long work for the one who asked."""

import datetime

from django.db.models import Q
from django.urls import reverse

from programs.folder import packing
from programs.models import Pair, Programme, Request
from registry.actions.people import may
from registry.engine import jobs, journal
from registry.engine.errors import Refused
from registry.engine.made_files import MadeFiles
from registry.models import Job, Person

JOB = "programs.pack_folder"
FILES = MadeFiles(
    "folders", ".zip", "Этой папки уже нет: она хранится три дня. Сложите её снова.", "убрано папок наставничества"
)


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


def programmes_of(job):
    rows = Programme.objects.filter(pk__in=job.payload["programmes"])
    return list(rows.select_related("year", "regulation", "roadmap").order_by("audience", "title", "pk"))


def _pack(job, report) -> dict:
    """The rights are those of the one who asked."""
    user, on = job.started_by, datetime.date.fromisoformat(job.payload["on"])
    programmes = programmes_of(job)
    for programme in programmes:
        may(user, "programs.folder_pack", programme)
    with FILES.written(job) as draft:
        told = packing.pack(draft, programmes, user, on, report)
        journal.write(
            user, "сложена папка наставничества", programmes[0], people=people_of(programmes), papers=told["number"]
        )
    return {"url": reverse("programs:folder_ready", args=[job.pk]), "said": f"В папке {told['number']}."}


def people_of(programmes):
    """Whom the folder is about: everybody who asked, was proposed or stands in a pair."""
    asked = Request.objects.filter(programme__in=programmes, person__isnull=False).values("person")
    paired = Pair.objects.filter(programme__in=programmes).values("sides__person")
    named = Q(mentor__candidacies__programme__in=programmes)
    return Person.objects.filter(Q(pk__in=asked) | Q(pk__in=paired) | named).distinct()


JOBS = {JOB: _pack}
CHORES = {"programs.folders": FILES.forget}
