"""The roadmap page: computed from facts, ticked where nobody can know, readable by everybody."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs import roadmap
from programs.actions import intake, notes, outreach, way
from programs.actions import programme as actions
from programs.facts import address
from programs.models import Activity, Meeting
from registry.engine.errors import Refused
from registry.engine.roadmap import Fact, fact
from registry.models import Topic
from tests import factories as make
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def line(programme, key):
    """The state of the line that is computed by the key."""
    road = roadmap.read(programme, TODAY)
    return next(row for stage in road.stages for row in stage.lines if row.activity.fact == key)


def numbers(programme, key):
    found = fact[key](programme, TODAY)
    return found.done, found.total


def test_a_request_counts_once_it_is_looked_into(reference):
    programme = make.a_programme()
    assert numbers(programme, "requests") == (0, 0)
    curator, _ = make.office()
    child = make.pupil()
    request = intake.add_request(programme, child, "mentee", by=curator, on=TODAY)
    found = fact["requests"](programme, TODAY)
    assert (found.done, found.total) == (0, 1)
    assert found.gaps[0].url == request.get_absolute_url()
    assert child.last_name not in found.gaps[0].text
    intake.conclude(request, by=curator, on=TODAY, analysis="Ясно", topics=[Topic.objects.first()], no_talk="ясно")
    assert numbers(programme, "requests") == (1, 1)


def test_many_missing_things_lead_to_their_list_and_a_programmes_figures_are_its_own(reference):
    curator, _ = make.office()
    mine, other = make.a_programme(), make.a_programme("kirov_71", "all")
    for _ in range(2):
        intake.add_request(mine, make.pupil(), "mentee", by=curator, on=TODAY)
    gap = fact["requests"](mine, TODAY).gaps[0]
    assert gap.text == "Не разобрано: 2\u00a0запроса."
    assert gap.url.startswith("/programs/requests/?") and mine.code in gap.url and "status=received" in gap.url
    assert numbers(other, "requests") == (0, 0)


def test_notes_and_consents_and_the_base_are_counted_apart(reference):
    curator, _ = make.office()
    programme = make.a_programme()
    make.an_admitted(prog=programme)
    child = make.pupil()
    make.guardian_of(child)
    request = intake.add_request(programme, child, "mentee", by=curator, on=TODAY)
    teacher = make.user_for(make.teacher())
    note = notes.ask_note(request, teacher.person, "teacher", by=curator, on=TODAY)
    assert numbers(programme, "third_party_notes") == (0, 2)
    notes.write_note(note, "Ему нужна поддержка", by=teacher, on=TODAY)
    assert numbers(programme, "third_party_notes") == (1, 2)
    assert numbers(programme, "mentee_consents") == (1, 2)
    assert numbers(programme, "mentee_base") == (1, 2)
    make.give_consents(child, ["processing", "participation"], scope=programme.code)
    assert numbers(programme, "mentee_consents") == (2, 2)


def test_a_mentor_put_forward_without_a_request_counts_in_the_base_of_mentors(reference):
    candidacy = make.a_candidacy()
    programme = candidacy.programme
    assert numbers(programme, "mentor_base") == (1, 1)
    assert numbers(programme, "interviews") == (0, 1)
    assert numbers(programme, "register") == (0, 1)
    assert "Проходят отбор" in fact["register"](programme, TODAY).gaps[0].text


def test_the_facts_of_a_pair_follow_its_way(reference):
    pair = make.a_pair(status="proposed")
    programme = pair.programme
    keys = ("pairs_proposed", "pairs_agreed", "pairs_ordered", "plans_agreed", "meeting_organisational", "pairs_closed")
    assert [numbers(programme, key) for key in keys] == [(1, 1), (0, 1), (0, 1), (0, 0), (0, 0), (0, 0)]


def test_the_facts_of_work_follow_the_log(reference):
    pair = make.a_pair(status="working")
    programme = pair.programme
    assert numbers(programme, "pairs_ordered") == (1, 1)
    assert numbers(programme, "plans_agreed") == (0, 1)
    assert numbers(programme, "mentee_entry") == (1, 1), "waived with a reason"
    assert numbers(programme, "exit_values") == (0, 1)
    assert numbers(programme, "meeting_organisational") == (0, 1)
    meeting = Meeting.objects.create(
        pair=pair, mentor=pair.mentor, kind="organisational", held_on=TODAY, logged_on=TODAY, done="Познакомились"
    )
    assert numbers(programme, "meeting_organisational") == (1, 1)
    meeting.annulled_on = TODAY
    meeting.save()
    assert numbers(programme, "meeting_organisational") == (0, 1)


def test_agreed_pairs_wait_for_the_document_that_this_school_issues(reference):
    pair = make.a_pair(status="agreed")
    found = fact["pairs_ordered"](pair.programme, TODAY)
    assert found.gaps[0].text == "Ждут распоряжения: 1\u00a0пара."
    order = make.an_order(pair.programme, "pairs", approve=False)
    assert fact["pairs_ordered"](pair.programme, TODAY).gaps[0].url == order.get_absolute_url()


def test_only_mentors_who_allow_it_are_awaited_on_the_site(reference):
    programme = make.a_programme(preset="teachers")
    _shy, open_one = (make.registered(make.a_mentor(), programme) for _ in range(2))
    make.a_pair(prog=programme, mentor=_shy, status="closing")
    make.an_order(programme, "completion")
    assert numbers(programme, "published") == (0, 0)
    make.give_consents(open_one.person, ["publication"])
    found = fact["published"](programme, TODAY)
    assert (found.done, found.total) == (0, 1)
    assert found.gaps[0].url == reverse("programs:publication_detail", args=[open_one.pk])


def test_results_are_not_awaited_on_the_site_before_a_pair_has_ended(reference):
    programme = make.a_programme(preset="teachers")
    mentor = make.registered(make.a_mentor(), programme)
    make.give_consents(mentor.person, ["publication"])
    make.a_pair(prog=programme, mentor=mentor, status="working")
    found = fact["published"](programme, TODAY)
    assert (found.done, found.total, found.gaps) == (0, 1, [])


def test_a_mentee_without_a_mentor_counts_as_followed_once_the_next_step_is_set(reference):
    card = make.an_admitted()
    programme = make.a_programme()
    assert numbers(programme, "unpaired_followed") == (0, 1)
    curator, _ = make.office()
    way.plan_support(
        card.person.requests.get(), by=curator, on=TODAY, step="Беседа с психологом", due=TODAY, who=curator.person
    )
    assert numbers(programme, "unpaired_followed") == (1, 1)


@pytest.mark.parametrize("name", ["request_list", "candidacy_list", "pair_list", "register_list"])
def test_the_lists_understand_the_addresses_of_the_roadmap(client, curator, name):
    form = client.get(address(name, make.a_programme())).context["filter_form"]
    assert form.is_valid()
    assert form.cleaned_data["programme"] == make.a_programme()


def test_trio_speaks_of_tandems_in_its_sentences(reference):
    programme = make.a_programme("trio", "all")
    make.an_admitted(prog=programme)
    assert "без тандема" in fact["pairs_proposed"](programme, TODAY).gaps[0].text


def test_a_stage_is_done_when_every_line_is(curator):
    programme = make.a_programme()
    stage = programme.stages.get(number=1)
    for activity in stage.activities.filter(fact=""):
        actions.tick_activity(activity, by=curator, on=TODAY, done_on=TODAY, note="протокол")
    for audience in ("teachers", "parents", "pupils"):
        outreach.record_informing(
            programme, audience, by=curator, on=TODAY, held_on=TODAY, responsible=curator.person, how="сбор",
            proof="протокол",
        )  # fmt: skip
    road = roadmap.read(programme, TODAY)
    first, second = road.stages[:2]
    assert (first.state, first.done, first.total) == ("done", 4, 4)
    assert second.is_current and second.state == "ahead"
    assert road.stages_done == 1


def test_the_furthest_stage_begun_is_the_current_one_and_the_tail_is_told(reference):
    make.a_pair(status="working", prog=(programme := make.a_programme(preset="teachers")))
    road = roadmap.read(programme, TODAY)
    assert road.current.stage.key in ("pairs", "work")
    assert road.unticked
    assert all(row.fact is None for row in road.unticked)


@pytest.mark.parametrize("closed, last_is_current", [(1, False), (12, True)])
def test_a_pair_that_ended_early_does_not_bring_the_year_to_its_end(reference, monkeypatch, closed, last_is_current):
    programme = make.a_programme()
    said = {"pairs_closed": Fact(closed, 23), "meeting_trial": Fact(23, 23)}
    monkeypatch.setattr(roadmap.roadmap, "fact", {key: lambda prog, on, key=key: said[key] for key in said})
    road = roadmap.read(programme, TODAY)
    assert (road.current == road.stages[-1]) is last_is_current


def test_the_page_says_where_the_programme_stands_and_the_next_step(client, curator):
    programme = make.a_programme()
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "Ближайший шаг" in page
    assert "Запросов ещё нет." in page
    assert "/programs/requests/new/?programme=" in page
    assert "срок и ответственные не указаны" in page
    assert page.count('class="road-line ') == 33


def test_a_mentor_reads_the_roadmap_without_doors_and_names(client, reference):
    curator, _ = make.office()
    programme = make.a_programme()
    child = make.pupil(last_name="Незабудкина")
    request = intake.add_request(programme, child, "mentee", by=curator, on=TODAY)
    client.force_login(make.user_for(make.teacher()), backend=BACKEND)
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "Не разобрано: 1\u00a0запрос." in page
    assert "Незабудкина" not in page
    assert request.get_absolute_url() not in page
    assert "Отметить" not in page and "не указаны" not in page


def test_the_kirov_page_gives_advice_and_documents(client, curator):
    programme = make.a_programme("kirov_71", "all")
    page = client.get(programme.get_absolute_url()).content.decode()
    assert page.count('id="stage-') == 8
    assert "На этом этапе важно" in page
    assert "Памятка для наставников" in page


def test_a_line_without_a_fact_is_ticked_with_what_confirms_it_and_unticked(client, curator):
    programme = make.a_programme()
    activity = Activity.objects.filter(stage__programme=programme, fact="").first()
    tick = reverse("programs:activity_tick", args=[activity.pk])
    answer = client.post(tick, {"done_on": "2026-09-12", "note": "протокол собрания № 1"})
    assert answer.url == f"{programme.get_absolute_url()}?stage={activity.stage.number}#a{activity.pk}"
    page = client.get(programme.get_absolute_url() + "?stage=1").content.decode()
    assert "Проведено 12.09.2026 · протокол собрания № 1" in page
    client.post(reverse("programs:activity_untick", args=[activity.pk]))
    activity.refresh_from_db()
    assert activity.done_on is None and activity.done_note == ""


def test_a_tick_in_the_future_keeps_what_was_typed(client, curator):
    activity = Activity.objects.filter(stage__programme=make.a_programme(), fact="").first()
    data = {"done_on": "2027-01-01", "note": "протокол собрания № 1"}
    page = client.post(reverse("programs:activity_tick", args=[activity.pk]), data).content.decode()
    assert "Дата проведения ещё не наступила" in page
    assert "протокол собрания № 1" in page
    activity.refresh_from_db()
    assert activity.done_on is None


def test_a_computed_line_cannot_be_ticked(client, curator):
    activity = Activity.objects.filter(stage__programme=make.a_programme(), fact="register").first() or (
        Activity.objects.filter(stage__programme=make.a_programme(), fact="mentee_base").first()
    )
    with pytest.raises(Refused, match="считается сама"):
        actions.tick_activity(activity, by=curator, on=TODAY, done_on=TODAY, note="")
    page = client.post(reverse("programs:activity_tick", args=[activity.pk]), {"done_on": "2026-09-12"})
    assert "считается сама" in page.content.decode()


def test_term_and_responsible_are_set_as_roles(client, curator):
    programme = make.a_programme()
    activity = Activity.objects.filter(stage__programme=programme).first()
    data = {"due": "2026-10-01", "term": "сентябрь", "responsible": ["curator", "class_teacher"]}
    client.post(reverse("programs:activity_edit", args=[activity.pk]), data)
    page = client.get(programme.get_absolute_url() + "?stage=1").content.decode()
    assert "куратор, классные руководители" in page
    assert "срок был 01.10.2026" in page


@pytest.mark.parametrize("name", ["activity_tick", "activity_untick", "activity_edit"])
def test_only_the_curator_touches_the_lines(client, reference, name):
    make.office()
    activity = Activity.objects.filter(stage__programme=make.a_programme(), fact="").first()
    client.force_login(make.user_for(make.teacher()), backend=BACKEND)
    answer = client.post(
        reverse(f"programs:{name}", args=[activity.pk]), {"done_on": "2026-09-12", "due": "2026-10-01"}
    )
    assert answer.status_code == 403
    activity.refresh_from_db()
    assert activity.done_on is None and activity.due is None


@pytest.mark.parametrize("code", ["ozono_chepetskaya", "abrikosovskaya", "trio", "kirov_71", "kvantorium"])
def test_every_document_has_a_page_that_opens(client, curator, code):
    preset = {"ozono_chepetskaya": "pupils", "abrikosovskaya": "teachers"}.get(code, "all")
    programme = make.a_programme(code, preset)
    page = client.get(programme.get_absolute_url())
    assert [row.stage.title for row in page.context["road"].stages] == [row.title for row in programme.stages.all()]


def test_the_page_asks_as_many_questions_for_many_lines_as_for_few(client, curator):
    programme = make.a_programme()
    client.get(programme.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(programme.get_absolute_url())
    stage = programme.stages.last()
    for number in range(20):
        Activity.objects.create(
            stage=stage, title=f"Ещё {number}", position=50 + number, fact="requests", responsible=["curator"],
            due=TODAY - datetime.timedelta(days=1),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(programme.get_absolute_url())
    assert len(many) == len(few)


def test_the_facts_ask_as_many_questions_for_three_pairs_as_for_one(reference):
    pair = make.a_pair(status="ordered")
    programme = pair.programme

    def asked():
        with CaptureQueriesContext(connection) as seen:
            roadmap.read(programme, TODAY)
        return len(seen)

    asked()
    one = asked()
    for _ in range(2):
        make.a_pair(status="ordered", prog=programme)
    assert asked() == one
