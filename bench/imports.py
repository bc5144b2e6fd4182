# ruff: noqa: E402  django.setup() comes before the models
"""How long a curator waits for the preview of a list, beside openpyxl that only reads the cells of the same file.

Both sides run in turn and their medians are compared, so that a slow machine slows both; the seconds of the issue
(1,000 rows within 3, 10,000 within 20) stand beside the ratio. Data: invented pupils of tests/registry/workbooks.py,
nine columns; the base already knows half of them, so that rows are compared and not only read.
Run: python bench/imports.py (exit code 1 when a limit is broken).
"""

import io
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

import openpyxl
from django.core.management import call_command

from registry.engine.papers import store
from registry.imports import plan
from registry.models import Enrolment, ImportBatch, Person, SchoolClass, User, Year
from tests.registry import workbooks

ROUNDS = 5
ON = datetime.date(2026, 11, 21)
LIMITS = {1000: (3, 15.0), 10_000: (20, 12.0)}  # rows: (seconds, times of openpyxl)


def school(people) -> User:
    """Every second pupil is known, with another phone."""
    year = Year.objects.create(name="2026/2027", starts="2026-09-01", ends="2027-08-31", is_active=True)
    for one in people[::2]:
        group, _ = SchoolClass.objects.get_or_create(year=year, grade=one["grade"], letter=one["letter"])
        person = Person.objects.create(
            last_name=one["last"], first_name=one["first"], middle_name=one["middle"], birth_date=one["born"],
            phone="8 900 000-00-00", sex=one["sex"], email=one["email"],
        )  # fmt: skip
        Enrolment.objects.create(person=person, school_class=group, starts=year.starts)
    return User.objects.create_user("bench", person=Person.objects.first())


def spent(deed) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def bare(data) -> None:
    """Every cell once, nothing else."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
    for _ in sheet.iter_rows(values_only=True):
        pass


def compare(rows: int, people, by) -> bool:
    data = workbooks.plain(people[:rows])
    batch = ImportBatch.objects.create(kind="pupils", name="bench.xlsx", file=store(data, "bench.xlsx"), brought_by=by)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(spent(lambda: bare(data)))
        ours.append(spent(lambda: plan.read(batch, on=ON)))
    counted = {state: batch.counts[state] for state in ("new", "changed", "wrong")}
    if counted["wrong"] or not counted["new"] or not counted["changed"]:
        raise SystemExit(f"the data are not what the bench speaks of: {counted}")
    seconds, most = LIMITS[rows]
    ratio = median(ours) / median(theirs)
    held = ratio <= most and median(ours) <= seconds
    print(
        f"{rows} rows: preview {median(ours):.2f} s (at most {seconds}), openpyxl reads in {median(theirs):.2f} s, "
        f"ratio {ratio:.2f} (at most {most}){'' if held else ' — TOO SLOW'}"
    )
    return held


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    everybody = workbooks.pupils(max(LIMITS), seed=3)
    curator = school(everybody)
    sys.exit(0 if min(compare(rows, everybody, curator) for rows in LIMITS) else 1)
