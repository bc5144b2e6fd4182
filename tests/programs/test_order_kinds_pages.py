"""Pages on which an order is told what it is about, and the page of the order itself."""

import pytest
from django.urls import reverse

from programs.actions import honours
from programs.models import LocalDocument, Order
from registry.engine import roadmap
from registry.models import Job
from tests import factories as make
from tests.factories import TODAY
from tests.programs.story import at, recommended, text_of, through
from tests.programs.test_order_kinds import DAY, awards, introduced
from tests.registry import bad_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_papers(monkeypatch):
    """What papers look like is tested elsewhere."""
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup, *_: b"%PDF-1.7 " + str(hash(markup)).encode())


def page(name, prog):
    return f"{reverse(f'programs:{name}')}?programme={prog.code}"


def test_every_new_kind_is_offered_with_a_way_on(client, prog):
    said = text_of(at(client, make.office()[0]).get(page("order_new", prog)))
    for title in ("О внедрении системы наставничества", "О назначении куратора", "Об утверждении состава наставляемых",
                  "Об утверждении программы", "Об освобождении от обязанностей", "О поощрении", "Об отмене приказа",
                  "О внесении изменений"):  # fmt: skip
        assert title in said
    for name in ("assignment_new", "release_new", "proposal_new"):
        assert reverse(f"programs:{name}") in said


def test_the_council_is_asked_on_the_page_of_the_draft(client, prog):
    curator, _ = make.office()
    client = at(client, curator)
    client.post(reverse("programs:order_new"), {"programme": prog.code, "kind": "introduction"})
    order = Order.objects.get()
    said = text_of(client.get(order.get_absolute_url()))
    assert "не указано, на каком педагогическом совете документ принят" in said
    assert "Приложение 2" in said and "Общие положения" in said
    address = reverse("programs:order_council", args=[order.pk])
    assert address in said
    said = text_of(client.post(address, {"number": "1", "date": "2026-11-30"}))
    assert "ещё не состоялся" in said and 'value="2026-11-30"' in said
    client.post(address, {"number": "1", "date": "2026-11-20"})
    said = text_of(client.get(order.get_absolute_url()))
    assert "ПРИНЯТО" in said and "протокол от 20.11.2026 № 1" in said


def test_a_curator_who_is_no_deputy_is_warned_of_before_the_draft(client, reference):
    prog = make.a_programme("abrikosovskaya", "teachers")
    curator, _ = make.office()
    who = make.teacher()
    form = {"role": "curator", "person": who.pk, "starts": "2026-11-21"}
    said = text_of(at(client, curator).post(page("assignment_new", prog), form))
    assert "не заместитель директора" in said and "Всё равно подготовить приказ" in said
    assert not Order.objects.exists()
    answer = client.post(page("assignment_new", prog), {**form, "anyway": "on"}, follow=True)
    assert "не заместитель директора" in text_of(answer)
    assert Order.objects.get().kind == "curator"


def test_a_release_is_told_by_one_form_and_a_second_one_joins_the_draft(client, prog):
    curator, _ = make.office()
    client = at(client, curator)
    form = {"event": "Форум", "day": "2026-11-24", "from_time": "09:00", "until_time": "13:00", "substitution": ""}
    for _ in range(2):
        people = {"person": make.teacher().pk, "substitute": make.teacher().pk}
        client.post(page("release_new", prog), {**form, **people})
    assert Order.objects.get().lines.count() == 2
    same = make.teacher()
    said = text_of(client.post(page("release_new", prog), {**form, "person": same.pk, "substitute": same.pk}))
    assert "не может замещать сам себя" in said and 'value="Форум"' in said


def test_awards_are_told_then_printed_from_the_page_of_the_order(client, prog):
    make.a_pair(prog, status="ordered")
    curator, _ = make.office()
    client = at(client, curator)
    people = make.Person.objects.filter(sides__isnull=False)
    answer = client.post(page("proposal_new", prog), {
        "layout": "diploma", "kind": prog.rule("awards.kinds").value[0], "reason": "за терпение",
        "people": [one.pk for one in people],
    }, follow=True)  # fmt: skip
    assert "Поощрение участников" in text_of(answer)
    order = through(Order.objects.get(kind="awards"))
    said = text_of(client.get(order.get_absolute_url()))
    assert "Не напечатано: 2 листа" in said
    client.post(reverse("programs:awards_print", args=[order.pk]))
    assert order.awards.count() == 2
    assert "Не напечатано" not in text_of(client.get(order.get_absolute_url()))


def test_many_sheets_lead_to_the_work_that_prints_them(client, prog, monkeypatch):
    monkeypatch.setattr(honours, "AT_ONCE", 1)
    order = through(awards(prog, make.teacher(), make.teacher()))
    answer = at(client, make.office()[0]).post(reverse("programs:awards_print", args=[order.pk]))
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url() and job.result["said"].startswith("Готово: 2")


