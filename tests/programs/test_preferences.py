"""The round after a meeting: who answers, from whom one chooses, and that nobody learns who refused him."""

import datetime
import re

import pytest

from programs import pairing as source
from programs.actions import pairing as choosing
from programs.actions import preferences as actions
from programs.models import Pair, Preference, PreferenceSheet, Visitor
from programs.papers import preferences as paper
from registry.actions.consents import withdraw_consent
from registry.engine import links, tasks
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs import story_of_pairing as story
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def met(number_of_mentors=2, number_of_mentees=2, until=TODAY, absent=0, preset="teachers"):
    """(programme, form, meeting, mentors, mentees): everybody came but the last `absent` mentors."""
    prog, form, mentors, mentees = story.field(number_of_mentors, number_of_mentees, preset)
    curator, _ = make.office()
    meeting = actions.hold_meeting(
        prog, by=curator, on=TODAY, kind="group", held_on=TODAY, place="зал", answers_until=until
    )
    came = mentors[: len(mentors) - absent]
    actions.mark_visitors(meeting, [one.person for one in came], [one.person for one in mentees], by=curator, on=TODAY)
    return prog, form, meeting, mentors, mentees


def give(prog, card, role, user, **more):
    return actions.give(prog, card.person, role, by=user, on=TODAY, **{"ranked": [], "unwilling": [], **more})


def test_attendance_feeds_the_questionnaire_and_nobody_else_may_be_chosen(reference):
    prog, _, _, mentors, mentees = met(2, 1, absent=1)
    user = make.user_for(mentees[0].person)
    assert list(actions.met(prog, mentees[0].person, "mentee", TODAY)) == [mentors[0].person]
    with pytest.raises(Refused, match="с кем была встреча"):
        give(prog, mentees[0], "mentee", user, ranked=[mentors[1].person])
    give(prog, mentees[0], "mentee", user, ranked=[mentors[0].person])
    assert Preference.objects.get().rank == 1


def test_one_is_not_named_twice(reference):
    prog, _, _, mentors, mentees = met(1, 1)
    user = make.user_for(mentees[0].person)
    with pytest.raises(Refused, match="выбран дважды"):
        give(prog, mentees[0], "mentee", user, ranked=[mentors[0].person], unwilling=[mentors[0].person])
    assert not PreferenceSheet.objects.exists()


def test_the_round_ends_on_its_day(reference):
    prog, _, _, _, mentees = met(1, 1, until=TODAY)
    user = make.user_for(mentees[0].person)
    with pytest.raises(Refused, match="Срок ответов прошёл"):
        actions.give(prog, mentees[0].person, "mentee", by=user, on=TODAY + datetime.timedelta(days=1), ranked=[])


def test_choices_of_both_sides_count_and_a_refusal_costs(reference):
    prog, form, _, mentors, mentees = met(2, 1)
    give(prog, mentees[0], "mentee", make.user_for(mentees[0].person), ranked=[mentors[1].person],
         unwilling=[mentors[0].person])  # fmt: skip
    give(prog, mentors[1], "mentor", make.user_for(mentors[1].person), ranked=[mentees[0].person])
    setting = source.load(prog, form, TODAY)
    assert setting.solve().mentor_of == {mentees[0].pk: mentors[1].pk}
    from programs import matching

    words = {part.criterion for part in matching.why(setting.problem, mentors[1].pk, mentees[0].pk).parts}
    assert {"mentee_choice", "mentor_choice", "mutual"} <= words
    against = matching.why(setting.problem, mentors[0].pk, mentees[0].pk)
    assert any(part.criterion == "unwilling" and part.points < 0 for part in against.parts)


def test_nobody_learns_who_chose_or_refused_him(reference, client):
    """The mentor is refused by one and chosen by another; no page of his, theirs or the director's says so."""
    prog, form, meeting, (mentor,), mentees = met(1, 2)
    users = {card: make.user_for(card.person) for card in (mentor, *mentees)}
    give(prog, mentees[0], "mentee", users[mentees[0]], unwilling=[mentor.person])
    give(prog, mentees[1], "mentee", users[mentees[1]], ranked=[mentor.person])
    curator, director = make.office()
    setting = source.load(prog, form, TODAY)
    solution = setting.solve()
    choosing.propose_pairs(
        prog, form, [(pair.mentor, pair.mentee) for pair in solution.pairs], by=curator, on=TODAY, starts=TODAY,
        ends=datetime.date(2027, 5, 25),
    )  # fmt: skip
    said = text_of(at(client, curator).get(f"/programs/pairing/?pair={prog.code}.{form.code}&show=doubtful"))
    assert Pair.objects.count() == 2
    assert Preference.objects.visible_to(users[mentor]).count() == 0
    assert Preference.objects.visible_to(director).count() == 0
    telling = re.compile(r"не хотел|поставил на|взаимный выбор|выбрал вас|отказался от")
    for user in (users[mentor], users[mentees[1]], director):
        for url in ["/cabinet/", "/registry/my-data/", *[pair.get_absolute_url() for pair in Pair.objects.all()]]:
            assert not telling.search(text_of(at(client, user).get(url))), (user, url)
    for user in (users[mentor], director):
        assert at(client, user).get(meeting.get_absolute_url()).status_code == 404
    assert said  # the curator's page opened


