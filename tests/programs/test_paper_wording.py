"""The school's own words on papers: the next paper has them, an issued one keeps its own, a wrong word is refused."""

import io

import pypdfium2
import pytest
from django.urls import reverse

from programs.actions import honours
from programs.models import Award, PaperWording
from programs.papers import agreement, application, awards, notice, wording, yearbook
from programs.papers.prose import PROSE
from registry.engine import papers
from registry.models import JournalLine
from tests import factories as make
from tests.programs.story import at

TODAY = make.TODAY


def written(data: bytes) -> str:
    """The words of a PDF, with single spaces."""
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(said.replace("\u00ad", "").replace("\ufffe", "").split())


def says(blocks) -> str:
    """All words of laid out lines; a line for the pen is ___."""
    lines = []
    for block in blocks:
        for row in block.get("rows", [block] if block["kind"] == "text" else []):
            lines.append("".join(part.get("text", "___") for part in row["parts"]))
            lines += [says(row["blocks"])] if row.get("blocks") else []
    return "\n".join(lines)


def own(paper: str, text: str):
    PaperWording.objects.update_or_create(paper=paper, defaults={"text": text})


def change(client, paper, **data):
    row = PaperWording.objects.get(paper=paper)
    return client.post(reverse("admin:programs_paperwording_change", args=[row.pk]), data)


@pytest.mark.parametrize("paper", [code for code, _ in PaperWording.PAPERS])
def test_every_paper_begins_with_words_that_it_knows(paper):
    assert wording.faults(paper, wording.defaults()[paper]) == []
    assert len(wording.defaults()[paper]) < PaperWording.LONGEST


def test_the_table_of_papers_the_preset_and_the_words_name_the_same_papers():
    assert list(PROSE) == [code for code, _ in PaperWording.PAPERS] == list(wording.defaults())


@pytest.mark.parametrize(("text", "told"), [
    ("{фамилия}", "слова {фамилия} эта бумага не знает. Она знает: {школа}"),
    ("Пункт {год", "скобка { без пары"),
    ("Пункт [о [нём]]", "скобка [ без пары"),
    ("Пункт [о нём", "скобка [ не закрыта"),
    ("{год.__class__}", "не знает"),
    ("# Заголовок", "нет заголовков"),
    ("", "Текста нет"),
    ("а" * 701, "длиннее 700"),
    ("строка\n" * 61, "не больше 60"),
])  # fmt: skip
def test_a_text_that_could_not_be_printed_is_refused_with_what_to_do(text, told):
    [fault, *_] = wording.faults("memo_parent", text)
    assert told in fault


def test_a_letter_without_its_addressee_is_refused():
    assert "Верните слово {кому}" in wording.faults("award_enterprise", "Благодарим {за что}.")[0]


def test_a_line_goes_with_its_empty_word_and_a_part_goes_alone():
    text = (
        "# Первый\n- Срок {начало}.\n# Второй\n- Форма: {форма}[, модель: {ролевая модель}].\n"
        "- {Только с детьми} Дети.\n- Цель: {цель}"
    )
    lines = says(wording.blocks("agreement", {"форма": "{год}", "год": "2026"}, text))
    assert lines == "Второй\nФорма: {год}.\nЦель: ___"
    lines = says(wording.blocks("agreement", {"форма": "ф", "ролевая модель": "м", "только с детьми": True}, text))
    assert lines == "Второй\nФорма: ф, модель: м.\nДети.\nЦель: ___"


@pytest.mark.django_db
def test_the_points_of_the_school_stand_in_the_next_agreement_and_are_numbered_anew(reference):
    pair = make.a_pair(make.a_programme(preset="pupils"))
    own(
        "agreement", "# Встречи\n- Встречи проходят {как встречаются} <b>у нас</b>.\n# Итог\n- Работу завершает приказ."
    )
    said = written(papers.pdf(papers.html(agreement.TEMPLATE, agreement.context(pair, TODAY))))
    assert "1. Встречи 1.1. Встречи проходят очно <b>у нас</b>. 2. Итог 2.1. Работу завершает приказ." in said
    assert "третьим лицам" not in said and "Подписи" in said


