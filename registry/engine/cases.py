"""Names and posts in cases: computed here, stored and corrected by people elsewhere."""

import functools
import re
import tomllib
from pathlib import Path

CASES = {"genitive": "gent", "dative": "datv", "accusative": "accs"}
PRESET = Path(__file__).resolve().parent.parent / "presets" / "cases.toml"


@functools.cache
def _known() -> dict[str, dict[str, list[str]]]:
    """Words that the machines decline wrongly: {surnames, posts: word → its cases in the order of CASES}."""
    with PRESET.open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _petrovich():
    from pytrovich.detector import PetrovichGenderDetector
    from pytrovich.maker import PetrovichDeclinationMaker

    return PetrovichDeclinationMaker(), PetrovichGenderDetector()


@functools.cache
def _morph():
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def sex_of(person) -> str:
    """«f», «m» or empty when nobody can tell from the name."""
    if person.sex:
        return person.sex
    if person.middle_name:
        if re.search(r"(на|кызы|гызы|киз)$", person.middle_name.lower()):
            return "f"
        if re.search(r"(ич|оглы|оглу|уулу)$", person.middle_name.lower()):
            return "m"
    from pytrovich.enums import Gender

    _, detector = _petrovich()
    try:
        found = detector.detect(lastname=person.last_name, firstname=person.first_name)
    except (StopIteration, ValueError, KeyError):  # names it cannot tell
        return ""
    return {Gender.FEMALE: "f", Gender.MALE: "m"}.get(found, "")


def in_gender(person, of_her: str, of_him: str) -> str:
    """The word that agrees with the person («ознакомлена», «ознакомлен»); his where nobody can tell from the name."""
    return of_her if sex_of(person) == "f" else of_him


def name(person, case: str) -> str:
    """The full name in the case («Иванова Мария Петровна» → accusative → «Иванову Марию Петровну»).

    Unchanged when the sex cannot be told: a wrong case is worse than none.
    """
    from pytrovich.enums import Case, Gender, NamePart

    sex = sex_of(person)
    if not sex:
        return person.full_name
    maker, _ = _petrovich()
    gender = Gender.FEMALE if sex == "f" else Gender.MALE
    which = {"genitive": Case.GENITIVE, "dative": Case.DATIVE, "accusative": Case.ACCUSATIVE}[case]
    parts = [
        (NamePart.LASTNAME, person.last_name),
        (NamePart.FIRSTNAME, person.first_name),
        (NamePart.MIDDLENAME, person.middle_name),
    ]
    if sex == "m" and person.last_name in _known()["surnames"]:
        surname = _known()["surnames"][person.last_name][list(CASES).index(case)]
        return " ".join([surname, *(maker.make(part, gender, which, value) for part, value in parts[1:] if value)])
    return " ".join(maker.make(part, gender, which, value) for part, value in parts if value)


def post(title: str, case: str) -> str:
    """A post in the case: its head noun and the adjectives before it are declined, the rest stays.

    «заместитель директора по УВР» → dative → «заместителю директора по УВР»; what stands after a comma is a post too.
    """
    return ", ".join(_one_post(part, case) for part in title.split(", "))


def _one_post(title: str, case: str) -> str:
    words, out = title.split(), []
    for place, word in enumerate(words):
        follower = words[place + 1] if place + 1 < len(words) else ""
        pieces = [_inflected(piece, case, follower) for piece in word.split("-")]
        out.append("-".join(said for said, _ in pieces))
        if any(is_noun for _, is_noun in pieces):
            return " ".join([*out, *words[place + 1 :]])
    return " ".join(out)


def _inflected(word: str, case: str, follower: str) -> tuple[str, bool]:
    """(the word in the case, is it the head noun). «старший» is a noun of the dictionary too: a nominative after it
    makes it an adjective («старший вожатый»), anything else leaves it what it is («заведующий хозяйством»)."""
    known = _known()["posts"].get(word.lower())
    if known:
        return known[list(CASES).index(case)], True
    parses = [one for one in _morph().parse(word) if "nomn" in one.tag and "sing" in one.tag]
    if follower and _is_nominative_noun(follower):
        parses = [one for one in parses if one.tag.POS in ("ADJF", "PRTF")] or parses
    best = next(iter(parses), None)
    found = best.inflect({CASES[case], "anim"} if best.tag.POS in ("ADJF", "PRTF") and case == "accusative"
                         and "masc" in best.tag else {CASES[case]}) if best else None  # fmt: skip
    return (found.word if found else word), bool(best and best.tag.POS == "NOUN")


def _is_nominative_noun(word: str) -> bool:
    first = _morph().parse(word.split("-")[0])[0]
    return first.tag.POS == "NOUN" and "nomn" in first.tag and "sing" in first.tag
