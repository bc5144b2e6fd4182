"""Stories of consents on paper: sheets that are out, heaps that came back."""

from registry.actions import consents, heap_lines, heap_pages, printing
from registry.models import Consent, Heap, HeapLine
from tests import factories as make
from tests.mentoring.stories import TODAY, Story, story, user
from tests.registry import scanning


def _printed():
    curator, director = make.office()
    child = make.pupil()
    make.guardian_of(child)
    (consent,) = consents.ask_consents(child, ["processing"], by=curator, on=TODAY)
    run = printing.print_these(Consent.objects.filter(pk=consent.pk), by=curator, on=TODAY, title="7 «А» класс")
    return curator, director, consent, run


@story
def scans_awaited():
    "registry.scans_awaited"
    curator, director, consent, _ = _printed()
    parent = consent.person.guardians(TODAY).get()
    return Story([curator], lambda: consents.receive_paper(
        consent, [parent], by=curator, on=TODAY, signed_on=TODAY
    ), [director, user()])  # fmt: skip


@story
def heap_to_confirm():
    "registry.heap_to_confirm"
    curator, director, consent, _ = _printed()
    heap = scanning.upload(curator, scanning.printed([consent], curator))
    parent = consent.person.guardians(TODAY).get()
    choice = heap_lines.Choice(HeapLine.objects.get(heap=heap), [parent])
    return Story([curator], lambda: heap_lines.accept(
        heap, [choice], by=curator, on=TODAY, signed_on=TODAY, original_place="папка 1"
    ), [director, user()])  # fmt: skip


@story
def pages_to_sort():
    "registry.pages_to_sort"
    curator, director, _, _ = _printed()
    heap = Heap.objects.get(pk=scanning.upload(curator, scanning.foreign_pdf()).pk)
    return Story([curator], lambda: heap_pages.throw(
        heap.pages.get(), by=curator, note="чужая бумага"
    ), [director, user()])  # fmt: skip