def test_what_stands_on_an_order_is_told_instead_of_the_form(client, prog):
    make.a_pair(prog, status="working")
    order = Order.objects.get(kind="pairs")
    said = text_of(at(client, make.office()[0]).get(reverse("programs:order_cancel", args=[order.pk])))
    assert "Этот приказ сейчас не отменить" in said and "работа уже началась" in said
    assert "<textarea" not in said


def test_cancelled_order_says_by_which_and_lists_the_papers(client, prog):
    order = through(awards(prog, make.teacher()))
    curator, _ = make.office()
    client = at(client, curator)
    client.post(reverse("programs:awards_print", args=[order.pk]))
    client.post(reverse("programs:order_cancel", args=[order.pk]), {"reason": "ошибка в списке"})
    by = through(Order.objects.get(kind="cancellation"))
    said = text_of(client.get(order.get_absolute_url()))
    assert "Приказ отменён." in said and by.get_absolute_url() in said
    assert order.awards.get().paper.file.get_absolute_url() in said
    assert client.get(reverse("programs:order_cancel", args=[order.pk])).status_code == 404


def test_only_points_that_were_touched_go_into_the_amendment(client, prog):
    recommended(prog)
    order = make.an_order(prog, "register")
    curator, _ = make.office()
    client, address = at(client, curator), reverse("programs:order_amend", args=[order.pk])
    points = {f"point_{number}": text for number, text in enumerate(order.points, 1)}
    assert "хотя бы одного пункта" in text_of(client.post(address, {"reason": "уточнён срок", **points}))
    client.post(address, {"reason": "уточнён срок", **points, "point_2": "Назначить наставниками на год."})
    through(Order.objects.get(kind="amendment"))
    said = text_of(client.get(order.get_absolute_url()))
    assert "Приказ изменён." in said and "Пункт 2: Назначить наставниками на год." in said
    assert "Пункт 1:" not in said


def test_editions_stand_with_their_orders_and_a_new_one_is_begun(client, prog):
    order = introduced(prog, TODAY - DAY)
    curator, _ = make.office()
    client = at(client, curator)
    said = text_of(client.get(page("edition_list", prog)))
    assert order.get_absolute_url() in said and "педагогический совет, протокол" in said
    client.post(reverse("programs:edition_new", args=[prog.code, "roadmap"]))
    assert LocalDocument.objects.filter(kind="roadmap", starts=None).count() == 1
    assert client.post(reverse("programs:edition_new", args=[prog.code, "secret"])).status_code == 404


def test_a_teacher_tells_no_order_anything(client, prog):
    recommended(prog)
    order = make.an_order(prog, "register")
    named = make.user_for(order.acquaintances.get().person)
    client = at(client, named)
    for name in ("assignment_new", "release_new", "proposal_new", "edition_list"):
        assert client.get(page(name, prog)).status_code == 403
    assert client.get(reverse("programs:order_cancel", args=[order.pk])).status_code == 403
    said = text_of(client.get(order.get_absolute_url()))
    assert "Отменить приказом" not in said


def test_the_line_of_the_roadmap_is_done_by_the_order(reference):
    prog = make.a_programme("abrikosovskaya", "teachers")
    fact = roadmap.fact["model_introduced"]
    assert fact(prog, TODAY).done == 0 and fact(prog, TODAY).gaps[0].action == "К приказу"
    introduced(prog)
    assert fact(prog, TODAY).is_done


def test_the_programme_is_approved_by_its_order_and_no_longer_when_that_is_cancelled(client, prog):
    from programs.actions import orders, subjects

    curator, _ = make.office()
    make.a_pair(prog, status="ordered")
    client = at(client, curator)
    assert "ещё не утверждена" in text_of(client.get(prog.get_absolute_url()))
    draft = orders.draft_order(prog, "programme", by=curator, on=TODAY)
    subjects.set_council(draft, by=curator, on=TODAY, number="3", date=TODAY)
    order = through(Order.objects.get(pk=draft.pk))
    said = text_of(client.get(prog.get_absolute_url()))
    assert "ещё не утверждена" not in said and order.name.replace("\xa0", " ") in said
    through(subjects.change_order(order, "cancellation", by=curator, on=TODAY, reason="ошибка"))
    assert "ещё не утверждена" in text_of(client.get(prog.get_absolute_url()))


def test_documents_that_were_approved_on_paper_long_ago_are_entered_with_the_scan(client, prog):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from programs.orders.documents import in_force

    curator, director = make.office()
    client = at(client, curator)
    address = reverse("programs:order_enter", args=[prog.code, "introduction"])
    said = text_of(client.get(address))
    assert "Положение о наставничестве" in said and "{" not in said.split("<form")[-1]
    client.post(address, {
        "title": "Об утверждении Положения", "number": "186-од", "date": "2026-09-02", "things": ["-1"],
        "signed_by": director.person.pk, "file": SimpleUploadedFile("order.pdf", bad_files.pdf(), "application/pdf"),
    })  # fmt: skip
    order = Order.objects.get()
    assert (order.source, order.number) == ("paper", "186-од")
    assert in_force(prog, "regulation", TODAY).order == order and in_force(prog, "roadmap", TODAY) is None
