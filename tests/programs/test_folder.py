"""The year's folder: what lies in it, the archive, and the list of what an inspector would miss."""

import datetime
import io
import multiprocessing
import zipfile

import pytest
from django.urls import reverse

from programs import folder
from programs.actions import folder as actions
from programs.folder import packing
from programs.models import Order
from registry.engine import papers
from registry.models import Appointment, JournalLine, ProgrammePreset
from tests import factories as make
from tests.programs.story import at, nominated, recommended, text_of
from tests.programs.test_papers import pages_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def packed(prog, user) -> zipfile.ZipFile:
    job = actions.start([prog], by=user, on=TODAY)
    job.refresh_from_db()
    assert job.error == "" and job.finished_at
    return zipfile.ZipFile(io.BytesIO(actions.FILES.path_of(job).read_bytes()))


def drawers(prog, user) -> dict[str, list[str]]:
    return {stage.title: [row.name for row in stage.rows] for stage in folder.contents(prog, user, TODAY)}


def test_every_paper_lies_in_the_drawer_of_its_stage(prog):
    curator, _ = make.office()
    recommended(prog)
    order = make.an_order(prog, "register")
    found = drawers(prog, curator)
    stages = {stage.key: stage.title for stage in prog.stages.all()}
    assert any(order.number in name for name in found[stages["selection"]])
    assert "Реестр наставников" in found[stages["selection"]]
    assert "Дорожная карта" in found[stages["prepare"]]
    assert list(found) == [stage.title for stage in prog.stages.order_by("number")]


def test_the_archive_holds_the_issued_bytes_under_russian_names(prog):
    curator, _ = make.office()
    recommended(prog)
    order = make.an_order(prog, "register")
    archive = packed(prog, curator)
    assert archive.testzip() is None
    [path] = [name for name in archive.namelist() if "утверждении реестра" in name]
    assert archive.read(path) == order.paper.file.path.read_bytes()
    assert path.startswith("Папка наставничества 2026-2027") and path.endswith(".pdf")
    assert all(len(name) < 250 and "\\" not in name and ":" not in name for name in archive.namelist())


def test_the_contents_name_every_paper_as_pdf_and_as_text(prog):
    curator, _ = make.office()
    recommended(prog)
    make.an_order(prog, "register")
    archive = packed(prog, curator)
    text = archive.read(next(name for name in archive.namelist() if name.endswith("Опись.txt"))).decode("utf-8-sig")
    sheet = " ".join(pages_of(archive.read(next(name for name in archive.namelist() if name.endswith("Опись.pdf")))))
    names = [row for rows in drawers(prog, curator).values() for row in rows]
    for name in names:
        assert name.replace("\xa0", " ") in text
    assert "Реестр наставников" in sheet and "документов нет" in text
    files = [name for name in archive.namelist() if not name.endswith("/") and "00 Опись" not in name]
    assert len(files) == len(names)


def test_the_same_data_give_the_same_bytes(prog):
    curator, _ = make.office()
    recommended(prog)
    make.an_order(prog, "register")
    first = io.BytesIO()
    second = io.BytesIO()
    for target in (first, second):
        packing.pack(target, [prog], curator, TODAY, lambda *args: None)
    assert first.getvalue() == second.getvalue()


def test_a_file_that_is_not_on_the_disk_is_told_and_stops_nothing(prog):
    curator, _ = make.office()
    recommended(prog)
    order = make.an_order(prog, "register")
    order.paper.file.path.unlink()
    archive = packed(prog, curator)
    text = archive.read(next(name for name in archive.namelist() if name.endswith("Опись.txt"))).decode("utf-8-sig")
    assert "файла нет на диске" in text
    assert not [name for name in archive.namelist() if "утверждении реестра" in name]


def test_plans_and_logs_of_a_withdrawn_child_stay_out(reference):
    curator, _ = make.office()
    prog = make.a_programme(preset="pupils")
    pair = make.a_pair(prog, status="working")
    plan = pair.plan
    type(plan).objects.filter(pk=plan.pk).update(status="agreed")
    names = [row for rows in drawers(prog, curator).values() for row in rows]
    assert any(str(pair) in name for name in names)
    pair.mentees[0].consents.filter(kind="processing").update(status="withdrawn", ended_on=TODAY)
    names = [row for rows in drawers(prog, curator).values() for row in rows]
    assert not any(str(pair) in name for name in names)


def sheets(prog, word) -> list:
    """What the curator's folder holds under names that begin so."""
    stages = folder.contents(prog, make.office()[0], TODAY)
    return [row for stage in stages for row in stage.rows if row.name.startswith(word)]


def named(prog, word) -> list[str]:
    return [row.name for row in sheets(prog, word)]


def test_applications_nominations_and_consents_to_duties_lie_there_while_their_consent_holds(prog):
    applied, brought = nominated(prog, "application"), nominated(prog, "collective")
    asked = nominated(prog, "administration")
    type(asked).objects.exclude(pk=asked.pk).update(duties_consent_on=None)
    assert named(prog, "Заявление") == [f"Заявление кандидата, {applied.person.short_name}"]
    assert named(prog, "Представление") == [f"Представление коллектива, {brought.person.short_name}"]
    assert named(prog, "Согласие на обязанности") == [f"Согласие на обязанности наставника, {asked.person.short_name}"]
    applied.person.consents.filter(kind="processing").update(status="withdrawn", ended_on=TODAY)
    assert not named(prog, "Заявление") and named(prog, "Представление")


def test_the_agreement_of_a_pair_lies_there_while_every_side_lets_it(reference):
    prog = make.a_programme(preset="pupils")
    pair = make.a_pair(prog, status="working")
    assert named(prog, "Соглашение") == [f"Соглашение, {pair}"]
    pair.mentor.consents.filter(kind="processing").update(status="withdrawn", ended_on=TODAY)
    assert not named(prog, "Соглашение") and named(prog, "Журнал согласий")


