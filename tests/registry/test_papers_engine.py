"""Issued papers: PDF/A-2a, own fonts, the same bytes for ever; and the file's only door."""

import io
import re

import pikepdf
import pytest
from django.db import transaction
from django.urls import reverse

from registry.engine import papers, sheets
from registry.models import JournalLine, StoredFile
from registry.papers import consent as consent_paper
from registry.papers import slip
from tests import factories as make
from tests.registry import scanning

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def issued(reference):
    """A paper issued by the engine, with a name that stresses the font."""
    child = make.pupil(last_name="Хертек", first_name="Сайын-Белек", middle_name="Кан-ооловна")
    make.guardian_of(child)
    curator, _ = make.office()
    from registry.actions import consents

    consent = consents.ask_consents(child, ["processing"], by=curator, on=make.TODAY)[0]
    said = consent_paper.context(consent, make.TODAY, reader=curator)
    return papers.issue(
        kind="consent", template=consent_paper.TEMPLATE, context=said, title="Согласие Хертек",
        name="Согласие № 1 Хертек.pdf", date=make.TODAY,
    )  # fmt: skip


def fonts_of(pdf):
    """(name, whether its file is inside) of every font of every page."""
    found = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            found.add((str(font.BaseFont), any(f"/FontFile{kind}" in inner.FontDescriptor for kind in ("", 2, 3))))
    return found


def test_an_issued_paper_is_pdf_a_2a_with_language_title_and_tags(issued):
    with pikepdf.open(issued.file.path) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert str(pdf.Root.Lang) == "ru"
        assert meta["dc:title"] == "Согласие на обработку персональных данных"
        assert bool(pdf.Root.MarkInfo.Marked) is True and "/StructTreeRoot" in pdf.Root
        assert "/OutputIntents" in pdf.Root


def test_the_text_is_set_in_pt_serif_and_every_font_is_inside(issued):
    with pikepdf.open(issued.file.path) as pdf:
        fonts = fonts_of(pdf)
    assert fonts and all(is_inside for _, is_inside in fonts)
    families = {re.sub(r"^/[A-Z]{6}\+", "", name).split("-Bold")[0].split("-Italic")[0] for name, _ in fonts}
    assert "PT-Serif" in {name.replace("PTSerif", "PT-Serif").removesuffix("-Regular") for name in families}
    assert all("PT" in name for name in families), families


def test_the_letters_of_the_name_are_in_the_paper(issued):
    import pypdfium2

    pdf = pypdfium2.PdfDocument(issued.file.path)
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "Хертек" in words and "Сайын-Белек" in words


def test_a_paper_has_no_scripts_and_asks_no_network(issued):
    with pikepdf.open(issued.file.path) as pdf:
        assert "/OpenAction" not in pdf.Root and "/AA" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
    with pytest.raises(Exception, match=r"(?i)uri|scheme|protocol"):
        papers._fetcher().fetch("http://example.com/spy.png")


def test_a_second_opening_gives_the_same_bytes(client, issued):
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    first, second = (b"".join(client.get(issued.file.get_absolute_url()).streaming_content) for _ in range(2))
    assert first == second == issued.file.path.read_bytes()
    import hashlib

    assert hashlib.sha256(first).hexdigest() == issued.file.sha256 == issued.file.path.name


def test_the_same_bytes_are_kept_once(settings):
    one, two = papers.store(b"%PDF-1.7 same", "а.pdf"), papers.store(b"%PDF-1.7 same", "б.pdf")
    assert one.pk != two.pk and one.path == two.path
    assert sum(path.is_file() for path in settings.MEDIA_ROOT.rglob("*")) == 1


def test_a_deed_that_fails_leaves_no_row(settings):
    class Stop(Exception):
        pass

    with pytest.raises(Stop), transaction.atomic():
        papers.store(b"%PDF-1.7 nothing", "а.pdf")
        raise Stop
    assert not StoredFile.objects.exists()


def test_changed_data_are_noticed(issued):
    now = {**issued.said}
    assert papers.changes(issued, now) == []
    now["title"] = "Другое"
    assert papers.changes(issued, now) == ["title"]


def test_a_file_opens_beside_the_data_under_its_russian_name(client, issued):
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    answer = client.get(issued.file.get_absolute_url())
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline") and "filename*=utf-8''" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert JournalLine.objects.filter(verb="открыт файл").count() == 1


def test_what_is_no_pdf_is_downloaded_not_shown(client):
    curator, _ = make.office()
    file = papers.store(b"<script>alert(1)</script>", "страница.html", media_type="text/html")
    client.force_login(curator, backend=BACKEND)
    assert client.get(file.get_absolute_url())["Content-Disposition"].startswith("attachment")


def test_a_file_is_open_to_its_readers_and_to_nobody_else(client):
    reader, stranger = make.teacher(), make.teacher()
    file = papers.store(b"%PDF-1.7 secret", "тайна.pdf", readers=[reader])
    client.force_login(make.user_for(stranger), backend=BACKEND)
    assert client.get(file.get_absolute_url()).status_code == 404
    assert not JournalLine.objects.filter(verb="открыт файл").exists()
    client.force_login(make.user_for(reader), backend=BACKEND)
    assert b"".join(client.get(file.get_absolute_url()).streaming_content) == b"%PDF-1.7 secret"


def test_without_signing_in_a_file_leads_to_the_door(client):
    file = papers.store(b"%PDF-1.7 secret", "тайна.pdf")
    answer = client.get(file.get_absolute_url())
    assert answer.status_code == 302 and answer.url.startswith(reverse("accounts:login"))


def test_a_code_on_paper_has_no_letters_that_look_like_digits():
    assert not set("".join(papers.new_code() for _ in range(200))) & set("01OI")


def test_a_slip_is_a_quarter_of_one_page():
    from registry.engine import links

    make.school()
    link, token = links.create("invite", person=make.pupil())
    with pikepdf.open(io.BytesIO(papers.pdf(papers.html(slip.TEMPLATE, slip.context(link, token))))) as pdf:
        assert len(pdf.pages) == 1


def test_the_code_of_any_issued_paper_is_read_from_its_picture(reference, settings):
    settings.SITE_URL = "https://school.example.ru"
    for code in ("23456789AB", "ZZZZZZZZZZ", "2222222222", "KQX7M4TWPH"):
        sheet = papers.pdf(papers.html("papers/subject_answer.html", {
            "school": {"full_name": "Школа № 17"}, "to": "Роднину И. И.", "number": "3", "code": code,
        }))  # fmt: skip
        [page] = scanning.pages_of(sheet, dpi=100)
        read = [one.text for one in sheets.zxingcpp.read_barcodes(page, formats=sheets.QR)]
        assert read == [f"https://school.example.ru/verify/{code}/"]
