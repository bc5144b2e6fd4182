"""Past orders that name what waits nowhere: entered with their scan, they have the same effects (issue 4)."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import changes, honours, order_changes, order_papers, orders
from programs.models import LocalDocument, Order, RegisterEntry, Release
from programs.orders import kinds
from programs.orders.corrections import order_now
from registry.engine import uploads, workflow
from registry.engine.errors import Refused
from registry.models import Appointment
from tests import factories as make
from tests.programs.story import a_commission, at, recommended, text_of, upload
from tests.programs.test_order_kinds import a_release, introduced

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
    make.acting("acting_director", make.teacher(last_name="Аверьянова"))
    client = at(client, make.office()[0])
    form = client.get(address(prog)).context["form"]
    assert form["signed_by"].value() == make.office()[1].person.pk  # not whoever stands first in the alphabet
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


# Who was appointed


def rows_of(named, total=12) -> dict:
    """The rows of a formset as they are typed; each is a dict of fields."""
    typed = {f"form-{place}-{name}": value for place, row in enumerate(named) for name, value in row.items()}
    return {"form-TOTAL_FORMS": total, "form-INITIAL_FORMS": 0, **typed}


def paper(scan, **changed) -> dict:
    return {
        "title": "О назначении", "number": "5-од", "date": "2026-09-01", "file": upload(scan),
        "signed_by": make.office()[1].person.pk, **changed,
    }  # fmt: skip


def appointed(client, prog, named, scan, **changed):
    """(role, person, first day, last day) as the curator types them."""
    rows = [dict(zip(("role", "person", "starts", "ends"), row, strict=False)) for row in named]
    rows = [{**row, "person": row["person"].pk} for row in rows]
    address = reverse("programs:assignment_enter", args=[prog.code])
    return text_of(at(client, make.office()[0]).post(address, {**paper(scan, **changed), **rows_of(rows)}, follow=True))


def test_the_order_becomes_the_ground_of_the_curator_who_acts_already(client, prog, scan_bytes):
    curator, _ = make.office()
    fact = Appointment.objects.get(role="curator")
    Appointment.objects.update(starts=datetime.date(2026, 10, 20))
    Appointment.objects.filter(role="director").update(starts=datetime.date(2020, 9, 1))
    helper = make.teacher()
    page = appointed(client, prog, [("curator", curator.person, "2026-09-01"),
                                    ("deputy_curator", helper, "2026-09-10")], scan_bytes)  # fmt: skip
    order = Order.objects.get()
    assert (order.kind, order.source, order.number) == ("curator", "paper", "5-од") and order.scan
    fact.refresh_from_db()
    assert fact.starts == datetime.date(2026, 9, 1) and "№ 5-од" in fact.ground and fact.ends is None
    assert order.lines.get(position=1).assignment.appointment == fact
    assert Appointment.objects.get(role="deputy_curator").starts == datetime.date(2026, 9, 10)
    assert Appointment.objects.filter(role="curator").count() == 1
    assert "внесён с бумаги" in page and helper.last_name in page
    assert {row.person for row in order.acquaintances.all()} == {curator.person, helper}


def test_a_curator_before_the_present_one_acted_till_the_eve(client, prog, scan_bytes):
    curator, _ = make.office()
    Appointment.objects.filter(role="curator").update(starts=datetime.date(2026, 10, 20))
    former = make.teacher()
    appointed(client, prog, [("curator", former, "2026-09-03")], scan_bytes)
    past = Appointment.objects.get(role="curator", person=former)
    assert (past.starts, past.ends) == (datetime.date(2026, 9, 3), datetime.date(2026, 10, 19))
    assert Appointment.objects.get(role="curator", person=curator.person).ends is None


def test_whoever_acted_before_ends_on_the_eve_and_a_told_last_day_counts(client, prog, scan_bytes):
    curator, _ = make.office()
    fresh, secretary = make.teacher(), make.teacher()
    appointed(client, prog, [("curator", fresh, "2026-10-01"), ("secretary", secretary, "2026-09-01", "2026-09-30")],
              scan_bytes)  # fmt: skip
    assert Appointment.objects.get(role="curator", person=curator.person).ends == datetime.date(2026, 9, 30)
    assert Appointment.objects.get(role="curator", person=fresh).ends is None
    assert Appointment.objects.get(role="secretary").ends == datetime.date(2026, 9, 30)


def test_a_slip_in_an_appointment_is_told_and_leaves_nothing(client, prog, scan_bytes):
    one, other, late = make.teacher(), make.teacher(), make.teacher(starts=TODAY)
    before = Appointment.objects.count()
    for named, said in [
        ([], "Назовите, кого назначил приказ"),
        ([("secretary", one, "")], "Впишите, с какого дня"),
        ([("", one, "2026-09-01")], "Выберите, кем назначен"),
        ([("secretary", one, "2026-09-01"), ("secretary", one, "2026-09-02")], "назван(а) в приказе дважды"),
        ([("curator", one, "2026-10-01"), ("curator", other, "2026-10-02")], "Куратор в школе один"),
        ([("secretary", late, "2026-09-01")], "01.09.2026 не работает в школе"),
        ([("secretary", one, "2026-09-05", "2026-09-01")], "последний день не может быть раньше"),
    ]:
        page = appointed(client, prog, named, scan_bytes)
        assert said in page and 'value="5-од"' in page, said
    assert not Order.objects.exists() and Appointment.objects.count() == before


def test_one_term_has_one_order(client, prog, scan_bytes):
    one = make.teacher()
    appointed(client, prog, [("secretary", one, "2026-09-01")], scan_bytes)
    page = appointed(client, prog, [("secretary", one, "2026-09-02")], scan_bytes, number="6-од")
    assert "второй раз назначать не нужно" in page and Order.objects.count() == 1


# Who was thanked


def thanked(client, prog, groups, scan, **changed):
    rows = [{"layout": "diploma", "kind": prog.rule("awards.kinds").value[0], **row} for row in groups]
    address = reverse("programs:proposal_enter", args=[prog.code])
    typed = {**paper(scan, date="2026-11-10", **changed), **rows_of(rows, total=4)}
    return text_of(at(client, make.office()[0]).post(address, typed, follow=True))


def test_a_past_order_on_awards_names_people_and_its_sheets_can_be_printed(client, prog, scan_bytes):
    pair = make.a_pair(prog, status="ordered")
    mentor, mentee = pair.mentor, pair.mentees[0]
    other = prog.rule("awards.kinds").value[1]
    page = thanked(client, prog, [
        {"people": [mentor.pk], "reason": "за терпение"}, {"people": [mentee.pk], "reason": "за труд", "kind": other},
    ], scan_bytes)  # fmt: skip
    order = Order.objects.get(kind="awards")
    assert (order.source, order.number) == ("paper", "5-од")
    assert [line.proposal.person for line in order.lines.order_by("position")] == [mentor, mentee]
    assert order.lines.last().proposal.kind == other
    assert "Не напечатано: 2 листа" in page
    sheets, _ = honours.print_by_order(order, by=make.office()[0], on=TODAY)
    assert {sheet.person for sheet in sheets} == {mentor, mentee}


def test_nobody_is_thanked_twice_for_the_same_and_nobody_is_not_enough(client, prog, scan_bytes):
    pair = make.a_pair(prog, status="ordered")
    row = {"people": [pair.mentor.pk], "reason": "за терпение"}
    assert "Назовите, кого поощрил приказ" in thanked(client, prog, [], scan_bytes)
    assert "назван(а) в приказе дважды" in thanked(client, prog, [row, row], scan_bytes)
    assert not Order.objects.filter(kind="awards").exists()
    thanked(client, prog, [row], scan_bytes)
    assert "так же уже поощряет приказ от" in thanked(client, prog, [row], scan_bytes, number="6-од")
    assert Order.objects.filter(kind="awards").count() == 1


# What became of an earlier order


@pytest.fixture
def earlier(prog):
    """An order on the register that was approved here a week ago."""
    day = TODAY - datetime.timedelta(days=7)
    recommended(prog, last_name="Ромашкина")
    return make.an_order(prog, "register", on=day)


def corrected(client, order, name, scan, **changed):
    typed = {**paper(scan, date=f"{order.date:%Y-%m-%d}"), "reason": "список составлен с ошибкой", **changed}
    return text_of(at(client, make.office()[0]).post(reverse(f"programs:{name}", args=[order.pk]), typed, follow=True))


def test_a_cancellation_signed_with_a_pen_undoes_the_order(client, earlier, scan_bytes):
    card = at(client, make.office()[0])
    address = reverse("programs:order_cancel_enter", args=[earlier.pk])
    assert address in text_of(card.get(earlier.get_absolute_url()))
    assert "Что перестанет действовать" in text_of(card.get(address))
    page = corrected(client, earlier, "order_cancel_enter", scan_bytes)
    earlier.refresh_from_db()
    order = Order.objects.get(kind="cancellation")
    assert earlier.status == "cancelled" and earlier.cancelled_by == order and order.source == "paper"
    assert not RegisterEntry.objects.exists() and "внесён с бумаги" in page
    assert client.get(address).status_code == 404


def test_an_order_on_which_something_stands_is_not_cancelled_by_a_scan(client, prog, earlier, scan_bytes):
    mentor = earlier.lines.get().candidacy.mentor
    make.a_pair(prog, mentor=mentor, status="agreed", on=TODAY)
    assert "Что на нём держится" in corrected(client, earlier, "order_cancel_enter", scan_bytes)
    earlier.refresh_from_db()
    assert earlier.is_in_force and not Order.objects.filter(kind="cancellation").exists()


def test_a_cancellation_is_not_older_than_the_order(client, earlier, scan_bytes):
    eve = earlier.date - datetime.timedelta(days=1)
    page = corrected(client, earlier, "order_cancel_enter", scan_bytes, date=f"{eve:%Y-%m-%d}")
    assert "не может быть раньше своих оснований" in page and "сам приказ" in page
    earlier.refresh_from_db()
    assert earlier.is_in_force


def test_points_read_otherwise_by_an_amendment_signed_with_a_pen(client, earlier, scan_bytes):
    page = text_of(at(client, make.office()[0]).get(reverse("programs:order_amend_enter", args=[earlier.pk])))
    assert "Пункт 1" in page
    typed = {f"point_{place}": text for place, text in enumerate(earlier.points, 1)}
    corrected(client, earlier, "order_amend_enter", scan_bytes, **{**typed, "point_1": "Утвердить реестр до мая."})
    order = Order.objects.get(kind="amendment")
    assert order_now(earlier)[0] == {"text": "Утвердить реестр до мая.", "by": order}
    assert order.acquaintances.get().person == earlier.lines.get().candidacy.person


def test_what_an_amendment_set_right_is_asked_no_more(client, earlier, scan_bytes):
    person = earlier.lines.get().candidacy.person
    person.last_name = "Новофамильная"
    person.save()
    (found,) = order_changes.outdated(Order.objects.get(pk=earlier.pk))
    corrected(client, earlier, "order_amend_enter", scan_bytes, settled=[order_changes.sentence(earlier, found)],
              **{f"point_{place}": text for place, text in enumerate(earlier.points, 1)})  # fmt: skip
    assert order_changes.outdated(Order.objects.get(pk=earlier.pk)) == []


def test_of_a_paper_order_without_its_text_the_fact_of_the_change_is_kept(client, prog, scan_bytes):
    one = make.teacher()
    appointed(client, prog, [("secretary", one, "2026-09-01")], scan_bytes)
    earlier = Order.objects.get()
    page = corrected(client, earlier, "order_amend_enter", scan_bytes, number="7-од", date="2026-09-20")
    assert Order.objects.get(kind="amendment").lines.get().order_change.target == earlier
    assert "изменится: см. скан" in page


# A later edition


def test_a_past_order_puts_a_later_edition_in_the_place_of_one_in_force(client, prog, scan_bytes):
    first = introduced(prog, on=datetime.date(2026, 9, 10))
    address = reverse("programs:order_enter", args=[prog.code, "introduction"])
    page = text_of(at(client, make.office()[0]).get(address))
    assert "редакция 2" in page
    typed = {**paper(scan_bytes, date="2026-11-02"), "things": [-1]}
    assert "действует с 10.09.2026" in text_of(client.post(address, {**typed, "date": "2026-09-05"}))
    client.post(address, {**typed, "file": upload(scan_bytes)})
    order = Order.objects.exclude(pk=first.pk).get()
    document = order.lines.get().document
    assert (document.edition, document.starts) == (2, datetime.date(2026, 11, 2))
    former = first.lines.get(document__kind=document.kind).document
    assert former.ends == datetime.date(2026, 11, 1)


# What waits here, named by an order of ten days ago

PAST = TODAY - datetime.timedelta(days=10)


def entered(prog, scan, kind, number="81-б") -> Order:
    curator, director = make.office()
    chosen = [key for key, _ in kinds.keyed(kinds.KINDS[kind].gather_past(prog, TODAY))]
    return order_papers.enter_order(
        prog, kind, chosen, by=curator, on=TODAY, scan=scan, number=number, date=PAST, signed_by=director.person
    )


def a_change(prog, kind, **told):
    pair = make.a_pair(prog, status="working")
    return changes.write_change(
        pair, kind, by=make.office()[0], on=TODAY, ground=changes.grounds(pair, kind)[0], **told
    )  # fmt: skip


def test_a_past_replacement_and_a_past_extension_take_effect_on_their_day(prog, scan):
    mentor = make.registered(make.a_mentor(), prog)
    pair = a_change(prog, "replacement", new_mentor=mentor).pair
    order = entered(prog, scan, "replacement")
    side = pair.sides.get(person=mentor.person)
    assert (side.starts, side.line.order, side.is_open) == (PAST, order, True)
    longer = a_change(prog, "extension", paper="справка № 3", new_ends=datetime.date(2027, 6, 10)).pair
    extended = order_papers.enter_order(
        prog, "extension", [longer.changes.get().pk], by=make.office()[0], on=TODAY, scan=scan, number="82-б",
        date=PAST, signed_by=make.office()[1].person,
    )  # fmt: skip
    longer.refresh_from_db()
    assert longer.ends == datetime.date(2027, 6, 10) and extended.source == "paper"


def test_a_past_order_makes_the_commission_the_list_of_mentees_and_the_documents(prog, scan):
    made, card = a_commission(prog, working=False), make.an_admitted(prog=prog)
    for number, kind in enumerate(["commission", "mentees", "introduction", "programme"]):
        if kind == "programme":
            make.a_pair(prog, status="ordered")  # the programme of the year comes after its pairs
        order = entered(prog, scan, kind, number=f"9{number}-б")
        assert order.is_in_force and order.source == "paper" and order.scan, kind
    made.refresh_from_db()
    assert made.is_working
    assert card.person.requests.get().order_lines.get().order.kind == "mentees"
    assert {row.kind for row in LocalDocument.objects.filter(starts=PAST)} == {"regulation", "roadmap", "programme"}
