"""How a person may be named in somebody's text: the full name in its cases, initials, the surname; phone and e-mail."""

import re
from dataclasses import dataclass, field

from registry.engine import cases
from registry.text import name_key, short_date

GAP = r"[\s\u00a0]+"
NEAR = r"[\s\u00a0]*"


def declined(value: str, part: str, sex: str) -> set[str]:
    """A part of the name in all six cases; only as it stands when the sex cannot be told."""
    if not value:
        return set()
    found = {value}
    if not sex:
        return found
    from pytrovich.enums import Case, Gender, NamePart

    maker, _ = cases._petrovich()
    gender = Gender.FEMALE if sex == "f" else Gender.MALE
    return found | {maker.make(NamePart[part], gender, case, value) for case in Case}


def either(words) -> str:
    """One of the words, the longest first; ё and е are one letter."""
    found = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    escaped = [re.sub("[её]", "[её]", re.escape(word.lower())) for word in found]
    return f"(?:{'|'.join(escaped)})"


FAMILY = (
    (("ова", "ов"), "ов"), (("ева", "ев"), "ев"), (("ёва", "ёв"), "ёв"), (("ина", "ин"), "ин"), (("ына", "ын"), "ын"),
)  # fmt: skip
"""Ends of surnames that the whole family shares, with their stem."""


def of_the_family(surname: str) -> set[str]:
    """«у Тумановых», «отец Туманов»: the same surname of the other sex and of the family, in all cases."""
    low = surname.lower()
    for ends, stem in FAMILY:
        end = next((one for one in ends if low.endswith(one)), "")
        if end and len(low) > len(end) + 1:
            base = surname[: -len(end)] + stem
            tails = ("", "а", "у", "ым", "ой", "ою", "е", "ом", "ы", "ых", "ыми")
            return {base + tail for tail in tails}
    for end, stem in (("ская", "ск"), ("ский", "ск"), ("цкая", "цк"), ("цкий", "цк")):
        if low.endswith(end):
            base = surname[: -len(end)] + stem
            tails = ("ий", "ая", "ого", "ой", "ому", "им", "ом", "ую", "ие", "их", "ими")
            return {base + tail for tail in tails}
    return set()


def digits_of(phone: str) -> str:
    """The last ten digits: how a number is written differs, they do not."""
    found = re.sub(r"\D", "", phone or "")
    return found[-10:] if len(found) >= 7 else ""


@dataclass
class Marks:
    """What points at one person. `label` takes its place; taken before the card is emptied."""

    label: str
    surnames: set[str] = field(default_factory=set)
    loose: re.Pattern | None = None
    strict: re.Pattern | None = None
    contacts: re.Pattern | None = None
    born: re.Pattern | None = None

    def out_of(self, text: str, *, linked: bool) -> str:
        """The text without the person. `linked`: the text is about the person for certain, so a bare surname counts."""
        pattern = self.loose if linked else self.strict
        if pattern:
            text = pattern.sub(self.label, text)
        if linked and self.born:
            text = self.born.sub("данные удалены", text)
        return self.contacts.sub("данные удалены", text) if self.contacts else text

    def stand_in(self, text: str, *, linked: bool = False) -> bool:
        pattern = self.loose if linked else self.strict
        return bool((pattern and pattern.search(text)) or (self.contacts and self.contacts.search(text)))


def marks_of(person, label: str) -> Marks:
    """Patterns of the person's name and contacts.

    The full name of a namesake who stays is left alone outside the person's own texts, and so are a phone and an
    e-mail that somebody else of the school has too (a family shares them).
    """
    sex = cases.sex_of(person)
    last = declined(person.last_name, "LASTNAME", sex)
    first = declined(person.first_name, "FIRSTNAME", sex)
    middle = declined(person.middle_name, "MIDDLENAME", sex)
    family = last | of_the_family(person.last_name)
    return Marks(
        label, family, _loose(person, family, first, middle), _strict(person, last, first, middle), _contacts(person),
        _born(person.birth_date),
    )  # fmt: skip


def _full(last, first, middle) -> list[str]:
    one, two = either(last), either(first)
    three = f"(?:{GAP}{either(middle)})" if middle else ""
    return [f"{one}{GAP}{two}{three}", f"{two}{three}{GAP}{one}"]


def _initials(person, last) -> list[str]:
    """«Туманова А. П.» and «А. П. Туманова», however the spaces stand."""
    letters = rf"{re.escape(person.first_name[:1].lower())}[\w.-]{{0,3}}\."
    if person.middle_name:
        letters += rf"(?:{NEAR}{re.escape(person.middle_name[:1].lower())}\.)?"
    return [rf"{either(last)}{GAP}{letters}", rf"{letters}{NEAR}{either(last)}"]


def _any(ways) -> re.Pattern | None:
    if not ways:
        return None
    return re.compile("|".join(rf"(?<!\w){way}(?:(?<=\.)|(?!\w))" for way in ways), re.IGNORECASE)


def _loose(person, last, first, middle) -> re.Pattern | None:
    """In a text about the person: the full name, initials on either side, name with patronymic, surname, name."""
    if not person.last_name:
        return None
    ways = []
    if first:
        ways += [*_full(last, first, middle), *_full(last, first, ()), *_initials(person, last)]
        ways += [f"{either(first)}{GAP}{either(middle)}"] if middle else []
    ways.append(either(last))
    if first and len(person.first_name) > 2:
        ways.append(either(first))
    return _any(ways)


def _strict(person, last, first, middle) -> re.Pattern | None:
    """Anywhere: the whole name, or the surname with initials; not when somebody who stays is called the same."""
    from registry.models import Person

    if not person.last_name or not first:
        return None
    others = Person.objects.exclude(pk=person.pk).filter(erased_at__isnull=True)
    kin = others.filter(name_key__startswith=name_key(person.last_name) + " ")
    ways = [] if others.filter(name_key=person.name_key).exists() else _full(last, first, middle)
    if not any(one.short_name == person.short_name for one in kin):
        ways += _initials(person, last)
    return _any(ways)


def _born(day) -> re.Pattern | None:
    return re.compile(f"{re.escape(short_date(day))}|{day.isoformat()}") if day else None


def _contacts(person) -> re.Pattern | None:
    from registry.models import Person

    others, ways = Person.objects.exclude(pk=person.pk), []
    number = digits_of(person.phone)
    if number and not any(
        digits_of(phone) == number for phone in others.exclude(phone="").values_list("phone", flat=True)
    ):
        body = r"[\s\u00a0()-]*".join(number)
        lead = r"(?:\+?[78][\s\u00a0()-]*)?" if len(number) == 10 else ""
        ways.append(rf"(?<!\d)[(]?{lead}[(]?{body}(?!\d)")
    if person.email and not others.filter(email__iexact=person.email).exists():
        ways.append(rf"(?<![\w.+-]){re.escape(person.email)}(?![\w-])")
    if len(person.identity_document) >= 6:
        ways.append(re.escape(person.identity_document))
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None
