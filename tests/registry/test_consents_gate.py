"""Consents: who signs at which age, and what they open. Python and SQL must agree."""

import datetime
import random

import pytest

from registry.actions import consents as actions
from registry.engine import access
from registry.engine import consents as gate
from registry.engine.errors import Refused
from registry.models import Consent, ConsentText, Guardianship, Mentor, Person
from registry.text import add_months
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def aged(years, days=0):
    """A pupil with one guardian who turned so many years on TODAY, or so many days before."""
    child = make.pupil(birth_date=add_months(make.TODAY, -12 * years) - days * DAY)
    make.guardian_of(child)
    return child


def asked(person, kind="processing", scope=""):
    curator, _ = make.office()
    return actions.ask_consents(person, [kind], by=curator, on=make.TODAY, scope=scope)[0]


def receive(consent, signer, on=make.TODAY, **fields):
    curator, _ = make.office()
    return actions.receive_consent(consent, signer, by=curator, on=on, **{"signed_on": on, **fields})


@pytest.mark.parametrize(
    ("years", "days", "expected"),
    [
        (13, 0, ["guardian"]),
        (14, -1, ["guardian"]),
        (14, 0, ["guardian", "self"]),
        (17, 0, ["guardian", "self"]),
        (18, -1, ["guardian", "self"]),
        (18, 0, ["self"]),
    ],
)
def test_who_signs_follows_from_the_age_on_the_day(years, days, expected):
    child = aged(years, days)
    assert ["guardian" if as_guardian else "self" for _, as_guardian in gate.signers(child, make.TODAY)] == expected


def test_a_child_without_a_guardian_has_nobody_to_sign():
    assert gate.signers(make.pupil(age=12), make.TODAY) == []


def test_a_pupil_without_a_birth_date_counts_as_a_child():
    child = make.pupil()
    Person.objects.filter(pk=child.pk).update(birth_date=None)
    child.refresh_from_db()
    assert not gate.may_sign(child, child, make.TODAY)


def test_at_thirteen_the_child_s_own_signature_is_refused_with_the_rule(reference):
    consent = asked(aged(13))
    with pytest.raises(Refused, match="до 14 лет за ребёнка подписывает законный представитель"):
        receive(consent, consent.person)
    consent.refresh_from_db()
    assert consent.status == "expected" and not consent.signatures.exists()


def test_at_thirteen_the_guardian_s_signature_is_enough(reference):
    consent = asked(aged(13))
    assert receive(consent, consent.person.guardians(make.TODAY).get()).status == "valid"


@pytest.mark.parametrize("child_first", [True, False])
def test_at_seventeen_both_must_sign_in_any_order(reference, child_first):
    consent = asked(aged(17))
    child, parent = consent.person, consent.person.guardians(make.TODAY).get()
    first, second = (child, parent) if child_first else (parent, child)
    half = receive(consent, first)
    assert half.status == "partly_signed"
    assert not gate.allowed(child, "selection", make.TODAY)
    assert receive(half, second).status == "valid"
    assert gate.allowed(child, "selection", make.TODAY)


def test_at_eighteen_a_parent_s_signature_is_refused(reference):
    consent = asked(aged(18))
    parent = Guardianship.objects.get(child=consent.person).guardian
    with pytest.raises(Refused, match="совершеннолетний и подписывает сам"):
        receive(consent, parent)
    assert receive(consent, consent.person).status == "valid"


def test_the_age_on_the_day_of_the_signature_counts_not_the_age_today(reference):
    consent = asked(aged(18))
    Consent.objects.filter(pk=consent.pk).update(expected_on=make.TODAY - 30 * DAY)
    parent = Guardianship.objects.get(child=consent.person).guardian
    half = receive(consent, parent, signed_on=make.TODAY - 10 * DAY)
    assert half.status == "partly_signed"


def test_a_restricted_guardian_s_signature_is_refused(reference):
    consent = asked(aged(12))
    tie = Guardianship.objects.get(child=consent.person)
    Guardianship.objects.filter(pk=tie.pk).update(is_restricted=True, restriction_ground="решение суда")
    with pytest.raises(Refused, match="не указан законным представителем ребёнка"):
        receive(consent, tie.guardian)


def test_a_date_that_has_not_come_is_refused(reference):
    consent = asked(make.teacher())
    with pytest.raises(Refused, match="ещё не наступила"):
        receive(consent, consent.person, signed_on=make.TODAY + DAY)


def test_a_withdrawal_closes_the_gate_at_the_next_question(reference):
    curator, _ = make.office()
    who = make.teacher()
    consent = make.give_consents(who, ["processing"])[0]
    assert gate.allowed(who, "selection", make.TODAY)
    actions.withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")
    assert not gate.allowed(who, "selection", make.TODAY)


