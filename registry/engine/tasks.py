"""«Сегодня»: situations that need somebody's deed. Each is one query; gone once solved."""

import dataclasses
import datetime
import functools
from collections.abc import Callable

from registry.engine import access
from registry.reading import is_child

situation: dict[str, Callable] = {}
"""key → function (user, today) → list of tasks for exactly this user."""


@dataclasses.dataclass(frozen=True)
class Task:
    """A line: a verb, a person or thing, a date, one button that lands on the field which solves it.

    `child` is the same sentence to a reader under fourteen, where such a reader may get the line.
    """

    text: str
    url: str
    button: str
    who: str = ""
    due: datetime.date | None = None
    urgent: bool = False
    kind: str = ""
    child: str = ""


def lines(ask: Callable) -> Callable:
    """A situation written as a generator answers with a list."""

    @functools.wraps(ask)
    def asked(user, today):
        return list(ask(user, today))

    return asked


def for_user(user, today: datetime.date) -> list[Task]:
    """All tasks of the user: urgent first, then by date."""
    found, small = [], is_child(access.person_of(user), today)
    for kind, ask in situation.items():
        found += [
            dataclasses.replace(task, kind=kind, text=task.child if small and task.child else task.text)
            for task in ask(user, today)
        ]
    return sorted(found, key=lambda task: (not task.urgent, task.due or datetime.date.max, task.text))
