"""The planting test: a person with every kind of thing is erased, then looked for in every column and every file."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test import Client

from monitoring.models import Measurement, Parameter, Waiver
from programs.models import Meeting, Plan, PlanLine, Request, Support, Talk, ThirdPartyNote
from registry import erasure as engine
from registry.actions import erasure, subject
from registry.engine import journal, links, papers
from registry.models import (
    ImportBatch,
    ImportedRow,
    Letter,
    Person,
    PersonalLink,
    StoredFile,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
NAME = {"last_name": "Чайсанова", "first_name": "Аржаана", "middle_name": "Мергеновна", "sex": "f"}
BORN = datetime.date(2013, 4, 17)
TRACES = [
    r"чайсанов", r"аржаан", r"мергеновн", r"961.{0,3}234.{0,3}56.{0,3}78", r"9612345678", r"arzhaana@", r"17\.04\.2013",
    r"2013-04-17", r"4512 678901", r"zvonkaya-roshcha",
]  # fmt: skip
KEPT = {
    "registry_paper.said", "programs_order.preamble", "programs_order.points", "registry_subjectrequest.words",
    "registry_subjectrequest.answer",
}  # fmt: skip
"""Columns that may name the erased: orders, minutes, the act, and the register of demands (presets/retention.toml)."""


@pytest.fixture(autouse=True)
def _readable_papers(monkeypatch):
    """The text of a paper stands in its bytes, so that the search finds it."""
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: b"%PDF-1.7 " + markup.encode())


def plant():
    """A pupil whose pair has ended, with everything that the house can hold; returns the person."""
    curator, director = make.office()
    child = make.pupil(
        **NAME, birth_date=BORN, phone="8 (961) 234-56-78", email="arzhaana@example.org",
        address="с. Ромашкино, ул. Звонкая, 3 (zvonkaya-roshcha)", identity_document="паспорт 4512 678901",
    )  # fmt: skip
    mother = make.guardian_of(child, last_name="Лебедева")
    prog = make.a_programme()
    pair = make.a_pair(prog=prog, mentee=make.an_admitted(child, prog), status="closing")
    make.give_consents(child, ["image"])
    speak_of(child, pair, curator.person)
    trace(child, mother, curator, director)
    make.an_order(prog, "closing" if "closing" in kinds() else "completion", on=TODAY)
    pair.refresh_from_db()
    assert pair.status == "closed"
    return child


def kinds():
    from programs.orders import kinds

    return kinds.KINDS


def speak_of(child, pair, teller):
    """Texts of others that name the child in every way."""
    request = child.requests.get()
    Request.objects.filter(pk=request.pk).update(
        typed_name=child.full_name, typed_key=child.name_key, typed_birth_date=BORN, contact=child.phone,
        contact_person="мать Чайсановой", words="Аржаане трудно", analysis="Чайсанова А. М.: математика",
    )  # fmt: skip
    ThirdPartyNote.objects.create(
        request=request, author=make.teacher(), role="teacher", asked_on=TODAY, answered_on=TODAY,
        text="Аржаана Чайсанова тревожна",
    )  # fmt: skip
    if not request.talks.exists():
        Talk.objects.create(
            request=request, holder=teller, asked_on=TODAY, held_on=TODAY, result="С Чайсановой говорили"
        )
    Support.objects.create(request=request, step="Позвонить Чайсановой", due=TODAY, who=teller, set_on=TODAY)
    pair.goal, pair.result_text = "Помочь Чайсановой Аржаане Мергеновне", "Чайсанова Аржаана Мергеновна справилась"
    pair.save()
    plan = Plan.objects.filter(pair=pair).first() or Plan.objects.create(pair=pair)
    Plan.objects.filter(pk=plan.pk).update(analysis="А. М. Чайсанова выросла", goal="Для Аржааны Мергеновны")
    PlanLine.objects.create(plan=plan, task="Проект с Аржааной Чайсановой", actual_result="Чайсанова выступила")
    Meeting.objects.create(
        pair=pair, mentor=pair.mentor, kind="regular", held_on=TODAY, logged_on=TODAY, place="дома у Чайсановых",
        done="Чайсанову похвалили; звонить +7 961 234 56 78", next_time="Аржаана принесёт тетрадь",
    )  # fmt: skip
    Measurement.objects.create(
        pair=pair, person=child, parameter=Parameter.objects.first(), moment="entry", value=5, measured_on=TODAY,
        measured_by=teller,
    )  # fmt: skip
    Waiver.objects.filter(pair=pair, moment="entry").update(reason="Чайсанова болела")


def trace(child, mother, curator, director):
    """Account, session, links, letters, files, lists, demands, history, journal."""
    user = make.user_for(child, "arzhaana@home")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/registry/my-data/")
    other = Client()
    other.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    session = other.session
    session["typed"] = f"черновик о {child.full_name}"
    session.save()
    links.create("password", person=child, by=curator)
    Letter.objects.create(
        person=mother, about=child, purpose="consent", address="arzhaana@example.org", subject="О Чайсановой",
        text=f"{child.full_name}, 17.04.2013",
    )  # fmt: skip
    file = papers.store("ФИО;Чайсанова Аржаана".encode(), "список Чайсанова Аржаана Мергеновна.xlsx", readers=[child])
    sheet = papers.store("Чайсанова Аржаана;17.04.2013".encode("cp1251") + b"\n2013-04-17", "7А.csv")
    batch = ImportBatch.objects.create(kind="pupils", name="7А.csv", file=sheet, brought_by=curator)
    raw = {"last_name": ["A", "Чайсанова"], "first_name": ["B", "Аржаана"], "middle_name": ["C", "Мергеновна"],
           "birth_date": ["D", "17.04.2013"]}  # fmt: skip
    ImportedRow.objects.create(batch=batch, place=1, number=2, state="same", raw=raw, person=child)
    ImportedRow.objects.create(batch=batch, place=2, number=3, state="double", raw=raw)
    child.phone = "8 961 234 56 78"
    child.save()  # one more row of history
    subject.ask(child, "correct", by=user, on=TODAY, words="дата рождения 17.04.2013", about="Дата рождения")
    journal.write(curator, "исправлена карточка", child, people=[child], before="Чайсанова А. М.", born=BORN)
    journal.write(curator, "внесён список", people=[child], rows=[child.full_name])
    assert file.path.exists() and PersonalLink.objects.filter(person=child).exists()
    stranger = make.teacher()
    stranger.address = "сосед Чайсановой Аржааны Мергеновны, 89612345678"
    stranger.save()


def everything_in_tables() -> dict[str, str]:
    """table.column → all of its values as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            for index, name in enumerate(names):
                text = "\n".join(str(row[index]) for row in rows if row[index] is not None)
                found[f"{table}.{name}"] = decoded(text)
    return found


