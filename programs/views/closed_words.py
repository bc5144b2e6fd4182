"""What was written about a mentee whose consent no longer holds: hidden from those the consent had let in."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect

from programs.models import Pair
from registry.engine import access, consents

BEFORE_WORK = (Pair.Status.PROPOSED, Pair.Status.AGREED)


def _is_closed(user, on, pair, person) -> bool:
    """By the gate of the work or, after its end, of the reports; his own people and the office read on."""
    if pair.status == Pair.Status.CLOSED:
        is_open = consents.allowed(person, "reporting", on)
    else:
        is_open = consents.allowed(person, "work", on, pair.programme.code)
    return not is_open and "results" not in access.groups(user, person, on)


def closed_mentees(request, pair) -> set:
    """Ids of the mentees whose own words this viewer may not read any more."""
    return closed_for(request.user, request.today, pair)


def closed_for(user, on, pair) -> set:
    """The same where no request is at hand."""
    if pair.status in BEFORE_WORK:
        return set()
    return {
        side.person_id for side in pair.sides.all() if side.role == "mentee" and _is_closed(user, on, pair, side.person)
    }


def are_closed(request, pair) -> bool:
    """Nobody in the pair is left whose plan and meetings this viewer may read (ч. 5 ст. 21 152-ФЗ)."""
    return all_closed_for(request.user, request.today, pair)


def all_closed_for(user, on, pair) -> bool:
    """The same where no request is at hand."""
    if pair.status in BEFORE_WORK:
        return False
    mentees = [side.person for side in pair.sides.all() if side.role == "mentee"]
    me = access.person_of(user)
    if not mentees or me in mentees:
        return False
    return all(_is_closed(user, on, pair, person) for person in mentees)


def unless_closed(find):
    """Lead back to the pair, where it says why; `find(request, pk)` brings what hangs on a pair."""

    def around(view):
        @wraps(view)
        def wrapper(request, pk):
            pair = find(request, pk).pair
            if are_closed(request, pair):
                messages.info(request, "Согласие не действует: план и журнал встреч закрыты. Дальше решает куратор.")
                return redirect(pair)
            return view(request, pk)

        return wrapper

    return around
