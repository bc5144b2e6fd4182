"""One story for each situation of «Сегодня»: who must see it, who must not, and the real deed that ends it."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from programs.actions import acquainting, assessing, intake, orders, portfolio, publication
from programs.actions import commission as sittings
from programs.models import Request
from registry import installation
from registry.actions import cards, consents
from registry.engine import workflow
from registry.engine.uploads import Accepted
from registry.models import JournalLine
from tests import factories as make

TODAY = make.TODAY
DAY = datetime.timedelta(days=1)
STORIES = {}


@dataclass
class Story:
    """`solve` is the deed after which the line is gone for everybody."""

    users: list
    solve: object
    strangers: list = field(default_factory=list)


def story(teller):
    STORIES[teller.__doc__] = teller
    return teller


def user():
    """A teacher of the school without any part in the story."""
    return make.user_for(make.teacher())


def teachers():
    return make.a_programme(preset="teachers")


def recommended(prog, way="administration"):
    curator, _ = make.office()
    mentor = make.a_mentor()
    make.give_consents(mentor.person, ["processing"])
    candidacy = make.a_candidacy(mentor, way, prog)
    make.fill_sheet(candidacy)
    return workflow.move(candidacy, "recommend", by=curator, on=TODAY) if way != "application" else candidacy


def commission(prog):
    """(working commission, a member's user); the director chairs, the curator is in it."""
    curator, director = make.office()
    member = make.teacher()
    made = sittings.form_commission(
        prog, [curator.person, member], by=curator, on=make.START, chair=director.person
    )  # fmt: skip
    make.an_order(prog, "commission", on=make.START)
    made.refresh_from_db()
    return made, make.user_for(member)


def submitted_order():
    prog = teachers()
    recommended(prog)
    return make.an_order(prog, "register", approve=False)


@story
def order_to_approve():
    "programs.order_to_approve"
    order = submitted_order()
    curator, director = make.office()
    return Story([director], lambda: orders.approve_order(order, by=director, on=TODAY), [curator, user()])


@story
def order_came_back():
    "programs.order_came_back"
    order = submitted_order()
    curator, director = make.office()
    order = workflow.move(order, "send_back", by=director, on=TODAY, note="Уточните основание")
    other = make.user_for(make.acting("deputy_curator"))
    return Story([curator], lambda: workflow.move(order, "submit", by=curator, on=TODAY), [other, director])


@story
def sheet_waits():
    "programs.sheet_waits_for_me"
    prog = teachers()
    curator, director = make.office()
    mentor = recommended(prog).mentor
    order = orders.draft_order(prog, "register", by=curator, on=TODAY)
    orders.send_for_agreement(order, by=curator, on=TODAY)
    me = make.user_for(mentor.person)
    row = order.approvals.get()
    return Story([me], lambda: orders.answer(row, by=me, on=TODAY, agrees=True), [user(), curator, director])


@story
def order_to_read():
    "programs.order_to_read"
    prog = teachers()
    me = make.user_for(recommended(prog).mentor.person)
    row = make.an_order(prog, "register").acquaintances.get()
    return Story([me], lambda: acquainting.acquaint(row, by=me, on=TODAY), [user(), *make.office()])


@story
def order_unread():
    "programs.order_unread"
    prog = teachers()
    recommended(prog)
    order, late = make.an_order(prog, "register"), TODAY - datetime.timedelta(days=8)
    order.acquaintances.update(asked_on=late)
    curator, director = make.office()
    secretary = make.user_for(make.acting("secretary"))
    row = order.acquaintances.get()
    named = make.user_for(row.person)
    return Story(
        [curator, secretary], lambda: acquainting.acquaint(row, by=secretary, on=TODAY, on_paper=True),
        [director, named, user()],
    )  # fmt: skip


@story
def recommended_without_order():
    "programs.recommended_without_order"
    prog = teachers()
    recommended(prog)
    curator, director = make.office()
    return Story([curator], lambda: orders.draft_order(prog, "register", by=curator, on=TODAY), [director, user()])


@story
def sheet_to_fill():
    "programs.sheet_to_fill"
    prog = teachers()
    curator, _director = make.office()
    _, member = commission(prog)
    mentor = make.a_mentor()
    make.give_consents(mentor.person, ["processing"])
    candidacy = make.a_candidacy(mentor, prog=prog)

    def solve():
        make.fill_sheet(candidacy, by=member)
        make.fill_sheet(candidacy, by=curator)

    return Story([member, curator], solve, [user(), make.user_for(mentor.person)])


@story
def vote_to_cast():
    "programs.vote_to_cast"
    prog = teachers()
    _, member = commission(prog)
    candidacy = recommended(prog, "application")
    make.fill_sheet(candidacy, by=member)
    return Story(
        [member],
        lambda: assessing.cast_vote(candidacy, member.person, "for", by=member, on=TODAY),
        [user(), make.user_for(candidacy.person)],
    )


@story
def application_without_minutes():
    "programs.application_without_minutes"
    prog = teachers()
    curator, director = make.office()
    made, member = commission(prog)
    recommended(prog, "application")
    return Story(
        [curator],
        lambda: sittings.draft_minutes(made, by=curator, on=TODAY, number="1", held_on=TODAY),
        [director, member],
    )


@story
def minutes_to_sign():
    "programs.minutes_to_sign"
    prog = teachers()
    curator, director = make.office()
    made, member = commission(prog)
    make.vote_all(recommended(prog, "application"))
    minutes = sittings.draft_minutes(made, by=curator, on=TODAY, number="1", held_on=TODAY)
    return Story([director], lambda: sittings.sign_minutes(minutes, by=director, on=TODAY), [curator, member])


def outsider(prog, until):
    curator, _ = make.office()
    mentor = make.a_mentor(make.person(), category="partner", workplace="ООО «Ромашка»")
    for kind, last in (("criminal_record", TODAY + 300 * DAY), ("medical", until)):
        cards.add_certificate(
            mentor, by=curator, on=make.START, kind=kind, number="17", issued_on=make.START, valid_until=last
        )
    return make.registered(mentor, prog)


@story
def certificate_ends():
    "programs.certificate_ends"
    curator, director = make.office()
    mentor = outsider(make.a_programme(), TODAY + 20 * DAY)
    fields = {"kind": "medical", "number": "18", "issued_on": TODAY, "valid_until": TODAY + 365 * DAY}
    return Story(
        [curator],
        lambda: cards.add_certificate(mentor, by=curator, on=TODAY, **fields),
        [director, make.user_for(mentor.person)],
    )


@story
def page_without_consent():
    "programs.page_without_consent"
    curator, director = make.office()
    mentor = make.registered(make.a_mentor(), teachers())
    (consent,) = make.give_consents(mentor.person, ["publication"])
    publication.publish(mentor, by=curator, on=TODAY)
    consents.withdraw_consent(consent, by=curator, on=TODAY, note="заявление")
    return Story(
        [curator],
        lambda: publication.unpublish(mentor, by=curator, on=TODAY),
        [director, make.user_for(mentor.person)],
    )


@story
def portfolio_to_check():
    "programs.portfolio_to_check"
    curator, director = make.office()
    mentor = make.registered(make.a_mentor(), teachers())
    make.give_consents(mentor.person, ["publication"])
    publication.publish(mentor, by=curator, on=TODAY)
    me = make.user_for(mentor.person)
    portfolio.set_photo(mentor.person, Accepted(b"picture", "я.jpg", "image/jpeg"), by=me, on=TODAY)
    return Story([curator], lambda: portfolio.look_through(mentor.person, by=curator, on=TODAY), [director, me])


@story
def request_from_site():
    "programs.request_from_site"
    prog = make.a_programme()
    curator, director = make.office()
    child = make.pupil()
    request = intake.receive_typed_request(
        on=TODAY, role="mentee", typed_name=child.full_name, typed_birth_date=child.birth_date, contact="8 900"
    )
    return Story(
        [curator],
        lambda: intake.tie_request(request, by=curator, on=TODAY, programme=prog, person=child),
        [director, user()],
    )


@story
def first_step():
    "mentoring.first_step"
    curator, director = make.office()

    def solve():
        prog = teachers()
        recommended(prog)
        make.an_order(prog, "register")

    return Story([curator, director], solve, [user()])


def site_requests(number):
    for index in range(number):
        intake.receive_typed_request(on=TODAY, role="mentor", typed_name=f"Полынова Вера {index}", contact="8 900")
    return Request.objects.filter(source="site").count()


@story
def not_cared_for():
    "mentoring.not_cared_for"
    users = make.office()
    JournalLine.objects.create(actor_name="система", verb="начало", at=timezone.now() - 30 * DAY)

    def solve():
        for key in installation.LIMITS:
            installation.note(key)

    return Story(list(users), solve, [user()])
