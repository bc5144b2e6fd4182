"""Stories of plans: begun, kept to, answered, closed. The way to the curator is told in stories_of_pairs.py."""

from programs.actions import plan_edits, plan_notes, plans
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story
from tests.mentoring.stories_of_pairs import accounts_of, strangers, submit


def agreed(pair, mentor):
    """The pair's plan, agreed by the curator."""
    return plans.agree_plan(submit(pair.plan, mentor), by=make.office()[0], on=TODAY)


@story
def plan_not_begun():
    "programs.plan_not_begun"
    pair = make.a_pair(status="working", on=TODAY - 20 * DAY)
    mentor, mentee, _ = accounts_of(pair)
    curator, director = make.office()
    return Story(
        [curator],
        lambda: plan_edits.write_field(pair.plan, "goal", "Освоить темы года", by=mentor, on=TODAY, seen=None),
        [mentor, mentee, director, *strangers()],
    )


@story
def plan_line_late():
    "programs.plan_line_late"
    pair = make.a_pair(status="working")
    mentor, mentee, _ = accounts_of(pair)
    plan = agreed(pair, mentor)
    late = plan.lines.filter(due__lt=TODAY)

    def solve():
        lines = [{"id": line.pk, "mark": "done", "actual_result": "Получилось"} for line in late]
        plans.save_plan(plan, lines, by=mentor, on=TODAY)

    return Story([mentor], solve, [mentee, *make.office(), *strangers()])


@story
def plan_note_waits():
    "programs.plan_note_waits"
    pair = make.a_pair(status="working")
    mentor, mentee, _ = accounts_of(pair)
    note = plan_notes.write_note(pair.plan, by=mentee, on=TODAY, kind="difficulty", text="Не успеваю")
    return Story(
        [mentor],
        lambda: plan_notes.answer_note(note, by=mentor, on=TODAY, decision="talk", answer="Обсудим в среду"),
        [mentee, *make.office(), *strangers()],
    )


@story
def plan_to_close():
    "programs.plan_to_close"
    pair = make.a_pair(status="closing")
    mentor, mentee, _ = accounts_of(pair)
    plan = agreed(pair, mentor)

    def solve():
        plans.write_analysis(plan, by=mentor, on=TODAY, text="Получилось почти всё")
        plans.close_plan(plan, by=mentor, on=TODAY)

    return Story([mentor], solve, [mentee, *make.office(), *strangers()])
