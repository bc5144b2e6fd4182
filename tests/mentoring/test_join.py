"""A request without an account, and personal links."""

import uuid

import pytest

from programs.models import Request
from registry.engine import links
from registry.models import Topic
from tests import factories as make

pytestmark = pytest.mark.django_db


def typed(**fields):
    return {
        "role": "mentee", "for_whom": "child", "typed_name": "Лесная Дарина", "typed_birth_date": "2014-05-02",
        "typed_class": "6 «А»", "contact": "8 900 000-00-77", "contact_person": "Лесная Ольга",
        "words": "Трудно с математикой", **fields,
    }  # fmt: skip


def test_a_parents_request_reaches_the_pupils_programme(client, reference):
    prog = make.a_programme()
    make.a_programme(preset="teachers")
    topic = Topic.objects.get(code="math")
    answer = client.post("/join/", typed(topics=[topic.pk]), follow=True)
    request = Request.objects.get()
    assert answer.redirect_chain[-1][0] == "/join/done/"
    assert "Что будет дальше" in answer.content.decode()
    assert (request.programme, request.person, request.source) == (prog, None, "site")
    assert (request.typed_name, request.contact_person) == ("Лесная Дарина", "Лесная Ольга")
    assert list(request.topics.all()) == [topic]


def test_a_teacher_is_led_to_the_teachers_programme(client, reference):
    make.a_programme()
    prog = make.a_programme(preset="teachers")
    client.post("/join/", typed(for_whom="adult", typed_birth_date="", contact_person=""))
    assert Request.objects.get().programme == prog


def test_where_the_programme_is_not_clear_the_curator_decides(client, reference):
    make.a_programme()
    make.a_programme(preset="teachers")
    client.post("/join/", typed(role="mentor", for_whom="adult", typed_birth_date="", contact_person=""))
    assert Request.objects.get().programme is None


def test_a_child_of_nine_gets_the_rule_and_loses_nothing(client, reference):
    make.a_programme()
    page = client.post("/join/", typed(typed_birth_date="2017-03-01")).content.decode()
    assert "п. 2.3 Положения" in page or "п. 1.1 Положения" in page
    assert "9\xa0лет" in page
    for kept in ("Лесная Дарина", "2017-03-01", "Трудно с математикой", "8 900 000-00-77"):
        assert kept in page
    assert not Request.objects.exists()


def test_missing_answers_are_named_and_the_rest_is_kept(client, reference):
    page = client.post("/join/", typed(typed_name="", typed_birth_date="", contact_person="")).content.decode()
    assert "Заполните «Фамилия, имя, отчество участника»" in page
    assert "Заполните «Дата рождения участника»" in page
    assert "Заполните «Кто представляет ребёнка»" in page
    assert "Трудно с математикой" in page
    assert not Request.objects.exists()


def test_a_double_click_leaves_one_request(client, reference):
    key = str(uuid.uuid4())
    client.post("/join/", typed(form_key=key))
    answer = client.post("/join/", typed(form_key=key), follow=True)
    assert Request.objects.count() == 1
    assert "ничего не сделано дважды" in answer.content.decode()


def test_a_machine_in_the_trap_leaves_nothing(client, reference):
    answer = client.post("/join/", typed(website="http://spam.example"))
    assert answer.url == "/join/done/"
    assert not Request.objects.exists()


def test_one_browser_cannot_flood_the_school(client, reference, monkeypatch):
    make.school()
    monkeypatch.setattr("mentoring.throttle.FROM_ONE_BROWSER", 2)
    for number in range(4):
        page = client.post("/join/", typed(typed_name=f"Лесная Дарина {number}"))
    assert Request.objects.count() == 2
    assert "отправьте через час" in page.content.decode()
    assert "Лесная Дарина 3" in page.content.decode()


def test_the_limit_of_an_address_is_counted_in_the_database_and_ends_after_an_hour(client, reference, monkeypatch):
    import datetime

    from django.core.cache import cache

    from programs.models import JoinTrace

    make.school()
    monkeypatch.setattr("mentoring.throttle.FROM_ONE_ADDRESS", 2)
    for number in range(3):
        cache.clear()  # another process has another memory
        client.cookies.clear()  # and another browser another session
        client.post("/join/", typed(typed_name=f"Лесная Дарина {number}"))
    assert Request.objects.count() == 2
    assert not any("127.0.0.1" in key for key in JoinTrace.objects.values_list("key", flat=True))
    JoinTrace.objects.update(at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    client.post("/join/", typed(typed_name="Лесная Дарина 4"))
    assert Request.objects.count() == 3
    assert JoinTrace.objects.count() == 2, "traces of yesterday are gone"


def test_the_form_links_the_policy_on_personal_data(client, reference):
    page = client.get("/join/").content.decode()
    assert 'href="/privacy/"' in page and "Политика обработки персональных данных" in page


def test_an_unknown_link_is_a_helpful_404(client, db):
    answer = client.get("/l/no-such-token/")
    assert answer.status_code == 404
    assert "Попросите" in answer.content.decode() or "попросите" in answer.content.decode()


def test_a_closed_link_says_why_and_an_open_one_leads_through_its_door(client, db, monkeypatch):
    from django.http import HttpResponse

    monkeypatch.setitem(links.door, "trial", lambda request, link, token: HttpResponse(f"дверь {link.pk}"))
    link, token = links.create("trial")
    answer = client.get(f"/l/{token}/")
    assert answer.content.decode() == f"дверь {link.pk}"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert links.use(link)
    closed = client.get(f"/l/{token}/")
    assert closed.status_code == 410
    assert "уже использована" in closed.content.decode()


def test_every_door_is_reached_by_its_own_purpose_only(client, db):
    _, token = links.create("nothing_of_the_kind")
    assert client.get(f"/l/{token}/").status_code == 404
