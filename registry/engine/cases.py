"""Names and posts in cases: computed here, stored and corrected by people elsewhere."""

import functools
import re

CASES = {"genitive": "gent", "dative": "datv", "accusative": "accs"}


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
    return " ".join(maker.make(part, gender, which, value) for part, value in parts if value)


def post(title: str, case: str) -> str:
    """A post in the case: its head noun and the adjectives before it are declined, the rest stays.

    «заместитель директора по УВР» → dative → «заместителю директора по УВР»
    """
    words, done, target = title.split(), False, CASES[case]
    out = []
    for word in words:
        if done:
            out.append(word)
            continue
        pieces = []
        for piece in word.split("-"):
            parses = _morph().parse(piece)
            best = next((one for one in parses if "nomn" in one.tag and "sing" in one.tag), None)
            inflected = best.inflect({target}) if best else None
            pieces.append(inflected.word if inflected else piece)
            if best and best.tag.POS == "NOUN":
                done = True
        out.append("-".join(pieces))
    return " ".join(out)
