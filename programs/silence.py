"""Who is silent: days without a meeting, school holidays left out, against the rhythm of the pair's plan."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce, Greatest

from programs.models import Pair, Silence
from registry.engine import calendar

MENTOR, CURATOR, DIRECTOR = "mentor", "curator", "director"


@dataclass(frozen=True)
class Quiet:
    """A working pair, the last meeting (or the beginning), and how many counted days have passed since.

    `after` says after how many such days each of the three is told.
    """

    pair: Pair
    since: datetime.date
    days: int
    rhythm: int
    after: dict

    def concerns(self, who: str) -> bool:
        return self.days > self.after[who]

    @property
    def is_silent(self) -> bool:
        return self.concerns(MENTOR)


def last_heard():
    """The day from which silence counts: the last meeting, the beginning, the new mentor, the resumption."""
    held = Q(meetings__annulled_on=None, meetings__called_off_on=None, meetings__logged_on__isnull=False)
    met = Max("meetings__held_on", filter=held)
    mentors = Max("sides__starts", filter=Q(sides__role="mentor", sides__is_open=True))
    start = F("starts")
    return Greatest(Coalesce(met, start), Coalesce(mentors, start), Coalesce(F("quiet_from"), start), start)


def watch(pairs, on: datetime.date) -> list[Quiet]:
    """Every working pair of the queryset; the longest silence first. Three queries, and two for each programme."""
    rows = pairs.filter(status=Pair.Status.WORKING).annotate(heard=last_heard(), rhythm=F("plan__rhythm_days"))
    rows = list(rows.order_by("heard", "pk"))
    if not rows:
        return []
    programmes = _programmes(rows)
    closed = calendar.breaks(min(row.heard for row in rows), on)
    found = []
    for row in rows:
        rule = programmes[row.programme_id].rule
        rhythm = row.rhythm or rule("meetings.rhythm_days").value
        after = {
            MENTOR: rhythm, CURATOR: rhythm + rule("silence.curator_days").value,
            DIRECTOR: rhythm + rule("silence.director_days").value,
        }  # fmt: skip
        found.append(Quiet(row, row.heard, calendar.days_at_school(row.heard, on, closed), rhythm, after))
    return sorted(found, key=lambda one: (one.rhythm - one.days, one.pair.pk))


def _programmes(rows) -> dict:
    from programs.models import Programme

    wanted = {row.programme_id for row in rows}
    return Programme.objects.select_related("regulation").in_bulk(wanted)


def silent(pairs, on, who=MENTOR) -> list[Quiet]:
    """Pairs about which this person is to be told by the day."""
    return [one for one in watch(pairs, on) if one.concerns(who)]


def story(pair) -> list[Silence]:
    """Past and running silences of the pair, for its page."""
    return list(pair.silences.all()[:5])
