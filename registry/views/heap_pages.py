"""The buttons beside a doubtful page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from registry.actions import heap_pages as actions
from registry.engine.errors import Refused
from registry.models import Consent, ScanPage
from registry.once import once
from registry.views.base import check

TURNS = {"right": 90, "over": 180, "left": 270}


def fetched(request, pk):
    page = get_object_or_404(ScanPage.objects.visible_to(request.user, request.today).select_related("heap"), pk=pk)
    check(request, "registry.heap_upload")
    return page


@require_POST
@once
def heap_page_attach(request, pk):
    """To the consent that a person recognised on the picture."""
    page = fetched(request, pk)
    wanted = request.POST.get("consent", "")
    if not wanted.isdecimal():
        raise Refused("Выберите, чьё это согласие: имя стоит на картинке.")
    consent = get_object_or_404(Consent.objects.visible_to(request.user, request.today), pk=wanted)
    page = actions.attach_by_hand(page, consent, by=request.user, on=request.today)
    if page.verdict == ScanPage.Verdict.MATCHED:
        messages.success(request, f"Приложено. {consent}.")
    else:
        messages.info(request, f"Это страница {page.sheet} из {page.sheets}. {consent}: ждём остальные страницы.")
    return redirect(f"{page.heap.get_absolute_url()}#doubtful")


@require_POST
@once
def heap_page_turn(request, pk):
    """A quarter to either side, or upside down; the code is looked for again."""
    page = fetched(request, pk)
    page = actions.turn(page, TURNS.get(request.POST.get("way"), 90), by=request.user, on=request.today)
    return redirect(page)


@require_POST
@once
def heap_page_throw(request, pk):
    """With a reason."""
    page = fetched(request, pk)
    actions.throw(page, by=request.user, note=request.POST.get("note", ""))
    messages.success(request, "Страница убрана.")
    return redirect(f"{page.heap.get_absolute_url()}#doubtful")
