"""One field on top of every page: people, pairs, orders and legal acts by a name, a number or a word."""

import dataclasses

from django.urls import reverse
from django.utils.http import urlencode

from programs.forms.orders import OrderFilter
from programs.models import Order, Pair
from registry.doubles import one_slip
from registry.engine import access
from registry.forms.acts import ActFilter
from registry.models import LegalAct, Person
from registry.naming import naming
from registry.text import name_key

SHOWN = 8  # of each sort; the rest stands in the list of its own
LEAST = 2  # letters: one finds everybody
DOORS = ("registry.person_list", "programs.order_list")
MEANT = 3  # surnames that are offered when nothing was found
LONG = 4  # letters of a word in which a slip is looked for: a shorter one is like too many others


@dataclasses.dataclass(frozen=True)
class Found:
    """One line of the answer."""

    name: str
    detail: str
    url: str


@dataclasses.dataclass(frozen=True)
class Sort:
    """What was found of one sort; `more` is the whole list with the same words."""

    title: str
    number: int
    lines: list[Found]
    more: str


def may_search(user) -> bool:
    """Whoever has a list of people or of orders; the others have nothing to look through."""
    return any(access.may(user, permission) for permission in DOORS)


def look(user, words: str, on) -> list[Sort]:
    """Everything that the reader may see anyway, by sorts; a sort without a line is left out."""
    words = words.strip()
    if len(words) < LEAST:
        return []
    asked = [part(user, words, on) for permission, part in PARTS if access.may(user, permission)]
    return [sort for sort in asked if sort.number]


def meant(user, words: str, on) -> list[str]:
    """The same words with one surname mended, where a letter was wrong, lost, added or changed places with the next.

    Only names that the reader may see anyway, and only such words as find somebody: five thousand people take some
    hundredths of a second.
    """
    if not access.may(user, "registry.person_list"):
        return []
    visible, tokens = Person.objects.visible_to(user, on), words.split()
    surnames = {name: name_key(name) for name in sorted(set(visible.values_list("last_name", flat=True)))}
    found = []
    for place, token in enumerate(tokens):
        typed = name_key(token)
        for name, surname in surnames.items() if len(typed) >= LONG else ():
            mended = " ".join([*tokens[:place], name, *tokens[place + 1 :]])
            if typed != surname and one_slip(typed, surname) and visible.search(mended).exists():
                found.append(mended)
                if len(found) == MEANT:
                    return found
    return found


def _sort(title, rows, line, page, words) -> Sort:
    lines = [line(row) for row in rows[:SHOWN]]
    return Sort(title, rows.count(), lines, f"{reverse(page)}?{urlencode({'q': words})}")


def _people(user, words, on):
    rows = Person.objects.visible_to(user, on).search(words, contacts=access.may(user, "registry.base_view"))
    rows = rows.prefetch_related("employments", "enrolments__school_class__year")
    return _sort(
        "Люди", rows, lambda row: Found(row.full_name, row.what_is(on), row.get_absolute_url()), "registry:person_list",
        words,
    )  # fmt: skip


def _pairs(user, words, on):
    rows = naming(Pair.objects.visible_to(user, on), words, "sides__person")
    rows = rows.select_related("form", "programme__year").prefetch_related("sides")
    return _sort(
        "Пары", rows,
        lambda row: Found(
            str(row), f"{row.form.title}, {row.programme.year.name}, {row.get_status_display()}", row.get_absolute_url()
        ),
        "programs:pair_list", words,
    )  # fmt: skip


def _orders(user, words, on):
    rows = OrderFilter({"q": words}).apply(Order.objects.visible_to(user, on)).select_related("programme__year")
    return _sort(
        "Приказы", rows,
        lambda row: Found(f"{row.name} «{row.title}»", row.get_status_display(), row.get_absolute_url()),
        "programs:order_list", words,
    )  # fmt: skip


def _acts(user, words, on):
    rows = ActFilter({"q": words}).apply(LegalAct.objects.all())
    return _sort(
        "Правовые акты", rows,
        lambda row: Found(str(row), "действует" if row.is_in_force(on) else "не действует", row.get_absolute_url()),
        "registry:act_list", words,
    )  # fmt: skip


PARTS = (
    ("registry.person_list", _people), ("programs.pair_list", _pairs), ("programs.order_list", _orders),
    ("registry.act_view", _acts),
)  # fmt: skip
"""What one must be allowed, and what is looked through then."""
