"""Jobs 1 and 2 of the curator, counted, in five modes: the school's own Excel in; consents out on paper and back."""

import io
import random
import re

import openpyxl
import pytest

from registry.actions.cards import add_mentee
from registry.models import Consent, Enrolment, Person
from registry.text import name_key
from tests import factories as make
from tests.journeys.walker import sign_in
from tests.registry import scanning, workbooks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def curator(school):
    user, _ = make.office()
    make.year()
    return user


def test_job_1_three_hundred_pupils_out_of_the_schools_own_excel(curator, walker, client, tmp_path):
    people = workbooks.pupils(300)
    book = tmp_path / "Ученики 2026.xlsx"
    with_a_fault(workbooks.sheet_per_class(people)).save(book)
    sign_in(walker, client, curator)
    walker.start("/cabinet/")
    walker.menu("Люди")
    walker.click("Загрузить из Excel")
    walker.upload("Файл со списком", book)
    if not walker.mode.scripts:
        walker.press("Прочитать список")
    walker.sees("«31 февраля 2014 г.»")
    walker.fill(re.compile("^Дата рождения, "), "28.02.2014")
    walker.press("загрузить")
    walker.within(6)
    walker.sees("Новых людей: 300")
    pupils = Person.objects.pupils(make.TODAY)
    assert pupils.count() == 300
    assert Enrolment.objects.active(make.TODAY).values("school_class").distinct().count() == 21
    assert pupils.filter(birth_date="2014-02-28", name_key=name_key(workbooks.whole(named(people[0])))).exists()


def with_a_fault(data: bytes):
    """A day that no calendar has, in the first row of the first class."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["5А"]["E5"] = "31 февраля 2014 г."
    return book


def named(one) -> tuple:
    return one["last"], one["first"], one["middle"]


def a_class_of(count, curator):
    """Pupils of 12 in the base, with a guardian each, in one class; nobody was asked for a consent yet."""
    group = make.school_class(6, "Д")
    for _ in range(count):
        child = make.pupil(group=group)
        make.guardian_of(child)
        add_mentee(child, by=curator, on=make.TODAY, kind="pupil")


def test_job_2_consents_of_a_class_go_out_and_the_scanned_heap_comes_back(curator, walker, client, tmp_path):
    pupils = 30 if walker.mode.name == "mouse" else 6  # sixty papers once, a dozen in the other modes
    a_class_of(pupils, curator)
    make.a_programme(by=curator)
    sign_in(walker, client, curator)
    walker.start("/cabinet/")
    walker.menu("Согласия")
    walker.click(re.compile(r"6\s«Д»"))
    walker.press_for_paper("Запросить и напечатать отмеченные")
    walker.within(4)
    consents = list(Consent.objects.filter(status="expected").order_by("pk"))
    assert len(consents) == 2 * pupils
    heap = tmp_path / "scan.pdf"
    heap.write_bytes(the_heap(consents, curator))

    walker.start("/cabinet/")
    walker.click("Загрузить сканы")
    walker.upload("Сканы", heap)
    if not walker.mode.scripts:
        walker.press("Загрузить")
    walker.press(re.compile(r"Принять \d+\sсоглас"))
    walker.within(3)
    assert Consent.objects.filter(status="valid").count() == 2 * pupils
    assert all(row.scan and row.scan.path.exists() for row in Consent.objects.filter(status="valid"))


def the_heap(consents, curator) -> bytes:
    """What the office scanner gives: shuffled, crooked, noisy, some upside down."""
    chance = random.Random(5)
    pages = scanning.pages_of(scanning.printed(consents, curator))
    chance.shuffle(pages)
    return scanning.as_heap([scanning.scanned(page, chance) for page in pages])
