"""«Мои данные»: who sees what, the download, demands with their legal terms and answers; the journal's filters."""

import datetime
import io
import json
import zipfile

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import ThirdPartyNote
from registry.actions import subject
from registry.engine import journal
from registry.engine.errors import Refused
from registry.models import Guardianship, JournalLine, Retention, StoredFile, SubjectRequest
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def family(reference):
    """(child of 12, mother's user, child's user) with a phone, a pair's work and what a teacher said."""
    child = make.pupil(last_name="Ондар", first_name="Чечек", phone="8 923 000-11-22")
    mother = make.user_for(make.guardian_of(child))
    prog = make.a_programme()
    make.an_admitted(child, prog)
    ThirdPartyNote.objects.create(
        request=child.requests.get(), author=make.teacher(last_name="Тайный"), role="psychologist", asked_on=TODAY,
        answered_on=TODAY, text="СЛОВА ПСИХОЛОГА",
    )  # fmt: skip
    return child, mother, make.user_for(child)


def page(client, user, person=None):
    client.force_login(user, backend=BACKEND)
    address = reverse("registry:my_data_of", args=[person.pk]) if person else reverse("registry:my_data")
    return client.get(address)


def test_the_person_sees_what_is_stored_with_ground_and_term(family, client):
    _, _, user = family
    text = page(client, user).content.decode()
    for words in ("Ондар Чечек", "8 923 000-11-22", "Трудно с математикой", "Хранится: 30"):
        assert words in text, words


def test_what_others_said_is_kind_role_and_date_and_never_the_words(family, client):
    child, mother, user = family
    for reader in (user, mother):
        text = page(client, reader, child).content.decode()
        assert "едагог-психолог, получены" in text and "21.11.2026" in text
        assert "СЛОВА ПСИХОЛОГА" not in text and "Тайный" not in text


def test_a_child_and_an_adult_read_different_texts(family, client):
    child, mother, user = family
    text = page(client, user).content.decode()
    assert "что школа знает о тебе" in text and "152-ФЗ" not in text
    text = page(client, mother, child).content.decode()
    assert "Основание:" in text and "о тебе" not in text


def test_who_opened_is_told_by_role_and_day_without_the_name(family, client):
    child, _, user = family
    psychologist = make.user_for(
        make.acting("psychologist", make.teacher(last_name="Невидимая", post="педагог-психолог"))
    )
    journal.opened(psychologist, child, on=TODAY)
    journal.listed(make.office()[0], "открыт список согласий", [child])
    text = page(client, user).content.decode()
    assert "Педагог-психолог: открыта карточка" in text and "Невидимая" not in text
    assert "Куратор: открыт список согласий" in text


def test_the_parent_s_view_lasts_as_long_as_the_guardianship(family, client):
    child, mother, _ = family
    assert page(client, mother, child).status_code == 200
    Guardianship.objects.filter(guardian=mother.person).update(is_restricted=True, restriction_ground="решение суда")
    assert page(client, mother, child).status_code == 404


def test_a_stranger_and_a_class_teacher_find_nothing(family, client):
    child, _, _ = family
    leader = make.user_for(make.acting("class_teacher", school_class=make.school_class()))
    assert page(client, leader, child).status_code == 404
    assert page(client, make.user_for(make.teacher()), child).status_code == 404


