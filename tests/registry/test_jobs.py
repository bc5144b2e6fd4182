"""Long work: a child process with a row, progress that is seen, a death that is noticed."""

import datetime
import subprocess
import sys

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.engine import jobs
from registry.engine.errors import Refused
from registry.models import Job, JournalLine
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(reference):
    return factories.office()[0]


@pytest.fixture
def work(monkeypatch):
    """A kind of work whose deed the test chooses."""

    def is_to(deed):
        monkeypatch.setitem(jobs.kind, "probe", deed)

    return is_to


def asleep(settings):
    """Rows only: no process is started."""
    settings.JOBS_INLINE = False


def test_work_ends_with_its_address_and_sentence(curator, work):
    work(lambda job, report: {"url": "/cabinet/", "said": f"Сделано {job.payload['count']}."})
    job = jobs.start("probe", "Проба", by=curator, count=3)
    job.refresh_from_db()
    assert (job.status, job.result) == ("done", {"url": "/cabinet/", "said": "Сделано 3."})


def test_progress_is_seen_while_the_last_transaction_is_open(curator, work):
    seen = []

    def deed(job, report):
        with transaction.atomic():
            report(7, 20, "Вносим людей")
            row = jobs.fresh(Job.objects.get(pk=job.pk))
            seen.append((row.status, row.done, row.total, row.note, row.percent))
        return {}

    work(deed)
    job = jobs.start("probe", "Проба", by=curator)
    assert seen == [("running", 7, 20, "Вносим людей", 35)]
    job.refresh_from_db()
    assert (job.done, job.total) == (7, 20)


def test_a_refusal_ends_the_work_with_its_sentence(curator, work):
    def deed(job, report):
        raise Refused("В файле нет таблицы.")

    work(deed)
    job = jobs.start("probe", "Проба", by=curator)
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "В файле нет таблицы.")


def test_a_crash_is_told_in_plain_words_and_changes_nothing(curator, work):
    def deed(job, report):
        with transaction.atomic():
            JournalLine.objects.create(actor_name="проба", verb="проба")
            raise ZeroDivisionError

    work(deed)
    job = jobs.start("probe", "Проба", by=curator)
    job.refresh_from_db()
    assert job.status == "failed" and "ничего не изменилось" in job.error
    assert not JournalLine.objects.filter(verb="проба").exists()


def test_the_same_work_is_not_done_by_two_processes(curator, work, settings):
    asleep(settings)
    done = []
    work(lambda job, report: done.append(job.pk) or {})
    job = jobs.start("probe", "Проба", by=curator)
    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]
    assert done == [job.pk]


def test_a_dead_process_is_noticed_and_its_work_started_again(curator, work, settings, client):
    asleep(settings)
    work(lambda job, report: {"said": "Готово."})
    job = jobs.start("probe", "Проба", by=curator)
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(begun_at=long_ago, alive_at=long_ago, queued_at=long_ago)
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(job.get_absolute_url()).content.decode()
    assert "Работа прервалась" in page and "Запустить снова" in page
    settings.JOBS_INLINE = True
    client.post(reverse("registry:job_restart", args=[job.pk]))
    job.refresh_from_db()
    assert job.status == "done"


def test_a_living_work_is_not_started_again(curator, work, settings):
    asleep(settings)
    work(lambda job, report: {})
    job = jobs.start("probe", "Проба", by=curator)
    with pytest.raises(Refused, match="ещё идёт"):
        jobs.restart(job, by=curator)


def test_the_page_shows_progress_without_scripts_and_leads_on_with_them(curator, work, settings, client):
    asleep(settings)
    work(lambda job, report: {"url": "/cabinet/", "said": "Готово."})
    job = jobs.start("probe", "Проба", by=curator)
    jobs._report(job.pk, 30, 120, "Читаем листы")
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(job.get_absolute_url()).content.decode()
    assert "30 из 120" in page and "25 %" in page and "Читаем листы" in page
    assert ">Обновить</a>" in page and "hx-get" in page
    jobs.run(job.pk)
    answer = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/cabinet/"


def test_a_stranger_does_not_see_the_work(curator, work, settings, client):
    asleep(settings)
    work(lambda job, report: {})
    job = jobs.start("probe", "Список учеников", by=curator)
    stranger = factories.user_for(factories.teacher())
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(job.get_absolute_url()).status_code == 404


def test_the_child_is_our_own_command_in_its_own_session(curator, work, settings, monkeypatch):
    asleep(settings)
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **how: started.append((words, how)))
    jobs._spawn(41)
    [(words, how)] = started
    assert words == [sys.executable, str(settings.BASE_DIR / "manage.py"), "job", "41"]
    assert how["start_new_session"] is True


@pytest.mark.django_db(transaction=True)
def test_nothing_starts_before_the_commit(reference, monkeypatch, settings, work):
    curator, _ = factories.office()
    asleep(settings)
    work(lambda job, report: {})
    spawned = []
    monkeypatch.setattr(jobs, "_spawn", spawned.append)
    with transaction.atomic():
        job = jobs.start("probe", "Проба", by=curator)
        assert spawned == []
    assert spawned == [job.pk]


def test_no_browser_keeps_the_middle_of_the_page_for_the_page(curator, work, client):
    """Both have one address: «Назад» after the work showed the middle alone, without head and menu."""
    work(lambda job, report: {})
    job = jobs.start("probe", "Проба", by=curator)
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    assert "no-store" in client.get(job.get_absolute_url())["Cache-Control"]
