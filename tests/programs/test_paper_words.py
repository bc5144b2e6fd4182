"""Words of papers: cases, genders, dates, and where a line may not break."""

import datetime

import pytest

from programs.actions import orders as actions
from programs.actions import subjects
from programs.models import Activity, Order
from programs.orders import kinds, wording
from programs.papers import agreement, application, awards, common, duties_consent, yearbook
from programs.papers import order as order_paper
from registry.engine import papers
from registry.models import ProgrammePreset, School
from tests import factories as make
from tests.programs.story import nominated, recommended

TODAY = make.TODAY
DAY = datetime.timedelta(days=1)
NBSP = papers.NBSP


@pytest.mark.parametrize(("written", "set_"), [
    ("Учитель – учитель", "Учитель_– учитель"),
    ("приказ от 05.10.2026 № 13-од", "приказ от_05.10.2026 №_13-од"),
    ("с 5 октября по 31 мая", "с_5 октября по_31 мая"),
    ("7 «А» класс, ул. Школьная, д. 1", "7_«А»_класс, ул._Школьная, д._1"),
    ("тел. 8 (000) 000-00-01", "тел._8_(000)_000-00-01"),
    ("ИНН <b>12</b>\n, ОГРН 34\n ).", "ИНН <b>12</b>, ОГРН 34)."),
    ("2027 г. Встречи", "2027 г. Встречи"),
])  # fmt: skip
def test_lines_do_not_break_before_a_dash_nor_after_a_number_sign(written, set_):
    assert papers.typeset(written).replace(NBSP, "_") == set_


@pytest.mark.parametrize(("asked", "other"), [
    ("куратор, кабинет 12", "8 (000) 1"), ("куратор, телефон 8 (000) 000-00-02", ""), ("", "8 (000) 1"),
])  # fmt: skip
def test_a_second_telephone_is_not_named_beside_the_first(asked, other):
    assert School(whom_to_ask=asked, phone="8 (000) 1").other_phone == other


def test_somebody_s_words_end_with_a_full_stop():
    assert [common.sentence(one) for one in ("очно ", "Да.", "", "Как?")] == ["очно.", "Да.", "", "Как?"]


@pytest.mark.django_db
def test_the_answer_on_the_sheet_has_the_gender_of_its_author(reference):
    prog = make.a_programme(preset="teachers")
    recommended(prog, sex="f"), recommended(prog, sex="m", last_name="Речной", first_name="Пётр", middle_name="Ильич")
    said = order_paper.context(make.an_order(prog, "register"))["approvals"]
    assert {row["answer"] for row in said} == {"согласна", "согласен"}
    assert order_paper.in_gender("не согласен", make.person(sex="f")) == "не согласна"


@pytest.mark.django_db
def test_the_agreement_names_the_plan_in_its_case_and_where_an_outsider_works(reference):
    prog = make.a_programme(preset="pupils")
    outsider = make.a_mentor(make.person(), category="partner", workplace="ООО «Ромашкинский сад»").person
    child = make.pupil(sex="f")
    assert agreement._party(outsider, TODAY)["what"] == "ООО «Ромашкинский сад»"
    assert agreement._party(child, TODAY)["what"].startswith("обучающаяся 7")
    said = agreement.context(make.a_pair(prog), TODAY)
    drawn = papers.html(agreement.TEMPLATE, said).replace(NBSP, " ")
    assert "в составлении и выполнении индивидуального плана развития" in drawn
    assert said["guardians"][0]["child_short"] != said["guardians"][0]["signature"]


@pytest.mark.django_db
def test_a_nomination_names_its_candidate_in_the_genitive(reference):
    prog = make.a_programme(preset="teachers")
    row = nominated(prog, "collective", last_name="Звонкая", first_name="Мария", middle_name="Ивановна")
    drawn = papers.html(application.NOMINATION, application.nomination(prog, row, TODAY))
    assert "кандидатуры <strong>Звонкой Марии Ивановны</strong>, учителя математики." in drawn


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["ozono_chepetskaya", "abrikosovskaya", "kvantorium"])
def test_the_programme_tells_its_goal_and_its_tasks_apart(reference, code):
    prog = make.a_programme(code, ProgrammePreset.objects.filter(regulation__code=code).first().code)
    said = yearbook.book(prog, TODAY, with_pairs=False)
    assert said["goal"] and "Задачи" not in said["goal"]
    assert len(said["tasks"]) > 3 and said["tasks"] != yearbook.texts()["book"]["tasks"]


@pytest.mark.django_db
def test_a_roadmap_without_terms_prints_no_empty_columns_and_the_draft_says_so(reference):
    prog, (curator, _) = make.a_programme(preset="teachers"), make.office()
    draft = actions.draft_order(prog, "introduction", by=curator, on=TODAY)
    Activity.objects.filter(stage__programme=prog).update(due=None, term="", responsible=[])
    drawn = papers.html(yearbook.ROADMAP, yearbook.roadmap(prog))
    assert "Мероприятие" in drawn and "Сроки" not in drawn and "Ответственные" not in drawn
    [said] = kinds.of(draft).warnings(draft, TODAY)
    assert "без срока" in said
    Activity.objects.filter(stage__programme=prog).update(due=TODAY, responsible=["curator"])
    assert "Сроки" in papers.html(yearbook.ROADMAP, yearbook.roadmap(prog))
    assert kinds.of(draft).warnings(draft, TODAY) == []


