"""A withdrawn consent stops a running pair; the way back needs the gate, the way out needs an order."""

import pytest
from django.urls import reverse

from programs.actions import intake, meetings, plans, publication
from programs.models import Order, Pair, Plan
from registry.actions import consents
from registry.engine import consents as gate
from registry.engine import workflow
from registry.engine.errors import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _quick_papers(monkeypatch):
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: b"%PDF-1.7 " + str(hash(markup)).encode())


def working(**fields):
    return make.a_pair(prog=make.a_programme(), status="working", **fields)


def withdraw(person, kind):
    curator, _ = make.office()
    consent = person.consents.get(kind=kind, status="valid")
    return consents.withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")


def fresh(pair):
    return Pair.objects.get(pk=pair.pk)


@pytest.mark.parametrize("kind", ["processing", "participation"])
def test_the_mentee_s_withdrawal_suspends_the_pair(reference, kind):
    pair = working()
    withdraw(pair.mentees[0], kind)
    pair = fresh(pair)
    assert pair.status == "suspended" and "Отозвано согласие" in pair.end_note


def test_the_mentor_s_withdrawal_suspends_every_pair_of_the_mentor(reference):
    pair = working()
    withdraw(pair.mentor, "processing")
    assert fresh(pair).status == "suspended"


def test_a_withdrawn_image_stops_nothing(reference):
    pair = working()
    make.give_consents(pair.mentees[0], ["image"], on=make.TODAY)
    withdraw(pair.mentees[0], "image")
    assert fresh(pair).status == "working"


def test_the_person_s_own_withdrawal_suspends_though_he_may_not_run_pairs(reference):
    pair = working()
    child = pair.mentees[0]
    user = make.user_for(child.guardians(make.TODAY).first())
    consents.withdraw_consent(
        child.consents.get(kind="processing", status="valid"), by=user, on=make.TODAY, note="передумали"
    )
    assert fresh(pair).status == "suspended"


def test_a_withdrawal_and_the_suspension_happen_together_or_not_at_all(reference, monkeypatch):
    pair = working()
    child = pair.mentees[0]

    def broken(*args, **fields):
        raise RuntimeError("no power")

    monkeypatch.setattr("registry.actions.duties.open_duty", broken)
    with pytest.raises(RuntimeError):
        withdraw(child, "processing")
    assert fresh(pair).status == "working"
    assert gate.allowed(child, "work", make.TODAY, pair.programme.code)


def test_a_suspended_pair_takes_no_meeting_and_no_plan_line(reference):
    pair = working()
    curator, _ = make.office()
    withdraw(pair.mentees[0], "processing")
    with pytest.raises(Refused, match=r"приостановлена.*встречи и план сейчас не заполняют"):
        meetings.log_meeting(fresh(pair), by=curator, on=make.TODAY, held_on=make.TODAY, done="беседа")
    lines = [{"id": None, "task": "Новое задание", "due": pair.ends}]
    before = pair.plan.lines.count()
    with pytest.raises(Refused, match="встречи и план сейчас не заполняют"):
        plans.save_plan(pair.plan, lines, by=curator, on=make.TODAY, head={"goal": "x"})
    assert pair.plan.lines.count() == before and not pair.meetings.exists()


def test_the_way_back_needs_a_new_consent(reference):
    pair = working()
    curator, _ = make.office()
    child = pair.mentees[0]
    withdraw(child, "processing")
    with pytest.raises(Refused, match="нет действующего согласия на обработку"):
        workflow.move(fresh(pair), "resume", by=curator, on=make.TODAY)
    make.give_consents(child, ["processing"], on=make.TODAY)
    assert workflow.move(fresh(pair), "resume", by=curator, on=make.TODAY).status == "working"


def test_the_task_leads_to_the_draft_of_the_order_in_one_form(client, reference):
    pair = working()
    curator, _ = make.office()
    withdraw(pair.mentees[0], "processing")
    client.force_login(curator, backend=BACKEND)
    address = reverse("programs:pair_end_early", args=[pair.pk])
    assert address in client.get("/cabinet/").content.decode()
    form = client.get(address).context["form"]
    assert form["result"].value() == "mentee" and "отозвано" in form["result_text"].value()
    typed = {name: form[name].value() for name in ("result", "result_text", "no_final_meeting", "revision")}
    answer = client.post(address, typed)
    order = Order.objects.get(kind="completion")
    assert answer.url == order.get_absolute_url()
    assert [line.pair_id for line in order.lines.all()] == [pair.pk]
    assert fresh(pair).status == "closing"


def test_a_working_pair_is_not_ended_early_by_this_form(client, reference):
    pair = working()
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    data = {"result": "mentee", "result_text": "итог", "no_final_meeting": "нет"}
    page = client.post(reverse("programs:pair_end_early", args=[pair.pk]), data).content.decode()
    assert "Досрочно завершают приостановленную работу" in page
    assert fresh(pair).status == "working" and not Order.objects.filter(kind="completion").exists()


