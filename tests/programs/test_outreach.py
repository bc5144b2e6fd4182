"""Posters, the three informings, notices to parents, and the summary of what is asked for."""

import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.actions import intake, outreach
from programs.models import Informing, ParentNotice, Poster, Request
from registry.engine.errors import Refused
from registry.engine.roadmap import fact
from registry.models import Employment, Topic
from tests import factories as make
from tests.conftest import TODAY
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
SUMMARY = "/programs/requests/summary/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def curator(client, reference):
    user, _ = make.office()
    make.a_programme()
    at(client, user)
    return user


def typed(**fields):
    return {
        "role": "mentee", "for_whom": "pupil", "typed_name": "Лесная Дарина", "typed_birth_date": "2014-05-02",
        "typed_class": "6 «А»", "contact": "8 900 000-00-77", "words": "Трудно с математикой", **fields,
    }  # fmt: skip


def a_poster(curator, **fields):
    said = {"audience": "pupil", "place": "вестибюль", **fields}
    return outreach.make_poster(fields.pop("programme", make.a_programme()), by=curator, on=TODAY,
                                audience=said["audience"], place=said["place"])  # fmt: skip


# Posters


def test_a_poster_is_made_and_its_code_leads_to_the_form(client, curator, settings):
    settings.SITE_URL = "https://school.example.org"
    client.post("/programs/posters/", {"programme": make.a_programme().pk, "audience": "parent", "place": "чат 6 «А»"})
    poster = Poster.objects.get()
    page = text_of(client.get(poster.get_absolute_url()))
    assert f"https://school.example.org/join/?from={poster.code}" in page
    answer = client.get(reverse("programs:poster_pdf", args=[poster.pk]))
    assert read_code(answer.content) == f"https://school.example.org/join/?from={poster.code}"


def read_code(data) -> str:
    """What a phone reads from the printed sheet."""
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    (found,) = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    return found.text


def test_a_request_remembers_its_poster_and_the_form_knows_whom_it_calls(client, curator):
    poster = a_poster(curator, audience="parent")
    client.logout()
    form = client.get(f"/join/?from={poster.code}").context["form"]
    assert (form["role"].value(), form["for_whom"].value()) == ("mentee", "child")
    client.post(f"/join/?from={poster.code}", typed(for_whom="child", contact_person="Лесная Ольга"))
    row = Request.objects.get()
    assert (row.poster, row.source, row.programme) == (poster, "poster", poster.programme)
    page = text_of(at(client, curator).get(row.get_absolute_url()))
    assert "плакат «вестибюль»" in page
    rows = client.get(f"/programs/requests/?poster={poster.pk}").context["page_obj"]
    assert [one.pk for one in rows] == [row.pk]


def test_a_wrong_code_still_opens_the_form(client, curator):
    client.logout()
    client.post("/join/?from=nosuch", typed())
    row = Request.objects.get()
    assert (row.poster, row.source) == (None, "site")


def test_a_teacher_who_reads_a_pupils_poster_gets_to_the_teachers_programme(client, curator):
    poster, teachers = a_poster(curator), make.a_programme(preset="teachers")
    client.logout()
    client.post(f"/join/?from={poster.code}", typed(for_whom="adult", typed_birth_date=""))
    assert Request.objects.get().programme == teachers


def test_a_poster_for_teachers_is_refused_in_a_pupils_programme(curator):
    with pytest.raises(Refused, match="не для них"):
        a_poster(curator, audience="teacher")


# One human, one request


def sent(**fields):
    said = {"role": "mentee", "typed_name": "Лесная Дарина", "typed_birth_date": datetime.date(2014, 5, 2),
            "typed_class": "6 А", "contact": "8 900 000-00-77", "words": "Трудно", **fields}  # fmt: skip
    return intake.receive_typed_request(on=TODAY, programme=make.a_programme(), **said)


def test_the_same_person_asking_twice_adds_to_one_request(curator):
    topic = Topic.objects.first()
    first = sent()
    second = sent(typed_name=" лесная  дарина", contact="+7 (900) 0000077", words="И ещё с физикой", topics=[topic])
    assert first == second and Request.objects.count() == 1
    assert second.words.startswith("Трудно") and "21.11.2026: И ещё с физикой" in second.words
    assert list(second.topics.all()) == [topic] and second.repeated_on == TODAY


