# ruff: noqa: E402  django.setup() comes before the models
"""What a paper costs beside bare WeasyPrint on the same HTML: one order, and a hundred diplomas as a long work.

Both sides run in turn and medians are compared, so that a slow machine slows both. The bare side is the call that
the manual of WeasyPrint shows, HTML and style sheet to PDF; beside it stands a stricter yardstick without a limit,
which has read the sheet and the fonts before the clock starts. Ours asks the database, fills the template and lays
out (storing and hashing of the order are not counted). The hundred diplomas are counted with everything: texts,
pages, numbers, files on the disk; bare WeasyPrint lays the same HTML out in one process. Needs two cores.
Run: python bench/papers.py (exit code 1 when a limit is broken).
"""

import gc
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
folder = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{folder.name}/bench.sqlite3"
os.environ["MEDIA_ROOT"] = f"{folder.name}/media"
os.environ["DJANGO_SETTINGS_MODULE"] = "mentoring.settings"

import django

django.setup()

import datetime

import weasyprint
from django.conf import settings
from django.core.management import call_command

from mentoring.reference import load_all
from programs.actions import honours
from programs.models import Award
from programs.papers import awards as award_paper
from programs.papers import order as order_paper
from registry.engine import jobs, papers, workflow
from registry.models import Job
from tests import factories as make

PAIRS, ROUNDS, SHEETS = 30, 5, 100
ORDER_LIMIT, BATCH_LIMIT = 1.1, 0.6


def spent(deed) -> float:
    """Seconds; the garbage of the one side is not swept on the time of the other."""
    gc.collect()
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def prepared(markup: str, with_style) -> bytes:
    """WeasyPrint by itself, the sheet and the fonts already read."""
    sheet, fonts = with_style
    document = weasyprint.HTML(string=markup)
    return document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=papers.VARIANT)


def bare(markup: str) -> bytes:
    """WeasyPrint by itself, from the HTML and the sheet to the PDF."""
    return prepared(markup, papers.style())


def told(what: str, ours: float, theirs: float, strict: float, limit: float) -> bool:
    """One line of the report; whether the limit holds."""
    ratio = ours / theirs
    print(
        f"{what}: {ours * 1000:.0f} ms, bare WeasyPrint {theirs * 1000:.0f} ms, ratio {ratio:.2f} (at most {limit})"
        f"{'' if ratio <= limit else ' — TOO SLOW'}; with sheet and fonts read before the clock "
        f"{strict * 1000:.0f} ms, ratio {ours / strict:.2f}"
    )
    return ratio <= limit


def an_order(prog):
    """Ten mentors in the register: an order of four pages with its annex and sheets."""
    for number in range(10):
        mentor = make.a_mentor(make.teacher(last_name=f"Ромашкина-{'АБВГДЕЖЗИК'[number]}"))
        make.give_consents(mentor.person, ["processing"])
        row = make.a_candidacy(mentor, "administration", prog)
        make.fill_sheet(row)
        workflow.move(row, "recommend", by=make.office()[0], on=make.TODAY)
    return make.an_order(prog, "register")


def one_order(order) -> bool:
    """The ratio of medians over interleaved pairs."""
    with_style = papers.style()
    # The same HTML: the code on the sheet is new each time and as long.
    markup = papers.html(order_paper.TEMPLATE, {**order_paper.context(order), "code": papers.new_code()})
    ours, theirs, strict = [], [], []
    for _ in range(PAIRS):
        theirs.append(spent(lambda: bare(markup)))
        ours.append(spent(lambda: papers.lay_out(order_paper.TEMPLATE, order_paper.context(order))))
        strict.append(spent(lambda: prepared(markup, with_style)))
    return told("one order", median(ours), median(theirs), median(strict), ORDER_LIMIT)


def a_batch(prog, people, by):
    """The long work over fresh numbers: (seconds a paper, the papers)."""
    settings.JOBS_INLINE = False
    rows = honours.reserve(
        prog, people, by=by, on=make.TODAY, layout="diploma", kind="благодарность", reason="за терпение и помощь",
        ground="решение педагогического совета",
    )  # fmt: skip
    ids = [row.pk for row in rows]
    job = Job.objects.create(
        kind=honours.JOB, title="bench", started_by=by, payload={"awards": ids, "batch": rows[0].batch}
    )
    took = spent(lambda: jobs.run(job.pk))
    done = list(Award.objects.filter(pk__in=ids, paper__isnull=False).select_related("paper"))
    if len(done) != len(people):
        raise SystemExit(f"only {len(done)} of {len(people)} sheets are there: {Job.objects.get(pk=job.pk).error}")
    return took / len(people), done


def a_hundred(prog, by) -> bool:
    """Wall per paper of the long work against bare WeasyPrint in one process on the same HTML."""
    people = [make.teacher(last_name=f"Речная{number}") for number in range(SHEETS)]
    ours, theirs, strict, with_style = [], [], [], papers.style()
    for _ in range(ROUNDS):
        took, done = a_batch(prog, people, by)
        ours.append(took)
        markups = [
            papers.html(award_paper.TEMPLATE, {**row.paper.said, "code": row.paper.code}) for row in done[::4]
        ]  # fmt: skip
        for found, deed in ((theirs, bare), (strict, lambda one: prepared(one, with_style))):
            found.append(spent(lambda deed=deed, markups=markups: [deed(one) for one in markups]) / len(markups))
    what = f"{SHEETS} diplomas as a long work, a paper, on {os.cpu_count()} cores"
    return told(what, median(ours), median(theirs), median(strict), BATCH_LIMIT)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    load_all(datetime.date(2025, 9, 1))
    make.restart()
    settings.JOBS_INLINE = True
    programme = make.a_programme(preset="teachers")
    curator, _ = make.office()
    held = [one_order(an_order(programme)), a_hundred(programme, curator)]
    sys.exit(0 if all(held) else 1)
