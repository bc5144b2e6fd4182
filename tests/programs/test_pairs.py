"""Pairs on pages: proposed with reasons, agreed by everybody concerned, seen as far as each may."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.actions import pairs as actions
from programs.actions.meetings import log_meeting
from programs.models import Pair
from registry.actions import cards, consents
from registry.engine import links
from registry.models import Certificate, JournalLine, ProgrammePreset, Topic
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def curator(reference, client):
    user = make.office()[0]
    signed_in(client, user)
    return user


def pupils_form(prog):
    return prog.forms.get(code="pupil_pupil")


def pupil_mentor(prog, **fields):
    child = make.pupil(age=16, **fields)
    make.guardian_of(child)
    return make.registered(make.a_mentor(child, category="pupil"), prog)


def typed(prog, mentor, *mentees, **fields):
    form = fields.pop("form", None) or pupils_form(prog)
    return {
        "programme": prog.pk, "form": form.pk, "mentor": mentor.pk, "mentee": mentees[0].pk,
        "others": [card.pk for card in mentees[1:]], "starts": "2026-11-23", "ends": "2027-05-25", "mode": "in_person",
        "goal": "Подтянуть математику", "note": "Оба любят шахматы", **fields,
    }  # fmt: skip


def propose(client, *args, **fields):
    return client.post(reverse("programs:pair_new"), typed(*args, **fields))


# The proposal


def test_the_curator_sees_reasons_before_proposing(client, curator):
    prog = make.a_programme()
    mentor, mentee = pupil_mentor(prog), make.an_admitted(prog=prog)
    page = client.get(reverse("programs:pair_new"), {
        "programme": prog.pk, "mentor": mentor.pk, "mentee": mentee.pk, "form": pupils_form(prog).pk,
    }).content.decode()  # fmt: skip
    assert "Наставник силён в том, что нужно" in page
    assert "2 из 2 (п. 2.6" in page
    assert "их можно соединить" in page
    assert "свободно 2 из 2" in page
    assert not Pair.objects.exists()
    assert JournalLine.objects.filter(people__icontains=f'"{mentee.person_id}"', verb="открыта карточка").exists()


def test_checking_saves_nothing_and_keeps_what_was_typed(client, curator):
    prog = make.a_programme()
    mentor, mentee = pupil_mentor(prog), make.an_admitted(prog=prog)
    page = propose(client, prog, mentor, mentee, check="1", note="Соседи по парте").content.decode()
    assert "Соседи по парте" in page and "2027-05-25" in page
    assert "их можно соединить" in page
    assert not Pair.objects.exists()


def test_a_proposed_pair_asks_everybody_and_stands_in_the_list(client, curator):
    prog = make.a_programme()
    mentor, mentee = pupil_mentor(prog), make.an_admitted(prog=prog)
    answer = propose(client, prog, mentor, mentee)
    pair = Pair.objects.get()
    assert answer.url == pair.get_absolute_url()
    assert pair.agreements.count() == 4  # two minors, two guardians
    page = client.get(reverse("programs:pair_list"), {"q": mentee.person.last_name}).content.decode()
    assert mentee.person.short_name in page
    page = client.get(reverse("programs:pair_list"), {"q": "никого"}).content.decode()
    assert mentee.person.short_name not in page


def test_all_broken_rules_are_told_at_once_and_the_text_stays(client, curator):
    prog = make.a_programme()
    mentor, mentee = pupil_mentor(prog), make.an_admitted(prog=prog)
    propose(client, prog, mentor, mentee)
    page = propose(client, prog, mentor, mentee, ends="2027-12-24", note="Хочу ещё раз").content.decode()
    assert "больше 12" in page and "п. 2.7" in page
    assert "Второй наставник той же формы не назначается" in page
    assert "Хочу ещё раз" in page
    assert Pair.objects.count() == 1


def test_a_third_mentee_is_refused_by_the_point(client, curator):
    prog = make.a_programme()
    mentor = pupil_mentor(prog)
    for _ in range(2):
        propose(client, prog, mentor, make.an_admitted(prog=prog))
    assert Pair.objects.count() == 2
    page = propose(client, prog, mentor, make.an_admitted(prog=prog)).content.decode()
    assert "больше 2 одновременно нельзя (п. 2.6" in page
    assert "занято 2 из 2" in page
    assert Pair.objects.count() == 2


def test_two_months_are_too_short_where_the_document_says_three(client, curator):
    prog = make.a_programme("abrikosovskaya", "teachers")
    mentor, mentee = make.registered(make.a_mentor(), prog), make.an_admitted(prog=prog)
    page = propose(client, prog, mentor, mentee, form=prog.forms.first(), ends="2027-01-23").content.decode()
    assert "меньше 3" in page and "п. 1.3" in page
    assert not Pair.objects.exists()


def test_a_minor_without_consent_is_refused(client, curator):
    prog = make.a_programme()
    mentor, mentee = pupil_mentor(prog), make.an_admitted(prog=prog)
    paper = mentee.person.consents.get(kind="participation")
    consents.withdraw_consent(paper, by=curator, on=TODAY, note="заявление матери")
    page = propose(client, prog, mentor, mentee).content.decode()
    assert "нет действующего согласия" in page and "с подписью законного представителя" in page
    assert not Pair.objects.exists()


def test_a_child_of_nine_is_refused_by_the_point(client, curator):
    prog = make.a_programme()
    mentor, mentee = pupil_mentor(prog), make.an_admitted(prog=prog)
    mentee.person.birth_date = datetime.date(2017, 5, 1)
    mentee.person.save()
    page = propose(client, prog, mentor, mentee).content.decode()
    assert "должно исполниться 10" in page.replace("\u00a0", " ") and "Положения" in page
    assert not Pair.objects.exists()


def outsider_with_papers(prog):
    """A partner's employee in the register, papers in order."""
    card = make.a_mentor(make.person(), category="partner", workplace="ООО «Ромашка»")
    for kind in ("criminal_record", "medical"):
        cards.add_certificate(
            card, by=make.office()[0], on=make.START, kind=kind, number="1", issued_on=make.START,
            valid_until=datetime.date(2027, 9, 1),
        )  # fmt: skip
    return make.registered(card, prog)


