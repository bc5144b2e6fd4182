"""Invented people: surnames from meadows and woods, so that nobody real is meant."""

import random

SURNAMES = [
    "Ромашкин",
    "Берёзкин",
    "Полевой",
    "Луговой",
    "Ёлкин",
    "Васильков",
    "Озёрный",
    "Рябинкин",
    "Снегирёв",
    "Журавкин",
    "Родничков",
    "Тополев",
    "Калинкин",
    "Ивушкин",
    "Кленов",
    "Дубравин",
    "Соловушкин",
    "Малинкин",
    "Черёмухин",
    "Земляникин",
    "Одуванчиков",
    "Колосков",
    "Ручейков",
    "Рассветов",
    "Звёздочкин",
    "Облачков",
    "Радугин",
    "Синичкин",
    "Чижиков",
    "Ласточкин",
    "Скворушкин",
    "Голубкин",
    "Подсолнухов",
    "Ландышев",
    "Незабудкин",
    "Клеверов",
    "Тростников",
    "Камышев",
    "Желудев",
    "Опёнкин",
    "Брусничкин",
    "Морошкин",
    "Цветочкин",
    "Саянский",
    "Байкалов",
    "Чепецкий",
    "Росинкин",
    "Лучиков",
    "Пчёлкин",
    "Мотыльков",
    "Стрижов",
    "Вербин",
    "Осинкин",
    "Ягодкин",
    "Травушкин",
    "Горицветов",
    "Мятликов",
    "Шиповников",
    "Липкин",
    "Перелесков",
]
FEMALE = [
    "Анна",
    "Мария",
    "Софья",
    "Дарья",
    "Алина",
    "Вера",
    "Ольга",
    "Ирина",
    "Елена",
    "Татьяна",
    "Светлана",
    "Ксения",
    "Полина",
    "Арина",
    "Варвара",
    "Милана",
    "Ева",
    "Кира",
    "Айгуль",
    "Баярма",
    "Сайын-Белек",
    "Любовь",
    "Надежда",
    "Юлия",
    "Виктория",
]
MALE = [
    "Иван",
    "Пётр",
    "Алексей",
    "Дмитрий",
    "Михаил",
    "Артём",
    "Никита",
    "Егор",
    "Тимофей",
    "Матвей",
    "Роман",
    "Андрей",
    "Сергей",
    "Павел",
    "Глеб",
    "Фёдор",
    "Аяс",
    "Батор",
    "Ренат",
    "Кирилл",
    "Денис",
    "Илья",
    "Степан",
    "Лев",
    "Ярослав",
]
PATRONYMICS = [
    "Иванович",
    "Петрович",
    "Алексеевич",
    "Дмитриевич",
    "Михайлович",
    "Андреевич",
    "Сергеевич",
    "Павлович",
    "Олегович",
    "Юрьевич",
    "Николаевич",
    "Викторович",
    "Фёдорович",
    "Романович",
    "Денисович",
    "Ильич",
]


def feminine(surname: str) -> str:
    """Ромашкин → Ромашкина, Полевой → Полевая, Саянский → Саянская."""
    if surname.endswith(("ой", "ый", "ий")):
        return surname[:-2] + "ая"
    return surname + "а"


def female_patronymic(patronymic: str) -> str:
    """Иванович → Ивановна, Ильич → Ильинична."""
    return "Ильинична" if patronymic == "Ильич" else patronymic[:-2] + "на"


class Names:
    """An endless source of different people, the same ones for the same seed."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.taken: set = set()

    def next(self, sex: str | None = None, surname: str | None = None) -> dict:
        """last_name, first_name, middle_name and sex; `surname` (masculine) makes a relative."""
        while True:
            chosen = sex or self.random.choice("fm")
            last = surname or self.random.choice(SURNAMES)
            first = self.random.choice(FEMALE if chosen == "f" else MALE)
            middle = self.random.choice(PATRONYMICS)
            if (last, first, middle) not in self.taken:
                self.taken.add((last, first, middle))
                break
        return {
            "last_name": feminine(last) if chosen == "f" else last,
            "first_name": first,
            "middle_name": female_patronymic(middle) if chosen == "f" else middle,
            "sex": chosen,
        }

    @staticmethod
    def masculine(person: dict) -> str:
        """The family's surname in the masculine, for a relative of either sex."""
        return next(name for name in SURNAMES if person["last_name"] in (name, feminine(name)))
