"""Facts that show how far a programme has come; the roadmap page is computed from them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from registry.engine.errors import Gap

fact: dict[str, Callable] = {}
"""key → function (programme, on) → Fact."""


@dataclass(frozen=True)
class Fact:
    """`done` of `total`; `gaps` name what is left, each with its page."""

    done: int
    total: int
    gaps: list[Gap] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.done >= self.total
