"""Legal terms: what a withdrawal begins, how long it lasts, how it ends."""

import datetime

import pytest
from django.urls import reverse

from registry.actions import consents, duties
from registry.engine.errors import Refused
from registry.models import Duty, DutyKind, JournalLine
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def opened(code="answer", **fields):
    return duties.open_duty(make.teacher(), code, by=None, on=make.TODAY, ground="заявление", **fields)


def due(person, code):
    return Duty.objects.get(person=person, kind__code=code).due_on.isoformat()


def test_a_withdrawn_processing_begins_ten_working_and_thirty_calendar_days(reference):
    curator, _ = make.office()
    who = make.teacher()
    (consent,) = make.give_consents(who, ["processing"])
    consents.withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")
    assert set(who.duties.values_list("kind__code", flat=True)) == {"stop_processing", "destroy"}
    assert due(who, "stop_processing") == "2026-12-04"
    assert due(who, "destroy") == "2026-12-21"
    assert consent.duties.count() == 2


def test_a_withdrawn_publication_begins_three_working_days(reference):
    curator, _ = make.office()
    who = make.teacher()
    (consent,) = make.give_consents(who, ["publication"])
    consents.withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")
    assert due(who, "stop_distribution") == "2026-11-25"


def test_without_processing_nothing_stays_on_the_site_either(reference):
    curator, _ = make.office()
    who = make.teacher()
    consent, _other = make.give_consents(who, ["processing", "publication"])
    consents.withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")
    assert due(who, "stop_distribution") == "2026-11-25"


def test_a_withdrawn_participation_has_no_term(reference):
    curator, _ = make.office()
    who = make.teacher()
    (consent,) = make.give_consents(who, ["participation"], scope="first")
    consents.withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")
    assert not who.duties.exists()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("stop_distribution", "2026-11-25"),
        ("correct", "2026-12-01"),
        ("answer", "2026-12-04"),
        ("destroy", "2026-12-21"),
        ("blocked", "2027-05-21"),
        ("leak_notice", "2026-11-22"),
        ("leak_result", "2026-11-24"),
    ],
)
def test_each_kind_has_the_term_of_the_law(reference, code, expected):
    assert opened(code).due_on.isoformat() == expected


def test_a_longer_term_is_asked_once_with_a_reason_where_the_law_allows_it(reference):
    curator, _ = make.office()
    duty = opened("answer")
    with pytest.raises(Refused, match="почему нужно больше времени"):
        duties.extend_duty(duty, by=curator, on=make.TODAY, reason=" ")
    assert duties.extend_duty(duty, by=curator, on=make.TODAY, reason="ищем бумаги").due_on.isoformat() == "2026-12-11"
    with pytest.raises(Refused, match="второй раз"):
        duties.extend_duty(duty, by=curator, on=make.TODAY, reason="ещё")
    with pytest.raises(Refused, match="продлевать не разрешает"):
        duties.extend_duty(opened("destroy"), by=curator, on=make.TODAY, reason="ищем")


def test_a_duty_is_done_with_what_was_done_and_only_once(reference):
    curator, _ = make.office()
    duty = opened()
    with pytest.raises(Refused, match="что сделано"):
        duties.finish_duty(duty, by=curator, on=make.TODAY, note=" ")
    with pytest.raises(Refused, match="ещё не наступил"):
        duties.finish_duty(duty, by=curator, on=make.TODAY, note="ответ", done_on=make.TODAY + DAY)
    with pytest.raises(Refused, match="сделать было нельзя"):
        duties.finish_duty(duty, by=curator, on=make.TODAY, note="ответ", done_on=make.TODAY - DAY)
    done = duties.finish_duty(duty, by=curator, on=make.TODAY, note="ответ вручён")
    assert (done.done_on, done.done_by, done.is_open) == (make.TODAY, curator.person, False)
    with pytest.raises(Refused, match="уже отмечено: ответ вручён"):
        duties.finish_duty(duty, by=curator, on=make.TODAY, note="ещё раз")
    assert JournalLine.objects.filter(verb="сделано по закону", people=[str(duty.person_id)]).count() == 1


def test_a_corrected_term_counts_for_what_begins_later(reference):
    curator, _ = make.office()
    before = opened()
    duties.change_term(DutyKind.objects.get(code="answer"), by=curator, days=5)
    assert opened().due_on.isoformat() == "2026-11-27"
    before.refresh_from_db()
    assert before.due_on.isoformat() == "2026-12-04"


def test_the_page_takes_what_was_done_and_the_list_forgets_it(client, reference):
    curator, director = make.office()
    duty, other = opened(), opened("correct")
    client.force_login(director, backend=BACKEND)
    assert client.post(duty.get_absolute_url(), {"done_on": make.TODAY, "note": "x"}).status_code == 403
    client.force_login(curator, backend=BACKEND)
    assert "Заполните «Что сделано»" in client.post(duty.get_absolute_url(), {"done_on": make.TODAY}).content.decode()
    client.post(duty.get_absolute_url(), {"done_on": make.TODAY.isoformat(), "note": "ответ вручён"})
    client.post(other.get_absolute_url(), {"reason": "ждём"})
    rows = client.get(reverse("registry:duty_list")).context["page_obj"]
    assert [row.pk for row in rows] == [other.pk]
    rows = client.get(reverse("registry:duty_list"), {"show": "all"}).context["page_obj"]
    assert {row.pk for row in rows} == {duty.pk, other.pk}
    assert "ответ вручён" in client.get(duty.get_absolute_url()).content.decode()
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Нужно больше времени" not in page, "the law allows no longer term here"


def test_the_calendar_page_corrects_and_forgets_a_day(client, reference):
    from registry.engine import calendar

    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    address = reverse("registry:calendar")
    day = datetime.date(2027, 1, 11)
    assert "внесите их из постановления" in client.get(address, {"year": 2027}).content.decode()
    client.post(address, {"day": day.isoformat(), "title": "перенос с 2 января"})
    assert not calendar.is_working(day)
    page = client.get(address, {"year": 2027})
    (row,) = page.context["rows"]
    assert row.is_checked and "перенос с 2 января" in page.content.decode()
    client.post(reverse("registry:day_forget", args=[row.pk]))
    assert calendar.is_working(day)


def test_the_terms_page_corrects_a_term(client, reference):
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    kind = DutyKind.objects.get(code="correct")
    data = {
        "title": kind.title,
        "advice": kind.advice,
        "days": 5,
        "unit": "working",
        "more_days": 0,
        "ground": "новая ст.",
    }
    client.post(reverse("registry:term_edit", args=[kind.pk]), data)
    kind.refresh_from_db()
    assert (kind.days, kind.ground) == (5, "новая ст.")
    assert "новая ст." in client.get(reverse("registry:term_list")).content.decode()
