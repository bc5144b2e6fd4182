"""Documents that the curator asks for: all mentors at once, the answer, the return, the letter that goes once."""

import datetime

import pytest
from django.urls import reverse

from programs import reminding
from programs.actions import asked as actions
from programs.actions import reminders
from programs.models import AskedDocument
from registry.engine import inventory, links
from registry.engine.errors import Refused
from registry.engine.uploads import Accepted
from registry.models import Guardianship, Letter, Person, StoredFile
from tests import factories as make
from tests.programs.test_meetings import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)
FILE = Accepted(b"%PDF-1.7 anketa", "Анкета.pdf", "application/pdf")


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


def asked(pair, person, **fields):
    given = {"title": "Анкета", "due": TODAY + 5 * DAY, **fields}
    (row,) = actions.ask(pair.programme, [person], by=make.office()[0], on=TODAY, **given)
    return row


def test_all_mentors_are_asked_at_once_and_nobody_twice(client, pair):
    other = make.registered(make.a_mentor(), pair.programme)
    signed_in(client, make.office()[0].person)
    data = {"whom": "all", "title": "Анкета", "due": "2026-11-30", "words": "за полугодие"}
    client.post(reverse("programs:asked_new") + f"?programme={pair.programme.code}", data)
    assert {row.person for row in AskedDocument.objects.all()} == {pair.mentor, other.person}
    page = client.post(reverse("programs:asked_new") + f"?programme={pair.programme.code}", data).content.decode()
    assert "уже запрошен" in page and AskedDocument.objects.count() == 2
    with pytest.raises(Refused, match="Не участвуют в программе"):
        asked(pair, make.teacher())
    with pytest.raises(Refused, match="уже прошёл"):
        asked(pair, pair.mentor, title="План", due=TODAY - DAY)


def test_a_file_comes_is_returned_and_the_second_one_replaces_it(client, pair):
    row, curator, mentor = asked(pair, pair.mentor), make.office()[0], account(pair.mentor)
    with pytest.raises(Refused, match="Приложите файл"):
        actions.answer(row, by=mentor, on=TODAY)
    with pytest.raises(Refused, match="Ответа ещё нет"):
        actions.accept(row, by=curator, on=TODAY)
    first = actions.answer(row, by=mentor, on=TODAY, accepted=FILE).file
    signed_in(client, pair.mentees[0])
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(first.get_absolute_url()).status_code == 404
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(first.get_absolute_url()).status_code == 200
    url = reverse("programs:asked_return", args=[row.pk])
    page = client.post(url, {"remark": "", "due": "2026-11-30"}).content.decode()
    assert "Заполните «Что поправить»" in page
    client.post(url, {"remark": "нет подписи", "due": "2026-11-30"})
    signed_in(client, pair.mentor)
    assert "нет подписи" in client.get(row.get_absolute_url()).content.decode()
    actions.answer(row, by=mentor, on=TODAY, accepted=FILE)
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    actions.accept(row, by=curator, on=TODAY)
    with pytest.raises(Refused, match="Документ принят"):
        actions.answer(row, by=mentor, on=TODAY, note="ещё")


def test_a_child_is_asked_in_a_childs_words_and_the_parent_may_answer(client, pair):
    child = pair.mentees[0]
    row, parent = asked(pair, child), child.guardians(TODAY).first()
    signed_in(client, child)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Куратор просит тебя" in page and "Приложите" not in page
    signed_in(client, parent)
    client.post(row.get_absolute_url(), {"note": "отдали классному руководителю"})
    row.refresh_from_db()
    assert row.state == "answered" and row.note.startswith("отдали")


def test_the_letter_goes_once_two_days_before_and_again_only_after_a_return(pair, settings):
    settings.SENDS_LETTERS = True
    Person.objects.filter(pk=pair.mentor.pk).update(email="nastavnik@school.example")
    row = asked(pair, pair.mentor)
    for day in (TODAY, row.due - 2 * DAY, row.due - DAY, row.due + DAY):
        actions.chore(day)
    letter = Letter.objects.get(key__startswith="asked:")
    assert "Анкета" not in letter.text and letter.person == pair.mentor
    mentor, curator = account(pair.mentor), make.office()[0]
    actions.answer(row, by=mentor, on=row.due, note="вот")
    actions.send_back(row, by=curator, on=row.due, remark="не то", due=row.due + DAY)
    actions.chore(row.due), actions.chore(row.due)
    assert Letter.objects.filter(key__startswith="asked:").count() == 2