@pytest.mark.django_db
def test_an_issued_letter_keeps_its_words_and_the_next_one_has_the_new(prog):
    curator, _ = make.office()
    person = make.a_mentor(make.person(), category="partner", workplace="АО «Завод»").person
    words = {
        "layout": "enterprise",
        "kind": "благодарственное письмо",
        "reason": "за помощь",
        "ground": "решение совета",
    }
    honours.award(prog, [person], by=curator, on=TODAY, **words)
    first = Award.objects.get()
    before = first.paper.file.path.read_bytes()
    own("award_enterprise", "{кому}\nКланяемся вам {за что}!")
    honours.award(prog, [person], by=curator, on=TODAY, **words)
    second = Award.objects.exclude(pk=first.pk).get()
    assert "Кланяемся вам за помощь!" in written(second.paper.file.path.read_bytes())
    first.refresh_from_db()
    assert first.paper.file.path.read_bytes() == before and "Кланяемся" not in written(before)
    assert "Надеемся на дальнейшее сотрудничество" in written(before)


@pytest.mark.django_db
def test_own_words_stand_on_applications_memos_and_notices(prog):
    for paper in ("application", "memo_parent", "notice"):
        own(paper, f"Свой порядок школы, {{год}}.\n- {'{ребёнок}' if paper == 'notice' else 'Пункт'}")
    for template, said in [
        (application.TEMPLATE, application.context(prog, None, TODAY)),
        (yearbook.MEMO, yearbook.memo(prog, "parent", TODAY)),
        (notice.TEMPLATE, notice.context(prog, [], TODAY)),
    ]:
        drawn = papers.html(template, said)
        assert "Свой порядок школы, 2026/2027." in drawn
        assert "добровольн" not in drawn.split("Что говорит")[0]


@pytest.mark.django_db
def test_a_diploma_says_its_lines_in_the_order_of_the_school(prog):
    own("award_diploma", "{только в грамоте} вручается\n{имя}\n{за что}\nс благодарностью\n{школа}")
    row = Award(programme=prog, layout="diploma", kind="грамота", person=make.person(), reason="за труд", date=TODAY)
    lines = awards.context(row)["sheet"]["lines"]
    assert [one["style"] for one in lines] == ["award-verb", "award-name", "award-reason", "award-year"]
    row.kind = "благодарность"
    assert "вручается" not in says(awards.context(row)["sheet"]["lines"])


@pytest.mark.django_db
def test_the_curator_writes_own_words_and_takes_the_first_ones_back(client, reference):
    at(client, make.office()[0])
    first = wording.defaults()["memo_mentor"]
    refused = change(client, "memo_mentor", text="Привет, {имя}!").content.decode()
    assert "слова {имя} эта бумага не знает" in refused and "{телефон}" in refused
    assert PaperWording.objects.get(paper="memo_mentor").text == first
    change(client, "memo_mentor", text="Звоните: {телефон}\r\n- Первый пункт")
    assert PaperWording.objects.get(paper="memo_mentor").text == "Звоните: {телефон}\n- Первый пункт"
    change(client, "memo_mentor", text="", restore="on")
    row = PaperWording.objects.get(paper="memo_mentor")
    assert row.text == first
    assert JournalLine.objects.filter(verb="изменён справочник", target=f"programs.paperwording:{row.pk}").count() == 2


@pytest.mark.django_db
def test_loading_again_leaves_the_words_of_the_school(reference):
    from programs.loading import load_programme_reference

    own("notice", "Своё {ребёнок}")
    load_programme_reference()
    assert PaperWording.objects.get(paper="notice").text == "Своё {ребёнок}"
    assert PaperWording.objects.count() == len(PaperWording.PAPERS)


@pytest.mark.django_db
def test_the_page_of_words_leads_to_the_paper_that_has_them(client, prog):
    curator, _ = make.office()
    make.a_pair(prog)
    at(client, curator)
    for row in PaperWording.objects.all():
        address = reverse("admin:programs_paperwording_change", args=[row.pk])
        page = client.get(address).content.decode()
        link = page.split(">Открыть бумагу")[0].rsplit('href="', 1)[1].rstrip('"')
        answer = client.get(link)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf", row.paper
    assert Award.objects.count() == 0


@pytest.mark.django_db
def test_the_director_reads_the_words_and_a_teacher_does_not(client, reference):
    _, director = make.office()
    row = PaperWording.objects.get(paper="award_parents")
    page, sample = (reverse(f"admin:programs_paperwording_{name}", args=[row.pk]) for name in ("change", "sample"))
    at(client, director)
    assert "за воспитание" in client.get(page).content.decode()
    assert change(client, "award_parents", text="Другое", restore="on").status_code == 403
    at(client, make.user_for(make.teacher()))
    assert client.get(sample).status_code in (302, 403) and client.get(page).status_code in (302, 403)
    row.refresh_from_db()
    assert row.text == wording.defaults()["award_parents"]
