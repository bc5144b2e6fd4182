"""Who printed what: a line in the journal before the sheet leaves."""

from registry.engine import access, journal


def printed(request, what: str, person) -> None:
    """One line before the answer: who printed what about whom, by which right."""
    right = access.right(request.user, person, request.today)
    journal.write(request.user, f"напечатано: {what}", person, people=[person], right=right)
