"""«Папка наставничества»: what will lie in it, the archive, what an inspector would miss; lists by themselves."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from programs import folder
from programs.actions import folder as actions
from programs.models import Programme
from programs.papers import folder as paper
from programs.papers import meeting_log, register
from programs.views.closed_words import are_closed
from programs.views.pairs import the_pair
from registry.answers import pdf_answer
from registry.engine import journal
from registry.once import once
from registry.text import count
from registry.views.base import check
from registry.views.jobs import own_job


def _programme(request, code):
    rows = Programme.objects.visible_to(request.user, request.today).select_related("year", "regulation", "roadmap")
    return get_object_or_404(rows, code=code)


@once
def folder_detail(request, code):
    """What will lie in the folder, stage by stage; the button packs it, alone or with the year's other programmes."""
    programme = _programme(request, code)
    check(request, "programs.folder_pack", programme)
    year = Programme.objects.visible_to(request.user, request.today).filter(year=programme.year)
    if request.method == "POST":
        chosen = year if request.POST.get("what") == "year" else year.filter(pk=programme.pk)
        chosen = chosen.select_related("year").order_by("audience", "title", "pk")
        return redirect(actions.start(chosen, by=request.user, on=request.today))
    stages = folder.contents(programme, request.user, request.today)
    lacking = sum(stage.gaps for stage in folder.checklist(programme, request.user, request.today))
    journal.write(request.user, "открыта папка наставничества", programme)
    return render(request, "programs/folder_detail.html", {
        "programme": programme, "stages": stages, "several": year.count() > 1,
        "lacking": count(lacking, "пункт", "пункта", "пунктов") if lacking else "",
        "number": count(sum(len(stage.rows) for stage in stages), "документ", "документа", "документов"),
    })  # fmt: skip


@require_safe
def folder_ready(request, pk):
    """The archive is there: take it, and what it holds."""
    job = own_job(request, actions.JOB, pk)
    check(request, "programs.folder_pack")
    if not job.finished_at:
        return redirect(job)
    path = actions.FILES.path_of(job)
    return render(request, "programs/folder_ready.html", {
        "job": job, "programme": actions.programmes_of(job)[0], "is_there": path.exists(), "gone": actions.FILES.gone,
        "size": path.stat().st_size if path.exists() else 0,
    })  # fmt: skip


@require_safe
def folder_download(request, pk):
    """The archive itself; the journal says whose papers left the house."""
    job = own_job(request, actions.JOB, pk)
    check(request, "programs.folder_pack")
    path = actions.FILES.ready(job)
    programmes = actions.programmes_of(job)
    journal.write(request.user, "скачана папка наставничества", programmes[0], people=actions.people_of(programmes))
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"{job.title.replace('/', '-')}.zip")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def folder_missing(request, code):
    """What an inspector would miss, with a link that mends each gap; `?all=1` shows what is there too."""
    programme = _programme(request, code)
    check(request, "programs.folder_pack", programme)
    stages = folder.checklist(programme, request.user, request.today)
    journal.write(request.user, "открыт список: чего не хватает в документах", programme)
    return render(request, "programs/folder_missing.html", {
        "programme": programme, "stages": stages, "summary": paper.summary(stages), "everything": "all" in request.GET,
        "hidden": sum(row.is_done for stage in stages for row in stage.rows),
    })  # fmt: skip


@require_safe
def folder_missing_pdf(request, code):
    programme = _programme(request, code)
    check(request, "programs.folder_pack", programme)
    stages = folder.checklist(programme, request.user, request.today)
    journal.write(request.user, "напечатан список: чего не хватает в документах", programme)
    said = paper.context(programme, stages, request.today)
    return pdf_answer(paper.TEMPLATE, said, f"Проверка документов {programme.year.name}")


@require_safe
def register_pdf(request, code):
    """The register of mentors as a paper by itself."""
    programme = _programme(request, code)
    check(request, "programs.register_view")
    said = register.context(programme, request.today)
    journal.write(request.user, "напечатан реестр наставников", programme)
    return pdf_answer(register.TEMPLATE, said, f"Реестр наставников {programme.year.name}")


@require_safe
def pair_log(request, pk):
    """The log of the pair's meetings, to be signed and filed."""
    pair = the_pair(request, pk)
    check(request, "programs.agreement_print", pair)
    if are_closed(request, pair):
        messages.info(request, "Согласие не действует: план и журнал встреч закрыты. Дальше решает куратор.")
        return redirect(pair)
    journal.write(request.user, "напечатан журнал встреч", pair, people=pair.mentees)
    return pdf_answer(meeting_log.TEMPLATE, meeting_log.context(pair, request.today), f"Журнал встреч, {pair}")
