"""Rows that name somebody: the search field of every list that is not a list of people itself."""

from django.db.models import Q

from registry.models import Person


def naming(rows, words: str, *paths: str, also: Q | None = None):
    """Those of the rows that name, at one of the paths, a person whom the words find (registry/finding.py).

    `also` finds a row by something else, such as its number. No words keep all the rows; a path that leads to several
    people («sides__person») gives each row once.
    """
    words = (words or "").strip()
    if not words:
        return rows
    found = Person.objects.search(words).values("pk")
    condition = also or Q()
    for path in paths:
        condition |= Q(**{f"{path}__in": found})
    return rows.filter(pk__in=rows.model._base_manager.filter(condition).values("pk"))
