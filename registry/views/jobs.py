"""Long work: how far it is, and the way on when it is done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from registry.engine import jobs
from registry.models import Job
from registry.once import once
from registry.views.base import check


@never_cache  # the page and its middle have one address: «Назад» must not show the middle alone
@require_safe
def job_detail(request, pk):
    """The page; htmx asks for its middle every two seconds and is led on when the work is done."""
    job = jobs.fresh(get_object_or_404(Job.objects.visible_to(request.user, request.today), pk=pk))
    if request.htmx and job.status == "done":
        return HttpResponse(headers={"HX-Redirect": job.result.get("url") or job.get_absolute_url()})
    return render(request, "registry/_job.html" if request.htmx else "registry/job_detail.html", {
        "job": job, "is_lost": job.is_lost(timezone.now()), "is_mine": job.started_by_id == request.user.pk,
    })  # fmt: skip


def own_job(request, kind: str, pk) -> Job:
    """Of what it made one takes one's own alone, the office too: it was made by the rights of the one who asked."""
    rows = Job.objects.visible_to(request.user, request.today).filter(kind=kind, started_by=request.user)
    return get_object_or_404(rows, pk=pk)


@require_POST
@once
def job_restart(request, pk):
    """Once more, after its process died."""
    job = get_object_or_404(Job.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.job_restart", job)
    jobs.restart(job, by=request.user)
    return redirect(job)
