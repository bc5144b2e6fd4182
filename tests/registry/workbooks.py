"""Workbooks of schools, as untidy and as unlike each other as real ones are; all made by script, all names invented.

`pupils(n)` invents people; each function of BOOKS writes the same people in its own school's way.
"""

import datetime
import io
import random
import zipfile

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Font

from registry.text import MONTHS_GENITIVE as MONTHS

LAST = [
    "Туманов",
    "Садов",
    "Речкин",
    "Тишков",
    "Светлов",
    "Звонков",
    "Мостовой",
    "Ветров",
    "Полянский",
    "Озерцов",
    "Лугов",
    "Берегов",
    "Камышов",
    "Родников",
    "Снегирёв",
    "Ключевский",
    "Рассветов",
    "Ольхин",
    "Ёлкин",
    "Черёмухин",
]
WOMEN = ["Анна", "Мария", "Софья", "Дарья", "Алёна", "Вера", "Сайын-Белек", "Ольга", "Баярма", "Италмас"]
MEN = ["Пётр", "Иван", "Артём", "Семён", "Аяс", "Баир", "Егор", "Тимур", "Мерген", "Матвей"]
MIDDLE = ["Петр", "Иван", "Олег", "Андре", "Серге", "Аюш", "Максим", "Роман"]


def _female(surname: str) -> str:
    if surname.endswith(("ой", "ий")):
        return surname[:-2] + "ая"
    return surname + "а"


def _patronymic(stem: str, sex: str) -> str:
    soft = stem in ("Андре", "Серге")
    return stem + (("евна" if sex == "f" else "евич") if soft else ("овна" if sex == "f" else "ович"))


