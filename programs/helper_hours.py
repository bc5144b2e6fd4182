"""Hours of other teachers who helped: a row for each helper, pair and month, apart from the mentors' own."""

import datetime
from dataclasses import dataclass, field

from programs.hours import OfMonth
from programs.models import HelperHours
from registry.text import name_key


@dataclass
class Row(OfMonth):
    """Minutes of one helper in one pair and month."""

    month: datetime.date
    person: object
    pair: object
    times: int = 0
    minutes: int = 0
    subjects: list = field(default_factory=list)

    @property
    def subject(self) -> str:
        return "; ".join(self.subjects)


def table(programmes, on, programme=None, month=None, words=None) -> list[Row]:
    """The newest month first; the filters are those of the mentors' hours."""
    rows = HelperHours.objects.filter(helper__pair__programme__in=programmes, held_on__lte=on)
    if programme:
        rows = rows.filter(helper__pair__programme=programme)
    found: dict = {}
    rows = rows.select_related("helper__person", "helper__pair__programme").prefetch_related("helper__pair__sides")
    for one in rows:
        key = (one.held_on.replace(day=1), one.helper.person_id, one.helper.pair_id)
        row = found.setdefault(key, Row(key[0], one.helper.person, one.helper.pair))
        row.times += 1
        row.minutes += one.minutes
        if one.helper.subject not in row.subjects:
            row.subjects.append(one.helper.subject)
    wanted = name_key(words or "")
    return sorted(
        (
            row for row in found.values()
            if (not month or row.month.isoformat() == month)
            and any(wanted in one.name_key for one in [row.person, *row.pair.journal_people()])
        ),
        key=lambda row: (-row.month.toordinal(), row.person.name_key, row.pair.pk),
    )  # fmt: skip


HEADINGS = ["Месяц", "Кто помогал", "Чем", "Пара", "Программа", "Раз", "Часов"]


def cells(row) -> list:
    """One row of the workbook."""
    return [
        row.month_words, row.person.full_name, row.subject, str(row.pair), row.pair.programme.title, row.times,
        round(row.minutes / 60, 2),
    ]  # fmt: skip
