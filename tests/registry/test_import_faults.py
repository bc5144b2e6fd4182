"""Every kind of fault has its own sentence with its own cell, and is mended in the page."""

import datetime
import io
import resource
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from odf.opendocument import OpenDocumentSpreadsheet

from registry.actions import imports as actions
from registry.engine.errors import Refused
from registry.models import ImportBatch, Person, StoredFile
from tests import factories
from tests.factories import TODAY
from tests.registry import workbooks
from tests.registry.test_imports import bring

pytestmark = pytest.mark.django_db
GOOD = ["Туманова Анна Петровна", "7А", "05.03.2013"]
HEAD = ["ФИО", "Класс", "Дата рождения", "Пол", "Телефон", "Почта", "ФИО родителя", "Тел. родителя", "Кем приходится"]


@pytest.fixture
def curator(reference):
    return factories.office()[0]


def row(**cells):
    """A good row with some cells spoilt: A to I."""
    values = dict(zip("ABCDEFGHI", [*GOOD, "ж", "", "", "", "", ""], strict=True)) | cells
    return [values[column] for column in "ABCDEFGHI"]


CELLS = [
    ("no name", {"A": None}, "A2", "нужны фамилия и имя"),
    ("one word", {"A": "Туманова"}, "A2", "только одно слово"),
    ("initials", {"A": "Туманова А. П."}, "A2", "инициалы"),
    ("digits in a name", {"A": "Туманова Анна 2"}, "A2", "в имени есть цифры"),
    ("Latin name", {"A": "Tumanova Anna"}, "A2", "латинскими буквами"),
    ("strange signs in a name", {"A": "Туманова Анна#"}, "A2", "лишние знаки: #"),
    ("four words", {"A": "Туманова Анна Мария Петровна Ивановна"}, "A2", "больше трёх слов"),
    ("no class", {"B": None}, "B2", "класс не указан"),
    ("no such class", {"B": "Э-7"}, "B2", "непонятно, какой это класс"),
    ("a day that is not", {"C": "31.02.2013"}, "C2", "такого дня в календаре нет"),
    ("not a date", {"C": "весной"}, "C2", "непонятно, какая это дата"),
    ("a date to come", {"C": "05.03.2030"}, "C2", "ещё не наступил"),
    ("an old pupil", {"C": "05.03.1973"}, "C2", "ученику 53 лет"),
    ("only a year", {"C": 2013}, "C2", "только год"),
    ("unknown sex", {"D": "?"}, "D2", "какой это пол"),
    ("short phone", {"E": "8 900 00"}, "E2", "в номере телефона 6 цифр"),
    ("letters in a phone", {"E": "8900ОО11122"}, "E2", "в номере телефона есть буквы"),
    ("three phones", {"E": "89000000001, 89000000002, 89000000003"}, "E2", "больше двух номеров"),
    ("not a mail", {"F": "anna.example.org"}, "F2", "не адрес электронной почты"),
    ("a formula in a text", {"F": "@SUM(A1)"}, "F2", "не адрес электронной почты"),
    ("parent of one word", {"G": "Ольга"}, "G2", "только одно слово"),
    ("parent's phone", {"G": "Туманова Ольга Сергеевна", "H": "12"}, "H2", "в номере телефона 2 цифр"),
    ("unknown kinship", {"G": "Туманова Ольга Сергеевна", "I": "соседка"}, "I2", "кем приходится ребёнку"),
    ("a sum never calculated", {"C": "=1+1"}, "C2", "формула, которую Excel ещё не посчитал"),
    ("an error of Excel", {"C": "#REF!"}, "C2", "ошибка Excel #REF!"),
]


@pytest.mark.parametrize(("name", "spoilt", "cell", "reason"), CELLS, ids=[one[0] for one in CELLS])
def test_a_fault_is_shown_with_its_cell_value_reason_and_example(curator, name, spoilt, cell, reason):
    book = workbooks.table(HEAD, row(**spoilt))
    batch = bring(curator, book)
    [wrong] = batch.rows.filter(state="wrong")
    [problem] = [one for one in wrong.problems if reason in one["reason"]]
    assert wrong.address(problem["column"]) == f"Лист «Sheet», ячейка {cell}"
    assert problem["example"] and problem["label"]
    with pytest.raises(Refused, match="Осталось разобрать 1"):
        actions.load(batch, by=curator, on=TODAY)


MENDED = {"A": "Туманова Анна Петровна", "B": "7А", "C": "05.03.2013", "D": "ж", "E": "89000000001", "F": "a@b.org",
          "G": "Туманова Ольга Сергеевна", "H": "89000000002", "I": "мать"}  # fmt: skip


