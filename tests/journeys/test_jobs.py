"""Jobs 3 and 11 of the curator, counted, in five modes."""

import re

import pytest

from programs.models import Candidacy, Publication
from tests.journeys import stories
from tests.journeys.walker import Walker, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_job_3_a_mentor_is_entered_and_brought_to_the_commission(school, walker, client):
    curator, _, _ = stories.a_school_at_selection()
    sign_in(walker, client, curator)
    walker.start("/cabinet/")
    walker.menu("Отбор")
    walker.click("Внести нового человека")
    walker.choose("Кто это", "педагог школы")
    walker.fill("Фамилия", "Незабудкина")
    walker.fill("Имя", "Вера")
    walker.fill("Отчество", "Львовна")
    walker.fill("Должность в школе", "учитель физики")
    walker.press("Внести")
    walker.press("Выдвинуть кандидата")
    walker.sees("Незабудкина")
    walker.within(12)
    candidacy = Candidacy.objects.get(mentor__person__last_name="Незабудкина")
    assert (candidacy.way, candidacy.status) == ("application", "nominated")


def test_job_11_a_page_is_published_and_withdrawn(school, walker, client, browser, live_server, mode):
    curator, mentor = stories.a_registered_mentor_with_consent()
    sign_in(walker, client, curator)
    walker.start("/cabinet/")
    walker.click("Реестр наставников")
    walker.sees("Согласие открывает: фамилия, имя, отчество")
    walker.press("Опубликовать")
    walker.within(2)
    assert Publication.objects.get(mentor=mentor).status == "published"
    public = Walker(browser, live_server.url, mode)
    public.start(f"/mentors/{mentor.slug}/")
    public.sees(mentor.person.last_name)
    assert "высшее педагогическое" not in public.page.content()
    walker.start("/cabinet/")
    walker.click("Реестр наставников")
    walker.press("Снять с сайта")
    walker.within(2)
    answer = public.page.goto(f"{live_server.url}/mentors/{mentor.slug}/")
    assert answer.status == 404
    assert not re.search(mentor.person.last_name, public.page.content())
    public.close()
