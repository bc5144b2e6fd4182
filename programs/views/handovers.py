"""What passes to the new mentor, ticked; and the former mentor's own log."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from programs.actions import handovers as actions
from programs.models import Handover, Meeting, Pair, Side
from programs.papers import handover as paper
from programs.views import pair_page
from registry.answers import pdf_answer
from registry.engine import access, consents, journal
from registry.once import once
from registry.views.base import check


def the_handover(request, pk):
    rows = Handover.objects.visible_to(request.user, request.today).select_related(
        "change__pair__programme__regulation", "change__new_mentor__person", "change__former"
    )
    return get_object_or_404(rows.prefetch_related("lines__done_by", "change__pair__sides__person"), pk=pk)


@once
def handover_detail(request, pk):
    """Done, open, and with whom to talk; the new mentor or the curator ticks."""
    row = the_handover(request, pk)
    may_tick = access.may(request.user, "programs.handover_tick", row.pair)
    if request.method == "POST":
        check(request, "programs.handover_tick", row.pair)
        chosen = {int(key) for key in request.POST.getlist("line") if key.isdecimal()}
        left = actions.tick_all(row, chosen, by=request.user, on=request.today)
        messages.success(
            request, f"Сохранено. Осталось отметить: {left}." if left else "Сохранено. Передача завершена."
        )
        return redirect(row)
    pair_page.leave_trace(request, row.pair)
    return render(request, "programs/handover_detail.html", {
        "row": row, "pair": row.pair, "change": row.change, "may_tick": may_tick, **parts(row),
    })  # fmt: skip


def parts(row) -> dict:
    """The lines by their part."""
    lines = list(row.lines.all())
    found = {name: [line for line in lines if line.part == name] for name in ("done", "open", "talk")}
    to_tick = found["open"] + found["talk"]
    return {
        "done_lines": found["done"], "open_lines": found["open"], "talk_lines": found["talk"],
        "ticked": sum(1 for line in to_tick if line.done_on), "total": len(to_tick),
    }  # fmt: skip


@require_safe
def handover_pdf(request, pk):
    """The same on paper, with places for both signatures."""
    row = the_handover(request, pk)
    pair_page.leave_trace(request, row.pair)
    return pdf_answer(paper.TEMPLATE, paper.context(row), f"Лист передачи, {row.pair}")


@require_safe
def former_log(request, pk):
    """A former mentor's own meetings, and nothing of what came afterwards."""
    me = access.person_of(request.user)
    sides = Side.objects.filter(person=me, role="mentor", pair=pk).select_related("pair__programme__year", "pair__form")
    side = get_object_or_404(sides.exclude(pair__status=Pair.Status.CANCELLED).order_by("-pk")[:1])
    pair = Pair.objects.prefetch_related("sides__person").get(pk=pk)
    told = [
        person.full_name if consents.allowed(person, "work", request.today, pair.programme.code) else "данные закрыты"
        for person in pair.mentees
    ]  # fmt: skip
    rows = Meeting.objects.held().filter(pair=pair, mentor=me).order_by("held_on", "pk")
    journal.write(request.user, "открыт свой журнал встреч", pair, people=pair.mentees, right="прежний наставник")
    return render(request, "programs/former_log.html", {
        "pair": pair, "side": side, "mentees": told, "rows": rows, "minutes": sum(row.minutes for row in rows),
    })  # fmt: skip
