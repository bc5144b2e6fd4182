"""Names and posts in cases: proposed by the machine, corrected by people."""

import pytest

from registry.engine import cases
from registry.models import Person


def human(last, first, middle="", sex=""):
    return Person(last_name=last, first_name=first, middle_name=middle, sex=sex)


@pytest.mark.parametrize(
    ("person", "case", "expected"),
    [
        (human("Ромашкина", "Анна", "Петровна"), "accusative", "Ромашкину Анну Петровну"),
        (human("Полевой", "Пётр", "Ильич"), "genitive", "Полевого Петра Ильича"),
        (human("Озёрный", "Олег", "Львович"), "dative", "Озёрному Олегу Львовичу"),
        (human("Хертек", "Сайын-Белек", "Кан-ооловна"), "genitive", "Хертек Сайын-Белек Кан-ооловны"),
    ],
)
def test_full_names(person, case, expected):
    assert cases.name(person, case) == expected


@pytest.mark.parametrize(
    ("middle", "sex"), [("Петровна", "f"), ("Ильич", "m"), ("Рашид кызы", "f"), ("Рашид оглы", "m")]
)
def test_the_patronymic_tells_the_sex(middle, sex):
    assert cases.sex_of(human("Ли", "Саша", middle)) == sex


def test_what_a_person_corrected_is_stronger_than_the_machine():
    person = human("Лугова", "Вера", "Олеговна")
    person.name_dative = "Луговой Вере Олеговне (так верно)"
    assert person.in_case("dative") == "Луговой Вере Олеговне (так верно)"
    assert person.in_case("genitive") == "Луговой Веры Олеговны"


@pytest.mark.parametrize(
    ("title", "case", "expected"),
    [
        ("учитель математики", "dative", "учителю математики"),
        ("заместитель директора по УВР", "dative", "заместителю директора по УВР"),
        ("педагог-психолог", "genitive", "педагога-психолога"),
        ("социальный педагог", "accusative", "социального педагога"),
    ],
)
def test_posts(title, case, expected):
    assert cases.post(title, case) == expected