def pupils(count: int, seed: int = 1, grades=(5, 6, 7, 8, 9, 10, 11), letters="АБВ") -> list[dict]:
    """Invented pupils with parents; no two have one name and one birth date."""
    dice, found, names = random.Random(seed), [], set()
    classes = [(grade, letter) for grade in grades for letter in letters]
    while len(found) < count:
        sex = dice.choice("fm")
        surname, stem = dice.choice(LAST), dice.choice(MIDDLE)
        grade, letter = classes[len(found) * len(classes) // count]
        born = datetime.date(2026 - 7 - grade, 1, 1) + datetime.timedelta(days=dice.randrange(360))
        name = (
            _female(surname) if sex == "f" else surname,
            dice.choice(WOMEN if sex == "f" else MEN),
            _patronymic(stem, sex),
        )
        if (name in names and count < 3000) or (name, born) in names:
            continue
        names |= {name, (name, born)}
        number = len(found)
        found.append({
            "last": name[0], "first": name[1], "middle": name[2], "sex": sex, "born": born, "grade": grade,
            "letter": letter, "phone": f"8900{1_000_000 + number:07d}", "email": f"u{number}@example.org",
            "mother": (_female(surname), dice.choice(WOMEN[:6]), _patronymic(dice.choice(MIDDLE), "f")),
            "mother_phone": f"8901{1_000_000 + number:07d}",
            "father": (surname, stem_name(stem), _patronymic(dice.choice(MIDDLE), "m")),
            "father_phone": f"8902{1_000_000 + number:07d}",
        })  # fmt: skip
    return found


def stem_name(stem: str) -> str:
    return {"Петр": "Пётр", "Андре": "Андрей", "Серге": "Сергей"}.get(stem, stem)


def whole(name) -> str:
    return " ".join(name)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain(people) -> bytes:
    """What everybody hopes for: one sheet, one heading row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["№", "ФИО", "Класс", "Дата рождения", "Пол", "Телефон", "Почта", "ФИО родителя", "Телефон родителя"])
    for number, one in enumerate(people, start=1):
        sheet.append([
            number, f"{one['last']} {one['first']} {one['middle']}", f"{one['grade']}{one['letter']}", one["born"],
            "ж" if one["sex"] == "f" else "м", one["phone"], one["email"], whole(one["mother"]), one["mother_phone"],
        ])  # fmt: skip
    return saved(book)


def sheet_per_class(people) -> bytes:
    """A sheet per class with merged titles; the class is named only there; phones as numbers; totals."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    groups = {}
    for one in people:
        groups.setdefault((one["grade"], one["letter"]), []).append(one)
    for (grade, letter), members in groups.items():
        sheet = book.create_sheet(f"{grade}{letter}")
        sheet["A1"] = "МБОУ «Ромашкинская школа»"
        sheet["A2"] = f"Список обучающихся {grade} «{letter}» класса на 2026-2027 учебный год"
        sheet.merge_cells("A1:G1")
        sheet.merge_cells("A2:G2")
        sheet["A1"].font = Font(bold=True)
        for place, words in enumerate(["№ п/п", "Фамилия", "Имя", "Отчество", "Д.р.", "", "Тел. мамы (сот.)"], start=1):
            sheet.cell(4, place, words)
        for number, one in enumerate(members, start=1):
            born = f"{one['born'].day} {MONTHS[one['born'].month - 1]} {one['born'].year} г."
            for place, value in enumerate([number, one["last"].upper(), one["first"], one["middle"], born], start=1):
                sheet.cell(4 + number, place, value)
            sheet.cell(4 + number, 7, float(one["mother_phone"]))
        end = 5 + len(members)
        sheet.cell(end, 2, "Итого:")
        sheet.cell(end, 3, len(members))
        sheet.cell(end + 2, 2, "Классный руководитель: ____________")
    return saved(book)


def two_storeys(people) -> bytes:
    """Two rows of headings («Мать: ФИО, телефон»), a title, numbers of columns, dates as serial numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Социальный паспорт"
    sheet["B2"] = "Сведения об обучающихся"
    head = {"B": "Класс", "C": "Обучающийся", "F": "Мать", "H": "Отец"}
    below = {
        "C": "Ф.И.О. (полностью)",
        "D": "Дата рожд.",
        "E": "Пол",
        "F": "ФИО",
        "G": "телефон",
        "H": "ФИО",
        "I": "телефон",
    }
    for column, words in head.items():
        sheet[f"{column}4"] = words
    for column, words in below.items():
        sheet[f"{column}5"] = words
    for area in ("B4:B5", "C4:E4", "F4:G4", "H4:I4"):
        if area != "B4:B5":
            sheet.merge_cells(area)
    for place in range(8):
        sheet.cell(6, 2 + place, place + 1)
    for number, one in enumerate(people):
        row = 7 + number
        sheet.cell(row, 2, f"{one['grade']}-{one['letter'].lower()}")
        sheet.cell(row, 3, f"  {one['last']}\u00a0{one['first']}  {one['middle']} ")
        sheet.cell(row, 4, (one["born"] - datetime.date(1899, 12, 30)).days)
        sheet.cell(row, 5, "девочка" if one["sex"] == "f" else "мальчик")
        sheet.cell(row, 6, whole(one["mother"]))
        phone = one["mother_phone"]
        sheet.cell(row, 7, f"+7 ({phone[1:4]}) {phone[4:7]}-{phone[7:9]}-{phone[9:]}")
        sheet.cell(row, 8, whole(one["father"]))
        sheet.cell(row, 9, int(one["father_phone"][1:]))
    return saved(book)


def old_excel(people) -> bytes:
    """.xls: classes as rows between the pupils, both parents in one cell, Latin letters in names, short years."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Лист1")
    for place, words in enumerate(["Родители (законные)", "Фамилия, имя, отчество ребёнка", "дата рождения"]):
        sheet.write(1, place, words)
    row, group = 2, None
    for one in people:
        if (one["grade"], one["letter"]) != group:
            group = (one["grade"], one["letter"])
            sheet.write(row, 1, f"{group[0]} «{group[1]}» класс")
            row += 1
        name = f"{one['last']} {one['first']} {one['middle']}".replace("С", "C").replace("о", "o", 1)
        mother = f"мама: {whole(one['mother'])} {one['mother_phone']}"
        sheet.write(row, 0, f"{mother}; папа: {whole(one['father'])} {one['father_phone']}")
        sheet.write(row, 1, name)
        sheet.write(row, 2, one["born"].strftime("%d.%m.%y"))
        row += 1
    return saved(book)


