"""What the tests of selection and orders share: a signed-in client, the text of a page, stories of a commission."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from programs.actions import commission as sittings
from programs.actions import orders
from programs.models import Commission
from programs.orders import kinds
from registry.engine import workflow
from tests import factories as make

at = make.enter


def text_of(response) -> str:
    """What a reader sees: one space between words."""
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " ").replace("&nbsp;", " "))


def upload(data, name="приказ.pdf"):
    """What a browser sends with a form."""
    return SimpleUploadedFile(name, data, "application/pdf")


def nominated(prog, way="administration", **fields):
    """A teacher with the consent, on the way; no sheet yet."""
    mentor = make.a_mentor(make.teacher(**fields))
    make.give_consents(mentor.person, ["processing"])
    return make.a_candidacy(mentor, way, prog)


def recommended(prog, way="administration", **fields):
    """A candidate whose papers are in order, waiting for the order on the register."""
    row = nominated(prog, way, **fields)
    make.fill_sheet(row)
    return workflow.move(row, "recommend", by=make.office()[0], on=make.TODAY)


def submitted(prog):
    """An order on the register before the director, agreed by everybody named."""
    recommended(prog)
    return make.an_order(prog, "register", approve=False)


def a_commission(prog, working=True, members=3) -> Commission:
    """The director as chair, the curator, and teachers; by a real order where it works."""
    curator, director = make.office()
    people = [director.person, curator.person] + [make.teacher() for _ in range(members - 2)]
    made = sittings.form_commission(prog, people, by=curator, on=make.START, chair=director.person)
    if working:
        make.an_order(prog, "commission", on=make.START)
        made.refresh_from_db()
    return made


def some_minutes(prog, candidates=1):
    """Minutes of today with so many applications whose papers are in order; everybody present and for."""
    commission = a_commission(prog)
    rows = [nominated(prog, "application") for _ in range(candidates)]
    for row in rows:
        make.fill_sheet(row)
        make.vote_all(row)
    minutes = sittings.draft_minutes(commission, by=make.office()[0], on=make.TODAY, number="1", held_on=make.TODAY)
    return minutes, rows


def through(order, on=make.TODAY):
    """A draft through the approval sheet, the director's table, and the signature."""
    curator, director = make.office()
    if kinds.of(order).signatories(order):
        order = orders.send_for_agreement(order, by=curator, on=on)
        for row in order.approvals.all():
            orders.answer_on_paper(row, by=curator, on=on, agrees=True)
    order = workflow.move(order, "submit", by=curator, on=on)
    return orders.approve_order(order, by=director, on=on)
