# ruff: noqa: E402  django.setup() comes before the models
"""What the choosing costs from the database on: 400 × 400 beside bare NumPy and SciPy on ready arrays of the same
people, and the solver beside the package mentor-match on the same scores.

Both sides run in turn in one process and the medians are compared. Data: an invented school of tests/factories.py with
400 mentors in the register and 400 mentees of the base: competences and needs, times, interests, role models, ages,
three choices on both sides, refusals, bans, some without consents or outside the register.
mentor-match is a yardstick of this file alone: its lock is bench/requirements.txt, it lives in var/bench.
Run: python bench/pairing.py (exit code 1 when a limit is broken).
"""

import importlib.util
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
folder = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{folder.name}/bench.sqlite3"
os.environ["MEDIA_ROOT"] = f"{folder.name}/media"
os.environ["DJANGO_SETTINGS_MODULE"] = "mentoring.settings"

import django

django.setup()

import numpy as np
from django.core.management import call_command

from mentoring.reference import load_all
from programs import pairing, pairing_page
from programs.matching import Problem, optimum
from programs.models import (
    Candidacy,
    Order,
    OrderLine,
    PairingTerms,
    Preference,
    RegisterEntry,
    Request,
    Ruling,
)
from registry.models import Consent, ConsentText, Mentee, Mentor, Person, Topic
from registry.models.cards import SLOTS
from tests import factories as make

ON = make.TODAY
PACKAGES = ROOT / "var" / "bench"
WORDS = [f"интерес {number}" for number in range(40)]


