"""Around the choosing: pages of the list, the term, slips as a long work, answers from paper, who learns of a no."""

import datetime

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

from programs import choosing
from programs.actions import handouts, pairs
from programs.models import Pair, Request, Ruling
from registry.engine import tasks
from registry.engine.errors import Gap, Refused
from registry.models import Job
from registry.views.base import attempt
from tests import factories as make
from tests.programs import story_of_pairing as story
from tests.programs.story import at, text_of
from tests.programs.test_pairing import page_of, post, send, solved

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def test_many_slips_are_a_long_work_whose_file_is_for_the_curator_alone(reference, client, monkeypatch):
    prog, form, _mentors, _mentees = story.field(2, 3)
    _, solution = solved(prog, form)
    send(prog, form, solution)
    monkeypatch.setattr(handouts, "FEW", 1)
    monkeypatch.setattr(handouts, "BATCH", 4)
    page = post(client, "slips", prog, form)
    assert "готово" in page.content.decode().lower()
    job = Job.objects.get(kind=handouts.JOB)
    assert "В файле" in job.result["said"]
    where = reverse("programs:handouts_file", args=[job.pk])
    answer = client.get(where)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert at(client, make.office()[1]).get(where).status_code == 404


def test_a_term_that_is_too_long_is_said_once_and_stays_in_the_field(reference, client):
    prog, form, _mentors, _mentees = story.field(1, 3)
    _, solution = solved(prog, form)
    answer = post(
        client, "send", prog, form, take=[f"{pair.mentor}:{pair.mentee}" for pair in solution.pairs],
        starts=TODAY, ends="2029-05-25", mode="remote",
    )  # fmt: skip
    text = text_of(answer)
    assert text.count("не может быть больше 12") == 2 and "не предложены" in text  # on top, and at the field
    assert 'value="2029-05-25"' in answer.content.decode() and not Pair.objects.exists()


def test_turning_a_page_keeps_what_was_taken_off_on_every_page(reference, client):
    prog, form, _mentors, mentees = story.field(1, 2)
    here = f"/programs/pairing/?pair={prog.code}.{form.code}&off=7"
    shown = [one.pk for one in mentees]
    answer = at(client, make.office()[0]).post("/programs/pairing/turn/", {
        "pair_of": f"{prog.code}.{form.code}", "here": here, "shown": shown, "take": f"1:{shown[0]}", "turn": "2",
    })  # fmt: skip
    assert f"off={shown[1]}%2C7" in answer.url and "page=2" in answer.url


def test_whoever_is_left_is_given_a_place_only_for_a_reason_and_at_somebodys_cost(reference, client):
    prog, form, (mentor,), _mentees = story.field(1, 3)
    _setting, solution = solved(prog, form)
    (left,) = solution.left
    opened = text_of(page_of(client, prog, form, open=left))
    assert "с кем мог бы работать" in opened and "без пары останется кто-то другой" in opened
    answer = post(client, "rule", prog, form, pin=f"{mentor.pk}:{left}")
    assert 'id="no-reason"' in answer.content.decode() and not Ruling.objects.exists()
    post(client, "rule", prog, form, pin=f"{mentor.pk}:{left}", **{f"note-{left}": "просит семья"})
    assert Ruling.objects.get().mentee_id == left


def test_who_said_no_is_known_to_the_curator_and_to_himself_alone(reference, client):
    curator, _ = make.office()
    prog = make.a_programme(preset="pupils")
    pair = make.a_pair(prog, form=prog.forms.get(code="pupil_pupil"))
    child = pair.mentees[0]
    mark = next(row for row in pair.agreements.all() if row.side.person == child and not row.as_guardian)
    pairs.answer_pair(mark, by=make.user_for(child), on=TODAY, agrees=False, note="скучно")
    said = page_of(client, prog, prog.forms.get(code="pupil_pupil"), curator)
    assert "Отказались от предложенной пары: 1" in text_of(said) and "«скучно»" in text_of(said)
    readers = {curator: True, make.user_for(child.guardians(TODAY).first()): True, make.user_for(pair.mentor): False}
    for user, is_told in readers.items():
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(pair.get_absolute_url()).content.decode()
        assert "не состоялась" in page and ("отказ" in page.lower()) == is_told, user


def test_a_sheet_that_all_have_signed_is_entered_by_one_button(reference, client):
    at(client, make.office()[0])
    prog = make.a_programme(preset="pupils")
    pair, other = (make.a_pair(prog, form=prog.forms.get(code="pupil_pupil")) for _ in range(2))
    where = reverse("programs:pair_answers")
    page = client.get(where).content.decode()
    assert page.count('name="yes"') == 8 and page.count('name="whole"') == 2
    client.post(where, {"whole": pair.pk})
    pair.refresh_from_db()
    assert pair.status == "agreed" and {row.how for row in pair.agreements.all()} == {"paper"}
    mark = other.agreements.filter(as_guardian=True).first()
    client.post(where, {"yes": mark.pk})
    mark.refresh_from_db()
    assert mark.answer and mark.person in mark.side.person.guardians(TODAY)
    assert Pair.objects.get(pk=other.pk).status == "proposed"
    assert client.get(where).content.decode().count('name="yes"') == 3


def test_whoever_was_helped_waits_no_more_until_asking_anew(reference, client):
    curator, _ = make.office()
    prog = make.a_programme()
    form = prog.forms.get(code="pupil_pupil")
    pair = make.a_pair(prog, form=form, status="closing")
    child = pair.mentees[0]
    make.an_order(prog, "completion")
    parent = make.user_for(child.guardians(TODAY).first())

    def kinds():
        return {task.kind for task in tasks.for_user(curator, TODAY)}

    def waits():
        return len(solved(prog, form)[0].mentees), len(choosing.unpaired(prog, curator, TODAY))

    lonely = {"programs.people_to_join", "programs.support_missing"}
    assert waits() == (0, 0) and not lonely & kinds()
    home = text_of(at(client, parent).get("/cabinet/"))
    assert "Работа с наставником завершена" in home and "подбирают наставника" not in home
    for user in (parent, make.user_for(child), make.user_for(pair.mentor)):
        own = at(client, user).get("/cabinet/own/").content.decode()
        assert f'href="{pair.get_absolute_url()}"' in own and client.get(pair.get_absolute_url()).status_code == 200
    Request.objects.filter(person=child).update(repeated_on=TODAY + datetime.timedelta(days=1))
    assert waits() == (1, 1) and lonely <= kinds()


def test_a_refused_form_leads_once_to_each_page_that_mends_it():
    form, way = forms.Form({}), Gap("Нет справки.", "/cards/7/", "Внести документ")
    assert form.is_valid()

    def deed():
        raise Refused(way, Gap("Нет другой справки.", "/cards/7/", "Внести документ"), Gap("Поздно."))

    assert attempt(form, deed) is None and form.ways == [Gap("Нет другой справки.", "/cards/7/", "Внести документ")]
    page = render_to_string("_errors.html", {"form": form})
    assert page.count('href="/cards/7/"') == 1 and "Нет справки." in page and "Поздно." in page
