"""Consents' pages: the gap list, asking, the paper, receiving, refusing, withdrawing."""

import datetime
import io
import uuid

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from registry.actions import consents as actions
from registry.engine import consents as gate
from registry.models import Consent, Guardianship, JournalLine, Person
from registry.papers.consent import FIELDS
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def url(name, *args):
    return reverse(f"registry:{name}", args=args)


def text(answer):
    return answer.content.decode()


def asked(person, *kinds, scope=""):
    curator, _ = make.office()
    return actions.ask_consents(person, kinds or ["processing"], by=curator, on=make.TODAY, scope=scope)


def child_of(age):
    child = make.pupil(age=age)
    return child, make.guardian_of(child)


def listed(client, **query):
    return [row.pk for row in client.get(url("consent_list"), query).context["page_obj"]]


def test_the_gap_list_holds_what_is_awaited_and_what_ran_out(client, curator):
    (awaited,) = asked(make.teacher())
    (valid,) = make.give_consents(make.teacher(), ["processing"])
    (over,) = make.give_consents(make.teacher(), ["processing"])
    (refused,) = asked(make.teacher())
    Consent.objects.filter(pk=over.pk).update(valid_until=make.TODAY - DAY)
    from registry.engine import workflow

    workflow.move(refused, "refuse", by=curator, on=make.TODAY, note="не хочу")
    assert set(listed(client)) == {awaited.pk, over.pk}
    assert set(listed(client, show="all")) == {awaited.pk, valid.pk, over.pk, refused.pk}
    assert listed(client, show="all", status="refused") == [refused.pk]
    assert "срок истёк 20.11.2026" in text(client.get(url("consent_list")))


def test_people_of_the_bases_whom_nobody_asked_are_named(client, curator):
    unasked, given = make.a_mentor(), make.a_mentor()
    make.give_consents(given.person, ["processing"])
    page = client.get(url("consent_list"))
    assert [person.pk for person in page.context["unasked"]] == [unasked.person_id]
    assert url("consent_ask", unasked.person_id) in text(page)


def test_the_list_filters_by_kind_class_and_name(client, curator):
    child, _ = child_of(12)
    other = make.pupil(group=make.school_class(8, "Б"), last_name="Ёлочкина")
    rows = asked(child, "processing", "image")
    (far,) = asked(other)
    assert listed(client, kind="image") == [rows[1].pk]
    assert listed(client, group=make.school_class(8, "Б").pk) == [far.pk]
    assert listed(client, q="елочкина") == [far.pk]


def test_a_class_teacher_sees_the_own_class_only(client, reference):
    own, other = make.pupil(), make.pupil(group=make.school_class(8, "Б"))
    teacher = make.acting("class_teacher", school_class=make.school_class())
    (mine,) = asked(own)
    (foreign,) = asked(other)
    asked(teacher)
    enter(client, make.user_for(teacher))
    assert listed(client) == [mine.pk]
    assert listed(client, show="all", group=make.school_class(8, "Б").pk) == []
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.get(url("consent_receive", mine.pk)).status_code == 403


