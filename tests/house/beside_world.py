"""Things of the policy that stand beside the work of a pair: materials and what follows; made for the test."""

from programs.models import CouncilMeeting, CouncilPlanLine, Material
from registry.engine import papers
from registry.models import User


def things(world) -> dict:
    """Name of a thing → function that makes or finds it."""
    return {
        "material": lambda: material(world, pair=world.pair),
        "shelf_item": lambda: material(world),
        "for_mentors": lambda: material(world, reader="mentors"),
        "open_event": lambda: open_event(world),
        "helper": lambda: helper(world),
        "council": lambda: council(world),
        "council_line": lambda: council(world).decisions.get(),
        "council_plan": lambda: CouncilPlanLine.objects.create(
            year=world.programme.year, due=world.order.date, what="Семинар"
        ),
        "contest": lambda: contest(world),
        "suggestion": lambda: suggestion(world),
        "asked_ask": lambda: asked(world),
        "sent_ask": lambda: asked(
            world, answered_on=world.order.date, answered_by=User.objects.get(username="parent").person,
            file=papers.store(b"%PDF-1.7 sent", "Справка.pdf"),
        ),
        "answered_ask": lambda: asked(world, answered_on=world.order.date, note="отдал"),
    }  # fmt: skip


def material(world, **fields):
    """A file of our pair, or one of the library."""
    return Material.objects.create(
        programme=world.programme, title="Памятка", file=papers.store(b"%PDF-1.7 memo", "Памятка.pdf"),
        added_on=world.order.date, **fields,
    )  # fmt: skip


def open_event(world):
    """An open lesson of our mentee."""
    return world.pair.open_events.create(
        person=world.child, held_on=world.order.date, theme="Дроби", entered_on=world.order.date
    )


def helper(world):
    """The class teacher is asked to help our pair, and has not answered."""
    teacher = User.objects.get(username="teacher").person
    return world.pair.helpers.create(person=teacher, subject="Дроби", asked_on=world.order.date)


def helper_line(world) -> dict:
    """A line of the helper's hours, as the address names it."""
    row = helper(world)
    line = row.hours.create(held_on=world.order.date, minutes=45)
    return {"pk": row.pk, "line": line.pk}


def asked(world, **fields):
    """A document that the curator asks of our mentee; each thing asks another one."""
    number = world.programme.asked_documents.count() + 1
    return world.programme.asked_documents.create(
        person=world.child, title=f"Анкета {number}", due=world.order.date, asked_on=world.order.date, **fields
    )


def suggestion(world):
    """What our mentor suggests about our mentee."""
    return world.pair.suggestions.create(
        person=world.child, author=world.pair.mentor, kind="award", words="За терпение", written_on=world.order.date
    )


def contest(world):
    """Our mentee takes part in a contest."""
    return world.pair.contests.create(
        person=world.child, title="Живая классика", level="school", held_on=world.order.date,
        entered_on=world.order.date,
    )  # fmt: skip


def council(world) -> CouncilMeeting:
    """A meeting of the mentors' council with a decision."""
    row = CouncilMeeting.objects.create(year=world.programme.year, number=99, held_on=world.order.date, agenda="План")
    row.decisions.create(text="Провести семинар")
    return row