def test_an_application_in_the_folder_is_addressed_to_the_head_of_its_own_day(prog):
    row = nominated(prog, "application")
    head = make.office()[1].person
    Appointment.objects.filter(role="director").update(ends=row.nominated_on)
    make.user_for(make.acting("director", starts=row.nominated_on + datetime.timedelta(days=1)))
    [sheet] = sheets(prog, "Заявление")
    assert sheet.make()[1]["head"]["name"] == head.signature_name


def test_only_the_one_who_packed_it_takes_it_and_the_journal_says_so(client, prog):
    curator, director = make.office()
    recommended(prog)
    answer = at(client, curator).post(reverse("programs:folder_detail", args=[prog.code]), {"what": "programme"})
    page = client.get(answer.url)
    assert "Скачать" in text_of(client.get(page.url if page.status_code == 302 else page.context["job"].result["url"]))
    job = actions.Job.objects.get(kind=actions.JOB)
    taken = client.get(reverse("programs:folder_download", args=[job.pk]))
    assert zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))).namelist()
    assert JournalLine.objects.filter(verb="скачана папка наставничества").count() == 1
    assert at(client, director).get(reverse("programs:folder_download", args=[job.pk])).status_code == 404


def test_a_mentor_packs_nothing(client, prog):
    mentor = make.user_for(make.a_mentor().person)
    assert at(client, mentor).get(reverse("programs:folder_detail", args=[prog.code])).status_code == 403


def test_an_old_folder_goes_and_the_page_says_so(client, prog):
    import os

    curator, _ = make.office()
    job = actions.start([prog], by=curator, on=TODAY)
    os.utime(actions.FILES.path_of(job), (0, 0))
    assert "1" in actions.FILES.forget(TODAY)
    assert "хранится три дня" in text_of(at(client, curator).get(reverse("programs:folder_ready", args=[job.pk])))
    assert client.get(reverse("programs:folder_download", args=[job.pk])).status_code in (200, 302, 409, 422)


def test_an_erasure_takes_every_packed_folder(prog):
    curator, _ = make.office()
    job = actions.start([prog], by=curator, on=TODAY)
    from registry.engine import inventory

    inventory.holding["folders"].erase(make.teacher(), by=curator, on=TODAY)
    assert not actions.FILES.path_of(job).exists()


def gaps(prog, user) -> list:
    return [gap for stage in folder.checklist(prog, user, TODAY) for row in stage.rows for gap in row.gaps]


def test_what_is_missing_is_told_with_a_page_that_mends_it(client, prog):
    curator, _ = make.office()
    recommended(prog)
    found = gaps(prog, curator)
    assert any("реестре наставников: не издан" in gap.text for gap in found)
    assert all(gap.url for gap in found)
    at(client, curator)
    for url in {gap.url for gap in found}:
        assert client.get(url).status_code == 200, url


def test_an_order_without_scan_and_acquaintance_is_missed_until_both_are_there(prog):
    curator, _ = make.office()
    recommended(prog)
    order = make.an_order(prog, "register")
    told = " ".join(gap.text for gap in gaps(prog, curator))
    assert "Нет скана" in told and "Не ознакомлены: 1\xa0человек" in told and "не издан" in told
    Order.objects.filter(pk=order.pk).update(original_place="папка 02-05")
    order.acquaintances.update(read_on=TODAY)
    told = " ".join(gap.text for gap in gaps(prog, curator))
    assert "Нет скана" not in told and "Не ознакомлены" not in told


def test_unsigned_minutes_are_missed(prog):
    from tests.programs.story import some_minutes

    curator, _ = make.office()
    minutes, _ = some_minutes(prog)
    assert any(gap.url == minutes.get_absolute_url() for gap in gaps(prog, curator))


def test_the_school_s_own_recommended_documents_are_asked_for(reference):
    curator, _ = make.office()
    prog = make.a_programme("kirov_71", ProgrammePreset.objects.get(regulation__code="kirov_71").code)
    rows = [row for stage in folder.checklist(prog, curator, TODAY) for row in stage.rows]
    assert any("обратной связи" in row.title and row.ask for row in rows)
    assert any("поощрении" in row.title and row.gaps for row in rows)


def test_the_page_hides_what_is_there_and_the_print_shows_it(client, prog):
    curator, _ = make.office()
    nominated(prog)
    address = reverse("programs:folder_missing", args=[prog.code])
    short, full = text_of(at(client, curator).get(address)), text_of(client.get(address + "?all=1"))
    assert "Куратор программы" in full and "Куратор программы" not in short
    sheet = client.get(reverse("programs:folder_missing_pdf", args=[prog.code]))
    assert "Куратор программы" in " ".join(pages_of(sheet.content))


def test_papers_laid_out_by_two_processes_are_the_same_bytes(reference):
    from registry.engine import press

    asked = [
        ("papers/folder_contents.html", {"title": f"Опись {place}", "stages": [], "school": {"full_name": "Школа"}})
        for place in range(12)
    ]
    assert list(press.print_all(asked)) == [papers.pdf(papers.html(*one)) for one in asked]


def test_a_child_that_is_killed_breaks_the_work_off_instead_of_hanging_it(reference):
    import os
    import signal
    from concurrent.futures.process import BrokenProcessPool

    from registry.engine import press

    def asked():
        for place in range(40):
            if place == 10:
                for child in multiprocessing.active_children():
                    os.kill(child.pid, signal.SIGKILL)
            yield "papers/folder_contents.html", {"title": f"Опись {place}", "stages": [], "school": {"full_name": "А"}}

    with pytest.raises(BrokenProcessPool):
        list(press.print_all(asked()))
