"""The heap of scans: who is found, what is doubtful, and that nothing wrong is ever attached."""

import io
import random

import pikepdf
import pytest
from PIL import Image

from registry.actions import consents, heap_lines, heap_pages, heaps, printing
from registry.engine import papers, sheets, workflow
from registry.engine.errors import Refused
from registry.models import Consent, Heap, HeapLine, JournalLine, ScanPage, StoredFile
from tests import factories as make
from tests.registry import scanning

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(reference):
    return make.office()[0]


def asked(curator, child, *kinds):
    return consents.ask_consents(child, kinds or ["processing"], by=curator, on=make.TODAY)


def class_of(curator, number, group=None) -> list[Consent]:
    """Awaited consents of so many pupils of a class, each with a parent."""
    found = []
    for index in range(number):
        child = make.pupil(age=10 + index % 7, group=group)
        make.guardian_of(child)
        found += asked(curator, child)
    return found


def verdicts(heap):
    return list(heap.pages.order_by("position").values_list("verdict", flat=True))


def attached(heap):
    return {line.consent_id for line in heap.lines.all()}


def right(heap, order) -> int:
    """How many pages were given to the very consent that was scanned in that place; a wrong one is an error."""
    found = 0
    for page, consent in zip(heap.pages.order_by("position"), order, strict=True):
        assert page.consent_id in (None, consent.pk), f"page {page.position} was attached to somebody else"
        found += page.verdict == "matched"
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_of_thirty_crooked_noisy_scans_at_least_twenty_nine_are_right_and_none_is_wrong(curator, seed):
    chance = random.Random(seed)
    order = class_of(curator, 30)
    pages = dict(zip([row.pk for row in order], scanning.pages_of(scanning.printed(order, curator)), strict=True))
    chance.shuffle(order)
    heap = scanning.upload(curator, scanning.as_heap([scanning.scanned(pages[row.pk], chance) for row in order]))
    assert right(heap, order) >= 29
    assert heap.lines.count() >= 29


def test_of_thirty_photos_in_perspective_at_least_twenty_nine_are_right_and_none_is_wrong(curator):
    chance = random.Random(7)
    order = class_of(curator, 30)
    pages = scanning.pages_of(scanning.printed(order, curator))
    files = [
        scanning.file_of(scanning.photographed(page, chance), f"IMG_{number}.jpg") for number, page in enumerate(pages)
    ]
    heap = scanning.upload(curator, *files)
    assert right(heap, order) >= 29


def test_the_scan_that_is_attached_is_a_pdf_that_stands_upright(curator):
    (consent,) = class_of(curator, 1)
    page = scanning.pages_of(scanning.printed([consent], curator))[0]
    heap = scanning.upload(curator, scanning.as_heap([scanning.scanned(page, random.Random(1), over=True)]))
    consent.refresh_from_db()
    data = consent.scan.path.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
    kept = scanning.pages_of(data)[0]
    code = sheets.zxingcpp.read_barcodes(kept, formats=sheets.QR)[0]
    assert abs(code.orientation) < 5 and code.position.top_left.y > kept.height * 0.8
    assert consent.status == "expected" and consent.scanned_by == curator.person
    assert heap.school_class == make.school_class()
    assert JournalLine.objects.filter(verb="приложен скан согласия", people=[str(consent.person_id)]).exists()


def two_sheets(curator):
    """A consent of two pages: its text has grown."""
    (consent,) = class_of(curator, 1)
    text = consent.text
    text.data = ["сведения о ребёнке, которые школа хранит и использует в программе"] * 24
    text.save()
    pages = scanning.pages_of(scanning.printed([consent], curator))
    assert len(pages) == 2
    return consent, pages


def test_a_paper_of_two_sheets_is_put_together_in_any_order(curator):
    consent, pages = two_sheets(curator)
    chance = random.Random(3)
    jpegs = [
        scanning.scanned(pages[1], chance),
        sheets.as_jpeg(scanning.foreign_page()),
        scanning.scanned(pages[0], chance),
    ]
    heap = scanning.upload(curator, scanning.as_heap(jpegs))
    assert verdicts(heap) == ["matched", "no_code", "matched"]
    consent.refresh_from_db()
    with pikepdf.open(consent.scan.path) as pdf:
        assert len(pdf.pages) == 2
    assert [page.sheet for page in heap.pages.filter(consent=consent)] == [2, 1]


