"""The final button, the undo, doubles, the round trip; and that nothing happens before the button."""

import io

import openpyxl
import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from registry.actions import imports as actions
from registry.actions.people import add_guardian
from registry.engine import jobs
from registry.engine.errors import Refused
from registry.imports import apply, retention, undo
from registry.models import (
    Appointment,
    Enrolment,
    Guardianship,
    ImportBatch,
    ImportedRow,
    Job,
    JournalLine,
    Person,
    SchoolClass,
    StoredFile,
)
from tests import factories
from tests.factories import TODAY
from tests.registry import workbooks
from tests.registry.test_imports import bring

pytestmark = pytest.mark.django_db
HEAD = ["ФИО", "Класс", "Дата рождения", "Телефон", "Мать: ФИО", "Мать: телефон"]
ANNA = ["Туманова Анна Петровна", "7А", "05.03.2013", "89000000001", "Туманова Ольга Сергеевна", "89000000002"]
IVAN = ["Туманов Иван Петрович", "5Б", "01.02.2015", "", "Туманова Ольга Сергеевна", "8(900)000-00-02"]


@pytest.fixture
def curator(reference):
    return factories.office()[0]


@pytest.fixture
def office(curator, client):
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def everything() -> dict:
    """Rows of every table except those of the import itself, and of what a page leaves behind."""
    skipped = {"ImportBatch", "ImportedRow", "ImportedRow_people", "HeadingMemory", "StoredFile", "JournalLine",
               "SubmittedForm", "Session", "Job"}  # fmt: skip
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__name__ not in skipped and model._meta.managed:
            found[model._meta.label] = sorted(map(str, model._base_manager.values_list()))
    return found


def the(name) -> Person:
    return Person.objects.get(first_name=name, last_name="Туманова")


def loaded(curator, *rows, kind="pupils", head=HEAD) -> ImportBatch:
    batch = bring(curator, workbooks.table(head, *rows), kind=kind)
    return actions.load(batch, by=curator, on=TODAY)


def test_nothing_changes_before_the_final_button(curator, office):
    known = factories.pupil(last_name="Речкин", first_name="Иван", middle_name="Олегович")
    before = everything()
    changed = ["Речкин Иван Олегович", "9Б", known.birth_date]
    batch = bring(curator, workbooks.table(HEAD, ANNA, IVAN, changed, ["Кто-то"]))
    office.get(batch.get_absolute_url())
    office.post(reverse("registry:import_columns", args=[batch.pk]), {"map-0-A": "full_name", "class-0": "8В"})
    row = batch.rows.filter(state="wrong").first()
    typed = {f"fix-{row.place}-full_name": "Ольхин 5", "shown": row.place}
    for deed in ("save", "same", "load"):  # the last is refused: the row is still wrong
        office.post(batch.get_absolute_url(), {"do": deed, **typed})
    assert batch.rows.get(pk=row.pk).fixes == {"full_name": "Ольхин 5"}
    after = everything()
    assert [label for label in before if before[label] != after[label]] == []


def test_brothers_and_sisters_have_one_mother(curator):
    loaded(curator, ANNA, IVAN)
    mother = the("Ольга")
    assert set(mother.wards.values_list("child__first_name", flat=True)) == {"Анна", "Иван"}
    assert mother.wards.first().kind == "mother" and mother.phone == "8 900 000-00-02"


def test_a_loaded_list_leaves_one_line_in_the_journal_with_everybody_in_it(curator):
    batch = loaded(curator, ANNA, IVAN)
    lines = JournalLine.objects.filter(verb="загружен список")
    assert len(lines.get().people) == 3 and lines.get().detail["new"] == 2
    assert batch.get_absolute_url() and the("Анна").history.get().history_user == curator


def test_a_fault_in_the_middle_writes_nothing(curator, monkeypatch):
    batch = bring(curator, workbooks.table(HEAD, ANNA, IVAN))
    before, times = everything(), []
    original = apply.Writer._parent

    def breaks(self, *args):
        times.append(1)
        if len(times) > 2:
            raise ZeroDivisionError
        return original(self, *args)

    monkeypatch.setattr(apply.Writer, "_parent", breaks)
    with pytest.raises(ZeroDivisionError):
        actions.load(batch, by=curator, on=TODAY)
    batch.refresh_from_db()
    assert everything() == before and batch.written_at is None and batch.rows.exclude(raw={}).count() == 2


def test_a_list_is_not_loaded_twice(curator):
    batch = loaded(curator, ANNA)
    with pytest.raises(Refused, match="уже загружен"):
        apply.write(batch, by=curator, on=TODAY)


