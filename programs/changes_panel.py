"""What a pair's page shows of its changes: the early end with its marks, petitions, handovers, and one's own wishes."""

from django.urls import reverse

from programs.actions import early_ends
from programs.models import Handover, Pair, Petition
from programs.panels import Panel
from programs.views.early_ends import answerers, words_of
from programs.views.pair_page import child_words
from registry.engine import access

RUNNING = (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.SUSPENDED)


def changes_panel(pair, user, on) -> Panel | None:
    """None when there is nothing to show and nothing to ask."""
    if pair.status in (Pair.Status.PROPOSED, Pair.Status.AGREED, Pair.Status.CANCELLED):
        return None
    end = early_ends.open_end(pair)
    data = {
        "end": end, **(_marks(end, pair, user, on) if end else {}),
        "petitions": list(Petition.objects.visible_to(user, on).filter(pair=pair).select_related("person")),
        "handovers": list(Handover.objects.visible_to(user, on).filter(change__pair=pair)
                          .select_related("change__new_mentor__person")),
        "past": getattr(pair, "past", None), "wishes": wishes(pair, user),
    }  # fmt: skip
    if not any(data.values()):
        return None
    return Panel("programs/_panel_changes.html", data | {"asks_self": access.may(user, "programs.petition_ask", pair)})


def _marks(end, pair, user, on) -> dict:
    keeper = access.may(user, "programs.pair_run", pair)
    me, asked = access.person_of(user), end.status == "asked"
    end.pair = pair
    rows, mine = [], None
    for mark in end.marks.select_related("side__person", "early_end"):
        waits = asked and mark.answer is None
        is_mine = waits and early_ends.may_answer(mark, me, on, user)
        mine = mine or (mark if is_mine else None)
        kept = waits and keeper and not is_mine
        rows.append({
            "mark": mark, "words": words_of(mark), "child_words": child_words(mark, me), "is_kept": kept,
            "people": list(answerers(mark, on)) if kept and mark.party != "curator" else [],
        })  # fmt: skip
    return {"marks": rows, "is_keeper": keeper, "my_mark": mine, "my_words": words_of(mine) if mine else ""}


def wishes(pair, user) -> list[tuple[str, str]]:
    """What this reader may ask for about the pair."""
    if pair.status not in RUNNING:
        return []
    found = []
    if access.may(user, "programs.petition_ask", pair):
        found.append((reverse("programs:petition_ask", args=[pair.pk]), "Попросить другого наставника"))
    if access.may(user, "programs.petition_resign", pair):
        found.append((reverse("programs:petition_resign", args=[pair.pk]), "Сложить обязанности наставника"))
        if pair.status == Pair.Status.WORKING:
            found.append((reverse("programs:early_end_new", args=[pair.pk]), "Завершить раньше срока"))
    return found
