"""Small rules of Russian writing."""

import datetime

import pytest

from registry import text

D = datetime.date


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "пара"),
        (2, "пары"),
        (5, "пар"),
        (11, "пар"),
        (14, "пар"),
        (21, "пара"),
        (22, "пары"),
        (111, "пар"),
        (0, "пар"),
    ],
)
def test_the_noun_agrees_with_the_number(number, word):
    assert text.plural(number, "пара", "пары", "пар") == word


def test_the_key_forgets_case_spaces_and_yo():
    assert text.name_key("  ЁЛКИНА   Алёна ") == "елкина алена"


def test_initials_of_a_double_name_keep_both_letters():
    assert text.initials("Хертек", "Сайын-Белек", "Кан-ооловна") == "Хертек С.-Б. К.".replace(" ", "\u00a0")
    assert text.initials("Лугова", "Вера", before=True) == "В.\u00a0Лугова"


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (D(2012, 11, 21), D(2026, 11, 20), 13),
        (D(2012, 11, 21), D(2026, 11, 21), 14),
        (D(2012, 2, 29), D(2026, 2, 28), 13),
        (D(2012, 2, 29), D(2026, 3, 1), 14),
    ],
)
def test_age_turns_on_the_birthday(birth, day, age):
    assert text.age_on(birth, day) == age


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2026, 12, 15), 1, D(2027, 1, 15)),
        (D(2026, 3, 31), -1, D(2026, 2, 28)),
        (D(2026, 11, 21), -216, D(2008, 11, 21)),
    ],
)
def test_months_are_added_by_the_calendar(day, months, expected):
    assert text.add_months(day, months) == expected


def test_dates_in_words_and_lists():
    assert text.long_date(D(2026, 9, 7)) == "7\u00a0сентября 2026\u00a0г."
    assert text.short_date(D(2026, 9, 7)) == "07.09.2026"
    assert [text.joined(words) for words in ([], ["а"], ["а", "б"], ["а", "б", "в"])] == ["", "а", "а и б", "а, б и в"]
