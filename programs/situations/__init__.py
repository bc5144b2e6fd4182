"""Situations of a programme's year for «Сегодня»: each is one query, and is gone once it is solved."""

from programs.situations import (
    beside,
    care,
    changes,
    documents,
    intake,
    meetings,
    orders,
    pairing,
    pairs,
    plans,
    selection,
)

ALL = {
    **intake.ALL, **selection.ALL, **orders.ALL, **documents.ALL, **pairing.ALL, **pairs.ALL, **plans.ALL,
    **changes.ALL, **meetings.ALL, **care.ALL, **beside.ALL,
}  # fmt: skip