def windows_csv(people) -> bytes:
    """cp1251 with semicolons, ё as е, words of its own, a comment line above the headings."""
    lines = [
        "Выгрузка из электронного журнала;;;;;",
        "Кл.;Ф.И. ученика;Отчество;Число, месяц, год рождения;e-mail;Сот. телефон",
    ]
    for one in people:
        born = one["born"].isoformat()
        name = f"{one['last']} {one['first']};{one['middle']}"
        lines.append(f"{one['grade']} {one['letter']};{name};{born};{one['email']};{one['phone']}")
    return "\r\n".join(lines).replace("ё", "е").replace("Ё", "Е").encode("cp1251")


def open_office(people) -> bytes:
    """.ods, tidy but with its own order and headings repeated in the middle, as printed pages have."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="Ученики")
    head = ["Дата рождения", "Контактный телефон", "Класс обучения", "ФИО учащегося", "Пол (м/ж)"]
    rows = [head]
    for number, one in enumerate(people):
        if number and number % 40 == 0:
            rows.append(head)
        rows.append([
            one["born"].strftime("%d/%m/%Y"), one["phone"], f"{one['grade']} \"{one['letter']}\"",
            f"{one['first']} {one['middle']} {one['last']}", "Ж" if one["sex"] == "f" else "М",
        ])  # fmt: skip
    for row in rows:
        line = TableRow()
        for words in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=words))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


BOOKS = {
    "plain.xlsx": plain,
    "sheet_per_class.xlsx": sheet_per_class,
    "two_storeys.xlsx": two_storeys,
    "old_excel.xls": old_excel,
    "windows.csv": windows_csv,
    "open_office.ods": open_office,
}


def staff(count: int = 20) -> bytes:
    """The staff with a column of its own for each part of the name."""
    posts = [
        "учитель математики",
        "учитель русского языка",
        "повар",
        "педагог-психолог",
        "рабочий по зданию",
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Сотрудник", "Занимаемая должность", "Принят", "Д.р.", "Моб. тел."])
    for number in range(count):
        sheet.append([
            f"{_female(LAST[number % 20])} {WOMEN[number // 2 % 10]} {_patronymic(MIDDLE[number % 8], 'f')}",
            posts[number % 5],
            datetime.date(2010 + number % 15, 9, 1), datetime.date(1970 + number, 3, 8), 89030000000 + number,
        ])  # fmt: skip
    return saved(book)


def table(*rows) -> bytes:
    """A small workbook of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def rewritten(data: bytes, part: str, change) -> bytes:
    """The workbook with one part of its archive changed."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            body = source.read(entry)
            target.writestr(entry.filename, change(body) if entry.filename == part else body)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def false_dimension(data: bytes) -> bytes:
    import re

    return rewritten(
        data, SHEET, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)
    )


def million_empty_rows(data: bytes) -> bytes:
    rows = b"".join(b'<row r="%d" ht="15"><c r="A%d" s="0"/></row>' % (at, at) for at in range(1000, 1_048_577))
    return rewritten(data, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def far_away(data: bytes) -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576" t="n"><v>4</v></c></row></sheetData>'
    return rewritten(data, SHEET, lambda xml: xml.replace(b"</sheetData>", cell))


def bomb(data: bytes, is_liar: bool = False) -> bytes:
    """Unpacks to 400 MB; a liar declares a hundred bytes."""
    made = bytearray(
        rewritten(data, SHEET, lambda xml: xml.replace(b"</sheetData>", b" " * 400_000_000 + b"</sheetData>"))
    )
    if is_liar:
        for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            place = 0
            while (place := made.find(mark, place)) >= 0:
                made[place + offset : place + offset + 4] = (100).to_bytes(4, "little")
                place += 4
    return bytes(made)


def encrypted() -> bytes:
    """The beginning of a compound file with the stream that Excel writes for a book with a password."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    return head + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1024
