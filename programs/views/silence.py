"""Who is silent or late: tick, read the letter, send; slips for those without a letter box (job 9)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs import reminding
from programs.actions import reminders as actions
from programs.papers import reminder_slips as paper
from registry.engine import access, journal, papers
from registry.engine.errors import Refused
from registry.once import once
from registry.views.base import check


@require_safe
def silence_list(request):
    """Five lists of what waits too long; everything that may be reminded of is ticked."""
    check(request, "programs.silence_view")
    groups = reminding.late(request.today)
    lines = [line for _, _, rows in groups for line in rows]
    if lines:
        journal.listed(request.user, "открыт список «Кто молчит»", {line.person for line in lines})
    kind = request.GET.get("kind", "")
    shown = [group for group in groups if not kind or group[0] == kind]
    return render(request, "programs/silence_list.html", {
        "groups": shown, "all_groups": groups, "kind": kind, "total": len(lines),
        "free": sum(not line.said_today for _, _, rows in shown for line in rows),
        "may_remind": access.may(request.user, "programs.silence_remind"),
    })  # fmt: skip


def silence_letters(request):
    """The letters as they will go, before anything goes; without ticks back to the list."""
    check(request, "programs.silence_remind")
    if request.method != "POST":
        return redirect("programs:silence_list")
    keys = set(request.POST.getlist("line"))
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
    answer = HttpResponse(papers.pdf(papers.html(paper.TEMPLATE, paper.context(slips))), content_type="application/pdf")
    answer["Cache-Control"] = "no-store"
    return answer
