"""Small rules of Russian writing: keys for search and sort, initials, plural forms, dates in words."""

import datetime
import re

MONTHS_GENITIVE = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


def name_key(text: str) -> str:
    """Lower case with ё as е and single spaces: both databases search and sort by it.

    >>> name_key("  Ёлкин   Пётр ")
    'елкин петр'
    """
    return re.sub(r"\s+", " ", text.strip().lower().replace("ё", "е"))


def initials(last: str, first: str, middle: str = "", *, before: bool = False) -> str:
    """«Хертек С.-Б. К.»: a double given name keeps both letters, «Кан-ооловна» has one.

    With `before`, «С.-Б. К. Хертек».
    """
    parts = []
    for name in (first, middle):
        if name:
            parts.append("-".join(f"{piece[0].upper()}." for piece in name.split("-") if piece[:1].isupper()))
    letters = "\u00a0".join(parts)
    return "\u00a0".join(part for part in ([letters, last] if before else [last, letters]) if part)


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form of the noun that stands after the number: 1 пара, 2 пары, 5 пар."""
    tail = abs(number) % 100
    if 10 < tail < 20:
        return many
    tail %= 10
    if tail == 1:
        return one
    return few if 1 < tail < 5 else many


def count(number: int, one: str, few: str, many: str) -> str:
    """«3 пары», with a space that does not break."""
    return f"{number}\u00a0{plural(number, one, few, many)}"


def long_date(day: datetime.date) -> str:
    """«7 сентября 2026 г.»"""
    return f"{day.day}\u00a0{MONTHS_GENITIVE[day.month - 1]} {day.year}\u00a0г."


def short_date(day: datetime.date) -> str:
    """«07.09.2026»"""
    return day.strftime("%d.%m.%Y")


def age_on(birth: datetime.date, day: datetime.date) -> int:
    """Full years on the day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months later, or the month's last day.

    >>> add_months(datetime.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = (following - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(day.day, last))


def joined(items) -> str:
    """«а, б и в»"""
    items = [str(item) for item in items]
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " и " + items[-1] if items else ""
