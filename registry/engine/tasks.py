"""«Сегодня»: situations that need somebody's deed. Each is one query; gone once solved."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

situation: dict[str, Callable] = {}
"""key → function (user, today) → list of tasks for exactly this user."""


@dataclass(frozen=True)
class Task:
    """A line: a verb, a person or thing, a date, one button that lands on the field which solves it."""

    text: str
    url: str
    button: str
    who: str = ""
    due: datetime.date | None = None
    urgent: bool = False
    kind: str = ""


def for_user(user, today: datetime.date) -> list[Task]:
    """All tasks of the user: urgent first, then by date."""
    import dataclasses

    found = []
    for kind, ask in situation.items():
        found += [dataclasses.replace(task, kind=kind) for task in ask(user, today)]
    return sorted(found, key=lambda task: (not task.urgent, task.due or datetime.date.max, task.text))
