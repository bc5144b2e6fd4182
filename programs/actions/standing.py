"""How people stand in a programme on a day: what the rules of a pair ask, each question once for all of them."""

import functools
from collections import Counter, defaultdict

from django.urls import reverse

from programs.models import Pair, RegisterEntry, Request, Ruling, Side
from registry.engine import consents
from registry.models import Guardianship


class Standing:
    """Facts about these cards in one programme and form; asked under locks on the cards, they hold till the end.

    `besides` is a pair that does not count against its own people. Whoever makes several pairs in one go tells each
    of them with `take`, so that the next one is asked about with it.
    """

    def __init__(self, programme, form, mentors, mentees, on, *, besides=None):
        self.programme, self.form, self.on = programme, form, on
        self.mentors, self.mentees = {card.pk for card in mentors}, {card.pk for card in mentees}
        self.leaders, self.learners = {card.person_id for card in mentors}, {card.person_id for card in mentees}
        self.counted = Side.objects.exclude(pair=besides) if besides else Side.objects.all()

    @functools.cached_property
    def offers_form(self) -> bool:
        return self.programme.forms.filter(pk=self.form.pk).exists()

    @functools.cached_property
    def entered(self) -> set[int]:
        """Cards of mentors who stand in the programme's register."""
        rows = RegisterEntry.objects.active(self.on).filter(programme=self.programme, mentor__in=self.mentors)
        return set(rows.values_list("mentor", flat=True))

    @functools.cached_property
    def load(self) -> Counter:
        """Running individual mentees by the number of the mentor's person, over all programmes (ОЧ-П 2.6)."""
        running = Pair.objects.running().filter(is_group=False)
        sides = self.counted.filter(person__in=self.leaders, role="mentor", is_open=True, pair__in=running.values("pk"))
        return Counter(sides.values_list("person", flat=True))

    @functools.cached_property
    def admitted(self) -> set[int]:
        """People of the programme's base of mentees."""
        rows = Request.objects.filter(programme=self.programme, role="mentee", status="admitted")
        return set(rows.filter(person__in=self.learners).values_list("person", flat=True))

    @functools.cached_property
    def served(self) -> dict[int, tuple[str, str]]:
        """Mentee's person → the running pair of this form: its words and its page."""
        rows = self.counted.filter(person__in=self.learners, role="mentee", running_form=self.form)
        rows = rows.select_related("pair").prefetch_related("pair__sides__person")
        return {side.person_id: (str(side.pair), side.pair.get_absolute_url()) for side in rows}

    @functools.cached_property
    def ended(self) -> set[int]:
        """Mentees who have an ended pair of this form behind them."""
        rows = Side.objects.filter(person__in=self.learners, role="mentee", pair__form=self.form)
        rows = rows.filter(pair__is_group=False, pair__status=Pair.Status.CLOSED)
        return set(rows.values_list("person", flat=True))

    @functools.cached_property
    def guardians(self) -> dict[int, set[int]]:
        """Child → those who may act for it."""
        found = defaultdict(set)
        ties = Guardianship.objects.active(self.on).filter(child__in=self.learners, is_restricted=False)
        for child, guardian in ties.values_list("child", "guardian"):
            found[child].add(guardian)
        return found

    @functools.cached_property
    def bans(self) -> dict[tuple[int, int], Ruling]:
        """(mentor's card, mentee's card) → the curator's ban."""
        rows = Ruling.objects.filter(
            programme=self.programme, kind="ban", mentor__in=self.mentors, mentee__in=self.mentees
        )
        return {(row.mentor_id, row.mentee_id): row for row in rows.select_related("form")}

    @functools.cached_property
    def consents(self) -> dict[int, set[str]]:
        """Person → kinds of consent that are valid."""
        return consents.held(self.leaders | self.learners, self.on, self.programme.code)

    def take(self, mentor, mentees) -> None:
        """One more individual pair of these people is about to be written."""
        self.load[mentor.person_id] += 1
        for mentee in mentees:
            words = f"{mentor.person.short_name} — {mentee.person.short_name}"
            self.served[mentee.person_id] = (words, reverse("programs:pair_list"))