def test_what_will_happen_is_said_beforehand(client, reference):
    pair = working()
    curator, _ = make.office()
    child = pair.mentees[0]
    consent = child.consents.get(kind="processing", status="valid")
    client.force_login(curator, backend=BACKEND)
    page = client.get(reverse("registry:consent_withdraw", args=[consent.pk])).content.decode()
    for words in (f"«{pair}» будет приостановлена", "04.12.2026", "21.12.2026", "работа пары"):
        assert words in page, words
    consent.refresh_from_db()
    assert consent.status == "valid", "looking changes nothing"
    client.post(reverse("registry:consent_withdraw", args=[consent.pk]), {"note": "заявление"})
    assert fresh(pair).status == "suspended"


def test_the_public_page_vanishes_at_once_with_a_term_for_other_places(client, reference):
    curator, _ = make.office()
    mentor = make.registered(make.a_mentor(motto="Дорогу осилит идущий"), make.a_programme(preset="teachers"))
    make.give_consents(mentor.person, ["publication"], allowed_fields=("name", "motto"))
    publication.publish(mentor, by=curator, on=make.TODAY)
    address = reverse("public:mentor_page", args=[mentor.slug])
    assert "Дорогу осилит" in client.get(address).content.decode()
    withdraw(mentor.person, "publication")
    assert client.get(address).status_code == 404
    assert mentor.person.duties.get().kind.code == "stop_distribution"


def test_a_pupil_of_fifteen_without_a_parent_s_consent_does_not_enter_the_register(reference):
    """Row 222 of the domain (ОЧ-П 2.4, 2.11)."""
    from programs.models import RegisterEntry

    curator, _ = make.office()
    prog = make.a_programme()
    pupil = make.pupil(age=15)
    make.guardian_of(pupil)
    card = make.a_mentor(pupil, category="pupil")
    candidacy = make.a_candidacy(card, prog=prog)
    make.fill_sheet(candidacy)
    for row in pupil.consents.missing():
        consents.receive_consent(row, pupil, by=curator, on=make.TODAY, signed_on=make.TODAY, original_place="папка")
    assert set(pupil.consents.values_list("status", flat=True)) == {"partly_signed"}
    with pytest.raises(Refused, match="с подписью законного представителя"):
        workflow.move(candidacy, "recommend", by=curator, on=make.TODAY)
    with pytest.raises(Refused):
        make.an_order(prog, "register")
    assert not RegisterEntry.objects.filter(mentor=card).exists()


def test_whoever_withdrew_is_not_brought_into_the_base(reference):
    prog = make.a_programme()
    card = make.an_admitted(prog=prog)
    withdraw(card.person, "participation")
    row = card.person.requests.get()
    assert list(intake.admit_gaps(row, make.TODAY))


def logged(child_s_consent):
    """A running pair with a plan and a meeting, after the withdrawal of this consent by the guardian."""
    pair = working(goal="Перестать бояться доски")
    mentor = make.user_for(pair.mentor)
    meetings.log_meeting(
        pair, by=mentor, on=make.TODAY, held_on=make.TODAY, kind=meetings.next_kind(pair), minutes=45,
        done="Учились дышать перед ответом", next_time="", place="",
    )  # fmt: skip
    withdraw(pair.mentees[0], child_s_consent)
    return pair, mentor


@pytest.mark.parametrize("kind", ["processing", "participation"])
def test_the_plan_and_the_log_close_to_the_mentor_at_once(reference, client, kind):
    pair, mentor = logged(kind)
    client.force_login(mentor, backend=BACKEND)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Учились дышать" not in page and "Перестать бояться" not in page and "журнал встреч" in page


def test_the_family_reads_the_log_after_its_own_withdrawal(reference, client):
    pair, _ = logged("processing")
    client.force_login(make.user_for(pair.mentees[0].guardians(make.TODAY).first()), backend=BACKEND)
    assert "Учились дышать" in client.get(pair.get_absolute_url()).content.decode()


def test_no_door_to_the_plan_or_a_meeting_stays_open_to_the_mentor(reference, client):
    pair, mentor = logged("processing")
    plan, meeting = Plan.objects.get_or_create(pair=pair)[0], pair.meetings.get()
    client.force_login(mentor, backend=BACKEND)
    for name, pk in [
        ("plan_detail", plan.pk), ("plan_edit", plan.pk), ("plan_pdf", plan.pk), ("plan_save", plan.pk),
        ("meeting_link", meeting.pk), ("meeting_new", pair.pk),
    ]:  # fmt: skip
        ask = client.post if name == "plan_save" else client.get
        answer = ask(reverse(f"programs:{name}", args=[pk]))
        assert (answer.status_code, answer.url) == (302, pair.get_absolute_url()), name
