"""Cases of posts corrected by a person; face and margins of papers."""

import io

import pikepdf
import pytest
from django.urls import reverse

from programs.papers import common
from registry import posts
from registry.engine import papers
from registry.models import PostCase, School
from tests import factories as make
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def test_a_corrected_post_stands_on_papers_and_the_rest_is_computed(client, reference):
    curator, _ = make.office()
    person = make.teacher(post="мастер группы")
    url = reverse("registry:post_edit") + "?title=мастер группы"
    at(client, curator).post(url, {"genitive": "", "dative": "мастеру-наставнику группы", "accusative": ""})
    assert common.post_in(person, TODAY, "dative") == "мастеру-наставнику группы"
    assert common.post_in(person, TODAY, "genitive") == "мастера группы"
    assert "поправлено вами" in text_of(client.get(reverse("registry:post_list")))
    client.post(url, {"genitive": "", "dative": "мастеру группы", "accusative": ""})
    assert not PostCase.objects.exists()


def test_a_teacher_corrects_no_post(client, reference):
    make.office()
    person = make.teacher(post="мастер группы")
    url = reverse("registry:post_edit") + "?title=мастер группы"
    assert at(client, make.user_for(person)).post(url, {"dative": "никому"}).status_code == 403
    assert posts.in_case("мастер группы", "dative") == "мастеру группы"


def content_box(data: bytes) -> tuple[float, float]:
    """(left edge, top edge) of the first text of the first page in millimetres."""
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(place) for place in range(text.count_chars())]
    boxes = [box for box in boxes if box[2] > box[0]]
    return min(box[0] for box in boxes) * 25.4 / 72, (page.get_height() - max(box[3] for box in boxes)) * 25.4 / 72


MARKUP = (
    '<html lang="ru"><title>Проба</title><article class="paper"><p style="text-indent:0">Проба</p></article></html>'
)


def test_margins_size_and_face_of_the_file_are_those_of_the_settings(client, reference):
    curator, _ = make.office()
    make.school()
    left, top = content_box(papers.pdf(MARKUP))
    assert abs(left - 30) < 1 and 20 < top < 26
    typed = {"paper_face": "PT Sans", "paper_size": 12, "paper_left": 25, "paper_right": 15, "paper_top": 35,
             "paper_bottom": 20}  # fmt: skip
    at(client, curator).post(reverse("registry:paper_setup"), typed)
    assert School.get().paper_left == 25
    data = papers.pdf(MARKUP)
    left, top = content_box(data)
    assert abs(left - 25) < 1 and 35 < top < 41
    with pikepdf.open(io.BytesIO(data)) as document:
        faces = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert all("PTSans" in face.replace("-", "") or "PTS" in face for face in faces), faces


def test_a_margin_narrower_than_the_standard_is_refused(client, reference):
    curator, _ = make.office()
    make.school()
    typed = {"paper_face": "PT Serif", "paper_size": 14, "paper_left": 10, "paper_right": 10, "paper_top": 20,
             "paper_bottom": 20}  # fmt: skip
    page = at(client, curator).post(reverse("registry:paper_setup"), typed)
    assert page.status_code == 200 and School.get().paper_left == 30
