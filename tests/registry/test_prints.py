"""Prefilled consents for a class: who gets a sheet, what stands on it, and the scans that open beside the data."""

import io
import re
import time

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from registry.actions import cards, consents, printing
from registry.engine import sheets
from registry.models import Certificate, Consent, Heap, JournalLine, PrintRun, School, StoredFile
from registry.papers import consent_sheets
from tests import factories as make
from tests.registry import bad_files, scanning

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def url(name, *args):
    return reverse(f"registry:{name}", args=args)


def text(answer):
    return answer.content.decode()


def pupils(number, group=None, base=True):
    found = []
    for _ in range(number):
        child = make.pupil(group=group)
        make.guardian_of(child)
        if base:
            cards.add_mentee(child, by=make.office()[0], on=make.START, kind="pupil")
        found.append(child)
    return found


def codes(pdf: bytes):
    """What a scanner reads on each page, in order."""
    return [
        [one.text for one in sheets.zxingcpp.read_barcodes(page, formats=sheets.QR)] for page in scanning.pages_of(pdf)
    ]


def test_a_class_is_asked_and_printed_in_one_step_by_name(client, curator):
    children = pupils(4)
    strangers = pupils(1, group=make.school_class(8, "Б"))
    group = make.school_class()
    page = client.get(url("print_new"), {"group": group.pk, "kinds": "processing"})
    assert [row.person for row in page.context["rows"]] == sorted(children, key=lambda one: (one.name_key, one.pk))
    answer = client.post(
        f"{url('print_new')}?group={group.pk}&kinds=processing",
        {"people": [child.pk for child in children], "whom": "ticked", "sides": "one"},
    )
    run = PrintRun.objects.get()
    assert answer.url == run.get_absolute_url() and run.consents.count() == 4
    pdf = client.get(answer.url)
    assert pdf["Content-Type"] == "application/pdf"
    asked = Consent.objects.filter(person__in=children).order_by("person__name_key", "person")
    assert codes(pdf.content) == [[f"{row.code}-1-1"] for row in asked]
    assert not Consent.objects.filter(person__in=strangers).exists()
    line = JournalLine.objects.get(verb="напечатаны согласия для подписи")
    assert set(line.people) == {str(child.pk) for child in children}
    assert JournalLine.objects.filter(verb="открыты согласия для печати").count() == 1


def test_whoever_answered_gets_no_sheet_and_no_second_question(client, curator):
    valid, refused, withdrawn, waiting = pupils(4)
    (given,) = make.give_consents(withdrawn, ["processing"])
    consents.withdraw_consent(given, by=curator, on=make.TODAY, note="заявление")
    make.give_consents(valid, ["processing"])
    (no,) = consents.ask_consents(refused, ["processing"], by=curator, on=make.TODAY)
    from registry.engine import workflow

    workflow.move(no, "refuse", by=curator, on=make.TODAY, note="не хотим")
    people = printing.people_of(make.school_class(), make.TODAY)
    run = printing.print_consents(people, ["processing"], by=curator, on=make.TODAY, title="класс")
    assert [row.person for row in run.consents.all()] == [waiting]


def test_a_pupil_who_takes_no_part_is_not_ticked_but_the_whole_class_can_be_printed(client, curator):
    (member,) = pupils(1)
    pupils(2, base=False)
    address = f"{url('print_new')}?group={make.school_class().pk}&kinds=processing"
    page = client.get(address)
    assert page.context["ticked"] == {member.pk} and len(page.context["rows"]) == 3
    client.post(address, {"people": [member.pk], "whom": "all"})
    assert PrintRun.objects.get().consents.count() == 3


def test_where_two_programmes_run_the_page_says_that_participation_needs_one(client, curator):
    pupils(1)
    chosen, _other = make.a_programme(preset="pupils"), make.a_programme(preset="teachers")
    address = f"{url('print_new')}?group={make.school_class().pk}&kinds=processing"
    assert "Выберите программу и нажмите" not in text(client.get(address))
    page = client.get(f"{address}&kinds=participation")
    assert "Выберите программу и нажмите" in text(page) and page.context["rows"][0].unasked == ["processing"]
    page = client.get(f"{address}&kinds=participation&scope={chosen.code}")
    assert "Выберите программу и нажмите" not in text(page)
    assert page.context["rows"][0].unasked == ["processing", "participation"]


def test_nobody_shares_a_sheet_when_the_printer_prints_on_both_sides(client, curator):
    children = pupils(3)
    people = printing.people_of(make.school_class(), make.TODAY)
    run = printing.print_consents(people, ["processing"], by=curator, on=make.TODAY, title="класс", two_sided=True)
    found = codes(client.get(run.get_absolute_url()).content)
    assert len(found) == 2 * len(children)
    assert [bool(page) for page in found] == [True, False] * 3


