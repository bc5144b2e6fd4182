"""Situations of a programme's year for «Сегодня»: each is one query, and is gone once it is solved."""

from programs.situations import intake, orders, pairs, selection

ALL = {**intake.ALL, **selection.ALL, **orders.ALL, **pairs.ALL}