def test_the_list_costs_the_same_however_long(client, curator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked(make.pupil())
    client.get(url("consent_list"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("consent_list"))
    for _ in range(6):
        asked(make.pupil(), "processing", "image")
    with CaptureQueriesContext(connection) as many:
        client.get(url("consent_list"))
    assert len(many) == len(few)


def test_asking_for_participation_needs_a_programme(client, curator):
    make.a_programme(), make.a_programme(preset="teachers")
    child, _ = child_of(12)
    page = client.post(url("consent_ask", child.pk), {"kinds": ["participation"]})
    assert "в каждой программе отдельно" in text(page) and not child.consents.exists()
    prog = make.a_programme()
    client.post(url("consent_ask", child.pk), {"kinds": ["processing", "participation"], "scope": prog.code})
    assert set(child.consents.values_list("kind", "scope")) == {("processing", ""), ("participation", prog.code)}


def test_asking_twice_makes_no_second_paper(client, curator):
    child, _ = child_of(12)
    for _ in range(2):
        client.post(url("consent_ask", child.pk), {"kinds": ["processing"]})
    assert child.consents.count() == 1


def receive(client, consent, **typed):
    data = {"signed_on": make.TODAY.isoformat(), "original_place": "папка 3", **typed}
    return client.post(url("consent_receive", consent.pk), data)


def test_a_child_s_paper_is_received_from_the_guardian(client, curator):
    child, parent = child_of(12)
    (consent,) = asked(child)
    assert receive(client, consent, guardian=parent.pk).url == consent.get_absolute_url()
    consent.refresh_from_db()
    signature = consent.signatures.get()
    assert (consent.status, consent.original_place, consent.valid_from) == ("valid", "папка 3", make.TODAY)
    assert (signature.signer, signature.as_guardian, signature.received_by) == (parent, True, curator.person)


def test_at_sixteen_one_sheet_carries_both_signatures(client, curator):
    child, parent = child_of(16)
    (consent,) = asked(child)
    receive(client, consent, guardian=parent.pk, by_self="on")
    consent.refresh_from_db()
    assert consent.status == "valid" and consent.signatures.count() == 2


def test_at_sixteen_without_the_child_s_signature_the_gate_stays_closed(client, curator):
    child, parent = child_of(16)
    (consent,) = asked(child)
    receive(client, consent, guardian=parent.pk)
    consent.refresh_from_db()
    assert consent.status == "partly_signed" and not gate.allowed(child, "selection", make.TODAY)
    form = client.get(url("consent_receive", consent.pk)).context["form"]
    assert "guardian" not in form.fields and "by_self" in form.fields
    receive(client, consent, by_self="on")
    consent.refresh_from_db()
    assert consent.status == "valid"


def test_with_two_parents_nobody_is_chosen_beforehand(client, curator):
    child, mother = child_of(12)
    (consent,) = asked(child)
    assert client.get(url("consent_receive", consent.pk)).context["form"]["guardian"].value() == str(mother.pk)
    make.guardian_of(child)
    assert client.get(url("consent_receive", consent.pk)).context["form"]["guardian"].value() is None
    assert "Заполните «Кто из представителей подписал»" in text(receive(client, consent))


def test_a_restricted_guardian_cannot_be_chosen(client, curator):
    child, _ = child_of(12)
    father = make.guardian_of(child)
    Guardianship.objects.filter(guardian=father).update(is_restricted=True, restriction_ground="решение суда")
    (consent,) = asked(child)
    page = receive(client, consent, guardian=father.pk)
    assert "выберите вариант из списка" in text(page)
    consent.refresh_from_db()
    assert consent.status == "expected"


def test_a_child_without_a_guardian_is_led_to_the_page_that_mends_it(client, curator):
    child = make.pupil(age=12)
    (consent,) = asked(child)
    answer = client.get(url("consent_receive", consent.pk), follow=True)
    assert answer.redirect_chain[-1][0] == url("guardian_new", child.pk)
    assert "ч. 6 ст. 9 152-ФЗ" in text(answer)
    assert url("guardian_new", child.pk) in text(client.get(consent.get_absolute_url()))


def test_a_date_in_the_future_comes_back_with_all_that_was_typed(client, curator):
    who = make.teacher()
    (consent,) = asked(who)
    page = text(receive(client, consent, signed_on="2026-12-24", original_place="сейф директора"))
    assert "ещё не наступила" in page and 'value="сейф директора"' in page and 'value="2026-12-24"' in page


def test_publication_opens_only_the_fields_that_were_ticked(client, curator):
    who = make.teacher()
    (consent,) = asked(who, "publication")
    form = client.get(url("consent_receive", consent.pk)).context["form"]
    assert not form["allowed_fields"].value()
    assert "Отметьте хотя бы одно поле" in text(receive(client, consent))
    receive(client, consent, allowed_fields=["name", "motto"])
    consent.refresh_from_db()
    assert consent.allowed_fields == ["name", "motto"]
    page = text(client.get(consent.get_absolute_url()))
    assert f"{FIELDS['name']}, {FIELDS['motto']}" in page


def test_a_double_click_receives_once(client, curator):
    who, key = make.teacher(), str(uuid.uuid4())
    (consent,) = asked(who)
    answers = [receive(client, consent, form_key=key) for _ in range(2)]
    assert [one.url for one in answers] == [consent.get_absolute_url()] * 2
    assert consent.signatures.count() == 1


def test_a_refusal_needs_a_reason_and_ends_the_waiting(client, curator):
    (consent,) = asked(make.teacher())
    address = url("consent_move", consent.pk, "refuse")
    answer = client.post(address, {"note": " "}, headers={"referer": consent.get_absolute_url()}, follow=True)
    assert "напишите причину" in text(answer)
    client.post(address, {"note": "не хочет"})
    consent.refresh_from_db()
    assert (consent.status, consent.end_note, consent.ended_on) == ("refused", "не хочет", make.TODAY)
    assert consent.pk not in listed(client)


def test_a_guardian_withdraws_in_the_cabinet_and_the_data_close_at_once(client, reference):
    pair = make.a_pair(status="working", prog=make.a_programme())
    child = pair.mentees[0]
    Person.objects.filter(pk=child.pk).update(phone="8 900 123-45-67")
    parent, mentor = child.guardians(make.TODAY).first(), make.user_for(pair.mentor)
    consent = child.consents.get(kind="processing", status="valid")
    enter(client, mentor)
    assert "8 900 123-45-67" in text(client.get(child.get_absolute_url()))
    enter(client, make.user_for(parent))
    page = text(client.get(consent.get_absolute_url()))
    assert "Отозвать согласие" in page and "Отметить отказ" not in page
    client.post(url("consent_move", consent.pk, "withdraw"), {"note": "передумали"})
    consent.refresh_from_db()
    assert consent.status == "withdrawn"
    enter(client, mentor)
    assert "8 900 123-45-67" not in text(client.get(child.get_absolute_url()))


def test_a_stranger_neither_sees_nor_withdraws(client, reference):
    (consent,) = make.give_consents(make.teacher(), ["processing"])
    enter(client, make.user_for(make.teacher()))
    for address in (consent.get_absolute_url(), url("consent_paper", consent.pk)):
        assert client.get(address).status_code == 404
    assert client.post(url("consent_move", consent.pk, "withdraw"), {"note": "x"}).status_code == 404
    consent.refresh_from_db()
    assert consent.status == "valid"


def test_the_person_cannot_receive_the_own_consent(client, reference):
    who = make.teacher()
    (consent,) = asked(who)
    enter(client, make.user_for(who))
    assert receive(client, consent).status_code == 403
    assert client.post(url("consent_move", consent.pk, "become_valid")).status_code == 404
    consent.refresh_from_db()
    assert consent.status == "expected"


def words_of(answer):
    pdf = pypdfium2.PdfDocument(answer.content)
    words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return " ".join(words.replace("\u00a0", " ").replace("-\ufffe", "").replace("\ufffe", "").split())


def filled(person):
    person.address, person.identity_document = "ул. Лесная, 3", "паспорт 00 00 № 000000 выдан 01.02.2010"
    person.save()


def test_the_paper_on_processing_holds_the_nine_items_of_the_law(client, curator):
    child, parent = child_of(16)
    filled(child), filled(parent)
    (consent,) = asked(child)
    answer = client.get(url("consent_paper", consent.pk))
    words = words_of(answer)
    text_of = consent.text
    for item in (
        child.full_name, parent.full_name, "ул. Лесная, 3", "паспорт 00 00 № 000000 выдан 01.02.2010",
        "свидетельство о рождении", "Ромашкинская школа", "ул. Школьная, д. 1",
        text_of.purpose[:30], text_of.data[0], "Обработка другому лицу не поручается", text_of.actions[:30],
        "отозвать в любое время", "подпись", "дата", consent.code,
    ):  # fmt: skip
        assert item in words, item
    assert "Мне исполнилось 14 лет" in words
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
    assert JournalLine.objects.filter(people=[str(child.pk)], verb="открыта карточка").exists()


def test_the_paper_on_publication_holds_what_the_order_of_the_regulator_asks(client, curator):
    who = make.teacher(phone="8 900 000-01-02")
    school = make.school()
    school.inn, school.ogrn = "0000000001", "1000000000001"
    school.save()
    (consent,) = asked(who, "publication")
    words = words_of(client.get(url("consent_paper", consent.pk)))
    for item in (
        who.full_name, "8 900 000-01-02", "ИНН 0000000001", "ОГРН 1000000000001", "/mentors/", *FIELDS.values(),
        "Специальные и биометрические", "Свои запреты и условия", "Передача сведений по сетям",
        "трёх рабочих дней",
    ):  # fmt: skip
        assert item in words, item


def test_the_lines_for_signatures_follow_from_the_age(client, curator):
    small, _ = child_of(12)
    (first,) = asked(small)
    (second,) = asked(make.teacher())
    words = words_of(client.get(url("consent_paper", first.pk)))
    assert "Законный представитель" in words and "Мне исполнилось 14 лет" not in words
    words = words_of(client.get(url("consent_paper", second.pk)))
    assert "аконный представитель" not in words and "моих персональных данных" in words


def test_with_two_parents_the_paper_names_the_one_who_was_chosen(client, curator):
    child, mother = child_of(12)
    father = make.guardian_of(child, last_name="Луговой", first_name="Олег", middle_name="Львович", sex="m")
    (consent,) = asked(child)
    blank = words_of(client.get(url("consent_paper", consent.pk)))
    assert mother.full_name not in blank and father.full_name not in blank
    chosen = words_of(client.get(url("consent_paper", consent.pk), {"guardian": father.pk}))
    assert father.full_name in chosen and mother.full_name not in chosen


def test_each_kind_is_its_own_paper_and_the_programme_is_named(client, curator):
    prog = make.a_programme()
    who = make.teacher()
    titles = set()
    for consent in asked(who, "processing", "participation", "publication", "image", scope=prog.code):
        words = words_of(client.get(url("consent_paper", consent.pk)))
        assert consent.text.title in words and consent.code in words
        titles.add(consent.text.title)
        assert (prog.title in words) is (consent.kind == "participation")
    assert len(titles) == 4


def squeezed(words):
    """A line may break at a hyphen of a long name."""
    return "".join(words.replace("-", "").split())


@pytest.mark.parametrize("kind", ["processing", "participation", "publication", "image"])
@pytest.mark.parametrize("years", [12, 16, 40])
def test_no_item_gets_lost_at_any_age_nor_under_long_names(client, curator, kind, years):
    name = {
        "last_name": "Константинопольский-Сарыгбай-оол", "first_name": "Сайын-Белек", "middle_name": "Кан-оолович",
    }  # fmt: skip
    who = make.pupil(age=years, **name) if years < 18 else make.teacher(**name)
    filled(who)
    parent = make.guardian_of(who, last_name="Краснознаменская-Ондар") if years < 18 else None
    (consent,) = asked(who, kind, scope=make.a_programme().code)
    words = words_of(client.get(url("consent_paper", consent.pk)))
    text_of = consent.text
    items = [who.full_name, "Ромашкинская школа", "ул. Школьная, д. 1", text_of.purpose[:25], text_of.actions[:20],
             text_of.term[:20], "подпись", "дата", consent.code]  # fmt: skip
    items += (
        ["паспорт 00 00", "ул. Лесная, 3"] if kind != "publication" else ["ИНН", "ОГРН", "/mentors/", *FIELDS.values()]
    )
    if parent:
        items += [parent.full_name, "свидетельство о рождении", "Последний день действия", "с 18 лет"]
    for item in items:
        assert squeezed(item) in squeezed(words), item
    assert ("Мне исполнилось 14 лет" in words) is (years == 16)
