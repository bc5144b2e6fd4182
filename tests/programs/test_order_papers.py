"""Orders on real paper: the same effects, marked; the scan for the office alone; every slip refused in words."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.actions import order_changes, order_papers
from programs.actions import orders as actions
from programs.models import Order, RegisterEntry
from registry.engine import uploads
from registry.engine.errors import Refused
from registry.models import JournalLine, Paper, StoredFile
from tests import factories as make
from tests.programs.story import at, nominated, recommended, some_minutes, submitted, text_of, upload
from tests.registry import bad_files

TODAY = make.TODAY
DAY = datetime.timedelta(days=1)
EARLIER = datetime.date(2026, 10, 1)


def entered(prog, scan, kind="register", **fields):
    """Everything that waits, by an order of the first of October that lies in a folder."""
    curator, director = make.office()
    from programs.orders import kinds

    chosen = [thing.pk for thing in kinds.KINDS[kind].gather(prog, TODAY)]
    words = {"number": "41-од", "date": EARLIER, "signed_by": director.person, **fields}
    return order_papers.enter_order(prog, kind, chosen, by=curator, on=TODAY, scan=scan, **words)


@pytest.mark.django_db
def test_curator_enters_an_order_with_its_scan_and_it_has_the_same_effects(client, prog, scan_bytes):
    one, other = recommended(prog, last_name="Ромашкина"), recommended(prog, last_name="Полевая")
    curator, director = make.office()
    url = reverse("programs:order_enter", args=[prog.code, "register"])
    page = text_of(at(client, curator).get(url))
    assert "Ромашкина" in page and "Полевая" in page
    page = text_of(client.post(url, {
        "title": "О реестре", "number": "41-од", "date": "2026-10-01", "signed_by": director.person.pk,
        "things": [one.pk], "file": upload(scan_bytes), "original_place": "сейф",
    }, follow=True))  # fmt: skip
    order = Order.objects.get()
    assert (order.status, order.source, order.number, order.date) == ("registered", "paper", "41-од", EARLIER)
    assert order.scan.path.read_bytes() == scan_bytes and order.original_place == "сейф"
    assert RegisterEntry.objects.of(prog).get().mentor == one.mentor
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.status, other.status) == ("registered", "recommended")
    assert "внесён с бумаги" in page and "Открыть скан" in page and "Приказываю" not in page
    assert "внесён с бумаги" in text_of(client.get(reverse("programs:order_list")))
    assert order.acquaintances.get().person == one.person


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["pairs", "completion"])
def test_pairs_are_joined_and_ended_by_an_order_from_paper(prog, scan, kind):
    pair = make.a_pair(prog, status={"pairs": "agreed", "completion": "closing"}[kind])
    entered(prog, scan, kind, number="77-од", date=TODAY)
    pair.refresh_from_db()
    assert pair.status == {"pairs": "ordered", "completion": "closed"}[kind]
    assert pair.order_lines.get(order__kind=kind).order.source == "paper"


@pytest.mark.django_db
def test_every_kind_can_be_entered_from_paper(client, prog):
    """The page stands for each kind of the table: with a list, or with what comes first."""
    from programs.orders import kinds

    client = at(client, make.office()[0])
    for kind in kinds.KINDS:
        answer = client.get(reverse("programs:order_enter", args=[prog.code, kind]))
        assert answer.status_code == 200, kind


REFUSED = [
    ({"number": "  "}, "Впишите номер"),
    ({"date": TODAY + DAY}, "ещё не наступила"),
    ({"date": datetime.date(2006, 10, 1)}, "Проверьте год"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("slip", "words"), REFUSED)
def test_a_slip_in_an_order_from_paper_is_refused_and_leaves_nothing(prog, scan, slip, words):
    recommended(prog)
    before = StoredFile.objects.count(), Paper.objects.count(), JournalLine.objects.count()
    with pytest.raises(Refused, match=words):
        entered(prog, scan, **slip)
    assert not Order.objects.exists() and not RegisterEntry.objects.exists()
    assert (StoredFile.objects.count(), Paper.objects.count(), JournalLine.objects.count()) == before


@pytest.mark.django_db
def test_a_number_that_is_taken_is_refused_with_the_free_one(prog, scan):
    actions.approve_order(submitted(prog), by=make.office()[1], on=TODAY, number="41-од")
    recommended(prog)
    with pytest.raises(Refused, match="уже занят"):
        entered(prog, scan)
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_who_was_not_the_director_on_that_day_cannot_have_signed(prog, scan):
    recommended(prog)
    late = make.acting("acting_director", starts=TODAY)
    with pytest.raises(Refused, match="не исполнял"):
        entered(prog, scan, signed_by=late)
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_nobody_enters_an_order_that_he_signed_himself(prog, scan):
    recommended(prog)
    curator, _ = make.office()
    make.acting("acting_director", curator.person)
    with pytest.raises(Refused, match="кто готовит, тот не утверждает"):
        entered(prog, scan, signed_by=curator.person)
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_an_order_before_the_minutes_on_which_it_stands_is_refused(prog, scan):
    from programs.actions import commission as sittings

    minutes, _ = some_minutes(prog)
    sittings.sign_minutes(minutes, by=make.office()[1], on=TODAY)
    with pytest.raises(Refused, match="протокол комиссии № 1"):
        entered(prog, scan, date=TODAY - DAY)
    assert not Order.objects.filter(kind="register").exists()
    assert entered(prog, scan, date=TODAY).is_in_force


@pytest.mark.django_db
def test_a_candidate_without_papers_is_not_brought_in_by_a_scan(prog, scan):
    from registry.actions.consents import withdraw_consent

    row = recommended(prog)
    withdraw_consent(
        row.person.consents.get(kind="processing"), by=make.office()[0], on=TODAY, note="заявление"
    )  # fmt: skip
    with pytest.raises(Refused, match="нет действующего согласия"):
        entered(prog, scan)


@pytest.mark.django_db
def test_only_what_waits_can_be_chosen(prog, scan):
    curator, director = make.office()
    stranger = nominated(prog)
    with pytest.raises(Refused, match="Отметьте, кого назвал приказ"):
        order_papers.enter_order(
            prog, "register", [stranger.pk], by=curator, on=TODAY, scan=scan, number="1", date=TODAY,
            signed_by=director.person,
        )  # fmt: skip


@pytest.mark.django_db
def test_what_is_no_scan_is_refused_and_the_typed_words_stay(client, prog):
    row = recommended(prog)
    curator, director = make.office()
    page = text_of(at(client, curator).post(reverse("programs:order_enter", args=[prog.code, "register"]), {
        "title": "О реестре", "number": "41-од", "date": "2026-10-01", "signed_by": director.person.pk,
        "things": [row.pk], "file": SimpleUploadedFile("приказ.pdf", b"MZ\x90\x00 program"),
    }))  # fmt: skip
    assert "не похож ни на PDF" in page and 'value="41-од"' in page
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_a_draft_signed_with_a_pen_gets_number_date_and_scan(client, prog, scan_bytes):
    order = submitted(prog)
    curator, director = make.office()
    page = text_of(at(client, curator).get(order.get_absolute_url()))
    assert "Директор подписал на бумаге?" in page
    client.post(reverse("programs:order_signed", args=[order.pk]), {
        "number": "12-од", "date": "2026-11-21", "signed_by": director.person.pk, "file": upload(scan_bytes),
    })  # fmt: skip
    order.refresh_from_db()
    assert (order.status, order.source, order.number) == ("registered", "paper", "12-од")
    assert RegisterEntry.objects.of(prog).exists()
    assert at(client, director).get(reverse("programs:order_signed", args=[order.pk])).status_code == 403


@pytest.mark.django_db
def test_a_pen_does_not_pass_by_an_answer_that_is_missing(prog, scan):
    curator, director = make.office()
    order = submitted(prog)
    order.approvals.update(answer="")
    with pytest.raises(Refused, match="ещё не ответил"):
        order_papers.enter_signed(
            order, by=curator, on=TODAY, scan=scan, number="1", date=TODAY, signed_by=director.person
        )
    order.refresh_from_db()
    assert order.status == "submitted"


@pytest.mark.django_db
def test_the_scan_of_the_original_is_opened_by_the_office_alone(client, prog, scan_bytes):
    order = actions.approve_order(submitted(prog), by=make.office()[1], on=TODAY)
    secretary = make.user_for(make.acting("secretary"))
    named = make.user_for(order.lines.get().candidacy.person)
    url = reverse("programs:order_original", args=[order.pk])
    at(client, secretary).post(url, {"file": upload(scan_bytes), "original_place": "папка «Приказы», сейф"})
    order.refresh_from_db()
    assert order.original_place == "папка «Приказы», сейф"
    for user, status in [(secretary, 404), (named, 404), (make.office()[0], 200), (make.office()[1], 200)]:
        assert at(client, user).get(order.scan.get_absolute_url()).status_code == status
    assert JournalLine.objects.filter(verb="приложен скан приказа").get().people == [str(named.person.pk)]
    assert at(client, named).get(url).status_code == 403


@pytest.mark.django_db
def test_another_scan_takes_the_place_of_the_first_with_a_reason(prog, scan):
    curator, director = make.office()
    order = actions.approve_order(submitted(prog), by=director, on=TODAY)
    order = order_papers.keep_original(order, by=curator, on=TODAY, scan=scan)
    former = order.scan
    other = uploads.Accepted(bad_files.pdf(pages=2), "два.pdf", "application/pdf")
    with pytest.raises(Refused, match="почему его надо заменить"):
        order_papers.keep_original(order, by=curator, on=TODAY, scan=other)
    order = order_papers.keep_original(order, by=curator, on=TODAY, scan=other, note="не та страница")
    assert order.scan.path.read_bytes() == other.data
    assert not StoredFile.objects.filter(pk=former.pk).exists()


@pytest.mark.django_db
def test_no_scan_before_there_is_a_number(prog, scan):
    with pytest.raises(Refused, match="ещё не подписан"):
        order_papers.keep_original(submitted(prog), by=make.office()[0], on=TODAY, scan=scan)


@pytest.mark.django_db
def test_a_named_person_reads_of_a_paper_order_without_its_scan(client, prog, scan):
    recommended(prog)
    order = entered(prog, scan, original_place="кабинет 12")
    me = make.user_for(order.acquaintances.get().person)
    page = text_of(at(client, me).get(order.get_absolute_url()))
    assert "С приказом ознакомлен(а)" in page and "кабинет 12" in page
    assert order.scan.get_absolute_url() not in page


@pytest.mark.django_db
def test_a_paper_order_too_is_loud_when_a_name_changes(prog, scan):
    row = recommended(prog, last_name="Ромашкина")
    order = entered(prog, scan)
    assert order_changes.outdated(order) == []
    row.person.last_name = "Новофамильная"
    row.person.save()
    assert "Новофамильная" in order_changes.outdated(order)[0].now
