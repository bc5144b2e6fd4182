# ruff: noqa: E402  django.setup() comes before the models
"""What a paper costs beside bare WeasyPrint on the same HTML: one order, and a hundred diplomas as a long work.

Both sides run in turn and medians are compared, so that a slow machine slows both. The bare side of the order is the
strictest one: it has read the style sheet and the fonts before the clock starts; ours asks the database, fills the
template and lays out (storing and hashing are not counted). The hundred diplomas are counted with everything: texts,
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


def bare(markup: str, with_style) -> bytes:
    """WeasyPrint by itself, the sheet and the fonts already read."""
    sheet, fonts = with_style
    document = weasyprint.HTML(string=markup)
    return document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=papers.VARIANT)


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
    ours, theirs = [], []
    for _ in range(PAIRS):
        theirs.append(spent(lambda: bare(markup, with_style)))
        ours.append(spent(lambda: papers.lay_out(order_paper.TEMPLATE, order_paper.context(order))))
    ratio = median(ours) / median(theirs)
    print(
        f"one order: {median(ours) * 1000:.0f} ms, bare WeasyPrint {median(theirs) * 1000:.0f} ms, "
        f"ratio {ratio:.2f} (at most {ORDER_LIMIT}){'' if ratio <= ORDER_LIMIT else ' — TOO SLOW'}"
    )
    return ratio <= ORDER_LIMIT


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
    ours, theirs, with_style = [], [], papers.style()
    for _ in range(ROUNDS):
        took, done = a_batch(prog, people, by)
        ours.append(took)
        markups = [
            papers.html(award_paper.TEMPLATE, {**row.paper.said, "code": row.paper.code}) for row in done[::4]
        ]  # fmt: skip
        theirs.append(spent(lambda markups=markups: [bare(one, with_style) for one in markups]) / len(markups))
    ratio = median(ours) / median(theirs)
    print(
        f"{SHEETS} diplomas as a long work: {median(ours) * 1000:.0f} ms a paper, bare WeasyPrint in one process "
        f"{median(theirs) * 1000:.0f} ms, ratio {ratio:.2f} (at most {BATCH_LIMIT} on two cores, here "
        f"{os.cpu_count()}){'' if ratio <= BATCH_LIMIT else ' — TOO SLOW'}"
    )
    return ratio <= BATCH_LIMIT


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    load_all(datetime.date(2025, 9, 1))
    make.restart()
    settings.JOBS_INLINE = True
    programme = make.a_programme(preset="teachers")
    curator, _ = make.office()
    held = [one_order(an_order(programme)), a_hundred(programme, curator)]
    sys.exit(0 if all(held) else 1)
