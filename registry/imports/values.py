"""From a cell to a value. Each reader answers with a value or raises Fault: what is wrong, in words.

A cell is a text, a number, a truth value, or a date as {"d": "2013-03-05"} (grid.py).
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from registry.doubles import LOOKALIKE
from registry.finding import phone_key
from registry.imports.headings import CLASS
from registry.text import MONTHS_GENITIVE, add_months, name_key

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
EXCEL_ZERO = datetime.date(1899, 12, 30)


class Fault(ValueError):
    """Why the cell cannot be taken; the text is the reason."""


def text(cell) -> str:
    """The words of a cell with single spaces; a whole number without «.0», a date as 05.03.2013.

    >>> text(89991234567.0), text({"d": "2013-03-05"}), text(" a\\u00a0 b ")
    ('89991234567', '05.03.2013', 'a b')
    """
    if isinstance(cell, dict):
        return datetime.date.fromisoformat(cell["d"]).strftime("%d.%m.%Y")
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).translate(INVISIBLE).replace("\u00a0", " ").split())


def line(most: int):
    """Words up to a length; a formula is not words."""

    def read(cell) -> str:
        words = text(cell)
        if re.match(r"'[=+\-@]", words):  # our own tables put an apostrophe before such a sign
            words = words[1:]
        elif re.match(r"[=@]|[+\-](?=[A-Za-z(])", words):
            raise Fault(f"начинается со знака «{words[0]}», как формула: уберите этот знак")
        if len(words) > most:
            raise Fault(f"длиннее {most} знаков: {len(words)}")
        return words

    return read


# Names

SUFFIXES = ("оглы", "кызы", "оол", "улы", "гызы", "заде")
PATRONYMIC = re.compile(r"(вич|ична|вна|ооловна|оолович)$")
LETTER = re.compile(r"^[А-Яа-яЁёҮүӨөҺһҢңӘәҖҗӢӣӤӥӜӝӞӟӴӵӰӱӦӧІі’'`\-]+$")
SMALL = {"оглы", "кызы", "улы", "гызы", "оол", "оолович", "ооловна"}


def one_name(cell) -> str:
    """A surname, a name or a patronymic: Cyrillic, with a capital letter.

    >>> one_name("ИВАНOВ-ПЕТРОВ"), one_name("кан-ооловна"), one_name("Али  оглы")
    ('Иванов-Петров', 'Кан-ооловна', 'Али оглы')
    """
    words = line(80)(cell).strip(" .,;")
    if re.search(r"\d", words):
        raise Fault("в имени есть цифры")
    if re.search("[А-Яа-яЁё]", words):
        words = words.translate(LOOKALIKE)
    if re.fullmatch(r"[A-Za-z' \-]+", words):
        raise Fault("имя написано латинскими буквами")
    wrong = sorted({letter for letter in words if letter != " " and not LETTER.match(letter)})
    if wrong:
        raise Fault(f"в имени лишние знаки: {' '.join(wrong)}")
    return " ".join(_capital(word) for word in re.sub(r"\s*-\s*", "-", words).split())


def _capital(word: str) -> str:
    if not (word.isupper() or word.islower()):
        return word
    parts = word.lower().split("-")
    return "-".join(part if part in SMALL and (at or len(parts) == 1) else part[:1].upper() + part[1:]
                    for at, part in enumerate(parts))  # fmt: skip


def full_name(cell) -> tuple[str, str, str]:
    """(surname, name, patronymic) out of one cell, in whatever order the patronymic shows.

    >>> full_name("Мамедов Али Гасан оглы"), full_name("Анна Петровна Туманова")
    (('Мамедов', 'Али', 'Гасан оглы'), ('Туманова', 'Анна', 'Петровна'))
    """
    words = line(200)(cell).replace(",", " ")
    if re.search(r"\b[А-ЯЁ]\.", words):
        raise Fault("вместо имени и отчества стоят инициалы")
    names = one_name(words[:80] if len(words) <= 80 else words).split()
    if len(names) < 2:
        raise Fault("только одно слово: нужны фамилия и имя")
    if len(names) == 3 and PATRONYMIC.search(names[1].lower()) and not PATRONYMIC.search(names[2].lower()):
        names = [names[2], names[0], names[1]]
    if len(names) > 3 and names[-1].lower() not in SUFFIXES:
        raise Fault("больше трёх слов: непонятно, где фамилия, имя и отчество")
    return names[0], names[1], " ".join(names[2:])


# Dates

TWO_DIGITS = 30
DAY_FIRST = re.compile(
    r"^(\d{1,2})[.,/\-\s]+(\d{1,2})[.,/\-\s]+(\d{4}|\d{2})\s*(?:г(?:ода|од)?\.?)?(?:\s+0?0:00(?::00)?)?$"
)
YEAR_FIRST = re.compile(r"^(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})(?:[T ]\d\d:\d\d.*)?$")
IN_WORDS = re.compile(r"^[«\"]?(\d{1,2})[»\"]?\s+([а-я]+)\.?\s+(\d{4})\s*(?:г(?:ода|од)?\.?)?$")


def date(cell) -> datetime.date:
    """A day in any usual writing.

    >>> [date(one).isoformat() for one in ("05.03.2013", "5 марта 2013 г.", "2013-03-05", "05.03.13", 41338.0)]
    ['2013-03-05', '2013-03-05', '2013-03-05', '2013-03-05', '2013-03-05']
    """
    if isinstance(cell, dict):
        return datetime.date.fromisoformat(cell["d"])
    words = name_key(text(cell))
    if re.fullmatch(r"\d{5}", words) and 7000 < int(words) < 73000:
        return EXCEL_ZERO + datetime.timedelta(days=int(words))
    if re.fullmatch(r"(19|20)\d\d(\s*г\.?)?", words):
        raise Fault("указан только год: нужны день, месяц и год")
    if re.fullmatch(r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19|20)\d\d", words):
        words = f"{words[:2]}.{words[2:4]}.{words[4:]}"
    parts = _parts(words)
    if parts is None:
        raise Fault("непонятно, какая это дата")
    day, month, year = parts
    try:
        return datetime.date(year, month, day)
    except ValueError as fault:
        raise Fault("такого дня в календаре нет") from fault


def _parts(words):
    if found := YEAR_FIRST.match(words):
        return int(found[3]), int(found[2]), int(found[1])
    if found := DAY_FIRST.match(words):
        year = int(found[3])
        return int(found[1]), int(found[2]), year if year > 99 else year + (2000 if year <= TWO_DIGITS else 1900)
    if found := IN_WORDS.match(words):
        month = next((at for at, name in enumerate(MONTHS_GENITIVE, 1) if found[2][:3] == name[:3]), None)
        return (int(found[1]), month, int(found[3])) if month else None
    return None


def born(on: datetime.date, youngest: int, oldest: int, who: str):
    """A birth date that fits: between so many and so many years of age on the day."""

    def read(cell) -> datetime.date:
        day = date(cell)
        if day > on:
            raise Fault("этот день ещё не наступил")
        if not add_months(on, -12 * (oldest + 1)) < day <= add_months(on, -12 * youngest):
            age = on.year - day.year - ((on.month, on.day) < (day.month, day.day))
            raise Fault(f"{who} {age} лет? Проверьте год")
        return day

    return read


def past(on: datetime.date):
    def read(cell) -> datetime.date:
        day = date(cell)
        if day > on or day.year < 1950:
            raise Fault("дата в будущем или слишком давняя: проверьте год")
        return day

    return read


# The rest


def phone(cell) -> str:
    """A number as people say it: «8 900 000-01-01». Two numbers stay two; a short city number stays as it is.

    >>> phone(89991234567.0), phone("+7(999)123-45-67"), phone("9991234567"), phone("2-15-47")
    ('8 999 123-45-67', '8 999 123-45-67', '8 999 123-45-67', '2-15-47')
    """
    words = line(200)(cell).strip(" '`")
    if not words or name_key(words) in ("нет", "-", "—", "отсутствует"):
        return ""
    pieces = [one.strip() for one in re.split(r"[,;/\n]|\s+и\s+", words) if one.strip()]
    joined = ", ".join(_number(one) for one in pieces)
    if len(joined) > 40:
        raise Fault("больше двух номеров в одной ячейке: оставьте один или два")
    return joined


def _number(words: str) -> str:
    said = re.sub(r"(?i)\b(тел|моб|сот|дом)\.?:?\s*", "", words).strip()
    if re.search(r"[A-Za-zА-Яа-яЁё]", re.sub(r"(?i)доб\.?\s*\d+$", "", said)):
        raise Fault("в номере телефона есть буквы")
    digits = re.sub(r"\D", "", said)
    if len(digits) == 10 and digits[0] == "9":
        digits = f"8{digits}"
    if len(digits) == 11 and digits[0] in "78":
        return f"8 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
    is_short = 5 <= len(digits) <= 7 and not re.match(r"\+|[78]\D?9", said)
    if is_short or (10 <= len(digits) <= 15 and said.startswith(("+", "8", "(", "0"))):
        return said
    raise Fault(f"в номере телефона {len(digits)} цифр, а нужно 11 (или 10 без первой восьмёрки)")


def same_phone(one: str, other: str) -> bool:
    return phone_key(one) == phone_key(other)


def email(cell) -> str:
    words = text(cell).strip(" ;,<>").lower().removeprefix("mailto:")
    if words in ("", "нет", "-", "—"):
        return ""
    try:
        validate_email(words)
    except ValidationError as fault:
        raise Fault("это не адрес электронной почты") from fault
    return words


def words_of(table: dict[str, str], what: str):
    """A value that is one of these words."""

    def read(cell) -> str:
        for words in (text(cell), text(cell).translate(LOOKALIKE)):
            said = name_key(words).strip(" .,")
            if said in table:
                return table[said]
        raise Fault(what)

    return read


def _table(**codes) -> dict[str, str]:
    return {name_key(word): code for code, words in codes.items() for word in words.split(",")}


sex = words_of(
    _table(f="ж,жен,женский,женск,девочка,дев,девушка,д,f,female", m="м,муж,мужской,мужск,мальчик,мал,юноша,m,male"),
    "непонятно, какой это пол",
)
GUARDIANS = _table(
    mother="mother,мать,мама,родитель (мать),мать родная",
    father="father,отец,папа,родитель (отец)",
    guardian="guardian,опекун,попечитель,опекун (попечитель),опекун/попечитель,приемная мать,приемный отец,"
    "приемный родитель",
    other="other,иной представитель,бабушка,дедушка,тетя,дядя,сестра,брат,законный представитель,представитель,"
    "родитель,мачеха,отчим,другое,иное",
)
guardian_kind = words_of(GUARDIANS, "непонятно, кем приходится ребёнку")
yes_no = words_of(
    _table(
        yes="да,+,педагог,педагогический,педагогический работник,1,yes,имеется",
        no="нет,-,непедагог,0,no,иной,прочий,уп,увп,моп",
    ),
    "нужно «да» или «нет»",
)


def school_class(cell) -> tuple[int, str]:
    """(7, "А") out of «7а», «7 «А»», «7-А класс», «11».

    >>> school_class('7 "a" класс'), school_class(9.0), school_class("10-б")
    ((7, 'А'), (9, ''), (10, 'Б'))
    """
    words = text(cell).translate(LOOKALIKE)
    bare = re.sub(r"(?i)\b(класс|кл)\b\.?", "", words).strip(" .")
    if re.fullmatch(r"0?[1-9]|1[0-2]", bare):
        return int(bare), ""
    found = CLASS.fullmatch(bare)
    if found is None:
        raise Fault("непонятно, какой это класс")
    return int(found[1]), found[2].upper()


def ages(cell) -> tuple[int | None, int | None]:
    """«10–14 лет», «от 12», «до 15»: (from, to).

    >>> ages("10–14 лет"), ages("от 12"), ages("12+"), ages("до 15 лет"), ages(13.0)
    ((10, 14), (12, None), (12, None), (None, 15), (13, 13))
    """
    words = name_key(text(cell))
    numbers = [int(one) for one in re.findall(r"\d+", words)]
    if not words:
        return None, None
    if not numbers or len(numbers) > 2 or max(numbers) > 99 or numbers != sorted(numbers):
        raise Fault("непонятно, от скольких и до скольких лет")
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    if "до" in words.split():
        return None, numbers[0]
    return (
        (numbers[0], None) if "от" in words.split() or "+" in words or "старше" in words else (numbers[0], numbers[0])
    )


def hours(cell):
    """Hours a week out of «2», «2 часа в неделю», «1,5»."""
    import decimal

    words = text(cell)
    found = re.findall(r"\d+(?:[.,]\d+)?", words)
    if not words:
        return None
    if len(found) != 1 or float(found[0].replace(",", ".")) > 40:
        raise Fault("непонятно, сколько это часов в неделю")
    return decimal.Decimal(found[0].replace(",", "."))


def birth_year(cell) -> int | None:
    words = text(cell)
    found = re.fullmatch(r"((?:19|20)\d\d)(\s*г\.?(?:\s*р\.?)?)?", words)
    if found is None:
        raise Fault("это не год рождения")
    return int(found[1])


def url(cell) -> str:
    words = text(cell)
    try:
        URLValidator(["http", "https"])(words)
    except ValidationError as fault:
        raise Fault("это не адрес страницы: он начинается с https://") from fault
    return words


def contact(cell) -> tuple[str, str]:
    """(phone, e-mail) out of one cell."""
    words = line(300)(cell)
    found = re.search(r"[^\s,;<>]+@[^\s,;<>]+", words)
    mail = email(found[0]) if found else ""
    rest = words.replace(found[0], "") if found else words
    return phone(rest.strip(" ,;")), mail