def test_the_curator_reads_choices_and_refusals_among_the_reasons(reference, client):
    prog, form, _, (mentor,), mentees = met(1, 1)
    give(prog, mentees[0], "mentee", make.user_for(mentees[0].person), unwilling=[mentor.person])
    text = text_of(at(client, make.office()[0]).get(f"/programs/pairing/?pair={prog.code}.{form.code}"))
    assert "наставляемый не хотел бы этой пары" in text


def test_a_parent_answers_for_a_child_once_and_never_reads_the_childs_answer(reference, client):
    prog, _, _meeting, mentors, mentees = met_pupils()
    child = mentees[0].person
    parent, own = make.user_for(child.guardians(TODAY).first()), make.user_for(child)
    visitor = Visitor.objects.get(person=child)
    url = f"/programs/preferences/{visitor.pk}/"
    assert mentors[0].person.last_name in text_of(at(client, parent).get(url))
    at(client, own).post(url, {"place1": mentors[0].person_id, "unwilling": []})
    assert Preference.objects.get().about == mentors[0].person
    answer = at(client, parent).get(url, follow=True)
    assert "Ответ уже дан" in text_of(answer)
    with pytest.raises(Refused, match="Ответ уже дан"):
        give(prog, mentees[0], "mentee", parent)
    assert at(client, own).get(url).context["form"].initial["place1"] == mentors[0].person_id
    stranger = make.user_for(mentors[0].person)
    assert at(client, stranger).get(url).status_code == 404


def met_pupils():
    prog = make.a_programme()
    mentor = make.registered(make.a_mentor(make.pupil(age=16), category="pupil"), prog)
    mentee = make.an_admitted(prog=prog)
    curator, _ = make.office()
    meeting = actions.hold_meeting(prog, by=curator, on=TODAY, kind="fast", held_on=TODAY, place="", answers_until=None)
    actions.mark_visitors(meeting, [mentor.person], [mentee.person], by=curator, on=TODAY)
    return prog, prog.forms.first(), meeting, [mentor], [mentee]


def test_the_question_stands_in_today_until_it_is_answered(reference):
    prog, _, _, _mentors, mentees = met(1, 1)
    user = make.user_for(mentees[0].person)

    def asked():
        return [task for task in tasks.for_user(user, TODAY) if task.kind == "programs.preference_to_give"]

    assert len(asked()) == 1
    give(prog, mentees[0], "mentee", user)  # chose nobody: that is an answer too
    assert asked() == []


def test_a_link_takes_one_answer_of_somebody_without_an_account(reference, client):
    prog, _, _, mentors, mentees = met(1, 1)
    token = actions.answer_link(prog, mentees[0].person, "mentee", mentees[0].person, by=make.office()[0])
    address = links.address(token).split("testserver")[-1]
    address = "/l/" + address.rsplit("/l/")[-1]
    assert mentors[0].person.full_name in text_of(client.get(address))
    done = client.post(address, {"place1": mentors[0].person_id})
    assert "Спасибо за ответ" in text_of(done)
    assert PreferenceSheet.objects.get().how == "link"
    again = client.post(address, {"place1": ""})
    assert again.status_code == 410 or "уже использована" in text_of(again)
    assert Preference.objects.count() == 1


def test_paper_is_printed_for_those_who_have_not_answered_and_entered_by_the_curator(reference, client):
    prog, _, meeting, mentors, mentees = met(1, 2)
    curator, _ = make.office()
    give(prog, mentees[0], "mentee", make.user_for(mentees[0].person))
    answer = at(client, curator).get(f"{meeting.get_absolute_url()}sheets/")
    assert answer.content.startswith(b"%PDF")
    said = paper.context(meeting, list(meeting.visitors.filter(person=mentees[1].person)), TODAY)
    assert said["sheets"][0]["met"][0][0] == mentors[0].person.full_name
    visitor = Visitor.objects.get(person=mentees[1].person)
    at(client, curator).post(f"/programs/preferences/{visitor.pk}/", {"place1": mentors[0].person_id})
    assert PreferenceSheet.objects.get(person=mentees[1].person).how == "paper"


def test_one_whose_consent_is_taken_back_is_named_to_nobody(reference):
    prog, _, _, mentors, mentees = met(1, 1)
    withdraw_consent(mentors[0].person.consents.get(kind="processing"), by=make.office()[0], on=TODAY, note="заявление")
    assert not actions.met(prog, mentees[0].person, "mentee", TODAY)


def test_a_parent_without_an_account_gets_a_link_of_his_own(reference, client):
    _prog, _, meeting, mentors, mentees = met_pupils()
    parent = mentees[0].person.guardians(TODAY).get()
    page = at(client, make.office()[0]).get(meeting.get_absolute_url())
    assert f"Ссылка родителю: {parent.short_name}" in page.content.decode()
    visitor = Visitor.objects.get(person=mentees[0].person)
    shown = client.post(f"/programs/preferences/{visitor.pk}/link/", {"person": parent.pk})
    token = shown.context["address"].rsplit("/l/")[-1].strip("/")
    client.logout()
    done = client.post(f"/l/{token}/", {"place1": mentors[0].person_id})
    assert "Спасибо за ответ" in text_of(done)
    assert PreferenceSheet.objects.get().person == mentees[0].person
