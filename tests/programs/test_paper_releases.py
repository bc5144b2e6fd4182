"""A release for an event that was signed on paper: entered with its scan though the event is over (АБР-П 1.4)."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import order_papers, orders
from programs.models import Order, Release
from registry.engine import uploads, workflow
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.story import at, text_of, upload
from tests.programs.test_order_kinds import a_release

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.date(2026, 10, 15)


def told(rows, scan, **changed) -> dict:
    """What a curator types; rows are (who, substitute, what)."""
    typed = {
        "event": "Форум наставников, г. Ромашкин", "day": "2026-10-15", "from_time": "09:00", "until_time": "13:00",
        "title": "Об освобождении", "number": "88-од", "date": "2026-10-13", "file": upload(scan),
        "signed_by": make.office()[1].person.pk, "form-TOTAL_FORMS": 12, "form-INITIAL_FORMS": 0, **changed,
    }  # fmt: skip
    for place, (person, other, what) in enumerate(rows):
        typed |= {f"form-{place}-person": person.pk, f"form-{place}-substitute": other.pk if other else "",
                  f"form-{place}-substitution": what}  # fmt: skip
    return typed


def address(prog) -> str:
    return reverse("programs:release_enter", args=[prog.code])


def test_a_past_release_of_two_people_is_entered_with_its_scan(client, prog, scan_bytes):
    one, two, other = make.teacher(), make.teacher(), make.teacher()
    client = at(client, make.office()[0])
    assert address(prog) in text_of(client.get(reverse("programs:order_new")))
    assert "Мероприятие" in text_of(client.get(address(prog)))
    page = text_of(client.post(
        address(prog), told([(one, other, "7 «А», 2-й урок"), (two, other, "")], scan_bytes), follow=True
    ))  # fmt: skip
    order = Order.objects.get()
    assert (order.status, order.source, order.kind, order.number) == ("registered", "paper", "release", "88-од")
    assert order.date == datetime.date(2026, 10, 13) and order.scan.path.read_bytes() == scan_bytes
    assert [line.release.person for line in order.lines.order_by("position")] == [one, two]
    assert Release.objects.get(person=one).substitution == "7 «А», 2-й урок"
    assert "внесён с бумаги" in page and "Форум наставников" in page
    assert {row.person for row in order.acquaintances.all()} == {one, two, other}


def refused(client, prog, rows, scan, said, **changed):
    page = text_of(at(client, make.office()[0]).post(address(prog), told(rows, scan, **changed)))
    assert said in page and "Форум наставников" in page and 'value="88-од"' in page
    assert not Order.objects.exists() and not Release.objects.exists()


def test_a_slip_is_told_and_what_was_typed_stays(client, prog, scan_bytes):
    one, other = make.teacher(), make.teacher()
    refused(client, prog, [], scan_bytes, "Назовите, кого освободил приказ")
    refused(client, prog, [(one, None, "")], scan_bytes, "без замены не освобождают")
    refused(client, prog, [(one, one, "")], scan_bytes, "не может замещать")
    refused(client, prog, [(one, other, ""), (one, other, "")], scan_bytes, "назван(а) в приказе дважды")
    refused(client, prog, [(one, other, "")], scan_bytes, "раньше, чем начнётся", until_time="08:00")
    refused(client, prog, [(one, other, "")], scan_bytes, "ещё не наступила", date="2026-12-01")
    late = make.teacher(starts=TODAY)
    refused(client, prog, [(late, other, "")], scan_bytes, "в этот день не работает в школе")


def test_nobody_is_released_twice_for_the_same_hours(client, prog, scan_bytes):
    one, other = make.teacher(), make.teacher()
    client = at(client, make.office()[0])
    client.post(address(prog), told([(one, other, "")], scan_bytes))
    page = text_of(client.post(address(prog), told([(one, other, "")], scan_bytes, number="89-од")))
    assert "на эти часы уже освобождён" in page and Order.objects.count() == 1


def test_who_took_lessons_was_not_away_by_the_same_order(client, prog, scan_bytes):
    one, two = make.teacher(), make.teacher()
    refused(client, prog, [(one, two, ""), (two, one, "")], scan_bytes, "в эти часы сам(а) освобождён(а)")


def test_a_draft_signed_with_a_pen_is_entered_after_the_event(prog, scan_bytes):
    """Prepared and signed in time; the scan comes a week later."""
    curator, director = make.office()
    draft, later = agreed(a_release(prog, day=TODAY), curator), TODAY + datetime.timedelta(days=7)
    with pytest.raises(Refused, match="внесите его с бумаги"):
        orders.approve_order(draft, by=director, on=later)
    order = order_papers.enter_signed(
        Order.objects.get(pk=draft.pk), by=curator, on=later, number="90-од", date=TODAY, signed_by=director.person,
        scan=uploads.Accepted(scan_bytes, "скан.pdf", "application/pdf"),
    )  # fmt: skip
    assert (order.status, order.source, order.number) == ("registered", "paper", "90-од")


def agreed(draft, curator) -> Order:
    """Through the approval sheet to the director's table."""
    row = orders.send_for_agreement(draft, by=curator, on=TODAY)
    for line in row.approvals.all():
        orders.answer_on_paper(line, by=curator, on=TODAY, agrees=True)
    return workflow.move(row, "submit", by=curator, on=TODAY)