def test_each_page_says_which_of_how_many_and_no_text_runs_under_the_code(curator):
    (child,) = pupils(1)
    (consent,) = consents.ask_consents(child, ["processing"], by=curator, on=make.TODAY)
    consent.text.data = ["сведения, которые хранит школа, и ещё немного сведений"] * 60
    pdf = consent_sheets.sheets([consent], make.TODAY, reader=curator)
    document = pypdfium2.PdfDocument(pdf)
    words = [page.get_textpage().get_text_range() for page in document]
    under = [page.get_textpage().get_text_bounded(left=490, bottom=34, right=560, top=100) for page in document]
    document.close()
    assert len(words) > 1
    for number, said in enumerate(words, start=1):
        assert f"{consent.code} · {number}/{len(words)}" in said.replace("\u00a0", " ")
    assert [re.sub(r"\s", "", said) for said in under] == [""] * len(words)
    assert codes(pdf) == [[f"{consent.code}-{number}-{len(words)}"] for number in range(1, len(words) + 1)]


def test_the_batch_keeps_its_tags_fonts_and_language(curator):
    (child,) = pupils(1)
    rows = consents.ask_consents(child, ["processing", "image"], by=curator, on=make.TODAY)
    with pikepdf.open(io.BytesIO(consent_sheets.sheets(rows, make.TODAY, reader=curator))) as pdf:
        assert str(pdf.Root.Lang) == "ru" and "/StructTreeRoot" in pdf.Root
        assert pdf.open_metadata()["pdfaid:part"] == "2"


def test_thirty_consents_are_drawn_while_a_person_waits(curator):
    pupils(30)
    people = printing.people_of(make.school_class(), make.TODAY)
    run = printing.print_consents(people, ["processing"], by=curator, on=make.TODAY, title="класс")
    rows = list(run.consents.select_related("person", "text"))
    spent = time.process_time()
    consent_sheets.sheets(rows, make.TODAY, reader=curator)
    assert time.process_time() - spent < 6  # about 2.5 s on a free core


def test_what_came_back_meanwhile_is_left_out_of_a_second_print(client, curator):
    first, second = pupils(2)
    people = printing.people_of(make.school_class(), make.TODAY)
    run = printing.print_consents(people, ["processing"], by=curator, on=make.TODAY, title="класс", two_sided=False)
    back = first.consents.get()
    consents.receive_paper(back, [first.guardians(make.TODAY).get()], by=curator, on=make.TODAY, signed_on=make.TODAY)
    assert codes(client.get(run.get_absolute_url()).content) == [[f"{second.consents.get().code}-1-1"]]


def test_the_page_of_consents_leads_to_the_class_and_to_the_heap(client, curator):
    pupils(2)
    page = text(client.get(url("consent_list")))
    assert f"{url('print_new')}?group={make.school_class().pk}" in page and url("heap_new") in page
    teacher = make.user_for(make.acting("class_teacher", school_class=make.school_class()))
    client.force_login(teacher, backend=BACKEND)
    assert url("heap_new") not in text(client.get(url("consent_list")))


def awaited():
    (child,) = pupils(1)
    (consent,) = consents.ask_consents(child, ["processing"], by=make.office()[0], on=make.TODAY)
    return child, consent


def test_the_way_of_a_heap_through_the_pages(client, curator):
    child, consent = awaited()
    data = scanning.printed([consent], curator)
    answer = client.post(url("heap_new"), {"files": [scanning.file_of(data)]})
    heap = Heap.objects.get()
    page = client.get(answer.url)
    said = text(page)
    assert "Опознано страниц: <strong>1 из 1</strong>" in said and "Принять 1\u00a0согласие" in said
    assert "data:image/jpeg;base64," in said and child.guardians(make.TODAY).get().full_name in said
    line = heap.lines.get()
    sent = {"signed_on": "2026-11-20", "original_place": "папка 7", f"take-{line.pk}": "on"}
    client.post(answer.url, sent)
    consent.refresh_from_db()
    assert (consent.status, str(consent.valid_from), consent.original_place) == ("valid", "2026-11-20", "папка 7")
    assert JournalLine.objects.filter(verb="открыта пачка сканов", people=[str(child.pk)]).exists()


def test_while_it_is_read_the_page_says_how_far(client, curator, settings, monkeypatch):
    settings.JOBS_INLINE = False
    monkeypatch.setattr("registry.engine.jobs._spawn", lambda pk: None)
    _, consent = awaited()
    address = client.post(url("heap_new"), {"files": [scanning.file_of(scanning.printed([consent], curator))]}).url
    page = client.get(address)
    assert page.status_code == 200 and "Читаем сканы" in text(page) and "Принять" not in text(page)