def test_a_mentor_from_outside_without_papers_does_not_meet_a_minor(client, curator):
    prog = make.a_programme()
    form = prog.regulation.forms.filter(mentor_side="adult_outside", mentee_side="pupil").first()
    prog.forms.add(form)
    mentor, mentee = outsider_with_papers(prog), make.an_admitted(prog=prog)
    Certificate.objects.filter(kind="medical").update(valid_until=datetime.date(2026, 11, 1))
    page = propose(client, prog, mentor, mentee, form=form).content.decode()
    assert "медицинская справка — срок истёк" in page and "п. 5.1" in page
    assert not Pair.objects.exists()


def test_a_mentor_outside_the_register_is_refused_in_words(client, curator):
    prog = make.a_programme()
    mentor = make.a_mentor(make.pupil(age=16), category="pupil")
    page = propose(client, prog, mentor, make.an_admitted(prog=prog)).content.decode()
    assert "не входит в реестр наставников программы (п. 2.13" in page
    assert not Pair.objects.exists()


def test_a_form_that_the_programme_has_not_is_refused(client, curator):
    prog = make.a_programme()
    form = prog.regulation.forms.exclude(pk__in=prog.forms.values("pk")).first()
    page = propose(client, prog, pupil_mentor(prog), make.an_admitted(prog=prog), form=form).content.decode()
    assert "в программе этого года не выбрана" in page
    assert not Pair.objects.exists()


def test_a_group_of_one_is_refused_and_a_group_of_two_is_not(client, curator):
    prog = make.a_programme()
    mentor, mentees = pupil_mentor(prog), [make.an_admitted(prog=prog) for _ in range(2)]
    page = propose(client, prog, mentor, mentees[0], is_group="on").content.decode()
    assert "В группе должно быть от 2" in page
    propose(client, prog, mentor, *mentees, is_group="on")
    pair = Pair.objects.get()
    assert pair.is_group and len(pair.mentees) == 2


