"""The question on fit and calls for help: each reaches exactly one reader; everybody else has data that could leak."""

import pytest
from django.urls import reverse

from programs.actions import help as helping
from programs.actions import pulse
from programs.actions.meetings import log_meeting
from programs.models import HelpCall, Pulse
from registry.engine import inventory, links
from registry.models import JournalLine, Letter
from tests import factories as make
from tests.programs.test_meetings import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
SECRET = "он кричит на меня каждый раз"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


@pytest.fixture
def child(pair):
    return pair.mentees[0]


@pytest.fixture
def parent(child):
    return child.guardians(TODAY).first()


def pages_of(client, user, pair, child):
    """Everything that this reader may open about the pair and the child, in one text."""
    client.force_login(user, backend=BACKEND)
    addresses = [
        reverse("cabinet"), pair.get_absolute_url(), reverse("own_pair", args=[pair.pk]), child.get_absolute_url(),
        reverse("registry:my_data"), reverse("registry:my_data_of", args=[child.pk]), reverse("registry:journal"),
        reverse("programs:help_list"), reverse("programs:help_list") + "?show=all", reverse("programs:pulse_list"),
        reverse("programs:pulse_list") + "?show=all", reverse("programs:silence_list"), child.mentee.get_absolute_url(),
    ]  # fmt: skip
    return "\n".join(client.get(address).content.decode() for address in addresses)


def called(child, person=None, **fields):
    return helping.ask_help(
        person or child, child, by=account(person or child), on=TODAY, words=SECRET, **fields
    )  # fmt: skip


def test_a_call_reaches_the_curator_at_once_and_by_letter_without_a_name(client, pair, child, settings):
    settings.SENDS_LETTERS = True
    curator, director = make.office()
    curator.person.email = "kurator@school.example"
    curator.person.save()
    signed_in(client, child)
    page = client.get(reverse("programs:help_new")).content.decode()
    assert "8 (000) 000-00-01" in page
    client.post(reverse("programs:help_new"), {"words": SECRET, "wish": "после уроков"})
    letter = Letter.objects.get(key__startswith="help:")
    assert letter.person == curator.person
    assert child.last_name not in letter.text + letter.subject and SECRET not in letter.text
    client.force_login(curator, backend=BACKEND)
    assert "Просят о помощи" in client.get("/cabinet/").content.decode()
    assert SECRET in client.get(HelpCall.objects.get().get_absolute_url()).content.decode()
    client.force_login(director, backend=BACKEND)
    assert client.get(HelpCall.objects.get().get_absolute_url()).status_code == 404


def test_the_editable_helpline_stands_where_help_is_asked(client, pair, child):
    from registry.models import School

    School.objects.update(helpline="8-800-000-00-00, круглосуточно")
    signed_in(client, child)
    assert "8-800-000-00-00, круглосуточно" in client.get(reverse("programs:help_new")).content.decode()


@pytest.mark.parametrize("who", ["mentor", "director", "parent", "teacher", "psychologist", "stranger"])
def test_nobody_but_the_curator_learns_of_a_childs_call(client, pair, child, parent, who):
    row = called(child)
    people = {
        "mentor": lambda: account(pair.mentor),
        "director": lambda: make.office()[1],
        "parent": lambda: account(parent),
        "psychologist": lambda: account(make.acting("psychologist")),
        "stranger": lambda: account(make.a_mentor().person),
        "teacher": lambda: account(make.acting("class_teacher", school_class=child.school_class(TODAY))),
    }
    user = people[who]()
    seen = pages_of(client, user, pair, child)
    assert SECRET not in seen
    assert "Просят о помощи" not in seen and "helpcall" not in seen.lower()
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(reverse("programs:help_answer", args=[row.pk]), {"answer": "x"}).status_code == 404


def test_a_parents_call_is_not_seen_by_the_child(client, pair, child, parent):
    row = called(child, person=parent)
    assert SECRET not in pages_of(client, account(child), pair, child)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_about_the_curator_it_goes_to_the_director_only(client, pair, child):
    row = called(child, about_curator=True)
    curator, director = make.office()
    seen = pages_of(client, curator, pair, child)
    assert SECRET not in seen and "Просят о помощи" not in seen
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(director, backend=BACKEND)
    assert SECRET in client.get(row.get_absolute_url()).content.decode()


