"""«Сегодня»: each situation is shown to exactly the right people, lands on a page that opens, and goes when solved."""

import datetime

import pytest

from registry.actions import consents
from registry.engine import tasks
from tests import factories as make
from tests.mentoring import (
    stories_of_bases,  # noqa: F401 (its stories are told here)
    stories_of_beside,  # noqa: F401
    stories_of_changes,  # noqa: F401
    stories_of_consents,  # noqa: F401
    stories_of_data,  # noqa: F401
    stories_of_documents,  # noqa: F401
    stories_of_meetings,  # noqa: F401
    stories_of_pairing,  # noqa: F401
    stories_of_paper,  # noqa: F401  (it tells its stories when it is read)
    stories_of_plans,  # noqa: F401
    stories_of_requests,  # noqa: F401
)
from tests.mentoring.stories import STORIES, TODAY, recommended, site_requests, teachers
from tests.mentoring.stories_of_pairs import accounts_of, met

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _quick_papers(monkeypatch):
    """What papers look like is tested elsewhere."""
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup, *_: b"%PDF-1.7 " + str(hash(markup)).encode())


def shown(user, kind):
    return [task for task in tasks.for_user(type(user).objects.get(pk=user.pk), TODAY) if task.kind == kind]


def test_every_situation_of_the_house_has_its_story():
    assert set(STORIES) == set(tasks.situation)
    assert len(STORIES) >= 25


@pytest.mark.parametrize("kind", sorted(STORIES))
def test_a_situation_is_for_the_right_people_and_goes_when_solved(kind, reference, client):
    told = STORIES[kind]()
    for stranger in told.strangers:
        assert not shown(stranger, kind), f"{kind} is shown to {stranger}"
    for user in told.users:
        (task,) = shown(user, kind)[:1] or [None]
        assert task, f"{kind} is not shown to {user}"
        client.force_login(user, backend=BACKEND)
        page = client.get("/cabinet/").content.decode()
        assert task.text in page and task.button in page
        landed = client.get(task.url)
        assert landed.status_code == 200, f"{task.url} for {user}"
        path, _, field = task.url.partition("#")
        assert f'id="{field}"' in landed.content.decode() or not field, f"{path} has no #{field}"
    told.solve()
    for user in told.users:
        assert not shown(user, kind), f"{kind} is still shown to {user}"


def test_nothing_to_do_is_said_kindly_and_a_person_without_a_role_is_told_whom_to_ask(client, reference):
    make.a_programme()
    client.force_login(make.user_for(make.teacher()), backend=BACKEND)
    page = client.get("/cabinet/").content.decode()
    assert "На сегодня всё сделано" in page
    assert "у вас пока нет роли" in page


def test_a_mentor_without_a_pair_is_told_that_the_school_knows_him(client, reference):
    prog = make.a_programme(preset="teachers")
    waits, candidate = make.registered(make.a_mentor(), prog), make.a_mentor()
    make.a_candidacy(candidate, prog=prog)
    client.force_login(make.user_for(waits.person), backend=BACKEND)
    page = client.get("/cabinet/").content.decode()
    assert "Пару подбирает куратор" in page and "нет роли" not in page
    client.force_login(make.user_for(candidate.person), backend=BACKEND)
    page = client.get("/cabinet/").content.decode()
    assert "Кандидатура на рассмотрении" in page and "Пару подбирает" not in page and "нет роли" not in page


def test_a_pair_that_waits_is_told_without_the_words_of_the_office(client, reference):
    pair = make.a_pair(prog := make.a_programme(), form=prog.forms.get(code="pupil_pupil"))
    client.force_login(make.user_for(pair.mentees[0]), backend=BACKEND)
    page = client.get("/cabinet/").content.decode()
    assert "Ждём, согласятся ли все" in page and "предложена" not in page
    client.force_login(make.user_for(pair.mentees[0].guardians(make.TODAY).first()), backend=BACKEND)
    assert "Предлагают наставника: " in client.get("/cabinet/").content.decode()
    client.force_login(make.office()[0], backend=BACKEND)
    assert "Трудовой режим" not in client.get(pair.get_absolute_url()).content.decode()  # a pupil mentors


def test_the_cabinet_says_where_the_document_has_no_commission(client, reference):
    make.a_programme("kirov_71", "pupils") if _has("kirov_71", "pupils") else make.a_programme(
        "kirov_71", _any("kirov_71")
    )
    client.force_login(make.user_for(make.teacher()), backend=BACKEND)
    assert "комиссия документом не предусмотрена" in client.get("/cabinet/").content.decode()