def test_a_base_that_changed_meanwhile_is_looked_at_again(curator):
    batch = bring(curator, workbooks.table(HEAD, ANNA))
    loaded(curator, ANNA)
    with pytest.raises(Refused, match="в базе что-то изменилось"):
        actions.load(batch, by=curator, on=TODAY)
    batch.refresh_from_db()
    assert batch.counts["same"] == 1 and Person.objects.filter(first_name="Анна", last_name="Туманова").count() == 1


def test_changes_are_shown_field_by_field_and_empty_cells_change_nothing(curator):
    loaded(curator, ANNA)
    anna = the("Анна")
    anna.address = "с. Ромашкино"
    anna.save()
    changed = ["Туманова Анна Петровна", "8А", "05.03.2013", "", "Туманова Ольга Сергеевна", "89000000009"]
    batch = bring(curator, workbooks.table(HEAD, changed), name="другой.xlsx")
    row = batch.rows.get()
    assert row.changes == [
        ["Класс", "7А", "8А"],
        ["Телефон представителя (Туманова Ольга Сергеевна)", "8 900 000-00-02", "8 900 000-00-09"],
    ]  # fmt: skip
    actions.load(batch, by=curator, on=TODAY)
    anna.refresh_from_db()
    assert str(anna.school_class(TODAY)) == "8\u00a0«А»" and anna.phone == "8 900 000-00-01"
    assert anna.address == "с. Ромашкино" and the("Ольга").phone_key == "9000000009"


# Doubles


@pytest.mark.parametrize(
    "cells",
    [
        ["Туманвоа Анна Петровна", "7А", "05.03.2013"],  # two letters changed places
        ["Анна Туманова", "7А", "05.03.2013"],
        ["Ольхина Анна Петровна", "7А", "05.03.2013"],  # a new surname
        ["Туманова Анна Петровна", "7А", ""],  # no birth date, the same class
    ],
)
def test_probable_doubles_are_asked_about_before_anything_else(curator, office, cells):
    loaded(curator, ANNA)
    anna = the("Анна")
    batch = bring(curator, workbooks.table(HEAD[:4], [*cells, "89990000000"]))
    if batch.counts["double"] == 0:  # the order of the words is no double: it is the very same person
        assert batch.rows.get().person == anna
        return
    with pytest.raises(Refused, match="вопрос о похожих людях"):
        actions.load(batch, by=curator, on=TODAY)
    page = office.get(batch.get_absolute_url()).content.decode()
    assert "Это тот же человек?" in page and "тот же: Туманова Анна Петровна, 05.03.2013" in page
    row = batch.rows.get()
    office.post(batch.get_absolute_url(), {"do": "load", "shown": row.place, f"who-{row.place}": anna.pk})
    anna.refresh_from_db()
    assert anna.phone == "8 999 000-00-00" and Person.objects.pupils(TODAY).count() == 1


def test_another_person_of_the_same_name_is_made_when_told_so(curator):
    loaded(curator, ANNA)
    batch = bring(curator, workbooks.table(HEAD[:3], ["Туманова Анна Петровна", "7А", ""]))
    actions.correct(batch, by=curator, on=TODAY, choices={0: "new"})
    actions.load(batch, by=curator, on=TODAY)
    assert Person.objects.filter(first_name="Анна", last_name="Туманова").count() == 2


def test_a_made_up_answer_is_not_taken(curator):
    stranger = factories.teacher()
    loaded(curator, ANNA)
    batch = bring(curator, workbooks.table(HEAD[:3], ["Туманова Анна Петровна", "7А", ""]))
    actions.correct(batch, by=curator, on=TODAY, choices={0: str(stranger.pk)})
    assert batch.rows.get().state == "double"


# Left out


