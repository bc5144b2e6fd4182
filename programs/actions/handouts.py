"""Papers about pairs to hand out, a form of a programme at once: slips with personal links, notices of formed pairs.

A school of a hundred pairs has some four hundred slips: they are a long work; a few come at once and are not kept.
"""

from django.db import transaction
from django.urls import reverse

from programs.models import Pair, PairAgreement, Programme
from programs.papers import pair_slips
from registry.actions.people import may
from registry.engine import access, jobs, journal, papers
from registry.engine.errors import Refused
from registry.engine.made_files import MadeFiles
from registry.models import Form, Job
from registry.text import count

JOB = "programs.print_handouts"
FEW = 24  # sheets that a person waits for, some two seconds
BATCH = 40  # sheets between two reports; whole pages of four slips
TITLES = {"slips": "Листки для ответа", "notices": "Извещения о парах"}
FILES = MadeFiles(
    "handouts", ".pdf", "Этого файла уже нет: он хранится три дня. Напечатайте его снова со страницы подбора.",
    "убрано файлов с листками и извещениями",
)  # fmt: skip


def open_marks(programme, form):
    """Answers about proposed pairs that are awaited."""
    rows = PairAgreement.objects.filter(
        pair__programme=programme, pair__form=form, pair__status=Pair.Status.PROPOSED, answer=None
    ).select_related("pair__form", "pair__programme__regulation", "side__person")
    return rows.prefetch_related("pair__sides__person")


def formed_pairs(programme, form):
    """Pairs that an order has fastened."""
    rows = Pair.objects.filter(programme=programme, form=form, status__in=[Pair.Status.ORDERED, Pair.Status.WORKING])
    return rows.prefetch_related("sides__person", "sides__line__order").select_related("form", "programme__regulation")


def is_long(what, programme, form) -> bool:
    """Whether the paper takes longer than one waits for a page."""
    sheets = open_marks(programme, form).count() if what == "slips" else 2 * formed_pairs(programme, form).count()
    return sheets > FEW


def start(what, programme, form, *, by) -> Job:
    """Lay them out in a process of its own."""
    may(by, "programs.pair_propose")
    return jobs.start(JOB, TITLES[what], by=by, what=what, programme=programme.pk, form=form.pk)


def lay_out(what, programme, form, *, by, on, report=jobs.unheard) -> tuple[bytes, int]:
    """(the file, how many sheets). New personal links stand on slips; the former ones die."""
    may(by, "programs.pair_propose")
    template, said, key = (_slips if what == "slips" else _notices)(programme, form, by, on)
    rows, with_style, drawn = said[key], papers.style(), []
    for place in range(0, len(rows), BATCH):
        report(place, len(rows), "Верстаем листы")
        part = {**said, key: rows[place : place + BATCH]}
        drawn.append(papers.layout(papers.html(template, part), with_style))
    pages = [page for document in drawn for page in document.pages]
    return drawn[0].copy(pages).write_pdf(pdf_variant=papers.VARIANT), len(rows)


@transaction.atomic
def _slips(programme, form, by, on):
    said = pair_slips.slips(open_marks(programme, form), by=by, on=on)
    if not said:
        raise Refused("Листки печатать не для кого: у всех, чей ответ ждут, есть кабинет.")
    return pair_slips.TEMPLATE, {"title": "Листки для ответа о паре", "slips": said}, "slips"


def _notices(programme, form, by, on):
    pairs = list(formed_pairs(programme, form))
    if not pairs:
        raise Refused("Извещать пока не о чем: приказом ещё не закреплена ни одна пара этой формы.")
    journal.listed(by, "напечатаны извещения о парах", [side.person for pair in pairs for side in pair.sides.all()])
    return pair_slips.NOTICE, pair_slips.notices(pairs, on), "sheets"


def _print(job, report) -> dict:
    """Run once more, it makes new links and lays the file out anew."""
    asked = job.payload
    programme, form = Programme.objects.get(pk=asked["programme"]), Form.objects.get(pk=asked["form"])
    data, number = lay_out(asked["what"], programme, form, by=job.started_by, on=access.today(), report=report)
    with FILES.written(job) as draft:
        draft.write(data)
    return {
        "url": reverse("programs:handouts_ready", args=[job.pk]),
        "said": f"В файле {count(number, 'листок', 'листка', 'листков')}.",
    }


JOBS = {JOB: _print}
CHORES = {"programs.handouts": FILES.forget}
