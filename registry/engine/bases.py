"""A contribution point: what higher floors know about the cards of the bases (pairs, the register, their rules)."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.regulations import defaults


@dataclass(frozen=True)
class Tie:
    """Something that runs and needs this person: shown before the person leaves the school or is merged."""

    person_id: int
    text: str
    url: str


@dataclass(frozen=True)
class Outlook:
    """`fields(base)` → form fields of the filter; `narrow(base, cards, chosen, on)` → the cards that pass;
    `tell(cards, on)` → {person's id: words of the list's column}; `facts(card, groups, on)` → lines of the card;
    `ties(people, on)` → what runs with these people; `rule(key)` → the value in force, or None.
    """

    fields: Callable
    narrow: Callable
    tell: Callable
    facts: Callable
    ties: Callable
    rule: Callable


outlook: dict[str, Outlook] = {}


def fields(base: str) -> dict:
    return {name: field for one in outlook.values() for name, field in one.fields(base).items()}


def narrow(base: str, cards, chosen: dict, on):
    for one in outlook.values():
        cards = one.narrow(base, cards, chosen, on)
    return cards


def tell(cards, on) -> dict[int, str]:
    return {pk: words for one in outlook.values() for pk, words in one.tell(cards, on).items()}


def facts(card, groups, on) -> list[tuple]:
    return [fact for one in outlook.values() for fact in one.facts(card, groups, on)]


def ties(people, on) -> list[Tie]:
    return [tie for one in outlook.values() for tie in one.ties(people, on)]


def rule(key: str):
    """The value in force in the running programmes, else the default of the product."""
    said = [value for one in outlook.values() if (value := one.rule(key)) is not None]
    return said[0] if said else defaults()[key]["value"]
