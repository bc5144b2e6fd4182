"""What changes on the way of the demo year: a mentor replaced, pairs extended, ended early, stopped, from paper."""

import datetime

from mentoring.demo.intake import approve
from mentoring.demo.plans_of_year import close_with_analysis
from programs import choosing
from programs.actions import changes, early_ends, handovers, orders, paper_pairs, petitions, way
from programs.actions.pairs import MENTOR_SIDES
from programs.models import Handover, Pair
from registry.engine import papers, workflow
from registry.engine.uploads import PDF, Accepted

DAY = datetime.timedelta(days=1)
ENOUGH = 60
"""Days of the school year before which nothing of this has had the time to happen."""


def happen(year) -> None:
    """`year` is the DemoYear at work; the pairs of the accounts stay as they are."""
    programme = year.pupils_programme or year.programmes[0]
    if (year.today - year.plan.start).days < ENOUGH:
        return
    kept = {person.pk for person in year.leads()}
    rows = [
        pair for pair in Pair.objects.filter(programme=programme, status="working", is_group=False).order_by("pk")
        if pair.mentor.pk not in kept and pair.mentees[0] != year.star
    ]  # fmt: skip
    if len(rows) < 8:
        return
    on_today = {"by": year.school.by, "on": year.today}
    _extended(year, rows[3], on_today)
    _ended_early(year, rows[4], on_today)
    workflow.move(rows[5], "suspend", note="Наставник на больничном до 10 декабря", **on_today)
    _asked_for_another(year, rows[6])
    _replaced(year, rows[7:], on_today)
    _from_paper(year)
    _without(year, programme)


def _successor(pair, on):
    """A mentor of the register with a free place, of the kind that the form wants."""
    for row in choosing.places(pair.programme, on):
        fits = row.mentor.category in MENTOR_SIDES[pair.form.mentor_side]
        if row.free > 0 and fits and row.mentor.person not in pair.journal_people():
            return row.mentor
    return None


def _replaced(year, rows, on_today):
    """A statement in due time, the head's decision, the order; the new mentor has begun to talk."""
    pair = next((one for one in rows if _successor(one, year.today)), None)
    if pair is None:
        return
    new = _successor(pair, year.today)
    asked = year.today - 10 * DAY
    row = petitions.resign(
        pair, by=year.school.by, on=asked, on_paper=True, words="Готовлюсь к экзаменам, не успеваю встречаться.",
        last_day=max(year.today - DAY, petitions.earliest_last_day(asked)),
    )  # fmt: skip
    row = petitions.decide(row, by=year.school.chief, on=asked + DAY, accepts=True, note="Подобрать замену.")
    changes.write_change(
        pair, "replacement", ground=petitions.fitting_ground(pair), paper=row.as_ground, new_mentor=new, petition=row,
        **on_today,
    )  # fmt: skip
    approve(year.school, pair.programme, "replacement", prepared=year.today, approved=year.today)
    handover = Handover.objects.get(change__pair=pair)
    talk = handover.lines.filter(part="talk").first()
    handovers.tick(talk, is_done=True, **on_today)


def _extended(year, pair, on_today):
    grounds = changes.grounds(pair, "extension")
    changes.write_change(
        pair, "extension", ground=grounds[0], paper=f"справка от {year.today - 5 * DAY:%d.%m.%Y} № 41",
        new_ends=pair.ends + 21 * DAY, **on_today,
    )  # fmt: skip
    approve(year.school, pair.programme, "extension", prepared=year.today, approved=year.today)


def _ended_early(year, pair, on_today):
    """Everybody's yes on paper, exit values, the order."""
    asked = {"by": year.school.by, "on": year.today - 6 * DAY}
    end = early_ends.propose(
        pair, ends_on=year.today, reason="Цель достигнута раньше: все задания плана выполнены.", **asked
    )  # fmt: skip
    for mark in end.marks.filter(answer=None):
        person = year.school.guardian(mark.side.person) if mark.party == "guardian" else mark.side.person
        early_ends.answer(mark, agrees=True, person=person, how="paper", **asked)
    close_with_analysis(pair.plan, year.school.by, year.today)
    year.steps[pair.programme][1].measure(pair, "exit", 5, year.today)
    end.refresh_from_db()
    early_ends.to_order(
        end, result_text="Наставляемый догнал класс по двум предметам и сам помогает другим.",
        no_final_meeting="итоги подвели на последней встрече", **on_today,
    )  # fmt: skip
    order = end.pair.order_lines.filter(order__kind="completion").first().order
    order = workflow.move(order, "submit", **on_today)
    orders.approve_order(order, by=year.school.chief, on=year.today)


def _asked_for_another(year, pair):
    """A petition that waits on the curator's table."""
    petitions.ask_for_another(
        pair, pair.mentees[0], by=year.school.by, on=year.today - 2 * DAY, on_paper=True,
        words="Трудно договориться о времени: встречи часто переносятся.",
    )  # fmt: skip


def _without(year, programme):
    """Two of those who wait have a next step: one is late."""
    left = [card for card, _ in choosing.unpaired(programme, year.school.by, year.today)]
    asked, who = year.today - 14 * DAY, year.school.psychologist
    for card, days, step in zip(left, (-3, 6), ("Беседа: что мешает учиться", "Позвать в кружок"), strict=False):
        request = programme.requests.get(person=card.person, role="mentee", status="admitted")
        way.plan_support(request, by=year.school.by, on=asked, step=step, due=year.today + days * DAY, who=who)


def _from_paper(year):
    """A pair of colleagues that began in September, entered with its order, scan and five meetings."""
    programme = year.teachers_programme
    if programme is None:
        return
    places = [row for row in choosing.places(programme, year.today) if row.free > 0]
    left = [card for card, _ in choosing.unpaired(programme, year.school.by, year.today)]
    left = [card for card in left if not card.person.sides.exists()]  # an ended pair would overlap the one on paper
    work = year.steps[programme][1]
    couple = next(((row.mentor, card) for row in places for card in left if work.form_for(row.mentor, card)), None)
    if couple is None:
        return
    mentor, mentee = couple
    day = year.plan.start + 17 * DAY
    paper_pairs.enter_pair(
        programme, mentor, [mentee], by=year.school.by, on=year.today, form=work.form_for(mentor, mentee),
        starts=day + 3 * DAY, ends=datetime.date(year.plan.start.year + 1, 5, 25), agreed_on=day - DAY,
        number="9/н", date=day, signed_by=year.school.chief.person, scan=scan_of(programme, mentor, mentee, day),
        original_place="папка «Приказы по основной деятельности», сейф", meetings=5, minutes=225,
        last_on=year.today - 9 * DAY, past_note="Посещали уроки друг друга, разобрали рабочую программу.",
        goal="Молодой педагог уверенно ведёт урок и классное руководство.",
    )  # fmt: skip


def scan_of(programme, mentor, mentee, day) -> Accepted:
    """What came out of the scanner: a plain sheet, for the demo only."""
    words = (
        f"<h1>Приказ</h1><p>{day:%d.%m.%Y} № 9/н</p><p>О закреплении наставнической пары</p>"
        f"<p>Назначить {mentor.person.in_case('accusative')} наставником. Наставляемый: {mentee.person.full_name}. "
        f"Программа: {programme.title}.</p><p>Директор (подпись)</p>"
    )
    page = f'<!doctype html><html lang="ru"><head><title>Скан приказа</title></head><body>{words}</body></html>'
    return Accepted(papers.pdf(page), "Приказ 9-н.pdf", PDF)
