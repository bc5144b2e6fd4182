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
        (human("Речная-Полевая", "Мария", "Львовна"), "accusative", "Речную-Полевую Марию Львовну"),
        (human("Ковальчук", "Анна", "Ивановна"), "dative", "Ковальчук Анне Ивановне"),
        (human("Ковальчук", "Пётр", "Иванович"), "dative", "Ковальчуку Петру Ивановичу"),
        (human("Живаго", "Юрий", "Ильич"), "genitive", "Живаго Юрия Ильича"),
        (human("Черных", "Инга", "Павловна"), "accusative", "Черных Ингу Павловну"),
        (human("Заяц", "Игорь", "Петрович"), "genitive", "Зайца Игоря Петровича"),
        (human("Гребень", "Лев", "Лукич"), "dative", "Гребню Льву Лукичу"),
        (human("Ондар", "Аяс", "Мергенович"), "accusative", "Ондара Аяса Мергеновича"),
        (human("Сат", "Чойгана", "Эрес-ооловна"), "dative", "Сат Чойгане Эрес-ооловне"),
        (human("Мамедов", "Рашид", "Али оглы"), "genitive", "Мамедова Рашида Али оглы"),
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
        ("заместитель директора по воспитательной работе", "dative", "заместителю директора по воспитательной работе"),
        ("старший вожатый", "accusative", "старшего вожатого"),
        ("старший методист", "genitive", "старшего методиста"),
        ("заведующий хозяйством", "dative", "заведующему хозяйством"),
        ("заведующая библиотекой", "accusative", "заведующую библиотекой"),
        ("исполняющий обязанности директора", "genitive", "исполняющего обязанности директора"),
        ("тьютор", "accusative", "тьютора"),
        ("молодой специалист, учитель химии", "dative", "молодому специалисту, учителю химии"),
        ("медицинская сестра", "accusative", "медицинскую сестру"),
        ("и. о. директора", "dative", "и. о. директора"),
    ],
)
def test_posts(title, case, expected):
    assert cases.post(title, case) == expected
