"""From the database to pairs: every hard rule, the page, pins and bans, groups, proposals in one go."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from programs import matching
from programs import pairing as source
from programs.actions import pairing as actions
from programs.actions import pairs
from programs.models import Pair, PairingTerms, PlannedGroup, RegisterEntry, Ruling, Side
from programs.pairing_page import own_pairs
from registry.actions.consents import withdraw_consent
from registry.engine import consents, tasks
from registry.engine.errors import Refused
from registry.models import Certificate, Guardianship, Mentor
from tests import factories as make
from tests.programs import story_of_pairing as story
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
UNTIL = datetime.date(2027, 5, 25)


def solved(prog, form, **more):
    prog.forget_rules()
    setting = source.load(prog, form, TODAY, **more)
    return setting, setting.solve()


def page_of(client, prog, form, user=None, **query):
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return at(client, user or make.office()[0]).get(f"/programs/pairing/?pair={prog.code}.{form.code}{more}")


def post(client, url, prog, form, **data):
    return at(client, make.office()[0]).post(
        f"/programs/pairing/{url}/", {"pair_of": f"{prog.code}.{form.code}", **data}, follow=True
    )


def test_the_optimum_of_a_programme_serves_whom_it_can(reference):
    prog, form, mentors, _mentees = story.field(2, 5)
    setting, solution = solved(prog, form)
    assert solution.served == 4  # two mentors of two mentees each (ОЧ-П 2.6)
    assert len(solution.left) == 1
    assert {human.name for human in setting.mentors.values()} == {one.person.short_name for one in mentors}


def test_the_number_of_questions_does_not_grow_with_the_people(reference):
    prog, form, _, _ = story.field(1, 1)

    def asked():
        prog.forget_rules()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            source.load(prog, form, TODAY)
        return len(seen)

    one = asked()
    story.mentors(prog, 2), story.mentees(prog, 2)
    assert asked() == one


def test_the_gate_for_everybody_at_once_is_the_gate_for_each(reference):
    prog, _form, mentors, mentees = story.field(1, 2)
    curator, _ = make.office()
    withdraw_consent(mentees[0].person.consents.get(kind="participation"), by=curator, on=TODAY, note="заявление")
    people = [card.person for card in (*mentors, *mentees)] + [make.person()]
    for day in (TODAY, make.START - datetime.timedelta(days=1)):
        gate = consents.open_people(("selection", "pairing"), day, prog.code)
        for purpose, found in gate.items():
            expected = {one.pk for one in people if consents.allowed(one, purpose, day, prog.code)}
            assert found & {one.pk for one in people} == expected, (purpose, day)
    assert consents.open_people(("pairing",), TODAY, prog.code)["pairing"] == {mentees[1].person_id}


# --- Hard rules -----------------------------------------------------------------------------------------------------


def rules_between(prog, form, mentor, mentee):
    """Keys of the rules that stand between the two, or «out» when one takes no part at all."""
    setting, _ = solved(prog, form)
    table = setting.problem.table
    if mentor.pk not in table.column or mentee.pk not in table.row:
        return "out"
    return {item.rule for item in matching.obstacles(setting.problem, mentor.pk, mentee.pk)}


def told(model, **values):
    return lambda: model.objects.update(**values)


def with_terms(prog, **fields):
    return lambda: PairingTerms.objects.create(programme=prog, weights={}, **fields)


def test_every_hard_rule_of_the_database_keeps_a_pair_apart(reference):
    prog, form, (mentor,), (mentee,) = story.field(1, 1)
    curator, _ = make.office()
    ours = {"programme": prog, "form": form, "mentor": mentor, "mentee": mentee}
    ruling = {**ours, "set_on": TODAY, "set_by": curator.person}

    def consent(person, kind):
        return lambda: withdraw_consent(person.consents.get(kind=kind), by=curator, on=TODAY, note="заявление")

    def full():
        for number in range(2):
            other = make.a_pair(prog=prog, mentor=mentor, mentee=make.an_admitted(prog=prog))
            assert other.form == form, number

    def former(**fields):
        pair = make.a_pair(prog=prog, mentor=mentor, mentee=mentee)
        for mark in pair.agreements.all()[:1]:
            pairs.answer_pair(mark, by=curator, on=TODAY, agrees=False, person=mark.side.person, how="paper")

    deeds = {
        "register": told(RegisterEntry, ends=TODAY - datetime.timedelta(days=1)),
        "mentor_consent": consent(mentor.person, "processing"),
        "mentee_consent": consent(mentee.person, "participation"),
        "load": full,
        "own_limit": told(Mentor, max_mentees=0),
        "ban": lambda: Ruling.objects.create(kind="ban", **ruling),
        "failed": former,
        "own_child": lambda: Guardianship.objects.create(
            guardian=mentor.person, child=mentee.person, kind="mother", starts=TODAY, document="свидетельство"
        ),
        "availability": with_terms(prog, availability_required=True),
        "competence": lambda: (mentor.competences.clear(), with_terms(prog, competence_required=True)()),
        "category": told(Mentor, category="pupil"),
        "served": lambda: make.a_pair(prog=prog, mentor=mentor, mentee=mentee),
    }
    found = {"nothing": rules_between(prog, form, mentor, mentee)}
    for name, deed in deeds.items():
        with transaction.atomic():
            deed()
            found[name] = rules_between(prog, form, mentor, mentee)
            transaction.set_rollback(True)
    assert found == {
        "nothing": set(), "register": "out", "mentor_consent": {"mentor_consent"}, "load": {"load"},
        "mentee_consent": {"mentee_consent"}, "own_limit": {"load"}, "ban": {"ban"}, "failed": {"failed"},
        "own_child": {"own_child"}, "availability": {"availability"}, "competence": {"competence"},
        "category": "out", "served": "out",
    }  # fmt: skip


def test_a_mentor_from_outside_meets_no_child_without_certificates(reference):
    prog = make.a_programme()
    form = prog.forms.get(code="employer_pupil")
    child = make.an_admitted(prog=prog)
    mentor = make.a_mentor(make.person(), category="partner")
    make.give_consents(mentor.person, ["processing"])
    for kind in ("criminal_record", "medical"):
        Certificate.objects.create(
            mentor=mentor, kind=kind, number="1", issued_on=make.START, valid_until=TODAY, checked_on=make.START,
            checked_by=make.office()[0].person,
        )  # fmt: skip
    make.registered(mentor, prog)
    assert rules_between(prog, form, mentor, child) == set()
    mentor.certificates.update(valid_until=TODAY - datetime.timedelta(days=1))
    assert rules_between(prog, form, mentor, child) == {"certificate"}


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_tells_pairs_reasons_and_who_is_left(reference, client):
    prog, form, _, _ = story.field(1, 3)
    text = text_of(page_of(client, prog, form))
    assert "<b>2</b> пары" in text
    assert "общая компетенция" in text
    assert "занято 2 из 2" in text
    assert "Остались без пары: 1" in text
    assert "У единственного подходящего наставника уже двое: " in text and "(п. 2.6 Положения)" in text


def test_nobody_but_the_curator_sees_the_choosing_and_its_bans(reference, client):
    prog, form, mentors, mentees = story.field(1, 2)
    curator, director = make.office()
    actions.rule(prog, form, mentors[0], mentees[0], "ban", by=curator, on=TODAY, note="СЕКРЕТ")
    pair = make.a_pair(prog=prog, mentor=mentors[0], mentee=mentees[1])
    assert "СЕКРЕТ" in text_of(page_of(client, prog, form, show="rulings"))
    others = [director, make.user_for(mentors[0].person), make.user_for(mentees[0].person),
              make.user_for(make.acting("psychologist"))]  # fmt: skip
    for user in others:
        for url in ("pairing/", "pairing/own/", "pairing/terms/", "pairing/groups/", "group-meetings/"):
            assert at(client, user).get(f"/programs/{url}").status_code == 403, (user, url)
        assert Ruling.objects.visible_to(user, TODAY).count() == 0
        for url in ("/cabinet/", pair.get_absolute_url(), mentees[0].get_absolute_url(), "/registry/my-data/"):
            assert "СЕКРЕТ" not in text_of(at(client, user).get(url)), (user, url)


def test_an_opened_row_tells_what_the_next_best_would_cost(reference, client):
    prog, form, mentors, mentees = story.field(2, 2)
    mentors[0].competences.clear()
    answer = at(client, make.office()[0]).get(f"/programs/pairing/row/{mentees[0].pk}/?pair={prog.code}.{form.code}")
    text = text_of(answer)
    assert "соответствие −30" in text and mentors[0].person.short_name.replace("\xa0", " ") in text
    whole = text_of(page_of(client, prog, form, open=mentees[0].pk))  # the same without scripts
    assert "соответствие −30" in whole


def test_a_pin_and_a_ban_solve_anew_at_once(reference, client):
    prog, form, mentors, mentees = story.field(2, 2)
    mentors[1].competences.clear()
    _, before = solved(prog, form)
    assert {pair.mentor for pair in before.pairs} == {mentors[0].pk}
    other = f"{mentors[1].pk}:{mentees[0].pk}"
    refused = text_of(post(client, "rule", prog, form, pin=other))
    assert "пару, которую выбираете вы, а не подбор, нужно обосновать" in refused
    post(client, "rule", prog, form, pin=other, **{f"note-{mentees[0].pk}": "Соседи по кабинету"})
    post(client, "rule", prog, form, ban=f"{mentors[0].pk}:{mentees[1].pk}")
    _, after = solved(prog, form)
    assert after.mentor_of == {mentees[0].pk: mentors[1].pk, mentees[1].pk: mentors[1].pk}
    row = Ruling.objects.get(kind="ban")
    post(client, "rule", prog, form, lift=row.pk)
    _, lifted = solved(prog, form)
    assert lifted.mentor_of == {mentees[0].pk: mentors[1].pk, mentees[1].pk: mentors[0].pk}


def test_a_tick_taken_off_stays_off_after_a_pin(reference, client):
    prog, form, _mentors, _mentees = story.field(2, 2)
    _, solution = solved(prog, form)
    values = {pair.mentee: f"{pair.mentor}:{pair.mentee}" for pair in solution.pairs}
    first, second = values.values()
    answer = post(
        client, "rule", prog, form, pin=first, take=[first], shown=list(values), proposed=list(values.values())
    )
    ticked = {line.value for line in answer.context["page_obj"] if line.ticked}
    assert ticked == {first}
    assert {line.value for line in answer.context["page_obj"]} == {first, second}


# --- Proposals ------------------------------------------------------------------------------------------------------


def send(prog, form, solution, **more):
    return actions.propose_pairs(
        prog, form, [(pair.mentor, pair.mentee) for pair in solution.pairs], by=make.office()[0], on=TODAY,
        starts=TODAY, ends=UNTIL, **more,
    )  # fmt: skip


def test_all_ticked_pairs_are_proposed_in_one_go_and_asked(reference, client):
    prog, form, mentors, mentees = story.field(2, 3)
    user = make.user_for(mentors[0].person)
    _, solution = solved(prog, form)
    answer = post(
        client, "send", prog, form, take=[f"{pair.mentor}:{pair.mentee}" for pair in solution.pairs],
        starts=TODAY, ends=UNTIL, mode="in_person",
    )  # fmt: skip
    assert "3 пары предложены" in text_of(answer)
    assert Pair.objects.filter(programme=prog, form=form, status="proposed").count() == 3
    assert {side.person_id for side in Side.objects.filter(role="mentee")} == {one.person_id for one in mentees}
    kinds = [task.kind for task in tasks.for_user(user, TODAY)]
    assert kinds.count("programs.pair_waits_for_my_yes") == Side.objects.filter(person=mentors[0].person).count()
    assert all("соответствие" in pair.note and pair.reasons for pair in Pair.objects.all())


def test_who_breaks_a_rule_by_now_is_refused_in_words_and_keeps_nobody_back(reference):
    prog, form, _mentors, mentees = story.field(2, 3)
    _, solution = solved(prog, form)
    banned = solution.pairs[0]
    actions.rule(
        prog, form, Mentor.objects.get(pk=banned.mentor), next(one for one in mentees if one.pk == banned.mentee),
        "ban", by=make.office()[0], on=TODAY, note="соседи в ссоре",
    )  # fmt: skip
    done = send(prog, form, solution)
    assert len(done.made) == 2
    ((_names, texts),) = done.refused
    assert "куратор исключил эту пару (соседи в ссоре)" in texts[0]


def test_more_proposals_cost_a_line_of_the_journal_each_and_no_other_question(reference):
    prog, form, _mentors, _mentees = story.field(3, 6)
    _, solution = solved(prog, form)
    chosen = [(pair.mentor, pair.mentee) for pair in solution.pairs]
    asked = []
    for some in (chosen[:1], chosen[1:]):
        prog.forget_rules()
        with CaptureQueriesContext(connection) as seen:
            done = actions.propose_pairs(prog, form, some, by=make.office()[0], on=TODAY, starts=TODAY, ends=UNTIL)
        assert len(done.made) == len(some) and not done.refused
        asked.append(len(seen))
    assert asked[1] - asked[0] <= len(chosen) - 2
    assert Side.objects.filter(role="mentee", running_form=form).count() == 6
    assert all(pair.agreements.count() == 2 for pair in Pair.objects.all())


def test_one_mentee_ticked_with_two_mentors_gets_the_first_and_the_third_of_a_mentor_is_refused(reference):
    prog, form, (first, second), mentees = story.field(2, 3)
    chosen = [(first.pk, one.pk) for one in mentees] + [(second.pk, mentees[0].pk)]
    done = actions.propose_pairs(prog, form, chosen, by=make.office()[0], on=TODAY, starts=TODAY, ends=UNTIL)
    assert len(done.made) == 2
    said = [" ".join(texts) for _, texts in done.refused]
    assert len(said) == 2
    assert any("уже есть пара в форме" in text for text in said) and any("(п. 2.6 Положения)" in text for text in said)


def test_a_pair_by_hand_does_not_pass_a_ban_or_join_a_parent_with_a_child(reference):
    prog, form, (mentor,), (mentee,) = story.field(1, 1)
    curator, _ = make.office()
    actions.rule(prog, form, mentor, mentee, "ban", by=curator, on=TODAY)
    Guardianship.objects.create(
        guardian=mentor.person, child=mentee.person, kind="mother", starts=TODAY, document="свидетельство"
    )
    with pytest.raises(Refused) as refusal:
        pairs.propose_pair(prog, mentor, [mentee], by=curator, on=TODAY, form=form, starts=TODAY, ends=UNTIL, note="х")
    said = " ".join(gap.text for gap in refusal.value.gaps)
    assert "куратор исключил эту пару" in said and "нельзя быть наставником своего ребёнка" in said
    assert not Pair.objects.exists()


def test_slips_go_only_to_those_without_an_account(reference, client):
    prog, form, mentors, mentees = story.field(1, 1)
    make.user_for(mentors[0].person)
    _, solution = solved(prog, form)
    send(prog, form, solution)
    from programs.models import PairAgreement
    from programs.papers import pair_slips

    said = pair_slips.slips(PairAgreement.objects.filter(answer=None), by=make.office()[0], on=TODAY)
    assert [one["whose"] for one in said] == [mentees[0].person.full_name]
    answer = post(client, "slips", prog, form)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_notices_name_the_other_side_the_order_and_the_day(reference):
    from programs.papers import pair_slips

    pair = make.a_pair(status="ordered")
    said = pair_slips.notices(Pair.objects.filter(pk=pair.pk), TODAY)
    mentor, mentee = (
        next(one for one in said["sheets"] if one["role"] == role) for role in ("наставник", "наставляемый")
    )
    assert pair.mentor.full_name in mentee["others"] and pair.mentees[0].full_name in mentor["others"]
    assert said["date"].startswith("21") and "приказ №" in mentor["order"]


# --- Groups, the own variant, terms -----------------------------------------------------------------------------------


def test_a_group_takes_mentees_beyond_the_limit_and_tells_when_it_is_too_small(reference):
    prog, form, (mentor,), _mentees = story.field(1, 3)
    curator, _ = make.office()
    actions.open_group(prog, form, mentor, by=curator, on=TODAY)
    _setting, solution = solved(prog, form)
    assert solution.served == 3
    assert [group.size for group in solution.small_groups] == [1]  # pairs first: two, then one in the group
    done = send(prog, form, solution)
    assert len(done.made) == 2 and "В группе должно быть от 2" in done.refused[0][1][0]
    story.mentees(prog, 1)
    _, solution = solved(prog, form)
    done = send(prog, form, solution)
    assert [pair.is_group for pair in done.made] == [True]
    assert len(done.made[0].mentees) == 2
    assert not PlannedGroup.objects.exists()


def test_the_own_variant_is_compared_in_numbers_and_becomes_pins(reference, client):
    prog, form, mentors, mentees = story.field(2, 3)
    _curator, _ = make.office()
    data = {f"mentor-{one.pk}": mentors[0].pk for one in mentees}
    text = text_of(post(client, "own", prog, form, **data))
    assert "в вашем варианте 2 пары" in text.lower() and "в предложенном 3 пары" in text
    assert "больше пар, чем позволяет предел нагрузки (2)" in text
    setting, _ = solved(prog, form)
    assert len(own_pairs(setting)) == 3
    post(client, "own", prog, form, adopt="1", **data)
    _, solution = solved(prog, form)
    assert solution.served == 3 and len(solution.refused_pins) == 1
    assert sum(pair.is_pinned for pair in solution.pairs) == 2


def test_weights_are_the_curators_and_start_from_the_regulation(reference, client):
    prog, form, _mentors, _mentees = story.field(1, 1)
    assert source.weights_of(source.terms_of(prog)).mentee_choice == 50  # the preset of the regulation
    answer = page_of(client, prog, form)
    assert "+30" in text_of(answer)
    form_page = at(client, make.office()[0]).get(f"/programs/pairing/terms/?pair={prog.code}.{form.code}")
    assert form_page.context["form"].fields["mentee_choice"].help_text == "Исходно 50."  # what the button brings back
    data = {
        name: field.initial for name, field in form_page.context["form"].fields.items() if field.initial is not None
    }
    post(client, "terms", prog, form, **{**data, "competence": 7, "hours_a_week": "1"})
    assert "+7" in text_of(page_of(client, prog, form))


def test_the_page_of_a_pair_by_hand_shows_who_fits_a_mentee(reference, client):
    prog, _form, mentors, mentees = story.field(2, 1)
    mentors[1].competences.clear()
    answer = at(client, make.office()[0]).get(f"/programs/pairs/new/?programme={prog.pk}&mentee={mentees[0].pk}")
    assert [one.key for one in answer.context["fitting"]] == [mentors[0].pk, mentors[1].pk]
    assert "общая компетенция" in text_of(answer)
