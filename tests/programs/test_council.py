"""The mentors' council: appointed by order, meets with minutes, keeps its terms, follows its plan."""

import datetime
import hashlib

import pytest
from django.urls import reverse

from programs.actions import council as actions
from programs.actions import subjects
from programs.folder import council
from programs.models import CouncilMeeting, CouncilPlanLine
from programs.models.council import members
from programs.papers import council as paper
from registry.engine import inventory, papers
from registry.engine.errors import Refused
from registry.engine.uploads import Accepted
from tests import factories as make
from tests.programs.story import through
from tests.programs.test_meetings import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)
SCAN = Accepted(b"%PDF-1.7 signed", "скан.pdf", "application/pdf")


@pytest.fixture
def curator(reference):
    return make.office()[0]


def sitting(curator):
    """(head, member) who sit in the council since September."""
    return make.acting("council_chair", make.teacher()), make.acting("council_member", make.teacher())


def met(curator, *present, **fields):
    given = {"number": 1, "held_on": TODAY, "agenda": "План на год\nСтимулы", **fields}
    return actions.write_meeting(None, by=curator, on=TODAY, present=present, **given)


def test_an_order_appoints_the_whole_council_at_once(curator):
    prog = make.a_programme(preset="teachers")
    head, member = make.teacher(), make.teacher()
    for who, role in ((head, "council_chair"), (member, "council_member")):
        draft = subjects.assign(prog, who, role, by=curator, on=TODAY, starts=TODAY)
    assert draft.lines.count() == 2 and "совета" in draft.title
    order = through(draft)
    found = list(members(TODAY))
    assert [row.person for row in found] == [head, member] and str(order.number) in found[0].ground


def test_minutes_say_who_was_there_and_what_was_decided_with_its_term(client, curator):
    head, member = sitting(curator)
    row = met(curator, head)
    actions.decide(row, by=curator, on=TODAY, text="Провести семинар", who=member, due=TODAY + DAY)
    row.guests = "Озёрный П. П."
    said = paper.minutes(row)
    assert said["guests"] == "Озёрный П. П"  # the sheet ends the sentence itself
    assert (
        said["members"] == 2 and said["agenda"] == ["План на год", "Стимулы"] and head.last_name in said["present"][0]
    )
    assert said["decisions"] == [{"text": "Провести семинар", "who": member.full_name, "due": "22.11.2026"}]
    assert "Провести семинар" in papers.html(paper.MINUTES, said)
    signed_in(client, head)
    assert client.get(reverse("programs:council")).status_code == 200
    assert "Совет наставников</a>" in client.get("/cabinet/").content.decode()
    assert "Провести семинар" in client.get(row.get_absolute_url()).content.decode()
    signed_in(client, make.teacher())
    assert client.get(reverse("programs:council")).status_code == 403
    assert client.get(row.get_absolute_url()).status_code == 404


def test_signed_minutes_stand_and_a_number_is_used_once_a_year(curator):
    head, member = sitting(curator)
    row = met(curator, head)
    with pytest.raises(Refused, match="нет ни одного решения"):
        actions.sign(row, by=curator, on=TODAY)
    with pytest.raises(Refused, match="Назовите ответственного"):
        actions.decide(row, by=curator, on=TODAY, text="x", due=TODAY)
    decision = actions.decide(row, by=curator, on=TODAY, text="Провести семинар", who=member)
    with pytest.raises(Refused, match="ещё не подписан"):
        actions.tick(decision, by=account(member), on=TODAY)
    actions.sign(row, by=curator, on=TODAY)
    for deed in (
        lambda: actions.decide(row, by=curator, on=TODAY, text="ещё"),
        lambda: actions.drop_decision(decision, by=curator),
        lambda: actions.write_meeting(row, by=curator, on=TODAY, number=2, held_on=TODAY, agenda="x", present=[head]),
    ):
        with pytest.raises(Refused, match="Протокол подписан"):
            deed()
    with pytest.raises(Refused, match="уже есть"):
        met(curator, head)
    assert actions.next_number(TODAY) == 2
    actions.tick(decision, by=account(member), on=TODAY)
    with pytest.raises(Refused, match="Уже отмечено"):
        actions.tick(decision, by=curator, on=TODAY)


def test_signed_minutes_are_a_paper_with_its_hash_its_scan_and_its_place_in_the_folder(client, curator):
    prog = make.a_programme()
    head, member = sitting(curator)
    row = met(curator, head)
    actions.decide(row, by=curator, on=TODAY, text="Провести семинар", who=member)

    def names():
        return [one.name for one in council.shelf(prog, curator, TODAY)]

    with pytest.raises(Refused, match="ещё не подписан"):
        actions.keep_original(row, by=curator, on=TODAY, place="папка")
    assert names() == [] and any("не подписан" in gap.text for gap in gaps_of(prog, curator))
    row = actions.sign(row, by=curator, on=TODAY)
    file = row.paper.file
    assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest() and row.paper.said["number"] == 1
    signed_in(client, member)
    url = reverse("programs:council_minutes", args=[row.pk])
    assert b"".join(client.get(url)) == b"".join(client.get(url)) == file.path.read_bytes()
    assert "Протокол" in client.get(reverse("public:verify", args=[row.paper.code])).content.decode()
    assert len(names()) == 1 and any("нет скана" in gap.text for gap in gaps_of(prog, curator))
    row = actions.keep_original(row, by=curator, on=TODAY, scan=SCAN, place="кабинет 12")
    assert len(names()) == 2 and not any("Протокол №" in gap.text for gap in gaps_of(prog, curator))
    assert client.get(row.scan.get_absolute_url()).status_code == 200
    inventory.holding["council"].erase(head, by=curator, on=TODAY)
    assert client.get(url).status_code == 404 and client.get(row.scan.get_absolute_url()).status_code == 404
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url).status_code == 200


def gaps_of(prog, user):
    return [gap for point in council.check(prog, user, TODAY) for gap in point.gaps]


def test_a_school_without_a_council_is_asked_for_nothing(curator):
    assert not list(council.check(make.a_programme(), curator, TODAY))


def test_a_meeting_ahead_without_people_or_with_a_stranger_is_refused(curator):
    with pytest.raises(Refused, match="никого нет"):
        met(curator, make.teacher())
    head, _ = sitting(curator)
    for present, fields, words in (
        ([head], {"held_on": TODAY + DAY}, "ещё впереди"), ([], {}, "Отметьте, кто был"),
        ([make.teacher()], {}, "не входил в совет"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            met(curator, *present, **fields)
    assert not CouncilMeeting.objects.exists()


def test_the_plan_of_the_year_is_kept_ticked_and_printed(client, curator):
    head, member = sitting(curator)
    signed_in(client, head)
    url = reverse("programs:council")
    client.post(url, {"what": "Семинар", "due": "2026-12-10", "who": member.pk})
    line = CouncilPlanLine.objects.get()
    assert "не входит ни в один учебный год" in client.post(url, {"what": "x", "due": "2031-01-01"}).content.decode()
    signed_in(client, member)
    assert client.post(url, {"what": "y", "due": "2026-12-10"}).status_code == 403
    client.post(reverse("programs:council_plan_done", args=[line.pk]))
    (row,) = paper.plan(line.year, TODAY)["rows"]
    assert (row["what"], row["who"], row["done"]) == ("Семинар", member.short_name, "21.11.2026")
