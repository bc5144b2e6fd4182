"""The card file of the programmes: reference data, for the curator, with a trace."""

import pytest
from django.contrib import admin

from programs.models import Criterion, OrderWording, PaperWording
from registry.models import JournalLine
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_only_reference_data_of_the_programmes_stands_in_the_card_file():
    here = {model for model in admin.site._registry if model._meta.app_label == "programs"}
    assert here == {Criterion, OrderWording, PaperWording}


def test_the_curator_changes_a_criterion_and_leaves_a_line(client, reference):
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    row = Criterion.objects.first()
    data = {"title": "Своё слово школы", "hint": "", "form_code": "", "position": row.position}
    client.post(f"/admin/programs/criterion/{row.pk}/change/", data)
    row.refresh_from_db()
    assert row.title == "Своё слово школы"
    assert JournalLine.objects.filter(verb="изменён справочник", target=f"programs.criterion:{row.pk}").exists()


@pytest.mark.parametrize("name", ["criterion", "orderwording"])
def test_the_director_reads_and_changes_nothing(client, reference, name):
    _, director = make.office()
    client.force_login(director, backend=BACKEND)
    model = {"criterion": Criterion, "orderwording": OrderWording}[name]
    row = model.objects.first()
    page = client.get(f"/admin/programs/{name}/{row.pk}/change/")
    assert row.title in page.content.decode()
    assert client.post(f"/admin/programs/{name}/{row.pk}/change/", {"title": "Другое"}).status_code == 403
    assert client.post(f"/admin/programs/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.title != "Другое"


def test_a_teacher_has_no_door_to_the_card_file(client, reference):
    make.office()
    client.force_login(make.user_for(make.teacher()), backend=BACKEND)
    answer = client.get("/admin/programs/criterion/")
    assert answer.status_code in (302, 403)
    assert Criterion.objects.first().title not in answer.content.decode()
