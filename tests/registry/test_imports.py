"""Lists from the school's own tables: every way of writing is understood, nothing happens before the button."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.actions import imports as actions
from registry.models import Guardianship, HeadingMemory, ImportBatch, Person, SchoolClass
from tests import factories
from tests.factories import TODAY
from tests.registry import workbooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(reference):
    return factories.office()[0]


def bring(curator, data, kind="pupils", name="список.xlsx") -> ImportBatch:
    batch = actions.bring(SimpleUploadedFile(name, data), kind, by=curator, on=TODAY)
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize("book", workbooks.BOOKS)
def test_every_school_s_workbook_is_understood_and_loaded(curator, book):
    people = workbooks.pupils(60)
    batch = bring(curator, workbooks.BOOKS[book](people), name=book)
    assert [row.problems for row in batch.rows.filter(state="wrong")] == []
    assert batch.counts["new"] == 60 and batch.counts["blocking"] == 0
    before = Person.objects.count()
    actions.load(batch, by=curator, on=TODAY)
    assert Person.objects.pupils(TODAY).count() == 60 and Person.objects.count() >= before + 60
    assert SchoolClass.objects.count() == 21
    for one in people:
        child = Person.objects.get(
            name_key=f"{one['last']} {one['first']} {one['middle']}".lower().replace("ё", "е"), birth_date=one["born"]
        )
        group = child.school_class(TODAY)
        assert (group.grade, group.letter) == (one["grade"], one["letter"])
        if book in ("two_storeys.xlsx", "old_excel.xls"):
            ties = {row.kind: row.guardian for row in child.guardianships.all()}
            assert ties["mother"].full_name == " ".join(one["mother"])
            assert ties["father"].phone_key == one["father_phone"][1:]
        elif book in ("plain.xlsx", "sheet_per_class.xlsx") and one is people[0]:
            assert Guardianship.objects.filter(child=child).exists() or book == "sheet_per_class.xlsx"


def test_the_staff_is_loaded_with_posts_and_days_of_hiring(curator):
    batch = bring(curator, workbooks.staff(), kind="staff")
    assert batch.counts["new"] == 20 and batch.counts["blocking"] == 0
    actions.load(batch, by=curator, on=TODAY)
    cook = Person.objects.get(employments__post="повар", birth_date__year=1972)
    assert not cook.employments.get().is_teacher and cook.employments.get().starts.isoformat() == "2012-09-01"
    assert HeadingMemory.objects.count() == 0
