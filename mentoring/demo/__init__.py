"""A demo year made by the real actions, with invented people and simulated days."""

import datetime

from django.db import transaction

from mentoring.demo import beside, care, council, on_the_way, open_ends, orders_of_year, pairing, plans_of_year
from mentoring.demo.intake import Intake, make_programmes
from mentoring.demo.schedule import MILESTONES, Schedule
from mentoring.demo.school import PASSWORD, DemoSchool, make_year
from mentoring.demo.work import Work
from mentoring.reference import load_all
from programs.models import Side
from registry import installation
from registry.engine import journal
from registry.models import Mentee, Person, Regulation

MARK = "загружены демонстрационные данные"
ACCOUNTS = {
    "director": "директор", "curator": "куратор", "mentor": "наставник", "mentor2": "другой наставник",
    "mentee": "наставляемый, 12 лет", "parent": "родитель наставляемого", "psychologist": "педагог-психолог",
    "teacher": "классный руководитель", "commission": "член конкурсной комиссии",
}  # fmt: skip


def is_demo() -> bool:
    return installation.is_demo()


def has_real_people() -> bool:
    """People who did not come from a demo: then the demo keeps its hands off."""
    return Person.objects.exists() and not is_demo()


@transaction.atomic
def build(code: str, until: str, today: datetime.date, *, active: bool = True) -> None:
    """One school year of a regulation, up to a milestone; all or nothing.

    `today` is the last simulated day: earlier days are spread between 1 September and it.
    """
    DemoYear(code, until, today, active=active).run()


