"""Candidates: nominated in a few clicks, marked by each assessor alone, recommended when everything is there."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import assessing, selection, training
from programs.actions import commission as sittings
from programs.models import Candidacy, CriterionMark, Training
from programs.papers import start_list
from registry.actions.cards import add_certificate
from registry.engine import access, tasks, workflow
from registry.engine.errors import Refused
from registry.models import JournalLine, Mentor
from tests import factories as make
from tests.programs.story import a_commission, at, nominated, recommended, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def test_curator_finds_a_card_and_nominates_it(client, prog):
    curator, _ = make.office()
    mentor = make.a_mentor(make.teacher(last_name="Ёлкина"))
    make.a_mentor(make.teacher(last_name="Полевая"))
    page = text_of(at(client, curator).get(reverse("programs:candidacy_new"), {"q": "елкин"}))
    assert f"mentor={mentor.pk}" in page and "Полевая" not in page
    form = client.get(reverse("programs:candidacy_new"), {"mentor": mentor.pk})
    assert "заявление от 21.11.2026" in text_of(form)
    client.post(reverse("programs:candidacy_new") + f"?mentor={mentor.pk}", {
        "programme": prog.code, "way": "application", "ground": "заявление от 21.11.2026", "form": "",
    })  # fmt: skip
    row = Candidacy.objects.get()
    assert (row.mentor, row.way, row.programme) == (mentor, "application", prog)
    assert mentor.person.consents.filter(kind="processing", status="expected").exists()


def test_the_proposed_ground_does_not_pass_for_minutes_of_the_staff(client, prog):
    mentor = make.a_mentor()
    page = text_of(at(client, make.office()[0]).post(reverse("programs:candidacy_new") + f"?mentor={mentor.pk}", {
        "programme": prog.code, "way": "collective", "ground": "заявление от 21.11.2026", "form": "",
    }))  # fmt: skip
    assert "номер и дату протокола" in page
    assert not Candidacy.objects.exists()


def test_a_teacher_is_offered_the_teachers_programme_first(prog):
    pupils = make.a_programme()
    teacher, child = make.a_mentor(), make.a_mentor(make.pupil(age=16), category="pupil")
    assert selection.fitting([pupils, prog], teacher) == prog
    assert selection.fitting([prog, pupils], child) == pupils


def test_who_is_on_the_way_everywhere_is_not_offered_again(client, prog):
    row = nominated(prog, last_name="Занятая")
    page = text_of(at(client, make.office()[0]).get(reverse("programs:candidacy_new")))
    assert row.person.last_name not in page


def test_nobody_is_nominated_twice_and_the_form_stays_filled(client, prog):
    row = nominated(prog)
    page = text_of(at(client, make.office()[0]).post(reverse("programs:candidacy_new") + f"?mentor={row.mentor_id}", {
        "programme": prog.code, "way": "application", "ground": "заявление от 03.09.2026", "form": "",
    }))  # fmt: skip
    assert "уже выдвинут" in page and "заявление от 03.09.2026" in page
    assert Candidacy.objects.count() == 1


def test_page_says_what_keeps_the_candidate_from_the_register(client, prog):
    row = make.a_candidacy(prog=prog)
    page = text_of(at(client, make.office()[0]).get(row.get_absolute_url()))
    assert "Пока нельзя" in page
    assert "нет действующего согласия на обработку" in page and "(п. 2.11 Положения)" in page
    assert "Лист критериев не заполнен" in page


def test_an_outsider_without_certificates_or_with_an_expired_one_is_not_recommended(prog):
    curator, _ = make.office()
    person = make.person(last_name="Партнёрова")
    mentor = make.a_mentor(person, category="partner", workplace="АО «Лён»")
    make.give_consents(person, ["processing"])
    row = make.a_candidacy(mentor, "administration", prog)
    make.fill_sheet(row)
    with pytest.raises(Refused) as refusal:
        workflow.move(row, "recommend", by=curator, on=TODAY)
    assert "не представлена (п. 5.1 Положения)" in str(refusal.value)
    for kind, until in (("criminal_record", datetime.date(2026, 11, 20)), ("medical", datetime.date(2027, 9, 1))):
        add_certificate(
            mentor, by=curator, on=TODAY, kind=kind, number="1", issued_on=make.START, valid_until=until
        )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        workflow.move(row, "recommend", by=curator, on=TODAY)
    assert "срок истёк (п. 5.1 Положения)" in str(refusal.value) and len(refusal.value.gaps) == 1


def test_a_pupil_without_the_guardians_consent_is_not_recommended(reference):
    prog = make.a_programme()
    child = make.pupil(age=16)
    make.guardian_of(child)
    mentor = make.a_mentor(child, category="pupil")
    row = make.a_candidacy(mentor, prog=prog)
    make.give_consents(child, ["processing"])
    make.fill_sheet(row)
    with pytest.raises(Refused, match=r"участие.*с подписью законного представителя"):
        workflow.move(row, "recommend", by=make.office()[0], on=TODAY)


def test_assessors_judge_alone_and_see_the_others_only_afterwards(client, prog):
    """Row 72: a whole sheet of marks that could leak lies there while the second member looks at every page."""
    commission = a_commission(prog, members=4)
    first, second = commission.members.filter(seat="member").exclude(person=make.office()[0].person)
    row = nominated(prog, "application")
    make.fill_sheet(row, by=make.user_for(first.person), mark=1)
    total = f"сумма {row.marks.count()} из"
    user = make.user_for(second.person)
    client = at(client, user)
    page = text_of(client.get(row.get_absolute_url()))
    assert "Ваш лист критериев" in page and "Оценки других вы увидите, когда сдадите свои" in page
    assert "сумма" not in page and 'type="radio" name="c' in page and "checked" not in page.split("Собеседования")[0]
    criteria = list(selection.criteria_for(row))
    client.post(reverse("programs:candidacy_marks", args=[row.pk]), {f"c{criteria[0].pk}": 2, "draft": "1"})
    assert "сумма" not in text_of(client.get(row.get_absolute_url()))
    lines = JournalLine.objects.filter(target__startswith="programs.candidacy")
    assert not any("mark" in line.detail or "1" in map(str, line.detail.values()) for line in lines)
    make.fill_sheet(row, by=user)
    page = text_of(client.get(row.get_absolute_url()))
    assert total in page and first.person.full_name in page and "Ваши оценки сданы" in page


def test_a_curator_who_sits_in_the_commission_sees_who_has_not_handed_in_but_no_marks(client, prog):
    commission = a_commission(prog, members=4)
    first, second = commission.members.filter(seat="member").exclude(person=make.office()[0].person)
    row = nominated(prog)
    make.fill_sheet(row, by=make.user_for(first.person), mark=1)
    page = text_of(at(client, make.office()[0]).get(row.get_absolute_url()))
    side = page.split("Кто уже сказал своё")[1]
    assert f"{second.person.short_name}: <strong>оценки не сданы".replace("\xa0", " ") in side
    assert "оценки сданы 21.11.2026" in side and "сумма" not in page
    make.fill_sheet(row)
    assert "сумма" in text_of(client.get(row.get_absolute_url()))


def test_a_draft_of_another_member_is_nobody_else_s_to_see(client, prog):
    commission = a_commission(prog, members=4)
    first, second = commission.members.filter(seat="member").exclude(person=make.office()[0].person)
    row = nominated(prog)
    marks = dict.fromkeys(list(selection.criteria_for(row))[:3], 1)
    assessing.mark_criteria(row, marks, by=make.user_for(first.person), on=TODAY, hand_in=False)
    user = make.user_for(second.person)
    make.fill_sheet(row, by=user)
    page = text_of(at(client, user).get(row.get_absolute_url()))
    assert page.count("сумма") == 1 and first.person.full_name not in page.split("Собеседования")[0]
    assert not selection.sheet_is_full(make.a_candidacy(prog=prog))


def test_two_tabs_of_one_member_never_make_two_marks(client, prog):
    row = nominated(prog)
    client = at(client, make.office()[0])
    url = reverse("programs:candidacy_marks", args=[row.pk])
    criteria = list(selection.criteria_for(row))
    client.post(url, {f"c{one.pk}": 2 for one in criteria})
    page = text_of(client.post(url, {f"c{one.pk}": 0 for one in criteria}))
    assert "Вы уже сдали оценки 21.11.2026" in page
    assert list(row.marks.values_list("mark", flat=True)) == [2] * len(criteria)


def test_criteria_are_general_and_those_of_the_form(prog):
    form = prog.forms.get(code="teacher_teacher")
    general = make.a_candidacy(prog=prog)
    of_form = make.a_candidacy(prog=prog, form=form)
    codes = {one.form_code for one in selection.criteria_for(of_form)}
    assert codes == {"", "teacher_teacher"} and {one.form_code for one in selection.criteria_for(general)} == {""}
    with pytest.raises(Refused, match="оценку по каждому критерию"):
        assessing.mark_criteria(
            of_form, dict.fromkeys(selection.criteria_for(general), 2), by=make.office()[0], on=TODAY
        )


def test_a_talk_has_participants_and_a_conclusion_and_may_ask_for_the_psychologist(client, prog):
    row = nominated(prog)
    curator, _ = make.office()
    psychologist = make.acting("psychologist")
    make.fill_sheet(row)
    client = at(client, curator)
    url = reverse("programs:candidacy_interview", args=[row.pk])
    said = {"held_on": "2026-11-20", "conclusion": "Тревожится", "needs_psychologist": "on"}
    assert "Отметьте, кто беседовал" in text_of(client.post(url, said))
    client.post(url, {**said, "participants": [curator.person.pk]})
    with pytest.raises(Refused, match="нужна беседа с психологом"):
        workflow.move(row, "recommend", by=curator, on=TODAY)
    client.post(url, {"held_on": "2026-11-21", "conclusion": "Готов", "participants": [psychologist.pk]})
    page = text_of(client.get(row.get_absolute_url()))
    assert psychologist.short_name.replace("\xa0", " ") in page and "Тревожится" in page and "Готов" in page
    assert workflow.move(row, "recommend", by=curator, on=TODAY).status == "recommended"


def partner(prog, years):
    person = make.person()
    make.give_consents(person, ["processing"])
    return make.a_mentor(person, category="partner", workplace="АО «Лён»", experience_years=years)


def test_an_employer_s_mentor_with_less_than_five_years_is_never_accepted_in_silence(client, reference):
    prog = make.a_programme()
    mentor = partner(prog, 3)
    client = at(client, make.office()[0])
    answer = client.post(reverse("programs:candidacy_new") + f"?mentor={mentor.pk}", {
        "programme": prog.code, "way": "application", "ground": "заявление от 03.09.2026", "form": "",
    }, follow=True)  # fmt: skip
    words = "Опыт — 3 года, а ожидается от 5 лет (методические рекомендации; меняется в настройках программы)"
    assert text_of(answer).count(words) == 2  # as the answer to the deed, and on the candidate's page from now on
    assert selection.experience_warnings(prog, partner(prog, 5)) == []
    assert "Стаж в карточке не указан" in selection.experience_warnings(prog, partner(prog, None))[0]


def test_training_shows_on_the_mentor_s_card_and_counts_where_it_is_obligatory(client, prog):
    row = nominated(prog)
    curator, _ = make.office()
    prog.rules.update_or_create(key="training.required", defaults={"value": True, "reason": "решение педсовета"})
    prog.forget_rules()
    row.programme.forget_rules()
    make.fill_sheet(row)
    with pytest.raises(Refused, match=r"обучение обязательно \(решение педсовета"):
        workflow.move(row, "recommend", by=curator, on=TODAY)
    client = at(client, curator)
    client.post(reverse("programs:training_new"), {
        "programme": prog.pk, "theme": "Первая встреча", "held_on": "2026-11-20", "hours": "1.5", "expert": "психолог",
        "materials": "",
    })  # fmt: skip
    made = Training.objects.get()
    client.post(made.get_absolute_url(), {"mentors": [row.mentor_id]})
    page = text_of(client.get(row.mentor.get_absolute_url()))
    assert "1,5 ч: Первая встреча (20.11.2026)" in page
    assert workflow.move(row, "recommend", by=curator, on=TODAY).status == "recommended"
    assert "Первая встреча" in text_of(client.get(reverse("programs:training_list"), {"q": "ПЕРВАЯ"}))


def test_nobody_was_at_a_training_of_tomorrow(prog):
    curator, _ = make.office()
    row = training.hold_training(
        prog, by=curator, on=TODAY, theme="Завтра", held_on=datetime.date(2026, 11, 22), hours=2, expert="психолог"
    )
    with pytest.raises(Refused, match="ещё не состоялось"):
        training.mark_attendance(row, [make.a_mentor()], by=curator, on=TODAY)


def test_a_sheet_with_a_missing_mark_keeps_the_typed_ones(client, prog):
    row = nominated(prog)
    criteria = list(selection.criteria_for(row))
    data = {f"c{criterion.pk}": 2 for criterion in criteria[1:]}
    page = text_of(at(client, make.office()[0]).post(reverse("programs:candidacy_marks", args=[row.pk]), data))
    assert f"Поставьте оценку: «{criteria[0].title}»" in page
    assert page.split("Собеседования")[0].count("checked") == len(criteria) - 1
    assert not CriterionMark.objects.exists()
    client.post(reverse("programs:candidacy_marks", args=[row.pk]), {**data, f"c{criteria[0].pk}": 0})
    assert sorted(row.marks.values_list("mark", flat=True)) == [0] + [2] * (len(criteria) - 1)


def test_nobody_assesses_oneself(client, prog):
    curator, _ = make.office()
    mentor = make.a_mentor(curator.person)
    row = make.a_candidacy(mentor, prog=prog)
    page = text_of(at(client, curator).get(row.get_absolute_url()))
    assert "Ваш лист критериев" not in page
    with pytest.raises(Refused, match="Себя оценивать нельзя"):
        make.fill_sheet(row, by=curator)


def test_candidate_may_refuse(client, prog):
    row = nominated(prog)
    page = text_of(at(client, make.user_for(row.person)).get(row.get_absolute_url()))
    assert "Отказаться" in page and "Ваш лист критериев" not in page
    client.post(reverse("programs:candidacy_move", args=[row.pk, "refuse"]), {"note": "Не успеваю"})
    row.refresh_from_db()
    assert (row.status, row.end_note) == ("refused", "Не успеваю")


def test_a_stranger_whose_number_equals_the_candidacys_may_not_refuse_for_the_candidate(client, prog):
    row, stranger = nominated(prog), make.teacher()
    Candidacy.objects.filter(pk=row.pk).update(id=stranger.pk)
    row = Candidacy.objects.get()
    user = make.user_for(stranger)
    assert not access.may(user, "programs.candidacy_refuse", row)
    assert at(client, user).get(row.get_absolute_url()).status_code == 404


def test_no_button_makes_a_register_entry_without_an_order(client, prog):
    row = recommended(prog)
    answer = at(client, make.office()[0]).post(
        reverse("programs:candidacy_move", args=[row.pk, "register"]), follow=True,
        headers={"referer": f"http://testserver{row.get_absolute_url()}"},
    )  # fmt: skip
    assert "только утверждённый приказ" in text_of(answer)
    row.refresh_from_db()
    assert row.status == "recommended"


def test_interview_of_tomorrow_is_refused_and_the_words_stay(client, prog):
    row = nominated(prog)
    page = text_of(at(client, make.office()[0]).post(reverse("programs:candidacy_interview", args=[row.pk]), {
        "held_on": "2026-11-22", "conclusion": "Хочет работать с новичками",
        "participants": [make.office()[0].person.pk],
    }))  # fmt: skip
    assert "дата в будущем" in page and "Хочет работать с новичками" in page


def test_opening_a_candidate_leaves_a_line_in_the_journal(client, prog):
    row = nominated(prog)
    at(client, make.office()[1]).get(row.get_absolute_url())
    assert JournalLine.objects.filter(verb="открыта карточка", people__icontains=f'"{row.person.pk}"').exists()


def test_list_is_for_the_office_and_the_commission(client, prog):
    shown, hidden = nominated(prog, last_name="Видимая"), nominated(make.a_programme(), last_name="Чужая")
    member = a_commission(prog).members.exclude(person__in=[user.person for user in make.office()]).get()
    page = text_of(at(client, make.user_for(member.person)).get(reverse("programs:candidacy_list")))
    assert shown.person.last_name in page and hidden.person.last_name not in page
    assert at(client, make.user_for(shown.person)).get(reverse("programs:candidacy_list")).status_code == 403


def test_list_filters_by_name_programme_and_state(client, prog):
    nominated(prog, last_name="Ёлкина")
    recommended(prog, last_name="Полевая")
    client = at(client, make.office()[0])
    url = reverse("programs:candidacy_list")
    assert "Полевая" not in text_of(client.get(url, {"q": "елкина"}))
    page = text_of(client.get(url, {"programme": prog.code, "status": "recommended"}))
    assert "Полевая" in page and "Ёлкина" not in page
    assert "Сбросьте отбор" in text_of(client.get(url, {"status": "rejected"}))


def test_a_new_person_goes_from_the_list_to_the_commission_without_being_looked_for(client, prog):
    """Job 3: the page of a new mentor leads straight to the nomination, filled as far as the card knows."""
    curator, _ = make.office()
    page = at(client, curator).get(reverse("programs:candidacy_list")).context["add_url"]
    answer = client.post(page, {
        "last_name": "Новая", "first_name": "Вера", "middle_name": "Ивановна", "birth_date": "1985-03-08", "sex": "f",
        "category": "teacher", "post": "учитель химии",
    })  # fmt: skip
    mentor = Mentor.objects.get()
    assert answer.status_code == 302 and answer.url == f"{reverse('programs:candidacy_new')}?mentor={mentor.pk}"
    form = client.get(answer.url).context["form"]
    client.post(answer.url, {name: form[name].value() or "" for name in form.fields})
    row = Candidacy.objects.get()
    assert (row.way, row.programme) == ("application", prog)
    assert row in sittings.waiting_for(a_commission(prog))


def an_outsider(until):
    """A partner's employee in the register of the pupils' programme; the medical certificate ends on the day."""
    prog = make.a_programme()
    mentor = make.a_mentor(make.person(), category="partner", workplace="АО «Лён»", experience_years=7)
    for kind, last in (("criminal_record", datetime.date(2027, 9, 1)), ("medical", until)):
        add_certificate(
            mentor, by=make.office()[0], on=make.START, kind=kind, number="1", issued_on=make.START, valid_until=last
        )
    return prog, make.registered(mentor, prog)


def test_an_expired_certificate_blocks_a_new_pair_with_a_minor_and_warns_on_the_running_one(client, reference):
    """Row 90: the running pair is not broken off by itself, the next one is not made."""
    prog, mentor = an_outsider(datetime.date(2026, 11, 20))
    form = prog.forms.get(mentor_side="adult_outside", mentee_side="pupil")
    pair = make.a_pair(prog=prog, mentor=mentor, form=form, status="working")
    curator, _ = make.office()
    words = "медицинская справка — срок истёк (п. 5.1 Положения)"
    assert words in text_of(at(client, curator).get(pair.get_absolute_url()))
    assert words in text_of(at(client, make.user_for(mentor.person)).get(pair.get_absolute_url()))
    child = pair.mentees[0]
    seen = text_of(at(client, make.user_for(child)).get(pair.get_absolute_url()))
    assert "Мой наставник" in seen and "справка" not in seen
    line = next(one for one in tasks.for_user(curator, TODAY) if one.kind == "programs.certificate_ends")
    assert line.urgent and "уже не действует, а пара работает" in line.text
    with pytest.raises(Refused, match="срок истёк"):
        make.a_pair(prog=prog, mentor=mentor, form=form, on=TODAY)


def test_a_certificate_that_ends_in_thirty_days_is_asked_for_and_one_of_thirty_one_is_not(reference):
    curator, _ = make.office()
    for days, number in ((31, 0), (30, 1)):
        an_outsider(TODAY + datetime.timedelta(days=days))
        kinds = [one for one in tasks.for_user(curator, TODAY) if one.kind == "programs.certificate_ends"]
        assert len(kinds) == number


def test_the_start_list_prints_the_candidates_of_the_filter_with_their_states(client, prog):
    """Row 68, ТРИО-ДК 3.1."""
    waiting, ready = nominated(prog, last_name="Полевая"), recommended(prog, last_name="Берёзкина")
    curator, _ = make.office()
    answer = at(client, curator).get(reverse("programs:start_list"), {"status": "recommended"})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert JournalLine.objects.get(verb="распечатан старт-лист наставников").people == [str(ready.person.pk)]
    rows = start_list.context(Candidacy.objects.order_by("pk"), "", TODAY)["rows"]
    assert [(row[1], row[-1]) for row in rows] == [
        (waiting.person.full_name, "выдвинут"), (ready.person.full_name, "рекомендован")
    ]  # fmt: skip
