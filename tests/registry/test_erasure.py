"""Erasure: who may, what blocks it, what goes, what retention keeps, the ledger and the purge."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from registry import erasure as engine
from registry.actions import erasure, people
from registry.engine import access, journal
from registry.engine.errors import Refused
from registry.erasure import ledger
from registry.models import Erasure, Guardianship, JournalLine, Person, Retention, StoredFile, User
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _quick_papers(monkeypatch):
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: b"%PDF-1.7 " + markup.encode())


def prepared(person, **fields):
    curator, director = make.office()
    values = {"reason": "demand", "members": [curator.person, director.person], "system": "Реестр", **fields}
    return erasure.prepare_erasure(person, by=curator, on=TODAY, **values)


def erased(person, **fields):
    _, director = make.office()
    row = erasure.carry_out(prepared(person, **fields), by=director, on=TODAY)
    person.refresh_from_db()
    return row


def test_the_curator_prepares_and_only_the_director_destroys(reference):
    curator, director = make.office()
    child = make.pupil()
    row = prepared(child)
    with pytest.raises(PermissionDenied):
        erasure.carry_out(row, by=curator, on=TODAY)
    child.refresh_from_db()
    assert child.erased_at is None and child.last_name
    erasure.carry_out(row, by=director, on=TODAY)
    child.refresh_from_db()
    assert child.erased_at and child.full_name == f"Участник {child.code}"


def test_a_director_who_prepared_it_himself_does_not_approve(reference):
    curator, director = make.office()
    make.acting("curator", who=director.person)
    director = User.objects.get(pk=director.pk)
    row = erasure.prepare_erasure(
        make.pupil(), by=director, on=TODAY, reason="demand", system="Реестр",
        members=[curator.person, director.person],
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        erasure.carry_out(row, by=director, on=TODAY)


def test_a_running_pair_and_the_register_stand_in_the_way_and_say_how_to_end_them(reference):
    pair = make.a_pair(status="working")
    for person, words in ((pair.mentees[0], "Пара ещё не завершена"), (pair.mentor, "состоит в реестре наставников")):
        with pytest.raises(Refused) as refusal:
            prepared(person)
        assert words in str(refusal.value)
        assert all(gap.url for gap in refusal.value.gaps)


def test_a_role_and_a_child_who_stays_stand_in_the_way(reference):
    teacher = make.acting("psychologist")
    with pytest.raises(Refused, match="Сначала завершите её"):
        prepared(teacher)
    child = make.pupil()
    with pytest.raises(Refused, match="Представляет ребёнка"):
        prepared(make.guardian_of(child))


def test_what_began_to_stand_after_the_draft_stops_the_director_too(reference):
    _, director = make.office()
    worker = make.teacher()
    row = prepared(worker)
    make.acting("psychologist", who=worker)
    with pytest.raises(Refused):
        erasure.carry_out(row, by=director, on=TODAY)
    worker.refresh_from_db()
    assert worker.erased_at is None


def test_guardians_known_only_by_the_child_are_proposed_and_others_are_not(reference):
    child, brother = make.pupil(), make.pupil()
    mother, father, teacher = make.guardian_of(child), make.guardian_of(child), make.guardian_of(child)
    Guardianship.objects.create(guardian=father, child=brother, kind="father", starts=TODAY)
    people.put_in_post(teacher, "учитель", True, TODAY)
    assert list(erasure.known_only_by(child, TODAY)) == [mother]
    _, director = make.office()
    erasure.carry_out(prepared(child, guardians=[mother]), by=director, on=TODAY)
    erasure.carry_out(Erasure.objects.get(person=mother), by=director, on=TODAY)
    mother.refresh_from_db()
    assert mother.erased_at


def test_the_account_its_sessions_and_its_doors_are_closed(reference, client):
    child = make.pupil()
    user = make.user_for(child, "zvonkaya")
    client.force_login(user, backend=BACKEND)
    assert client.get("/cabinet/").status_code == 200
    erased(child)
    assert client.get("/cabinet/").status_code == 302
    assert not User.objects.filter(username="zvonkaya").exists()


def test_the_erased_card_is_a_code_for_the_office_and_nothing_for_the_rest(reference, client):
    teacher = make.acting("class_teacher", school_class=make.school_class())
    child = make.pupil(last_name="Самобытная", phone="8 912 345-67-89")
    leader, (curator, _) = make.user_for(teacher), make.office()
    erased(child)
    client.force_login(curator, backend=BACKEND)
    page = client.get(f"/registry/people/{child.pk}/").content.decode()
    assert f"Участник {child.code}" in page and "Самобытная" not in page
    assert client.get(f"/registry/people/{child.pk}/edit/").status_code == 404
    client.force_login(leader, backend=BACKEND)
    assert client.get(f"/registry/people/{child.pk}/").status_code == 404
    assert not Person.objects.visible_to(curator, TODAY).filter(pk=child.pk).exists()


def test_the_act_and_the_extract_have_every_field_and_only_the_office_opens_them(reference):
    make.school()
    child = make.pupil(
        last_name="Самобытная", first_name="Алтынай", middle_name="", birth_date=datetime.date(2014, 3, 4)
    )
    row = erased(child, sheets="согласие, 2 листа", processor="ООО «Облако»", note="заявление от 20.11.2026")
    said = row.act.said
    assert said["subject"]["name"] == "Самобытная Алтынай" and said["subject"]["born"] == "04.03.2014"
    assert said["operator"]["address"] and said["system"] == "Реестр" and "без возможности" in said["method"]
    assert said["sheets"] == "согласие, 2 листа" and said["processor"] == "ООО «Облако»"
    assert len(said["members"]) == 2 and all(one["post"] for one in said["members"])
    assert "требование" in said["reason"] and "заявление от 20.11.2026" in said["reason"]
    extract = row.extract.said
    assert extract["events"][0]["verb"] == "уничтожены персональные данные" and extract["categories"]
    secretary = make.user_for(make.acting("secretary"))
    assert not StoredFile.objects.visible_to(secretary, TODAY).filter(pk=row.act.file_id).exists()
    assert StoredFile.objects.visible_to(make.office()[0], TODAY).filter(pk=row.act.file_id).exists()


def test_fewer_than_two_people_cannot_sign_the_act(reference):
    curator, _ = make.office()
    with pytest.raises(Refused, match="не меньше двух"):
        prepared(make.pupil(), members=[curator.person])


def test_a_journal_line_survives_with_the_number_and_the_code(reference):
    child = make.pupil(last_name="Самобытная")
    user = make.user_for(child)
    journal.opened(user, child, on=TODAY)
    journal.write(make.office()[0], "исправлена карточка", child, people=[child], note=f"была {child.full_name}")
    count = journal.about(child).count()
    erased(child)
    lines = journal.about(child)
    assert lines.count() >= count
    told = json.dumps(list(lines.values("actor_name", "target_name", "detail")), ensure_ascii=False, default=str)
    assert "Самобытн" not in told and child.code in told


def test_a_namesake_keeps_the_name(reference):
    child = make.pupil(last_name="Речная", first_name="Анна", middle_name="Петровна")
    twin = make.pupil(last_name="Речная", first_name="Анна", middle_name="Петровна")
    line = journal.write(None, "внесён человек", twin, people=[twin])
    erased(child)
    twin.refresh_from_db(), line.refresh_from_db()
    assert twin.last_name == "Речная" and line.target_name == "Речная Анна Петровна"


def test_an_old_backup_does_not_bring_the_erased_back(reference):
    child, other = make.pupil(last_name="Самобытная"), make.pupil()
    erased(child)
    code, kept = child.code, {"mark": str(child.mark), "code": child.code, "on": TODAY.isoformat()}
    assert json.loads(ledger.path().read_text()) == kept
    # the restored backup is older than the erasure
    Person.objects.filter(pk=child.pk).update(
        last_name="Самобытная", first_name="Алтынай", name_key="самобытная алтынай", erased_at=None, code=None
    )
    assert engine.apply_ledger(on=TODAY) == [code]
    child.refresh_from_db(), other.refresh_from_db()
    assert child.full_name == f"Участник {code}" and other.erased_at is None
    assert engine.apply_ledger(on=TODAY) == []
    assert len(ledger.read()) == 1


def test_the_ledger_of_the_machine_is_joined_to_the_one_of_the_backup(reference, tmp_path):
    child = make.pupil()
    own = tmp_path / "own.jsonl"
    ledger.append(child.mark, "7КМ29", TODAY, own)
    assert engine.apply_ledger(own, on=TODAY) == ["7КМ29"]
    assert [line.code for line in ledger.read()] == ["7КМ29"]


def test_a_torn_last_line_is_skipped_and_a_damaged_middle_is_told(reference, tmp_path):
    child, file = make.pupil(), tmp_path / "l.jsonl"
    ledger.append(child.mark, "7КМ29", TODAY, file)
    file.write_text(file.read_text() + '{"mark": "4b')
    assert len(ledger.read(file)) == 1
    file.write_text("разорвано\n" + file.read_text().splitlines()[0] + "\n")
    with pytest.raises(ValueError, match="line 1"):
        ledger.read(file)


def test_acts_live_three_years_and_the_code_for_ever(reference, django_capture_on_commit_callbacks):
    row = erased(make.pupil(last_name="Самобытная"))
    paths = [row.act.file.path, row.extract.file.path]
    almost = datetime.date(2029, 11, 21)
    engine.purge_expired(almost)
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        engine.purge_expired(almost + 2 * DAY)
    assert not any(path.exists() for path in paths)
    row.refresh_from_db()
    assert row.act is None and row.code and not StoredFile.objects.filter(name__contains="У-").exists()


def test_consents_are_kept_three_years_after_the_erasure_and_then_go(reference):
    child = make.pupil()
    make.guardian_of(child)
    (consent,) = make.give_consents(child, ["processing"])
    erased(child)
    consent.refresh_from_db()
    assert consent.valid_until == TODAY
    engine.purge_expired(datetime.date(2029, 11, 20))
    assert child.consents.count() == 1
    engine.purge_expired(datetime.date(2029, 11, 23))
    assert child.consents.count() == 0


def test_the_journal_is_kept_for_its_term_and_the_term_is_data(reference):
    old = journal.write(None, "открыта карточка")
    JournalLine.objects.filter(pk=old.pk).update(at=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
    engine.purge_expired(TODAY)
    assert JournalLine.objects.filter(pk=old.pk).exists()
    Retention.objects.filter(key="journal").update(amount=1)
    assert engine.purge_expired(TODAY)["journal"] == 1


def test_people_whose_purpose_is_reached_are_found_and_those_who_are_needed_are_not(reference):
    gone, stays, parent_of_gone = make.pupil(), make.pupil(), None
    parent_of_gone = make.guardian_of(gone)
    make.guardian_of(stays)
    for child in (gone,):
        child.enrolments.update(ends=TODAY - 5 * DAY)
    found = {one.person: one for one in erasure.candidates(TODAY)}
    assert set(found) == {gone, parent_of_gone}
    assert found[gone].due == TODAY + 25 * DAY and "выбыл" in found[gone].why


def test_of_one_day_the_child_comes_before_the_parent_who_cannot_go_first(reference):
    child = make.pupil(last_name="Яблонева")
    parent = make.guardian_of(child, last_name="Абрикосова")
    child.enrolments.update(ends=TODAY - 5 * DAY)
    assert [one.person for one in erasure.candidates(TODAY)] == [child, parent]


def test_a_withdrawn_consent_gives_thirty_days(reference):
    from registry.actions.consents import withdraw_consent

    curator, _ = make.office()
    worker = make.teacher()
    (consent,) = make.give_consents(worker, ["processing"])
    withdraw_consent(consent, by=curator, on=TODAY, note="заявление")
    (one,) = erasure.candidates(TODAY)
    assert one.person == worker and one.due == TODAY + 30 * DAY


def test_the_pages_walk_from_the_draft_to_the_act(reference, client):
    curator, director = make.office()
    make.school()
    child = make.pupil(last_name="Самобытная")
    client.force_login(curator, backend=BACKEND)
    page = client.get(f"/registry/people/{child.pk}/erase/").content.decode()
    assert "Что будет уничтожено" in page and "Приказы" in page
    sent = client.post(f"/registry/people/{child.pk}/erase/", {
        "reason": "demand", "members": [curator.person.pk, director.person.pk], "system": "Реестр",
    })  # fmt: skip
    row = Erasure.objects.get(person=child)
    assert sent.status_code == 302 and sent.url == row.get_absolute_url()
    assert "Решает директор" in client.get(row.get_absolute_url()).content.decode()
    assert client.post(f"{row.get_absolute_url()}carry-out/", {"sure": "1"}).status_code == 403
    other = Client()
    other.force_login(director, backend=BACKEND)
    other.post(f"{row.get_absolute_url()}carry-out/", {})
    child.refresh_from_db()
    assert child.erased_at is None
    assert other.post(f"{row.get_absolute_url()}carry-out/", {"sure": "1"}).status_code == 302
    page = other.get(row.get_absolute_url()).content.decode()
    assert "Акт (PDF)" in page and "Самобытная" not in page
    assert access.may(director, "registry.erasure_confirm", row)


def test_the_act_does_not_claim_what_retention_keeps(reference):
    child = make.pupil(last_name="Самобытная")
    make.guardian_of(child)
    make.give_consents(child, ["processing"])
    user = make.user_for(child)
    journal.opened(user, child, on=TODAY)
    row = erased(child)
    said = {one["title"] for one in row.act.said["categories"]}
    assert "Учёба и работа" in said and "Вход в кабинет" in said
    assert said & {"Журнал действий", "Приказы и протоколы", "Согласия"} == set()
