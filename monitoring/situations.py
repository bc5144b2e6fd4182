"""Situations of the monitoring for «Сегодня»: pairs fixed by an order that cannot begin yet, or may."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from monitoring.actions import middle
from monitoring.models import Measurement, Waiver
from programs.models import Pair, Side
from programs.situations.base import WEEK, to, with_names
from registry.engine import access
from registry.engine.tasks import Task, lines


def _ordered():
    """(pairs that lack an entry value, pairs that lack none): each mentee has a value, or the pair a waiver."""
    waived = Waiver.objects.filter(pair=OuterRef("pk"), moment="entry")
    measured = Measurement.objects.filter(pair=OuterRef("pair"), person=OuterRef("person"), moment="entry")
    bare = Exists(Side.objects.filter(~Exists(measured), pair=OuterRef("pk"), role="mentee", is_open=True))
    ordered = Pair.objects.filter(status=Pair.Status.ORDERED)
    return ordered.filter(bare & ~Exists(waived)), ordered.filter(~bare | Exists(waived))


def entry_values_missing(user, today):
    """The pair begins with values on the parameters (ОЧ-ДК2 8): the psychologist's line and the curator's."""
    if not access.has_role(user, "curator", "psychologist", on=today):
        return
    for pair, names in with_names(_ordered()[0]):
        yield Task(
            text="Внесите замер на входе: без него пара не начнёт работу",
            who=names,
            url=reverse("monitoring:values", args=[pair.pk, "entry"]),
            button="Внести замер",
            due=pair.starts,
        )


def pair_may_begin(user, today):
    """Order and values are here: the curator lets the pair begin."""
    if not access.has_role(user, "curator", on=today):
        return
    for pair, names in with_names(_ordered()[1]):
        yield Task(
            text="Всё готово: начните работу пары",
            who=names,
            url=to("pair_detail", pair.pk, anchor="moves-title"),
            button="К паре",
            due=pair.starts,
        )


def interim_values_missing(user, today):
    """Half of the term is over: how does it go against the entry (К71-ДК 6; ОЧ-ДК2 23)?

    Asked only where there are entry values to compare with, and nobody has measured the exit yet.
    """
    if not access.has_role(user, "curator", "psychologist", on=today):
        return
    here = Measurement.objects.filter(pair=OuterRef("pk"))
    waived = Waiver.objects.filter(pair=OuterRef("pk"), moment="interim")
    pairs = Pair.objects.filter(
        Exists(here.filter(moment="entry")), ~Exists(here.filter(moment__in=["interim", "exit"])), ~Exists(waived),
        status=Pair.Status.WORKING, starts__lt=today, ends__gte=today,
    )  # fmt: skip
    for pair, names in with_names(pairs):
        if today >= middle(pair):
            yield Task(
                text="Половина срока прошла: внесите промежуточный замер",
                who=names,
                url=reverse("monitoring:values", args=[pair.pk, "interim"]),
                button="Внести замер",
                due=middle(pair) + WEEK * 2,
            )


ALL = {
    "monitoring.interim_values_missing": lines(interim_values_missing),
    "monitoring.entry_values_missing": lines(entry_values_missing),
    "monitoring.pair_may_begin": lines(pair_may_begin),
}
