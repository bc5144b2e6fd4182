"""A field of mentors and mentees to choose from, made by the real actions; one order for all mentors."""

from programs.actions import training
from registry.engine import workflow
from registry.models import Topic
from tests import factories as make


def mentors(prog, number, on=make.START, **fields):
    """So many teachers (or pupils of 16, with a parent) in the register by one order; consents received."""
    curator, _ = make.office()
    found, kinds = [], ["processing"]
    if fields.get("category") == "pupil":
        kinds.append("participation")
    for _ in range(number):
        card = make.a_mentor(make.pupil(age=16) if "participation" in kinds else None, **fields)
        if "participation" in kinds:
            make.guardian_of(card.person)
        make.give_consents(card.person, kinds, scope=prog.code)
        row = make.a_candidacy(card, prog=prog)
        make.fill_sheet(row)
        found.append((card, row))
    if prog.rule("training.required").value:
        row = training.hold_training(
            prog, by=curator, on=on, theme="Первая встреча", held_on=on, hours=2, expert="психолог"
        )
        training.mark_attendance(row, [card for card, _ in found], by=curator, on=on)
    for _, row in found:
        workflow.move(row, "recommend", by=curator, on=on)
    make.an_order(prog, "register", on=make.datetime.date(2026, 10, 1))
    return [card for card, _ in found]


def mentees(prog, number):
    return [make.an_admitted(prog=prog) for _ in range(number)]


def field(number_of_mentors=2, number_of_mentees=3, preset="teachers"):
    """(programme, its first form, mentors, mentees)"""
    prog = make.a_programme(preset=preset)
    form = prog.forms.order_by("position").first()
    return prog, form, mentors(prog, number_of_mentors), mentees(prog, number_of_mentees)


def topic(number) -> Topic:
    return Topic.objects.order_by("pk")[number]
