"""What every kind of order answers."""

import abc
import datetime
from dataclasses import dataclass

from django.urls import reverse

from registry.engine.errors import Gap


@dataclass(frozen=True)
class Kind(abc.ABC):
    """`field` is the typed key of a line; `columns` head the annex: (title, key of row(), width).

    Widths are even per cents, 94 together; the rest is the column of numbers.
    """

    code: str
    title: str
    field: str
    annex_title: str
    columns: tuple
    journal = "Основная деятельность"
    first = ("Для этого приказа пока нечего собирать.", "programme_list", "К программам")
    """What comes first when nothing waits for such an order: a sentence, a page, its button."""

    @abc.abstractmethod
    def gather(self, programme, on) -> list:
        """Everything that waits for such an order now."""

    def comes_first(self) -> Gap:
        text, page, button = self.first
        return Gap(text, reverse(f"programs:{page}"), button)

    @abc.abstractmethod
    def row(self, thing, on) -> dict:
        """Plain values for the annex."""

    def line_gaps(self, thing, order, on):
        """Sentences that keep this line out of an order."""
        return ()

    def order_gaps(self, order, on):
        """Sentences about the list as a whole."""
        return ()

    def signatories(self, order) -> list:
        """People whose answer the approval sheet needs before the director sees the draft."""
        return []

    def named(self, order) -> list:
        """People who must be acquainted with the order."""
        return []

    def grounds(self, order) -> list[tuple[datetime.date, str]]:
        """Dates before which the order can't be dated, each with what happened then."""
        answers = [row for row in order.approvals.all() if row.answered_on]
        return [(order.drafted_on, "проект подготовлен")] + [
            (row.answered_on, f"ответ в листе согласования ({row.person.short_name})") for row in answers
        ]

    @abc.abstractmethod
    def brings(self, thing) -> str:
        """What approval will do with this line, for the director's page."""

    @abc.abstractmethod
    def apply(self, line, *, by, on):
        """What the line brings about; `on` is the day from which it holds."""

    def refused(self, order, person, *, by, on, remark):
        """What a «не согласен» on the approval sheet does to the draft; mostly the curator decides."""
        return None
