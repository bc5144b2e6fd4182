"""The one kind of refusal that actions raise: sentences for a person, each with what to do next."""

from dataclasses import dataclass

from registry.text import count


@dataclass(frozen=True)
class Gap:
    """What is missing, in a sentence that names its rule, and the page that mends it."""

    text: str
    url: str = ""
    action: str = "Исправить"
    rows: tuple = ()
    """(name, page) of those whom the sentence is about, where many share one: see `folded`."""

    def __str__(self):
        return self.text

    def about(self, name: str) -> "Gap":
        """The same sentence with whom it concerns in front, unless it says so itself."""
        if self.text.startswith(name):
            return self
        return Gap(f"{name}: {self.text[:1].lower()}{self.text[1:]}", self.url, self.action, self.rows)


MANY = 4
"""So many nearly equal sentences a reader takes in one by one."""


def folded(gaps, *noun) -> list[Gap]:
    """Sentences that differ only in the name before the colon as one, with the names behind it.

    `noun` are the forms of what is counted: («пара», «пары», «пар») gives «20 пар: работа уже началась».
    """
    alike: dict = {}
    for gap in gaps:
        name, _, tail = gap.text.partition(": ")
        alike.setdefault((tail or name, gap.action), []).append((name, gap))
    found = []
    for (tail, action), rows in alike.items():
        if len(rows) < MANY:
            found += [gap for _, gap in rows]
        else:
            names = tuple((name, gap.url) for name, gap in rows)
            found.append(Gap(f"{count(len(rows), *noun)}: {tail}", "", action, names))
    return found


class Refused(Exception):
    """The moment is wrong or something is missing. `gaps` holds the sentences; `field` the form field, if one."""

    def __init__(self, *gaps: "Gap | str", field: str | None = None):
        self.gaps = [gap if isinstance(gap, Gap) else Gap(str(gap)) for gap in gaps]
        self.field = field
        super().__init__(" ".join(gap.text for gap in self.gaps))
