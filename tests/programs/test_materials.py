"""Materials: the library of the programme, files of one pair, and the gate of its consents."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.actions import waive
from programs.actions import materials as actions
from programs.models import Material
from registry.actions import consents
from registry.engine import inventory, workflow
from registry.engine.errors import Refused
from registry.engine.uploads import Accepted
from registry.models import StoredFile
from tests import factories as make
from tests.programs.test_meetings import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
FILE = Accepted(b"%PDF-1.7 drobi", "Дроби.pdf", "application/pdf")


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


def of_pair(pair, **fields):
    return actions.add_to_pair(
        pair, by=account(pair.mentor), on=TODAY, **{"title": "Дроби без слёз", "accepted": FILE, **fields}
    )


def of_library(pair, **fields):
    given = {"title": "Положение школы", "link": "https://school.example/doc", **fields}
    return actions.add_to_library(pair.programme, by=make.office()[0], on=TODAY, **given)


def seen(client, person, row):
    signed_in(client, person)
    return client.get(row.get_absolute_url()).status_code


def test_a_mentor_adds_a_file_and_mentee_and_parent_open_it(client, pair):
    signed_in(client, pair.mentor)
    url = reverse("programs:material_new", args=[pair.pk])
    picture = SimpleUploadedFile("схема.png", _png())
    client.post(url, {"title": "Схема дробей", "kind": "task", "note": "повесить над столом", "file": picture})
    row = Material.objects.get()
    child = pair.mentees[0]
    for person in (child, child.guardians(TODAY).first(), make.office()[0].person):
        signed_in(client, person)
        page = client.get(pair.get_absolute_url()).content.decode()
        assert "Схема дробей" in page and "повесить над столом" in page
        answer = client.get(row.get_absolute_url())
        assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert seen(client, make.a_mentor().person, row) == 404
    assert client.get(row.file.get_absolute_url()).status_code == 404


def _png():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return out.getvalue()


def test_a_file_and_a_link_at_once_or_neither_are_refused_and_the_words_stay(client, pair):
    signed_in(client, pair.mentor)
    url = reverse("programs:material_new", args=[pair.pk])
    page = client.post(url, {"title": "Без файла", "kind": "task"}).content.decode()
    assert "Приложите файл или укажите ссылку" in page and "Без файла" in page
    assert not Material.objects.exists()


def test_the_library_is_read_in_its_own_programme_and_mentors_have_their_own_shelf(client, pair):
    shared = of_library(pair)
    hidden = of_library(pair, title="Как вести трудный разговор", reader="mentors")
    child, stranger = pair.mentees[0], make.pupil(age=15)
    assert seen(client, child, shared) == 302 and seen(client, child, hidden) == 404
    assert seen(client, pair.mentor, hidden) == 302
    assert seen(client, stranger, shared) == 404
    signed_in(client, child)
    page = client.get(reverse("programs:library")).content.decode()
    assert "Положение школы" in page and "трудный разговор" not in page
    signed_in(client, make.office()[0].person)
    page = client.get(reverse("programs:library") + "?q=ПОЛОЖЕНИЕ").content.decode()
    assert "Положение школы" in page and "трудный разговор" not in page


def test_a_withdrawn_consent_closes_the_pairs_files_to_the_mentor_at_once(client, pair):
    row, child = of_pair(pair), pair.mentees[0]
    assert seen(client, pair.mentor, row) == 200
    consent = child.consents.get(kind="processing", status="valid")
    consents.withdraw_consent(consent, by=make.office()[0], on=TODAY, note="заявление")
    assert seen(client, pair.mentor, row) == 404
    assert "Дроби без слёз" not in client.get(pair.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="приостановлена"):
        of_pair(pair)
    assert seen(client, child, row) == 200


def test_nobody_adds_before_the_order(pair):
    proposed = make.a_pair(prog=make.a_programme(preset="teachers"), status="agreed")
    with pytest.raises(Refused, match="закреплена приказом и работает"):
        actions.add_to_pair(proposed, by=make.office()[0], on=TODAY, title="Рано", accepted=FILE)


def test_a_dropped_file_is_gone_and_the_erasure_of_the_mentee_takes_the_files(client, pair):
    row, kept = of_pair(pair), of_library(pair)
    signed_in(client, pair.mentor)
    client.post(reverse("programs:material_drop", args=[row.pk]))
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    row, child = of_pair(pair), pair.mentees[0]
    holding = inventory.holding["materials"]
    assert [one.value for one in holding.held(child, TODAY)] == ["Дроби без слёз."]
    holding.erase(child, by=make.office()[0], on=TODAY)
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    assert list(Material.objects.all()) == [kept]


def test_a_mentor_without_a_pair_finds_the_library_in_the_cabinet(client, pair):
    of_library(pair)
    alone = make.registered(make.a_mentor(), pair.programme)
    for person, words in ((alone.person, True), (make.teacher(), False), (pair.mentor, False)):
        signed_in(client, person)
        page = client.get(reverse("cabinet")).content.decode()
        assert (reverse("programs:library") in page) is words
    signed_in(client, alone.person)
    assert "Положение школы" in client.get(reverse("programs:library")).content.decode()


def working(number):
    group, people = make.a_group(number)
    by = make.office()[0]
    waive(group, "entry", by=by, on=TODAY, reason="не нужен")
    return workflow.move(group, "start", by=by, on=TODAY), people


def test_what_is_for_one_of_a_group_the_others_do_not_see(client, reference):
    group, (first, second) = working(2)
    row = of_pair(group, person=first)
    assert seen(client, first, row) == 200 and seen(client, group.mentor, row) == 200
    assert seen(client, first.guardians(TODAY).first(), row) == 200
    assert seen(client, second, row) == 404
    assert "Дроби без слёз" not in client.get(group.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="не состоит в этой группе"):
        of_pair(group, person=make.pupil())


def test_an_erasure_takes_ones_own_file_of_a_group_and_asks_about_a_shared_one(client, reference):
    group, (first, second) = working(2)
    own, theirs, shared = of_pair(group, person=first), of_pair(group, person=second), of_pair(group, title="Общее")
    holding, curator = inventory.holding["materials"], make.office()[0]
    (gap,) = inventory.standing["files"](first, TODAY)
    assert "1 файл" in gap.text.replace("\u00a0", " ")
    signed_in(client, group.mentor)
    clear = reverse("programs:material_clear", args=[shared.pk])
    assert client.post(clear).status_code == 403
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(clear)
    assert not list(inventory.standing["files"](first, TODAY))
    holding.erase(first, by=curator, on=TODAY)
    assert set(Material.objects.all()) == {theirs, shared}
    assert not StoredFile.objects.filter(pk=own.file_id).exists()


def test_a_shared_file_nobody_looked_through_goes_with_an_erasure_that_could_not_ask(reference):
    group, (first, _) = working(2)
    of_pair(group)
    link = of_pair(group, accepted=None, link="https://school.example/x", title=f"Для {first.first_name}")
    inventory.holding["materials"].erase(first, by=make.office()[0], on=TODAY)
    assert list(Material.objects.all()) == [link]
