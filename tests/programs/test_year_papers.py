"""Papers to sign and documents of the year: fields in the text of the PDF, numbering, names of files."""

import io
from urllib.parse import unquote

import pikepdf
import pytest
from django.urls import reverse
from django.utils.text import capfirst

from programs.models import Activity
from programs.papers import agreement, application, duties_consent, yearbook
from registry.engine import papers
from registry.models import Regulation
from tests import factories as make
from tests.programs.story import at, nominated
from tests.programs.test_papers import pages_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def text(template, said) -> str:
    return " ".join(pages_of(papers.pdf(papers.html(template, said))))


def test_an_application_is_filled_and_has_no_clause_on_personal_data(prog):
    row = nominated(prog, "application", last_name="Туманова", first_name="Анна", middle_name="Петровна")
    said = text(application.TEMPLATE, application.context(prog, row, TODAY))
    assert "от Тумановой Анны Петровны, учителя математики" in said
    assert "2026/2027" in said and prog.title in said and "ознакомлена" in said
    assert "персональных данных" not in said.lower() and "обработк" not in said.lower()


def test_a_blank_application_has_lines_instead_of_names(prog):
    said = text(application.TEMPLATE, application.context(prog, None, TODAY))
    assert "ознакомлен(а)" in said and "фамилия, инициалы" in said and "младше 18 лет" in said


def test_a_nomination_names_candidate_and_ground(prog):
    row = nominated(prog, "collective", last_name="Туманова", first_name="Анна", middle_name="Петровна")
    said = text(application.NOMINATION, application.nomination(prog, row, TODAY))
    assert "Тумановой Анны Петровны" in said and row.ground in said


def test_consent_to_duties_cites_the_law_and_agrees_in_gender(prog):
    row = nominated(prog, last_name="Туманов", first_name="Пётр", middle_name="Ильич", sex="m")
    said = text(duties_consent.TEMPLATE, duties_consent.context(row, TODAY))
    assert "от Туманова Петра Ильича" in said and "статья 351.8" in said
    assert "предупреждён" in said and "предупреждена" not in said


def test_a_corrected_case_stands_on_the_paper(prog):
    row = nominated(prog, "application", last_name="Хертек", name_genitive="Хертек Саяны")
    assert "от Хертек Саяны, учителя" in text(application.TEMPLATE, application.context(prog, row, TODAY))


def test_an_agreement_has_the_guardian_of_each_minor(reference):
    pair = make.a_pair(make.a_programme(preset="pupils"))
    [child] = pair.mentees
    guardian = child.guardians(TODAY).get()
    said = text(agreement.TEMPLATE, agreement.context(pair, TODAY))
    assert guardian.full_name in said and f"законный представитель {child.in_case('genitive')}" in said
    assert "Законный представитель" in said and "угрозе жизни" in said
    assert [number for number in ("1.1.", "2.1.", "3.1.", "4.1.", "5.1.", "4.5.") if number in said] == [
        "1.1.", "2.1.", "3.1.", "4.1.", "5.1."
    ]  # fmt: skip


def test_colleagues_need_no_guardian(prog):
    pair = make.a_pair(prog)
    assert "аконный представитель" not in text(agreement.TEMPLATE, agreement.context(pair, TODAY))


def test_the_programme_has_all_its_sections_in_order(prog):
    said = text(yearbook.BOOK, yearbook.book(prog, TODAY, with_pairs=False))
    heads = [
        "ПРИНЯТО", "УТВЕРЖДЕНО", "1. Пояснительная записка", "2. Нормативные основы", "3. Ожидаемые результаты",
        "4. Формы и ролевые модели", "5. Мониторинг", "6. Мотивация и поощрение",
        f"7. {capfirst(prog.words.plan_many)}",
        "8. Календарный план школы наставника", "Приложение 1", "Приложение 2", "Перечень наставнических",
    ]  # fmt: skip
    places = [said.index(head) for head in heads]
    assert places == sorted(places)
    for form in prog.forms.all():
        assert form.title in said


