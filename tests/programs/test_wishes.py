"""Wishes for a pair: told by oneself, by a parent for a child, by the curator; counted by the matching."""

import pytest

from programs import matching
from programs import pairing as source
from registry.engine import tasks
from tests import factories as make
from tests.programs import story_of_pairing as story
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def test_a_mentor_tells_times_and_load_on_the_own_page(reference, client):
    prog, form, (mentor,), (mentee,) = story.field(1, 1)
    user = make.user_for(mentor.person)
    assert at(client, user).get("/programs/wishes/").url == f"/programs/wishes/{mentor.person_id}/"
    answer = at(client, user).post(f"/programs/wishes/{mentor.person_id}/", {
        "mentor-slots": ["tue_noon", "thu_late"], "mentor-max_mentees": "1", "mentor-hours_a_week": "2",
        "mentor-interests": "шахматы, лыжи", "mentor-revision": mentor.revision,
    })  # fmt: skip
    assert answer.status_code == 302
    mentee.slots, mentee.interests = ["tue_noon"], "Лыжи"
    mentee.save()
    setting = source.load(prog, form, TODAY)
    words = " ".join(matching.why(setting.problem, mentor.pk, mentee.pk).words)
    assert "общее время: вт\xa012–15" in words and "общий интерес: лыжи" in words
    assert setting.problem.mentors[0].limit == 1


def test_a_parent_tells_for_the_child_and_strangers_may_not(reference, client):
    prog = make.a_programme()
    mentee = make.an_admitted(prog=prog)
    parent = make.user_for(mentee.person.guardians(TODAY).first())
    url = f"/programs/wishes/{mentee.person_id}/"
    asked = [task for task in tasks.for_user(parent, TODAY) if task.kind == "programs.wishes_to_tell"]
    assert [task.url for task in asked] == [url]
    at(client, parent).post(url, {"mentee-slots": ["mon_late"], "mentee-revision": mentee.revision})
    mentee.refresh_from_db()
    assert mentee.slots == ["mon_late"]
    assert not [task for task in tasks.for_user(parent, TODAY) if task.kind == "programs.wishes_to_tell"]
    assert at(client, make.user_for(make.teacher())).get(url).status_code == 404
    assert at(client, make.office()[1]).get(url).status_code == 403


def test_two_people_who_write_at_once_are_told_of_each_other(reference, client):
    mentor = make.a_mentor()
    user = make.user_for(mentor.person)
    url = f"/programs/wishes/{mentor.person_id}/"
    at(client, make.office()[0]).post(url, {"mentor-interests": "музыка", "mentor-revision": 0})
    answer = at(client, user).post(url, {"mentor-interests": "спорт", "mentor-revision": 0})
    assert "изменил другой человек" in text_of(answer) and "спорт" in text_of(answer)
