"""Two pairs of one mentee in one form never cover the same day, the ended ones included (ОЧ-П 2.6)."""

from django.db.models import Q

from programs.models import Pair
from registry.engine.errors import Gap
from registry.text import short_date


def overlap_gaps(people, form, starts, ends, own_pair=None):
    """Ended pairs that reach into the term; the running ones are refused by the rule on a second mentor."""
    rows = Pair.objects.filter(form=form, is_group=False, status=Pair.Status.CLOSED, starts__lte=ends)
    rows = rows.filter(Q(ended_on__gte=starts) | Q(ended_on__isnull=True, ends__gte=starts))
    for person in people:
        met = rows.filter(sides__person=person, sides__role="mentee").exclude(pk=getattr(own_pair, "pk", None)).first()
        if met:
            last = met.ended_on or met.ends
            yield Gap(
                f"{person.short_name}: с {short_date(met.starts)} по {short_date(last)} в этой форме уже была пара "
                f"({met}). Сроки пар не пересекаются: начните позже {short_date(last)}.",
                met.get_absolute_url(), "К той паре",
            )  # fmt: skip