def test_the_download_is_a_page_and_data_and_leaves_a_line(family, client):
    child, mother, _ = family
    client.force_login(mother, backend=BACKEND)
    answer = client.get(reverse("registry:my_data_download", args=[child.pk]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["Данные.json", "Данные.pdf"]
        told = json.loads(archive.read("Данные.json"))
        assert archive.read("Данные.pdf").startswith(b"%PDF")
    values = [row["value"] for section in told["sections"] for row in section["rows"]]
    assert "8 923 000-11-22" in values and "СЛОВА ПСИХОЛОГА" not in json.dumps(told, ensure_ascii=False)
    assert journal.about(child).filter(verb="выгружены данные о человеке").exists()


def test_a_demand_gets_a_number_and_the_term_of_its_law(family):
    child, mother, user = family
    stored = subject.ask(child, "stored", by=mother, on=TODAY)
    mended = subject.ask(child, "correct", by=user, on=TODAY, words="Телефон другой", about="Телефон")
    assert (stored.name, mended.name) == ("ПД-1/2026", "ПД-2/2026")
    assert stored.duty.due_on == datetime.date(2026, 12, 4)  # ten working days after Saturday the 21st
    assert mended.duty.due_on == datetime.date(2026, 12, 1)  # seven


def test_the_same_question_twice_is_one_and_a_stranger_may_not_ask(family):
    child, mother, _ = family
    subject.ask(child, "stored", by=mother, on=TODAY)
    with pytest.raises(Refused, match="уже зарегистрировано: ПД-1/2026"):
        subject.ask(child, "stored", by=mother, on=TODAY)
    with pytest.raises(PermissionDenied):
        subject.ask(child, "stored", by=make.user_for(make.teacher()), on=TODAY)
    with pytest.raises(Refused, match="сам человек или его законный представитель"):
        subject.ask(child, "stop", by=make.office()[0], on=TODAY, words="стоп", asked_by=make.teacher(), source="paper")


def test_the_answer_is_a_paper_that_only_the_asker_and_the_office_open(family, monkeypatch):
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: b"%PDF " + markup.encode())
    child, mother, user = family
    curator, _ = make.office()
    row = subject.ask(child, "stored", by=mother, on=TODAY)
    with pytest.raises(PermissionDenied):
        subject.answer(row, by=mother, on=TODAY, outcome="done", text="…")
    row = subject.answer(row, by=curator, on=TODAY + DAY, outcome="done", text="Данные приложены.")
    row.duty.refresh_from_db()
    assert row.duty.done_on == TODAY + DAY and "Данные приложены." in row.paper.file.path.read_bytes().decode()
    assert StoredFile.objects.visible_to(mother, TODAY).filter(pk=row.paper.file_id).exists()
    assert not StoredFile.objects.visible_to(user, TODAY).filter(pk=row.paper.file_id).exists()
    with pytest.raises(Refused, match="уже ответили"):
        subject.answer(row, by=curator, on=TODAY, outcome="done", text="ещё раз")


def test_the_form_comes_filled_from_the_datum(family, client):
    child, mother, _ = family
    client.force_login(mother, backend=BACKEND)
    address = reverse("registry:subject_request_new", args=[child.pk])
    assert 'value="Контакты: Телефон"' in client.get(f"{address}?kind=correct&about=Контакты: Телефон").content.decode()
    refused = client.post(address, {"kind": "correct", "about": "Контакты: Телефон", "words": ""})
    assert refused.status_code == 200 and "Напишите, что исправить" in refused.content.decode()
    sent = client.post(address, {"kind": "correct", "about": "Контакты: Телефон", "words": "8 923 000-11-33"})
    row = SubjectRequest.objects.get()
    assert sent.url == row.get_absolute_url() and row.asked_by == mother.person and row.source == "cabinet"


def test_the_curator_registers_a_demand_from_paper(family, client):
    child, mother, _ = family
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    client.post(reverse("registry:subject_request_new", args=[child.pk]), {
        "kind": "stored", "asked_by": str(mother.person.pk), "received_on": "2026-11-19", "words": "",
    })  # fmt: skip
    row = SubjectRequest.objects.get()
    assert (row.source, row.asked_by, row.received_on) == ("paper", mother.person, datetime.date(2026, 11, 19))


def test_the_list_of_demands_costs_the_same_for_one_and_two(reference, client):
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    address = reverse("registry:subject_request_list")
    asked = []
    for _ in range(2):
        other = make.pupil()
        subject.ask(other, "stored", by=make.user_for(other), on=TODAY)
        with CaptureQueriesContext(connection) as number:
            client.get(address)
        asked.append(len(number))
    assert asked[0] == asked[1]


def test_the_curator_edits_a_term_and_the_history_keeps_the_former(reference, client):
    curator, director = make.office()
    row = Retention.objects.get(key="journal")
    address = reverse("registry:retention_edit", args=[row.pk])
    client.force_login(director, backend=BACKEND)
    assert client.get(address).status_code == 403
    client.force_login(curator, backend=BACKEND)
    sent = client.post(address, {
        "unit": "years", "amount": "5", "counted": "после действия", "ground": "приказ школы", "revision": "0",
    })  # fmt: skip
    assert sent.status_code == 302
    row.refresh_from_db()
    assert row.words == "5\u00a0лет после действия" and row.history.count() == 2
    assert "3\u00a0года после действия" in client.get(address).content.decode()


def test_the_journal_is_filtered_by_day_deed_and_kind(reference, client):
    curator, _ = make.office()
    child = make.pupil(last_name="Ондар")
    journal.opened(curator, child, on=TODAY)
    journal.write(curator, "исправлена карточка", child, people=[child])
    old = journal.write(curator, "выгружен список", people=[child])
    JournalLine.objects.filter(pk=old.pk).update(at=datetime.datetime(2026, 1, 5, 12, tzinfo=datetime.UTC))
    client.force_login(curator, backend=BACKEND)
    address = reverse("registry:journal")

    def found(**query):
        lines = client.get(address, {"person": child.pk, **query}).context["page_obj"]
        return [line.verb for line in lines]

    assert found(what="opened") == ["открыта карточка"]
    assert found(what="left") == ["выгружен список"]
    assert found(what="changed") == ["исправлена карточка"]
    assert found(verb="исправ") == ["исправлена карточка"]
    assert found(until="2026-01-05") == ["выгружен список"]
    assert "выгружен список" not in found(since="2026-01-06")


def test_the_journal_leaves_as_a_table_without_formulas_and_with_a_line(reference, client):
    curator, _ = make.office()
    journal.write(curator, "=1+1")
    client.force_login(curator, backend=BACKEND)
    answer = client.get(reverse("registry:journal_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell.value for row in sheet for cell in row]
    assert "'=1+1" in cells and "=1+1" not in cells
    assert JournalLine.objects.filter(verb="выгружен журнал").exists()
