"""Contests and conferences: on the page of the pair, in the mentor's portfolio, in the list of the year."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import contests as actions
from programs.actions import publication
from programs.models import Contest
from programs.situations import selection as situations
from registry.engine import inventory
from registry.engine.errors import Refused
from registry.models import Mentor
from tests import factories as make
from tests.programs.test_meetings import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


def added(pair, person=None, **fields):
    given = {"kind": "contest", "title": "Живая классика", "level": "municipal", "held_on": TODAY, **fields}
    return actions.add(pair, person or pair.mentees[0], by=account(pair.mentor), on=TODAY, **given)


def test_it_is_entered_beforehand_and_the_result_comes_later(client, pair):
    signed_in(client, pair.mentor)
    child, url = pair.mentees[0], reverse("programs:contest_new", args=[pair.pk])
    data = {
        "person": child.pk, "kind": "contest", "title": "Живая классика", "level": "school",
        "held_on": (TODAY + DAY).isoformat(), "preparation": "читаем вслух",
    }  # fmt: skip
    page = client.post(url, {**data, "outcome": "prize"}).content.decode()
    assert "ещё впереди" in page and "читаем вслух" in page
    client.post(url, data)
    row = Contest.objects.get()
    actions.change(row, by=account(pair.mentor), on=TODAY + DAY, outcome="prize", result="диплом II степени")
    signed_in(client, child)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Участвуешь ты" in page and "диплом II степени" in page and "Вписать итог" not in page
    with pytest.raises(Refused, match="уже внесено"):
        actions.add(pair, child, by=account(pair.mentor), on=TODAY, **{
            **{name: data[name] for name in ("kind", "title", "level")}, "held_on": TODAY + DAY})  # fmt: skip
    with pytest.raises(Refused, match="не состоит в этой паре"):
        added(pair, make.pupil())


def test_the_portfolio_says_ones_own_in_words_and_the_mentees_in_numbers(client, pair):
    added(pair, outcome="winner"), added(pair, title="Олимпиада", kind="olympiad", outcome="taken")
    added(pair, pair.mentor, title="Педагогический дебют", level="regional", outcome="prize")
    own, theirs = actions.achievements_of(pair.mentor, actions.told_of(pair.mentor, TODAY))
    assert "Педагогический дебют" in own and theirs == "Призовые места наставляемых, муниципальный уровень: 1"
    card = Mentor.objects.get(person=pair.mentor)
    make.give_consents(pair.mentor, ["publication"], allowed_fields=("name", "post"))
    assert "achievements" not in publication.public_card(card, TODAY)
    signed_in(client, pair.mentor)
    page = client.get(reverse("programs:portfolio")).content.decode()
    assert "Педагогический дебют" in page and "Живая классика" not in page


def test_a_consent_that_names_achievements_opens_them_without_the_child(pair):
    added(pair, outcome="winner")
    make.give_consents(pair.mentor, ["publication"], allowed_fields=("name", "achievements"))
    card = Mentor.objects.get(person=pair.mentor)
    publication.publish(card, by=make.office()[0], on=TODAY)
    said = publication.public_card(card, TODAY)["achievements"]
    assert "Призовые места наставляемых" in said
    assert "Живая классика" not in said and pair.mentees[0].last_name not in said


def test_what_comes_after_the_publication_waits_for_a_look(client, pair):
    curator, card = make.office()[0], Mentor.objects.get(person=pair.mentor)
    make.give_consents(pair.mentor, ["publication"], allowed_fields=("name", "achievements"))
    publication.publish(card, by=curator, on=TODAY)
    assert not list(situations.portfolio_to_check(curator, TODAY))
    row = added(pair, outcome="winner")

    def said():
        return publication.public_card(card, TODAY).get("achievements", "")

    assert "Призовые места" not in said() and list(situations.portfolio_to_check(curator, TODAY))
    client.force_login(curator, backend=BACKEND)
    url = reverse("programs:publication_detail", args=[card.pk])
    assert "муниципальный уровень: 1" in client.get(url).content.decode()
    client.post(reverse("programs:publication_seen", args=[card.pk]))
    assert "Призовые места" in said() and not list(situations.portfolio_to_check(curator, TODAY))
    actions.change(row, by=curator, on=TODAY, preparation="читали вместе")
    assert "Призовые места" in said()
    actions.change(row, by=curator, on=TODAY, level="federal")
    assert "Призовые места" not in said() and list(situations.portfolio_to_check(curator, TODAY))


def test_the_list_of_the_year_counts_and_leaves_as_a_table(client, pair):
    added(pair, outcome="winner")
    gone = added(pair, title="Лишний", level="federal")
    actions.annul(gone, by=account(pair.mentor), on=TODAY, note="ошибка")
    client.force_login(make.office()[1], backend=BACKEND)
    page = client.get(reverse("programs:contest_list")).content.decode().replace("\u00a0", " ")
    assert "Муниципальный уровень: 1 участие, 1 призовое место" in page and "Лишний" not in page
    assert client.get(reverse("programs:contest_list") + "?as=xlsx").status_code == 200
    page = client.get(reverse("programs:contest_list") + "?outcome=taken").content.decode()
    assert "По этим условиям ничего нет" in page


def test_an_erased_mentee_leaves_no_contest(pair):
    added(pair, outcome="winner")
    kept = added(pair, pair.mentor, title="Дебют", outcome="taken")
    inventory.holding["contests"].erase(pair.mentees[0], by=make.office()[0], on=TODAY)
    assert list(Contest.objects.all()) == [kept]
