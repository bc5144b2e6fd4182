"""What stands beside the work of a pair and waits for somebody: a teacher's consent to help."""

from programs.models import Helper
from programs.situations.base import WEEK, to
from registry.engine import access
from registry.engine.tasks import Task, lines


def helper_asked(user, today):
    """A teacher was asked to help a pair (АБР-П 4.1)."""
    me = access.person_of(user)
    for row in Helper.objects.waiting().filter(person=me).select_related("asked_by"):
        yield Task(
            text="Вас просят помочь паре: согласны ли вы?",
            who=row.subject,
            url=to("helper_detail", row.pk, anchor="answer"),
            button="Ответить",
            due=row.asked_on + WEEK,
        )


ALL = {"programs.helper_asked": lines(helper_asked)}
