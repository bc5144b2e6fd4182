"""The stack for the pen: drafts that wait for the director in one file; a few at once, many by a long work.

What counts is the signed sheet: the file itself goes after three days.
"""

from django.urls import reverse
from django.utils import timezone

from programs.models import Order
from programs.orders import kinds
from programs.papers import order_sheets
from registry.actions.people import may
from registry.engine import access, jobs, journal
from registry.engine.errors import Refused
from registry.engine.made_files import MadeFiles
from registry.models import Job
from registry.text import count

JOB = "programs.print_stack"
FEW = 3  # drafts that a person waits for, some two seconds; more are a long work
SHORT = 30  # lines of all of them together
DRAFTS = ("проект", "проекта", "проектов")
FILES = MadeFiles(
    "stacks", ".pdf", "Этого файла уже нет: он хранится три дня. Соберите стопку снова.", "убрано стопок на подпись"
)


def named_in(orders) -> set:
    """Everybody about whom such a file tells."""
    return {person for order in orders for person in kinds.of(order).named(order)}


def is_long(orders) -> bool:
    """Whether the file takes longer than one waits for a page; `orders` know their `size`."""
    return len(orders) > FEW or sum(order.size for order in orders) > SHORT


def start(orders, *, by) -> Job:
    """Lay the drafts out in a process of its own; a second press while it runs leads to the first one's page."""
    may(by, "programs.order_list")
    ids, now = [order.pk for order in orders], timezone.now()
    for job in Job.objects.filter(kind=JOB, started_by=by, finished_at=None).order_by("-pk"):
        if job.payload["orders"] == ids and not jobs.fresh(job).is_lost(now):
            return job
    return jobs.start(JOB, f"Стопка на подпись: {count(len(ids), *DRAFTS)}", by=by, orders=ids)


def orders_of(job) -> list[Order]:
    """Those of the stack that still wait for the signature, in its order."""
    rows = Order.objects.visible_to(job.started_by, access.today()).filter(
        pk__in=job.payload["orders"], status=Order.Status.SUBMITTED
    )  # fmt: skip
    found = {row.pk: row for row in rows.select_related("programme__year", "prepared_by")}
    return [found[pk] for pk in job.payload["orders"] if pk in found]


def _print(job, report) -> dict:
    """Run once more, it lays the file out anew."""
    user, asked = job.started_by, len(job.payload["orders"])
    may(user, "programs.order_list")
    orders = orders_of(job)
    if not orders:
        raise Refused("Печатать уже нечего: пока готовился файл, все эти приказы подписали или забрали.")
    data = order_sheets.stack(orders, report)
    with FILES.written(job) as draft:
        draft.write(data)
        journal.listed(user, "напечатаны проекты приказов на подпись", named_in(orders))
    left_out = f" Из {asked} отмеченных остальные уже подписаны или взяты на доработку." if len(orders) < asked else ""
    return {
        "url": reverse("programs:order_stack_ready", args=[job.pk]),
        "said": f"В файле {count(len(orders), *DRAFTS)}.{left_out}",
    }


JOBS = {JOB: _print}
CHORES = {"programs.stacks": FILES.forget}
