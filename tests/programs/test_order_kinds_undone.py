"""Cancelling and changing an earlier order: what is undone, what stands on it, and what every paper says afterwards."""

import datetime

import pytest

from programs.actions import changes, honours, order_changes, subjects
from programs.actions import orders as actions
from programs.models import Commission, Order, Pair, PairChange, RegisterEntry
from programs.orders import undoing
from programs.orders.corrections import order_now
from programs.orders.documents import in_force
from registry.engine import workflow
from registry.engine.errors import Refused
from registry.models import Appointment, Person
from tests import factories as make
from tests.factories import TODAY
from tests.programs.story import a_commission, recommended, some_minutes, through
from tests.programs.test_order_kinds import DAY, a_release, awards, introduced

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_papers(monkeypatch):
    """What papers look like is tested elsewhere."""
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup, *_: b"%PDF-1.7 " + str(hash(markup)).encode())


def cancelled(target, on=TODAY):
    """By a real order; returns (the order that cancels, the cancelled one as it is now)."""
    by = subjects.change_order(
        target, "cancellation", by=make.office()[0], on=on, reason="составлен с ошибкой"
    )  # fmt: skip
    by = through(by, on)
    return by, Order.objects.get(pk=target.pk)


def refused(target, said, on=TODAY):
    """The cancellation is refused in these words, and nothing has happened."""
    with pytest.raises(Refused, match=said):
        subjects.change_order(target, "cancellation", by=make.office()[0], on=on, reason="составлен с ошибкой")
    assert not Order.objects.filter(kind="cancellation").exists()
    assert Order.objects.get(pk=target.pk).is_in_force


def test_the_new_order_names_the_old_one_and_the_reason(prog):
    recommended(prog)
    target = make.an_order(prog, "register")
    by, old = cancelled(target)
    assert old.status == "cancelled" and old.cancelled_by == by
    assert by.title.replace("\u00a0", " ") == f"Об отмене приказа {target.name}".replace("\u00a0", " ")
    assert f"Отменить приказ {target.name} «{target.title}». Причина: составлен с ошибкой." in by.points
    assert {row.person for row in by.acquaintances.all()} == {row.person for row in target.acquaintances.all()}


def test_mentors_leave_the_register_and_wait_for_another_order(prog):
    row = recommended(prog)
    cancelled(make.an_order(prog, "register"))
    row.refresh_from_db()
    assert row.status == "recommended"
    assert not RegisterEntry.objects.active(TODAY).exists()
    again = make.an_order(prog, "register")
    assert RegisterEntry.objects.get().line.order == again


def test_a_mentor_of_a_pair_does_not_leave_the_register(prog):
    pair = make.a_pair(prog)
    refused(Order.objects.get(kind="register"), f"{pair.mentor.last_name}.*пара держится на включении")
    assert RegisterEntry.objects.active(TODAY).exists()


def test_pairs_wait_for_an_order_again_and_their_plan_is_gone(prog):
    pair = make.a_pair(prog, status="ordered")
    cancelled(Order.objects.get(kind="pairs"))
    pair = Pair.objects.get(pk=pair.pk)
    assert pair.status == "agreed" and not hasattr(pair, "plan")
    assert all(side.line is None and side.is_open for side in pair.sides.all())
    assert actions.draft_order(prog, "pairs", by=make.office()[0], on=TODAY).lines.count() == 1


def test_a_pair_at_work_keeps_its_order(prog):
    make.a_pair(prog, status="working")
    refused(Order.objects.get(kind="pairs"), "работа уже началась")


def test_completion_undone_opens_the_sides_again(prog):
    pair = make.a_pair(prog, status="closing")
    done = make.an_order(prog, "completion")
    cancelled(done)
    pair = Pair.objects.get(pk=pair.pk)
    assert pair.status == "closing" and pair.ended_on is None
    mentee = pair.sides.get(role="mentee")
    assert mentee.is_open and mentee.ends is None and mentee.running_form == pair.form
    assert make.an_order(prog, "completion").number != done.number


def test_completion_stays_where_the_place_was_taken(prog):
    pair = make.a_pair(prog, status="closing")
    done = make.an_order(prog, "completion")
    other = make.registered(make.a_mentor(), prog)
    make.a_pair(prog, mentor=other, mentee=pair.mentees[0].mentee, on=TODAY + DAY)
    refused(done, "уже есть пара в форме")


def replacement(pair, prog):
    change = changes.write_change(
        pair, "replacement", by=make.office()[0], on=TODAY, ground=changes.grounds(pair, "replacement")[0],
        new_mentor=make.registered(make.a_mentor(), prog),
    )  # fmt: skip
    return change, make.an_order(prog, "replacement")