def test_half_a_paper_waits_for_its_other_half_and_finds_it_in_the_next_heap(curator):
    consent, pages = two_sheets(curator)
    chance = random.Random(4)
    first = scanning.upload(curator, scanning.as_heap([scanning.scanned(pages[0], chance)]))
    consent.refresh_from_db()
    assert verdicts(first) == ["incomplete"] and consent.scan is None
    second = scanning.upload(curator, scanning.as_heap([scanning.scanned(pages[1], chance)]))
    consent.refresh_from_db()
    first.refresh_from_db()
    assert attached(second) == {consent.pk} and consent.scan is not None
    assert first.closed_at is not None and not first.pages.exists()


def test_empty_backs_are_passed_over(curator):
    order = class_of(curator, 3)
    pages = scanning.pages_of(scanning.printed(order, curator, two_sided=True))
    assert len(pages) == 6
    chance = random.Random(5)
    jpegs = [scanning.scanned(page, chance) if number % 2 == 0 else _back(chance) for number, page in enumerate(pages)]
    heap = scanning.upload(curator, scanning.as_heap(jpegs))
    assert verdicts(heap) == ["matched", "blank"] * 3


def _back(chance):
    page = Image.effect_noise((1240, 1754), 14).point(lambda value: min(255, value + 105))
    return sheets.as_jpeg(page.rotate(chance.uniform(-3, 3), fillcolor=240))


def test_every_doubt_has_its_name_and_attaches_nothing(curator):
    valid, unknown, first, second, twice = class_of(curator, 5)
    pages = dict(
        zip("vufst", scanning.pages_of(scanning.printed([valid, unknown, first, second, twice], curator)), strict=True)
    )
    parent = valid.person.guardians(make.TODAY).get()
    consents.receive_paper(valid, [parent, valid.person][: 1 + (valid.person.age(make.TODAY) >= 14)], by=curator,
                           on=make.TODAY, signed_on=make.TODAY)  # fmt: skip
    Consent.objects.filter(pk=unknown.pk).delete()
    both = Image.new("L", (1240, 3508), 255)
    both.paste(pages["f"], (0, 0)), both.paste(pages["s"], (0, 1754))
    stranger = Image.new("L", (1240, 1754), 255)
    stranger.paste(_square("HTTPS://EXAMPLE.ORG/MENU"), (300, 300))
    shown = [
        pages["v"],
        pages["u"],
        both,
        scanning.foreign_page(),
        stranger,
        pages["t"],
        pages["t"].rotate(1, fillcolor=255),
    ]
    heap = scanning.upload(curator, scanning.as_heap([sheets.as_jpeg(page, side=3508) for page in shown]))
    assert verdicts(heap) == ["answered", "unknown", "two_codes", "no_code", "unknown", "matched", "twice"]
    assert attached(heap) == {twice.pk}
    for row in (first, second, valid):
        row.refresh_from_db()
        assert row.scan is None


def _square(text):
    import segno

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=8)
    return Image.open(io.BytesIO(out.getvalue())).convert("L")


def test_a_code_made_up_by_hand_finds_nobody(curator):
    (consent,) = class_of(curator, 1)
    for text in (f"{consent.code}-3-2", f"{consent.code}-0-1", consent.code.lower(), f"{consent.code}-1-1;1", "C" * 10):
        page = Image.new("L", (1240, 1754), 255)
        page.paste(_square(text), (300, 300))
        heap = scanning.upload(curator, scanning.as_heap([sheets.as_jpeg(page)]))
        assert verdicts(heap) == ["unknown"], text
    consent.refresh_from_db()
    assert consent.scan is None


