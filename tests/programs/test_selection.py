"""Candidates: nominated in a few clicks, marked by each assessor alone, recommended when everything is there."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import selection
from programs.models import Candidacy, CriterionMark
from registry.actions.cards import add_certificate
from registry.engine import access, workflow
from registry.engine.errors import Refused
from registry.models import JournalLine, Mentor
from tests import factories as make
from tests.programs.story import a_commission, at, nominated, recommended, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def prog(reference):
    return make.a_programme(preset="teachers")


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


def test_assessors_do_not_see_each_others_sheets_before_the_decision(client, prog):
    commission = a_commission(prog, members=4)
    first, second = commission.members.filter(seat="member").exclude(person=make.office()[0].person)
    row = nominated(prog)
    make.fill_sheet(row, by=make.user_for(first.person), mark=1)
    page = text_of(at(client, make.user_for(second.person)).get(row.get_absolute_url()))
    assert "Ваш лист критериев" in page
    assert first.person.full_name not in page and "checked" not in page
    assert first.person.full_name in text_of(at(client, make.office()[0]).get(row.get_absolute_url()))


def test_a_sheet_with_a_missing_mark_keeps_the_typed_ones(client, prog):
    row = nominated(prog)
    criteria = list(selection.criteria_for(row))
    data = {f"c{criterion.pk}": 2 for criterion in criteria[1:]}
    page = text_of(at(client, make.office()[0]).post(reverse("programs:candidacy_marks", args=[row.pk]), data))
    assert f"Поставьте оценку: «{criteria[0].title}»" in page
    assert page.count("checked") == len(criteria) - 1
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
        "interviewed_on": "2026-11-22", "conclusion": "Хочет работать с новичками",
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
    assert row in selection.waiting_for(a_commission(prog))