def test_replacement_undone_brings_the_former_mentor_back(prog):
    pair = make.a_pair(prog, status="working")
    former = pair.mentor
    change, order = replacement(pair, prog)
    assert Pair.objects.get(pk=pair.pk).mentor != former
    cancelled(order)
    pair = Pair.objects.get(pk=pair.pk)
    assert pair.mentor == former and pair.sides.filter(role="mentor").count() == 1
    assert PairChange.objects.get(pk=change.pk).done_on is None


def test_a_new_mentor_who_has_met_stays(prog):
    from programs.models import Meeting

    pair = make.a_pair(prog, status="working")
    _, order = replacement(pair, prog)
    pair = Pair.objects.get(pk=pair.pk)
    Meeting.objects.create(pair=pair, mentor=pair.mentor, kind="regular", held_on=TODAY, logged_on=TODAY)
    refused(order, "новый наставник уже провёл 1.встречу")


def test_extension_undone_brings_the_former_end_back(prog):
    pair = make.a_pair(prog, status="working")
    was = pair.ends
    changes.write_change(
        pair, "extension", by=make.office()[0], on=TODAY, ground=changes.grounds(pair, "extension")[0],
        paper="справка № 3", new_ends=was + 30 * DAY,
    )  # fmt: skip
    order = make.an_order(prog, "extension")
    assert order_changes.outdated(Order.objects.get(kind="pairs")) == []
    cancelled(order)
    assert Pair.objects.get(pk=pair.pk).ends == was


def test_a_commission_with_minutes_stays(prog):
    some_minutes(prog)
    refused(Order.objects.get(kind="commission"), "составила протокол")


def test_the_commission_before_works_again(prog):
    first = a_commission(prog)
    second = a_commission(prog)
    assert not Commission.objects.get(pk=first.pk).is_working
    cancelled(Order.objects.filter(kind="commission").order_by("pk").last())
    assert Commission.objects.get(pk=first.pk).is_working
    assert not Commission.objects.get(pk=second.pk).is_working


def test_documents_lose_their_force_and_the_edition_before_goes_on(prog):
    introduced(prog, TODAY - 5 * DAY)
    first = in_force(prog, "regulation", TODAY)
    draft = subjects.begin_edition(prog, "regulation", by=make.office()[0], on=TODAY)
    subjects.set_council(draft, by=make.office()[0], on=TODAY, number="2", date=TODAY)
    second = through(Order.objects.get(pk=draft.pk))
    assert in_force(prog, "regulation", TODAY).edition == 2
    refused(Order.objects.get(kind="introduction", number="1-од"), "действует уже следующая редакция")
    cancelled(second)
    assert in_force(prog, "regulation", TODAY) == first


def test_a_regulation_on_which_pairs_work_is_not_cancelled(prog):
    order = introduced(prog)
    make.a_pair(prog, status="ordered")
    refused(order, "по документу работают 1.пара")


def test_the_former_curator_is_appointed_anew(prog):
    curator, _ = make.office()
    new = make.teacher("заместитель директора")
    order = through(subjects.assign(prog, new, "curator", by=curator, on=TODAY, starts=TODAY))
    deputy = make.user_for(new)
    by = subjects.change_order(order, "cancellation", by=deputy, on=TODAY, reason="ошибка")
    by = workflow.move(by, "submit", by=deputy, on=TODAY)
    actions.approve_order(by, by=make_director(), on=TODAY)
    (fact,) = Appointment.objects.active(TODAY).filter(role="curator")
    assert fact.person == curator.person and "об отмене приказа" in fact.ground


def make_director():
    return Appointment.objects.get(role="director").person.user


def test_the_list_of_mentees_stays_while_a_pair_is_fixed(prog):
    card = make.an_admitted(prog=prog)
    order = make.an_order(prog, "mentees")
    make.a_pair(prog, mentee=card, status="ordered")
    refused(order, "уже закреплён в паре")


def test_an_event_that_is_over_is_not_undone(prog):
    order = through(a_release(prog, day=TODAY))
    refused(order, "уже прошло", on=TODAY + DAY)


def test_papers_that_rest_on_a_cancelled_order_are_marked_on_the_page_of_the_code(client, prog):
    person = make.teacher()
    order = through(awards(prog, person))
    (sheet,), _ = honours.print_by_order(order, by=make.office()[0], on=TODAY)
    address = f"/verify/{sheet.paper.code}/"
    assert "отменён" not in client.get(address).content.decode()
    cancelled(order)
    page = client.get(address).content.decode()
    assert "Приказ, на котором основан документ, отменён" in page and order.number in page
    assert person.last_name not in page
    assert {paper.pk for paper in undoing.papers_of(Order.objects.get(pk=order.pk))} == {order.paper_id, sheet.paper_id}


