"""A crash between number and file: wherever it strikes, no number without a file and no order half in force."""

import os
import signal
import time

import pytest
from django.db import connection

from programs.actions import deciding
from programs.actions import orders as actions
from programs.models import Acquaintance, Order, RegisterEntry
from programs.orders.selection import RegisterKind
from registry import chores
from registry.engine import jobs, papers
from registry.models import Job, JournalLine, Paper, StoredFile
from tests import factories as make
from tests.programs.story import submitted

TODAY = make.TODAY


class PowerCut(BaseException):
    """Nobody catches it, as nobody catches a power cut."""


def strikes(*args, **kwargs):
    raise PowerCut


def dies(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


STEPS = {
    "while the paper is laid out": (papers, "pdf"),
    "before the number": (actions, "numbered"),
    "after the number, before the bytes": (papers, "store"),
    "after the bytes, before their name": (os, "replace"),
    "after the file, before the paper's row": (Paper.objects, "create"),
    "while the lines act": (RegisterKind, "apply"),
    "before the acquaintance sheet": (Acquaintance.objects, "bulk_create"),
}


def bytes_on_disk(settings):
    return sorted(path.name for path in (settings.MEDIA_ROOT / "files").glob("*/*"))


def nothing_happened(order):
    """The order waits as it did, and nobody can tell that somebody tried."""
    order = Order.objects.get(pk=order.pk)
    assert (order.status, order.number, order.date, order.paper) == ("submitted", "", None, None)
    assert not RegisterEntry.objects.exists() and not Acquaintance.objects.filter(order=order).exists()
    assert order.lines.get().candidacy.status == "recommended"
    assert not JournalLine.objects.filter(verb="Утвердить").exists()


def every_number_has_its_file():
    for order in Order.objects.exclude(number=""):
        assert order.paper.file.path.read_bytes().startswith(b"%PDF")


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_leaves_neither_number_nor_effect_and_the_next_try_succeeds(prog, settings, monkeypatch, step):
    order, director = submitted(prog), make.office()[1]
    rows = StoredFile.objects.count(), Paper.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], strikes)
        with pytest.raises(PowerCut):
            actions.approve_order(order, by=director, on=TODAY)
    nothing_happened(order)
    assert (StoredFile.objects.count(), Paper.objects.count()) == rows
    done = actions.approve_order(order, by=director, on=TODAY)
    assert done.number == "1-од" and RegisterEntry.objects.count() == 1
    every_number_has_its_file()


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_of_the_long_work_leaves_the_same_and_its_second_run_succeeds(prog, settings, monkeypatch, step):
    monkeypatch.setattr(deciding, "AT_ONCE", 0)
    settings.JOBS_INLINE = False
    order, director = submitted(prog), make.office()[1]
    job = deciding.approve_one(order, by=director, on=TODAY, number="1-од")
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], strikes)
        with pytest.raises(PowerCut):
            jobs.run(job.pk)
    nothing_happened(order)
    assert not Job.objects.get(pk=job.pk).finished_at
    Job.objects.filter(pk=job.pk).update(begun_at=None)  # what the button «Запустить снова» does first
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.result["said"] == "Утверждено 1 из 1." and RegisterEntry.objects.count() == 1
    every_number_has_its_file()


@pytest.mark.django_db
def test_a_work_that_died_after_the_signature_signs_nothing_twice(prog, settings, monkeypatch):
    monkeypatch.setattr(deciding, "AT_ONCE", 0)
    settings.JOBS_INLINE = False
    order, director = submitted(prog), make.office()[1]
    job = deciding.approve_one(order, by=director, on=TODAY, number="1-од")
    with monkeypatch.context() as patch:
        patch.setattr(deciding, "_outcome", strikes)
        with pytest.raises(PowerCut):
            jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(begun_at=None)
    jobs.run(job.pk)
    assert Order.objects.get(pk=order.pk).number == "1-од"
    assert Paper.objects.filter(kind="order_register").count() == RegisterEntry.objects.count() == 1


