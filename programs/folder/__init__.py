"""«Папка наставничества» of a year: what lies in it, what an inspector would miss, and the archive itself.

A shelf yields sheets, a check yields points; each names a topic, and the topic finds its stage in the year's roadmap.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from registry.engine.errors import Gap

shelf: dict[str, Callable] = {}
"""folder.shelf: name → function (programme, user, on) → sheets that this person may take away."""

check: dict[str, Callable] = {}
"""folder.check: name → function (programme, user, on) → points of the list «чего не хватает»."""


@dataclass(frozen=True)
class Sheet:
    """A paper of the folder: an issued file, or one that is laid out from (template, context) when it is packed."""

    topic: str
    name: str
    file: object = None
    make: Callable | None = None


@dataclass(frozen=True)
class Point:
    """A line of the list: what should be there, how much of it is, and what is missing.

    `gaps` empty means that all is well; `ask` says that only a person can know (a paper kept outside the system).
    """

    topic: str
    title: str
    gaps: list[Gap] = field(default_factory=list)
    said: str = ""
    ask: bool = False

    @property
    def is_done(self) -> bool:
        return not self.gaps and not self.ask


TOPICS = ("prepare", "mentees", "mentors", "selection", "pairs", "work", "finish")
"""Topics are keys of the stages of a roadmap (registry.models.regulation.STAGE_KEYS); these may be asked for."""


def places(programme) -> tuple[list, dict[str, int]]:
    """(stages of the roadmap, topic → place of its stage).

    A roadmap may lack a stage: then the beginning lies in the first one, the end in the last, anything else where the
    topic before it does. Where the roadmap is empty there is one drawer for all, None.
    """
    stages = list(programme.stages.order_by("number")) or [None]
    found: dict[str, int] = {}
    for index, stage in enumerate(stages):
        if stage:
            found.setdefault(stage.key, index)
    last = 0
    for topic in TOPICS:
        last = found.setdefault(topic, len(stages) - 1 if topic == "finish" else last)
    return stages, found


@dataclass(frozen=True)
class Stage:
    """A stage with what lies in it: sheets of the folder, or points of the list."""

    title: str
    number: int
    rows: list

    @property
    def gaps(self) -> int:
        return sum(bool(row.gaps) for row in self.rows)


def by_stage(programme, rows) -> list[Stage]:
    """Every stage of the roadmap in its order, empty ones too: an empty drawer is an answer."""
    stages, place = places(programme)
    drawers: list[list] = [[] for _ in stages]
    for row in rows:
        drawers[place[row.topic]].append(row)
    return [
        Stage(stage.title if stage else "Документы года", stage.number if stage else 1, drawer)
        for stage, drawer in zip(stages, drawers, strict=True)
    ]


def contents(programme, user, on) -> list[Stage]:
    """What the folder holds for this person."""
    return by_stage(programme, [sheet for fill in shelf.values() for sheet in fill(programme, user, on)])


def checklist(programme, user, on) -> list[Stage]:
    """What an inspector would ask for, stage by stage."""
    return by_stage(programme, [point for ask in check.values() for point in ask(programme, user, on)])
