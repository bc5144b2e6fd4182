"""The night's work: chores that every floor puts here, run by `manage.py nightly` in the order of the floors."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass

chore: dict[str, Callable] = {}
"""name → function (today) → a sentence for the log. Each keeps its own transactions (a letter once sent must not be
forgotten because the next one failed) and may run twice a day without harm."""


@dataclass(frozen=True)
class Done:
    """`fault` holds the trace of a chore that failed."""

    name: str
    said: str
    fault: str = ""


def run(today) -> list[Done]:
    """Every chore; one that fails leaves the others alone."""
    return [_one(name, deed, today) for name, deed in chore.items()]


def _one(name, deed, today) -> Done:
    try:
        return Done(name, deed(today) or "")
    except Exception as fault:  # the next chore must run; the command ends with an error
        return Done(name, f"{type(fault).__name__}: {fault}", traceback.format_exc())
