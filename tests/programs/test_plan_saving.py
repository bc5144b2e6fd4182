"""The plan that saves itself: one field at a time, with the stamp of what was seen."""

import uuid

import pytest
from django.urls import reverse

from programs.actions import plan_edits as edits
from programs.actions import plans
from programs.actions.plan_edits import line_stamp, stamp
from registry.models import JournalLine
from tests import factories as make
from tests.programs.test_plans import account, agreed, signed_in, typed

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def plan(reference, client):
    pair = make.a_pair(status="working")
    signed_in(client, pair.mentor)
    return pair.plan


def save(client, plan, **asked):
    return client.post(reverse("programs:plan_save", args=[plan.pk]), asked).json()


def task(line, value, **more):
    return {"line": line.pk, "field": "task", "value": value, "seen": stamp(line.task), **more}


def test_a_field_is_saved_by_itself_and_answers_with_its_new_stamp(client, plan):
    line = plan.lines.first()
    told = save(client, plan, **task(line, "Составить расписание"))
    line.refresh_from_db()
    assert line.task == "Составить расписание"
    assert told["state"] == "saved" and told["seen"] == stamp(line.task) and told["line_seen"] == line_stamp(line)


def test_the_same_field_changed_by_another_person_comes_back_with_both_versions(client, plan):
    line = plan.lines.first()
    mine = task(line, "Мой вариант")
    edits.write_field(plan, "task", "Вариант куратора", by=make.office()[0], on=TODAY, seen=None, line=line.pk)
    told = save(client, plan, **mine)
    line.refresh_from_db()
    assert line.task == "Вариант куратора"
    assert told == {
        "state": "clash", "theirs": "Вариант куратора", "words": "Вариант куратора", "gone": False,
        "seen": stamp("Вариант куратора"), "line_seen": line_stamp(line),
    }  # fmt: skip
    assert save(client, plan, **{**mine, "seen": told["seen"]})["state"] == "saved"


def test_another_field_of_the_same_task_clashes_with_nothing(client, plan):
    line = plan.lines.first()
    edits.write_field(plan, "due", "2026-12-01", by=make.office()[0], on=TODAY, seen=None, line=line.pk)
    assert save(client, plan, **task(line, "Мой вариант"))["state"] == "saved"
    line.refresh_from_db()
    assert line.task == "Мой вариант" and line.due.isoformat() == "2026-12-01"


def test_a_day_outside_the_term_is_refused_with_the_point_and_changes_nothing(client, plan):
    line = plan.lines.first()
    told = save(client, plan, line=line.pk, field="due", value="2027-08-01", seen=stamp(line.due))
    assert told["state"] == "refused"
    assert "Срок 01.08.2027 вне срока работы 05.10.2026 – 25.05.2027" in told["text"] and "п. 2.7" in told["text"]
    was = line.due
    line.refresh_from_db()
    assert line.due == was


@pytest.mark.parametrize(("field", "value", "words"), [
    ("due", "вчера", "напишите дату"), ("task", "", "Напишите задание"), ("task", "д" * 501, "до 500 знаков"),
    ("rhythm_days", "200", "от 1 до 90"), ("mark", "done", "состояние плана стало другим"),
    ("status", "agreed", "состояние плана стало другим"),
])  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words(client, plan, field, value, words):
    line = plan.lines.first()
    told = save(client, plan, line=line.pk, field=field, value=value, seen=stamp(getattr(line, field, "")))
    assert told["state"] == "refused" and words in told["text"]


def test_a_new_card_becomes_one_task_however_often_it_is_sent(client, plan):
    count, key = plan.lines.count(), str(uuid.uuid4())
    new = {"key": key, "field": "task", "value": "Показать урок", "seen": stamp("")}
    first = save(client, plan, **new)
    again = save(client, plan, **new)
    due = save(client, plan, key=key, field="due", value="2026-12-10", seen=stamp(""))
    assert first["line"] == again["line"] == due["line"]
    line = plan.lines.get(task="Показать урок")
    assert plan.lines.count() == count + 1 and line.due.isoformat() == "2026-12-10" and plan.lines.last() == line


def test_a_plan_of_sixty_tasks_is_full_and_its_page_still_saves(client, plan):
    plan.lines.bulk_create(
        type(plan.lines.first())(plan=plan, position=place, task=f"Задание {place}")
        for place in range(plan.lines.count() + 1, 61)
    )
    told = save(client, plan, key=str(uuid.uuid4()), field="task", value="Лишнее", seen=stamp(""))
    assert told["state"] == "refused" and "уже 60 заданий" in told["text"] and plan.lines.count() == 60
    rows = {59: {"task": "Последнее, поправленное"}}
    answer = client.post(reverse("programs:plan_edit", args=[plan.pk]), typed(plan, rows))
    assert answer.status_code == 302 and plan.lines.last().task == "Последнее, поправленное"


def test_a_task_that_is_gone_says_so_and_nothing_comes_back_by_itself(client, plan):
    line = plan.lines.first()
    mine = task(line, "Мой вариант")
    edits.remove_line(plan, line.pk, by=make.office()[0], on=TODAY)
    told = save(client, plan, **mine)
    assert told["state"] == "clash" and told["gone"] and not plan.lines.filter(task="Мой вариант").exists()


def test_a_task_changed_meanwhile_is_not_taken_away_unseen(client, plan):
    line = plan.lines.first()
    seen = line_stamp(line)
    edits.write_field(plan, "task", "Вариант куратора", by=make.office()[0], on=TODAY, seen=None, line=line.pk)
    told = save(client, plan, op="remove", line=line.pk, seen=seen)
    assert told["state"] == "clash" and plan.lines.filter(pk=line.pk).exists()
    assert save(client, plan, op="remove", line=line.pk, seen=told["line_seen"])["state"] == "saved"
    assert not plan.lines.filter(pk=line.pk).exists()


def test_what_lies_with_the_curator_takes_no_words(client, plan):
    plan.goal, plan.explanation = "Цель", "Записка"
    plan.save()
    plans.submit_plan(plan, by=account(plan.pair.mentor), on=TODAY)
    told = save(client, plan, **task(plan.lines.first(), "Поздно"))
    assert told["state"] == "refused" and "у куратора" in told["text"]


def test_an_agreed_plan_takes_results_and_no_tasks(client, plan):
    plan = agreed(plan)
    line = plan.lines.first()
    assert save(client, plan, **task(line, "Подмена"))["state"] == "refused"
    for field, value in (("actual_result", "Получилось"), ("mark", "partly"), ("comment", "Нужна ещё неделя")):
        assert save(client, plan, line=line.pk, field=field, value=value, seen=stamp(""))["state"] == "saved"
    line.refresh_from_db()
    assert (line.actual_result, line.mark, line.comment) == ("Получилось", "partly", "Нужна ещё неделя")


def test_one_sitting_is_one_line_of_the_journal(client, plan):
    for line in plan.lines.all()[:3]:
        save(client, plan, **task(line, f"{line.task} вместе"))
    assert JournalLine.objects.filter(verb="изменён план", target=f"programs.plan:{plan.pk}").count() == 1


def test_nobody_but_the_mentor_and_the_curator_writes(client, plan):
    line = plan.lines.first()
    for who, status in ((plan.pair.mentees[0], 403), (make.person(), 404), (make.a_mentor().person, 404)):
        signed_in(client, who)
        answer = client.post(reverse("programs:plan_save", args=[plan.pk]), task(line, "Чужое"))
        assert answer.status_code == status
    line.refresh_from_db()
    assert line.task != "Чужое"