def test_the_list_of_pairs_is_for_the_office(client, prog):
    mentee = make.an_admitted(make.teacher(starts=make.START, last_name="Тайная"), prog)
    pair = make.a_pair(prog, mentee=mentee, status="working")
    address = reverse("programs:book_pdf", args=[prog.code])
    stranger = at(client, make.user_for(make.teacher())).get(address)
    assert "Тайная" not in " ".join(pages_of(stranger.content))
    assert pair.mentees[0].full_name in " ".join(pages_of(at(client, make.office()[0]).get(address).content))


@pytest.mark.parametrize("code", ["ozono_chepetskaya", "abrikosovskaya", "kvantorium", "kirov_71", "trio"])
def test_a_regulation_is_numbered_without_gaps_and_repeats(reference, code):
    said = yearbook.regulation(Regulation.objects.get(code=code))
    numbers = [section["number"] for section in said["sections"]]
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
    for section in said["sections"]:
        points = [point["number"] for point in section["points"]]
        assert points and points == [f"{section['number']}.{place}" for place in range(1, len(points) + 1)]


def test_the_regulation_on_teachers_has_nine_sections_and_nine_principles(reference):
    said = yearbook.regulation(Regulation.objects.get(code="abrikosovskaya"))
    assert len(said["sections"]) == 9
    principles = next(point["text"] for point in said["sections"][0]["points"] if "принцип" in point["title"])
    assert principles.split("Принципы: ")[1].split(".")[0].count(",") == 8


@pytest.mark.parametrize("kind", ["mentor", "mentee", "parent"])
def test_memos_fit_on_one_sheet_and_say_whom_to_ask(prog, kind):
    pages = pages_of(papers.pdf(papers.html(yearbook.MEMO, yearbook.memo(prog, kind, TODAY))))
    assert len(pages) == 1 and "Куда обратиться" in pages[0]


def test_a_memo_speaks_by_the_edition_in_force_and_not_by_what_was_typed_since(prog):
    from tests.programs.test_order_kinds import introduced

    key = next(row for row in yearbook.texts()["memos"] if row["kind"] == "mentor")["points"][prog.regulation.code][0]
    point = prog.regulation.points.get(key=key)
    before = yearbook.memo(prog, "mentor", TODAY)
    assert before["edition"] == "" and before["points"][0]["text"] == point.text
    order = introduced(prog)
    prog.regulation.points.filter(pk=point.pk).update(text="Новая, ещё не принятая редакция")
    after = yearbook.memo(prog, "mentor", TODAY)
    assert order.number in after["edition"] and after["points"][0]["text"] == point.text


def test_the_roadmap_repeats_its_head_on_every_page(prog):
    Activity.objects.filter(stage__programme=prog).update(term="весь год", responsible=["curator"])
    pages = pages_of(papers.pdf(papers.html(yearbook.ROADMAP, yearbook.roadmap(prog))))
    assert all("Ответственные" in page for page in pages)
    for stage in prog.stages.all():
        assert stage.title in " ".join(pages)


def test_the_file_has_a_russian_name_and_is_archival(client, prog):
    row = nominated(prog, "application", last_name="Туманова")
    answer = at(client, make.office()[0]).get(reverse("programs:application_pdf", args=[row.pk]))
    assert "Заявление, Туманова.pdf" in unquote(answer["Content-Disposition"])
    assert answer["Cache-Control"] == "private, no-store"
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert str(document.Root.Lang) == "ru"


def test_papers_hold_only_the_faces_of_the_house(prog):
    for template, said in [
        (application.TEMPLATE, application.context(prog, None, TODAY)),
        (yearbook.MEMO, yearbook.memo(prog, "parent", TODAY)),
        (yearbook.BOOK, yearbook.book(prog, TODAY, with_pairs=True)),
    ]:
        with pikepdf.open(io.BytesIO(papers.pdf(papers.html(template, said)))) as document:
            fonts = [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]
            faces = {str(font.BaseFont).split("+")[-1] for font in fonts}
            assert bool(document.Root.MarkInfo.Marked)
        assert faces and all(face.startswith(("PT-", "PTS")) for face in faces), faces
