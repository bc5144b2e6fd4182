"""The plan: filled on a phone, nothing lost in a conflict, agreed by another person than its author, printed."""

import pytest
from django.urls import reverse

from programs.actions import plans as actions
from programs.actions.plan_edits import stamp
from programs.papers import plan as paper
from registry.engine import papers
from registry.engine.errors import Refused
from registry.models import Appointment
from tests import factories as make
from tests.factories import account

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def signed_in(client, person_or_user):
    user = person_or_user if hasattr(person_or_user, "username") else account(person_or_user)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def pair(reference):
    return make.a_pair(status="working")


def edit_url(plan):
    return reverse("programs:plan_edit", args=[plan.pk])


def typed(plan, rows=None, **fields):
    """What the browser would send: all cards as they are, changed by `rows`, {number: {field: value}}; the stamps
    are those of the plan as it is when the page is opened, that is, now."""
    lines = list(plan.lines.all())
    number = max([len(lines), *[place + 1 for place in (rows or {})]])
    data = {
        "goal": plan.goal or "Научиться планировать урок", "seen_goal": stamp(plan.goal),
        "explanation": "Трудно планировать", "seen_explanation": stamp(plan.explanation),
        "line-TOTAL_FORMS": number, "line-INITIAL_FORMS": len(lines),
    }  # fmt: skip
    for place in range(number):
        line = lines[place] if place < len(lines) else None
        values = {
            "id": line.pk if line else "", "task": line.task if line else "",
            "due": line.due.isoformat() if line and line.due else "",
            "planned_result": line.planned_result if line else "", "section": line.section if line else "",
        }  # fmt: skip
        values |= {f"seen_{name}": stamp(values[name]) for name in ("task", "due", "planned_result", "section")}
        data |= {f"line-{place}-{name}": value for name, value in {**values, **(rows or {}).get(place, {})}.items()}
    return {**data, **fields}


def agreed(plan):
    """The plan on its ordinary way: the mentor sends it, the curator agrees."""
    plan.goal, plan.explanation = "Вести урок спокойно", "Трудно удержать внимание класса"
    plan.save()
    plan = actions.submit_plan(plan, by=account(plan.pair.mentor), on=TODAY)
    return actions.agree_plan(plan, by=make.office()[0], on=TODAY)


