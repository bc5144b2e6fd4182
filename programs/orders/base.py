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
    noun = ("человек", "человека", "человек")
    """What its lines are, counted."""
    first = ("Для этого приказа пока нечего собирать.", "programme_list", "К программам")
    """What comes first when nothing waits for such an order: a sentence, a page, its button."""
    told_on_paper = False
    """Whether the list of a past order is told together with its paper, for nothing of it waits anywhere."""

    @abc.abstractmethod
    def gather(self, programme, on) -> list:
        """Everything that waits for such an order now."""

    def gather_past(self, programme, on) -> list:
        """What an order that was issued earlier on paper may have been about."""
        return self.gather(programme, on)

    def comes_first(self) -> Gap:
        text, page, button = self.first
        return Gap(text, reverse(f"programs:{page}"), button)

    def row(self, thing, on) -> dict:
        """Plain values for the annex; a kind without columns has none."""
        return {}

    def people(self, thing) -> list:
        """Whom this line is about."""
        person = getattr(thing, "person", None)
        return [person] if person else []

    def words(self, programme, things, on) -> dict:
        """What the wording of this kind may say in braces besides the words of every order."""
        return {}

    def line_words(self, thing, place, on) -> dict:
        """The same for one line: a point of the wording that uses such a word is repeated for every line."""
        return {}

    def must_say(self, thing, on) -> str:
        """What the points must contain, so that text and effect never part; empty where the annex says it."""
        return ""

    def annexes(self, order, on) -> list[dict]:
        """Whole documents behind the order: {kind, said}; numbered after the annex with the list, if there is one."""
        return []

    def warnings(self, order, on) -> list[str]:
        """What does not stop the order and must not pass in silence."""
        return []

    def let_go(self, thing) -> None:
        """A line left its draft: a row that exists only for an order goes too, a card waits for another order."""
        return None

    def line_gaps(self, thing, order, on):
        """Sentences that keep this line out of an order."""
        return ()

    def order_gaps(self, order, on):
        """Sentences about the list as a whole."""
        return ()

    def signatories(self, order) -> list:
        """People whose answer the approval sheet needs before the director sees the draft."""
        return []

    def asks_by(self, programme) -> str:
        """The rule by which the sheet goes round first, in brackets (ОЧ-П 2.13)."""
        return programme.rule("selection.ways").why

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

    def behind(self, thing) -> list[str]:
        """Names that stand behind the line, where it speaks of many at once."""
        return []

    @abc.abstractmethod
    def apply(self, line, *, by, on):
        """What the line brings about; `on` is the day from which it holds."""

    def refused(self, order, person, *, by, on, remark):
        """What a «не согласен» on the approval sheet does to the draft; mostly the curator decides."""
        return None
