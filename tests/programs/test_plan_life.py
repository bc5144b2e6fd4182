"""The life of a plan: agreed versions, the mentee's words, typical plans in editions, kinds of plans, the bank."""

import io

import openpyxl
import pytest
from django.urls import reverse

from programs.actions import plan_notes, plans, typical
from programs.models import PlanKind, PlanNote, TypicalPlan
from programs.papers import plan as paper
from registry.engine import papers
from registry.engine.errors import Refused
from registry.models import JournalLine
from tests import factories as make
from tests.programs.test_plans import account, agreed, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


def post_move(client, plan, name, **data):
    client.post(reverse("programs:plan_move", args=[plan.pk, name]), data)
    plan.refresh_from_db()


def test_every_agreed_version_stays_as_it_was_with_its_reason(client, pair):
    plan = agreed(pair.plan)
    first_task = plan.lines.first().task
    signed_in(client, pair.mentor)
    post_move(client, plan, "reopen", note="Ребёнок заболел, сроки сдвигаются")
    assert plan.status == "draft" and "Готовится новая версия" in client.get(plan.get_absolute_url()).content.decode()
    plans.save_plan(
        plan, [{"id": plan.lines.first().pk, "task": "Новое задание"}], by=account(pair.mentor), on=TODAY
    )  # fmt: skip
    plans.agree_plan(plans.submit_plan(plan, by=account(pair.mentor), on=TODAY), by=make.office()[0], on=TODAY)
    old, new = plan.versions.all()
    assert (old.number, old.reason, new.number, new.reason) == (
        1, "план составлен", 2, "Ребёнок заболел, сроки сдвигаются",
    )  # fmt: skip
    page = client.get(old.get_absolute_url()).content.decode()
    assert first_task in page and "Новое задание" not in page and "план составлен" in page
    assert "Новое задание" in client.get(new.get_absolute_url()).content.decode()
    printed = client.get(reverse("programs:plan_version_pdf", args=[old.pk]))
    assert printed.content.startswith(b"%PDF")
    assert first_task in papers.html(paper.TEMPLATE, old.said)


def test_the_curator_returns_a_plan_with_a_remark_and_it_goes_again(client, pair):
    plan = pair.plan
    plan.goal = "Цель"
    plan.save()
    plans.submit_plan(plan, by=account(pair.mentor), on=TODAY)
    signed_in(client, make.office()[0])
    post_move(client, plan, "send_back", note="Добавьте сроки проекта")
    assert plan.status == "draft" and plan.versions.count() == 0
    signed_in(client, pair.mentor)
    assert "Добавьте сроки проекта" in client.get(reverse("programs:plan_edit", args=[plan.pk])).content.decode()


def test_a_version_is_closed_to_strangers(client, pair):
    version = agreed(pair.plan).versions.get()
    for stranger in (make.a_mentor().person, make.guardian_of(make.pupil())):
        signed_in(client, stranger)
        assert client.get(version.get_absolute_url()).status_code == 404


# --- The mentee's words ----------------------------------------------------------------------------------------------


def say(client, plan, kind="proposal", text="Хочу снять фильм о школе", **more):
    return client.post(reverse("programs:plan_say", args=[plan.pk]), {"kind": kind, "text": text, **more})


def test_a_proposal_is_seen_by_mentor_and_curator_and_by_nobody_else(client, pair):
    plan, text = pair.plan, "Хочу снять фильм о школе"
    signed_in(client, pair.mentees[0])
    assert say(client, plan).status_code == 302
    curator, director = make.office()
    for who in (pair.mentor, curator, pair.mentees[0], pair.mentees[0].guardians(TODAY).first()):
        signed_in(client, who)
        assert text in client.get(plan.get_absolute_url()).content.decode()
    for who in (director, make.user_for(make.acting("psychologist"))):
        signed_in(client, who)
        page = client.get(plan.get_absolute_url())
        assert page.status_code == 200 and text not in page.content.decode()
        assert client.get(reverse("programs:plan_answer", args=[PlanNote.objects.get().pk])).status_code == 404


