"""Every paper of a small year: archival, tagged, titled, only the faces of the house, nothing outside its margins."""

import io

import pikepdf
import pypdfium2
import pytest

from tests.programs import paper_year

pytestmark = pytest.mark.django_db  # the year is built once, by the fixture
MM = 72 / 25.4
NARROW = {"consents": 5, "order": 9}  # millimetres; a sheet with codes at its edges has narrower margins
REPEATED = {
    "order-of-forty": "Фамилия, имя", "register": "Приказ", "meeting-log": "Что сделано",
    "plan": "Планируемый", "roadmap": "Ответственные", "folder-contents": "Документ",
}  # fmt: skip


@pytest.fixture(scope="module")
def every(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once; the tests below only read bytes."""
    from django.db import transaction
    from django.test import override_settings

    from mentoring.reference import load_all
    from tests import factories as make

    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(MEDIA_ROOT=media, JOBS_INLINE=True),
        transaction.atomic(),
    ):
        patch.setattr("registry.engine.access.today", lambda: make.TODAY)
        make.restart()
        load_all(make.datetime.date(2025, 9, 1))
        found = dict(paper_year.every_paper(paper_year.build()))
        transaction.set_rollback(True)
    return found


def faults(every, judge) -> list[str]:
    return [f"{name}: {fault}" for name, data in every.items() for fault in judge(name, data)]


def test_the_year_has_every_kind_of_paper(every):
    kinds = {name.split("-")[0] for name in every}
    assert kinds >= {
        "order", "minutes", "statement", "award", "application", "nomination", "duties", "agreement", "plan",
        "supplement", "book", "roadmap", "regulation", "memo", "register", "folder", "consent", "consents", "meeting",
    }  # fmt: skip


def test_every_paper_is_archival_tagged_titled_and_in_russian(every):
    def judge(name, data):
        with pikepdf.open(io.BytesIO(data)) as document:
            with document.open_metadata() as metadata:
                if (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) != ("2", "A"):
                    yield "no mark of PDF/A-2a"
                if not str(metadata.get("dc:title", "")).strip():
                    yield "no title"
            if str(document.Root.get("/Lang", "")) != "ru":
                yield "no language"
            if "/StructTreeRoot" not in document.Root or not bool(document.Root.get("/MarkInfo", {}).get("/Marked")):
                yield "no tags"

    assert faults(every, judge) == []


def test_every_face_is_embedded_and_of_the_house(every):
    def judge(name, data):
        with pikepdf.open(io.BytesIO(data)) as document:
            for page in document.pages:
                for font in page.Resources.get("/Font", {}).values():
                    face = str(font.BaseFont).split("+")[-1]
                    if not face.startswith(("PT-", "PTS")):
                        yield f"a strange face {face}"
                    inner = font.DescendantFonts[0].FontDescriptor
                    if not any(key in inner for key in ("/FontFile2", "/FontFile3")):
                        yield f"{face} is not embedded"

    assert faults(every, judge) == []


def boxes_of(page):
    text = page.get_textpage()
    return [text.get_charbox(place) for place in range(text.count_chars()) if text.get_text_range(place, 1).strip()]


def test_no_page_is_blank_and_nothing_runs_over_its_edge(every):
    def judge(name, data):
        document = pypdfium2.PdfDocument(data)
        least = NARROW.get(name.split("-")[0], 7) * MM
        for number in range(len(document)):
            page, boxes = document[number], boxes_of(document[number])
            written = [box for box in boxes if box[3] < page.get_height() - 18 * MM]
            if not written:
                yield f"page {number + 1} of {len(document)} is blank"
            if boxes and (min(box[0] for box in boxes) < least or max(box[2] for box in boxes)
                          > page.get_width() - least):  # fmt: skip
                yield f"page {number + 1}: text outside the margins"
        document.close()

    assert faults(every, judge) == []


def test_orders_keep_thirty_millimetres_for_the_folder(every):
    def judge(name, data):
        if not name.startswith("order"):
            return
        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            left = min(box[0] for box in boxes_of(document[number])) / MM
            if left < 29.5:
                yield f"page {number + 1}: {left:.0f} mm"
        document.close()

    assert faults(every, judge) == []


def test_long_lists_repeat_their_heads_on_every_page(every):
    for name, head in REPEATED.items():
        document = pypdfium2.PdfDocument(every[name])
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
        document.close()
        tables = [page for page in pages if head in page]
        assert len(tables) >= 2, name
        lonely = [number for number, page in enumerate(pages[1:-1], 2) if head not in page]
        assert not lonely or name in ("order-of-forty", "plan"), (name, lonely)


def test_the_code_stands_low_on_the_right_of_the_first_sheet_only(every):
    document = pypdfium2.PdfDocument(every["order-of-forty"])
    for number in range(len(document)):
        page = document[number]
        found = page.get_textpage().search("23456789AB").get_next()
        assert (found is not None) == (number == 0)
        if found:
            box = page.get_textpage().get_charbox(found[0])
            assert box[0] > page.get_width() * 0.6 and box[1] < 60
    document.close()
