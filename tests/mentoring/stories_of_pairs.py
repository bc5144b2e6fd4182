"""Stories of requests, pairs and values; the rest, and what a story is, in stories.py."""

from monitoring.actions import waive
from programs.actions import intake, meetings, notes, orders, pairs, plans
from programs.models import Meeting
from registry.actions import consents, people
from registry.engine import consents as gate
from registry.engine import workflow
from registry.models import Topic
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story, user


def a_request(age=12, guardian=True, stage="received"):
    """(request, child, guardian's user) at the stage: received, or analysed with the papers awaited."""
    prog = make.a_programme()
    curator, _ = make.office()
    child = make.pupil(age=age)
    parent = make.user_for(make.guardian_of(child)) if guardian else None
    request = intake.add_request(prog, child, "mentee", by=curator, on=TODAY, words="Трудно с математикой")
    return (conclude(request) if stage == "analysed" else request), child, parent


def conclude(request):
    curator, _ = make.office()
    return intake.conclude(
        request, by=curator, on=TODAY, analysis="Нужна поддержка", topics=[Topic.objects.first()],
        no_talk="потребность ясна из заявления",
    )  # fmt: skip


def take_papers(child):
    """Everybody who must sign has signed."""
    curator, _ = make.office()
    for row in child.consents.missing():
        for signer, _as_guardian in gate.signers(child, TODAY):
            row = consents.receive_consent(row, signer, by=curator, on=TODAY, signed_on=TODAY)


@story
def request_to_analyse():
    "programs.request_to_analyse"
    request, _, parent = a_request()
    curator, director = make.office()
    return Story([curator], lambda: conclude(request), [director, parent])


@story
def note_asked():
    "programs.note_asked"
    request, _child, parent = a_request()
    curator, director = make.office()
    me = user()
    note = notes.ask_note(request, me.person, "teacher", by=curator, on=TODAY)
    return Story(
        [me], lambda: notes.write_note(note, "Старательный", by=me, on=TODAY), [user(), parent, curator, director]
    )


@story
def papers_awaited():
    "programs.papers_awaited"
    _, child, parent = a_request(stage="analysed")
    curator, director = make.office()
    return Story([curator], lambda: take_papers(child), [director, parent, user()])


@story
def request_to_admit():
    "programs.request_to_admit"
    request, child, parent = a_request(stage="analysed")
    take_papers(child)
    curator, director = make.office()
    return Story([curator], lambda: intake.admit(request, by=curator, on=TODAY), [director, parent])


@story
def paper_to_sign():
    "registry.paper_to_sign"
    _, child, parent = a_request(age=15, stage="analysed")
    stranger = make.user_for(make.guardian_of(make.pupil()))
    return Story(
        [make.user_for(child), parent],
        lambda: take_papers(child),
        [stranger, make.user_for(make.pupil(age=15)), make.office()[1]],
    )


@story
def nobody_to_sign():
    "registry.nobody_to_sign"
    _, child, _ = a_request(guardian=False, stage="analysed")
    curator, director = make.office()
    return Story(
        [curator],
        lambda: people.add_guardian(child, make.person(), by=curator, on=TODAY, kind="mother"),
        [director, make.user_for(child)],
    )


def accounts_of(pair):
    """(mentor's user, mentee's user, mentee's guardian's user or None) of the pair."""
    mentee = pair.mentees[0]
    guardian = mentee.guardians(TODAY).first()
    return make.user_for(pair.mentor), make.user_for(mentee), guardian and make.user_for(guardian)


def strangers():
    """A mentor, a pupil and a guardian of the same school with nothing to do with the pair."""
    child = make.pupil()
    return [make.user_for(make.a_mentor().person), make.user_for(make.guardian_of(child)), make.user_for(child)]


@story
def pair_waits():
    "programs.pair_waits_for_my_yes"
    pair = make.a_pair(prog=make.a_programme())
    mine = accounts_of(pair)

    return Story([*mine], lambda: make.agreed_by_all(pair), [*strangers(), *make.office()])