def test_the_answer_stays_in_history_and_is_given_once(client, pair):
    signed_in(client, pair.mentees[0])
    line = pair.plan.lines.first()
    say(client, pair.plan, "difficulty", "Не понимаю, с чего начать", line=line.pk)
    note = PlanNote.objects.get()
    signed_in(client, pair.mentor)
    data = {"decision": "talk", "answer": "Разберём в среду"}
    client.post(reverse("programs:plan_answer", args=[note.pk]), data)
    note.refresh_from_db()
    assert note.get_decision_display() == "обсудим на встрече" and note.answered_by == pair.mentor
    with pytest.raises(Refused, match="уже ответили"):
        plan_notes.answer_note(note, by=account(pair.mentor), on=TODAY, decision="declined", answer="Нет")
    task = line.task
    line.delete()
    signed_in(client, pair.mentees[0])
    page = client.get(pair.plan.get_absolute_url()).content.decode()
    assert "Не понимаю, с чего начать" in page and "Разберём в среду" in page and task[:60] in page


def test_the_words_of_a_group_member_whose_consent_ended_close_to_the_mentor(client, pair):
    from registry.actions import consents

    child = pair.mentees[0]
    plan_notes.write_note(pair.plan, by=account(child), on=TODAY, kind="difficulty", text="Дома шумно")
    other = make.an_admitted(prog=pair.programme).person
    pair.sides.create(person=other, role="mentee", starts=pair.starts)
    given = child.consents.get(kind="processing")
    consents.withdraw_consent(given, by=make.office()[0], on=TODAY, note="заявление")
    signed_in(client, pair.mentor)
    page = client.get(pair.plan.get_absolute_url(), follow=True).content.decode()
    assert "Дома шумно" not in page


def test_the_mentee_marks_a_task_done_and_the_mentor_still_judges(client, pair):
    plan, child = agreed(pair.plan), pair.mentees[0]
    line = plan.lines.first()
    done = reverse("programs:plan_line_done", args=[line.pk])
    signed_in(client, child)
    client.post(done)
    client.post(done)
    line.refresh_from_db()
    assert line.done_marks.count() == 1 and line.mark == "" and plan.percent == 0
    signed_in(client, pair.mentor)
    assert "«сделал»" in client.get(reverse("programs:plan_edit", args=[plan.pk])).content.decode()
    plans.save_plan(plan, [{"id": line.pk, "mark": "done"}], by=account(pair.mentor), on=TODAY)
    signed_in(client, child)
    client.post(done, {"back": "1"})
    assert line.done_marks.count() == 1, "what the mentor has judged stays"


def test_a_task_of_a_draft_is_not_marked_done(client, pair):
    line = pair.plan.lines.first()
    signed_in(client, pair.mentees[0])
    client.post(reverse("programs:plan_line_done", args=[line.pk]))
    assert not line.done_marks.exists()


def test_a_group_has_one_plan_in_which_each_member_speaks_for_himself(client, reference):
    group, (_, second, third) = make.a_group(3)
    said = paper.context(group.plan, TODAY)
    assert len(said["mentees"]) == 3
    signed_in(client, second)
    say(client, group.plan, "question", "Можно мне выступать второй?")
    assert PlanNote.objects.get().person == second
    signed_in(client, third)
    page = client.get(group.plan.get_absolute_url()).content.decode()
    assert "Можно мне выступать второй" not in page


# --- Typical plans, kinds, the bank ----------------------------------------------------------------------------------


def new_lines(count=6):
    return [
        {"task": f"Шаг {number}", "planned_result": "Виден результат", "week": number * 2, "section": ""}
        for number in range(1, count + 1)
    ]


def test_a_new_edition_is_used_next_time_and_old_plans_do_not_change(client, pair):
    old, code = pair.plan, pair.form.code
    before = list(old.lines.values_list("task", flat=True))
    curator = make.office()[0]
    made = typical.save_typical(code, "Типовой план школы", new_lines(), by=curator, on=TODAY, note="короче", seen=1)
    next_pair = make.a_pair(prog=pair.programme, status="ordered")
    assert list(next_pair.plan.lines.values_list("task", flat=True)) == [f"Шаг {number}" for number in range(1, 7)]
    assert next_pair.plan.typical == made and made.edition == 2
    assert list(old.lines.values_list("task", flat=True)) == before and old.typical.edition == 1
    assert TypicalPlan.objects.filter(form_code=code, is_current=True).count() == 1


