"""A good file outlives a mistake in its form: for two hours, for the one who sent it, and for nobody else."""

import datetime
import os
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentoring.archive import write
from programs.models import PortfolioDocument
from registry import guard
from registry.engine import held
from tests import factories as make
from tests.programs.story import at, text_of
from tests.programs.test_portfolio import a_mentor, picture

pytestmark = pytest.mark.django_db
ACCEPTED = "уже принят, снова выбирать его не нужно"


@pytest.fixture
def folder(reference, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / held.FOLDER


@pytest.fixture
def prog(folder):
    return make.a_programme(preset="teachers")


def send(client, **typed):
    """The document form of one's own portfolio."""
    told = {f"document-{name}" if name in ("title", "file") else name: value for name, value in typed.items()}
    return client.post(reverse("programs:portfolio_document"), told)


def key_in(answer) -> str:
    found = re.search(r'name="held-document-file" value="(\w+)"', answer.content.decode())
    return found[1] if found else ""


def waiting(client) -> str:
    """The key of a file that came without its title."""
    answer = send(client, title="", file=picture())
    assert "Заполните «Что это»" in text_of(answer)
    return key_in(answer)


def resend(client, key, **more):
    return send(client, title="Грамота района", **{"held-document-file": key}, **more)


def test_the_next_try_takes_the_file_that_came_with_the_mistake(client, prog, folder):
    at(client, a_mentor(prog)[1])
    answer = send(client, title="", file=picture())
    assert ACCEPTED in text_of(answer) and "выберите ещё раз" not in text_of(answer)
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]
    assert resend(client, key_in(answer)).status_code == 302
    row = PortfolioDocument.objects.get()
    assert row.title == "Грамота района" and row.file.path.read_bytes().startswith(b"\xff\xd8\xff")
    assert list(folder.iterdir()) == [], "what is used is gone"


def test_a_second_mistake_keeps_it_too(client, prog, folder):
    at(client, a_mentor(prog)[1])
    key = waiting(client)
    assert key_in(send(client, title="", **{"held-document-file": key})) == key
    assert resend(client, key).status_code == 302


def test_it_outlives_the_silence_after_which_the_password_is_asked_again(client, prog, folder):
    at(client, make.office()[0])
    key, session = waiting(client), client.session
    session[guard.SEEN] = 0
    session.save()
    assert resend(client, key).url == reverse("accounts:again")
    at_the_door = client.session
    del at_the_door[guard.AWAY]
    at_the_door[guard.SEEN] = time.time()
    at_the_door.save()
    assert key not in text_of(client.get(reverse("accounts:kept"))).replace(f'value="{key}"', "")
    assert resend(client, key).status_code == 302 and not list(folder.iterdir())


def test_a_page_that_says_thank_you_instead_of_leading_on_lets_it_go_too(client, prog, folder, rf):
    at(client, a_mentor(prog)[1])
    key = waiting(client)
    request = rf.post("/", {"held-document-file": key})
    request.session, request.user = client.session, make.user_for(make.teacher())
    held.give_back(request)
    assert isinstance(request.FILES["document-file"], held.GoneUpload), "not this account's"
    request.session["held_files"][key]["user"] = str(request.user.pk)
    request.FILES.clear()
    held.give_back(request)
    assert request.FILES["document-file"].judged.accepted.data == (folder / key).read_bytes()
    held.settle(request)
    assert not list(folder.iterdir()) and request.session["held_files"] == {}


def test_another_one_cannot_take_it_even_with_its_key(client, prog, folder):
    at(client, a_mentor(prog)[1])
    key = waiting(client)
    client.logout()
    answer = resend(at(client, a_mentor(prog)[1]), key)
    assert "Его нужно выбрать ещё раз" in text_of(answer) and not PortfolioDocument.objects.exists()
    assert [path.name for path in folder.iterdir()] == [key], "nor can he destroy it"


def test_a_path_in_the_place_of_the_key_opens_nothing(client, prog, folder):
    (folder.parent / "secret").write_bytes(b"secret")
    at(client, a_mentor(prog)[1])
    assert "Его нужно выбрать ещё раз" in text_of(resend(client, "../secret"))


def test_after_two_hours_it_is_asked_for_again_and_the_night_takes_it_away(client, prog, folder):
    at(client, a_mentor(prog)[1])
    key, other = waiting(client), waiting(client)
    past = datetime.timedelta(hours=2, minutes=1).total_seconds()
    session, now = client.session, time.time()
    session[held.LEDGER][key]["until"] -= past
    session.save()
    assert "Его нужно выбрать ещё раз" in text_of(resend(client, key)) and not (folder / key).exists()
    held.forget_old()
    assert (folder / other).exists(), "a young one waits"
    os.utime(folder / other, (now - past, now - past))
    assert held.forget_old() == "убрано файлов, которые ждали своей формы: 1" and not list(folder.iterdir())


def test_a_file_that_is_not_accepted_does_not_wait(client, prog, folder):
    at(client, a_mentor(prog)[1])
    answer = send(client, title="", file=SimpleUploadedFile("я.jpg", b"<html>picture</html>", "image/jpeg"))
    assert "не принят" in text_of(answer) and ACCEPTED not in text_of(answer) and not key_in(answer)
    assert not folder.exists()


def test_another_file_takes_the_place_of_the_one_that_waits(client, prog, folder):
    at(client, a_mentor(prog)[1])
    key, other = waiting(client), picture("blue")
    other.name = "Диплом.jpg"
    assert resend(client, key, file=other).status_code == 302
    assert PortfolioDocument.objects.get().file.name == "Диплом.jpg" and not list(folder.iterdir())


def test_a_form_that_may_go_without_a_file_may_let_it_go(client, folder):
    make.a_programme()
    curator, _ = make.office()
    url = reverse("programs:library_new")
    both = {"title": "Памятка", "link": "https://example.ru/", "kind": "method", "reader": "all"}
    answer = at(client, curator).post(url, {**both, "file": picture()})
    assert ACCEPTED in text_of(answer) and "отправить без этого файла" in text_of(answer)
    key = re.search(r'name="held-file" value="(\w+)"', answer.content.decode())[1]
    client.post(url, {**both, "held-file": key, "without-file": "on"})
    assert not list(folder.iterdir())


def test_no_more_than_five_wait_in_one_session(client, prog, folder):
    at(client, a_mentor(prog)[1])
    keys = [waiting(client) for _ in range(held.MOST + 1)]
    assert {path.name for path in folder.iterdir()} == set(keys[1:])


def test_a_backup_and_an_erasure_leave_no_trace_of_it(client, prog, folder):
    at(client, a_mentor(prog)[1])
    waiting(client)
    assert folder not in {path.parent for path in write.files_of(folder.parent)}
    assert held.forget_all() == 1 and not list(folder.iterdir())