def test_a_double_click_makes_one_pair(client, curator):
    prog = make.a_programme()
    data = {**typed(prog, pupil_mentor(prog), make.an_admitted(prog=prog)), "form_key": str(uuid.uuid4())}
    first = client.post(reverse("programs:pair_new"), data)
    second = client.post(reverse("programs:pair_new"), data)
    assert first.url == second.url
    assert Pair.objects.count() == 1


def test_only_the_curator_proposes(client, reference):
    prog = make.a_programme()
    mentor, mentee = pupil_mentor(prog), make.an_admitted(prog=prog)
    signed_in(client, make.user_for(mentor.person))
    assert propose(client, prog, mentor, mentee).status_code == 403
    assert not Pair.objects.exists()


def test_the_documents_own_word_stands_on_the_page(client, curator):
    prog = make.a_programme("trio", ProgrammePreset.objects.filter(regulation__code="trio").first().code)
    page = client.get(reverse("programs:pair_list"), {"programme": prog.pk}).content.decode()
    assert "Тандемы" in page


# Without a pair


def test_the_list_without_a_pair_says_what_would_help(client, curator):
    prog = make.a_programme()
    mentee = make.an_admitted(prog=prog)
    lonely = client.get(reverse("programs:unpaired_list")).content.decode()
    assert mentee.person.full_name in lonely and "ужны наставники в реестре" in lonely
    mentor = pupil_mentor(prog)
    page = client.get(reverse("programs:unpaired_list")).content.decode()
    assert "сть свободные наставники по теме: 1" in page
    mentee.needs.set([Topic.objects.order_by("-pk").first()])
    page = client.get(reverse("programs:unpaired_list")).content.decode()
    assert "ужен наставник по теме" in page
    make.a_pair(prog=prog, mentor=mentor, mentee=mentee)
    page = client.get(reverse("programs:unpaired_list")).content.decode()
    assert mentee.person.full_name not in page


# Consent of those concerned


def people_of(pair):
    mentor = pair.mentor
    mentee = pair.mentees[0]
    return mentor, mentee, mentee.guardians(TODAY).first()


def mark_of(pair, person, as_guardian=False):
    return pair.agreements.get(side__person=person, as_guardian=as_guardian)


def answer_url(mark):
    return reverse("programs:pair_answer", args=[mark.pair_id, mark.pk])


def test_each_answers_for_himself_and_the_last_yes_agrees_the_pair(client, reference):
    pair = make.a_pair(prog=make.a_programme())
    mentor, mentee, parent = people_of(pair)
    for person, mark in [
        (mentor, mark_of(pair, mentor)), (mentor.guardians(TODAY).first(), mark_of(pair, mentor, True)),
        (mentee, mark_of(pair, mentee)), (parent, mark_of(pair, mentee, True)),
    ]:  # fmt: skip
        pair.refresh_from_db()
        assert pair.status == "proposed"
        signed_in(client, make.user_for(person))
        asks = "чтобы у тебя был наставник?" if person == mentee else "Ваш ответ: согласны ли вы?"
        assert asks in client.get(pair.get_absolute_url()).content.decode()
        client.post(answer_url(mark), {"answer": "yes"})
    pair.refresh_from_db()
    assert pair.status == "agreed"


def test_nobody_answers_for_another(client, reference):
    pair = make.a_pair(prog=make.a_programme())
    mentee = pair.mentees[0]
    signed_in(client, make.user_for(mentee))
    answer = client.post(answer_url(mark_of(pair, mentee, True)), {"answer": "yes"})
    assert answer.status_code == 403
    assert mark_of(pair, mentee, True).answer is None
    signed_in(client, make.user_for(make.person()))
    assert client.post(answer_url(mark_of(pair, mentee)), {"answer": "yes"}).status_code == 404


