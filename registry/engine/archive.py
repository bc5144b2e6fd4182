"""What must be done again after `manage.py restore`: an old copy must not bring back what was erased since."""

from collections.abc import Callable

after_restore: dict[str, Callable] = {}
"""name → function () → a sentence for the log; run in the order of the floors, after everything is in its place."""
