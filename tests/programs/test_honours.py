"""Statements and awards: numbers, registers, what stands on the paper, who may issue."""

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from programs.actions import honours as actions
from programs.models import Award, Statement
from registry.engine.errors import Refused
from registry.models import Job, JournalLine
from tests import factories as make
from tests.programs.story import at, text_of
from tests.programs.test_papers import pages_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def prog(reference):
    return make.a_programme(preset="pupils")


def text(row) -> str:
    return " ".join(pages_of(row.paper.file.path.read_bytes()))


def test_a_certificate_lists_pairs_terms_results_and_grounds_but_no_child(prog):
    pair = make.a_pair(prog, status="working")
    child = pair.mentees[0]
    row = actions.issue_about_mentor(pair.mentor, "certificate", by=make.office()[0], on=TODAY, purpose="в комиссию")
    said = text(row)
    assert f"Дана {pair.mentor.in_case('dative')}" in said
    assert str(pair.form) in said and "приказ от" in said and "работа продолжается" in said
    assert child.last_name not in said and "обучающийся" in said
    assert row.paper.code in said and "№ 1" in said


def test_nothing_is_confirmed_about_whom_no_order_names(prog):
    card = make.a_mentor()
    with pytest.raises(Refused, match="нет пар, закреплённых приказом"):
        actions.issue_about_mentor(card.person, "confirmation", by=make.office()[0], on=TODAY)
    assert not Statement.objects.exists()


def test_statements_take_numbers_in_a_row(prog):
    curator, _ = make.office()
    pair = make.a_pair(prog, status="working")
    kinds = ["certificate", "confirmation"]
    rows = [actions.issue_about_mentor(pair.mentor, kind, by=curator, on=TODAY) for kind in kinds]
    assert [row.number for row in rows] == ["1", "2"]


def test_a_characteristic_is_written_by_the_mentor_of_this_pair_only(prog):
    pair, other = make.a_pair(prog, status="working"), make.a_pair(prog, status="working")
    words = {"skills": "Решает задачи в два действия.", "qualities": "Упорный.", "advice": "Продолжать."}
    with pytest.raises(PermissionDenied):
        actions.write_characteristic(pair, pair.mentees[0], by=make.user_for(other.mentor), on=TODAY, **words)
    row = actions.write_characteristic(pair, pair.mentees[0], by=make.user_for(pair.mentor), on=TODAY, **words)
    assert pair.mentees[0].in_case("accusative") in text(row) and "Решает задачи" in text(row)


def test_twenty_sheets_have_twenty_numbers_of_their_own(prog):
    curator, _ = make.office()
    people = [make.teacher(last_name=f"Речная-{letter}") for letter in "АБВГДЕЖЗИКЛМНОПРСТУФ"]
    rows = actions.award(
        prog, people, by=curator, on=TODAY, layout="diploma", kind="благодарность", reason="за помощь",
        ground="решение педагогического совета",
    )  # fmt: skip
    assert [row.number for row in rows] == [str(number) for number in range(1, 21)]
    assert len({row.paper.code for row in rows}) == 20
    pages = pages_of(actions.one_file(rows))
    assert len(pages) == 20
    for row, page in zip(rows, pages, strict=True):
        assert row.person.in_case("dative") in page and f"№ {row.number} от 21 ноября 2026" in page
        assert row.paper.code in page and "решение педагогического совета" in page
        assert row.person in row.paper.file.readers.all()
    more = actions.award(
        prog,
        people[:1],
        by=curator,
        on=TODAY,
        layout="diploma",
        kind="почётная грамота",
        reason="за труд",
        ground="решение",
    )
    assert more[0].number == "21"


def test_many_sheets_are_a_long_work_that_leads_to_the_batch(client, prog):
    curator, _ = make.office()
    pairs = [make.a_pair(prog, status="working") for _ in range(3)]
    people = [one.pk for pair in pairs for one in (pair.mentor, *pair.mentees)]
    typed = {"layout": "diploma", "kind": "благодарность", "reason": "за помощь", "ground": "решение", "date": TODAY}
    answer = at(client, curator).post(reverse("programs:award_new", args=[prog.code]), {**typed, "people": people})
    job = Job.objects.get(kind=actions.JOB)
    assert answer.url == job.get_absolute_url() and job.error == "" and "6" in job.result["said"]
    page = text_of(client.get(job.result["url"]))
    assert "Напечатать пачку" in page
    assert len(pages_of(client.get(reverse("programs:award_sheets", args=[Award.objects.first().batch])).content)) == 6


