"""Who is silent or late: tick, read the letter, send; slips for those without a letter box (job 9)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs import reminding
from programs.actions import reminders as actions
from programs.forms.care import LateFilter
from programs.models import Pair
from programs.papers import reminder_slips as paper
from registry.answers import pdf_answer
from registry.engine import access, journal
from registry.engine.errors import Refused
from registry.once import once
from registry.views.base import check, page_of

ON_PAGE = 50
"""Lines of one page: all of them are reminded by one button, so a page holds more than elsewhere."""


@require_safe
def silence_list(request):
    """Six lists of what waits too long; everything that may be reminded of is ticked."""
    check(request, "programs.silence_view")
    form = LateFilter(request.GET or None)
    kind, every = form.chosen("kind"), reminding.late(request.today)
    groups = reminding.narrowed(every, form.chosen("q"))
    shown = [line for code, _, rows in groups if not kind or code == kind for line in rows]
    page = page_of(request, shown, ON_PAGE)
    if page.object_list:
        journal.listed(request.user, "открыт список «Кто молчит»", {line.person for line in page})
    return render(request, "programs/silence_list.html", {
        "page_obj": page, "filter_form": form, "groups": reminding.grouped(page), "all_groups": groups, "kind": kind,
        "total": sum(len(rows) for _, _, rows in groups), "any": any(rows for _, _, rows in every),
        "runs": Pair.objects.filter(status=Pair.Status.WORKING).exists(),
        "free": sum(not line.said_today for line in page), "all_free": sum(not line.said_today for line in shown),
        "may_remind": access.may(request.user, "programs.silence_remind"),
    })  # fmt: skip


def asked_keys(request) -> set[str]:
    """The ticked lines, or with «всем» every line of the list as it was narrowed, its other pages too."""
    if "all" not in request.POST:
        return set(request.POST.getlist("line"))
    kind = request.POST.get("kind", "")
    groups = reminding.narrowed(reminding.late(request.today), request.POST.get("q", "")[:80])
    return {line.key for code, _, rows in groups if not kind or code == kind for line in rows}


def silence_letters(request):
    """The letters as they will go, before anything goes; without ticks back to the list."""
    check(request, "programs.silence_remind")
    if request.method != "POST":
        return redirect("programs:silence_list")
    keys = asked_keys(request)
    mails = reminding.chosen(request.today, keys)
    if not mails:
        raise Refused("Никто не отмечен. Отметьте строки и нажмите ещё раз.")
    return render(request, "programs/silence_letters.html", {
        "letters": [one for one in mails if not one.no_letter], "slips": [one for one in mails if one.no_letter],
        "keys": sorted(keys),
    })  # fmt: skip


@require_POST
@once
def silence_send(request):
    """All of them at once."""
    check(request, "programs.silence_remind")
    letters, slips = actions.remind(set(request.POST.getlist("line")), by=request.user, on=request.today)
    messages.success(request, f"Напоминания готовы. Писем: {letters}, листков для печати: {slips}.")
    return redirect("programs:silence_sent")


@require_safe
def silence_sent(request):
    """What went out today, and the button for the slips."""
    check(request, "programs.silence_remind")
    rows = list(actions.sent_today(request.user, request.today))
    return render(request, "programs/silence_sent.html", {
        "letters": [row for row in rows if row.how == "letter"], "slips": [row for row in rows if row.how == "slip"],
    })  # fmt: skip


@require_POST
def silence_slips(request):
    """Today's slips on paper, each with its own code where one tap is enough."""
    check(request, "programs.silence_remind")
    people = actions.slips_of(request.today)
    if not people:
        raise Refused("Сегодня печатать нечего: у всех, кому напомнили, есть почта.")
    slips = [
        (person, actions.slip_links(person, rows, by=request.user, on=request.today)) for person, rows in people
    ]  # fmt: skip
    journal.listed(request.user, "напечатаны листки с напоминанием", [person for person, _ in people])
    return pdf_answer(paper.TEMPLATE, paper.context(slips), "Листки с напоминанием")
