"""Things of the choosing that the lines of the policy name."""

from programs import pairing, pairing_page
from programs.models import GroupMeeting, Visitor


def meeting(world) -> GroupMeeting:
    """A meeting at which our child and our mentor were, made for the test."""
    made = GroupMeeting.objects.create(programme=world.programme, held_on=world.order.date)
    Visitor.objects.create(meeting=made, person=world.child, role="mentee")
    Visitor.objects.create(meeting=made, person=world.mentor_card.person, role="mentor")
    return made


def waiting_child(world):
    """A mentee who waits in the form that the page opens with; the number of the card."""
    choice = pairing_page.choices()[0]
    return min(pairing.load(choice.programme, choice.form, world.order.date).mentees)


def things(world) -> dict:
    return {
        "known": lambda: meeting(world),
        "visitor": lambda: meeting(world).visitors.get(role="mentee"),
    }
