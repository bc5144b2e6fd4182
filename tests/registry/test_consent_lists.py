"""Consents by the list: the gap list on paper, the register, asking many, old papers, texts with versions."""

import datetime
import io

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from registry.actions import consents as actions
from registry.engine import consents as gate
from registry.engine import workflow
from registry.engine.errors import Refused
from registry.models import Consent, ConsentText, JournalLine, Person
from registry.text import add_months
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def url(name, *args):
    return reverse(f"registry:{name}", args=args)


def asked(person, *kinds, on=make.TODAY, scope=""):
    user, _ = make.office()
    return actions.ask_consents(person, kinds or ["processing"], by=user, on=on, scope=scope)


def pages_of(answer):
    pdf = pypdfium2.PdfDocument(answer.content)
    pages = [
        " ".join(page.get_textpage().get_text_range().replace("\ufffe", "").replace("\u00a0", " ").split())
        for page in pdf
    ]
    pdf.close()
    return pages


def test_the_printed_gap_list_has_a_page_for_each_class_with_names_and_needs_only(client, curator):
    first, second = make.pupil(phone="8 900 777-77-77"), make.pupil(group=make.school_class(8, "Б"))
    make.acting("class_teacher", school_class=make.school_class(), who=make.teacher(last_name="Рябинина"))
    asked(first, "processing", "image"), asked(second), asked(make.teacher())
    pages = pages_of(client.get(url("consent_missing")))
    assert len(pages) == 3
    assert first.full_name in pages[0] and second.full_name not in pages[0] and "Рябинина" in pages[0]
    assert "на использование изображения: ждём бумагу" in pages[0] and "777-77-77" not in pages[0]
    assert second.full_name in pages[1] and "Работники" in pages[2]
    assert JournalLine.objects.filter(verb__startswith="напечатан список").count() == 1


def test_a_class_teacher_prints_the_own_class_only(client, reference):
    own, other = make.pupil(), make.pupil(group=make.school_class(8, "Б"))
    asked(own), asked(other)
    enter(client, make.user_for(make.acting("class_teacher", school_class=make.school_class())))
    (page,) = pages_of(client.get(url("consent_missing"), {"group": make.school_class(8, "Б").pk}))
    assert other.full_name not in page
    (page,) = pages_of(client.get(url("consent_missing")))
    assert own.full_name in page and other.full_name not in page


def test_refusals_and_withdrawals_are_answers_and_leave_every_list(client, curator):
    refused, withdrawn, waits = make.pupil(), make.teacher(), make.teacher()
    (row,) = asked(refused)
    workflow.move(row, "refuse", by=curator, on=make.TODAY, note="не хотят")
    (given,) = make.give_consents(withdrawn, ["processing"])
    actions.withdraw_consent(given, by=curator, on=make.TODAY, note="заявление")
    asked(waits)
    text = "".join(pages_of(client.get(url("consent_missing"))))
    assert waits.full_name in text
    assert refused.full_name not in text and withdrawn.full_name not in text


def test_the_person_refuses_in_the_cabinet_and_is_not_reminded_any_more(client, reference):
    from registry.engine import tasks

    who = make.teacher()
    user = make.user_for(who)
    (row,) = asked(who)
    assert tasks.for_user(user, make.TODAY)
    enter(client, user)
    assert "Отметить отказ" in client.get(row.get_absolute_url()).content.decode()
    client.post(url("consent_move", row.pk, "refuse"), {"note": "не хочу"})
    row.refresh_from_db()
    assert row.status == "refused"
    assert tasks.for_user(type(user).objects.get(pk=user.pk), make.TODAY) == []


def test_a_class_is_asked_at_once_and_whoever_has_given_is_left_alone(client, curator):
    given, waits, new = (make.pupil() for _ in range(3))
    for child in (given, waits, new):
        make.guardian_of(child)
    far = make.pupil(group=make.school_class(8, "Б"))
    make.give_consents(given, ["processing"]), asked(waits)
    answer = client.post(url("consent_ask_many"), {
        "whom": "class", "group": make.school_class().pk, "kinds": ["processing"],
    }, follow=True)  # fmt: skip
    assert "Запрошено у 1\u00a0человека" in answer.content.decode()
    assert new.consents.get().status == "expected" and not far.consents.exists()
    assert given.consents.count() == waits.consents.count() == 1


