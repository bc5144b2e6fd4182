"""Pages behind personal links, in words a child understands: GET shows, POST does once."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render

from programs.actions import pairs
from programs.models import PairAgreement
from registry.engine import links
from registry.engine.errors import Refused
from registry.reading import is_child


def target_of(link, name: str) -> int:
    """The number of the thing that the link is for: «meeting:12» → 12."""
    kind, _, number = link.target.partition(":")
    return int(number) if kind == name and number.isdecimal() else 0


def spend(link):
    if not links.use(link):
        raise Refused(links.why_closed(link) or "Эта ссылка больше не действует. Попросите новую.")


def refusal_page(request, refusal):
    """Why the deed is no longer possible; nothing was changed."""
    return render(request, "programs/meeting_door_closed.html", {"gaps": refusal.gaps}, status=409)


DONE = "programs/meeting_door_done.html"


def answered(request, link, deed, text, title="Спасибо!"):
    """The deed and the end of its link together, then the page that thanks; refused, nothing is changed."""
    try:
        with transaction.atomic():
            spend(link)
            deed()
    except Refused as refusal:
        return refusal_page(request, refusal)
    return render(request, DONE, {"title": title, "text": text})


def yes_or_no(request) -> dict:
    """What was answered, for an action that takes `agrees` and `note`."""
    return {
        "agrees": request.POST.get("answer") == "yes", "note": request.POST.get("note", "").strip()[:300],
    }  # fmt: skip


def agree_pair(request, link, token):
    """A yes or no to the proposed pair."""
    rows = PairAgreement.objects.select_related("pair__form", "pair__programme__regulation", "side__person")
    mark = get_object_or_404(rows.prefetch_related("pair__sides__person"), pk=target_of(link, "agreement"))
    if request.method != "POST":
        return render(request, "programs/pair_door.html", {
            "mark": mark, "pair": mark.pair, "person": link.person, "token": token,
            "child": mark.side.person if mark.as_guardian else None, "words": mark.pair.programme.words,
            "to_child": is_child(link.person, request.today),
            "others": _told(mark, request.today),
        })  # fmt: skip
    said = yes_or_no(request)
    return answered(
        request, link,
        lambda: pairs.answer_pair(mark, by=None, on=request.today, person=link.person, how="link", **said),
        AFTER[said["agrees"], is_child(link.person, request.today)], "Спасибо за ответ!",
    )  # fmt: skip


AFTER = {
    (True, False): "Вы согласились. Когда ответят все, директор подпишет приказ, и вам скажут, когда первая встреча.",
    (True, True): "Ты за! Когда ответят все, школа скажет, когда первая встреча. Страницу можно закрыть.",
    (False, False): "Вы отказались. Это нормально: куратор подумает, кто подойдёт лучше.",
    (False, True): "Ты не хочешь, и это нормально. Тебе подберут кого-то другого. Страницу можно закрыть.",
}


def _told(mark, on) -> list[tuple[str, str]]:
    """(name, what the person is) of the other side: a child's first name only, an adult's name and patronymic."""
    pair = mark.pair
    people = pair.mentees if mark.side.role == "mentor" else [pair.mentor] if pair.mentor else []
    return [
        (one.first_name if one.is_minor(on) else one.address_name, one.what_is(on)) for one in people
    ]  # fmt: skip
