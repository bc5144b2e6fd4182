"""The mentors' council of the demo year: appointed by an order, one meeting with signed minutes, its plan."""

import datetime

from mentoring.demo.orders_of_year import sign
from programs.actions import council, subjects

DAY = datetime.timedelta(days=1)
AGENDA = "План работы совета на год\nПервые встречи пар: что получается и где нужна помощь"
PLAN = [
    (-24, "Обсудить первые встречи пар", True),
    (12, "Провести семинар «Как вести трудный разговор»", False),
    (60, "Подвести итоги полугодия: что изменилось у наставляемых", False),
    (150, "Подготовить круглый стол «Лучшие практики наставничества»", False),
]  # fmt: skip


def appoint(year) -> None:
    """Three mentors who have no pair yet; the first of them leads."""
    programme = year.teachers_programme or year.programmes[0]
    day, by = year.plan.day(33), year.school.by
    for place, person in enumerate(members(year)):
        role = "council_member" if place else "council_chair"
        order = subjects.assign(programme, person, role, by=by, on=day, starts=day)
    sign(year.school, order, approved=day)


def members(year) -> list:
    return year.teacher_mentors[-3:]


def meet(year) -> None:
    """A meeting a month ago with three decisions: one done, one ahead, one for nobody in particular; and the plan."""
    by, today = year.school.by, year.today
    head, first, second = members(year)
    held = max(today - 31 * DAY, year.plan.day(34))
    row = council.write_meeting(
        None, by=by, on=held, number=1, held_on=held, agenda=AGENDA, present=[head, first, second],
        guests="педагог-психолог",
    )  # fmt: skip
    council.decide(row, by=by, on=held, text="Утвердить план работы совета на учебный год")
    done = council.decide(
        row, by=by, on=held, text="Посетить по одной встрече пар, которые начали последними", who=first,
        due=held + 14 * DAY,
    )  # fmt: skip
    council.decide(row, by=by, on=held, text="Собрать вопросы наставников к семинару", who=second, due=today + 10 * DAY)
    council.sign(row, by=by, on=held)
    council.keep_original(row, by=by, on=held, place="папка «Совет наставников», кабинет 12")
    council.tick(done, by=by, on=held + 10 * DAY)
    for offset, what, is_done in PLAN:
        line = council.plan(by=by, on=held, due=today + offset * DAY, what=what, who=head)
        if is_done:
            council.tick(line, by=by, on=today + (offset + 1) * DAY)
