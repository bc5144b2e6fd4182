"""Things of paper for the policy: a batch that was printed, a heap with a doubtful page and a waiting line."""

import datetime

from django.utils import timezone

from programs.actions import folder, handouts, honours, stacks
from registry.engine import papers, sheets
from registry.models import Certificate, Consent, Heap, HeapLine, Job, Mentor, PrintRun, ScanPage, User


def _jpeg() -> bytes:
    from PIL import Image

    return sheets.as_jpeg(Image.new("L", (400, 560), "white"))


def _awaited(world) -> Consent:
    """A paper of the other child that is still awaited."""
    given = Consent.objects.filter(person=world.other_child, kind="image").first()
    text = Consent.objects.get(person=world.child, kind="processing").text
    return given or Consent.objects.create(
        person=world.other_child, kind="image", text=text, expected_on=datetime.date(2026, 11, 1)
    )


def _curator():
    return User.objects.get(username="curator").person


def heap(world) -> Heap:
    consent = _awaited(world)
    row = Heap.objects.create(
        digest="0" * 64, uploaded_by=_curator(), uploaded_on=world.order.date, read_at=timezone.now()
    )
    file = papers.store(_jpeg(), "Страница 1.jpg", "image/jpeg")
    ScanPage.objects.create(heap=row, position=1, source="пачка.pdf", file=file, verdict="no_code")
    if not HeapLine.objects.filter(consent=consent, accepted_at=None).exists():
        HeapLine.objects.create(heap=row, consent=consent)
    return row


def print_run(world) -> PrintRun:
    run = PrintRun.objects.create(title="7 «А» класс", printed_by=_curator(), printed_on=world.order.date)
    run.consents.add(_awaited(world))
    return run


def consent_scan(world):
    """The scan of the child's own consent."""
    file = papers.store(b"%PDF-1.7 scan", "Скан.pdf")
    Consent.objects.filter(person=world.child, kind="processing").update(scan=file)
    return file


def certificate(world) -> Certificate:
    return Certificate.objects.first() or Certificate.objects.create(
        mentor=Mentor.objects.first(), kind="medical", number="1", issued_on=world.order.date,
        valid_until=world.order.date + datetime.timedelta(days=300),
    )  # fmt: skip


def folder_job(world) -> Job:
    """The curator's own packed folder."""
    row = Job.objects.create(
        kind=folder.JOB, title="Папка", started_by=User.objects.get(username="curator"), finished_at=timezone.now(),
        payload={"programmes": [world.programme.pk], "on": world.order.date.isoformat()}, result={"said": "Готово."},
    )  # fmt: skip
    with folder.FILES.written(row) as file:
        file.write(b"PK")
    return row


def stack_job(world) -> Job:
    """The curator's own stack of drafts for the pen."""
    row = Job.objects.create(
        kind=stacks.JOB, title="Стопка", started_by=User.objects.get(username="curator"), finished_at=timezone.now(),
        payload={"orders": [world.waiting.pk]}, result={"said": "В файле 1 проект."},
    )  # fmt: skip
    with stacks.FILES.written(row) as file:
        file.write(b"%PDF-1.7")
    return row


def award_batch(world) -> str:
    """A batch of one sheet for the mentor of the pair."""
    curator = User.objects.get(username="curator")
    return honours.award(
        world.programme, [world.pair.mentor], by=curator, on=world.order.date, layout="diploma", kind="благодарность",
        reason="за помощь", ground="решение",
    )[0].batch  # fmt: skip


def handouts_job(world) -> Job:
    """The curator's own file of slips."""
    row = Job.objects.create(
        kind=handouts.JOB, title="Листки", started_by=User.objects.get(username="curator"), finished_at=timezone.now(),
        payload={"what": "slips"}, result={"said": "В файле 1 листок."},
    )  # fmt: skip
    with handouts.FILES.written(row) as file:
        file.write(b"%PDF-1.7")
    return row


def things(world) -> dict:
    return {
        "folder_job": lambda: folder_job(world), "stack_job": lambda: stack_job(world),
        "handouts_job": lambda: handouts_job(world),
        "heap": lambda: heap(world), "heap_page": lambda: heap(world).pages.get(),
        "heap_line": lambda: heap(world) and HeapLine.objects.get(accepted_at=None),
        "print_run": lambda: print_run(world),
        "certificate": lambda: certificate(world),
    }  # fmt: skip
