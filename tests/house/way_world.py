"""Things of pairs that change on the way, made for the policy: a petition, a statement, an early end, a handover."""

import datetime

from programs.models import EarlyEnd, EarlyEndMark, Handover, PairChange, Petition
from registry.models import User


def _person(username):
    return User.objects.get(username=username).person


def _filed(world, kind, who, **fields) -> Petition:
    return Petition.objects.create(
        pair=world.pair, kind=kind, person=_person(who), filed_by=_person(who), received_on=world.order.date,
        words="Не получается договориться", **fields,
    )  # fmt: skip


def petition(world) -> Petition:
    """The mentee asks for another mentor; this regulation names the curator alone."""
    return _filed(world, "petition", "mentee")


def resignation(world) -> Petition:
    return _filed(
        world, "resignation", "mentor", last_day=world.order.date + datetime.timedelta(days=30), to_director=True
    )


def early_end(world) -> EarlyEnd:
    return EarlyEnd.objects.create(
        pair=world.pair, ends_on=world.pair.ends - datetime.timedelta(days=30), reason="цель достигнута",
        asked_on=world.order.date, asked_by=_person("curator"),
    )  # fmt: skip


def end_mark(world) -> EarlyEndMark:
    """The mark that the mentee gives."""
    side = world.pair.sides.get(person=_person("mentee"))
    return early_end(world).marks.create(party="mentee", side=side)


def handover(world) -> Handover:
    """`mentor` took the pair over."""
    change = PairChange.objects.create(
        pair=world.pair, kind="replacement", ground="просьба", new_mentor=world.mentor_card, asked_on=world.order.date,
        asked_by=_person("curator"), former=_person("mentor2"), done_on=world.order.date,
    )  # fmt: skip
    return Handover.objects.create(change=change, made_on=world.order.date)


def things(world) -> dict:
    return {
        "petition": lambda: petition(world), "resignation": lambda: resignation(world),
        "early_end": lambda: early_end(world), "end_mark": lambda: end_mark(world),
        "handover": lambda: handover(world),
    }  # fmt: skip
