"""Things of the policy that stand beside the work of a pair: materials and what follows; made for the test."""

from programs.models import Material
from registry.engine import papers


def things(world) -> dict:
    """Name of a thing → function that makes or finds it."""
    return {
        "material": lambda: material(world, pair=world.pair),
        "shelf_item": lambda: material(world),
        "for_mentors": lambda: material(world, reader="mentors"),
        "open_event": lambda: open_event(world),
    }


def material(world, **fields):
    """A file of our pair, or one of the library."""
    return Material.objects.create(
        programme=world.programme, title="Памятка", file=papers.store(b"%PDF-1.7 memo", "Памятка.pdf"),
        added_on=world.order.date, **fields,
    )  # fmt: skip


def open_event(world):
    """An open lesson of our mentee."""
    return world.pair.open_events.create(
        person=world.child, held_on=world.order.date, theme="Дроби", entered_on=world.order.date
    )
