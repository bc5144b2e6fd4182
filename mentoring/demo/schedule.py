"""Simulated days: the ideal calendar of a year, pressed together when today comes earlier."""

import datetime

MILESTONES = ["prepared", "mentees", "mentors", "selected", "paired", "working", "closed", "published"]
LAST_DAY = {
    "prepared": 4, "mentees": 20, "mentors": 24, "selected": 32, "paired": 40, "working": 70, "closed": 262,
    "published": 268,
}  # fmt: skip


class Schedule:
    """`day(30)` is the thirtieth day of the school year, or as much earlier as today demands."""

    def __init__(self, start: datetime.date, today: datetime.date, until: str):
        self.start, self.today, self.until = start, today, until
        available = max((today - start).days, 0)
        self.factor = min(1.0, available / LAST_DAY[until])

    def day(self, offset: int) -> datetime.date:
        return min(self.start + datetime.timedelta(days=int(offset * self.factor)), self.today)
