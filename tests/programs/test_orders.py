"""Orders: from a draft with reasons to the director's one button, and everything that must not happen."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse

from programs.actions import acquainting, order_changes, order_numbers
from programs.actions import orders as actions
from programs.models import Order, Pair, RegisterEntry
from registry.actions.consents import withdraw_consent
from registry.engine import workflow
from registry.engine.errors import Refused
from registry.models import Paper, StoredFile
from tests import factories as make
from tests.programs.story import at, recommended, submitted, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def test_curator_drafts_an_order_and_sees_who_was_left_out_and_why(client, prog):
    curator, _ = make.office()
    recommended(prog, last_name="Ромашкина", first_name="Анна")
    late = recommended(prog, last_name="Полевая", first_name="Вера")
    withdraw_consent(late.person.consents.get(kind="processing"), by=curator, on=TODAY, note="заявление")
    answer = at(client, curator).post(
        reverse("programs:order_new"), {"programme": prog.code, "kind": "register"}, follow=True
    )
    page = text_of(answer)
    order = Order.objects.get()
    assert [line.candidacy.person.last_name for line in order.lines.all()] == ["Ромашкина"]
    held = page.split("Не вошли в этот проект")[1]
    assert "Полевая" in held and "нет действующего согласия" in held
    assert late.person.get_absolute_url() in held


def test_what_has_become_ready_is_added_to_the_draft(client, prog):
    curator, _ = make.office()
    recommended(prog)
    order = actions.draft_order(prog, "register", by=curator, on=TODAY)
    recommended(prog, last_name="Новая")
    page = text_of(at(client, curator).get(order.get_absolute_url()))
    assert "Теперь готовы: 1 строка" in page
    client.post(reverse("programs:order_refill", args=[order.pk]))
    assert order.lines.count() == 2


def test_new_order_page_says_what_comes_first_when_nothing_waits(client, prog):
    page = text_of(at(client, make.office()[0]).get(reverse("programs:order_new")))
    assert "сначала составьте комиссию" in page
    assert reverse("programs:commission_new") in page


def test_director_approves_with_the_proposed_number_and_date(client, prog):
    order = submitted(prog)
    _, director = make.office()
    page = text_of(at(client, director).get(order.get_absolute_url()))
    assert 'value="1-од"' in page and 'value="2026-11-21"' in page
    client.post(reverse("programs:order_approve", args=[order.pk]), {"number": "1-од", "date": "2026-11-21"})
    order.refresh_from_db()
    assert (order.status, order.number, order.date) == ("registered", "1-од", TODAY)
    assert RegisterEntry.objects.of(prog).get().starts == TODAY


def test_who_prepared_cannot_approve(client, prog):
    order = submitted(prog)
    curator, _ = make.office()
    make.acting("acting_director", curator.person)
    page = text_of(at(client, curator).get(order.get_absolute_url()))
    assert "Утвердить приказ" not in page and "не тот, кто его готовил" in page
    url = reverse("programs:order_approve", args=[order.pk])
    answer = client.post(url, {"number": "1-од", "date": "2026-11-21"}, follow=True)
    assert answer.redirect_chain and "кто готовит, тот не утверждает" in text_of(answer)
    order.refresh_from_db()
    assert order.status == "submitted"


def test_a_taken_number_is_refused_and_the_typed_one_stays(client, prog):
    submitted(prog)
    first = make.office()[1]
    taken = actions.approve_order(Order.objects.get(), by=first, on=TODAY, number="12-од")
    order = submitted(prog)
    page = text_of(at(client, first).post(
        reverse("programs:order_approve", args=[order.pk]), {"number": "12-од", "date": "2026-11-21"}
    ))  # fmt: skip
    assert f"Номер 12-од в 2026 году уже занят приказом «{taken.title}»" in page
    assert "Свободен номер 13-од" in page
    assert 'value="12-од"' in page
    order.refresh_from_db()
    assert order.status == "submitted"


def test_a_date_before_its_grounds_is_refused(client, prog):
    order = submitted(prog)
    page = text_of(at(client, make.office()[1]).post(
        reverse("programs:order_approve", args=[order.pk]), {"number": "1-од", "date": "2026-11-20"}
    ))  # fmt: skip
    assert "не может быть раньше своих оснований" in page and "21.11.2026" in page
    assert 'value="2026-11-20"' in page


def test_consent_withdrawn_after_the_draft_stops_approval_and_leaves_nothing_behind(client, prog):
    order = submitted(prog)
    curator, director = make.office()
    person = order.lines.get().candidacy.person
    kept = Paper.objects.count(), StoredFile.objects.count()
    withdraw_consent(person.consents.get(kind="processing"), by=curator, on=TODAY, note="заявление от 21.11.2026")
    page = text_of(at(client, director).post(
        reverse("programs:order_approve", args=[order.pk]), {"number": "1-од", "date": "2026-11-21"}
    ))  # fmt: skip
    name = person.short_name.replace("\xa0", " ")
    assert f"{name}: нет действующего согласия на обработку персональных данных" in page
    order.refresh_from_db()
    assert (order.status, order.number, order.paper) == ("submitted", "", None)
    assert (Paper.objects.count(), StoredFile.objects.count()) == kept
    assert order.lines.get().candidacy.status == "recommended"
    assert not RegisterEntry.objects.exists()
    assert "Утвердить приказ" not in text_of(client.get(order.get_absolute_url()))


def test_a_pupil_mentor_needs_the_guardians_consent_in_the_order(client, reference):
    prog = make.a_programme()
    curator, _ = make.office()
    child = make.pupil(age=16, last_name="Озёрная")
    make.guardian_of(child)
    mentor = make.a_mentor(child, category="pupil")
    make.give_consents(child, ["processing", "participation"], scope=prog.code)
    row = make.a_candidacy(mentor, prog=prog)
    make.fill_sheet(row)
    workflow.move(row, "recommend", by=curator, on=TODAY)
    withdraw_consent(child.consents.get(kind="participation"), by=curator, on=TODAY, note="мать передумала")
    page = text_of(at(client, curator).post(
        reverse("programs:order_new"), {"programme": prog.code, "kind": "register"}, follow=True
    ))  # fmt: skip
    assert "с подписью законного представителя" in page
    assert not Order.objects.exists()


def test_double_click_on_approve_gives_one_number(client, prog):
    order = submitted(prog)
    director = make.office()[1]
    key = "5a2f3c1e-0d5b-4c53-9f43-3c2d1d8c9a10"
    form = {"number": "1-од", "date": "2026-11-21", "form_key": key}
    url = reverse("programs:order_approve", args=[order.pk])
    at(client, director).post(url, form)
    page = text_of(client.post(url, form, follow=True))
    assert "ничего не сделано дважды" in page
    assert Order.objects.exclude(number="").count() == 1 and Paper.objects.count() == 1


def test_refusal_on_the_sheet_drops_the_candidate_out_of_the_draft(client, prog):
    curator, _ = make.office()
    recommended(prog, last_name="Ромашкина")
    no = recommended(prog, last_name="Полевая")
    order = actions.send_for_agreement(
        actions.draft_order(prog, "register", by=curator, on=TODAY), by=curator, on=TODAY
    )
    user = make.user_for(no.person)
    row = order.approvals.get(person=no.person)
    url = reverse("programs:approval_answer", args=[row.pk])
    page = text_of(at(client, user).post(url, {"answer": "refuse", "remark": ""}))
    assert "Напишите, с чем вы не согласны" in page
    client.post(url, {"answer": "refuse", "remark": "Нет времени"})
    no.refresh_from_db()
    assert no.status == "refused"
    assert [line.candidacy.person.last_name for line in order.lines.all()] == ["Ромашкина"]


def test_candidate_sees_the_draft_but_not_the_answers_of_others(client, prog):
    curator, _ = make.office()
    mine, other = recommended(prog, last_name="Ромашкина"), recommended(prog, last_name="Полевая")
    order = actions.send_for_agreement(
        actions.draft_order(prog, "register", by=curator, on=TODAY), by=curator, on=TODAY
    )
    actions.answer_on_paper(
        order.approvals.get(person=other.person), by=curator, on=TODAY, agrees=True, remark="Только по вторникам"
    )
    page = text_of(at(client, make.user_for(mine.person)).get(order.get_absolute_url()))
    assert "Ваш ответ на проект" in page and "Полевая" in page
    assert "Только по вторникам" not in page and "Лист согласования" not in page
    assert at(client, make.user_for(make.teacher())).get(order.get_absolute_url()).status_code == 404


def test_nobody_answers_for_another(client, prog):
    curator, _ = make.office()
    mine, other = recommended(prog), recommended(prog)
    order = actions.send_for_agreement(
        actions.draft_order(prog, "register", by=curator, on=TODAY), by=curator, on=TODAY
    )
    theirs = order.approvals.get(person=other.person)
    answer = at(client, make.user_for(mine.person)).post(
        reverse("programs:approval_answer", args=[theirs.pk]), {"answer": "agree"}
    )
    assert answer.status_code == 403
    theirs.refresh_from_db()
    assert theirs.answer == ""


def test_director_returns_with_a_remark_that_the_curator_reads(client, prog):
    order = submitted(prog)
    curator, director = make.office()
    client = at(client, director)
    client.post(reverse("programs:order_move", args=[order.pk, "send_back"]), {"note": "Уточните основание"})
    order.refresh_from_db()
    assert order.status == "draft"
    assert "Уточните основание" in text_of(at(client, curator).get(order.get_absolute_url()))


def test_curator_edits_the_text_and_points_number_themselves(client, prog):
    curator, _ = make.office()
    recommended(prog)
    order = actions.draft_order(prog, "register", by=curator, on=TODAY)
    at(client, curator).post(reverse("programs:order_edit", args=[order.pk]), {
        "title": "О реестре наставников.", "preamble": "На основании Положения", "revision": order.revision,
        "points_text": "1. Утвердить реестр.\n\n2) Контроль оставляю за собой.",
    })  # fmt: skip
    order.refresh_from_db()
    assert order.title == "О реестре наставников"
    assert order.points == ["Утвердить реестр.", "Контроль оставляю за собой."]


def test_two_people_edit_one_draft_and_nothing_typed_is_lost(client, prog):
    curator, _ = make.office()
    recommended(prog)
    order = actions.draft_order(prog, "register", by=curator, on=TODAY)
    actions.edit_order(order, by=curator, title="О реестре", preamble="Было", points=["Утвердить."], acts=[])
    page = text_of(at(client, curator).post(reverse("programs:order_edit", args=[order.pk]), {
        "title": "Моё название", "preamble": "Было", "points_text": "Мой пункт", "revision": order.revision,
    }))  # fmt: skip
    assert "изменил другой человек" in page and "Моё название" in page and "Мой пункт" in page
    order.refresh_from_db()
    assert order.title == "О реестре"


def test_last_line_stays_and_a_draft_may_be_discarded(client, prog):
    curator, _ = make.office()
    row = recommended(prog)
    order = actions.draft_order(prog, "register", by=curator, on=TODAY)
    page = text_of(at(client, curator).post(
        reverse("programs:line_drop", args=[order.lines.get().pk]), follow=True,
        headers={"referer": f"http://testserver{order.get_absolute_url()}"},
    ))  # fmt: skip
    assert "последняя строка" in page
    client.post(reverse("programs:order_discard", args=[order.pk]))
    row.refresh_from_db()
    assert not Order.objects.exists() and row.status == "recommended"


def test_named_person_marks_having_read_and_the_curator_enters_the_paper_sheet(client, prog):
    recommended(prog, last_name="Ромашкина")
    recommended(prog, last_name="Полевая")
    order = make.an_order(prog, "register")
    curator, _ = make.office()
    mine, other = order.acquaintances.order_by("pk")
    page = text_of(at(client, make.user_for(mine.person)).get(order.get_absolute_url()))
    assert "С приказом ознакомлен(а)" in page
    client.post(reverse("programs:acquaint", args=[mine.pk]))
    at(client, curator).post(reverse("programs:acquainted_on_paper", args=[order.pk]), {"people": [other.person_id]})
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.read_on, mine.on_paper) == (TODAY, False)
    assert (other.read_on, other.on_paper) == (TODAY, True)


def test_page_is_quiet_after_approval_and_acquaintance(client, prog):
    order = submitted(prog)
    curator, director = make.office()
    order = actions.approve_order(order, by=director, on=TODAY)
    assert order_changes.outdated(order) == []
    acquainting.acquaint(order.acquaintances.get(), by=curator, on=TODAY, on_paper=True)
    school = make.school()
    school.phone = "8 (000) 111-11-11"
    school.save()
    assert order_changes.outdated(order) == []
    assert "нужен новый приказ" not in text_of(at(client, curator).get(order.get_absolute_url()))


def test_pairs_order_is_quiet_while_pairs_work_and_close(prog):
    pair = make.a_pair(prog, status="closing")
    order = Order.objects.get(kind="pairs")
    assert order_changes.outdated(order) == []
    completion = make.an_order(prog, "completion")
    assert Pair.objects.get(pk=pair.pk).status == "closed"
    assert order_changes.outdated(order) == [] and order_changes.outdated(completion) == []


def test_page_is_loud_when_a_mentees_surname_changes(client, prog):
    pair = make.a_pair(prog, status="ordered")
    order = Order.objects.get(kind="pairs")
    mentee = pair.mentees[0]
    old = mentee.full_name
    mentee.last_name = "Новофамильная"
    mentee.save()
    page = text_of(at(client, make.office()[0]).get(order.get_absolute_url()))
    assert "После подписания данные изменились, нужен новый приказ" in page
    told = page.split('id="changes-title"')[1].split("</section>")[0]
    assert old in told and "<strong>Новофамильная" in told


def test_list_filters_and_tells_the_director_what_waits(client, prog):
    first = make.a_pair(prog, status="ordered")
    waiting = submitted(prog)
    _, director = make.office()
    page = text_of(at(client, director).get(reverse("programs:order_list")))
    assert "Ждут вашего решения: 1." in page.split("Найдено")[0]
    assert reverse("programs:order_waiting") in page and waiting.get_absolute_url() in page
    page = text_of(client.get(reverse("programs:order_list"), {"kind": "pairs"}))
    assert Order.objects.get(kind="pairs").get_absolute_url() in page
    assert waiting.get_absolute_url() not in page
    assert client.get(reverse("programs:order_list"), {"programme": "нет-такой"}).status_code == 200
    mentor = make.user_for(first.mentor)
    assert at(client, mentor).get(reverse("programs:order_list")).status_code == 403


def test_a_surname_finds_drafts_and_lists_of_children_too(client, reference):
    """A child signs no acquaintance sheet, yet the list names it; a draft has no sheet at all."""
    prog, curator = make.a_programme(), make.office()[0]
    make.an_admitted(make.pupil(last_name="Ёлочкина"), prog)
    order = make.an_order(prog, "mentees")
    make.an_admitted(make.pupil(last_name="Полевая"), prog)
    draft = actions.draft_order(prog, "mentees", by=curator, on=TODAY)
    client = at(client, curator)

    def found(words):
        return {row.pk for row in client.get(reverse("programs:order_list"), {"q": words}).context["page_obj"]}

    assert found("елочкин") == {order.pk} and found("полевая") == {draft.pk}
    assert found("об утверждении состава") == {order.pk, draft.pk} and not found("нет такого")


def test_list_asks_as_many_questions_for_three_orders_as_for_one(client, prog, django_assert_num_queries):
    curator, director = make.office()
    actions.approve_order(submitted(prog), by=director, on=TODAY)
    at(client, curator).get(reverse("programs:order_list"))
    with connection.execute_wrapper(counter := Counter()):
        client.get(reverse("programs:order_list"))
    for _ in range(2):
        actions.approve_order(submitted(prog), by=director, on=TODAY)
    with django_assert_num_queries(counter.number):
        client.get(reverse("programs:order_list"))


class Counter:
    number = 0

    def __call__(self, execute, *args):
        self.number += 1
        return execute(*args)


def test_numbers_of_other_orders_are_listed_as_gaps(prog):
    _, director = make.office()
    actions.approve_order(submitted(prog), by=director, on=TODAY, number="3-од")
    actions.approve_order(submitted(prog), by=director, on=TODAY, number="6-од")
    assert order_numbers.gaps() == [("Основная деятельность", 2026, [4, 5])]
    assert actions.next_number("register", TODAY) == "7-од"


def test_an_order_of_the_future_is_refused(prog):
    order = submitted(prog)
    with pytest.raises(Refused, match="ещё не наступила"):
        actions.approve_order(order, by=make.office()[1], on=TODAY, date=TODAY + datetime.timedelta(days=1))


def test_secretary_opens_the_issued_order_and_strangers_do_not(client, prog):
    secretary = make.acting("secretary")
    order = submitted(prog)
    order = actions.approve_order(order, by=make.office()[1], on=TODAY)
    user = make.user_for(secretary)
    answer = at(client, user).get(reverse("programs:order_pdf", args=[order.pk]))
    assert answer.url == order.paper.file.get_absolute_url()
    assert StoredFile.objects.visible_to(user, TODAY).filter(pk=order.paper.file_id).exists()
    stranger = make.user_for(make.teacher())
    assert at(client, stranger).get(reverse("programs:order_pdf", args=[order.pk])).status_code == 404
    assert not StoredFile.objects.visible_to(stranger, TODAY).filter(pk=order.paper.file_id).exists()
