"""Representatives out of the cells of a row: one column or six, several people in one cell, a phone beside a name."""

import re

from registry.imports.values import GUARDIANS, text
from registry.text import name_key

WHO = re.compile(rf"^({'|'.join(sorted(map(re.escape, GUARDIANS), key=len, reverse=True))})\s*[:\-–—,.(]\s*", re.I)
PHONE = re.compile(r"(?:тел\.?\s*)?\+?[\d(][\d\s()\-]{8,}\d")


def spread(raw: dict) -> dict:
    """The row's cells with p1_… and p2_… filled from «мать», «отец» and from cells that hold two people.

    `raw` maps a field to [column, cell]; the column goes along, so that a fault is shown where it stands.
    """
    found = {code: pair for code, pair in raw.items() if not code.startswith(("mother_", "father_", "p1_", "p2_"))}
    people = []
    for group in ("p1", "p2", "mother", "father"):
        people += _of_group(raw, group)
    for number, person in enumerate(people[:2], start=1):
        for part, pair in person.items():
            if pair is not None:
                found[f"p{number}_{part}"] = pair
    return found


def _of_group(raw, group) -> list[dict]:
    name, phone, kind = (raw.get(f"{group}_{part}") for part in ("name", "phone", "kind"))
    if name is None or not text(name[1]).strip(" -—"):
        return [{"name": None, "phone": phone, "kind": None}] if phone and text(phone[1]).strip(" -—") else []
    if kind is None and group in ("mother", "father"):
        kind = [name[0], group]
    people = _pieces(name)
    numbers = _split(phone[1]) if phone else []
    for place, person in enumerate(people):
        person["kind"] = person["kind"] or (kind if place == 0 or len(people) == 1 else None)
        if person["phone"] is None and phone:
            alone = len(people) == 1 or len(numbers) != len(people)
            person["phone"] = phone if alone and place == 0 else None if alone else [phone[0], numbers[place]]
    return people


def _split(cell) -> list[str]:
    return [one.strip() for one in re.split(r"[;/\n]|,\s", text(cell)) if one.strip()]


def _pieces(pair) -> list[dict]:
    """«мама: Туманова О. С. 8 900 …, папа: …» → people with what stands beside their names."""
    column, cell = pair
    people = []
    for piece in re.split(r"[;/\n]|,(?!\s*\d)", str(cell)) if isinstance(cell, str) else [cell]:
        words = text(piece)
        number = PHONE.search(words)
        if number:
            words = (words[: number.start()] + words[number.end() :]).strip(" ,:-–—()")
        said = WHO.match(words)
        kind = GUARDIANS[name_key(said[1])] if said else None
        if not kind and (ending := re.search(r"[(\-–—,]\s*([а-яё]+)\)?$", words, re.I)):
            kind = GUARDIANS.get(name_key(ending[1]))
            words = words[: ending.start()] if kind else words
        words = words[said.end() :] if said else words
        words = words.strip(" ,:-–—()")
        if words:
            people.append({
                "name": [column, words], "phone": [column, number[0]] if number else None,
                "kind": [column, kind] if kind else None,
            })  # fmt: skip
        elif number and people and people[-1]["phone"] is None:
            people[-1]["phone"] = [column, number[0]]
    return people


def guessed_kind(name: tuple) -> str:
    """By the patronymic, where the list does not say it: the page tells so."""
    middle = name_key(name[2])
    if re.search(r"(вна|чна|кызы)$", middle):
        return "mother"
    return "father" if re.search(r"(вич|оглы)$", middle) else "other"