def _any(code):
    from registry.models import ProgrammePreset

    return ProgrammePreset.objects.filter(regulation__code=code).values_list("code", flat=True).first()


def _has(code, preset):
    from registry.models import ProgrammePreset

    return ProgrammePreset.objects.filter(regulation__code=code, code=preset).exists()


def queries_of(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(200) as asked:
        assert client.get("/cabinet/").status_code == 200
    return len(asked)


def test_the_page_asks_the_same_number_of_questions_for_one_and_three(client, reference, django_assert_max_num_queries):
    prog = teachers()
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    recommended(prog), make.a_pair(prog=prog, status="ordered"), site_requests(1)
    one = queries_of(client, django_assert_max_num_queries)
    for _ in range(2):
        recommended(prog), make.a_pair(prog=prog, status="ordered"), site_requests(1)
    assert queries_of(client, django_assert_max_num_queries) == one


def test_a_long_row_of_one_deed_is_folded(client, reference):
    curator, _ = make.office()
    site_requests(8)
    client.force_login(curator, backend=BACKEND)
    page = client.get("/cabinet/").content.decode()
    assert "Ещё 3: Прочитайте запрос с сайта" in page
    assert page.count("Разобрать запрос<") == 8


def test_a_mentor_sees_the_pair_and_the_mentee_the_next_meeting(client, reference):
    pair = make.a_pair(prog=make.a_programme(), status="working")
    mentor, mentee, guardian = accounts_of(pair)
    meeting = met(pair, mentor)
    meeting.next_time = "принести тетрадь"
    meeting.save()
    for user, words, hidden in (
        (mentor, "Мои пары", "принести тетрадь"),
        (mentee, "принести тетрадь", "Мои пары"),
        (guardian, "Мой ребёнок", "принести тетрадь"),
    ):
        client.force_login(user, backend=BACKEND)
        page = client.get("/cabinet/").content.decode()
        assert words in page
        assert hidden not in page


def test_the_links_on_top_follow_from_the_predicates(client, reference):
    make.a_programme()
    curator, director = make.office()
    expected = {
        curator: (["Запросы", "Отбор", "Пары", "Справочники"], ["Мой класс", "Мои пары"]),
        director: (["Приказы", "Реестр", "Журнал"], ["Мой класс"]),
        make.user_for(make.acting("class_teacher", school_class=make.school_class())): (["Мой класс"], ["Журнал"]),
        make.user_for(make.acting("psychologist")): (["Пары", "Люди"], ["Журнал", "Приказы"]),
        make.user_for(make.teacher()): (["Сегодня"], ["Люди", "Пары", "Журнал", "Приказы"]),
    }
    for user, (there, absent) in expected.items():
        client.force_login(user, backend=BACKEND)
        labels = [
            label
            for item in client.get("/cabinet/").context["nav"]
            for label in [item["label"], *[inner["label"] for inner in item.get("more", [])]]
        ]
        assert set(there) <= set(labels), user
        assert not set(absent) & set(labels), user


def test_what_every_page_knows_costs_four_questions(client, reference, rf, django_assert_num_queries):
    from mentoring.context import house

    curator, _ = make.office()
    request = rf.get("/cabinet/")
    request.user, request.today, request.resolver_match = type(curator).objects.get(pk=curator.pk), TODAY, None
    assert request.user.person
    with django_assert_num_queries(4):  # the school, the roles, the classes led, whether this is a demo
        house(request)
        house(request)


def test_a_withdrawn_consent_takes_the_name_and_the_work_from_the_mentors_page(client, reference):
    pair = make.a_pair(prog=make.a_programme(), status="working", on=TODAY - datetime.timedelta(days=40))
    curator, _ = make.office()
    mentor, _, guardian = accounts_of(pair)
    child = pair.mentees[0]
    client.force_login(mentor, backend=BACKEND)
    page = client.get("/cabinet/").content.decode()
    assert child.full_name in page and "Нет встреч" in page
    consents.withdraw_consent(child.consents.get(kind="processing"), by=curator, on=TODAY, note="заявление")
    page = client.get("/cabinet/").content.decode()
    assert child.last_name not in page.replace(mentor.person.last_name, "")
    assert "согласие отозвано, данные закрыты" in page
    assert "Нет встреч" not in page
    client.force_login(guardian, backend=BACKEND)
    assert child.full_name in client.get("/cabinet/").content.decode()