@story
def agreed_without_order():
    "programs.agreed_without_order"
    pair = make.a_pair(status="agreed")
    curator, director = make.office()
    return Story(
        [curator],
        lambda: orders.draft_order(pair.programme, "pairs", by=curator, on=TODAY),
        [director, make.user_for(pair.mentor)],
    )


@story
def closing_without_order():
    "programs.closing_without_order"
    pair = make.a_pair(status="closing")
    curator, director = make.office()
    return Story(
        [curator],
        lambda: orders.draft_order(pair.programme, "completion", by=curator, on=TODAY),
        [director, make.user_for(pair.mentor)],
    )


def submit(plan, by):
    plans.save_plan(plan, [], by=by, on=TODAY, head={"goal": "Освоить темы года", "explanation": "Записка"})
    return plans.submit_plan(plan, by=by, on=TODAY)


@story
def plan_to_fill():
    "programs.plan_to_fill"
    pair = make.a_pair(status="ordered")
    mentor, mentee, _ = accounts_of(pair)
    return Story([mentor], lambda: submit(pair.plan, mentor), [mentee, *strangers(), *make.office()])


@story
def plan_came_back():
    "programs.plan_came_back"
    pair = make.a_pair(status="ordered")
    mentor, mentee, _ = accounts_of(pair)
    curator, director = make.office()
    plan = workflow.move(submit(pair.plan, mentor), "send_back", by=curator, on=TODAY, note="Добавьте сроки")
    return Story(
        [mentor], lambda: plans.submit_plan(plan, by=mentor, on=TODAY), [mentee, *strangers(), curator, director]
    )


@story
def plan_to_agree():
    "programs.plan_to_agree"
    pair = make.a_pair(status="ordered")
    mentor, mentee, _ = accounts_of(pair)
    curator, director = make.office()
    plan = submit(pair.plan, mentor)
    return Story([curator], lambda: plans.agree_plan(plan, by=curator, on=TODAY), [mentor, mentee, director])


def met(pair, by, held_on=TODAY - DAY) -> Meeting:
    return meetings.log_meeting(pair, by=by, on=TODAY, held_on=held_on, done="Разобрали задачи")


@story
def pair_ends_soon():
    "programs.pair_ends_soon"
    pair = make.a_pair(status="working", ends=TODAY + 20 * DAY)
    curator, director = make.office()

    def solve():
        waive(pair, "exit", by=curator, on=TODAY, reason="замер не нужен")
        row = pairs.write_result(
            pair, by=curator, on=TODAY, result="done", result_text="Всё удалось", no_final_meeting="болезнь"
        )
        workflow.move(row, "begin_closing", by=curator, on=TODAY)

    return Story([curator], solve, [director, make.user_for(pair.mentor)])


@story
def consent_taken_back():
    "programs.consent_taken_back"
    pair = make.a_pair(prog=make.a_programme(), status="working")
    curator, director = make.office()
    child = pair.mentees[0]
    consents.withdraw_consent(child.consents.get(kind="processing"), by=curator, on=TODAY, note="заявление")
    return Story(
        [curator],
        lambda: make.give_consents(child, ["processing"], on=TODAY),
        [director, make.user_for(pair.mentor)],
    )


@story
def entry_values_missing():
    "monitoring.entry_values_missing"
    pair = make.a_pair(status="ordered")
    curator, director = make.office()
    psychologist = make.user_for(make.acting("psychologist"))
    return Story(
        [curator, psychologist],
        lambda: waive(pair, "entry", by=curator, on=TODAY, reason="пара начала раньше"),
        [director, make.user_for(pair.mentor)],
    )


@story
def pair_may_begin():
    "monitoring.pair_may_begin"
    pair = make.a_pair(status="ordered")
    curator, director = make.office()
    waive(pair, "entry", by=curator, on=TODAY, reason="пара начала раньше")
    return Story(
        [curator],
        lambda: workflow.move(pair, "start", by=curator, on=TODAY),
        [director, make.user_for(pair.mentor)],
    )
