"""Stories of «Сегодня»: documents of the year and awards."""

from programs.actions import honours, orders, subjects
from programs.models import Order
from tests import factories as make
from tests.mentoring.stories import TODAY, Story, story, teachers, user
from tests.programs.story import through


@story
def model_without_order():
    "programs.model_without_order"
    prog, (curator, director) = teachers(), make.office()
    return Story(
        [curator], lambda: orders.draft_order(prog, "introduction", by=curator, on=TODAY), [director, user()]
    )  # fmt: skip


@story
def programme_without_order():
    "programs.programme_without_order"
    prog, (curator, director) = teachers(), make.office()
    make.a_pair(prog, status="ordered")
    return Story([curator], lambda: orders.draft_order(prog, "programme", by=curator, on=TODAY), [director, user()])


@story
def awards_to_print():
    "programs.awards_to_print"
    prog, (curator, director) = teachers(), make.office()
    draft = subjects.propose_awards(
        prog, [make.teacher()], by=curator, on=TODAY, layout="diploma", reason="за терпение",
        kind=prog.rule("awards.kinds").value[0],
    )  # fmt: skip
    order = through(draft)
    assert Order.objects.get(pk=order.pk).is_in_force
    return Story([curator], lambda: honours.print_by_order(order, by=curator, on=TODAY), [director, user()])