def test_the_plan_starts_from_the_typical_one_and_keeps_what_is_typed(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    page = client.get(edit_url(plan)).content.decode()
    assert plan.lines.count() >= 6
    assert all(line.task in page for line in plan.lines.all())
    count = plan.lines.count()
    new = {"task": "Показать открытый урок", "due": "2027-03-01", "planned_result": "Отзыв коллег"}
    answer = client.post(edit_url(plan), typed(plan, {0: {"task": "Свой текст"}, count: new}))
    assert answer.url == f"{plan.get_absolute_url()}?saved=1"
    plan.refresh_from_db()
    tasks = list(plan.lines.values_list("task", flat=True))
    assert tasks[0] == "Свой текст" and tasks[-1] == "Показать открытый урок" and len(tasks) == count + 1
    assert plan.goal == "Научиться планировать урок"


def test_one_more_card_without_script_saves_what_was_typed_and_brings_an_empty_card(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    answer = client.post(edit_url(plan), typed(plan, {0: {"task": "Уже сохранено"}}, more="1", goal="Новая цель"))
    assert answer.url == f"{edit_url(plan)}?more=1#last-card"
    plan.refresh_from_db()
    assert plan.goal == "Новая цель" and plan.lines.filter(task="Уже сохранено").exists()
    page = client.get(answer.url).content.decode()
    assert f'name="line-TOTAL_FORMS" value="{plan.lines.count() + 1}"' in page and "новое" in page


def test_one_more_card_after_a_fault_keeps_everything_typed(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    page = client.post(edit_url(plan), typed(plan, {0: {"due": "2030-01-01", "task": "Ещё не сохранено"}}, more="1"))
    page = page.content.decode()
    assert "Ещё не сохранено" in page and "вне срока работы" in page
    assert not plan.lines.filter(task="Ещё не сохранено").exists()


def test_a_card_may_be_taken_away(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    first, count = plan.lines.first(), plan.lines.count()
    client.post(edit_url(plan), typed(plan, {0: {"delete": "on"}}))
    assert plan.lines.count() == count - 1 and not plan.lines.filter(pk=first.pk).exists()


def test_a_line_due_outside_the_term_names_the_point_at_its_field(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    page = client.post(
        edit_url(plan), typed(plan, {1: {"due": "2027-08-01", "task": "Летний проект"}})
    ).content.decode()
    assert "Срок 01.08.2027 вне срока работы 05.10.2026 – 25.05.2027" in page and "п. 2.7" in page
    assert "Летний проект" in page
    assert not plan.lines.filter(task="Летний проект").exists()


def other_person_writes(plan, head=None, **fields):
    """The curator changes the first task, and the head, while the mentor's page is open."""
    first = plan.lines.first()
    lines = [{"id": first.pk, **fields}] if fields else []
    return actions.save_plan(plan, lines, by=make.office()[0], on=TODAY, head=head)


def test_two_people_editing_one_plan_see_both_versions_and_lose_nothing(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    mine = typed(plan, {0: {"task": "Мой вариант"}, 1: {"planned_result": "Мой результат"}}, goal="Моя цель")
    other_person_writes(plan, {"goal": "Цель куратора"}, task="Вариант куратора")
    page = client.post(edit_url(plan), mine).content.decode()
    assert "сейчас «Вариант куратора», у вас «Мой вариант»" in page
    assert "сейчас «Цель куратора», у вас «Моя цель»" in page
    assert "то, что сейчас в плане" in page and "соединить оба текста" in page and "Мой результат" in page
    plan.refresh_from_db()
    assert plan.goal == "Цель куратора" and plan.lines.first().task == "Вариант куратора"
    assert not plan.lines.filter(planned_result="Мой результат").exists()
    again = {**mine, "seen_goal": stamp("Цель куратора"), "line-0-seen_task": stamp("Вариант куратора")}
    client.post(edit_url(plan), {**again, "take_goal": "theirs", "line-0-take_task": "both"})
    plan.refresh_from_db()
    assert plan.goal == "Цель куратора"
    assert plan.lines.first().task == "Вариант куратора\nМой вариант"
    assert plan.lines.all()[1].planned_result == "Мой результат"


def test_fields_that_only_the_other_person_touched_are_merged_without_a_question(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    mine = typed(plan, {0: {"planned_result": "Мой результат"}})
    other_person_writes(plan, task="Вариант куратора")
    actions.save_plan(plan, [{"id": None, "task": "Добавлено куратором"}], by=make.office()[0], on=TODAY)
    assert client.post(edit_url(plan), mine).status_code == 302
    first = plan.lines.first()
    assert (first.task, first.planned_result) == ("Вариант куратора", "Мой результат")
    assert plan.lines.filter(task="Добавлено куратором").exists()


def test_a_task_that_the_other_person_took_away_comes_back_when_it_was_mended(client, pair):
    plan = pair.plan
    signed_in(client, pair.mentor)
    first = plan.lines.first()
    mine = typed(plan, {0: {"task": "Поправлено мной"}})
    actions.save_plan(plan, [{"id": first.pk, "delete": True}], by=make.office()[0], on=TODAY)
    page = client.post(edit_url(plan), mine).content.decode()
    assert "Задание «Поправлено мной» другой человек убрал из плана" in page and 'name="line-0-id" value=""' not in page
    assert not plan.lines.filter(task="Поправлено мной").exists()
    key = page.split('name="line-0-key" value="')[1].split('"')[0]
    again = {**mine, "line-0-id": "", "line-0-key": key}
    again |= {name: stamp("") for name in mine if name.startswith("line-0-seen_")}
    client.post(edit_url(plan), again)
    assert plan.lines.filter(task="Поправлено мной").count() == 1


def test_the_author_may_not_agree_his_own_plan(client, pair):
    curator = make.office()[0]
    plan = pair.plan
    plan.goal, plan.explanation = "Цель", "Записка"
    plan.save()
    signed_in(client, curator)
    move = reverse("programs:plan_move", args=[plan.pk, "submit"])
    client.post(move)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "План передали вы" in page and "Согласовать план" not in page
    agree = reverse("programs:plan_move", args=[plan.pk, "agree"])
    assert client.post(agree).status_code == 403
    plan.refresh_from_db()
    assert plan.status == "submitted"
    deputy = make.user_for(make.acting("deputy_curator"))
    signed_in(client, deputy)
    client.post(agree)
    plan.refresh_from_db()
    assert plan.status == "agreed" and plan.agreed_by == deputy.person


def test_a_curator_who_mentors_the_pair_may_not_agree_its_plan(client, pair):
    plan = pair.plan
    plan.goal, plan.explanation = "Цель", "Записка"
    plan.save()
    Appointment.objects.create(person=pair.mentor, role="deputy_curator", starts=make.START)
    actions.submit_plan(plan, by=make.office()[0], on=TODAY)
    signed_in(client, pair.mentor)
    assert client.post(reverse("programs:plan_move", args=[plan.pk, "agree"])).status_code == 403


def test_a_plan_without_a_goal_or_a_date_is_not_sent(client, pair):
    plan = pair.plan
    plan.lines.update(due=None)
    signed_in(client, pair.mentor)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Не записана цель работы" in page and "Нет срока у задания" in page
    client.post(reverse("programs:plan_move", args=[plan.pk, "submit"]))
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_when_agreed_only_results_and_marks_are_written(client, pair):
    plan = agreed(pair.plan)
    signed_in(client, pair.mentor)
    line = plan.lines.first()
    page = client.get(edit_url(plan)).content.decode()
    assert "Фактический результат" in page and 'name="line-0-task"' not in page
    data = {"line-TOTAL_FORMS": 1, "line-INITIAL_FORMS": 1, "line-0-id": line.pk}
    client.post(edit_url(plan), {
        **data, "line-0-actual_result": "Сделали вместе", "line-0-mark": "done",
        "line-0-task": "Подмена", "goal": "Подмена",
    })  # fmt: skip
    was, line = line.task, plan.lines.first()
    assert (line.actual_result, line.mark, line.task) == ("Сделали вместе", "done", was)
    plan.refresh_from_db()
    assert plan.goal == "Вести урок спокойно"


def test_a_corrected_plan_keeps_its_results(client, pair):
    plan = agreed(pair.plan)
    line = plan.lines.first()
    line.actual_result, line.mark = "Уже сделано", "done"
    line.save()
    signed_in(client, pair.mentor)
    client.post(reverse("programs:plan_move", args=[plan.pk, "reopen"]), {"note": "новая тема"})
    plan.refresh_from_db()
    client.post(edit_url(plan), typed(plan, {0: {"task": "Уточнённое задание"}}))
    line.refresh_from_db()
    assert (line.task, line.actual_result, line.mark) == ("Уточнённое задание", "Уже сделано", "done")


def test_closing_needs_the_mentors_analysis_and_keeps_the_last_version(client, pair):
    plan = agreed(pair.plan)
    signed_in(client, pair.mentor)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Нет анализа наставника" in page and "edit/#id_analysis" in page
    assert 'id="id_analysis"' in client.get(edit_url(plan)).content.decode()
    close = reverse("programs:plan_move", args=[plan.pk, "close"])
    client.post(close)
    plan.refresh_from_db()
    assert plan.status == "agreed"
    data = {"analysis": "Всё получилось", "seen_analysis": stamp(""), "line-TOTAL_FORMS": 0, "line-INITIAL_FORMS": 0}
    client.post(edit_url(plan), data)
    client.post(close)
    plan.refresh_from_db()
    assert plan.status == "closed" and plan.analysis == "Всё получилось" and plan.closed_on
    last = plan.versions.last()
    assert last.is_final and last.said["analysis"] == "Всё получилось"


def test_strangers_and_the_mentee_do_not_write_the_plan(client, pair):
    signed_in(client, pair.mentees[0])
    assert client.get(pair.plan.get_absolute_url()).status_code == 200
    assert client.post(edit_url(pair.plan), typed(pair.plan)).status_code == 403
    signed_in(client, make.user_for(make.person()))
    for name in ("plan_detail", "plan_edit", "plan_pdf"):
        assert client.get(reverse(f"programs:{name}", args=[pair.plan.pk])).status_code == 404


def test_the_percent_counts_a_task_done_in_part_as_a_half(pair):
    plan = pair.plan
    plan.lines.all()[4].delete()
    for line in list(plan.lines.all())[4:]:
        line.delete()
    for line, mark in zip(plan.lines.all(), ["done", "partly", "not_done", ""], strict=True):
        line.mark = mark
        line.save()
    assert plan.percent == 38 and plan.done_share == (1, 4)


def test_the_paper_has_the_documents_word_six_columns_and_a_guardians_line(client, reference):
    pair = make.a_pair(prog=make.a_programme(), status="working")
    plan = pair.plan
    guardian = pair.mentees[0].guardians(TODAY).first()
    signed_in(client, pair.mentor)
    markup = papers.html(paper.TEMPLATE, paper.context(plan))
    for words in (
        "Индивидуальный план развития под руководством наставника", "Проект, задание", "Планируемый результат",
        "Фактический результат", "Оценка наставника", "Законный представитель", guardian.signature_name,
        "Согласовано: куратор", pair.mentor.full_name,
    ):  # fmt: skip
        assert words in markup
    answer = client.get(reverse("programs:plan_pdf", args=[plan.pk]))
    assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"


def test_a_teacher_mentee_needs_no_guardians_line(pair):
    assert "Законный представитель" not in [row["role"] for row in paper.context(pair.plan)["signatures"]]


def test_a_stale_stamp_is_refused_under_the_lock(pair):
    actions.save_plan(pair.plan, [], by=make.office()[0], on=TODAY, head={"goal": "Первый"})
    with pytest.raises(Refused, match="сейчас «Первый», у вас «Второй»"):
        actions.save_plan(
            pair.plan, [], by=make.office()[0], on=TODAY, head={"goal": "Второй", "seen": {"goal": stamp("")}}
        )
    pair.plan.refresh_from_db()
    assert pair.plan.goal == "Первый"