def test_a_no_drops_the_proposal_and_frees_both(client, reference):
    pair = make.a_pair(prog=make.a_programme())
    _, mentee, parent = people_of(pair)
    signed_in(client, make.user_for(parent))
    client.post(answer_url(mark_of(pair, mentee, True)), {"answer": "no", "note": "Много кружков"})
    pair.refresh_from_db()
    assert pair.status == "cancelled"
    assert not pair.sides.filter(is_open=True).exists()
    assert mark_of(pair, mentee, True).note == "Много кружков"


def test_the_curator_enters_an_answer_from_paper(client, curator):
    pair = make.a_pair(prog=make.a_programme())
    _, mentee, parent = people_of(pair)
    mark = mark_of(pair, mentee, True)
    assert "Ответ с бумаги" in client.get(answer_url(mark)).content.decode()
    page = client.post(answer_url(mark), {"person": parent.pk}).content.decode()
    assert "Заполните «Ответ»" in page
    client.post(answer_url(mark), {"person": parent.pk, "answer": "yes"})
    mark.refresh_from_db()
    assert mark.answer is True and mark.how == "paper" and mark.person == parent


def token_in(answer):
    return answer.context["address"].rsplit("/l/", 1)[1].strip("/")


def test_a_guardian_answers_by_a_personal_link_once(client, curator):
    pair = make.a_pair(prog=make.a_programme())
    _, mentee, parent = people_of(pair)
    mark = mark_of(pair, mentee, True)
    slip = client.post(reverse("programs:pair_link", args=[pair.pk, mark.pk]), {"person": parent.pk})
    token = token_in(slip)
    assert "<svg" in slip.content.decode() and parent.full_name in slip.content.decode()
    client.logout()
    door = reverse("public:link", args=[token])
    page = client.get(door).content.decode()
    assert mentee.first_name in page and mentee.last_name not in page
    assert mark_of(pair, mentee, True).answer is None
    assert "Спасибо" in client.post(door, {"answer": "yes"}).content.decode()
    mark.refresh_from_db()
    assert mark.answer is True and mark.how == "link" and mark.person == parent
    again = client.post(door, {"answer": "no"})
    assert "уже использована" in again.content.decode()
    mark.refresh_from_db()
    assert mark.answer is True


def test_a_new_link_kills_the_lost_one(client, curator):
    pair = make.a_pair(prog=make.a_programme())
    _, mentee, _ = people_of(pair)
    url = reverse("programs:pair_link", args=[pair.pk, mark_of(pair, mentee).pk])
    lost, new = token_in(client.post(url)), token_in(client.post(url))
    page = client.post(reverse("public:link", args=[lost]), {"answer": "yes"}).content.decode()
    assert "выдана новая" in page
    assert mark_of(pair, mentee).answer is None
    client.post(reverse("public:link", args=[new]), {"answer": "yes"})
    assert mark_of(pair, mentee).answer is True


def test_a_link_to_a_dropped_proposal_says_so_and_stays_unused(client, curator):
    pair = make.a_pair(prog=make.a_programme())
    _, mentee, _ = people_of(pair)
    token = actions.answer_link(mark_of(pair, mentee), mentee, by=curator)
    client.post(reverse("programs:pair_move", args=[pair.pk, "cancel"]), {"note": "ошибка"})
    page = client.post(reverse("public:link", args=[token]), {"answer": "yes"}).content.decode()
    assert "Ответ больше не нужен" in page
    assert links.find(token).used_at is None


def test_taking_back_a_proposal_needs_a_reason_and_frees_the_mentee(client, curator):
    pair = make.a_pair(prog=make.a_programme())
    url = reverse("programs:pair_move", args=[pair.pk, "cancel"])
    client.post(url, {"note": ""})
    pair.refresh_from_db()
    assert pair.status == "proposed"
    client.post(url, {"note": "ошиблись классом"})
    pair.refresh_from_db()
    assert pair.status == "cancelled" and not pair.sides.filter(running_form__isnull=False).exists()


# Who sees what


def test_a_mentor_sees_only_own_pairs(client, reference):
    prog = make.a_programme()
    mine, other = make.a_pair(prog=prog), make.a_pair(prog=prog)
    signed_in(client, make.user_for(mine.mentor))
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("programs:pair_list")).status_code == 403