def test_a_childs_letter_goes_to_the_guardian_too_and_names_nobody(pair, settings):
    settings.SENDS_LETTERS = True
    child = pair.mentees[0]
    parent = child.guardians(TODAY).first()
    Person.objects.filter(pk=parent.pk).update(email="roditel@example.org")
    row = asked(pair, child, due=TODAY)
    assert actions.without_letter(row, TODAY) == ""
    actions.chore(TODAY), actions.chore(TODAY)
    letter = Letter.objects.get(key__startswith="asked:")
    assert letter.person == parent and "вашего ребёнка" in letter.text
    assert child.first_name not in letter.text and "Анкета" not in letter.text


def test_the_list_narrows_and_an_erasure_takes_the_files(client, pair):
    row = asked(pair, pair.mentor)
    asked(pair, pair.mentees[0], title="Согласие на фото")
    actions.answer(row, by=account(pair.mentor), on=TODAY, accepted=FILE)
    client.force_login(make.office()[1], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("programs:asked_list") + "?show=answered").content.decode()
    assert "Анкета" in page and "Согласие на фото" not in page
    assert "По этим условиям" in client.get(reverse("programs:asked_list") + "?show=overdue").content.decode()
    inventory.holding["asked_documents"].erase(pair.mentor, by=make.office()[0], on=TODAY)
    assert not StoredFile.objects.filter(name="Анкета.pdf").exists() and AskedDocument.objects.count() == 1


def test_whoever_reads_no_letters_answers_by_a_slip(client, pair):
    child, curator = pair.mentees[0], make.office()[0]
    row, parent = asked(pair, child), child.guardians(TODAY).first()
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("programs:asked_link", args=[row.pk])
    assert "не уйдёт" in client.get(row.get_absolute_url()).content.decode()
    page = client.post(url, {"person": parent.pk}).content.decode()
    token = page.split("/l/")[1].split("/")[0]
    assert client.post(url, {"token": token, "as": "pdf"}).content.startswith(b"%PDF")
    with pytest.raises(Refused, match="Ссылку выдают"):
        actions.link_for(row, pair.mentor, by=curator, on=TODAY)
    client.logout()
    door = reverse("public:link", args=[token])
    assert "Анкета" in client.get(door).content.decode()
    assert "Приложите файл" in client.post(door, {"note": ""}).content.decode()
    assert "Спасибо" in client.post(door, {"note": "отдали в кабинет 12"}).content.decode()
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("answered", parent)
    assert "уже использована" in client.get(door).content.decode()
    signed_in(client, child)
    assert client.post(url, {"person": parent.pk}).status_code == 403


def test_a_paper_is_accepted_at_once_and_no_link_is_made_after(client, pair):
    row, curator = asked(pair, pair.mentor), make.office()[0]
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("programs:asked_paper", args=[row.pk])
    assert "Заполните «Где лежит бумага»" in client.post(url, {"place": ""}).content.decode()
    client.post(url, {"place": "папка, раздел 4"})
    row.refresh_from_db()
    assert row.state == "accepted" and row.note == "На бумаге: папка, раздел 4"
    with pytest.raises(Refused, match="ссылка не нужна"):
        actions.link_for(row, pair.mentor, by=curator, on=TODAY)


def test_a_guardian_opens_again_what_he_sent_and_not_what_the_child_sent(client, pair):
    child = pair.mentees[0]
    parent = child.guardians(TODAY).first()
    theirs, own = asked(pair, child), asked(pair, child, title="Сочинение")
    actions.answer(theirs, by=account(parent), on=TODAY, accepted=FILE)
    actions.answer(own, by=account(child), on=TODAY, accepted=FILE)
    signed_in(client, parent)
    assert client.get(reverse("programs:asked_file", args=[theirs.pk])).status_code == 200
    assert client.get(reverse("programs:asked_file", args=[own.pk])).status_code == 404
    Guardianship.objects.filter(guardian=parent).update(is_restricted=True, restriction_ground="решение суда")
    assert client.get(reverse("programs:asked_file", args=[theirs.pk])).status_code == 404


def test_a_late_document_stands_among_the_late_with_a_slip_for_each(pair):
    row, curator = asked(pair, pair.mentees[0], due=TODAY), make.office()[0]
    lines = [line for kind, _, rows in reminding.late(TODAY) if kind == "asked" for line in rows]
    assert [line.person for line in lines] == [pair.mentees[0], pair.mentees[0].guardians(TODAY).first()]
    reminders.remind({line.key for line in lines}, by=curator, on=TODAY)
    ((person, rows), *_) = reminders.slips_of(TODAY)
    ((words, token),) = reminders.slip_links(person, rows, by=curator, on=TODAY)
    assert "документ" in words and links.find(token).target == f"asked:{row.pk}"