def test_the_curator_edits_a_typical_plan_in_the_browser(client, pair):
    code = pair.form.code
    signed_in(client, make.office()[0])
    url = reverse("programs:plan_typical_edit", args=[code])
    page = client.get(url).content.decode()
    assert TypicalPlan.objects.current().get(form_code=code).lines.first().task in page
    data = {
        "title": "Свой план", "note": "меньше заданий", "seen": 1, "line-TOTAL_FORMS": 3, "line-INITIAL_FORMS": 0,
        "line-0-task": "Второе", "line-0-week": 4, "line-0-position": 2, "line-1-task": "Первое", "line-1-week": 1,
        "line-1-position": 1, "line-2-task": "Лишнее", "line-2-week": 9, "line-2-delete": "on",
    }  # fmt: skip
    more = client.post(url, {**data, "more": "1"}).content.decode()
    assert "Второе" in more and 'name="line-TOTAL_FORMS" value="4"' in more
    assert client.post(url, data).status_code == 302
    made = TypicalPlan.objects.current().get(form_code=code)
    assert made.edition == 2 and [line.task for line in made.lines.all()] == ["Первое", "Второе"]
    late = client.post(url, {**data, "title": "Опоздавший"}).content.decode()
    assert "другой человек сохранил редакцию 2" in late and "Опоздавший" in late


def test_typical_plans_are_no_business_of_a_mentor(client, pair):
    signed_in(client, pair.mentor)
    assert client.get(reverse("programs:plan_typical_list")).status_code == 403
    assert client.get(reverse("programs:plan_typical_edit", args=[pair.form.code])).status_code == 403


def test_the_school_renames_its_plan_and_the_paper_follows_while_agreed_versions_stay(client, pair):
    plan = agreed(pair.plan)
    signed_in(client, make.office()[0])
    kind = plan.kind
    data = {
        "title": "маршрут роста", "genitive": "маршрута роста", "many": "маршруты роста",
        "many_genitive": "маршрутов роста", "short": "маршрут", "heading": "Маршрут роста ученика", "third": "curator",
        "revision": kind.revision,
    }  # fmt: skip
    client.post(reverse("programs:plan_kind_edit", args=[pair.programme.code]), data)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Маршрут роста ученика" in page and "<h1>Маршрут роста</h1>" in page
    assert plan.versions.get().said["title"] == "Индивидуальный план развития под руководством наставника"


@pytest.mark.parametrize(("code", "short", "heading"), [
    ("ozono_chepetskaya", "ИПР", "Индивидуальный план развития под руководством наставника"),
    ("abrikosovskaya", "ППН", "Персонализированная программа наставничества"),
    ("trio", "план «ТРИО»", "План «ТРИО»"), ("kirov_71", "маршрут", "Индивидуальный маршрут наставляемого"),
])  # fmt: skip
def test_each_document_calls_its_plan_by_its_own_name(reference, code, short, heading):
    kind = PlanKind.objects.filter(regulation__code=code).order_by("audience").first()
    assert (kind.short, kind.heading) == (short, heading)


def test_a_plan_of_three_has_three_signatures_and_a_programme_its_explanation(reference):
    pair = make.a_pair(status="working")
    plan = pair.plan
    plan.third = "psychologist"
    helper = make.acting("psychologist")
    plan.explanation = "Молодому педагогу трудно удержать внимание класса"
    said = paper.context(plan, TODAY)
    assert [row["role"] for row in said["signatures"]] == ["Наставник", "Наставляемый", "Педагог-психолог"]
    assert said["signatures"][-1]["name"] == helper.signature_name
    assert "трудно удержать" in papers.html(paper.TEMPLATE, said)


def test_the_bank_filters_by_form_kind_and_status(client, reference):
    pupils = make.a_pair(prog=make.a_programme(), status="working")
    teachers = make.a_pair(status="working")
    kind = teachers.programme.kinds.first()
    if kind:
        teachers.kinds.add(kind)
    agreed(teachers.plan)
    signed_in(client, make.office()[0])

    def shown(**query):
        page = client.get(reverse("programs:plan_list"), query).content.decode()
        return [one for one in (pupils, teachers) if one.plan.get_absolute_url() in page]

    assert shown() == [pupils, teachers]
    assert shown(form=pupils.form.pk) == [pupils]
    assert shown(status="agreed") == [teachers]
    assert shown(called=teachers.plan.kind.pk) == [teachers]
    assert shown(q=pupils.mentees[0].last_name) == [pupils]
    assert not kind or shown(kind=kind.pk) == [teachers]
    sheet = client.get(reverse("programs:plan_list"), {"status": "agreed", "as": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(sheet) if sheet.streaming else sheet.content)).active.values)
    said = " ".join(str(cell) for row in rows for cell in row)
    assert teachers.mentor.last_name in said and pupils.mentees[0].short_name not in said
    assert JournalLine.objects.filter(verb="выгружен банк планов").exists()


def test_the_bank_is_closed_to_participants(client, pair):
    signed_in(client, pair.mentor)
    assert client.get(reverse("programs:plan_list")).status_code == 403