def decoded(text: str) -> str:
    """JSON on SQLite holds escaped letters."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), text)


def sessions() -> str:
    from django.contrib.sessions.models import Session

    return json.dumps([row.get_decoded() for row in Session.objects.all()], ensure_ascii=False, default=str)


def files(folder) -> dict:
    """path → text in every encoding in which a name may stand."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found[path] = " ".join(data.decode(code, "ignore") for code in ("utf-8", "cp1251", "utf-16"))
    return found


def who_told(told: dict) -> dict[str, list[str]]:
    """Where a trace stands → which."""
    found = {}
    for place, text in told.items():
        hits = [mark for mark in TRACES if re.search(mark, text, re.IGNORECASE | re.DOTALL)]
        if hits:
            found[str(place)] = hits
    return found


def test_after_the_erasure_nothing_is_found_but_what_retention_names(
    reference, settings, django_capture_on_commit_callbacks
):
    curator, director = make.office()
    make.school()
    child = plant()
    before = who_told(everything_in_tables())
    assert len(before) > 25, sorted(before)
    row = erasure.prepare_erasure(
        child, by=curator, on=TODAY, reason="purpose", members=[curator.person, director.person], system="Реестр"
    )
    with django_capture_on_commit_callbacks(execute=True):
        row = erasure.carry_out(row, by=director, on=TODAY)
    found = who_told(everything_in_tables())
    assert {place: marks for place, marks in found.items() if place not in KEPT} == {}
    assert not who_told({"sessions": sessions()})
    kept = {file.path for file in StoredFile.objects.filter(closed_on__isnull=False)}
    left = set(who_told(files(settings.MEDIA_ROOT))) - {str(path) for path in kept}
    assert left == set()
    assert row.act.file.path in kept and "Чайсанова" in row.act.file.path.read_bytes().decode()


def test_the_texts_of_the_pair_speak_of_the_code(reference):
    curator, director = make.office()
    child = plant()
    row = erasure.prepare_erasure(
        child, by=curator, on=TODAY, reason="purpose", members=[curator.person, director.person], system="Реестр"
    )
    erasure.carry_out(row, by=director, on=TODAY)
    child.refresh_from_db()
    pair = child.sides.get().pair
    label = f"Участник {child.code}"
    assert pair.goal == f"Помочь {label}" and pair.result_text == f"{label} справилась"
    meeting = pair.meetings.get(held_on=TODAY)
    assert meeting.done == f"{label} похвалили; звонить данные удалены"
    assert meeting.next_time == f"{label} принесёт тетрадь"
    assert pair.mentor.erased_at is None and pair.mentor.last_name
    assert Measurement.objects.filter(pair=pair).count() == 0


def test_an_order_that_names_the_erased_is_read_by_the_office_alone(reference, client):
    curator, director = make.office()
    child = plant()
    mentor = make.user_for(child.sides.get().pair.mentor)
    secretary = make.user_for(make.acting("secretary"))
    from programs.models import Order

    order = Order.objects.get(kind="pairs")
    assert Order.objects.visible_to(mentor, TODAY).filter(pk=order.pk).exists()
    row = erasure.prepare_erasure(
        child, by=curator, on=TODAY, reason="purpose", members=[curator.person, director.person], system="Реестр"
    )
    erasure.carry_out(row, by=director, on=TODAY)
    for user in (mentor, secretary):
        assert not Order.objects.visible_to(user, TODAY).filter(pk=order.pk).exists()
        assert not StoredFile.objects.visible_to(user, TODAY).filter(pk=order.paper.file_id).exists()
    assert Order.objects.visible_to(director, TODAY).filter(pk=order.pk).exists()


def test_erasing_twice_is_harmless(reference):
    child = plant()
    engine.erase(child, by=None, on=TODAY)
    code = Person.objects.get(pk=child.pk).code
    engine.erase(child, by=None, on=TODAY, to_ledger=False)
    assert Person.objects.get(pk=child.pk).full_name == f"Участник {code}"
