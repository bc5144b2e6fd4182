"""Issued papers: what the PDF says, how it is made, and that it never changes."""

import re

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from programs.actions import orders as actions
from programs.actions.commission import sign_minutes
from programs.models import Order
from programs.orders import kinds, wording
from programs.papers import order as paper
from registry.engine import papers
from tests import factories as make
from tests.programs.story import at, recommended, some_minutes, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def pages_of(data: bytes) -> list[str]:
    """The text of every page, with line ends and soft hyphens taken out."""
    document = pypdfium2.PdfDocument(data)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "").replace("\xa0", " ")) for text in pages]


@pytest.fixture
def order(prog):
    recommended(prog, last_name="Хертек", first_name="Сайын-Белек", middle_name="Кан-ооловна")
    return make.an_order(prog, "register")


def test_pdf_says_number_date_and_names(order):
    first, annex, *_ = pages_of(order.paper.file.path.read_bytes())
    assert "21.11.2026" in first and "№ 1-од" in first
    assert "Об утверждении реестра наставников" in first
    assert order.paper.code in first
    assert "Приложение 1 к приказу" in annex and "от 21.11.2026 № 1-од" in annex
    assert "Хертек Сайын-Белек Кан-ооловна" in annex


@pytest.mark.parametrize(
    ("kind", "key", "words"),
    [("register", "form", "Работодатель – ученик"), ("replacement", "ground", "обоснованная просьба наставника")],
)
def test_the_long_words_of_a_column_are_not_cut(order, kind, key, words):
    """A word that is first in its cell is not hyphenated: the column must hold it whole."""
    columns = [{"title": title, "width": width} for title, _, width in kinds.KINDS[kind].columns]
    row = [words if name == key else "х" for _, name, _ in kinds.KINDS[kind].columns]
    said = {**paper.context(order), "columns": columns, "rows": [row], "named": [], "approvals": []}
    assert words in pages_of(papers.pdf(papers.html(paper.TEMPLATE, said)))[1]


def test_wording_declines_the_curator(prog):
    curator = make.teacher(last_name="Иванова", first_name="Анна", middle_name="Петровна")
    make.Appointment.objects.filter(role="curator").update(person=curator)
    assert wording.words_of_all(prog, TODAY)["curator_dative"] == "Куратору Ивановой Анне Петровне"


def test_sheets_stand_on_pages_of_their_own_and_acquaintance_is_the_last(order):
    pages = pages_of(order.paper.file.path.read_bytes())
    assert len(pages) == 4
    assert "Лист согласования" in pages[2] and "согласна" in pages[2]
    assert "Лист ознакомления" in pages[3] and "Подпись" in pages[3]


def test_pages_are_numbered_from_the_second(order):
    pages = pages_of(order.paper.file.path.read_bytes())
    assert pages[1].startswith("2 ") or pages[1].endswith(" 2")
    assert not pages[0].startswith("1 ") and not pages[0].endswith(" 1")


def test_pdf_is_archival_and_holds_only_the_faces_of_the_house(order):
    with pikepdf.open(order.paper.file.path) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        faces = {str(font.BaseFont).split("+")[-1] for page in document.pages for font in page.Resources.Font.values()}
        assert str(document.Root.Lang) == "ru"
    assert faces and all(face.startswith("PT-") or face.startswith("PTS") for face in faces), faces


def test_second_opening_gives_the_same_bytes(client, order):
    curator = order.prepared_by.user
    before = order.paper.file.path.read_bytes()
    person = order.lines.get().candidacy.person
    person.last_name = "Новофамильная"
    person.save()
    answer = at(client, curator).get(reverse("programs:order_pdf", args=[order.pk]))
    assert answer.url == order.paper.file.get_absolute_url()
    assert order.paper.file.path.read_bytes() == before
    assert "Хертек" in text_of(client.get(order.get_absolute_url()))


def test_draft_says_so_instead_of_number_and_date(client, prog):
    curator, _ = make.office()
    recommended(prog)
    draft = actions.draft_order(prog, "register", by=curator, on=TODAY)
    answer = at(client, curator).get(reverse("programs:order_pdf", args=[draft.pk]))
    first = pages_of(answer.content)[0]
    assert "ПРОЕКТ с. Ромашкино Об утверждении" in first and "21.11.2026" not in first
    assert Order.objects.get().paper is None


def test_thirty_lines_make_an_annex_of_two_pages_with_heads_on_both(prog):
    make.office()
    for number in range(30):
        recommended(prog, last_name=f"Константинопольская-{'АБВГДЕЖЗИК'[number % 10]}{number}")
    order = make.an_order(prog, "register")
    pages = pages_of(order.paper.file.path.read_bytes())
    annex = [page for page in pages if "Основание" in page]
    assert len(annex) >= 2
    assert "Лист согласования" in pages[1 + len(annex)]


def test_the_signature_is_never_alone_on_its_page(prog):
    curator, director = make.office()
    recommended(prog)
    order = actions.draft_order(prog, "register", by=curator, on=TODAY)
    for lines in (9, 11, 13, 15):
        words = "сделать так, как сказано в плане работы школы на учебный год, и доложить."
        points = [f"Пункт {number}: {words}" for number in range(lines)]
        order = actions.edit_order(
            order, by=curator, title=order.title, preamble=order.preamble, points=points, acts=order.acts.all()
        )
        said = {**paper.context(order), "code": "2345678923"}
        pages = pages_of(papers.pdf(papers.html(paper.TEMPLATE, said)))
        signed = next(page for page in pages if director.person.signature_name.replace("\xa0", " ") in page)
        assert "доложить" in signed, lines


def test_minutes_are_frozen_with_votes_and_names(prog):
    minutes, [row] = some_minutes(prog)
    minutes = sign_minutes(minutes, by=make.office()[1], on=TODAY)
    [page, *_] = pages_of(minutes.paper.file.path.read_bytes())
    assert "21 ноября 2026 г." in page and "№ 1" in page
    assert "за — 3, против — 0, воздержались — 0" in page
    assert row.person.in_case("accusative") in page