def test_rows_left_out_come_back_as_a_table_with_reasons(curator, office):
    batch = bring(curator, workbooks.table(HEAD, ANNA, ["Речкин", "7А", "05.03.2013", "=HYPERLINK(1)"]))
    row = batch.rows.get(state="wrong")
    office.post(batch.get_absolute_url(), {"do": "load", "shown": row.place, f"out-{row.place}": "on"})
    assert Person.objects.pupils(TODAY).count() == 1
    table = office.get(reverse("registry:import_left_out", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(table.content)).active
    values = [cell.value for cell in sheet[2]]
    assert values[0] == "Речкин" and "только одно слово" in values[-1] and "ячейка A3" in values[-1]
    assert not any(cell.data_type == "f" for line in sheet for cell in line)


# Undo


def test_an_import_is_undone_as_one_deed(curator):
    loaded(curator, ANNA)
    before = everything()
    changed = ["Туманова Анна Петровна", "8А", "05.03.2013", "89000000007", "Туманова Ольга Сергеевна", "89000000009"]
    batch = bring(curator, workbooks.table(HEAD, changed, IVAN), name="другой.xlsx")
    actions.load(batch, by=curator, on=TODAY)
    assert everything() != before
    actions.take_back(batch, by=curator)
    after = everything()
    different = {label for label in before if before[label] != after[label]}
    assert different == {"registry.HistoricalPerson"}  # Anna's own history knows what was written and taken back
    batch.refresh_from_db()
    assert batch.undone_at and batch.rows.count() == 0
    assert not SchoolClass.objects.filter(grade=8).exists()
    assert not Person.history.filter(first_name="Иван", last_name="Туманов").exists()


def test_the_undo_names_what_stands_on_it(curator):
    batch = loaded(curator, ANNA, IVAN)
    anna, mother = the("Анна"), the("Ольга")
    factories.give_consents(anna, ["processing"])
    factories.user_for(mother, "mother")
    said = " ".join(gap.text for gap in undo.standing(batch))
    assert "Согласие: Туманова А. П." in said.replace("\u00a0", " ")
    assert "Вход в систему: Туманова О. С." in said.replace("\u00a0", " ")
    before = everything()
    with pytest.raises(Refused, match="нельзя отменить целиком"):
        actions.take_back(batch, by=curator)
    assert everything() == before


def test_a_card_corrected_since_is_not_taken_away(curator):
    batch = loaded(curator, ANNA)
    anna = the("Анна")
    anna.phone = "8 900 777-77-77"
    anna.save()
    assert "карточка изменена после загрузки" in undo.standing(batch)[0].text


@pytest.mark.parametrize("model", [Appointment, Guardianship])
def test_a_role_or_a_new_representative_keeps_the_import(curator, model):
    batch = loaded(curator, ANNA)
    anna, mother = the("Анна"), the("Ольга")
    if model is Appointment:
        factories.acting("secretary", mother)
    else:
        add_guardian(anna, factories.teacher(), by=curator, on=TODAY, kind="father")
    assert undo.standing(batch)


# What stays of a file


def test_cells_and_file_are_gone_after_the_final_button(curator, django_capture_on_commit_callbacks):
    batch = bring(curator, workbooks.table(HEAD, ANNA, ["Речкин", "7А", "05.03.2013"]))
    path = batch.file.path
    assert path.exists()
    actions.correct(batch, by=curator, on=TODAY, left_out={1: True})
    with django_capture_on_commit_callbacks(execute=True):
        actions.load(batch, by=curator, on=TODAY)
    assert not path.exists() and not StoredFile.objects.exists()
    assert batch.rows.get(place=0).raw == {} and batch.rows.get(place=1).raw != {}


def test_rows_left_out_and_lists_never_loaded_live_thirty_days(curator):
    batch, never = loaded(curator, ANNA), bring(curator, workbooks.table(HEAD, IVAN), name="так и не загружен.xlsx")
    ImportBatch.objects.update(brought_at="2026-10-01T00:00Z")
    ImportBatch.objects.filter(pk=batch.pk).update(written_at="2026-10-01T00:00Z")
    retention.clean_old(TODAY)
    assert not ImportedRow.objects.exists() and not StoredFile.objects.exists()
    never.refresh_from_db()
    assert never.cleaned_at and never.counts["new"] == 1


def test_a_person_is_forgotten_in_every_list(curator):
    loaded(curator, ANNA, IVAN)
    mother = the("Ольга")
    assert retention.forget(mother) == 2 and not ImportedRow.objects.exists()


# Round trip


def test_exported_pupils_come_back_without_changes(curator, office):
    loaded(curator, *[
        [" ".join((one["last"], one["first"], one["middle"])), f"{one['grade']}{one['letter']}", one["born"],
         one["phone"], " ".join(one["mother"]), one["mother_phone"]] for one in workbooks.pupils(30)
    ])  # fmt: skip
    odd = factories.pupil(last_name="Ёлкин", address="-5 этаж", phone="+7 900 111-11-11, 2-15-47", email="a@b.org")
    factories.guardian_of(odd)
    Person.objects.filter(pk=odd.pk).update(birth_date=None)
    data = office.get(reverse("registry:person_export", args=["pupils"])).content
    batch = bring(curator, data, name="Ученики.xlsx")
    assert [row.problems for row in batch.rows.filter(state="wrong")] == []
    assert [row.changes for row in batch.rows.filter(state="changed")] == []
    assert batch.counts["same"] == 31 and batch.counts["writing"] == 0
    assert "Изменений нет" in office.get(batch.get_absolute_url()).content.decode()


def test_exported_staff_comes_back_without_changes(curator, office):
    factories.teacher(post="=учитель"), factories.teacher(post="сторож", email="a@example.org")
    actions.load(bring(curator, workbooks.staff(), kind="staff"), by=curator, on=TODAY)
    data = office.get(reverse("registry:person_export", args=["staff"])).content
    assert not any(cell.data_type == "f" for line in openpyxl.load_workbook(io.BytesIO(data)).active for cell in line)
    batch = bring(curator, data, kind="staff", name="Работники.xlsx")
    assert [row.problems for row in batch.rows.filter(state="wrong")] == []
    assert batch.counts["same"] == Person.objects.staff(TODAY).count()


@pytest.mark.parametrize("base", ["mentors", "pupils"])
def test_exported_bases_come_back_without_changes(curator, office, base):
    mentor = factories.a_mentor(
        factories.teacher(email="m@example.org"), interests="шахматы", wished_age_from=10, wished_age_to=14,
        hours_a_week=1.5, achievements="победитель",
    )  # fmt: skip
    factories.give_consents(mentor.person, ["processing"])
    factories.a_mentor(factories.person(), category="partner", workplace="ООО «Ромашка»")
    mentee = factories.an_admitted()
    assert mentee.needs.exists()
    data = office.get(reverse("programs:base_export", args=[base])).content
    kind = "mentors" if base == "mentors" else "mentees"
    batch = bring(curator, data, kind=kind, name="База.xlsx")
    assert [row.problems for row in batch.rows.filter(state="wrong")] == []
    assert [row.changes for row in batch.rows.filter(state="changed")] == []
    assert batch.counts["same"] == batch.rows.count() > 0
    page = office.get(batch.get_absolute_url()).content.decode()
    assert "не загружается: считается по парам" in page


def test_the_old_base_of_mentors_is_taken_in(curator):
    from registry.models import Mentor, Topic

    topic = Topic.objects.first()
    worker = factories.teacher()
    head = ["№", "ФИО наставника", "Контактные данные для связи", "Место работы/учёбы наставника",
            "Основные компетенции", "Желаемый возраст", "Ресурс времени", "Форма наставничества"]  # fmt: skip
    batch = bring(curator, workbooks.table(
        head, [1, worker.full_name, "", "", topic.title, "10-14 лет", "2 часа", "учитель - ученик"],
        [2, "Речкин Иван Олегович", "89000000005; r@example.org", "ООО «Ромашка»", topic.title, "от 12", "1,5", ""],
    ), kind="mentors")  # fmt: skip
    assert batch.counts["blocking"] == 0
    actions.load(batch, by=curator, on=TODAY)
    ours, guest = Mentor.objects.get(person=worker), Mentor.objects.get(person__last_name="Речкин")
    assert (ours.category, ours.wished_age_from, ours.wished_age_to, ours.hours_a_week) == ("teacher", 10, 14, 2)
    assert (guest.category, guest.workplace, guest.person.email) == ("partner", "ООО «Ромашка»", "r@example.org")
    assert list(guest.competences.all()) == [topic]
    actions.take_back(ImportBatch.objects.get(), by=curator)
    assert not Mentor.objects.exists() and not Person.objects.filter(last_name="Речкин").exists()


# Long lists and rights


def test_a_long_list_is_read_and_written_by_a_job(curator, office):
    data = workbooks.plain(workbooks.pupils(520))
    batch = bring(curator, data)
    assert batch.job.kind == "registry.import_read" and batch.job.status == "done"
    assert Job.objects.get().total == 520
    answer = office.post(batch.get_absolute_url(), {"do": "load"})
    written = Job.objects.get(kind="registry.import_write")
    assert written.status == "done" and written.result["url"] == batch.get_absolute_url()
    assert answer.status_code == 302 and Enrolment.objects.count() == 520
    assert jobs.kind["registry.import_write"](written, lambda *args: None)["said"]  # a second run does no harm
    office.post(reverse("registry:import_undo", args=[batch.pk]))
    assert Job.objects.get(kind="registry.import_undo").status == "done" and not Enrolment.objects.exists()


def test_the_preview_asks_the_base_the_same_number_of_times_for_any_length(curator, django_assert_max_num_queries):
    from registry.imports import plan

    found = []
    for size in (5, 60):
        batch = bring(curator, workbooks.plain(workbooks.pupils(size)), name=f"{size}.xlsx")
        rows = list(batch.rows.all())
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        plan.evaluate(batch, rows, on=TODAY)
        found.append(len(connection.queries))
        connection.force_debug_cursor = False
    assert found[0] == found[1]


def test_only_curators_bring_lists(curator, client):
    _, director = factories.office()
    batch = bring(curator, workbooks.table(HEAD, ANNA))
    for user in (director, factories.user_for(factories.teacher())):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/registry/imports/").status_code == 403
        assert client.get(batch.get_absolute_url()).status_code == 404


def test_every_pointer_to_a_person_is_known_to_the_undo():
    known = {(model._meta.label, name) for model, name in undo._pointers(Person)}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is Person:
                is_own = model.__name__.startswith("Historical") or model in (ImportedRow,)
                assert is_own or (model._meta.label, field.name) in known
