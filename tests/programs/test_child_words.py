"""Every page that a mentee under fourteen can come to speaks to a child: «ты», and no word of the office."""

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.urls import resolve

from programs.actions import ahead, early_ends, meetings, petitions, plan_notes
from programs.actions import help as helping
from programs.forms.orders import AnswerForm
from registry import reading
from registry.actions import subject
from registry.forms.files import GONE
from tests import factories as make
from tests.programs.story import at

pytestmark = pytest.mark.django_db
TODAY, DAY = make.TODAY, datetime.timedelta(days=1)
OWN = ("/cabinet/", "/registry/", "/programs/", "/accounts/")
PAPER = r'<article class="paper.*?</article>'
"""A paper stays a paper of the law; the page around it says what it is."""
STORED = r'<dl class="facts">.*?</dl>\s*<p class="muted">Хранится.*?</p>'
"""All that is stored, by the names under which it is stored: the page says to look at it with an adult."""
SPOKEN_TO_ADULTS = re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*|\w+(?:йте|ите)(?:сь)?)\b", re.I)
OFFICE = re.compile(
    r"наставляем|законн\w+ представит|персональн|обработк|согласован|ходатайств|персонализир|реестр|приостановлен|"
    r"ролев\w+ модел|форм\w+ наставничества|журнал|обращени|зарегистр|уничтож|параметр|замер|индивидуальн|дистанционн|"
    r"\bочно\b|планируем|фактическ|оценк\w наставника|пояснительн|заявлени|сложени|резолюц|представител", re.I
)  # fmt: skip


@pytest.fixture
def child(reference):
    """Eleven years old, with everything that happens to a pair in a year."""
    curator, _ = make.office()
    mentee = make.an_admitted(make.pupil(age=11))
    pair = make.a_pair(prog=make.a_programme(), mentee=mentee, status="working", goal="Разобраться с дробями")
    user, mentor = make.user_for(mentee.person), make.user_for(pair.mentor)
    meetings.log_meeting(pair, by=mentor, on=TODAY, held_on=TODAY - 3 * DAY, done="Складывали дроби")
    ahead.plan_meeting(pair, by=mentor, on=TODAY, held_on=TODAY + 3 * DAY, place="кабинет 7")
    ahead.log_missed(pair, by=mentor, on=TODAY, held_on=TODAY - 9 * DAY, whose="mentor")
    pair.plan.lines.create(task="Решить пять задач", due=TODAY - DAY)
    type(pair.plan).objects.filter(pk=pair.plan.pk).update(status="agreed")
    plan_notes.write_note(pair.plan, by=user, on=TODAY, kind="proposal", text="Сделать плакат")
    petitions.ask_for_another(pair, mentee.person, by=user, on=TODAY, words="Скучно")
    early_ends.propose(pair, by=mentor, on=TODAY, ends_on=TODAY + 9 * DAY, reason="всё получилось")
    call = helping.ask_help(mentee.person, mentee.person, by=user, on=TODAY, words="Трудно")
    helping.answer_help(call, by=curator, on=TODAY, answer="Поговорим завтра")
    subject.ask(mentee.person, "stored", by=user, on=TODAY, words="", about="", source="cabinet")
    return user


def pages_of(client, user):
    """(address, words) of every page to which links lead from «Сегодня», one page of each kind."""
    at(client, user)
    todo, seen = ["/cabinet/"], set()
    while todo:
        address = todo.pop(0).replace("&amp;", "&").split("#")[0]
        name = resolve(address.split("?")[0]).view_name
        if name in seen:
            continue
        seen.add(name)
        answer = client.get(address)
        if answer.status_code in (301, 302):
            todo.append(answer["Location"])
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        html = answer.content.decode()
        todo += [link for link in re.findall(r'href="(/[^"]*)"', html) if link.startswith(OWN)]
        yield name, words_of(html)


def words_of(html) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    for adult in (PAPER, STORED):
        main = re.sub(adult, " ", main, flags=re.S)
    return re.sub(r"<[^>]+>", " ", main).replace("на сайте", "")


def test_a_child_reads_ty_and_no_word_of_the_office_on_any_page(client, child):
    faults, walked = [], []
    for name, words in pages_of(client, child):
        walked.append(name)
        found = {*SPOKEN_TO_ADULTS.findall(words), *OFFICE.findall(words)}
        if found:
            faults.append(f"{name}: {', '.join(sorted(found))}")
    assert not faults, "\n".join(faults)
    assert {
        "cabinet", "own_pair", "programs:pair_detail", "programs:plan_detail", "programs:plan_say", "programs:help_new",
        "programs:help_detail", "programs:petition_detail", "programs:wishes_edit", "registry:my_data",
        "registry:subject_request_new", "registry:subject_request_detail", "programs:order_detail",
    } <= set(walked)  # fmt: skip


def test_what_a_child_sends_is_answered_in_the_same_words(client, child):
    pair = child.person.sides.get().pair
    at(client, child)
    for address, data in (
        ("/programs/help/new/", {"words": "Мне грустно"}),
        (f"/programs/plans/{pair.plan.pk}/say/", {"kind": "question", "text": ""}),
        (f"/programs/plans/{pair.plan.pk}/say/", {"kind": "question", "text": "Когда контрольная?"}),
        (f"/programs/pairs/{pair.pk}/another-mentor/", {"words": ""}),
    ):  # fmt: skip
        said = words_of(client.post(address, data, follow=True).content.decode())
        found = {*SPOKEN_TO_ADULTS.findall(said), *OFFICE.findall(said)}
        assert not found, (address, found)


def test_an_answer_to_a_draft_and_a_file_that_waits_are_told_to_a_child_in_the_same_words():
    waiting = render_to_string("_file_input.html", {"file": "листок.jpg", "key": "0", "field": "file", "input": ""})
    for html in (str(AnswerForm({}, to_child=True)), waiting, GONE):
        words = re.sub(r"<[^>]+>", " ", html)
        assert not {*SPOKEN_TO_ADULTS.findall(words), *OFFICE.findall(words)}, words


def test_a_grown_mentee_and_a_parent_stay_with_vy(client, reference):
    pair = make.a_pair(prog=make.a_programme(preset="teachers"), status="working")
    teacher = make.user_for(pair.mentees[0])
    page = at(client, teacher).get(pair.get_absolute_url()).content.decode()
    assert "это вы" in page and "это ты" not in page
    parent = make.user_for(make.guardian_of(make.pupil(age=11)))
    assert "Здравствуйте" in at(client, parent).get("/cabinet/").content.decode()


@pytest.mark.parametrize(("age", "is_child"), [(13, True), (14, False), (17, False)])
def test_the_border_is_fourteen(reference, age, is_child):
    assert reading.is_child(make.pupil(age=age), TODAY) is is_child


def test_a_pupil_whose_age_is_not_known_is_spoken_to_as_a_child_and_a_teacher_is_not(reference):
    assert reading.is_child(make.pupil(birth_date=None), TODAY)
    assert not reading.is_child(make.teacher(birth_date=None), TODAY)
