"""«Моя пара»: a participant's small cabinet. One seat opens at once, several stand as a list."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentoring import cabinet
from mentoring.family import family
from programs import panels
from programs.changes_panel import wishes
from programs.models import Side
from registry.engine import access, journal


@require_safe
def own_page(request):
    """All pairs of the reader and of the reader's children; a single one opens at once."""
    user, on = request.user, request.today
    kin = family(user, on)
    blocks = cabinet.blocks(user, kin, on)
    if len(blocks) == 1 and not cabinet.without_pair(kin):
        return _seat_page(request, blocks[0]["seat"], 1)
    for block in blocks:
        _trace(request, block["seat"])
    return render(request, "cabinet/own.html", {
        "blocks": blocks, "children": cabinet.without_pair(kin), "former": former(user),
        "finished": cabinet.finished(user, on),
        "is_known": access.person_of(user),
    })  # fmt: skip


@require_safe
def own_pair(request, pk):
    """One pair of the reader: 404 for everybody else, the office included."""
    user, on = request.user, request.today
    found = cabinet.seats(user, family(user, on), on)
    child = request.GET.get("child", "")
    mine = [seat for seat in found if seat.pair.pk == pk]
    seat = next((one for one in mine if one.child and str(one.child.pk) == child), mine[0] if mine else None)
    if seat is None:
        raise Http404(pk)
    return _seat_page(request, seat, len(found))


def _seat_page(request, seat, number):
    _trace(request, seat)
    user, on = request.user, request.today
    return render(request, "cabinet/seat.html", {
        "seat": seat, "pair": seat.pair, "words": seat.pair.programme.words, "several": number > 1,
        "step": panels.next_step(seat, user, on), "panels": panels.of_cabinet(seat, user, on),
        "former": former(user), "finished": cabinet.finished(user, on), "wishes": wishes(seat.pair, user),
        "may_call": seat.role != "mentor" and access.may(user, "programs.help_ask"),
    })  # fmt: skip


def _trace(request, seat):
    """The page says more about the other side than a name: one line before the answer."""
    me = access.person_of(request.user)
    others = [side.person for side in seat.pair.sides.select_related("person") if side.person != me and side.is_open]
    right = {"mentor": "наставник", "mentee": "наставляемый", "guardian": "законный представитель"}[seat.role]
    journal.write(request.user, "открыт свой кабинет", seat.pair, people=others, right=right)


def former(user) -> list[Side]:
    """Logs that stay with a mentor who was replaced."""
    me = access.person_of(user)
    if me is None:
        return []
    kept = Side.objects.filter(person=me, role="mentor", is_open=False).select_related("pair")
    return [side for side in kept if not Side.objects.not_replaced().filter(pk=side.pk).exists()]