@pytest.mark.parametrize(("name", "spoilt", "cell", "reason"), CELLS, ids=[one[0] for one in CELLS])
def test_a_fault_is_mended_in_the_page(curator, client, name, spoilt, cell, reason):
    batch = bring(curator, workbooks.table(HEAD, row(**spoilt)))
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(batch.get_absolute_url()).content.decode()
    assert f"ячейка {cell}" in page
    [wrong] = batch.rows.all()
    typed = {f"fix-{wrong.place}-{one['field']}": MENDED[one["column"] or "A"] for one in wrong.problems}
    answer = client.post(batch.get_absolute_url(), {"do": "load", "shown": wrong.place, **typed}, follow=True)
    assert "Список загружен" in answer.content.decode()
    assert Person.objects.pupils(TODAY).get().full_name == "Туманова Анна Петровна"


def test_the_same_person_twice_in_a_file_is_shown(curator):
    batch = bring(curator, workbooks.table(HEAD, row(), row(A="Туманова  АННА Петровна")))
    [wrong] = batch.rows.filter(state="wrong")
    assert wrong.number == 3 and "уже есть выше: лист «Sheet», строка 2" in wrong.problems[0]["reason"]


def test_a_grade_without_a_letter_is_asked_where_the_school_has_letters(curator):
    factories.school_class(7, "А"), factories.school_class(7, "Б")
    batch = bring(curator, workbooks.table(HEAD, row(B=7)))
    assert "не указана буква: в 7-й параллели есть А, Б" in batch.rows.get().problems[0]["reason"]


def test_unknown_words_of_the_vocabulary_are_shown_with_the_nearest(curator):
    from registry.models import Topic

    topic = Topic.objects.first()
    book = workbooks.table(
        ["ФИО наставника", "Основные компетенции", "Ресурс времени", "Желаемый возраст"],
        ["Туманова Анна Петровна", topic.title + "ы", "много", "разный"],
    )
    batch = bring(curator, book, kind="mentors")
    reasons = [one["reason"] for one in batch.rows.get().problems]
    assert f"Может быть, «{topic.title}»?" in reasons[0]
    assert "часов в неделю" in reasons[1] and "от скольких" in reasons[2]


# Files


def odt() -> bytes:
    from odf.opendocument import OpenDocumentText

    out = io.BytesIO()
    OpenDocumentText().write(out)
    return out.getvalue()


def empty_ods() -> bytes:
    out = io.BytesIO()
    OpenDocumentSpreadsheet().write(out)
    return out.getvalue()


def good() -> bytes:
    return workbooks.table(HEAD, row())


def archive() -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("readme.txt", "нет таблицы")
    return out.getvalue()


FILES = {
    "empty file": (lambda: b"", "Файл пустой"),
    "spaces only": (lambda: b"  \r\n ", "Файл пустой"),
    "pdf named xlsx": (lambda: b"%PDF-1.7\n" + good(), "Это документ PDF"),
    "photo named xlsx": (lambda: b"\xff\xd8\xff\xe0" + b"0" * 500, "Это фотография"),
    "picture named xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 500, "Это картинка"),
    "heic named xlsx": (lambda: b"\x00\x00\x00\x18ftypheic" + b"0" * 500, "фотография или видео с телефона"),
    "web page named xls": (lambda: "<html><table><tr><td>ФИО".encode(), "Это веб-страница"),
    "xml of 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', "старом формате XML"),
    "password": (workbooks.encrypted, "закрыта паролем"),
    "truncated xlsx": (lambda: good()[:2500], "повреждён или скачан не до конца"),
    "truncated xls": (lambda: workbooks.old_excel(workbooks.pupils(40))[:3000], "повреждён или скачан не до конца"),
    "archive": (archive, "Это архив, а не таблица"),
    "odt": (odt, "но не таблица"),
    "empty ods": (empty_ods, "ни одной заполненной ячейки"),
    "empty xlsx": (lambda: workbooks.table(), "ни одной заполненной ячейки"),
    "bytes": (lambda: bytes(range(256)) * 40, "Это не таблица"),
    "a letter": (lambda: "Здравствуйте! Список пришлю завтра.".encode(), "не нашлось таблицы"),
    "bomb": (lambda: workbooks.bomb(good()), "больше чем в 120 МБ"),
    "lying bomb": (lambda: workbooks.bomb(good(), is_liar=True), "больше чем в 120 МБ"),
    "far cell": (lambda: workbooks.far_away(good()), "растянут на миллионы ячеек"),
    "too many columns": (lambda: workbooks.table(["ФИО", *range(250)], ["Туманова Анна"] * 251), "столбцов больше 200"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_gets_its_sentence_quickly_and_leaves_nothing(curator, name):
    make, sentence = FILES[name]
    data = make()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Refused, match=sentence):
        bring(curator, data)
    assert time.monotonic() - start < 4  # two seconds on an idle machine
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
    assert ImportBatch.objects.count() == StoredFile.objects.count() == 0


@pytest.mark.parametrize("spoil", [workbooks.false_dimension, workbooks.million_empty_rows])
def test_a_sheet_that_lies_about_its_size_is_read_and_told_about(curator, spoil):
    batch = bring(curator, spoil(good()))
    assert batch.counts["new"] == 1
    assert any("почти все пустые: читаем только заполненные" in note for note in batch.counts["notes"])


def test_the_reader_s_own_process_bears_a_sheet_of_a_million_rows_within_its_memory(curator):
    from registry.imports import grid

    assert grid.MEMORY < 500 * 1024 * 1024


def test_formulas_give_their_last_value_and_are_told_about(curator):
    book = workbooks.rewritten(
        good(), workbooks.SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>").replace(
            b'<c r="D2" t="inlineStr"', b'<c r="D2" t="str"><f>LOWER("x")</f><v>f</v></c><c r="J2" t="inlineStr"')
    )  # fmt: skip
    batch = bring(curator, book)
    assert any("есть формулы" in note for note in batch.counts["notes"])
    assert batch.rows.get().raw["sex"] == ["D", "f"]