def test_a_work_that_died_prints_only_what_has_no_paper_yet(prog):
    curator, _ = make.office()
    people = [make.teacher() for _ in range(3)]
    words = {"layout": "diploma", "kind": "благодарность", "reason": "за помощь", "ground": "решение"}
    rows = actions.reserve(prog, people, by=curator, on=TODAY, **words)
    actions.issue_sheets(rows[:1])
    first = Award.objects.get(pk=rows[0].pk).paper_id
    actions.issue_sheets(list(Award.objects.filter(pk__in=[row.pk for row in rows])))
    found = [row.paper_id for row in Award.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")]
    assert found[0] == first and all(found) and len(set(found)) == 3


def test_a_letter_to_parents_names_them_and_is_refused_where_nobody_is_known(prog):
    curator, _ = make.office()
    child, alone = make.pupil(age=16, sex="f"), make.pupil(age=16, last_name="Одинцова")
    make.guardian_of(child, first_name="Ирина", middle_name="Баировна")
    letter = {
        "layout": "parents",
        "kind": "благодарственное письмо родителям",
        "reason": "за поддержку",
        "ground": "решение",
    }
    with pytest.raises(Refused, match=r"Одинцова.*родители не указаны"):
        actions.award(prog, [child, alone], by=curator, on=TODAY, **letter)
    assert not Award.objects.exists()
    [row] = actions.award(prog, [child], by=curator, on=TODAY, **letter)
    assert "Уважаемая Ирина Баировна!" in text(row) and "воспитание дочери" in text(row)


def test_an_award_needs_its_ground(prog):
    words = {"layout": "diploma", "kind": "благодарность", "reason": "за помощь"}
    with pytest.raises(Refused, match="Укажите основание"):
        actions.award(prog, [make.teacher()], by=make.office()[0], on=TODAY, **words)


def test_an_award_is_not_earlier_than_its_order(prog):
    order = make.a_pair(prog, status="working").order_lines.get().order
    with pytest.raises(Refused, match="не может быть раньше приказа"):
        actions.award(
            prog, [make.teacher()], by=make.office()[0], on=TODAY, layout="diploma", kind="благодарность",
            reason="за помощь", order=order, date=make.START,
        )  # fmt: skip


def test_a_batch_is_archival_and_holds_only_the_faces_of_the_house(prog):
    words = {"layout": "diploma", "kind": "благодарность", "reason": "за помощь", "ground": "решение"}
    [row] = actions.award(prog, [make.teacher()], by=make.office()[0], on=TODAY, **words)
    with pikepdf.open(row.paper.file.path) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert "Благодарность" in str(metadata["dc:title"])
        faces = {str(font.BaseFont).split("+")[-1] for page in document.pages for font in page.Resources.Font.values()}
        assert str(document.Root.Lang) == "ru" and bool(document.Root.MarkInfo.Marked)
    assert all(face.startswith(("PT-", "PTS")) for face in faces), faces


def test_pages_issue_and_the_journals_keep(client, prog):
    curator, _ = make.office()
    pair = make.a_pair(prog, status="working")
    at(client, curator)
    client.post(reverse("programs:statement_new", args=[pair.mentor.mentor.pk]), {"kind": "certificate"})
    assert pair.mentor.full_name in text_of(client.get(reverse("programs:statement_list")))
    typed = {"layout": "diploma", "kind": "благодарность", "reason": "за помощь", "ground": "решение", "date": TODAY,
             "people": [pair.mentor.pk, pair.mentees[0].pk]}  # fmt: skip
    client.post(reverse("programs:award_new", args=[prog.code]), typed)
    assert Award.objects.count() == 2
    shown = text_of(client.get(reverse("programs:award_list")))
    assert pair.mentor.full_name in shown and "№ 2" in shown
    assert JournalLine.objects.filter(verb="подготовлены поощрения").exists()


def test_a_mentor_finds_the_own_certificate_and_diploma_in_the_cabinet_and_nobody_else_s(client, prog):
    curator, _ = make.office()
    pair, other = make.a_pair(prog, status="working"), make.a_pair(prog, status="working")
    row = actions.issue_about_mentor(pair.mentor, "certificate", by=curator, on=TODAY)
    words = {"layout": "diploma", "kind": "благодарность", "reason": "за помощь", "ground": "решение"}
    [sheet] = actions.award(prog, [pair.mentor], by=curator, on=TODAY, **words)
    page = text_of(at(client, make.user_for(pair.mentor)).get(reverse("own_pair", args=[pair.pk])))
    assert row.get_absolute_url() in page and sheet.paper.file.get_absolute_url() in page
    assert client.get(sheet.paper.file.get_absolute_url()).status_code == 200
    stranger = text_of(at(client, make.user_for(other.mentor)).get(reverse("own_pair", args=[other.pk])))
    assert row.get_absolute_url() not in stranger and sheet.paper.file.get_absolute_url() not in stranger
    assert client.get(sheet.paper.file.get_absolute_url()).status_code == 404
