"""Things of the policy that belong to meetings, the question on fit and calls for help; made for the test."""

from programs.actions import help
from programs.models import Pulse
from registry.engine import access
from registry.models import Person, SchoolBreak, User


def _person(username) -> Person:
    return User.objects.get(username=username).person


def things(world) -> dict:
    """Name of a thing → function that makes or finds it."""
    return {
        "planned": lambda: planned(world), "denied": lambda: denied(world), "pulse": lambda: pulse(world),
        "answered": lambda: pulse(world, answer=1), "call": lambda: call(world, False),
        "hard_call": lambda: call(world, True), "break": SchoolBreak.objects.first,
    }  # fmt: skip


def planned(world):
    """A meeting of our pair that is due today."""
    world.pair.meetings.planned().delete()
    return world.pair.meetings.create(
        mentor=world.pair.mentor, kind="consultation", held_on=access.today(), planned_on=world.order.date,
        theme="Повторить проценты",
    )  # fmt: skip


def denied(world):
    """A meeting that the mentee says there was not."""
    row = world.pair.meetings.unconfirmed().last()
    row.denied_on, row.denied_by = world.order.date, world.child
    row.save()
    return row


def pulse(world, answer=None):
    """A question to our mentee, waiting or answered."""
    Pulse.objects.filter(pair=world.pair, person=world.child).delete()
    said = {"answer": answer, "answered_on": world.order.date} if answer else {}
    return Pulse.objects.create(pair=world.pair, person=world.child, role="mentee", asked_on=world.order.date, **said)


def call(world, about_curator):
    """Our mentee calls for help: the curator reads it, or the director if it is about the curator."""
    return help.ask_help(
        world.child, world.child, by=None, on=world.order.date, words="Мне страшно", by_link=True,
        about_curator=about_curator,
    )  # fmt: skip