def test_a_hidden_sheet_is_not_read_and_told_about(curator):
    book = openpyxl.load_workbook(io.BytesIO(good()))
    book.create_sheet("Черновик").append(["ФИО", "Класс"])
    book["Черновик"].append(["Речкин Иван Олегович", "7А"])
    book["Черновик"].sheet_state = "hidden"
    batch = bring(curator, workbooks.saved(book))
    assert batch.rows.count() == 1
    assert any("Лист «Черновик» скрыт" in note for note in batch.counts["notes"])


def test_two_headings_to_one_field_are_asked_about(curator):
    batch = bring(curator, workbooks.table(["ФИО", "Класс", "Телефон", "Моб. тел."], [*GOOD[:2], "89000000001", "2"]))
    assert "Два столбца читаются как «Телефон»: C «Телефон» и D «Моб. тел.»" in batch.sheets[0]["fault"]
    with pytest.raises(Refused, match="Два столбца"):
        actions.load(batch, by=curator, on=TODAY)
    batch = actions.set_columns(batch, {"0": {"D": ""}}, {}, by=curator, on=TODAY)
    assert batch.sheets[0]["fault"] == "" and batch.counts["new"] == 1


def test_unknown_headings_are_chosen_once_and_remembered(curator):
    book = workbooks.table(["Чадо", "Ступень"], GOOD[:2])
    batch = bring(curator, book)
    assert "Не узнали ни одного заголовка" in batch.sheets[0]["fault"]
    batch = actions.set_columns(batch, {"0": {"A": "full_name", "B": "school_class"}}, {}, by=curator, on=TODAY)
    assert batch.rows.filter(state="new").count() == 1
    named = workbooks.table(["ФИО", "Ступень"], GOOD[:2])
    again = bring(curator, named, name="снова.xlsx")
    assert again.counts["wrong"] == 1  # a heading that nobody knows: the class is missing
    again = actions.set_columns(again, {"0": {"B": "school_class"}}, {}, by=curator, on=TODAY)
    third = bring(curator, named, name="в третий раз.xlsx")
    assert third.counts["new"] == 1 and third.counts["wrong"] == 0


def test_the_class_of_a_sheet_may_be_said_in_the_page(curator):
    batch = bring(curator, workbooks.table(["ФИО", "Д.р."], [GOOD[0], GOOD[2]]))
    assert batch.counts["wrong"] == 1
    batch = actions.set_columns(batch, {"0": {}}, {"0": "8б"}, by=curator, on=TODAY)
    assert batch.counts["new"] == 1 and batch.classes == [[8, "Б"]]


def test_without_a_year_there_is_a_sentence(curator):
    from registry.models import Year

    Year.objects.all().delete()
    with pytest.raises(Refused, match="Сначала укажите учебный год"):
        bring(curator, good())


def test_a_bad_file_comes_back_to_the_form_with_its_sentence(curator, client):
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    upload = SimpleUploadedFile("список.xlsx", b"%PDF-1.4")
    answer = client.post("/registry/imports/", {"kind": "pupils", "file": upload})
    assert answer.status_code == 200 and "Это документ PDF" in answer.content.decode()


def test_dates_of_all_writings_are_one_day(curator):
    writings = ["05.03.2013", "5 марта 2013 г.", "2013-03-05", "05.03.13", "05/03/2013", 41338]
    writings.append(datetime.date(2013, 3, 5))
    names = ["Анна", "Вера", "Дарья", "Зоя", "Инна", "Кира", "Майя"]
    rows = [row(A=f"Туманова {name} Петровна", C=day) for name, day in zip(names, writings, strict=True)]
    book = workbooks.table(HEAD, *rows)
    batch = bring(curator, book)
    actions.load(batch, by=curator, on=TODAY)
    assert {one.birth_date for one in Person.objects.pupils(TODAY)} == {datetime.date(2013, 3, 5)}