def sibling():
    """bench/matching.py: the bare side and the way of measuring are the same."""
    spec = importlib.util.spec_from_file_location("bench_matching", Path(__file__).with_name("matching.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bench = sibling()


def school(left: int, right: int, seed: int = 7):
    """(programme, form) with so many mentors and mentees, written in bulk."""
    draw = random.Random(seed)
    call_command("migrate", verbosity=0)
    load_all(make.START)
    programme = make.a_programme(preset="teachers")
    form = programme.forms.order_by("position").first()
    people = Person.objects.bulk_create(
        Person(last_name=f"Звонкова{number}", first_name="Анна", middle_name="Львовна", name_key=f"звонкова{number}",
               birth_date=f"{1960 + number % 40}-03-08", sex="f")
        for number in range(left + right)
    )  # fmt: skip
    mentors, mentees = cards(draw, people[:left], people[left:])
    ties(draw, form, mentors, mentees)
    papers(draw, programme, mentors, mentees)
    wishes(draw, programme, form, mentors, mentees)
    PairingTerms.objects.create(programme=programme, weights={}, availability_required=True)
    return programme, form


def cards(draw, left, right):
    def times():
        return draw.sample([code for code, _ in SLOTS], 4)

    def words():
        return ", ".join(draw.sample(WORDS, 4))

    mentors = Mentor.objects.bulk_create(
        Mentor(person=one, category="teacher", entered_on=make.START, slots=times(), interests=words(),
               wished_age_from=draw.randint(28, 40), wished_age_to=draw.randint(41, 60),
               max_mentees=draw.choice((1, 2, 2)))
        for one in left
    )  # fmt: skip
    mentees = Mentee.objects.bulk_create(
        Mentee(person=one, kind="teacher", entered_on=make.START, slots=times(), interests=words()) for one in right
    )
    return mentors, mentees


def ties(draw, form, mentors, mentees):
    topics, models = list(Topic.objects.all()), list(form.role_models.all())
    join(draw, Mentor.competences.through, ("mentor", "topic"), mentors, topics, 3)
    join(draw, Mentee.needs.through, ("mentee", "topic"), mentees, topics, 2)
    join(draw, Mentor.role_models.through, ("mentor", "rolemodel"), mentors, models, 1)
    join(draw, Mentee.role_models.through, ("mentee", "rolemodel"), mentees, models, 1)


def join(draw, through, names, rows, items, number):
    left, right = (f"{name}_id" for name in names)
    through.objects.bulk_create(
        through(**{left: row.pk, right: item.pk}) for row in rows for item in draw.sample(items, number)
    )


def papers(draw, programme, mentors, mentees):
    """Consents, the register by one order, requests of the base; every thirtieth lacks something."""
    curator, _ = make.office()
    texts = {kind: ConsentText.objects.filter(kind=kind).first() for kind in ("processing", "participation")}
    people = [card.person for card in (*mentors, *mentees) if draw.random() > 0.03]
    Consent.objects.bulk_create(
        Consent(person=one, kind=kind, scope=scope, text=texts[kind], status="valid", expected_on=make.START,
                valid_from=make.START, valid_until=make.datetime.date(2027, 8, 31))
        for one in people for kind, scope in (("processing", ""), ("participation", programme.code))
    )  # fmt: skip
    candidates = Candidacy.objects.bulk_create(
        Candidacy(programme=programme, mentor=one, way="administration", nominated_on=make.START,
                  status="registered" if draw.random() > 0.03 else "recommended")
        for one in mentors
    )  # fmt: skip
    order = Order.objects.create(
        programme=programme, kind="register", title="Реестр", drafted_on=make.START, prepared_by=curator.person
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(order=order, position=place, candidacy=one) for place, one in enumerate(candidates, 1)
    )
    RegisterEntry.objects.bulk_create(
        RegisterEntry(programme=programme, mentor=line.candidacy.mentor, line=line, starts=make.START)
        for line in lines if line.candidacy.status == "registered"
    )  # fmt: skip
    Request.objects.bulk_create(
        Request(programme=programme, role="mentee", person=one.person, status="admitted", received_on=make.START)
        for one in mentees
    )


def wishes(draw, programme, form, mentors, mentees):
    """Three choices on both sides, one refusal of every mentee, a ban for every tenth."""
    rows = []
    for role, mine, others in (("mentor", mentors, mentees), ("mentee", mentees, mentors)):
        for card in mine:
            chosen = draw.sample(others, 4)
            common = {"programme": programme, "person": card.person, "role": role, "given_on": ON, "how": "paper"}
            rows += [Preference(about=one.person, rank=place, **common) for place, one in enumerate(chosen[:3], 1)]
            rows += [Preference(about=chosen[3].person, is_unwilling=True, **common)] if role == "mentee" else []
    Preference.objects.bulk_create(rows)
    curator, _ = make.office()
    Ruling.objects.bulk_create(
        Ruling(programme=programme, form=form, mentor=draw.choice(mentors), mentee=one, kind="ban", set_on=ON,
               set_by=curator.person)
        for one in mentees[::10]
    )  # fmt: skip


def numbered(problem: Problem) -> Problem:
    """The same people under the numbers 0, 1, 2… that the bare side counts in."""
    left = {one.key: number for number, one in enumerate(sorted(problem.mentors, key=lambda one: one.key))}
    right = {one.key: number for number, one in enumerate(sorted(problem.mentees, key=lambda one: one.key))}

    def told(one, own, others):
        return replace(
            one, key=own[one.key], preferences=tuple(others[key] for key in one.preferences),
            unwilling=frozenset(others[key] for key in one.unwilling),
        )  # fmt: skip

    return replace(
        problem,
        mentors=tuple(told(one, left, right) for one in sorted(problem.mentors, key=lambda one: one.key)),
        mentees=tuple(told(one, right, left) for one in sorted(problem.mentees, key=lambda one: one.key)),
        bans=frozenset((left[a], right[b]) for a, b in problem.bans if a in left and b in right),
    )


def bare_side(problem: Problem):
    """NumPy scores and SciPy on ready arrays of the very same people."""
    everybody = [*problem.mentors, *problem.mentees]
    bench.TOPICS = sorted(
        {word for one in everybody for word in getattr(one, "competences", getattr(one, "needs", ()))}
    )
    bench.SLOTS = sorted({word for one in everybody for word in one.slots})
    bench.MODELS = sorted({word for one in everybody for word in one.role_models})
    bench.INTERESTS = sorted({word for one in everybody for word in one.interests})
    return bench.bare(numbered(problem))


def from_the_database(size: int = 400) -> tuple[list[bool], Problem]:
    programme, form = school(size, size)
    problem = pairing.load(programme, form, ON).problem
    plain = bare_side(problem)

    def pairs():
        programme.forget_rules()
        return pairing.load(programme, form, ON).solve()

    def reasons():
        programme.forget_rules()
        return pairing_page.solved(pairing.load(programme, form, ON))

    totals = pairs().totals
    if totals != plain():
        print(f"the two sides disagree: {totals} and {plain()}")
        return [False], problem
    mine, said, theirs = bench.interleaved(pairs, reasons, plain)
    name = f"{size} × {size}, from the database to pairs"
    print(f"    {totals[0]} of {size} served")
    held = [bench.ratio(name, mine, theirs, 8), bench.ratio(f"{name} with all reasons", said, theirs, 25)]
    return [*held, row_opened(programme, form)], problem


def row_opened(programme, form) -> bool:
    """A row of the page is opened: loaded, solved and costed anew, as the server does it."""
    spent = []
    for key in list(pairing.load(programme, form, ON).mentees)[:10]:
        programme.forget_rules()
        started = time.perf_counter()
        setting = pairing.load(programme, form, ON)
        pairing_page.opened(setting, setting.solve(), key)
        spent.append(1000 * (time.perf_counter() - started))
    print(f"    a row opened, from the database: worst {max(spent):.0f} ms (limit 300)")
    return max(spent) <= 300


def package():
    """mentor-match out of the bench's own lock, or None with a plain word why not."""
    if not (PACKAGES / "munkres").exists():
        done = subprocess.run(
            [sys.executable, "-m", "uv", "pip", "install", "-q", "--target", PACKAGES, "--require-hashes", "-r",
             Path(__file__).with_name("requirements.txt")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print("mentor-match could not be obtained, so this ratio is NOT measured:", done.stderr.strip()[-200:])
            return None
    sys.path.insert(0, str(PACKAGES))
    from matching import process
    from matching.mentee import Mentee as TheirMentee
    from matching.mentor import Mentor as TheirMentor
    from matching.rules.rule import Disqualify

    return process, TheirMentor, TheirMentee, Disqualify


def beside_mentor_match(problem: Problem) -> list[bool]:
    """The same scores and the same forbidden pairs, one place a mentor, because the package knows no more."""
    found = package()
    if found is None:
        return []
    process, their_mentor, their_mentee, disqualify = found
    table = problem.table
    fit, allowed = table.fit.T - table.fit.min() + 1, table.allowed.T
    scores, may = fit.tolist(), allowed.tolist()

    class Score:
        """A rule of the package that reads the ready score."""

        def apply(self, match):
            return scores[match.mentor.number][match.mentee.number]

    def people(kind, number):
        made = [kind(grade=1, email=f"{kind.__name__}{place}@example.org") for place in range(number)]
        for place, one in enumerate(made):
            one.number = place
        return made

    def theirs():
        shut = disqualify(lambda match: not may[match.mentor.number][match.mentee.number])
        mentors, mentees = people(their_mentor, len(fit)), people(their_mentee, fit.shape[1])
        process.process_data(mentors, mentees, [[Score(), shut]])
        return sum(len(one.mentees) for one in mentors)

    places = np.ones(len(fit), dtype=np.int64)

    def ours():
        weighed = optimum.weigh(fit.T, allowed.T)
        match = optimum.assign(weighed, places)
        return int((optimum.settle(optimum.Residual(weighed, places, match), weighed) != optimum.NONE).sum())

    print(f"    served on the same scores: ours {ours()}, mentor-match {theirs()}")
    mine, other = bench.interleaved(ours, theirs)
    return [bench.ratio("the same scores beside mentor-match", mine, other, 1 / 50)]


if __name__ == "__main__":
    kept, known = from_the_database()
    sys.exit(0 if all([*kept, *beside_mentor_match(known)]) else 1)