class DemoYear:
    """Walks the milestones in order."""

    def __init__(self, code, until, today, *, active):
        load_all(datetime.date(2019, 9, 1))
        self.until, self.today = until, today
        self.regulation = Regulation.objects.get(code=code)
        year = make_year(today, active=active)
        self.plan = Schedule(year.starts, today, until)
        audiences = set(self.regulation.programme_presets.values_list("audience", flat=True))
        self.only_teachers = audiences == {"teachers"}
        self.school = DemoSchool(year, teachers=76 if self.only_teachers else 26)
        self.school.commission_member = self.school.teachers[1]

    def run(self):
        installation.note(installation.DEMO, MARK)
        journal.write(None, MARK, self.regulation, until=self.until, today=self.today)
        self.programmes = make_programmes(self.school, self.regulation, self.plan)
        self.pupils_programme = next((one for one in self.programmes if one.audience != "teachers"), None)
        self.teachers_programme = next((one for one in self.programmes if one.audience != "pupils"), None)
        self.steps = {
            one: (Intake(self.school, one, self.plan), Work(self.school, one, self.plan)) for one in self.programmes
        }
        orders_of_year.prepare(self.school, self.programmes, self.plan)
        self._cast()
        for milestone in MILESTONES[1 : MILESTONES.index(self.until) + 1]:
            getattr(self, f"_{milestone}")()
        self._accounts()
        if self.until == "working":
            plans_of_year.happen(self)
            beside.happen(self)
            council.meet(self)

    def _cast(self):
        """Who is who this year: mentors and mentees of both audiences."""
        school, start = self.school, self.school.year.starts
        count = 24 if self.only_teachers else 8
        self.teacher_mentors = school.teachers[2 : 2 + count]
        wanted = 41 if self.only_teachers else 9
        self.teacher_mentees = school.teachers[2 + count : 2 + count + wanted]
        older = school.pupils(14, 16, start)
        self.pupil_mentors = older[:14]
        self.pupil_mentees = school.pupils(10, 13, start)[:34]
        self.star = next(one for one in self.pupil_mentees if one.age(self.today) == 12)
        self.outsiders = school.outsiders(4) if self._has_side("adult_outside") else []

    def _has_side(self, side) -> bool:
        return any(form.mentor_side == side for one in self.programmes for form in one.forms.all())

    def _mentees(self):
        for one, (intake, _) in self.steps.items():
            people = []
            if one == self.pupils_programme:
                people += self.pupil_mentees
            if one == self.teachers_programme:
                people += self.teacher_mentees
            intake.admit_mentees(people)
            orders_of_year.list_mentees(self.school, one, self.plan)

    def _mentors(self):
        for one, (intake, _) in self.steps.items():
            cast = {}
            if one == self.pupils_programme:
                cast |= {"pupil": self.pupil_mentors, "partner": self.outsiders}
            if one == self.teachers_programme:
                cast |= {"teacher": self.teacher_mentors}
            intake.enter_mentors(cast)

    def _selected(self):
        for one, (intake, _) in self.steps.items():
            forms = list(one.forms.all())
            by_category = {
                "pupil": next((form for form in forms if form.mentor_side == "pupil"), None),
                "teacher": next((form for form in forms if form.mentor_side == "teacher"), None),
                "partner": next((form for form in forms if form.mentor_side == "adult_outside"), None),
            }
            intake.select_mentors(by_category)

    def _paired(self):
        """Two mentees a mentor while they last; one stays without a pair, one is kept for the late order."""
        if self.until == "working":
            council.appoint(self)
        for one, (intake, work) in self.steps.items():
            couples = self._couples(one, intake.mentors, work)
            self.late = getattr(self, "late", {}) | {one: couples.pop() if len(couples) > 2 else None}
            work.pair_up(couples)
            orders_of_year.approve_programme(self.school, one, self.plan)

    def _couples(self, one, mentors, work):
        mentees = list(
            Mentee.objects.filter(person__requests__programme=one, person__requests__status="admitted").order_by("pk")
        )
        first = [mentee for mentee in mentees if mentee.person == self.star]
        mentees = first + [mentee for mentee in mentees if mentee not in first]
        outsiders_first = sorted(mentors, key=lambda mentor: (mentor.category != "partner", mentor.pk))
        room = {mentor: one.rule("mentor.max_mentees").value for mentor in outsiders_first}
        couples, spare = [], self._spare(one)
        for mentee in mentees[: len(mentees) - spare] if len(mentees) > 2 else mentees:
            mentor = next((m for m in outsiders_first if room[m] and work.form_for(m, mentee)), None)
            if mentor:
                room[mentor] -= 1
                couples.append((mentor, mentee))
        return couples

    def _spare(self, one) -> int:
        """How many mentees stay without a pair: more where the page of the choosing is to be shown."""
        return pairing.WAITING if self.until == "working" and one == self.pupils_programme else 1

    def _working(self):
        for one, (_, work) in self.steps.items():
            work.begin()
            work.meet(care.QUIET if self.until == "working" and one == self.pupils_programme else None)
            if self.late.get(one) and self.until == "working":
                work.leave_waiting(*self.late[one])
        if self.until == "working":
            first = self.steps[self.pupils_programme or self.programmes[0]][1]
            self.leads()
            on_the_way.happen(self)
            first.withdraw_one(spare=[self.star])
            open_ends.leave(self)
            care.happen(self)
            pairing.leave(self)

    def _closed(self):
        for one, (_, work) in self.steps.items():
            work.close_all()
            orders_of_year.thank(self.school, one, self.plan)

    def _published(self):
        for _, work in self.steps.values():
            work.publish()
        first = self.steps[self.pupils_programme or self.programmes[0]][1]
        first.withdraw_page()

    def leads(self):
        """Who signs in as `mentor` and `mentor2`: chosen once, before anything changes on the way."""
        if not hasattr(self, "_leads"):
            sides = Side.objects.filter(pair__programme__in=self.programmes).select_related("person").order_by("pk")
            star_side = sides.filter(role="mentee", person=self.star).first()
            pool = [side.person for side in sides.filter(role="mentor")] or [*self.teacher_mentors, *self.pupil_mentors]
            main = star_side.pair.mentor if star_side else pool[0]
            self._leads = main, next((one for one in reversed(pool) if one.pk != main.pk), pool[-1])
        return self._leads

    def _accounts(self):
        """The nine accounts; those without a part in this regulation exist all the same."""
        school = self.school
        main, other = self.leads()
        school.account("mentor", main)
        school.account("mentor2", other)
        school.account("mentee", self.star)
        school.account("parent", school.guardian(self.star))
        school.account("teacher", self.star.school_class(self.today).class_teachers.first().person)
        school.account("commission", school.commission_member)


__all__ = ["ACCOUNTS", "MILESTONES", "PASSWORD", "build", "has_real_people", "is_demo"]
