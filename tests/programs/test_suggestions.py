"""A mentor's suggestion about a mentee is read by the head alone; everybody else has data that could leak."""

import pytest
from django.urls import reverse

from programs.actions import suggestions as actions
from programs.models import Suggestion
from registry.engine import inventory
from registry.engine.errors import Refused
from registry.models import JournalLine
from tests import factories as make
from tests.programs.test_care import pages_of
from tests.programs.test_meetings import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
SECRET = "трижды не пришёл и нагрубил"


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


@pytest.fixture
def row(pair):
    return actions.suggest(
        pair, pair.mentees[0], by=account(pair.mentor), on=TODAY, kind="measure", words=SECRET
    )  # fmt: skip


def test_the_head_reads_decides_and_the_mentor_reads_the_decision(client, pair):
    signed_in(client, pair.mentor)
    data = {"kind": "measure", "words": SECRET}
    client.post(reverse("programs:suggestion_new", args=[pair.pk]), data)
    client.post(reverse("programs:suggestion_new", args=[pair.pk]), data)
    row = Suggestion.objects.get()
    client.force_login(make.office()[1], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(row.get_absolute_url()).content.decode()
    assert SECRET in page and "ст. 43" in page
    assert "Заполните «Что решили»" in client.post(row.get_absolute_url(), {"accepted": "no"}).content.decode()
    client.post(row.get_absolute_url(), {"accepted": "no", "decision": "поговорю сам"})
    signed_in(client, pair.mentor)
    assert "Директор решил" in client.get("/cabinet/").content.decode()
    assert "поговорю сам" in client.get(row.get_absolute_url()).content.decode()
    assert "Директор решил" not in client.get("/cabinet/").content.decode()
    with pytest.raises(Refused, match="Решение уже принято"):
        actions.decide(row, by=make.office()[1], on=TODAY, accepted=True, decision="x")


@pytest.mark.parametrize("who", ["curator", "child", "parent", "psychologist", "stranger"])
def test_nobody_but_the_head_and_the_author_learns_of_it(client, pair, row, who):
    child = pair.mentees[0]
    user = {
        "curator": lambda: make.office()[0], "child": lambda: account(child),
        "parent": lambda: account(child.guardians(TODAY).first()),
        "psychologist": lambda: account(make.acting("psychologist")),
        "stranger": lambda: account(make.a_mentor().person),
    }[who]()  # fmt: skip
    seen = pages_of(client, user, pair, child)
    assert SECRET not in seen and row.get_absolute_url() not in seen
    assert client.get(row.get_absolute_url()).status_code == 404


def test_the_journal_names_nobody_and_nothing(row):
    line = JournalLine.objects.get(verb="получено предложение руководителю")
    assert (line.actor_id, line.people, line.detail) == ("", [], {})


def test_my_data_say_the_same_with_and_without_and_an_erasure_takes_it(pair):
    child, holding = pair.mentees[0], inventory.holding["suggestions"]
    before = holding.for_subject(child, TODAY)
    actions.suggest(pair, child, by=account(pair.mentor), on=TODAY, kind="award", words=SECRET)
    assert holding.for_subject(child, TODAY) == before == holding.held(child, TODAY)
    holding.erase(child, by=make.office()[0], on=TODAY)
    assert not Suggestion.objects.exists()


def test_who_suggests_does_not_decide(pair, row):
    make.acting("acting_director", pair.mentor)
    author = type(account(pair.mentor)).objects.get(person=pair.mentor)
    with pytest.raises(Refused, match="предложили вы сами"):
        actions.decide(row, by=author, on=TODAY, accepted=True, decision="да")