def test_the_term_ends_after_its_last_day(reference):
    who = make.teacher()
    consent = asked(who)
    receive(consent, who, valid_until=make.TODAY + 5 * DAY)
    assert gate.allowed(who, "selection", make.TODAY + 5 * DAY)
    assert not gate.allowed(who, "selection", make.TODAY + 6 * DAY)


def test_after_the_term_a_new_paper_may_be_asked_for(reference):
    curator, _ = make.office()
    who = make.teacher()
    old = receive(asked(who), who, valid_until=make.TODAY + 40 * DAY)
    assert actions.ask_consents(who, ["processing"], by=curator, on=make.TODAY + DAY) == []
    later = make.TODAY + 41 * DAY
    (new,) = actions.ask_consents(who, ["processing"], by=curator, on=later)
    assert not gate.allowed(who, "selection", later)
    actions.receive_consent(new, who, by=curator, on=later, signed_on=later)
    old.refresh_from_db()
    assert old.status == "replaced" and gate.allowed(who, "selection", later)
    assert not who.duties.exists(), "a new paper is no withdrawal"


def test_a_month_before_its_end_the_next_paper_is_asked_for_and_the_old_one_counts_till_then(reference):
    curator, _ = make.office()
    who = make.teacher()
    old = receive(asked(who), who, valid_until=make.TODAY + 20 * DAY)
    (new,) = actions.ask_consents(who, ["processing"], by=curator, on=make.TODAY)
    assert old.status == "valid" and new.status == "expected"
    assert gate.allowed(who, "selection", make.TODAY)


def test_only_those_are_asked_who_have_not_given_it(reference):
    curator, _ = make.office()
    who = make.teacher()
    make.give_consents(who, ["processing"])
    made = actions.ask_consents(who, ["processing", "publication"], by=curator, on=make.TODAY)
    assert [row.kind for row in made] == ["publication"]


def test_participation_in_one_programme_opens_no_other(reference):
    who = make.teacher()
    make.give_consents(who, ["processing", "participation"], scope="first")
    assert gate.allowed(who, "pairing", make.TODAY, "first")
    assert not gate.allowed(who, "pairing", make.TODAY, "second")
    assert gate.missing_kinds(who, "pairing", make.TODAY, "second") == ["participation"]


def test_a_mentor_s_view_of_the_mentee_closes_at_once(reference):
    curator, _ = make.office()
    pair = make.a_pair(status="working")
    mentor, mentee = pair.mentor, pair.mentees[0]
    user = make.user_for(mentor)
    assert "contacts" in access.groups(user, mentee, make.TODAY)
    for consent in mentee.consents.filter(kind="processing"):
        actions.withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")
    assert access.groups(user, mentee, make.TODAY) == frozenset()


def planted(seed):
    """People with consents of random kinds, states, terms and scopes."""
    dice, texts = random.Random(seed), {row.kind: row for row in ConsentText.objects.all()}
    people = [make.teacher() for _ in range(12)]
    for person in people:
        for kind in (*gate.PURPOSES["image"].kinds, "participation"):
            if dice.random() < 0.35:
                continue
            starts = make.TODAY + dice.randint(-20, 10) * DAY
            until = dice.choice([None, starts + dice.randint(0, 30) * DAY])
            Consent.objects.create(
                person=person, kind=kind, scope=dice.choice(["", "first", "second"]) if kind == "participation" else "",
                text=texts[kind], expected_on=make.TODAY, valid_from=starts, valid_until=until,
                status=dice.choice(["valid", "valid", "valid", "expected", "withdrawn", "refused", "partly_signed"]),
            )  # fmt: skip
        if dice.random() < 0.15:
            Person.objects.filter(pk=person.pk).update(erased_at="2026-01-01T00:00:00Z")
    return list(Person.objects.filter(pk__in=[one.pk for one in people]))


@pytest.mark.parametrize("seed", range(6))
def test_python_and_sql_say_the_same_on_random_data(reference, seed):
    people, answers = planted(seed), set()
    for purpose in gate.PURPOSES:
        for scope in (None, "first", "second"):
            for on in (make.TODAY - 15 * DAY, make.TODAY, make.TODAY + 15 * DAY):
                by_sql = set(Person.objects.filter(gate.open_q(purpose, on, scope)).values_list("pk", flat=True))
                by_python = {person.pk for person in people if gate.allowed(person, purpose, on, scope)}
                assert by_sql & {person.pk for person in people} == by_python, (purpose, scope, on)
                answers.add(bool(by_python))
    assert answers == {True, False}


def test_the_gate_asked_from_another_table_says_the_same(reference):
    people = planted(99)
    for person in people:
        Mentor.objects.create(person=person, category="teacher", entered_on=make.TODAY)
    through = Mentor.objects.filter(gate.open_q("selection", make.TODAY, person="person_id"))
    straight = Person.objects.filter(gate.open_q("selection", make.TODAY), pk__in=[one.pk for one in people])
    assert set(through.values_list("person", flat=True)) == set(straight.values_list("pk", flat=True)) != set()
