"""Nothing happens twice, and nothing typed is lost."""

import uuid

import pytest
from django.urls import reverse

from registry.models import Mentor, Person, SubmittedForm
from tests import factories as make

pytestmark = pytest.mark.django_db
NEW = {"last_name": "Лугова", "first_name": "Вера", "middle_name": "Олеговна", "is_teacher": "on"}


@pytest.fixture
def curator(client):
    user, _ = make.office()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def add(client, key, **typed):
    return client.post(reverse("registry:person_new"), {**NEW, "form_key": key, **typed})


def test_a_double_click_makes_one_person_and_leads_to_the_same_page(client, curator):
    key = str(uuid.uuid4())
    first, second = add(client, key), add(client, key)
    assert Person.objects.filter(last_name="Лугова", first_name="Вера").count() == 1
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert "ничего не сделано дважды" in client.get(second.url).content.decode()


def test_a_form_that_came_back_with_a_fault_may_be_sent_again(client, curator):
    key = str(uuid.uuid4())
    page = add(client, key, last_name="").content.decode()
    assert "Заполните «Фамилия»" in page and 'value="Олеговна"' in page and key in page
    assert not SubmittedForm.objects.exists()
    assert add(client, key).status_code == 302
    assert Person.objects.filter(last_name="Лугова").count() >= 1


def test_another_s_key_is_not_an_answer_for_me(client, curator):
    key = uuid.uuid4()
    SubmittedForm.objects.create(pk=key, user="0", url="/secret/")
    client.raise_request_exception = False
    assert add(client, str(key)).status_code == 500
    assert not Person.objects.filter(last_name="Лугова", first_name="Вера", middle_name="Олеговна").exists()


def test_without_a_key_the_form_still_works(client, curator):
    assert client.post(reverse("registry:person_new"), NEW).status_code == 302


def test_two_people_editing_one_card_see_each_other_and_lose_nothing(client, curator, reference):
    mentor = make.a_mentor(motto="Терпение")
    url = reverse("registry:mentor_edit", args=[mentor.pk])
    form = client.get(url).context["form"]
    revision = form["revision"].value()
    typed = {"category": "teacher", "competences": [row.pk for row in mentor.competences.all()], "revision": revision}
    assert client.post(url, {**typed, "motto": "Первый"}).status_code == 302
    page = client.post(url, {**typed, "motto": "Второй", "education": "Ромашкинский университет"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "изменил другой человек" in text and "сейчас «Первый», у вас «Второй»" in text
    assert 'value="Второй"' in text and 'value="Ромашкинский университет"' in text
    assert Mentor.objects.get(pk=mentor.pk).motto == "Первый"
    again = client.post(url, {**typed, "motto": "Второй", "revision": page.context["form"]["revision"].value()})
    assert again.status_code == 302 and Mentor.objects.get(pk=mentor.pk).motto == "Второй"
