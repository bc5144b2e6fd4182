"""The page behind a personal link: a yes or no to ending the work before the term."""

from django.shortcuts import get_object_or_404, render

from programs.actions import early_ends
from programs.doors import answered, target_of, yes_or_no
from programs.models import EarlyEndMark
from registry.reading import is_child


def end_pair(request, link, token):
    """Once: GET shows, POST answers; used again, it says so and changes nothing."""
    rows = EarlyEndMark.objects.select_related("early_end__pair__programme__regulation", "side__person")
    mark = get_object_or_404(rows, pk=target_of(link, "end"))
    if request.method != "POST":
        return render(request, "programs/early_end_door.html", {
            "mark": mark, "end": mark.early_end, "pair": mark.early_end.pair, "person": link.person, "token": token,
            "child": mark.side.person if mark.party == "guardian" else None, "others": others(mark, request.today),
            "to_child": is_child(link.person, request.today),
        })  # fmt: skip
    said = yes_or_no(request)
    return answered(
        request, link,
        lambda: early_ends.answer(mark, by=None, on=request.today, person=link.person, how="link", **said),
        "Ответ «да» принят. Когда ответят все, директор подпишет приказ." if said["agrees"]
        else "Ответ «нет» принят. Всё идёт дальше, как шло.",
        "Спасибо за ответ!",
    )  # fmt: skip


def others(mark, on) -> str:
    """The other side, so that whoever helps two knows which is meant: a child by the first name, as on other doors."""
    rows = mark.early_end.pair.sides.filter(is_open=True).exclude(role=mark.side.role).select_related("person")
    people = [side.person for side in rows]
    return ", ".join(one.first_name if one.is_minor(on) else one.address_name for one in people)
