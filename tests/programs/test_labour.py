"""Consent to a mentor's duties, the labour regime, the supplementary agreement of art. 351.8 and its early end."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import labour as actions
from programs.actions import orders
from programs.models import Candidacy, SupplementaryAgreement
from registry.engine import workflow
from registry.engine.errors import Refused
from registry.models import JournalLine
from tests import factories as make
from tests.programs.story import at, recommended, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY  # a Saturday
FILLED = {
    "contract": "№ 14 от 01.09.2020", "content": "Посещение и разбор уроков", "starts": make.START,
    "ends": datetime.date(2027, 5, 31), "form": "индивидуальная, очно", "payment": "3000 рублей в месяц",
}  # fmt: skip


@pytest.fixture
def pair(prog):
    return make.a_pair(prog)


def a_supplement(pair, **fields):
    curator, _ = make.office()
    actions.set_regime(pair, "351.8", by=curator, on=TODAY)
    row = actions.draft_supplement(pair, by=curator, on=TODAY)
    return actions.edit_supplement(row, by=curator, **{**FILLED, **fields})


def signed(pair, **fields):
    curator, _ = make.office()
    row = actions.finish_supplement(a_supplement(pair, **fields), by=curator, on=TODAY)
    return actions.sign_supplement(row, by=curator, on=TODAY, signed_on=TODAY)


def without_consent(prog):
    row = recommended(prog, last_name="Дубравина")
    Candidacy.objects.filter(pk=row.pk).update(duties_consent_on=None)
    return row


def test_an_employee_without_the_date_of_consent_goes_into_no_order(prog):
    curator, _ = make.office()
    row = without_consent(prog)
    with pytest.raises(Refused, match=r"Дубравина.*нет даты письменного согласия"):
        orders.draft_order(prog, "register", by=curator, on=TODAY)
    actions.receive_duties_consent(row, by=curator, on=TODAY, signed_on=TODAY)
    order = orders.draft_order(prog, "register", by=curator, on=TODAY)
    Candidacy.objects.filter(pk=row.pk).update(duties_consent_on=None)
    with pytest.raises(Refused, match=r"Дубравина.*нет даты письменного согласия"):
        workflow.move(order, "send_for_agreement", by=curator, on=TODAY)
    actions.receive_duties_consent(row, by=curator, on=TODAY, signed_on=TODAY)
    assert orders.send_for_agreement(order, by=curator, on=TODAY).status == "agreeing"


def test_a_pupil_needs_no_consent_of_an_employee(prog):
    card = make.a_mentor(make.pupil(age=16), category="pupil")
    assert not Candidacy(programme=prog, mentor=card).wants_duties_consent


def test_a_consent_of_tomorrow_is_no_consent(prog):
    curator, _ = make.office()
    row = without_consent(prog)
    with pytest.raises(Refused, match="в будущем"):
        actions.receive_duties_consent(row, by=curator, on=TODAY, signed_on=TODAY + datetime.timedelta(1))
    row.refresh_from_db()
    assert row.duties_consent_on is None


def test_article_351_8_is_for_two_employees_only(reference):
    curator, _ = make.office()
    pair = make.a_pair(make.a_programme(preset="pupils"))
    with pytest.raises(Refused, match="работника школы другому"):
        actions.set_regime(pair, "351.8", by=curator, on=TODAY)
    actions.set_regime(pair, "voluntary", by=curator, on=TODAY)
    assert actions.mentor_side(pair).labour_regime == "voluntary"


def test_whoever_works_here_is_no_outsider(pair):
    with pytest.raises(Refused, match="работает в школе"):
        actions.set_regime(pair, "outside", by=make.office()[0], on=TODAY)


def test_no_agreement_without_the_regime_of_351_8(pair):
    with pytest.raises(Refused, match="Сначала укажите трудовой режим"):
        actions.draft_supplement(pair, by=make.office()[0], on=TODAY)


@pytest.mark.parametrize(
    ("block", "empty", "said"),
    [
        ("content", " ", "содержание работы"), ("starts", None, "срок"), ("ends", None, "срок"),
        ("form", "", "форма выполнения"), ("payment", "", "размер и условия выплаты"),
    ],
)  # fmt: skip
def test_a_draft_with_a_blank_block_cannot_be_finished(pair, block, empty, said):
    row = a_supplement(pair, **{block: empty})
    with pytest.raises(Refused, match=f"Не заполнено: .*{said}"):
        actions.finish_supplement(row, by=make.office()[0], on=TODAY)
    row.refresh_from_db()
    assert (row.status, row.number, row.paper) == ("draft", "", None)


def test_a_finished_agreement_has_its_own_number_and_its_text_is_closed(pair):
    curator, _ = make.office()
    row = actions.finish_supplement(a_supplement(pair), by=curator, on=TODAY)
    assert (row.status, row.number, row.calendar_year) == ("issued", "1", 2026)
    with pytest.raises(Refused, match="менять его текст нельзя"):
        actions.edit_supplement(row, by=curator, payment="0")


def test_a_number_is_given_once_a_year(prog, pair):
    curator, _ = make.office()
    actions.finish_supplement(a_supplement(pair), by=curator, on=TODAY)
    other = a_supplement(make.a_pair(prog))
    with pytest.raises(Refused, match="Номер 1 в 2026 году уже занят"):
        actions.finish_supplement(other, by=curator, on=TODAY, number="1")


@pytest.mark.parametrize(
    ("notice", "first"),
    [
        (datetime.date(2026, 11, 27), datetime.date(2026, 12, 2)),  # Friday: Monday, Tuesday, Wednesday
        (datetime.date(2026, 11, 23), datetime.date(2026, 11, 26)),  # Monday: the day itself does not count
        (datetime.date(2026, 11, 2), datetime.date(2026, 11, 6)),  # the 4th is a holiday
    ],
)
def test_the_end_comes_three_working_days_after_the_notice(notice, first):
    assert actions.earliest_end(notice) == first


def test_an_earlier_end_is_refused_with_the_computed_day(pair):
    curator, _ = make.office()
    row, friday = signed(pair), datetime.date(2026, 11, 27)
    details = {"notice_by": "employee", "notice_on": friday}
    with pytest.raises(Refused, match=r"не раньше 02\.12\.2026"):
        actions.end_supplement(row, by=curator, on=friday, ends_early_on=datetime.date(2026, 12, 1), **details)
    row = actions.end_supplement(row, by=curator, on=friday, ends_early_on=datetime.date(2026, 12, 2), **details)
    assert (row.status, row.ends_early_on) == ("ending", datetime.date(2026, 12, 2))
    before = pair.ends
    pair.refresh_from_db()
    assert pair.ends == before


def test_what_nobody_signed_cannot_be_ended(pair):
    curator, _ = make.office()
    row = actions.finish_supplement(a_supplement(pair), by=curator, on=TODAY)
    with pytest.raises(Refused):
        actions.end_supplement(
            row, by=curator, on=TODAY, notice_by="employer", notice_on=TODAY, ends_early_on=datetime.date(2026, 12, 10)
        )


def test_pages_lead_from_the_regime_to_the_notice(client, pair):
    curator, _ = make.office()
    at(client, curator)
    answer = client.post(reverse("programs:regime_edit", args=[pair.pk]), {"regime": "351.8"})
    row = SupplementaryAgreement.objects.get()
    assert answer.url == row.get_absolute_url()
    assert "Не заполнено" in text_of(client.get(answer.url))
    typed = {**{key: str(value) for key, value in FILLED.items()}, "revision": row.revision}
    client.post(reverse("programs:supplement_edit", args=[row.pk]), typed)
    client.post(reverse("programs:supplement_finish", args=[row.pk]), {"number": ""})
    client.post(reverse("programs:supplement_sign", args=[row.pk]), {"signed_on": TODAY})
    early = {"notice_by": "employee", "notice_on": TODAY, "ends_early_on": TODAY}
    assert "не раньше 25.11.2026" in text_of(client.post(reverse("programs:supplement_end", args=[row.pk]), early))
    client.post(reverse("programs:supplement_end", args=[row.pk]), {**early, "ends_early_on": "2026-11-25"})
    row.refresh_from_db()
    assert row.status == "ending"
    assert "Заменить наставника" in text_of(client.get(row.get_absolute_url()))
    assert JournalLine.objects.filter(verb="открыто дополнительное соглашение", target_name__contains="№ 1").exists()