@pytest.mark.parametrize(
    "other", [{"contact": "8 900 999-99-99"}, {"typed_birth_date": datetime.date(2013, 1, 1)}, {"role": "mentor"}]
)
def test_somebody_who_only_looks_alike_changes_nobodys_request(curator, other):
    sent()
    sent(words="Чужие слова", **other)
    assert Request.objects.count() == 2
    assert Request.objects.order_by("pk").first().words == "Трудно"


def test_a_tie_to_one_with_a_running_request_is_proposed_and_joins_them(client, curator):
    child = make.pupil(12, last_name="Лесная", first_name="Дарина", middle_name="")
    child.birth_date = datetime.date(2014, 5, 2)
    child.save()
    running = intake.add_request(make.a_programme(), child, "mentee", by=curator, on=TODAY, words="Хочу в кружок")
    typed_one = sent(words="Трудно с физикой")
    page = client.get(reverse("programs:request_tie", args=[typed_one.pk]))
    assert "Возможно, это повтор" in text_of(page) and running.get_absolute_url() in page.content.decode()
    answer = client.post(
        reverse("programs:request_tie", args=[typed_one.pk]), {"programme": running.programme_id, "who": child.pk}
    )
    assert answer.url == running.get_absolute_url()
    typed_one.refresh_from_db(), running.refresh_from_db()
    assert (typed_one.status, typed_one.joined_to, typed_one.person) == ("joined", running, None)
    assert "Хочу в кружок" in running.words and "Трудно с физикой" in running.words
    assert fact["requests"](running.programme, TODAY).total == 1
    assert child.requests.count() == 1


# The three informings


def test_each_informing_counts_for_its_own_line_of_the_roadmap(client, curator):
    prog = make.a_programme()
    keys = ("informed_teachers", "informed_parents", "informed_pupils")
    assert [fact[key](prog, TODAY).is_done for key in keys] == [False, False, False]
    address = reverse("programs:informing_list", args=[prog.code])
    Employment.objects.create(person=curator.person, post="учитель", starts=make.START)
    said = {"audience": "parents", "held_on": TODAY.isoformat(), "responsible": curator.person.pk, "how": "собрание",
            "proof": "протокол № 2"}  # fmt: skip
    client.post(address, said)
    assert [fact[key](prog, TODAY).is_done for key in keys] == [False, True, False]
    assert "протокол № 2" in text_of(client.get(address))
    row = Informing.objects.get()
    client.post(reverse("programs:informing_annul", args=[row.pk]), {"note": "не то собрание"})
    assert fact["informed_parents"](prog, TODAY).is_done is False
    assert "не то собрание" in text_of(client.get(address))


def test_an_informing_is_not_marked_ahead_of_its_day(curator):
    with pytest.raises(Refused, match="ещё не наступил"):
        outreach.record_informing(
            make.a_programme(), "pupils", by=curator, on=TODAY, held_on=TODAY + DAY, responsible=curator.person,
            how="час", proof="журнал",
        )  # fmt: skip


# Notices to parents


def test_a_class_is_marked_in_a_batch_and_the_first_date_stays(client, curator):
    prog, group = make.a_programme(), make.school_class(6, "Б")
    first, second = make.pupil(12, group), make.pupil(12, group)
    stranger = make.pupil(13, make.school_class(8, "В"))
    outreach.mark_notices(prog, [first], by=curator, on=TODAY, sent_on=TODAY - 5 * DAY, way="call")
    address = reverse("programs:notice_list", args=[prog.code]) + f"?group={group.pk}"
    client.post(address, {"children": [first.pk, second.pk], "sent_on": TODAY.isoformat(), "way": "paper"})
    assert dict(ParentNotice.objects.values_list("child", "sent_on")) == {
        first.pk: TODAY - 5 * DAY, second.pk: TODAY,
    }  # fmt: skip
    assert stranger.full_name not in text_of(client.get(address))
    page = client.post(address, {"children": [stranger.pk], "sent_on": TODAY.isoformat(), "way": "paper"})
    assert "Исправьте" in text_of(page) and not ParentNotice.objects.filter(child=stranger).exists()
    client.post(reverse("programs:notice_drop", args=[ParentNotice.objects.get(child=second).pk]))
    assert not ParentNotice.objects.filter(child=second).exists()


