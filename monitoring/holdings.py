"""What the monitoring holds about a person: values at the entry and at the exit."""

from monitoring.models import Measurement, Waiver
from registry.engine import inventory
from registry.engine.inventory import Holding, gone, shown
from registry.holdings.people import BY_CONSENT


def measurements(person, on):
    """All but those that only the psychologist and the curator see: of these the kind and the date."""
    for row in person.measurements.select_related("parameter"):
        value = "хранится у психолога" if row.parameter.is_sensitive else f"{row.value.normalize():f}".replace(".", ",")
        yield from shown(f"{row.parameter}, {row.get_moment_display()}", value, row.measured_on)


def erase_measurements(person, *, by, on) -> int:
    """The values go; why a pair worked without them stays, cleaned of the name."""
    from registry.erasure import label_of, sweep
    from registry.erasure.names import marks_of

    sweep.clean(
        Waiver.objects.filter(pair__sides__person=person).distinct(),
        marks_of(person, label_of(person.code)),
        linked=True,
    )
    return gone(Measurement.objects.filter(person=person))


def contribute():
    inventory.holding["measurements"] = Holding(
        "Замеры", "answers", BY_CONSENT, "participation",
        {"monitoring.Measurement": ("person", "measured_by"), "monitoring.Waiver": ("given_by", "reason")},
        measurements, erase=erase_measurements,
    )  # fmt: skip
    inventory.impersonal.add("monitoring.Parameter")
