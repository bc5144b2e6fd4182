"""The public site: without a login, and as far as the consents go at this very request."""

import datetime

import pytest
from django.urls import reverse

from mentoring.public_site import in_words
from programs.actions import publication
from registry.actions import consents
from registry.models import Topic
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
ALLOWED = ("name", "post", "competences")


@pytest.fixture
def programme(reference):
    return make.a_programme(preset="teachers")


def published(prog, allowed=ALLOWED, **fields):
    """A mentor in the register with a page on the site."""
    curator, _ = make.office()
    mentor = make.registered(make.a_mentor(**{"motto": "Терпение и труд", **fields}), prog)
    make.give_consents(mentor.person, ["publication"], allowed_fields=allowed)
    publication.publish(mentor, by=curator, on=TODAY)
    return mentor


def page_of(mentor):
    return reverse("public:mentor_page", args=[mentor.slug])


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["home", "mentor_list", "privacy", "join", "joined", "robots"])
def test_public_pages_open_on_an_empty_installation(client, db, name):
    assert client.get(reverse(f"public:{name}")).status_code == 200


def test_home_counts_people_without_telling_small_numbers(client, programme):
    make.a_pair(prog=programme)
    assert "меньше пяти" in text_of(client, "/")
    assert in_words(0, "пара", "пары", "пар") == ("пока нет", "пар")
    assert in_words(4, "пара", "пары", "пар") == ("меньше пяти", "пар")
    assert in_words(22, "пара", "пары", "пар") == ("22", "пары")


def test_a_public_page_shows_exactly_what_the_consent_allows(client, programme):
    mentor = published(programme, education="Педагогический институт", achievements="Учитель года")
    person, page = mentor.person, text_of(client, page_of(mentor))
    for shown in (person.full_name, person.post(TODAY), str(mentor.competences.first()).capitalize()):
        assert shown in page
    for hidden in ("Терпение и труд", "Педагогический институт", "Учитель года", person.phone, "педагог школы"):
        assert hidden not in page


def test_a_mentees_name_stands_nowhere_on_the_site(client, programme):
    mentor = published(programme)
    mentee = make.an_admitted(prog=programme, child=make.teacher(last_name="Тайнова", starts=make.START))
    make.a_pair(prog=programme, mentor=mentor, mentee=mentee, status="working")
    for url in ("/", "/mentors/", page_of(mentor), "/privacy/"):
        assert "Тайнова" not in text_of(client, url)


def test_a_withdrawn_consent_closes_the_page_at_the_next_request(client, programme):
    mentor, other = published(programme), published(programme)
    assert mentor.person.full_name in text_of(client, "/mentors/")
    curator, _ = make.office()
    consent = mentor.person.consents.get(kind="publication")
    consents.withdraw_consent(consent, by=curator, on=TODAY, note="заявление")
    answer = client.get(page_of(mentor))
    assert answer.status_code == 404
    assert mentor.person.full_name not in answer.content.decode()
    listed = text_of(client, "/mentors/")
    assert mentor.person.full_name not in listed
    assert other.person.full_name in listed


def test_an_unpublished_page_answers_404(client, programme):
    mentor = published(programme)
    curator, _ = make.office()
    publication.unpublish(mentor, by=curator, on=TODAY)
    assert client.get(page_of(mentor)).status_code == 404


def test_a_consent_past_its_term_closes_the_page(client, programme):
    mentor = published(programme)
    mentor.person.consents.filter(kind="publication").update(valid_until=TODAY - datetime.timedelta(days=1))
    assert client.get(page_of(mentor)).status_code == 404


def test_search_finds_by_what_is_shown_and_never_by_what_is_hidden(client, programme):
    topic = Topic.objects.get(code="science")
    shown = published(programme)
    shown.competences.set([topic])
    hidden = published(programme, allowed=("name",), motto="Секретное слово")
    hidden.competences.set([topic])
    page = text_of(client, f"/mentors/?topic={topic}")
    assert shown.person.full_name in page
    assert hidden.person.full_name not in page
    assert hidden.person.full_name not in text_of(client, "/mentors/?q=секретное")
    assert hidden.person.full_name in text_of(client, f"/mentors/?q={hidden.person.last_name.lower()}")
    assert "Оставить заявку" in text_of(client, "/mentors/?q=никого")


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(client, programme, django_assert_max_num_queries):
    published(programme)
    with django_assert_max_num_queries(50) as one:
        client.get("/mentors/")
    published(programme), published(programme)
    with django_assert_max_num_queries(50) as three:
        client.get("/mentors/")
    assert len(one) == len(three)


def test_the_policy_names_every_purpose_and_the_operator(client, reference):
    from registry.engine.consents import PURPOSES

    school = make.school(inn="1800000001")
    page = text_of(client, "/privacy/")
    for purpose in PURPOSES.values():
        assert purpose.title.capitalize()[:20] in page
    for words in (school.full_name, "1800000001", "ч. 2 ст. 18.1", "Роскомнадзор", "утверждает школа"):
        assert words in page.replace("&quot;", '"')


def test_the_switch_for_the_visually_impaired_comes_back_and_never_goes_abroad(client, db):
    answer = client.get("/cabinet/vision/?next=/mentors/%3Fq%3Dа")
    assert answer.url.startswith("/mentors/")
    assert answer.cookies["vision"].value == "1"
    assert 'class="vision"' in text_of(client, "/")
    assert client.get("/cabinet/vision/?next=https://example.org/").url == "/"
    assert 'class="vision"' not in text_of(client, "/")
