"""Search that forgives: ё and е, initials, the wrong keyboard layout, a part of a phone or of an e-mail, any order."""

import re

from django.db.models import Q

from registry.text import name_key

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~{}:\"<>?"
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю,"
TO_RUSSIAN = str.maketrans(LATIN, RUSSIAN)
TO_LATIN = str.maketrans(RUSSIAN[:34] + '"№', LATIN[:34] + "@#")

PHONE = re.compile(r"\+?\(?\d(?:[\s()\-–.]*\d){3,}")
"""Four digits or more, written as people write phones."""

NAME = re.compile(r"^[а-я.\-]+$")
INITIALS = re.compile(r"^[а-я](?:[.\-]+[а-я])*[.\-]*$")


def phone_key(phone: str) -> str:
    """Digits of each number, without the 7 or 8 in front, apart from each other.

    >>> phone_key("+7 (900) 123-45-67, доб. 12")
    '9001234567 12'
    """
    numbers = re.split(r"[,;/]|доб\.?|\bи\b", phone)
    return " ".join(filter(None, (_without_prefix(re.sub(r"\D", "", one)) for one in numbers)))[:60]


def _without_prefix(digits: str) -> str:
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits


def people_q(words: str, *, contacts: bool = False, name="name_key", phone="phone_key", email="email") -> Q:
    """A condition over people (or over the named columns); each word, initial and number must be met.

    Without `contacts` phones and e-mails are not asked: to search by them is to learn them.
    """
    words = re.sub(r"[\x00-\x1f]", " ", words)
    condition, rest = Q(), words
    for number in PHONE.findall(words):
        rest = rest.replace(number, " ", 1)
        digits = _without_prefix(re.sub(r"\D", "", number))
        condition &= Q(**{f"{phone}__contains": digits}) if contacts and phone else Q(pk__in=[])
    letters, has_word = [], False
    for token in name_key(rest).split():
        found = _initials(token)
        if found:
            letters += found
            continue
        has_word = True
        condition &= _word_q(token, name, email if contacts else "")
    if letters:
        condition &= _initials_q(letters, name, anywhere=not has_word)
    return condition


def _initials(token: str) -> list[str]:
    """«м.п.» → м, п; also when typed in the wrong layout («v/g/»)."""
    for typed in (token, name_key(token.translate(TO_RUSSIAN))):
        if INITIALS.match(typed):
            return re.findall("[а-я]", typed)
    return []


def _initials_q(letters, name, *, anywhere) -> Q:
    """Beginnings of the words of a name, in the order in which they were typed; the surname is passed over."""
    start = "(^|[ -])" if anywhere else "[ -]"
    return Q(**{f"{name}__regex": start + "[^ -]*[ -]".join(letters)})


def _word_q(token: str, name: str, email: str) -> Q:
    """One word as it stands, and as it would stand in the other layout."""
    found = Q()
    for typed in {token.strip(".,;:"), name_key(token.translate(TO_RUSSIAN))}:
        if NAME.match(typed):
            found |= Q(**{f"{name}__contains": typed.strip(".")})
            if len(typed) == 2:
                found |= _initials_q(list(typed), name, anywhere=False)
    if email:
        for typed in {token.strip(",;"), token.translate(TO_LATIN)}:
            if re.search("[a-z0-9@]", typed):
                found |= Q(**{f"{email}__icontains": typed})
    return found or Q(pk__in=[])
