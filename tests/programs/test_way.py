"""A mentee's way: the talk, third parties by link, who may read what, a mended conclusion, help without a pair."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import intake, notes, way
from programs.models import ThirdPartyNote
from registry.engine import access, links, tasks, workflow
from registry.engine.errors import Refused
from registry.models import JournalLine, Topic
from tests import factories as make
from tests.conftest import TODAY
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOTE = "Дома ссоры, об этом знает только класс"
SPECIAL = "Плакал, когда спросили об отце"
RESULT = "Боится отвечать у доски"
PARENTS = "Сын мечтает о физике"


@pytest.fixture
def curator(reference):
    return make.office()[0]


@pytest.fixture
def row(curator):
    """A child of 12 with a mother, wishing for a mentor."""
    child = make.pupil(12, last_name="Хертек", first_name="Сайын-Белек", middle_name="Кан-ооловна")
    make.guardian_of(child, last_name="Хертек", first_name="Чодураа")
    return intake.add_request(make.a_programme(), child, "mentee", by=curator, on=TODAY, words="Хочу понимать физику")


@pytest.fixture
def psychologist(curator):
    return make.user_for(make.acting("psychologist", make.teacher(last_name="Ковылева")))


def address(name, *args):
    return reverse(f"programs:{name}", args=args)


def talk(row, by, **fields):
    said = {"holder": by.person, "held_on": TODAY, "result": RESULT, "special": SPECIAL, **fields}
    return way.hold_talk(row, by=by, on=TODAY, **said)


def conclude(row, by, **fields):
    said = {"analysis": "Нужна поддержка", "topics": [Topic.objects.first()], **fields}
    return intake.conclude(row, by=by, on=TODAY, **said)


# The talk


def test_a_need_is_not_closed_without_a_talk_or_a_reason(row, curator):
    with pytest.raises(Refused) as refusal:
        conclude(row, curator)
    assert "Нет диагностической беседы" in str(refusal.value)
    assert "п. 2.11 Положения" in str(refusal.value)
    row.refresh_from_db()
    assert (row.status, row.analysis) == ("received", "")


def test_a_talk_or_a_stated_reason_closes_the_need(row, curator):
    talk(row, curator)
    assert conclude(row, curator).status == "analysed"
    other = intake.add_request(row.programme, make.pupil(13), "mentee", by=curator, on=TODAY)
    done = conclude(other, curator, no_talk="живёт в интернате, говорили по телефону")
    assert (done.status, done.no_talk) == ("analysed", "живёт в интернате, говорили по телефону")


def test_a_talk_that_was_only_entrusted_does_not_close_the_need(row, curator, psychologist):
    way.entrust_talk(row, psychologist.person, by=curator, on=TODAY)
    with pytest.raises(Refused, match="Нет диагностической беседы"):
        conclude(row, curator)


def test_a_teachers_need_asks_for_a_talk_and_a_mentors_wish_does_not(curator):
    prog = make.a_programme(preset="teachers")
    need = intake.add_request(prog, make.teacher(), "mentee", by=curator, on=TODAY)
    wish = intake.add_request(prog, make.teacher(), "mentor", by=curator, on=TODAY)
    with pytest.raises(Refused, match="Нет диагностической беседы"):
        conclude(need, curator)
    assert conclude(wish, curator, topics=()).status == "analysed"


def test_a_school_may_switch_the_talk_off_by_its_own_rule(row, curator):
    from programs.actions import programme

    programme.set_rule(row.programme, "mentee.talk", False, by=curator, reason="решение педсовета")
    assert conclude(row, curator).status == "analysed"


def test_the_psychologist_writes_the_talk_on_the_page_and_the_curator_reads_it(client, row, curator, psychologist):
    way.entrust_talk(row, psychologist.person, by=curator, on=TODAY, due=TODAY + DAY)
    page = text_of(at(client, psychologist).get(row.get_absolute_url()))
    assert "Внести беседу" in page and "Завершить анализ" not in page
    said = {"held_on": TODAY.isoformat(), "holder": psychologist.person.pk, "result": RESULT, "special": SPECIAL}
    client.post(address("talk_hold", row.pk), said)
    held = row.talks.get()
    assert (held.holder, held.held_on, held.asked_on) == (psychologist.person, TODAY, TODAY)
    page = text_of(at(client, curator).get(row.get_absolute_url()))
    assert RESULT in page and SPECIAL in page


def test_a_talk_is_not_held_tomorrow_nor_by_somebody_without_the_role(row, curator):
    with pytest.raises(Refused, match="День беседы ещё не наступил"):
        talk(row, curator, held_on=TODAY + DAY)
    with pytest.raises(Refused, match="не куратор, не психолог"):
        talk(row, curator, holder=make.teacher())
    assert not row.talks.exists()


def test_the_director_reads_the_talk_without_its_special_notes(client, row, curator):
    talk(row, curator)
    page = text_of(at(client, make.office()[1]).get(row.get_absolute_url()))
    assert RESULT in page and SPECIAL not in page


# What must not leak


def test_words_of_others_and_of_the_talk_reach_neither_mentee_nor_parent_nor_mentor(client, curator):
    pair = make.a_pair(prog=make.a_programme(), status="working")
    child = pair.mentees[0]
    row = child.requests.get()
    teacher = make.user_for(make.teacher(last_name="Одуванчикова"))
    note = ThirdPartyNote.objects.create(request=row, author=teacher.person, role="teacher", asked_on=TODAY,
                                         answered_on=TODAY, text=NOTE)  # fmt: skip
    row.talks.create(holder=curator.person, asked_on=TODAY, held_on=TODAY, result=RESULT, special=SPECIAL)
    row.supports.create(step="Тайный шаг", due=TODAY, who=curator.person, set_on=TODAY)
    pages = [
        "/cabinet/", row.get_absolute_url(), child.get_absolute_url(), child.mentee.get_absolute_url(),
        pair.get_absolute_url(), address("note_write", note.pk), address("talk_hold", row.pk), "/registry/journal/",
        f"/programs/pairs/{pair.pk}/", *(paper.get_absolute_url() for paper in child.consents.all()),
        *(f"{paper.get_absolute_url()}paper/" for paper in child.consents.all()),
    ]  # fmt: skip
    readers = [make.user_for(one) for one in (child, child.guardians(TODAY).get(), pair.mentor)]
    opened = 0
    for reader in readers:
        at(client, reader)
        for page in pages:
            answer = client.get(page)
            opened += answer.status_code == 200
            for secret in (NOTE, SPECIAL, RESULT, "Одуванчикова", "Тайный шаг"):
                assert secret.encode() not in answer.content, f"{secret} for {reader} on {page}"
    assert opened > 10
    assert text_of(at(client, curator).get(row.get_absolute_url())).count(NOTE) == 1


def test_the_journal_tells_of_a_note_and_a_talk_without_their_words(row, curator, psychologist):
    note = notes.ask_note(row, psychologist.person, "psychologist", by=curator, on=TODAY)
    notes.write_note(note, NOTE, by=psychologist, on=TODAY)
    talk(row, psychologist)
    said = [f"{line.verb} {line.target_name} {line.detail}" for line in JournalLine.objects.all()]
    assert any("внесена диагностическая беседа" in line for line in said)
    assert not any(secret in line for line in said for secret in (NOTE, SPECIAL, RESULT))


def test_a_parent_reads_her_own_note_and_nobody_elses(client, row, curator):
    parent, teacher = row.person.guardians(TODAY).get(), make.teacher(last_name="Одуванчикова")
    for who, role, words in ((parent, "guardian", PARENTS), (teacher, "teacher", NOTE)):
        notes.write_note(
            notes.ask_note(row, who, role, by=curator, on=TODAY), words, by=make.user_for(who), on=TODAY
        )  # fmt: skip
    page = text_of(at(client, parent.user).get(row.get_absolute_url()))
    assert PARENTS in page and NOTE not in page and "Одуванчикова" not in page
    child = make.user_for(row.person)
    assert PARENTS not in text_of(at(client, child).get(row.get_absolute_url()))


# Third parties


def test_a_parent_without_an_account_answers_by_a_link_once(client, row, curator):
    parent = row.person.guardians(TODAY).get()
    note = notes.ask_note(row, parent, "guardian", by=curator, on=TODAY)
    page = at(client, curator).post(address("note_link", note.pk))
    token = page.context["token"]
    assert row.person.last_name not in page.context["message"]
    client.logout()
    door = text_of(client.get(f"/l/{token}/"))
    assert "Чодураа" in door and row.person.full_name in door and "Хочу понимать физику" not in door
    assert "Заполните «Ваши сведения»" in text_of(client.post(f"/l/{token}/", {"text": " "}))
    assert links.find(token).used_at is None
    assert "переданы куратору" in text_of(client.post(f"/l/{token}/", {"text": PARENTS}))
    note.refresh_from_db()
    assert (note.text, note.answered_on) == (PARENTS, TODAY)
    assert client.get(f"/l/{token}/").status_code == 410


def test_the_slip_is_printed_and_keeps_its_link(client, row, curator):
    note = notes.ask_note(row, row.person.guardians(TODAY).get(), "guardian", by=curator, on=TODAY)
    token = at(client, curator).post(address("note_link", note.pk)).context["token"]
    answer = client.post(address("note_link", note.pk), {"token": token, "as": "pdf"})
    assert answer.content.startswith(b"%PDF")
    assert links.why_closed(links.find(token)) == ""


def test_a_withdrawn_question_closes_every_door_to_the_child(client, row, curator):
    teacher = make.user_for(make.teacher())
    note = notes.ask_note(row, teacher.person, "teacher", by=curator, on=TODAY)
    token = notes.note_link(note, by=curator)
    assert access.relations_to(teacher, row.person, TODAY) == ["note_asked"]
    at(client, curator).post(address("note_withdraw", note.pk))
    assert access.relations_to(teacher, row.person, TODAY) == []
    assert at(client, teacher).get(address("note_write", note.pk)).status_code == 404
    assert client.get(row.get_absolute_url()).status_code == 404
    client.logout()
    assert row.person.last_name not in text_of(client.get(f"/l/{token}/"))
    assert "Куратор снял этот вопрос" in text_of(client.post(f"/l/{token}/", {"text": NOTE}))
    again = notes.ask_note(row, teacher.person, "teacher", by=curator, on=TODAY)
    assert again.pk != note.pk


def test_an_answer_that_was_given_is_not_withdrawn(row, curator):
    teacher = make.user_for(make.teacher())
    note = notes.ask_note(row, teacher.person, "teacher", by=curator, on=TODAY)
    notes.write_note(note, NOTE, by=teacher, on=TODAY)
    with pytest.raises(Refused, match="Ответ уже получен"):
        notes.withdraw_note(note, by=curator, on=TODAY)


def test_a_reminder_puts_the_question_first(client, row, curator):
    teacher = make.user_for(make.teacher())
    note = notes.ask_note(row, teacher.person, "teacher", by=curator, on=TODAY)
    mine = [task for task in tasks.for_user(teacher, TODAY) if task.kind == "programs.note_asked"]
    assert [task.urgent for task in mine] == [False]
    at(client, curator).post(address("note_remind", note.pk))
    mine = [task for task in tasks.for_user(teacher, TODAY) if task.kind == "programs.note_asked"]
    assert [task.urgent for task in mine] == [True]


@pytest.mark.parametrize("name", ["note_remind", "note_withdraw", "note_link"])
def test_only_the_curator_handles_the_questions(client, row, curator, name):
    teacher = make.user_for(make.teacher())
    note = notes.ask_note(row, teacher.person, "teacher", by=curator, on=TODAY)
    assert at(client, teacher).post(address(name, note.pk)).status_code == 403


# A conclusion that is mended


def test_a_mended_conclusion_keeps_the_former_one_and_brings_the_card_up_to_date(client, curator):
    card = make.an_admitted()
    row, old = card.person.requests.get(), list(card.needs.all())
    new, own = Topic.objects.exclude(pk__in=[one.pk for one in old])[:2]
    card.needs.add(own)
    said = {"analysis": "Нужна физика", "topics": [new.pk], "reason": "уточнили в беседе"}
    at(client, curator).post(address("conclusion_mend", row.pk), said)
    row.refresh_from_db()
    assert row.analysis == "Нужна физика"
    assert set(card.needs.all()) == {new, own}
    former = row.mended.get()
    assert (former.said, former.reason, former.needs) == ("Нужна поддержка", "уточнили в беседе", str(old[0]))
    assert "Нужна поддержка" in text_of(client.get(row.get_absolute_url()))


def test_a_conclusion_is_not_mended_without_a_reason(client, curator):
    row = make.an_admitted().person.requests.get()
    topic = row.topics.first().pk
    page = at(client, curator).post(address("conclusion_mend", row.pk), {"analysis": "Другое", "topics": [topic]})
    assert "Заполните «Почему исправляете»" in text_of(page)
    row.refresh_from_db()
    assert row.analysis == "Нужна поддержка" and not row.mended.exists()


# Help without a pair


def test_a_mentee_without_a_pair_has_a_next_step_and_then_another(client, curator, psychologist):
    row = make.an_admitted().person.requests.get()
    said = {"step": "Беседа с психологом", "due": (TODAY + DAY).isoformat(), "who": psychologist.person.pk}
    at(client, curator).post(address("support_new", row.pk), said)
    step = row.supports.get()
    page = text_of(client.get("/programs/pairs/?show=without", follow=True))
    assert "Беседа с психологом" in page and psychologist.person.short_name.replace("\u00a0", " ") in page
    with pytest.raises(Refused, match="Следующий шаг уже назначен"):
        way.plan_support(row, by=curator, on=TODAY, step="Ещё", due=TODAY, who=curator.person)
    done = {"done_on": TODAY.isoformat(), "note": "Пришёл, говорил охотно"}
    answer = at(client, psychologist).post(address("support_done", step.pk), done)
    assert answer.url == address("support_new", row.pk)
    step.refresh_from_db()
    assert (step.done_on, step.done_note) == (TODAY, "Пришёл, говорил охотно")


def test_those_with_a_mentor_and_those_not_in_the_base_get_no_step(row, curator):
    paired = make.a_pair(prog=make.a_programme(), status="working").mentees[0].requests.get()
    for one, words in ((paired, "уже есть наставник"), (row, "кто уже в базе")):
        with pytest.raises(Refused, match=words):
            way.plan_support(one, by=curator, on=TODAY, step="Беседа", due=TODAY, who=curator.person)


# Where it stands


def test_the_office_sees_each_step_with_who_and_when_and_one_button(client, row, curator, psychologist):
    note = notes.ask_note(row, psychologist.person, "psychologist", by=curator, on=TODAY)
    notes.write_note(note, NOTE, by=psychologist, on=TODAY)
    steps = at(client, curator).get(row.get_absolute_url()).context["steps"]
    assert [step.state for step in steps] == ["done", "done", "now", "ahead", "ahead", "ahead", "ahead"]
    assert "Ковылева" in steps[1].said[0] and "21.11.2026" in steps[1].said[0]
    assert steps[2].url == address("talk_hold", row.pk)
    talk(row, curator)
    conclude(row, curator)
    steps = client.get(row.get_absolute_url()).context["steps"]
    assert [step.title for step in steps if step.state == "now"] == ["Согласия"]
    assert "на участие" in steps[4].lacks


def test_child_and_parent_read_plain_words_on_the_page_and_at_home(client, row, curator):
    child, parent = make.user_for(row.person), make.user_for(row.person.guardians(TODAY).get())
    for reader, words in ((child, "Мы получили твой запрос."), (parent, "Школа получила запрос вашего ребёнка.")):
        for page in (row.get_absolute_url(), "/cabinet/"):
            assert words in text_of(at(client, reader).get(page))
    talk(row, curator)
    assert "С тобой поговорили" in text_of(at(client, child).get("/cabinet/"))
    conclude(row, curator)
    assert "Нужны ваши подписи" in text_of(at(client, parent).get("/cabinet/"))
    workflow.move(row, "withdraw", by=curator, on=TODAY, note="передумали")
    assert "Этот запрос закрыт." in text_of(at(client, child).get(row.get_absolute_url()))
    assert "Запрос о наставнике" not in text_of(client.get("/cabinet/"))


def test_who_may_not_read_the_notes_is_told_only_how_many_there_are(client, row, curator, psychologist):
    teacher = make.user_for(make.teacher(last_name="Одуванчикова"))
    notes.write_note(notes.ask_note(row, teacher.person, "teacher", by=curator, on=TODAY), NOTE, by=teacher, on=TODAY)
    for reader in (psychologist, make.office()[1]):
        page = text_of(at(client, reader).get(row.get_absolute_url()))
        assert "Получены: 1" in page and "Одуванчикова" not in page and NOTE not in page