def test_the_same_heap_is_recognised_by_its_bytes(curator):
    data = scanning.printed(class_of(curator, 2), curator)
    first = scanning.upload(curator, data)
    again = heaps.upload_heap([scanning.file_of(data, "другое имя.pdf")], by=curator, on=make.TODAY)
    assert (again.heap, again.is_new) == (first, False)
    assert "уже загружали 21.11.2026" in again.faults[0]
    assert Heap.objects.count() == 1 and HeapLine.objects.count() == 2


def test_a_rescanned_paper_whose_scan_waits_elsewhere_is_doubtful(curator):
    (consent,) = class_of(curator, 1)
    page = scanning.pages_of(scanning.printed([consent], curator))[0]
    scanning.upload(curator, scanning.as_heap([scanning.scanned(page, random.Random(1))]))
    second = scanning.upload(curator, scanning.as_heap([scanning.scanned(page, random.Random(2))]))
    assert verdicts(second) == ["elsewhere"]


def test_bad_files_are_named_and_good_ones_are_taken(curator):
    data = scanning.printed(class_of(curator, 1), curator)
    taken = heaps.upload_heap([scanning.file_of(b"", "пустой.pdf"), scanning.file_of(data)], by=curator, on=make.TODAY)
    assert len(taken.faults) == 1 and "пустой.pdf" in taken.faults[0]
    assert attached(taken.heap)
    with pytest.raises(Refused, match="пустой"):
        heaps.upload_heap([scanning.file_of(b"", "пустой.pdf")], by=curator, on=make.TODAY)


def confirm(heap, curator, **changes):
    found = []
    for line in heap_lines.waiting(heap).select_related("consent__person"):
        guardians, child, adult = heap_lines.proposal(line.consent, make.TODAY)
        signers = ([adult] if adult else guardians[:1]) + ([line.consent.person] if child else [])
        found.append(heap_lines.Choice(line, signers))
    return heap_lines.accept(
        heap, found, by=curator, on=make.TODAY, signed_on=make.TODAY, **{"original_place": "папка 1", **changes}
    )


def test_one_button_accepts_all_and_the_pictures_are_destroyed(curator, settings, django_capture_on_commit_callbacks):
    order = class_of(curator, 4)
    with django_capture_on_commit_callbacks(execute=True):
        heap = scanning.upload(curator, scanning.printed(order, curator))
    with django_capture_on_commit_callbacks(execute=True):
        assert confirm(heap, curator) == 4
    heap.refresh_from_db()
    assert heap.closed_at is not None
    scans = set()
    for row in order:
        row.refresh_from_db()
        assert (row.status, row.original_place, row.valid_from) == ("valid", "папка 1", make.TODAY)
        scans.add(row.scan.path)
    assert {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and "files" in path.parts} == scans
    assert set(StoredFile.objects.values_list("pk", flat=True)) == {row.scan_id for row in order}
    assert not papers.unclaimed().exists()


def test_all_or_nothing_and_each_fault_with_its_name(curator):
    order = class_of(curator, 3)
    heap = scanning.upload(curator, scanning.printed(order, curator))
    order[1].person.guardianships.update(is_restricted=True, restriction_ground="решение суда")
    found = [heap_lines.Choice(line, [line.consent.person.guardianships.get().guardian]) for line in heap.lines.all()]
    with pytest.raises(Refused) as refusal:
        heap_lines.accept(heap, found, by=curator, on=make.TODAY, signed_on=make.TODAY, original_place="папка")
    assert order[1].person.short_name in str(refusal.value)
    assert not Consent.objects.filter(pk__in=[row.pk for row in order]).exclude(status="expected").exists()
    assert heap_lines.waiting(heap).count() == 3


def test_a_paper_without_a_signature_is_put_aside_and_stays_awaited(curator):
    (consent,) = class_of(curator, 1)
    heap = scanning.upload(curator, scanning.printed([consent], curator))
    heap_lines.put_aside(heap.lines.get(), by=curator, note="нет подписи")
    consent.refresh_from_db()
    heap.refresh_from_db()
    assert consent.scan is None and consent.status == "expected" and heap.closed_at
    page = scanning.pages_of(scanning.printed([consent], curator))[0]
    again = scanning.upload(curator, scanning.as_heap([scanning.scanned(page, random.Random(1))]))
    assert attached(again) == {consent.pk}


