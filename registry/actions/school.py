"""The school, its year and its classes."""

import re

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused
from registry.models import School, SchoolClass, Year
from registry.text import joined

CLASS_NAME = re.compile(r"^(\d{1,2})\s*[-–]?\s*[«\"]?\s*([А-ЯЁA-Z]{0,3})\s*[»\"]?$")


def year_to_edit(on) -> Year:
    """The active year; once it is over, or before the first one, the year around the day."""
    active = Year.objects.active().first()
    if active and active.ends >= on:
        return active
    around = Year.around(on)
    return Year.objects.filter(name=around.name).first() or around


def parse_classes(typed: str) -> list[tuple[int, str]]:
    """«5А, 5 «Б», 10» → [(5, "А"), (5, "Б"), (10, "")]; raises Refused with everything that is no class.

    >>> parse_classes("5а, 5 «Б»; 10")
    [(5, 'А'), (5, 'Б'), (10, '')]
    """
    found, wrong = [], []
    for piece in filter(None, (one.strip() for one in re.split(r"[,;\n]", typed))):
        match = CLASS_NAME.match(piece.upper())
        if match is None or not 1 <= int(match[1]) <= 12:
            wrong.append(f"«{piece}»")
            continue
        name = (int(match[1]), match[2])
        if name not in found:
            found.append(name)
    if wrong:
        raise Refused(
            f"Не похоже на класс: {joined(wrong)}. Пишите номер от 1 до 12 и букву, через запятую: 5А, 5Б, 6А.",
            field="classes",
        )
    return found


@transaction.atomic
def set_up_year(year, classes, *, by, starts, ends) -> Year:
    """Make the year the active one with exactly these classes; a class in use is not removed."""
    may(by, "registry.year_edit")
    if ends <= starts:
        raise Refused("Учебный год не может кончиться раньше, чем начался. Проверьте даты.", field="ends")
    Year.objects.active().exclude(pk=year.pk).update(is_active=False)
    year.starts, year.ends, year.is_active = starts, ends, True
    year.save()
    gone = [row for row in year.classes.all() if (row.grade, row.letter) not in classes]
    used = [row for row in gone if row.enrolments.exists() or row.class_teachers.exists()]
    if used:
        raise Refused(
            f"Нельзя убрать {joined(used)}: там есть ученики или классный руководитель. Верните класс в список.",
            field="classes",
        )
    for row in gone:
        row.delete()
    for grade, letter in classes:
        SchoolClass.objects.get_or_create(year=year, grade=grade, letter=letter)
    journal.write(by, "настроен учебный год", year)
    return year


@transaction.atomic
def save_school(school, *, by) -> School:
    """The school's details, as they will stand on papers from now on."""
    may(by, "registry.school_edit")
    school.save()
    journal.write(by, "изменены сведения о школе", school)
    return school