@pytest.mark.django_db
def test_the_sheet_says_whom_a_guardian_represents_and_where_an_outsider_works(reference):
    child, outsider = make.pupil(last_name="Речной", first_name="Пётр", middle_name="Ильич", sex="m"), make.person()
    parent, stranger = make.guardian_of(child), make.person()
    make.a_mentor(outsider, category="partner", workplace="АО «Завод»")
    said = [order_paper.who_is(one, [child], TODAY) for one in (parent, outsider, stranger)]
    assert said == ["законный представитель Речного\u00a0П.\u00a0И.", "АО «Завод»", ""]


@pytest.mark.django_db
def test_only_an_employee_is_warned_of_the_labour_code(reference):
    prog = make.a_programme(preset="pupils")
    outsider = make.a_mentor(make.person(), category="partner", workplace="АО «Завод»")
    drawn = [
        papers.html(duties_consent.TEMPLATE, duties_consent.context(make.a_candidacy(one, prog=prog), TODAY))
        for one in (make.a_mentor(), outsider)
    ]
    assert "351.8" in drawn[0] and "351.8" not in drawn[1] and "АО «Завод»" in drawn[1]


@pytest.mark.django_db
def test_an_order_calls_the_pairs_as_the_document_does(reference):
    prog = make.a_programme("trio", "all")
    said = [wording.compose(Order(kind=kind, programme=prog), [], TODAY) for kind in ("pairs", "completion")]
    assert said[0]["title"] == "О закреплении наставнических тандемов и групп"
    assert "составить с наставляемыми планы «ТРИО»" in said[0]["points"][1]
    assert "{pairs" not in str(said) and "работу наставнических тандемов" in said[1]["points"][0]
    assert order_paper.annex_title(kinds.KINDS["extension"], "тандемы") == "Тандемы и группы, срок которых продлён"
    assert order_paper.annex_title(kinds.KINDS["pairs"], "тандемы") == "Наставнические тандемы и группы"


@pytest.mark.django_db
def test_a_paper_cites_a_document_and_no_setting_of_the_program(reference):
    ours, silent = make.a_programme(preset="pupils"), make.a_programme("kirov_71", "all")
    assert ours.rule("petition.receivers").cited.startswith("(п. 6.2")
    said = yearbook.book(silent, TODAY, with_pairs=False)
    assert said["goal"] and "настройк" not in papers.html(yearbook.BOOK, said)


@pytest.mark.django_db
def test_lines_of_a_printed_roadmap_are_numbered_in_a_row(reference):
    said = yearbook.roadmap(make.a_programme(preset="pupils"))
    numbers = [line["number"] for stage in said["stages"] for line in stage["lines"]]
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)] and len(numbers) == 33
    dotted = yearbook.roadmap(make.a_programme(preset="teachers"))["stages"][1]["lines"]
    assert [line["number"] for line in dotted] == ["2.1", "2.2"]


@pytest.mark.django_db
def test_the_regulation_by_itself_bears_the_marks_of_its_adoption(reference, monkeypatch):
    from tests.programs.story import through

    monkeypatch.setattr("registry.engine.papers.pdf", lambda *_: b"%PDF-1.7")
    prog, (curator, _) = make.a_programme(preset="teachers"), make.office()
    assert "№ <span" in papers.html(yearbook.REGULATION, yearbook.regulation_of(prog, TODAY)).replace(NBSP, " ")
    draft = actions.draft_order(prog, "introduction", by=curator, on=TODAY)
    subjects.set_council(draft, by=curator, on=TODAY, number="7", date=TODAY - DAY)
    order = through(Order.objects.get(pk=draft.pk))
    said = yearbook.regulation_of(prog, TODAY)
    assert said["order"] == order.name and said["protocol"].endswith("№\u00a07")


@pytest.mark.django_db
def test_a_letter_says_you_with_a_capital_to_one_parent_alone(reference):
    prog = make.a_programme(preset="pupils")
    child = make.pupil(sex="m")
    make.guardian_of(child, sex="f")
    row = _letter(prog, child)
    drawn = papers.html(awards.TEMPLATE, awards.context(row)).replace(NBSP, " ")
    assert "Уважаемая " in drawn and " благодарит Вас за воспитание сына" in drawn
    make.guardian_of(child, sex="m")
    drawn = papers.html(awards.TEMPLATE, awards.context(row)).replace(NBSP, " ")
    assert "Уважаемые " in drawn and " благодарит вас за воспитание сына" in drawn


def _letter(prog, child):
    from programs.models import Award

    return Award(
        programme=prog, person=child, layout="parents", kind="благодарственное письмо родителям", number="1",
        date=TODAY, reason="за помощь",
    )  # fmt: skip
