"""The roadmap of a programme as it stands on a day: stages and lines, computed from facts and ticks."""

import datetime
from dataclasses import dataclass, field

from registry.engine import roadmap
from registry.engine.errors import Gap
from registry.engine.roadmap import Fact
from registry.text import joined

RESPONSIBLE = {
    "director": "директор",
    "curator": "куратор",
    "psychologist": "педагог-психолог",
    "social_worker": "социальный педагог",
    "class_teacher": "классные руководители",
    "teacher": "учителя",
    "mentor": "наставники",
    "commission": "конкурсная комиссия",
    "administration": "администрация школы",
    "secretary": "секретарь",
}
"""Who answers for a line: roles, as the documents name them, never people."""

DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True)
class Line:
    """One activity with what shows how far it is."""

    activity: object
    fact: Fact | None
    on: datetime.date

    @property
    def is_done(self) -> bool:
        return self.fact.is_done if self.fact else self.activity.done_on is not None

    @property
    def state(self) -> str:
        if self.is_done:
            return DONE
        return NOW if self.fact and self.fact.total and self.fact.done else AHEAD

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.activity.due is not None and self.activity.due < self.on

    @property
    def responsible(self) -> list[str]:
        return [RESPONSIBLE.get(code, code) for code in self.activity.responsible]

    @property
    def gaps(self) -> list[Gap]:
        return self.fact.gaps if self.fact and not self.is_done else []

    @property
    def silent(self) -> str:
        """What the document leaves open, for the curator to decide: «срок и ответственные не указаны»."""
        lacks = [] if self.activity.term or self.activity.due else ["срок"]
        lacks += [] if self.activity.responsible else ["ответственные"]
        if not lacks:
            return ""
        return f"{joined(lacks)} не указан{'' if lacks == ['срок'] else 'ы'}"


@dataclass
class StageState:
    """A stage with its lines. `is_current` is the furthest one under way; an open one shows its lines."""

    stage: object
    lines: list[Line]
    is_current: bool = False
    is_open: bool = False

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def state(self) -> str:
        if self.lines and self.done == self.total:
            return DONE
        return NOW if self.done or any(line.state == NOW for line in self.lines) else AHEAD

    @property
    def is_under_way(self) -> bool:
        """A line is done, or one is more than half done: a pair that ended early does not bring the year to its end."""
        return any(line.is_done or (line.fact and 2 * line.fact.done > line.fact.total) for line in self.lines)


@dataclass
class Road:
    stages: list[StageState] = field(default_factory=list)

    @property
    def current(self) -> StageState | None:
        return next((row for row in self.stages if row.is_current), None)

    @property
    def stages_done(self) -> int:
        return sum(row.state == DONE for row in self.stages)

    @property
    def lines_done(self) -> int:
        return sum(row.done for row in self.stages)

    @property
    def lines_total(self) -> int:
        return sum(row.total for row in self.stages)

    def open_lines(self) -> list[Line]:
        return [line for row in self.stages for line in row.lines if not line.is_done]

    @property
    def next_line(self) -> Line | None:
        """The first computed line that names what is left; with none, the first line still open."""
        lines = self.open_lines()
        return next((line for line in lines if line.gaps), lines[0] if lines else None)

    @property
    def unticked(self) -> list[Line]:
        """Lines of passed stages that only a person can confirm."""
        place = self.stages.index(self.current) if self.current else len(self.stages)
        return [line for row in self.stages[:place] for line in row.lines if line.fact is None and not line.is_done]


def read(programme, on: datetime.date, opened: str = "") -> Road:
    """Stages in their order; each fact is asked once, however many lines use it. `opened`: a stage to unfold."""
    stages = list(programme.stages.prefetch_related("activities"))
    keys = {line.fact for stage in stages for line in stage.activities.all() if line.fact}
    facts = {key: roadmap.fact[key](programme, on) for key in sorted(keys) if key in roadmap.fact}
    road = Road([
        StageState(stage, [Line(activity, facts.get(activity.fact), on) for activity in stage.activities.all()])
        for stage in stages
    ])  # fmt: skip
    begun = [row for row in road.stages if row.is_under_way]
    if begun and begun[-1].state == DONE:
        current = next((row for row in road.stages if row.state != DONE), None)
    else:
        current = begun[-1] if begun else next(iter(road.stages), None)
    if current:
        current.is_current = True
    for row in road.stages:
        row.is_open = row.is_current or str(row.stage.number) == opened or road.next_line in row.lines
    return road
