"""Kinds of orders: documents of the school, curator, composition of mentees, release, awards."""

import datetime

import pytest

from programs.actions import honours, subjects
from programs.actions import orders as actions
from programs.models import Award, LocalDocument, Order
from programs.orders.documents import in_force
from registry.engine import workflow
from registry.engine.errors import Refused
from registry.models import Appointment
from tests import factories as make
from tests.factories import TODAY
from tests.programs.story import recommended, through

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _quick_papers(monkeypatch):
    """What papers look like is tested elsewhere."""
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup, *_: b"%PDF-1.7 " + str(hash(markup)).encode())


def introduced(prog, on=TODAY):
    curator, _ = make.office()
    order = actions.draft_order(prog, "introduction", by=curator, on=on)
    subjects.set_council(order, by=curator, on=on, number="1", date=on - DAY)
    return through(Order.objects.get(pk=order.pk), on)


@pytest.mark.parametrize("code", ["ozono_chepetskaya", "abrikosovskaya", "trio", "kirov_71", "kvantorium"])
def test_every_regulation_is_introduced_by_an_order_with_its_documents_as_annexes(reference, code):
    from registry.models import ProgrammePreset

    preset = ProgrammePreset.objects.filter(regulation__code=code).first().code
    prog = make.a_programme(code, preset)
    order = introduced(prog)
    said = order.paper.said
    numbers = [annex["number"] for annex in said["annexes"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert said["annexes"][-1]["kind"] == "roadmap"
    for annex in said["annexes"]:
        assert any(f"(приложение {annex['number']})" in point for point in order.points)
        assert annex["said"]["protocol"] == "протокол от 20.11.2026 №\u00a01"
    assert "{" not in " ".join([order.title, order.preamble.replace("{акты}", ""), *order.points])
    assert in_force(prog, "roadmap", TODAY).starts == TODAY


def test_regulation_and_roadmap_are_two_annexes_and_come_into_force(prog):
    order = introduced(prog)
    assert [annex["kind"] for annex in order.paper.said["annexes"]] == ["regulation", "roadmap"]
    assert order.title == "Об утверждении Положения и Дорожной карты"
    assert order.points[0] == "Утвердить Положение о наставничестве (приложение 1)."
    assert {row.kind for row in LocalDocument.objects.filter(starts=TODAY)} == {"regulation", "roadmap"}


def test_without_the_protocol_the_director_never_sees_the_order(prog):
    curator, _ = make.office()
    order = actions.draft_order(prog, "introduction", by=curator, on=TODAY)
    with pytest.raises(Refused, match="на каком педагогическом совете документ принят"):
        workflow.move(order, "submit", by=curator, on=TODAY)
    subjects.set_council(order, by=curator, on=TODAY, number="3", date=TODAY)
    order = workflow.move(Order.objects.get(pk=order.pk), "submit", by=curator, on=TODAY)
    assert order.status == "submitted"
    assert "протокол от 21.11.2026 №\u00a03" in order.preamble


def test_an_order_is_not_older_than_the_protocol(prog):
    curator, director = make.office()
    order = actions.draft_order(prog, "introduction", by=curator, on=TODAY - DAY)
    subjects.set_council(order, by=curator, on=TODAY, number="3", date=TODAY)
    order = workflow.move(Order.objects.get(pk=order.pk), "submit", by=curator, on=TODAY)
    with pytest.raises(Refused, match=r"документ принят педагогическим советом 21\.11\.2026"):
        actions.approve_order(order, by=director, on=TODAY, date=TODAY - DAY)


def test_a_council_to_come_adopts_nothing(prog):
    curator, _ = make.office()
    order = actions.draft_order(prog, "introduction", by=curator, on=TODAY)
    with pytest.raises(Refused, match="ещё не состоялся"):
        subjects.set_council(order, by=curator, on=TODAY, number="3", date=TODAY + DAY)


def test_the_regulation_is_approved_once_for_both_programmes(prog, reference):
    introduced(prog)
    other = make.a_programme(preset="pupils")
    order = actions.draft_order(other, "introduction", by=make.office()[0], on=TODAY)
    assert [line.document.kind for line in order.lines.all()] == ["roadmap"]
    assert "Положени" not in order.title


def test_a_new_edition_ends_the_former_one_on_the_eve_and_both_papers_stay(prog):
    first = introduced(prog, TODAY - 10 * DAY)
    curator, _ = make.office()
    draft = subjects.begin_edition(prog, "regulation", by=curator, on=TODAY)
    assert [line.document.kind for line in draft.lines.all()] == ["regulation"]
    with pytest.raises(Refused, match="уже готовится"):
        subjects.begin_edition(prog, "regulation", by=curator, on=TODAY)
    subjects.set_council(draft, by=curator, on=TODAY, number="7", date=TODAY)
    second = through(Order.objects.get(pk=draft.pk))
    old, new = LocalDocument.objects.filter(kind="regulation").order_by("pk")
    assert (old.ends, new.starts, new.edition) == (TODAY - DAY, TODAY, 2)
    assert first.paper.file.path.exists() and second.paper.file.path.exists()


def test_of_two_drafts_of_one_document_the_second_is_stopped(prog, reference):
    curator, _ = make.office()
    other = make.a_programme(preset="pupils")
    late = actions.draft_order(other, "introduction", by=curator, on=TODAY)
    assert late.lines.count() == 2
    introduced(prog)
    subjects.set_council(late, by=curator, on=TODAY, number="1", date=TODAY)
    with pytest.raises(Refused, match="утвердили другую редакцию"):
        workflow.move(Order.objects.get(pk=late.pk), "submit", by=curator, on=TODAY)


def test_a_discarded_draft_of_documents_leaves_nothing_behind(prog):
    curator, _ = make.office()
    actions.discard_draft(actions.draft_order(prog, "introduction", by=curator, on=TODAY), by=curator)
    assert not LocalDocument.objects.exists()
    assert actions.draft_order(prog, "introduction", by=curator, on=TODAY).lines.count() == 2


def test_the_programme_is_approved_only_when_a_pair_stands(prog):
    curator, _ = make.office()
    order = actions.draft_order(prog, "programme", by=curator, on=TODAY)
    subjects.set_council(order, by=curator, on=TODAY, number="3", date=TODAY)
    order = Order.objects.get(pk=order.pk)
    with pytest.raises(Refused, match=r"уже закреплены \(п\. 2\.13 Положения\)"):
        workflow.move(order, "submit", by=curator, on=TODAY)
    make.a_pair(prog, status="ordered")
    order = through(Order.objects.get(pk=order.pk))
    (annex,) = order.paper.said["annexes"]
    assert annex["kind"] == "programme" and annex["said"]["forms"] and not annex["said"]["pairs"]
    assert in_force(prog, "programme", TODAY).starts == TODAY


def test_the_order_names_the_curator_and_the_former_one_ends_on_the_eve(prog):
    curator, _ = make.office()
    new = make.teacher("заместитель директора по учебной работе", last_name="Иванова", first_name="Мария",
                       middle_name="Петровна", starts=datetime.date(2015, 9, 1))  # fmt: skip
    order = subjects.assign(prog, new, "curator", by=curator, on=TODAY, starts=TODAY)
    assert "Назначить Иванову Марию Петровну, заместителя директора по учебной работе, куратором" in order.points[0]
    assert curator.person.in_case("accusative") in order.points[1]
    order = through(order)
    fact = Appointment.objects.get(role="curator", person=new)
    assert (fact.starts, fact.ends) == (TODAY, None)
    assert order.number in fact.ground
    assert Appointment.objects.get(role="curator", person=curator.person).ends == TODAY - DAY
    assert {row.person for row in order.acquaintances.all()} == {new, curator.person}


def test_the_candidate_for_curator_is_asked_first(prog):
    curator, _ = make.office()
    order = subjects.assign(prog, make.teacher(), "curator", by=curator, on=TODAY, starts=TODAY)
    with pytest.raises(Refused, match="лист согласования не отправлен"):
        workflow.move(order, "submit", by=curator, on=TODAY)


def test_a_curator_who_is_no_deputy_is_warned_of_where_the_document_says_so(reference):
    prog = make.a_programme("abrikosovskaya", "teachers")
    assert prog.rule("curator.from_deputies").value
    curator, _ = make.office()
    order = subjects.assign(prog, make.teacher(), "curator", by=curator, on=TODAY, starts=TODAY)
    (said,) = subjects.warnings(order, TODAY)
    assert "не заместитель директора" in said and "Положения" in said
    deputy = make.teacher("заместитель директора по воспитательной работе")
    actions.discard_draft(order, by=curator)
    order = subjects.assign(prog, deputy, "curator", by=curator, on=TODAY, starts=TODAY)
    assert subjects.warnings(order, TODAY) == []


def test_points_that_no_longer_name_the_curator_stop_the_order(prog):
    curator, _ = make.office()
    order = subjects.assign(prog, make.teacher(), "deputy_curator", by=curator, on=TODAY, starts=TODAY)
    actions.edit_order(
        order, by=curator, title=order.title, preamble=order.preamble, points=["Назначить другого."], acts=[]
    )
    with pytest.raises(Refused, match="В пунктах приказа нет слов"):
        workflow.move(Order.objects.get(pk=order.pk), "send_for_agreement", by=curator, on=TODAY)


def test_an_outsider_is_not_appointed(prog):
    curator, _ = make.office()
    with pytest.raises(Refused, match="не работает в школе"):
        subjects.assign(prog, make.person(), "curator", by=curator, on=TODAY, starts=TODAY)
    assert not Order.objects.exists()


def test_the_list_of_mentees_is_frozen_with_the_date_of_its_order(prog):
    card = make.an_admitted(prog=prog)
    order = make.an_order(prog, "mentees")
    (row,) = order.paper.said["rows"]
    assert row[0] == card.person.full_name
    assert card.person in {line.person for line in order.acquaintances.all()}
    make.an_admitted(prog=prog)
    second = actions.draft_order(prog, "mentees", by=make.office()[0], on=TODAY)
    assert second.lines.count() == 1 and len(Order.objects.get(pk=order.pk).paper.said["rows"]) == 1


def test_children_are_listed_and_not_asked_to_sign(reference):
    prog = make.a_programme()
    make.an_admitted(prog=prog)
    order = make.an_order(prog, "mentees")
    assert [row.person for row in order.acquaintances.all()] == [make.office()[0].person]


def a_release(prog, **changes):
    curator, _ = make.office()
    said = {
        "person": make.teacher(), "event": "Форум наставников", "day": TODAY + DAY,
        "from_time": datetime.time(9), "until_time": datetime.time(13), "substitute": make.teacher(),
    }  # fmt: skip
    return subjects.release(prog, by=curator, on=TODAY, **{**said, **changes})


def test_a_release_names_hours_and_who_takes_the_lessons(prog):
    order = through(a_release(prog, substitution="7 «А», математика"))
    (row,) = order.paper.said["rows"]
    assert row[1:3] == ["Форум наставников", "22.11.2026, с\u00a009:00 до\u00a013:00"]
    assert row[3].endswith(", 7 «А», математика")
    assert order.acquaintances.count() == 2


@pytest.mark.parametrize(("changes", "said"), [
    ({"day": TODAY - DAY}, "уже прошло"),
    ({"until_time": datetime.time(8)}, "раньше, чем начнётся"),
])  # fmt: skip
def test_a_release_that_cannot_be_is_refused(prog, changes, said):
    with pytest.raises(Refused, match=said):
        a_release(prog, **changes)
    assert not Order.objects.exists()


def test_the_sheet_is_asked_for_by_the_rule_of_its_kind(prog):
    order = a_release(prog)
    with pytest.raises(Refused) as refusal:
        workflow.move(order, "submit", by=make.office()[0], on=TODAY)
    said = str(refusal.value)
    assert "не спрошен(а)" in said and "ст. 60.2 ТК РФ" in said and "2.13" not in said
    assert said.endswith("Нажмите «Отправить на согласование».")


def test_nobody_takes_lessons_while_released(prog):
    away = make.teacher()
    a_release(prog, person=away)
    with pytest.raises(Refused, match="освобождён"):
        a_release(prog, substitute=away)
    with pytest.raises(Refused, match="замещать сам себя"):
        a_release(prog, person=away, substitute=away, day=TODAY + 5 * DAY)


def awards(prog, *people, on=TODAY):
    kind = prog.rule("awards.kinds").value[0]
    return subjects.propose_awards(
        prog, people, by=make.office()[0], on=on, layout="diploma", kind=kind, reason="за терпение"
    )


def test_sheets_come_after_the_order_and_cite_its_number(prog):
    people = [make.teacher(), make.teacher()]
    draft = awards(prog, *people)
    with pytest.raises(Refused, match="по утверждённому приказу"):
        honours.print_by_order(draft, by=make.office()[0], on=TODAY)
    order = through(draft)
    made, _ = honours.print_by_order(order, by=make.office()[0], on=TODAY)
    assert {row.person for row in made} == set(people)
    assert made[0].paper.said["sheet"]["ground"] == f"приказ {order.name}"
    with pytest.raises(Refused, match="уже напечатаны"):
        honours.print_by_order(order, by=make.office()[0], on=TODAY)
    assert Award.objects.count() == 2


def test_nobody_is_thanked_twice_for_one_thing(prog):
    person = make.teacher()
    awards(prog, person)
    with pytest.raises(Refused, match="так же уже поощряет проект приказа"):
        awards(prog, person)


def test_an_employee_without_the_written_consent_is_held_back_at_the_draft(prog):
    row = recommended(prog)
    row.duties_consent_on = None
    row.save()
    with pytest.raises(Refused, match="нет даты письменного согласия на обязанности"):
        actions.draft_order(prog, "register", by=make.office()[0], on=TODAY)
    assert not Order.objects.exists()


def test_register_and_pairs_print_the_day_of_the_written_consent(prog):
    make.a_pair(prog, status="ordered")
    register, pairs = Order.objects.get(kind="register"), Order.objects.get(kind="pairs")
    assert register.paper.said["rows"][0][-1].endswith("письменное согласие от 01.09.2026")
    assert "(согласие от 01.09.2026)" in pairs.paper.said["rows"][0][0]