def test_a_page_is_attached_by_hand_to_the_likely_person(curator):
    near, _ = class_of(curator, 2, group=make.school_class(7, "А"))
    (far,) = class_of(curator, 1, group=make.school_class(9, "Б"))
    others = Consent.objects.filter(person__enrolments__school_class=make.school_class(7, "А")).exclude(pk=near.pk)
    heap = scanning.upload(curator, scanning.printed(list(others), curator), scanning.foreign_pdf())
    assert heap_pages.likely(heap, make.TODAY) == ([near], [far])
    page = heap.pages.get(verdict="no_code")
    heap_pages.attach_by_hand(page, near, by=curator, on=make.TODAY)
    page.refresh_from_db()
    assert page.by_hand and page.verdict == "matched" and near.pk in attached(heap)


def test_a_page_with_a_code_goes_by_hand_to_nobody_else(curator):
    first, second = class_of(curator, 2)
    pages = scanning.pages_of(scanning.printed([first, second], curator))
    both = Image.new("L", (1240, 3508), 255)
    both.paste(pages[0], (0, 0)), both.paste(pages[1], (0, 1754))
    (third,) = class_of(curator, 1)
    heap = scanning.upload(curator, scanning.as_heap([sheets.as_jpeg(both, side=3508)]))
    with pytest.raises(Refused, match="код другого согласия"):
        heap_pages.attach_by_hand(heap.pages.get(), third, by=curator, on=make.TODAY)
    workflow.move(third, "refuse", by=curator, on=make.TODAY, note="не хочет")
    other = scanning.upload(curator, scanning.foreign_pdf())
    with pytest.raises(Refused, match="уже отмечено"):
        heap_pages.attach_by_hand(other.pages.get(), third, by=curator, on=make.TODAY)


def test_a_page_is_turned_and_thrown_away_with_a_reason(curator):
    heap = scanning.upload(curator, scanning.as_heap([sheets.as_jpeg(scanning.foreign_page())]))
    page = heap.pages.get()
    with Image.open(page.file.path) as picture:
        before = picture.size
    heap_pages.turn(page, 90, by=curator, on=make.TODAY)
    page.refresh_from_db()
    with Image.open(page.file.path) as picture:
        assert picture.size == before[::-1]
    with pytest.raises(Refused, match="почему"):
        heap_pages.throw(page, by=curator, note=" ")
    heap_pages.throw(page, by=curator, note="расписание")
    page.refresh_from_db()
    heap.refresh_from_db()
    assert page.file is None and page.verdict == "thrown" and heap.closed_at
    with pytest.raises(Refused, match="уже разобрана"):
        heap_pages.throw(page, by=curator, note="ещё раз")


def test_a_consent_received_on_its_own_page_leaves_the_heap(curator):
    (consent,) = class_of(curator, 1)
    heap = scanning.upload(curator, scanning.printed([consent], curator))
    consents.receive_paper(consent, [consent.person.guardians(make.TODAY).get()], by=curator, on=make.TODAY,
                           signed_on=make.TODAY)  # fmt: skip
    heap.refresh_from_db()
    assert heap.closed_at and heap.lines.get().accepted_at


def test_a_second_run_of_the_job_reads_nothing_twice(curator):
    heap = scanning.upload(curator, scanning.printed(class_of(curator, 2), curator))
    pages = ScanPage.objects.count()
    heaps.read_heap(heap.job, lambda *args: None)
    assert ScanPage.objects.count() == pages == 2


def test_a_closed_heap_forgets_the_rest(curator):
    (consent,) = class_of(curator, 1)
    heap = scanning.upload(curator, scanning.printed([consent], curator), scanning.foreign_pdf())
    heap = heap_lines.close(heap, by=curator, note="не та пачка")
    consent.refresh_from_db()
    assert heap.closed_at and consent.scan is None and not StoredFile.objects.exists()
    assert printing.rows(printing.people_of(make.school_class(), make.TODAY), ["processing"], "", make.TODAY)
