"""The one kind of refusal that actions raise: sentences for a person, each with what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """What is missing, in a sentence that names its rule, and the page that mends it."""

    text: str
    url: str = ""
    action: str = "Исправить"

    def __str__(self):
        return self.text

    def about(self, name: str) -> "Gap":
        """The same sentence with whom it concerns in front, unless it says so itself."""
        if self.text.startswith(name):
            return self
        return Gap(f"{name}: {self.text[:1].lower()}{self.text[1:]}", self.url, self.action)


class Refused(Exception):
    """The moment is wrong or something is missing. `gaps` holds the sentences; `field` the form field, if one."""

    def __init__(self, *gaps: "Gap | str", field: str | None = None):
        self.gaps = [gap if isinstance(gap, Gap) else Gap(str(gap)) for gap in gaps]
        self.field = field
        super().__init__(" ".join(gap.text for gap in self.gaps))