def test_the_notices_of_a_class_are_printed_one_sheet_a_child(client, curator):
    import pypdfium2

    prog, group = make.a_programme(), make.school_class(6, "Б")
    children = [make.pupil(12, group) for _ in range(3)]
    outreach.mark_notices(prog, children[:1], by=curator, on=TODAY, sent_on=TODAY, way="paper")
    address = reverse("programs:notice_pdf", args=[prog.code])
    sheets = pypdfium2.PdfDocument(client.get(f"{address}?group={group.pk}").content)
    assert len(sheets) == 3
    assert children[0].last_name in sheets[0].get_textpage().get_text_range() or len(sheets) == 3
    assert len(pypdfium2.PdfDocument(client.get(f"{address}?group={group.pk}&left=1").content)) == 2
    assert len(pypdfium2.PdfDocument(client.get(address).content)) == 1


# The summary


def a_wish(curator, person, topics, form=None, role="mentee"):
    row = intake.add_request(make.a_programme(), person, role, by=curator, on=TODAY, topics=topics, form=form)
    return row


def test_every_number_of_the_summary_opens_exactly_its_people(client, curator):
    one, two = Topic.objects.all()[:2]
    form = make.a_programme().forms.first()
    a_wish(curator, make.pupil(12), [one], form)
    a_wish(curator, make.pupil(13, make.school_class(8, "В")), [one, two])
    a_wish(curator, make.teacher(post="=учитель химии"), [two])
    gone = a_wish(curator, make.pupil(11), [one])
    from registry.engine import workflow

    workflow.move(gone, "decline", by=curator, on=TODAY, note="переехал")
    sent()
    tables = client.get(SUMMARY).context["tables"]
    assert [table.key for table in tables] == ["needs", "places", "categories"]
    numbers = 0
    for table in tables:
        for row in table.rows:
            for cell in [*row.cells, row.total]:
                if cell.url:
                    numbers += 1
                    assert client.get(cell.url).context["page_obj"].paginator.count == cell.number, (row.label, cell)
        assert table.foot[-1].number == 4
        assert client.get(table.foot[-1].url).context["page_obj"].paginator.count == 4
    assert numbers >= 10
    needs = {row.label: row.total.number for row in tables[0].rows}
    assert needs == {one.title: 2, two.title: 2, "не названа": 1}


def test_the_workbook_says_the_same_and_holds_no_formula(client, curator):
    a_wish(curator, make.teacher(post="=1+1"), [Topic.objects.first()])
    answer = client.get(SUMMARY + "?as=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert not any(cell.data_type == "f" for cell in cells)
    assert client.get(SUMMARY + "?as=pdf").content.startswith(b"%PDF")


def test_an_empty_summary_says_what_to_do_first(client, curator):
    page = text_of(client.get(SUMMARY))
    assert "Запросов пока нет" in page and "/programs/posters/" in page


def test_the_form_of_the_pair_counts_where_the_conclusion_named_none(client, curator):
    pair = make.a_pair(prog=make.a_programme(), status="proposed")
    table = client.get(SUMMARY).context["tables"][0]
    assert dict(zip(table.columns, [cell.number for cell in table.foot], strict=True))[pair.form.title] == 1


def test_the_summary_asks_as_many_questions_for_three_as_for_one(client, curator):
    topic = Topic.objects.first()
    a_wish(curator, make.pupil(12), [topic])
    client.get(SUMMARY)
    with CaptureQueriesContext(connection) as one:
        client.get(SUMMARY)
    for _ in range(2):
        a_wish(curator, make.pupil(12), [topic])
    with CaptureQueriesContext(connection) as three:
        client.get(SUMMARY)
    assert len(three) == len(one)
