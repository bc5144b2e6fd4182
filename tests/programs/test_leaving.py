"""What comes before a change of a pair: petition, statement, the end agreed by all; and what passes on afterwards."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import changes, early_ends, handovers, meetings, petitions
from programs.models import EarlyEnd, EarlyEndMark, Handover, Order, Pair, Petition
from registry.engine import links, workflow
from registry.engine.errors import Refused
from registry.models import Guardianship
from tests import factories as make
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY, DAY = make.TODAY, datetime.timedelta(days=1)
SECRET = "кричит и торопит меня"


@pytest.fixture
def prog(reference):
    return make.a_programme()


@pytest.fixture
def pair(prog):
    return make.a_pair(prog=prog, status="working")


def people(pair):
    child = pair.mentees[0]
    parent = child.guardians(TODAY).first()
    return make.user_for(pair.mentor), make.user_for(child), make.user_for(parent)


def petition(pair, by):
    return petitions.ask_for_another(pair, pair.mentees[0], by=by, on=TODAY, words=SECRET)


def accepted(row):
    curator, _ = make.office()
    return petitions.decide(row, by=curator, on=TODAY, accepts=True)


def replaced(pair, row=None):
    curator, _ = make.office()
    new = make.registered(make.a_mentor(make.pupil(age=16), category="pupil"), pair.programme)
    changes.write_change(
        pair, "replacement", by=curator, on=TODAY, ground=petitions.fitting_ground(pair), new_mentor=new, petition=row
    )
    return new, make.an_order(pair.programme, "replacement")


def test_a_child_asks_for_another_mentor_and_the_mentor_never_learns(client, pair):
    mentor, child, parent = people(pair)
    curator, _ = make.office()
    answer = at(client, child).post(
        reverse("programs:petition_ask", args=[pair.pk]), {"words": SECRET}, follow=True
    )  # fmt: skip
    row = Petition.objects.get()
    assert "Наставник об этом не узнает" in text_of(answer) and row.person == child.person
    for user in (curator, parent, child):
        assert SECRET in text_of(at(client, user).get(row.get_absolute_url()))
    at(client, mentor)
    for address in (row.get_absolute_url(), reverse("programs:petition_pdf", args=[row.pk])):
        assert client.get(address).status_code == 404
    for page in (pair.get_absolute_url(), "/cabinet/", reverse("registry:my_data")):
        said = text_of(client.get(page))
        assert SECRET not in said and "одатайств" not in said, page


def test_a_curator_who_mentors_the_pair_does_not_read_it_but_the_director_may(client, prog):
    curator, director = make.office()
    prog.rules.create(key="petition.receivers", value=["curator", "director"], reason="решение школы")
    prog.forget_rules()
    pair = make.a_pair(prog=prog, status="working")
    child = make.user_for(pair.mentees[0])
    row = petition(pair, child)
    assert row.to_director
    pair.sides.filter(role="mentor").update(person=curator.person)
    assert not Petition.objects.visible_to(curator, TODAY).exists()
    assert Petition.objects.visible_to(director, TODAY).get() == row


def test_the_director_reads_a_petition_only_where_the_regulation_says_so(pair):
    _, child, _ = people(pair)
    _, director = make.office()
    petition(pair, child)
    assert not Petition.objects.visible_to(director, TODAY).exists()


def test_a_stranger_s_child_and_a_restricted_guardian_read_nothing(client, pair):
    _, child, parent = people(pair)
    row = petition(pair, child)
    stranger = make.user_for(make.guardian_of(make.pupil()))
    ground = {"is_restricted": True, "restriction_ground": "решение суда", "restricted_on": TODAY}
    Guardianship.objects.filter(child=child.person).update(**ground)
    for user in (stranger, parent):
        assert at(client, user).get(row.get_absolute_url()).status_code == 404


def test_a_second_petition_waits_for_the_first(pair):
    _, child, _ = people(pair)
    petition(pair, child)
    with pytest.raises(Refused, match="уже подано"):
        petition(pair, child)


def test_a_resignation_two_working_days_over_a_holiday_is_refused_with_the_earliest_day(pair):
    """2 November 2026 is a Monday; the 4th is a holiday: the third working day after it is Friday the 6th."""
    mentor, _, _ = people(pair)
    monday = datetime.date(2026, 11, 2)
    with pytest.raises(Refused, match=r"самый ранний день — 6\.11\.2026|06\.11\.2026"):
        petitions.resign(pair, by=mentor, on=monday, words="переезжаю", last_day=datetime.date(2026, 11, 5))
    assert not Petition.objects.exists()
    row = petitions.resign(pair, by=mentor, on=monday, words="переезжаю", last_day=datetime.date(2026, 11, 6))
    assert row.to_director and row.status == "received"


def test_the_head_decides_on_a_statement_and_the_curator_only_enters_it_from_paper(pair):
    mentor, _, _ = people(pair)
    curator, director = make.office()
    last = petitions.earliest_last_day(TODAY)
    row = petitions.resign(pair, by=mentor, on=TODAY, words="переезжаю", last_day=last)
    with pytest.raises(Refused, match="решает руководитель"):
        petitions.decide(row, by=curator, on=TODAY, accepts=True)
    done = petitions.decide(row, by=curator, on=TODAY, accepts=True, on_paper=True)
    assert done.decided_by == director.person and done.decided_on_paper


def test_a_refusal_needs_words(pair):
    _, child, _ = people(pair)
    row = petition(pair, child)
    curator, _ = make.office()
    with pytest.raises(Refused, match="почему отказано"):
        petitions.decide(row, by=curator, on=TODAY, accepts=False)


def test_a_petition_without_a_decision_is_no_ground(pair):
    _, child, _ = people(pair)
    row = petition(pair, child)
    curator, _ = make.office()
    new = make.registered(make.a_mentor(make.pupil(age=16), category="pupil"), pair.programme)
    with pytest.raises(Refused, match="решения ещё нет"):
        changes.write_change(
            pair, "replacement", by=curator, on=TODAY, ground=petitions.fitting_ground(pair), new_mentor=new,
            petition=row,
        )  # fmt: skip


def test_statement_decision_and_order_are_linked_on_the_page_and_on_the_paper(client, pair):
    mentor, _, _ = people(pair)
    curator, director = make.office()
    row = petitions.resign(pair, by=mentor, on=TODAY, words="переезжаю", last_day=petitions.earliest_last_day(TODAY))
    row = petitions.decide(row, by=director, on=TODAY, accepts=True, note="подобрать замену")
    _, order = replaced(pair, row)
    said = text_of(at(client, curator).get(row.get_absolute_url()))
    assert "подобрать замену" in said and order.number in said
    from programs.papers import petition as paper

    on_paper = paper.context(Petition.objects.get(pk=row.pk))
    assert on_paper["decision"] == "Согласовано. подобрать замену." and order.number in on_paper["order"]


def test_the_order_makes_the_handover_and_the_former_mentor_keeps_only_the_own_log(client, pair):
    curator, _ = make.office()
    former, child, _ = people(pair)
    meetings.log_meeting(pair, by=curator, on=TODAY, held_on=TODAY - 3 * DAY, done="Разобрали дроби",
                         next_time="решить пять задач")  # fmt: skip
    line = pair.plan.lines.first()
    line.mark = "done"
    line.save()
    new, _ = replaced(pair)
    row = Handover.objects.get()
    parts = {name: [one.text for one in row.lines.all() if one.part == name] for name in ("done", "open", "talk")}
    assert any(line.task in text for text in parts["done"])
    assert any("решить пять задач" in text for text in parts["open"])
    assert len(parts["talk"]) == 3  # the former mentor, the mentee, the parent
    page = client.get(reverse("programs:handover_detail", args=[row.pk]))
    assert page.status_code == 302
    fresh = make.user_for(new.person)
    said = text_of(at(client, fresh).get(row.get_absolute_url()))
    assert "решить пять задач" in said
    at(client, former)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(pair.get_absolute_url()).status_code == 404
    assert client.get(pair.plan.get_absolute_url()).status_code == 404
    own = text_of(client.get(reverse("programs:former_log", args=[pair.pk])))
    assert "Разобрали дроби" in own
    meetings.log_meeting(pair, by=curator, on=TODAY, held_on=TODAY, done="Новая встреча с другим")
    assert "Новая встреча" not in text_of(client.get(reverse("programs:former_log", args=[pair.pk])))
    assert at(client, child).get(reverse("programs:former_log", args=[pair.pk])).status_code == 404


def test_lines_of_the_handover_are_ticked_and_the_ticks_can_be_taken_back(client, pair):
    new, _ = replaced(pair)
    row = Handover.objects.get()
    keys = [str(line.pk) for line in row.lines.all() if line.part != "done"]
    address = row.get_absolute_url()
    at(client, make.user_for(new.person)).post(address, {"line": keys})
    assert all(line.done_on for line in row.lines.all() if line.part != "done")
    client.post(address, {"line": keys[1:]})
    assert row.lines.filter(done_on=None).exclude(part="done").count() == 1
    done = row.lines.filter(part="done").first()
    if done:
        with pytest.raises(Refused):
            handovers.tick(done, by=make.office()[0], on=TODAY, is_done=True)


def proposed(pair, by):
    return early_ends.propose(pair, by=by, on=TODAY, ends_on=TODAY + 7 * DAY, reason="цель достигнута")


def test_all_must_agree_and_then_the_order_ends_the_work(client, pair):
    curator, _ = make.office()
    mentor, child, _parent = people(pair)
    end = proposed(pair, mentor)
    parties = [mark.party for mark in end.marks.filter(answer=None)]
    assert sorted(parties) == ["curator", "guardian", "guardian", "mentee"]  # the mentor of sixteen has one too
    with pytest.raises(Refused, match="ещё не все"):
        early_ends.to_order(end, by=curator, on=TODAY, result_text="Освоил темы")
    for mark in end.marks.filter(answer=None):
        who = {"mentee": child, "curator": curator}.get(mark.party)
        person = who.person if who else mark.side.person.guardians(TODAY).first()
        by, how = (who, "cabinet") if who else (curator, "paper")
        early_ends.answer(mark, by=by, on=TODAY, agrees=True, person=person, how=how)
    end.refresh_from_db()
    assert end.status == EarlyEnd.Status.AGREED
    from monitoring.actions import waive

    waive(pair, "exit", by=curator, on=TODAY, reason="замер не нужен")
    order = early_ends.to_order(
        end, by=curator, on=TODAY, result_text="Освоил темы", no_final_meeting="обсудили по телефону"
    )
    assert order.kind == "completion" and Pair.objects.get(pk=pair.pk).result == "early"


def test_one_no_leaves_everything_as_it_is(pair):
    curator, _ = make.office()
    _, child, _ = people(pair)
    end = proposed(pair, curator)
    mark = end.marks.get(party="mentee")
    end = early_ends.answer(mark, by=child, on=TODAY, agrees=False)
    assert end.status == EarlyEnd.Status.REFUSED and Pair.objects.get(pk=pair.pk).status == "working"


def test_nobody_answers_for_another(pair):
    curator, _ = make.office()
    mentor, _child, parent = people(pair)
    end = proposed(pair, curator)
    with pytest.raises(Refused, match="другой человек"):
        early_ends.answer(end.marks.get(party="mentee"), by=parent, on=TODAY, agrees=True)
    with pytest.raises(Refused, match="другой человек"):
        guardian = end.marks.get(party="guardian", side__role="mentee")
        early_ends.answer(guardian, by=mentor, on=TODAY, agrees=True)


def test_a_result_by_agreement_needs_the_agreement(pair):
    curator, _ = make.office()
    from programs.actions import pairs

    row = pairs.write_result(
        pair, by=curator, on=TODAY, result="early", result_text="Успели", no_final_meeting="болезнь"
    )
    said = " ".join(gap.text for gap in workflow.missing(row, "begin_closing", TODAY))
    assert "согласны наставник, наставляемый и куратор" in said


def test_a_link_used_twice_says_so_and_changes_nothing(client, pair):
    curator, _ = make.office()
    end = proposed(pair, curator)
    mark = end.marks.get(party="mentee")
    token = early_ends.answer_link(mark, mark.side.person, by=curator)
    address = reverse("public:link", args=[token])
    asked = text_of(client.get(address))
    assert "раньше срока" in asked and pair.mentor.first_name in asked
    assert "Спасибо" in text_of(client.post(address, {"answer": "yes"}))
    answer = client.post(address, {"answer": "no"})
    assert answer.status_code == 410 and "уже использована" in text_of(answer)
    assert EarlyEndMark.objects.get(pk=mark.pk).answer is True
    assert links.find(token).used_at


def test_a_pupil_who_lays_the_duties_down_is_not_told_of_labour_law(reference):
    prog = make.a_programme()
    pair = make.a_pair(prog, form=prog.forms.get(code="pupil_pupil"), status="ordered")
    with pytest.raises(Refused, match="трёх рабочих дней") as refused:
        petitions.resign(pair, by=make.user_for(pair.mentor), on=TODAY, words="экзамены", last_day=TODAY)
    assert "ТК РФ" not in str(refused.value)


def test_the_extension_and_the_petition_pages_name_no_machine(client, pair):
    curator, _ = make.office()
    said = text_of(at(client, curator).get(reverse("programs:early_end_new", args=[pair.pk])))
    assert "наставника, наставляемого" in said
    assert Order.objects.filter(kind="completion").count() == 0


def test_a_replacement_fulfils_a_waiting_wish_and_drops_a_proposed_end(pair):
    mentor, child, _ = people(pair)
    row, end = petition(pair, child), proposed(pair, mentor)
    _, order = replaced(pair)
    row.refresh_from_db()
    end.refresh_from_db()
    assert row.status == "accepted" and order.number in row.decision and row.decided_by == order.approved_by
    assert end.status == EarlyEnd.Status.DROPPED


def test_the_order_of_replacement_stands_on_the_page_of_the_pair(client, pair):
    curator, _ = make.office()
    _, order = replaced(pair)
    assert order.get_absolute_url() in at(client, curator).get(pair.get_absolute_url()).content.decode()
