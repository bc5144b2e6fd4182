"""Lines of the roadmap that are measured: values at the entry and at the exit (ОЧ-ДК2 8, 11, 30)."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from monitoring.models import Measurement, Waiver
from programs.facts import ORDERED, address, pair_words
from programs.models import Pair, Side
from registry.engine.errors import Gap
from registry.engine.roadmap import Fact
from registry.text import count


def _measured(role: str, moment: str, label: str):
    """Every side of this role has a value at the moment, or the pair was let off with a reason."""

    def fact(programme, on):
        sides = Side.objects.filter(role=role, pair__programme=programme, pair__status__in=ORDERED).filter(
            Q(is_open=True) | Q(pair__status=Pair.Status.CLOSED)
        )
        value = Measurement.objects.filter(pair=OuterRef("pair"), person=OuterRef("person"), moment=moment)
        waiver = Waiver.objects.filter(pair=OuterRef("pair"), moment=moment)
        asked = sides.exclude(pair__past__isnull=False) if moment == "entry" else sides  # entered as it stood
        lacking = list(asked.filter(~Exists(value), ~Exists(waiver)).values_list("pair", flat=True))
        pairs, total = sorted(set(lacking)), sides.count()
        gaps = []
        if pairs:
            one = reverse("monitoring:values", args=[pairs[0], moment])
            url = one if len(pairs) == 1 else address("pair_list", programme)
            gaps = [Gap(f"{label}: {count(len(pairs), *pair_words(programme))}.", url, "Внести замер")]
        return Fact(total - len(lacking), total, gaps)

    return fact


FACTS = {
    "mentee_entry": _measured("mentee", "entry", "Нет замера наставляемого на входе"),
    "mentor_entry": _measured("mentor", "entry", "Нет замера наставника на входе"),
    "exit_values": _measured("mentee", "exit", "Нет замера на выходе"),
}
