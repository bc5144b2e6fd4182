"""Situations of the monitoring for «Сегодня»: pairs fixed by an order that cannot begin yet, or may."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from monitoring.actions import MIDDLE, middle, without_interim
from monitoring.models import Measurement, Waiver
from programs.models import Pair, Programme, Side
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
    """The day of the interim value has come: how does it go against the entry (К71-ДК 6; ОЧ-ДК2 23)?

    The day is a rule of the programme. In a group each one has his own value, and those without are named.
    """
    if not access.has_role(user, "curator", "psychologist", on=today):
        return
    bare = without_interim(today).filter(pair__status=Pair.Status.WORKING, pair__ends__gte=today)
    lacking: dict[int, list[str]] = {}
    for side in bare.select_related("person").order_by("person__name_key", "pk"):
        lacking.setdefault(side.pair_id, []).append(side.person.short_name)
    pairs = Pair.objects.filter(pk__in=lacking)
    programmes = Programme.objects.filter(pk__in=pairs.values("programme")).select_related("regulation")
    shares = {programme.pk: programme.rule(MIDDLE).value for programme in programmes}
    for pair, names in with_names(pairs):
        day = middle(pair, shares[pair.programme_id])
        if day and today >= day:
            yield Task(
                text="Пора сделать промежуточный замер: что изменилось у каждого наставляемого",
                who=f"{names}. Нет у: {', '.join(lacking[pair.pk])}" if pair.is_group else names,
                url=reverse("monitoring:values", args=[pair.pk, "interim"]),
                button="Внести замер",
                due=day + WEEK * 2,
            )


ALL = {
    "monitoring.interim_values_missing": lines(interim_values_missing),
    "monitoring.entry_values_missing": lines(entry_values_missing),
    "monitoring.pair_may_begin": lines(pair_may_begin),
}