@pytest.mark.django_db
def test_the_night_removes_bytes_that_no_order_has(prog, settings, monkeypatch):
    director = make.office()[1]
    kept = actions.approve_order(submitted(prog), by=director, on=TODAY)
    with monkeypatch.context() as patch:
        patch.setattr(RegisterKind, "apply", strikes)
        with pytest.raises(PowerCut):
            actions.approve_order(submitted(prog), by=director, on=TODAY)
    lying = bytes_on_disk(settings)
    assert len(lying) == 2 and kept.paper.file.sha256 in lying
    assert "недописанных файлов: 0" in chores.files(TODAY)  # it might be a transaction that is still open
    for path in (settings.MEDIA_ROOT / "files").glob("*/*"):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert "недописанных файлов: 1" in chores.files(TODAY)
    assert bytes_on_disk(settings) == [kept.paper.file.sha256]
    assert "недописанных файлов: 0" in chores.files(TODAY)


@pytest.mark.django_db
def test_the_night_tells_of_a_paper_whose_bytes_are_gone(prog):
    order = actions.approve_order(submitted(prog), by=make.office()[1], on=TODAY)
    order.paper.file.path.unlink()
    said = chores.files(TODAY)
    assert "верните их из резервной копии" in said and order.paper.file.name in said


@pytest.mark.django_db
def test_bytes_that_are_claimed_again_are_young_again(settings):
    row = papers.store(b"same", "one.pdf")
    os.utime(row.path, (time.time() - 90_000,) * 2)
    row.delete()
    assert len(papers.leftovers()) == 1
    papers.store(b"same", "two.pdf")
    StoredFile.objects.all().delete()
    assert papers.leftovers() == []


@pytest.mark.django_db
def test_the_paper_is_laid_out_before_the_numbers_are_locked(prog, monkeypatch):
    """And once only, unless somebody was quicker and took the number."""
    order, director = submitted(prog), make.office()[1]
    calls, plain, locked = [], papers.pdf, []
    monkeypatch.setattr(papers, "pdf", lambda markup: (calls.append(len(locked)), plain(markup))[1])
    approve = actions._approve
    monkeypatch.setattr(actions, "_approve", lambda *args, **kwargs: (locked.append(1), approve(*args, **kwargs))[1])
    actions.approve_order(order, by=director, on=TODAY)
    assert calls == [0]


@pytest.mark.django_db
def test_a_number_taken_meanwhile_is_printed_as_it_is(prog, monkeypatch):
    first, second, director = submitted(prog), submitted(prog), make.office()[1]
    plain, raced = papers.lay_out, []

    def quicker(template, context):
        if raced:
            return plain(template, context)
        raced.append(None)
        sheet = plain(template, context)
        actions.approve_order(second, by=director, on=TODAY)
        return sheet

    monkeypatch.setattr(papers, "lay_out", quicker)
    done = actions.approve_order(first, by=director, on=TODAY)
    assert done.number == "2-од" and done.paper.said["number"] == "2-од"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["after the bytes, before their name", "while the lines act"])
def test_a_killed_process_leaves_neither_number_nor_effect(reference, settings, step):
    if connection.vendor != "postgresql":
        pytest.skip("a process of its own needs a database of its own: PostgreSQL")
    prog = make.a_programme(preset="teachers")
    order, director = submitted(prog), make.office()[1]
    child = os.fork()
    if child == 0:  # from here on another process, which must never come back
        try:
            connection.connection = None  # the parent's socket is not ours
            place, name = STEPS[step]
            setattr(place, name, dies)
            actions.approve_order(Order.objects.get(pk=order.pk), by=director, on=TODAY)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    nothing_happened(order)
    assert actions.approve_order(order, by=director, on=TODAY).number == "1-од"
    every_number_has_its_file()
    for path in (settings.MEDIA_ROOT / "files").glob("*/*"):
        os.utime(path, (time.time() - 90_000,) * 2)
    chores.files(TODAY)
    assert len(bytes_on_disk(settings)) == StoredFile.objects.count()