def test_a_curator_who_mentors_the_child_never_reads_the_call(client, pair, child):
    curator, director = make.office()
    make.acting("deputy_curator", pair.mentor)
    row = called(child)
    assert SECRET not in pages_of(client, account(pair.mentor), pair, child)
    assert HelpCall.objects.visible_to(curator, TODAY).get() == row
    curator.person.appointments.all().delete()
    alone = helping.ask_help(child, child, by=account(child), on=TODAY, words="опять")
    assert alone.to_director
    assert list(HelpCall.objects.visible_to(director, TODAY)) == [alone]
    assert not HelpCall.objects.visible_to(account(pair.mentor), TODAY).exists()


def test_the_same_words_to_another_addressee_are_another_call(pair, child):
    make.office()
    row = called(child)
    assert called(child) == row
    hidden = called(child, about_curator=True)
    assert hidden != row and hidden.to_director and not row.to_director


def test_the_journal_says_that_a_call_came_and_never_whose(pair, child):
    called(child, about_curator=True)
    line = JournalLine.objects.get(verb="получена просьба о помощи")
    assert (line.actor_id, line.people, line.detail) == ("", [], {})
    assert child.last_name not in f"{line.actor_name}{line.target_name}"


def test_an_answer_closes_it_and_the_child_reads_it(client, pair, child):
    row, (curator, _) = called(child), make.office()
    client.force_login(curator, backend=BACKEND)
    url = reverse("programs:help_answer", args=[row.pk])
    assert "Заполните «Ответ»" in client.post(url, {"answer": ""}).content.decode()
    client.post(url, {"answer": "Поговорим завтра", "kept_note": "позвать психолога"})
    signed_in(client, child)
    assert "Тебе ответили" in client.get("/cabinet/").content.decode()
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Поговорим завтра" in page and "позвать психолога" not in page
    row.refresh_from_db()
    assert row.read_on == TODAY
    with pytest.raises(helping.Refused, match="На эту просьбу ответили"):
        helping.answer_help(row, by=curator, on=TODAY, answer="ещё раз")


def test_the_slip_calls_as_often_as_needed_and_a_new_slip_kills_the_old_one(client, pair, child):
    curator, _ = make.office()
    _, old = helping.help_link(child, by=curator)
    _, token = helping.help_link(child, by=curator)
    client.logout()
    assert "выдана новая" in client.get(reverse("public:link", args=[old])).content.decode()
    door = reverse("public:link", args=[token])
    assert pair.mentor.last_name not in client.get(door).content.decode()
    assert not HelpCall.objects.exists()
    for words in (SECRET, SECRET, "опять"):
        assert "Мы тебя услышали" in client.post(door, {"words": words}).content.decode()
    assert sorted(HelpCall.objects.values_list("words", "how")) == [(SECRET, "link"), ("опять", "link")]


def test_help_from_the_page_of_a_meeting_leaves_its_link_alive(client, pair, child, parent):
    from programs.actions import meetings

    mentor = account(pair.mentor)
    row = log_meeting(pair, by=mentor, on=TODAY, held_on=TODAY, done="Занимались")
    token, person = meetings.confirmation_link(row, by=mentor, on=TODAY)
    door = reverse("public:link", args=[token])
    client.post(door, {"help": "1", "words": SECRET})
    call = HelpCall.objects.get()
    assert (call.person, call.about) == (person, child) and person == parent
    assert links.find(token).used_at is None
    assert "Спасибо" in client.post(door, {"answer": "yes"}).content.decode()


def test_whoever_is_no_mentee_and_no_parent_cannot_call(client, pair):
    signed_in(client, pair.mentor)
    assert client.get(reverse("programs:help_new")).status_code == 403


def test_my_data_say_the_same_whether_the_child_has_called_or_not(pair, child):
    holding = inventory.holding["help"]
    before = holding.for_subject(child, TODAY)
    called(child)
    assert holding.for_subject(child, TODAY) == before
    assert any(SECRET in one.value for one in holding.held(child, TODAY))


def test_an_erased_mentee_leaves_no_call_and_no_answer(pair, child):
    called(child)
    asked(pair)
    pulse.answer_pulse(pair.pulses.get(role="mentee"), Pulse.NO, by=account(child), on=TODAY, note=SECRET)
    for name in ("help", "pulses"):
        inventory.holding[name].erase(child, by=make.office()[0], on=TODAY)
    assert not HelpCall.objects.exists()
    assert not Pulse.objects.filter(person=child).exists() and Pulse.objects.filter(role="mentor").exists()