def test_a_cancellation_is_not_cancelled(prog):
    recommended(prog)
    by, _ = cancelled(make.an_order(prog, "register"))
    with pytest.raises(Refused, match="Приказ об отмене не отменяют"):
        subjects.change_order(by, "cancellation", by=make.office()[0], on=TODAY, reason="передумали")


def test_one_correction_of_an_order_at_a_time(prog):
    recommended(prog)
    target = make.an_order(prog, "register")
    curator, _ = make.office()
    draft = subjects.change_order(target, "cancellation", by=curator, on=TODAY, reason="ошибка")
    with pytest.raises(Refused, match="уже готовится другой"):
        subjects.change_order(target, "amendment", by=curator, on=TODAY, reason="иначе", points=[(1, "Иначе.")])
    actions.discard_draft(draft, by=curator)
    assert subjects.change_order(target, "amendment", by=curator, on=TODAY, reason="иначе", points=[(1, "Иначе.")])


def test_what_came_to_stand_on_it_after_the_draft_stops_the_director(prog):
    pair = make.a_pair(prog, status="ordered")
    curator, director = make.office()
    draft = subjects.change_order(
        Order.objects.get(kind="pairs"), "cancellation", by=curator, on=TODAY, reason="ошибка"
    )
    draft = workflow.move(draft, "submit", by=curator, on=TODAY)
    from monitoring.actions import waive

    waive(pair, "entry", by=curator, on=TODAY, reason="пара начала раньше")
    workflow.move(pair, "start", by=curator, on=TODAY)
    with pytest.raises(Refused, match="работа уже началась"):
        actions.approve_order(draft, by=director, on=TODAY)
    assert Order.objects.get(kind="pairs").is_in_force and Pair.objects.get(pk=pair.pk).status == "working"
    assert Order.objects.get(pk=draft.pk).status == "submitted"


def test_named_points_read_otherwise_and_the_signed_paper_stays(prog):
    recommended(prog)
    target = make.an_order(prog, "register")
    before = target.paper.file.path.read_bytes()
    curator, _ = make.office()
    order = subjects.change_order(
        target, "amendment", by=curator, on=TODAY, reason="уточнён срок", points=[(2, "Назначить на год.")]
    )
    assert "пункт 2 изложить в следующей редакции: «Назначить на год.»" in order.points[0]
    order = through(order)
    rows = order_now(Order.objects.get(pk=target.pk))
    assert rows[1] == {"text": "Назначить на год.", "by": order}
    assert [row["by"] for row in rows].count(None) == len(rows) - 1
    assert target.paper.file.path.read_bytes() == before
    cancelled(order)
    assert order_now(Order.objects.get(pk=target.pk))[1]["by"] is None


@pytest.mark.parametrize(("points", "said"), [
    ([], "хотя бы одного пункта"), ([(9, "Нет такого.")], "пункта 9 в нём нет"), ([(1, " ")], "напишите новый текст"),
])  # fmt: skip
def test_an_amendment_names_points_that_exist(prog, points, said):
    recommended(prog)
    target = make.an_order(prog, "register")
    with pytest.raises(Refused, match=said):
        subjects.change_order(
            target, "amendment", by=make.office()[0], on=TODAY, reason="уточнён срок", points=points
        )  # fmt: skip
    assert not Order.objects.filter(kind="amendment").exists()


def test_an_order_is_not_cancelled_before_its_own_date(prog):
    recommended(prog)
    target = make.an_order(prog, "register")
    curator, director = make.office()
    draft = subjects.change_order(target, "cancellation", by=curator, on=TODAY, reason="ошибка")
    draft = workflow.move(draft, "submit", by=curator, on=TODAY)
    with pytest.raises(Refused, match="не может быть раньше своих оснований"):
        actions.approve_order(draft, by=director, on=TODAY, date=TODAY - DAY)


def test_a_person_named_in_a_draft_is_not_erased_and_an_erased_one_is_not_through(prog):
    from registry.engine import inventory

    curator, director = make.office()
    away = make.teacher()
    order = a_release(prog, substitute=away)
    gaps = [gap for check in inventory.standing.values() for gap in check(away, TODAY)]
    assert any("называет этого человека" in gap.text for gap in gaps)
    order = actions.send_for_agreement(order, by=curator, on=TODAY)
    actions.answer_on_paper(order.approvals.get(), by=curator, on=TODAY, agrees=True)
    order = workflow.move(order, "submit", by=curator, on=TODAY)
    now = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
    Person.objects.filter(pk=away.pk).update(erased_at=now)
    with pytest.raises(Refused, match="данные этого человека уничтожены"):
        actions.approve_order(order, by=director, on=TODAY)
