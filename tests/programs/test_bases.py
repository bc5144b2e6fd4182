"""The bases as tables: the columns of the form letter by letter, the gate, formulas, the journal."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from registry.actions import cards
from registry.actions import consents as papers
from registry.models import JournalLine, Person
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"

MENTEES = [
    "№", "ФИО наставляемого", "Контактные данные для связи (данные представителя)", "Год рождения наставляемого",
    "Основной запрос наставляемого", "Дата вхождения в программу", "ФИО наставника", "Форма наставничества",
    "Место работы/учёбы наставника", "Дата завершения программы", "Результаты программы",
    "Ссылка на кейс/отзыв наставляемого на сайте организации", "Отметка о прохождении программы",
]  # fmt: skip
MENTORS = [
    "№", "ФИО наставника", "Контактные данные для связи", "Место работы/учёбы наставника",
    "Основные компетенции наставника", "Важные для программы достижения наставника", "Интересы наставника",
    "Желаемый возраст наставляемых", "Ресурс времени на программу наставничества", "Дата вхождения в программу",
    "ФИО наставляемого (наставляемых)", "Форма наставничества", "Место работы/учёбы наставляемого",
    "Дата завершения программы", "Результаты программы", "Ссылка на кейс/отзыв наставника на сайте организации",
]  # fmt: skip


@pytest.fixture
def pair(client, reference):
    made = make.a_pair(prog=make.a_programme(), status="working")
    client.force_login(make.office()[0], backend=BACKEND)
    return made


def table(client, key, **query):
    answer = client.get(reverse("programs:base_export", args=[key]), query)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def rows(client, key, **query):
    head, *found = table(client, key, **query).values
    return [dict(zip(head, row, strict=True)) for row in found]


def test_the_columns_are_those_of_the_form_in_order(client, pair):
    assert [cell.value for cell in table(client, "pupils")[1]] == MENTEES
    assert [cell.value for cell in table(client, "teachers")[1]] == MENTEES
    assert [cell.value for cell in table(client, "mentors")[1]] == MENTORS


def test_a_row_of_a_mentee_says_what_pairs_and_cards_say(client, pair):
    child, mentor = pair.mentees[0], pair.mentor
    guardian = child.guardians(make.TODAY).get()
    card = child.mentee
    card.case_url = "https://example.org/case"
    card.save()
    (row,) = rows(client, "pupils")
    assert row["№"] == 1 and row["ФИО наставляемого"] == child.full_name
    assert row["Контактные данные для связи (данные представителя)"] == (
        f"{child.phone}; {guardian.full_name} (мать), {guardian.phone}"
    )
    assert row["Год рождения наставляемого"] == child.birth_date.year
    assert row["Основной запрос наставляемого"] == "Трудно с математикой"
    assert row["Дата вхождения в программу"] == datetime.datetime(2026, 9, 20)
    assert row["ФИО наставника"] == mentor.full_name and row["Форма наставничества"] == str(pair.form)
    assert row["Место работы/учёбы наставника"] == mentor.what_is(make.TODAY)
    assert row["Дата завершения программы"] == datetime.datetime(2027, 5, 25)
    assert not row["Результаты программы"] and not row["Отметка о прохождении программы"]
    assert row["Ссылка на кейс/отзыв наставляемого на сайте организации"] == "https://example.org/case"


def test_a_row_of_a_mentor(client, pair):
    mentor = pair.mentor.mentor
    mentor.achievements, mentor.wished_age_from, mentor.wished_age_to, mentor.hours_a_week = "Олимпиада", 10, 14, 2
    mentor.save()
    row = next(row for row in rows(client, "mentors") if row["ФИО наставника"] == pair.mentor.full_name)
    assert row["Важные для программы достижения наставника"] == "Олимпиада"
    assert row["Желаемый возраст наставляемых"] == "от 10 до 14 лет"
    assert row["Ресурс времени на программу наставничества"] == "2 ч в неделю"
    assert row["ФИО наставляемого (наставляемых)"] == pair.mentees[0].full_name
    assert row["Место работы/учёбы наставляемого"] == pair.mentees[0].what_is(make.TODAY)
    assert row["Основные компетенции наставника"] == "; ".join(map(str, mentor.competences.all()))


def test_a_finished_pair_leaves_its_result_and_the_mark(client, reference):
    pair = make.a_pair(prog=make.a_programme(), status="closing")
    make.an_order(pair.programme, "closing" if _has("closing") else "completion")
    client.force_login(make.office()[0], backend=BACKEND)
    (row,) = rows(client, "pupils")
    assert row["Результаты программы"] == "план выполнен полностью. Всё удалось"
    assert row["Отметка о прохождении программы"].startswith("пройдена")


def _has(kind) -> bool:
    from programs.orders import kinds

    try:
        return kinds.KINDS[kind] is not None
    except (AttributeError, KeyError):
        return False


def test_whoever_withdrew_is_listed_without_contacts_and_values(client, pair):
    child = pair.mentees[0]
    papers.withdraw_consent(
        child.consents.get(kind="processing"), by=make.office()[0], on=make.TODAY, note="заявление родителя"
    )
    (row,) = rows(client, "pupils")
    kept = {"№", "ФИО наставляемого", "Дата вхождения в программу"}
    assert {name for name, value in row.items() if value} == kept
    told = next(row for row in rows(client, "mentors") if row["ФИО наставника"] == pair.mentor.full_name)
    assert not told["Место работы/учёбы наставляемого"]


def test_contacts_stand_while_the_consent_is_awaited_and_nothing_else(client, pair):
    worker = make.teacher(phone="8 900 765-43-21")
    card = cards.add_mentor(worker, by=make.office()[0], on=make.TODAY, category="teacher", achievements="Тайна")
    row = next(row for row in rows(client, "mentors") if row["ФИО наставника"] == worker.full_name)
    assert not row["Контактные данные для связи"]
    papers.ask_consents(worker, ["processing"], by=make.office()[0], on=make.TODAY)
    row = next(row for row in rows(client, "mentors") if row["ФИО наставника"] == card.person.full_name)
    assert row["Контактные данные для связи"] == "8 900 765-43-21"
    assert not row["Важные для программы достижения наставника"]


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-5", "@SUM(A1)", "  =1", "\t=1", "=cmd|' /C calc'!A0"])
def test_nothing_leaves_as_a_formula(client, pair, text):
    mentor = pair.mentor.mentor
    mentor.achievements = mentor.interests = text
    mentor.save()
    Person.objects.filter(pk=pair.mentor.pk).update(last_name=text)
    for row in table(client, "mentors").iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not (isinstance(cell.value, str) and cell.value.lstrip().startswith(("=", "+", "-", "@")))


def test_the_table_holds_what_the_filters_show(client, pair):
    other = make.an_admitted(prog=pair.programme)
    assert len(rows(client, "pupils")) == 2
    assert [row["ФИО наставляемого"] for row in rows(client, "pupils", paired="without")] == [other.person.full_name]
    assert rows(client, "pupils", q="никого такого") == []


def test_taking_a_base_away_leaves_a_line_with_everybody(client, pair):
    client.get(reverse("programs:base_export", args=["pupils"]))
    line = JournalLine.objects.get(verb__startswith="выгружена")
    assert line.people == [str(pair.mentees[0].pk)]


def test_the_file_has_a_russian_name_and_is_not_cached(client, pair):
    answer = client.get(reverse("programs:base_export", args=["mentors"]))
    from urllib.parse import unquote

    assert "База наставников 21.11.2026.xlsx" in unquote(answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]


def test_an_unknown_base_is_404(client, pair):
    assert client.get(reverse("programs:base_export", args=["secrets"])).status_code == 404


def test_the_printed_sheet_says_the_same(client, pair, monkeypatch):
    seen = []
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: seen.append(markup) or b"%PDF-1.7")
    answer = client.get(reverse("programs:base_print", args=["pupils"]), {"paired": "with"})
    assert answer["Content-Type"] == "application/pdf"
    said = seen[0].replace("\u00a0", " ")
    assert all(title in said for title in MENTEES) and pair.mentees[0].full_name in said
    assert "Пара: работает" in said
    assert JournalLine.objects.filter(verb__startswith="распечатана").exists()


def test_the_export_costs_the_same_however_long(client, pair, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(200) as few:
            rows(client, "pupils")
        return len(few)

    one = asked()
    for _ in range(3):
        make.a_pair(prog=pair.programme, status="working")
    assert asked() == one


def test_a_mentor_s_card_names_the_other_mentees_to_the_office_only(client, pair):
    card, child = pair.mentor.mentor, pair.mentees[0]
    assert child.short_name in client.get(card.get_absolute_url()).content.decode()
    other = make.an_admitted(prog=pair.programme)
    second = make.a_pair(prog=pair.programme, mentor=card, mentee=other, status="working")
    client.force_login(make.user_for(second.mentees[0]), backend=BACKEND)
    page = client.get(card.get_absolute_url())
    assert page.status_code == 200 and child.short_name not in page.content.decode()


def test_others_take_nothing_away(client, pair):
    for who in (pair.mentor, pair.mentees[0]):
        client.force_login(make.user_for(who), backend=BACKEND)
        assert client.get(reverse("programs:base_export", args=["pupils"])).status_code == 403
        assert client.get(reverse("programs:base_print", args=["pupils"])).status_code == 403