def test_contacts_open_with_the_order_and_close_with_the_consent(client, reference):
    prog = make.a_programme()
    pair = make.a_pair(prog=prog, status="agreed")
    mentor, mentee, _ = people_of(pair)
    mentee.phone = "8 900 555-55-55"
    mentee.save()
    signed_in(client, make.user_for(mentor))
    assert mentee.phone not in client.get(pair.get_absolute_url()).content.decode()
    make.an_order(prog, "pairs", on=TODAY)
    assert mentee.phone in client.get(pair.get_absolute_url()).content.decode()
    paper = mentee.consents.get(kind="processing")
    consents.withdraw_consent(paper, by=make.office()[0], on=TODAY, note="заявление")
    page = client.get(pair.get_absolute_url()).content.decode()
    assert mentee.phone not in page
    assert "сведения закрыты" in page
    pair.refresh_from_db()
    assert pair.status == "ordered"


def test_a_former_mentor_keeps_the_log_but_no_contacts(client, reference):
    pair = make.a_pair(status="closing")
    prog = pair.programme
    mentor, mentee = pair.mentor, pair.mentees[0]
    mentee.phone = "8 900 777-77-77"
    mentee.save()
    log_meeting(pair, by=make.user_for(mentor), on=TODAY, held_on=TODAY, done="Разобрали урок")
    make.an_order(prog, "completion", on=TODAY)
    signed_in(client, mentor.user)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Разобрали урок" in page
    assert mentee.phone not in page
    assert "Записать встречу" not in page


def test_the_page_of_a_pair_leaves_a_line_in_the_journal(client, curator):
    pair = make.a_pair(prog=make.a_programme())
    client.get(pair.get_absolute_url())
    line = JournalLine.objects.filter(verb="открыта страница пары").get()
    assert str(pair.mentees[0].pk) in line.people and line.right


@pytest.mark.parametrize("who", ["mentor", "mentee", "guardian", "psychologist"])
def test_everybody_concerned_opens_the_page_and_reasons_stay_with_the_office(client, reference, who):
    pair = make.a_pair(prog=make.a_programme(), status="working")
    mentor, mentee, parent = people_of(pair)
    people = {"mentor": mentor, "mentee": mentee, "guardian": parent}
    signed_in(client, make.user_for(people[who] if who in people else make.acting("psychologist")))
    page = client.get(pair.get_absolute_url()).content.decode()
    assert mentee.full_name in page
    assert "Подходят друг другу" not in page
    assert "Почему эти люди" not in page


# Result and closing


def test_the_result_is_asked_before_closing(client, curator):
    pair = make.a_pair(status="working")
    page = client.get(pair.get_absolute_url()).content.decode()
    assert 'id="result"' in page and "Не записан итог работы пары" in page
    url = reverse("programs:pair_result", args=[pair.pk])
    page = client.post(url, {"result": "done", "result_text": "", "revision": 0}).content.decode()
    assert "Заполните «" in page
    client.post(
        url, {"result": "done", "result_text": "Пишет без ошибок", "no_final_meeting": "болезнь", "revision": 0}
    )
    pair.refresh_from_db()
    assert pair.result_text == "Пишет без ошибок"


def test_two_people_writing_the_result_do_not_overwrite_each_other(client, curator):
    pair = make.a_pair(status="working")
    url = reverse("programs:pair_result", args=[pair.pk])
    actions.write_result(pair, by=curator, on=TODAY, result="done", result_text="Чужой текст")
    data = {"result": "done", "result_text": "Мой текст", "revision": 0}
    page = client.post(url, data).content.decode()
    assert "изменил другой человек" in page and "Чужой текст" in page and "Мой текст" in page
    pair.refresh_from_db()
    assert pair.result_text == "Чужой текст"


def test_query_count_of_the_list_does_not_grow(client, curator):
    prog = make.a_programme()
    make.a_pair(prog=prog)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("programs:pair_list"))
    for _ in range(2):
        make.a_pair(prog=prog)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("programs:pair_list"))
    assert len(three) == len(one)