def asked(pair, on=TODAY):
    mentor = account(pair.mentor)
    for day in (9, 2):
        log_meeting(pair, by=mentor, on=TODAY, held_on=TODAY.replace(day=TODAY.day - day), done="Занимались")
    pulse.chore(on)


def test_the_question_comes_after_the_second_meeting_and_every_sixty_days(pair):
    import datetime

    log_meeting(pair, by=account(pair.mentor), on=TODAY, held_on=TODAY.replace(day=6), done="Занимались")
    pulse.chore(TODAY)
    assert not Pulse.objects.exists()
    asked(pair)
    assert sorted(Pulse.objects.values_list("role", flat=True)) == ["mentee", "mentor"]
    pulse.chore(TODAY), pulse.chore(TODAY + datetime.timedelta(days=59))
    assert Pulse.objects.count() == 2
    pulse.chore(TODAY + datetime.timedelta(days=60))
    assert Pulse.objects.count() == 4 and Pulse.objects.waiting().count() == 2


@pytest.mark.parametrize("who", ["mentor", "director", "parent"])
def test_answers_are_the_curators_only(client, pair, child, parent, who):
    asked(pair)
    pulse.answer_pulse(pair.pulses.get(role="mentee"), Pulse.NO, by=account(child), on=TODAY, note=SECRET)
    user = {"mentor": account(pair.mentor), "director": make.office()[1], "parent": account(parent)}[who]
    seen = pages_of(client, user, pair, child)
    assert SECRET not in seen and "не подходит" not in seen
    client.force_login(make.office()[0], backend=BACKEND)
    assert SECRET in client.get(reverse("programs:pulse_list")).content.decode()


def test_one_tap_by_link_in_a_childs_words_and_a_second_use_is_told(client, pair, child):
    asked(pair)
    token = pulse.pulse_link(pair.pulses.get(role="mentee"), by=make.office()[0], on=TODAY)
    client.logout()
    door = reverse("public:link", args=[token])
    page = client.get(door).content.decode()
    assert "Тебе хорошо с наставником (" in page and child.last_name not in page
    assert not Pulse.objects.filter(answered_on__isnull=False).exists()
    assert "Спасибо" in client.post(door, {"answer": "1"}).content.decode()
    assert Pulse.objects.get(role="mentee").answer == Pulse.NO
    assert "уже использована" in client.post(door, {"answer": "3"}).content.decode()
    assert Pulse.objects.get(role="mentee").answer == Pulse.NO


def test_a_strange_answer_spends_nothing(client, pair):
    asked(pair)
    token = pulse.pulse_link(pair.pulses.get(role="mentee"), by=make.office()[0], on=TODAY)
    client.logout()
    door = reverse("public:link", args=[token])
    assert "Выберите один из ответов" in client.post(door, {"answer": "9"}).content.decode()
    assert links.find(token).used_at is None


def test_a_bad_answer_is_closed_by_what_was_done(client, pair, child):
    asked(pair)
    row = pulse.answer_pulse(pair.pulses.get(role="mentee"), Pulse.NO, by=account(child), on=TODAY)
    client.force_login(make.office()[0], backend=BACKEND)
    client.post(reverse("programs:pulse_handle", args=[row.pk]), {"note": ""})
    row.refresh_from_db()
    assert row.handled_on is None
    client.post(reverse("programs:pulse_handle", args=[row.pk]), {"note": "поговорили втроём"})
    row.refresh_from_db()
    assert row.handled_note == "поговорили втроём"


def test_calls_questions_and_wishes_are_found_by_a_name(client, pair, child):
    from programs.actions import petitions

    other = make.a_pair(prog=pair.programme, status="working")
    found, hidden = child, other.mentees[0]
    for person, name in ((found, "Ёлочкина"), (hidden, "Незабудкина")):
        person.last_name = name
        person.save()
    for one in (pair, other):
        who = one.mentees[0]
        called(who)
        petitions.ask_for_another(one, who, by=account(who), on=TODAY, words="Скучно")
        Pulse.objects.create(pair=one, person=who, role="mentee", asked_on=TODAY)
    signed_in(client, make.office()[0].person)
    for route in ("help_list", "petition_list", "pulse_list"):
        page = client.get(reverse(f"programs:{route}"), {"q": "елочкина"}).content.decode()
        assert "Ёлочкина" in page and "Незабудкина" not in page, route
        empty = client.get(reverse(f"programs:{route}"), {"q": "Нетакова"}).content.decode()
        assert "По этому имени" in empty, route
