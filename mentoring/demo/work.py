"""Stages 5–7 of the demo year: pairs, their work, closing and publication."""

import datetime

from mentoring.demo.intake import approve, tick
from monitoring.actions import parameters_for, save_values, waive
from programs.actions import meetings, pairs, plans, publication
from programs.models import Pair, Plan
from registry.actions import consents
from registry.engine import workflow
from registry.models import Mentor

DEEDS = [
    ("Познакомились, договорились о правилах и днях встреч.", "Принести список трудных тем"),
    ("Разобрали первую тему, попробовали работать вместе.", "Сделать пять заданий"),
    ("Составили план до конца года.", "Начать первое задание плана"),
    ("Разобрали ошибки контрольной, повторили правило.", "Подготовить пересказ"),
    ("Готовили выступление, репетировали.", "Выступить перед группой"),
    ("Работали над проектом, нашли материалы.", "Оформить первую страницу"),
]


EXPLANATION = (
    "Педагог первый год работает в школе. Трудности: распределить время урока, удержать внимание класса, справедливо "
    "оценивать. Задачи: освоить планирование, провести два открытых урока. Ждём уверенной самостоятельной работы."
)


class Work:
    """Pairs of one programme: made, ordered, met, closed."""

    def __init__(self, school, prog, plan):
        self.school, self.prog, self.plan = school, prog, plan

    def form_for(self, mentor, mentee):
        """The first form of the year that fits both sides."""
        for form in self.prog.forms.all():
            if mentor.category in pairs.MENTOR_SIDES[form.mentor_side] and mentee.kind == form.mentee_side:
                return form
        return None

    def pair_up(self, couples):
        """Milestone «paired»: proposals, everybody's yes, the order."""
        made = [self._propose(mentor, mentee) for mentor, mentee in couples]
        tick(self.school, self.prog, "pairs", self.plan.day(33))
        approve(self.school, self.prog, "pairs", prepared=self.plan.day(37), approved=self.plan.day(38))
        return made

    def _propose(self, mentor, mentee, day=34) -> Pair:
        plan, school = self.plan, self.school
        form = self.form_for(mentor, mentee)
        starts = plan.day(day + 4)
        longest = min(self.prog.ends, datetime.date(plan.start.year + 1, 5, 31))
        ends = max(longest, starts + datetime.timedelta(days=200))
        pair = pairs.propose_pair(
            self.prog, mentor, [mentee], by=school.by, on=plan.day(day), form=form,
            role_model=form.role_models.order_by("position", "pk").first(), starts=starts, ends=ends,
            goal="К концу года справляться самостоятельно.", note="Оба выбрали друг друга после групповой встречи.",
        )  # fmt: skip
        for mark in pair.agreements.all():
            who = school.guardian(mark.side.person) if mark.as_guardian else mark.side.person
            pair = pairs.answer_pair(mark, by=school.by, on=plan.day(day + 2), agrees=True, person=who, how="paper")
        return pair

    def begin(self):
        """Milestone «working», first half: entry values, start, plans filled and agreed."""
        plan, school = self.plan, self.school
        for number, pair in enumerate(Pair.objects.filter(programme=self.prog, status="ordered").order_by("pk")):
            self.measure(pair, "entry", number, plan.day(39))
            pair = workflow.move(pair, "start", by=school.by, on=plan.day(40))
            self._plan(pair.plan, number)

    def measure(self, pair, moment, number, on):
        for person in [*pair.mentees, pair.mentor]:
            values = {
                parameter: 4 + (number + index) % 3 + (2 if moment == "exit" else 0)
                for index, parameter in enumerate(parameters_for(pair, person)[:4])
            }
            if values:
                save_values(pair, person, moment, values, by=self.school.by, on=on)
            else:
                waive(pair, moment, by=self.school.by, on=on, reason="для этой стороны параметры не выбраны")

    def _plan(self, row: Plan, number):
        """This year, of the first plans one is untouched, one lies with the curator, one came back; the rest agreed."""
        plan, school = self.plan, self.school
        number = number if plan.until == "working" else 0  # a year that closes has every plan agreed
        if number == 1:
            return
        if row.called.has_explanation:
            plans.save_plan(row, [], by=school.by, on=plan.day(41), head={"explanation": EXPLANATION})
        row = self._submit(row, plan.day(42))
        if number == 2:
            return
        if number == 3:
            note = "Добавьте, по чему будет видно результат, и перенесите выступление на весну."
            workflow.move(row, "send_back", by=school.by, on=plan.day(43), note=note)
            return
        plans.agree_plan(row, by=school.by, on=plan.day(44))

    def _submit(self, row, on):
        """The mentor sends the plan; the mentor's name stands there also when no account exists yet."""
        author = getattr(row.pair.mentor, "user", None) or self.school.by
        row = plans.submit_plan(row, by=author, on=on)
        if author == self.school.by:
            row.submitted_by = row.pair.mentor
            row.save()
        return row

    def meet(self, quiet=None):
        """Meetings every two weeks up to today; the last one of each pair waits for its confirmation.

        `quiet` says of a pair's number after how many meetings it falls silent.
        """
        for number, pair in enumerate(Pair.objects.filter(programme=self.prog, status="working").order_by("pk")):
            day, step, last = 45 + number % 5, 0, (quiet or {}).get(number, 999)
            met = set()
            while day < 250 and self._is_past(day + 1) and step < last:
                if self.plan.day(day) in met:  # a short year: two of these days fall on one
                    day, step = day + 14, step + 1
                    continue
                met.add(self.plan.day(day))
                done, next_time = DEEDS[step % len(DEEDS)] if step < 3 else DEEDS[3 + (step + number) % 3]
                meeting = meetings.log_meeting(
                    pair, by=self.school.by, on=self.plan.day(day + 1), held_on=self.plan.day(day), done=done,
                    next_time=next_time, place="кабинет 7",
                )  # fmt: skip
                if self._is_past(day + 15):
                    self._confirm(meeting, meeting.held_on, meeting.logged_on)
                day, step = day + (5 if step < 2 else 14), step + 1

    def _confirm(self, meeting, day, on):
        for person in meetings.confirmers(meeting, day):
            meetings.confirm_meeting(meeting, person, by=None, on=on, by_link=True)

    def _is_past(self, offset) -> bool:
        return self.plan.start + datetime.timedelta(days=int(offset * self.plan.factor)) <= self.plan.today

    def close_all(self):
        """Milestone «closed»: final meeting, exit values, result, analysis, the order on completion."""
        plan, school = self.plan, self.school
        for number, pair in enumerate(Pair.objects.filter(programme=self.prog, status="working").order_by("pk")):
            final = meetings.log_meeting(
                pair, by=school.by, on=plan.day(252), held_on=plan.day(252), kind="final",
                done="Подвели итоги года, поблагодарили друг друга.",
            )  # fmt: skip
            self._confirm(final, plan.day(252), plan.day(253))
            self.measure(pair, "exit", number, plan.day(254))
            self._close_plan(pair.plan)
            pair = pairs.write_result(
                pair, by=school.by, on=plan.day(255), result="done",
                result_text="План выполнен: учёба идёт увереннее, задачи теперь ставятся самостоятельно.",
            )  # fmt: skip
            workflow.move(pair, "begin_closing", by=school.by, on=plan.day(256))
        approve(school, self.prog, "completion", prepared=plan.day(260), approved=plan.day(262))
        tick(school, self.prog, "work", plan.day(258))
        tick(school, self.prog, "finish", plan.day(262))

    def _close_plan(self, row):
        row.refresh_from_db()
        if row.status != Plan.Status.AGREED:
            return
        lines = [
            {"id": line.pk, "task": line.task, "due": line.due, "actual_result": "сделано", "mark": "done"}
            for line in row.lines.all()
        ]
        row = plans.save_plan(row, lines, by=self.school.by, on=self.plan.day(254))
        row = plans.write_analysis(
            row, by=self.school.by, on=self.plan.day(254), text="Больше всего помогли регулярные короткие встречи."
        )
        plans.close_plan(row, by=self.school.by, on=self.plan.day(255))

    def publish(self):
        """Milestone «published»: pages of the mentors who agreed to be shown."""
        on = self.plan.day(265)
        for mentor in Mentor.objects.filter(register_entries__programme=self.prog):
            consent = publication.publication_consent(mentor, on)
            page = publication.publication_of(mentor, by=self.school.by)
            if consent and "name" in consent.allowed_fields and page.status != "published":
                publication.publish(mentor, by=self.school.by, on=on)

    def withdraw_one(self, spare):
        """One mentee takes the consent back while the pair runs: the curator's page says what to do."""
        for pair in Pair.objects.filter(programme=self.prog, status="working").order_by("-pk"):
            person = pair.mentees[0]
            if person not in spare:
                consent = person.consents.filter(kind="processing", status="valid").first()
                consents.withdraw_consent(
                    consent, by=self.school.by, on=self.plan.today, note="письменное заявление представителя"
                )
                return

    def leave_waiting(self, mentor, mentee):
        """A late pair whose order lies on the director's table."""
        self._propose(mentor, mentee, day=60)
        approve(
            self.school, self.prog, "pairs", prepared=self.plan.day(64), approved=self.plan.day(65), leave_waiting=True
        )

    def withdraw_page(self):
        """One mentor takes the consent to publication back: the page is gone at the next request."""
        for mentor in Mentor.objects.filter(register_entries__programme=self.prog, publication__status="published"):
            consent = publication.publication_consent(mentor, self.plan.today)
            if consent:
                consents.withdraw_consent(
                    consent, by=self.school.by, on=self.plan.day(266), note="заявление наставника"
                )
                return