def test_of_two_parents_a_person_names_the_one_who_signed(client, curator):
    child, consent = awaited()
    father = make.guardian_of(child, last_name="Луговой", first_name="Олег", middle_name="Львович", sex="m")
    address = client.post(url("heap_new"), {"files": [scanning.file_of(scanning.printed([consent], curator))]}).url
    line = Heap.objects.get().lines.get()
    sent = {"signed_on": "2026-11-20", "original_place": "папка 7", f"take-{line.pk}": "on"}
    assert "Выберите, чья подпись стоит на бумаге" in text(client.post(address, sent))
    client.post(address, sent | {f"guardian-{line.pk}": father.pk})
    assert consent.signatures.get().signer == father


def test_bad_files_come_back_with_their_sentences(client, curator):
    answer = client.post(url("heap_new"), {"files": [scanning.file_of(b"", "пустой.pdf")]})
    assert answer.status_code == 200 and "пустой" in text(answer)
    assert "Выберите PDF" in text(client.post(url("heap_new"), {}))


def test_the_same_heap_leads_to_the_first_one(client, curator):
    _, consent = awaited()
    data = scanning.printed([consent], curator)
    first = client.post(url("heap_new"), {"files": [scanning.file_of(data)]}).url
    again = client.post(url("heap_new"), {"files": [scanning.file_of(data)]}, follow=True)
    assert again.redirect_chain[0][0] == first and "уже загружали" in text(again)


def test_the_scan_of_a_consent_opens_for_the_adult_who_signed_it_and_for_nobody_else(client, curator):
    child, consent = awaited()
    other, _ = awaited()
    file = io.BytesIO(bad_files.with_place_and_turn())
    file.name = "IMG_1.jpg"
    client.post(url("consent_scan", consent.pk), {"file": file})
    consent.refresh_from_db()
    scan = consent.scan
    assert scan.media_type == "application/pdf" and b"SecretCamera" not in scan.path.read_bytes()
    assert scan.get_absolute_url() in text(client.get(consent.get_absolute_url()))
    signer = child.guardians(make.TODAY).get()
    father = make.guardian_of(child, last_name="Луговой", first_name="Олег")
    teacher = make.acting("class_teacher", school_class=child.school_class(make.TODAY))
    consents.receive_consent(consent, signer, by=curator, on=make.TODAY, signed_on=make.TODAY)
    client.force_login(make.user_for(signer), backend=BACKEND)
    assert client.get(scan.get_absolute_url()).status_code == 200
    assert JournalLine.objects.filter(verb="открыт файл", people=[str(child.pk)]).exists()
    for stranger in (other.guardians(make.TODAY).get(), make.teacher(), child, father, teacher):
        client.force_login(make.user_for(stranger), backend=BACKEND)
        assert client.get(scan.get_absolute_url()).status_code == 404


def test_a_scan_is_replaced_with_a_reason_and_the_former_one_is_destroyed(
    client, curator, django_capture_on_commit_callbacks
):
    _, consent = awaited()
    address = url("consent_scan", consent.pk)
    client.post(address, {"file": scanning.file_of(bad_files.pdf(), "скан.pdf")})
    consent.refresh_from_db()
    former = consent.scan
    assert "Почему заменяете" in text(client.post(address, {"file": scanning.file_of(bad_files.pdf(pages=2))}))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"file": scanning.file_of(bad_files.pdf(pages=2)), "note": "не читался"})
    consent.refresh_from_db()
    assert consent.scan != former and not former.path.exists()
    assert not StoredFile.objects.filter(pk=former.pk).exists()
    assert JournalLine.objects.get(verb="заменён скан согласия").detail["note"] == "не читался"


def test_scans_of_certificates_are_kept_only_by_the_directors_word(client, curator, django_capture_on_commit_callbacks):
    _, director = make.office()
    mentor = make.a_mentor(category="graduate")
    row = cards.add_certificate(
        mentor, by=curator, on=make.TODAY, kind="medical", number="12", issued_on=make.START, valid_until=make.TODAY
    )
    address = url("certificate_scan", row.pk)
    sent = {"file": scanning.file_of(bad_files.pdf(), "справка.pdf")}
    assert "Школа не хранит сканы справок" in text(client.post(address, sent))
    assert client.post(url("certificate_scans"), {"keeps": "yes"}).status_code == 403
    client.force_login(director, backend=BACKEND)
    client.post(url("certificate_scans"), {"keeps": "yes"})
    assert School.get().keeps_certificate_scans and JournalLine.objects.filter(verb__startswith="включено").exists()
    client.force_login(curator, backend=BACKEND)
    client.post(address, {"file": scanning.file_of(bad_files.pdf(), "справка.pdf")})
    scan = Certificate.objects.get().scan
    assert client.get(scan.get_absolute_url()).status_code == 200
    client.force_login(make.user_for(mentor.person), backend=BACKEND)
    assert client.get(scan.get_absolute_url()).status_code == 404
    client.force_login(director, backend=BACKEND)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("certificate_scans"), {"keeps": "no"})
    assert Certificate.objects.get().scan is None and not scan.path.exists()
