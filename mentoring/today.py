"""«Сегодня»: the tasks of a user under two heads, and long rows of the same deed folded."""

from dataclasses import dataclass, field

from registry.engine import tasks

SHOWN = 5
"""Lines of one kind before the rest is folded away: forty requests are one piece of work, not forty."""


@dataclass
class Head:
    """`folded` holds (what, tasks) for each kind that has more lines than are shown."""

    title: str
    lines: list = field(default_factory=list)
    folded: list = field(default_factory=list)


def heads(user, on) -> list[Head]:
    """«Сначала»: urgent, due today or late; «Дальше»: the rest. A head without lines is not there."""
    found = tasks.for_user(user, on)
    first = [task for task in found if task.urgent or (task.due and task.due <= on)]
    rest = [task for task in found if task not in first]
    return [_fold(Head(title), rows) for title, rows in (("Сначала", first), ("Дальше", rest)) if rows]


def _fold(head, rows):
    kinds: dict = {}
    for task in rows:
        kinds.setdefault(task.kind, []).append(task)
    for task in rows:
        if task in kinds[task.kind][:SHOWN]:
            head.lines.append(task)
    head.folded = [(same[0].text, same[SHOWN:]) for same in kinds.values() if len(same) > SHOWN]
    return head
