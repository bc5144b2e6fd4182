"""The log on the page of a pair: what is ahead, what was, what this viewer may do about each line."""

from collections import defaultdict

from programs import hours as counting
from programs import panels, silence
from programs.models import Meeting, Silence
from registry.engine import access
from registry.models import SchoolBreak
from registry.text import count


def context(request, pair) -> dict:
    """`meetings` are the lines that are over, newest first; `ahead` those to come or to be marked."""
    rows = rows_for(request, pair)
    lines = [_line(request, pair, row, rights(request, pair)) for row in rows]
    return {
        "meetings": [line for line in lines[::-1] if line["state"] != "planned"],
        "ahead": [line for line in lines if line["state"] == "planned"],
        "hours": hours(rows),
    }  # fmt: skip


def rows_for(request, pair) -> list[Meeting]:
    """A former mentor keeps only what he wrote himself."""
    me = access.person_of(request.user)
    rows = pair.meetings.select_related("mentor", "denied_by")
    mentors = [side for side in pair.sides.all() if side.role == "mentor"]
    if any(side.person == me for side in mentors) and not any(side.person == me and side.is_open for side in mentors):
        rows = rows.filter(mentor=me)
    return list(rows.prefetch_related("presences__person", "confirmations__person"))


def rights(request, pair) -> dict:
    """What this viewer may do with lines of this log."""
    if not hasattr(request, "_rights_in_log"):
        names = ("log", "confirm", "annul", "attend")
        may = {name: access.may(request.user, f"programs.meeting_{name}", pair) for name in names}
        mine = access.related(request.user, "self", "my_child", on=request.today) if may["confirm"] else ()
        request._rights_in_log = {**may, "speaks_for": {row["pk"] for row in mine}}
    return request._rights_in_log


def _line(request, pair, row, may) -> dict:
    yes, mute, state = list(row.confirmations.all()), row.mute, row.state
    waits = state == "held" and (not yes or bool(mute))
    here = [one for one in row.presences.all() if one.role == "mentee"]
    curators = [one.person for one in row.presences.all() if one.role == "curator"]
    me, keeps = access.person_of(request.user), may["attend"]
    is_asked = not here or any(one.pk in may["speaks_for"] for one in mute)
    return {
        "meeting": row, "state": state, "yes": yes, "waits": waits, "mute": mute if yes else [],
        "is_due": state == "planned" and row.held_on <= request.today,
        "is_denied": bool(row.denied_on) and (keeps or row.denied_by == me),
        "may_link": waits and may["log"], "may_confirm": waits and may["confirm"] and is_asked and row.denied_by != me,
        "may_settle": waits and keeps and bool(row.denied_on), "may_annul": waits and not yes and may["annul"],
        "may_mark": state == "planned" and may["log"], "may_add": waits and not yes and may["log"],
        "may_attend": keeps and state == "held", "i_was_there": me in curators, "curators": curators,
        "absent": [one.person for one in here if not one.was_there],
        "came": f"{sum(one.was_there for one in here)} из {len(here)}" if here else "",
    }  # fmt: skip


def hours(rows) -> dict:
    """Hours of the pair: all, those confirmed, and by month; only meetings that took place count."""
    held = [row for row in rows if row.state == "held"]
    months: dict = defaultdict(lambda: [0, 0])
    for row in held:
        month = months[row.held_on.replace(day=1)]
        month[0] += 1
        month[1] += row.minutes
    return {
        "meetings": len(held), "words": counting.said(sum(row.minutes for row in held)),
        "confirmed": sum(row.is_confirmed for row in held),
        "remote": sum(row.mode == "remote" for row in held),
        "months": [
            (f"{counting.MONTHS[day.month - 1]} {day.year}", number, counting.said(minutes))
            for day, (number, minutes) in sorted(months.items(), reverse=True)
        ],
    }  # fmt: skip


def silence_panel(pair, user, on):
    """How long the pair has been silent and who was told; for the mentor, the curator and the director."""
    may_see = access.may(user, "programs.meeting_log", pair) or access.has_role(user, "director", on=on)
    if not may_see or pair.status not in ("working", "suspended", "closing"):
        return None
    quiet = next(iter(silence.watch(type(pair).objects.filter(pk=pair.pk), on)), None)
    rows = silence.story(pair)
    if not rows and not (quiet and quiet.is_silent):
        return None
    return panels.Panel("programs/_pair_silence.html", {
        "quiet": quiet if quiet and quiet.is_silent else None,
        "days": count(quiet.days, "день", "дня", "дней") if quiet else "",
        "running": next((row for row in rows if row.ended_on is None), None),
        "past": [row for row in rows if row.ended_on], "steps": Silence.STEPS,
        "breaks": SchoolBreak.objects.filter(ends__gte=quiet.since, starts__lte=on) if quiet else (),
    })  # fmt: skip


def help_panel(pair, user, on):
    """The button of the mentee and the guardian; the curator prints slips for the diaries. The mentor has nothing."""
    if pair.status not in ("ordered", "working", "suspended", "closing"):
        return None
    if access.may(user, "programs.meeting_confirm", pair):
        return panels.Panel("programs/_pair_help.html", {"is_own": True})
    if access.may(user, "programs.help_link"):
        return panels.Panel("programs/_pair_help.html", {"mentees": pair.mentees})
    return None
