"""Before the pairs of the demo: wishes, a group meeting with answers, terms, one pin and one ban that wait."""

import datetime

from programs import pairing as source
from programs.actions import pairing, preferences
from registry.models import Mentee, Mentor
from registry.models.cards import SLOTS

INTERESTS = [
    "шахматы, лыжи",
    "робототехника",
    "рисование, музыка",
    "лыжи, волейбол",
    "книги, театр",
    "программирование",
]
CODES = [code for code, _ in SLOTS]
WAITING = 10
"""Pupils who wait for a mentor, so that the page of the choosing is alive."""


def tell_wishes(programme) -> None:
    """Times and interests on every card of the programme's two bases, as people would have told them."""
    mentors = Mentor.objects.filter(register_entries__programme=programme).order_by("pk")
    mentees = Mentee.objects.filter(person__requests__programme=programme).order_by("pk")
    for cards, step in ((mentors.distinct(), 2), (mentees.distinct(), 5)):
        for number, card in enumerate(cards):
            card.slots = [CODES[(number * step + shift) % 15] for shift in (1, 4, 8)]
            card.interests = card.interests or INTERESTS[number % len(INTERESTS)]
            card.save()


def leave(year) -> None:
    """For the curator of `year` (a DemoYear at work): whom to join, who chose whom, one word for and one against."""
    programme = year.pupils_programme
    if programme is None:
        return
    tell_wishes(programme)
    form = programme.forms.order_by("position", "pk").first()
    by, day = year.school.by, year.today - datetime.timedelta(days=6)
    setting = source.load(programme, form, year.today)
    heads = [one for one in setting.problem.mentors if one.free]
    mentors = [Mentor.objects.select_related("person").get(pk=one.key) for one in heads]
    mentees = list(Mentee.objects.filter(pk__in=setting.mentees).select_related("person").order_by("pk"))
    if len(mentors) < 3 or len(mentees) < 4:
        return
    only_saturday = mentees[-1]
    only_saturday.slots = ["sat_late"]
    only_saturday.save()
    weights = dict(source.preset_of(programme)["weights"])
    pairing.set_terms(programme, by=by, on=day, weights=weights, availability_required=True, hours_a_week=1)
    meeting = preferences.hold_meeting(
        programme, by=by, on=day, kind="group", held_on=day, place="актовый зал",
        answers_until=year.today + datetime.timedelta(days=3),
    )  # fmt: skip
    preferences.mark_visitors(meeting, [one.person for one in mentors], [one.person for one in mentees], by=by, on=day)
    _answers(programme, mentors, mentees, by, day)
    pairing.rule(programme, form, mentors[0], mentees[1], "ban", by=by, on=day, note="живут в одном дворе и не ладят")
    pairing.rule(programme, form, mentors[1], mentees[0], "pin", by=by, on=day, note="вместе занимаются в кружке")


def _answers(programme, mentors, mentees, by, day) -> None:
    """Most have answered on paper, of those whose names may be told; one would not like somebody; the rest wait."""
    for number, mentee in enumerate(mentees[:-3]):
        known = list(preferences.met(programme, mentee.person, "mentee", day))
        chosen = [known[(number + shift) % len(known)] for shift in (0, 2)]
        refused = [known[(number + 1) % len(known)]] if number == 2 else []
        preferences.give(
            programme, mentee.person, "mentee", by=by, on=day, ranked=chosen, unwilling=refused, how="paper"
        )
    for number, mentor in enumerate(mentors[:-1]):
        known = list(preferences.met(programme, mentor.person, "mentor", day))
        chosen = [known[(number * 2 + shift) % len(known)] for shift in (0, 1)]
        preferences.give(programme, mentor.person, "mentor", by=by, on=day, ranked=chosen, how="paper")
