"""Stories of the bases: the yearly look at a teacher's need, the September wizard."""

import datetime

from registry.actions import cards, year_turn
from registry.models import Enrolment, SchoolClass, Year
from registry.text import add_months
from tests import factories as make
from tests.mentoring.stories import TODAY, Story, story, user


@story
def need_to_review():
    """registry.need_to_review"""
    curator, director = make.office()
    entered = add_months(TODAY, -12)
    card = cards.add_mentee(make.teacher(), by=curator, on=entered, kind="teacher")
    cards.add_mentee(make.teacher(), by=curator, on=entered + datetime.timedelta(days=1), kind="teacher")
    return Story([curator], lambda: cards.review_need(card, by=curator, on=TODAY), [director, user()])


@story
def year_to_turn():
    """registry.year_to_turn"""
    curator, director = make.office()
    Year.objects.all().delete()
    year = Year.objects.create(
        name="2025/2026", starts=datetime.date(2025, 9, 1), ends=datetime.date(2026, 8, 31), is_active=True
    )
    row = SchoolClass.objects.create(year=year, grade=7, letter="А")
    Enrolment.objects.create(person=make.person(), school_class=row, starts=year.starts)
    return Story([curator], lambda: year_turn.carry_out(year_turn.the_turn(), by=curator, on=TODAY), [director, user()])