def test_the_register_leaves_as_excel_with_every_column_and_no_formula(client, curator):
    who = make.teacher(last_name="=СУММ(A1)")
    (row,) = asked(who, "publication")
    actions.receive_consent(
        row, who, by=curator, on=make.TODAY, signed_on=make.TODAY, original_place="папка 3", allowed_fields=["name"]
    )
    answer = client.get(url("consent_xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, line = (list(cells) for cells in sheet.iter_rows())
    said = dict(zip([cell.value for cell in head], [cell.value for cell in line], strict=True))
    assert (said["Согласие"], said["Носитель"], said["Где оригинал"]) == (
        "на распространение персональных данных", "бумага", "папка 3",
    )  # fmt: skip
    assert said["Состояние"] == "действует" and said["Подписано"].date() == make.TODAY
    assert line[1].data_type == "s" and line[1].value.startswith("'=СУММ")
    (page,) = pages_of(client.get(url("consent_print")))
    assert "папка 3" in page


def former(client, people, kind="processing", **typed):
    ticks = {f"tick_{one.pk}": "on" for one in people}
    address = f"{url('consent_former')}?whom=class&group={make.school_class().pk}&kind={kind}"
    return client.post(address, {"signed_on": "2025-09-03", "original_place": "шкаф 2", **ticks, **typed}, follow=True)


def test_old_papers_of_a_class_are_entered_from_one_table(client, curator):
    small, big, left = make.pupil(age=12), make.pupil(age=16), make.pupil(age=11)
    for child in (small, big, left):
        make.guardian_of(child)
        child.guardianships.update(starts=make.TODAY)  # the card learned of the parent only today
    asked(small)
    answer = former(client, [small, big], **{f"on_{big.pk}": "2025-10-01"})
    assert "Внесено с бумаги: 2\u00a0согласия" in answer.content.decode()
    first, second = small.consents.get(), big.consents.get()
    assert first.is_from_paper and first.text.version == 0 and first.original_place == "шкаф 2"
    assert (first.valid_from, second.valid_from) == (datetime.date(2025, 9, 3), datetime.date(2025, 10, 1))
    assert second.signatures.count() == 2 and first.signatures.count() == 1
    assert gate.allowed(small, "selection", make.TODAY) and not left.consents.exists()
    page = client.get(first.get_absolute_url()).content.decode()
    assert "Внесено с бумаги" in page and "прежний текст школы" in page


def test_a_paper_of_a_child_of_sixteen_without_the_own_signature_waits_for_it(client, curator):
    child = make.pupil(age=16)
    make.guardian_of(child)
    former(client, [child], **{f"no_child_{child.pk}": "on"})
    assert child.consents.get().status == "partly_signed"


def test_nothing_ticked_or_no_guardian_is_said(client, curator):
    child = make.pupil()
    assert "Отметьте галочкой" in former(client, []).content.decode()
    assert "законный представитель" in former(client, [child]).content.decode()
    assert not child.consents.exists()


def test_a_new_text_is_a_new_version_and_signed_papers_keep_theirs(client, curator):
    who = make.teacher()
    (old,) = make.give_consents(who, ["processing"])
    page = client.get(url("text_new", "processing"))
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    data |= {"purpose": "только работа пары", "term_rule": "years", "term_years": 2, "adopted_on": "2026-11-21"}
    client.post(url("text_new", "processing"), data)
    text = ConsentText.current("processing", make.TODAY)
    assert (text.version, text.purpose) == (2, "только работа пары")
    old.refresh_from_db()
    assert old.text.version == 1
    other = make.teacher()
    (new,) = asked(other)
    new = actions.receive_consent(new, other, by=curator, on=make.TODAY, signed_on=make.TODAY)
    assert new.text == text and new.valid_until == datetime.date(2028, 11, 20)
    page = client.get(url("text_list")).content.decode()
    assert "Редакция 2" in page and "Редакция 1" in page
    with pytest.raises(Refused, match="не может начаться раньше"):
        actions.new_text("processing", by=curator, on=make.TODAY, adopted_on=make.START, title="x")


def test_a_text_without_data_is_refused_with_the_rule(client, curator):
    page = client.get(url("text_new", "processing"))
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None} | {"lines": " "}
    assert "п. 5 ч. 4 ст. 9 152-ФЗ" in client.post(url("text_new", "processing"), data).content.decode()
    assert ConsentText.objects.filter(kind="processing").count() == 1


def test_a_minor_s_consent_ends_on_the_eve_of_eighteen_and_the_paper_says_so(client, curator):
    child = make.pupil(birth_date=add_months(make.TODAY + 10 * DAY, -18 * 12))
    make.guardian_of(child)
    (row,) = make.give_consents(child, ["processing"])
    eve = make.TODAY + 9 * DAY
    assert row.valid_until == eve
    assert gate.allowed(child, "selection", eve) and not gate.allowed(child, "selection", eve + DAY)
    (new,) = asked(child)
    assert new.not_before == eve + DAY and new.status == "expected"
    with pytest.raises(Refused, match=r"не раньше 01\.12\.2026"):
        actions.receive_consent(new, child, by=curator, on=make.TODAY, signed_on=make.TODAY)
    later = eve + DAY
    new = actions.receive_consent(new, child, by=curator, on=later, signed_on=later)
    assert new.status == "valid" and new.valid_until is None
    row.refresh_from_db()
    assert row.status == "replaced"


def test_a_corrected_birth_date_moves_the_end_of_the_paper(reference):
    from registry.actions.people import change_person

    curator, _ = make.office()
    child = make.pupil(age=16)
    make.guardian_of(child)
    (row,) = make.give_consents(child, ["processing"])
    child = Person.objects.get(pk=child.pk)
    child.birth_date -= 100 * DAY
    change_person(child, by=curator, on=make.TODAY, school_class=make.school_class())
    row.refresh_from_db()
    assert row.valid_until == add_months(child.birth_date, 18 * 12) - DAY


def test_a_ban_on_networks_shuts_the_site_and_bans_begin_a_term(client, curator):
    closed, banned = make.teacher(), make.teacher()
    for who, typed in (
        (closed, {"allowed_fields": ["name"], "networks": "internal"}),
        (banned, {"allowed_fields": ["name"], "ban_transfer": ["name"], "own_conditions": "только до мая"}),
    ):
        (row,) = asked(who, "publication")
        client.post(url("consent_receive", row.pk), {
            "signed_on": make.TODAY.isoformat(), "original_place": "папка", **typed,
        })  # fmt: skip
    assert Consent.objects.get(person=closed).allowed_fields == []
    row = Consent.objects.get(person=banned)
    assert row.bans == {"name": ["transfer"]} and row.allowed_fields == ["name"]
    assert banned.duties.get().kind.code == "publish_conditions" and not closed.duties.exists()
    assert "только до мая" in client.get(row.get_absolute_url()).content.decode()
