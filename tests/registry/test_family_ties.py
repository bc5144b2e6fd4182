"""Guardianships after they were tied, and children of one parent kept apart."""

import datetime

import pytest
from django.urls import reverse

from registry.actions import consents, family
from registry.engine import access
from registry.engine import consents as gate
from registry.engine.errors import Refused
from registry.models import Guardianship, JournalLine, Person
from registry.text import add_months
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def tied(age=12):
    child = make.pupil(age=age, phone="8 900 111-22-33")
    parent = make.guardian_of(child)
    return child, parent, Guardianship.objects.get(child=child, guardian=parent)


def sees(user, child):
    return Person.objects.visible_to(type(user).objects.get(pk=user.pk), make.TODAY).filter(pk=child.pk).exists()


def test_a_restriction_needs_a_paper_and_shuts_the_cabinet_at_once(client, reference):
    curator, _ = make.office()
    child, parent, tie = tied()
    user = make.user_for(parent)
    assert sees(user, child)
    with pytest.raises(Refused, match="решение суда"):
        family.restrict_guardian(tie, by=curator, on=make.TODAY, ground="  ")
    assert sees(user, child)
    enter(client, curator)
    address = reverse("registry:guardian_restrict", args=[tie.pk])
    assert "Заполните «Основание»" in client.post(address, {"since": make.TODAY.isoformat()}).content.decode()
    client.post(address, {"ground": "решение суда от 01.10.2026 № 2-15", "since": make.TODAY.isoformat()})
    tie.refresh_from_db()
    assert tie.is_restricted and tie.restricted_on == make.TODAY
    assert not sees(user, child)
    enter(client, user)
    assert client.get(child.get_absolute_url()).status_code == 404
    line = JournalLine.objects.get(verb="представитель ограничен в правах")
    assert line.people == [str(child.pk), str(parent.pk)] and "№ 2-15" in line.detail["ground"]


def test_a_restricted_guardian_neither_signs_nor_gets_tasks(reference):
    from registry.engine import tasks

    curator, _ = make.office()
    child, parent, tie = tied()
    user = make.user_for(parent)
    (row,) = consents.ask_consents(child, ["processing"], by=curator, on=make.TODAY)
    assert [task.kind for task in tasks.for_user(user, make.TODAY)] == ["registry.paper_to_sign"]
    family.restrict_guardian(tie, by=curator, on=make.TODAY, ground="решение суда")
    assert tasks.for_user(type(user).objects.get(pk=user.pk), make.TODAY) == []
    assert gate.signers(child, make.TODAY) == []
    with pytest.raises(Refused, match="ограничен в правах"):
        consents.receive_consent(row, parent, by=curator, on=make.TODAY, signed_on=make.TODAY)


def test_a_lifted_restriction_opens_the_cabinet_again_and_both_grounds_stay_in_the_journal(reference):
    curator, _ = make.office()
    child, parent, tie = tied()
    user = make.user_for(parent)
    family.restrict_guardian(tie, by=curator, on=make.TODAY, ground="решение суда № 1")
    with pytest.raises(Refused, match="уже отмечен"):
        family.restrict_guardian(tie, by=curator, on=make.TODAY, ground="ещё раз")
    family.restore_guardian(tie, by=curator, on=make.TODAY, ground="решение суда № 2")
    assert sees(user, child)
    detail = JournalLine.objects.get(verb="снято ограничение представителя").detail
    assert (detail["former"], detail["ground"]) == ("решение суда № 1", "решение суда № 2")


def test_ended_powers_shut_the_cabinet_from_the_next_day(client, reference):
    curator, _ = make.office()
    child, parent, tie = tied()
    user = make.user_for(parent)
    enter(client, curator)
    address = reverse("registry:guardian_end", args=[tie.pk])
    answer = client.post(address, {"ends": (make.TODAY + DAY).isoformat()})
    assert "ещё не наступил" in answer.content.decode()
    client.post(address, {"ends": make.TODAY.isoformat(), "ground": "опека снята"})
    assert sees(user, child)
    assert not Person.objects.visible_to(user, make.TODAY + DAY).filter(pk=child.pk).exists()


def test_a_corrected_document_stands_on_the_next_paper(client, reference):
    curator, _ = make.office()
    child, _, tie = tied()
    enter(client, curator)
    client.post(reverse("registry:guardian_edit", args=[tie.pk]), {"kind": "guardian", "document": "постановление № 7"})
    tie.refresh_from_db()
    assert (tie.kind, tie.document) == ("guardian", "постановление № 7")
    (row,) = consents.ask_consents(child, ["processing"], by=curator, on=make.TODAY)
    assert "постановление № 7" in client.get(row.get_absolute_url()).content.decode()


def test_a_guardian_s_view_closes_on_the_eighteenth_birthday(reference):
    child = make.pupil(birth_date=add_months(make.TODAY + DAY, -18 * 12))
    user = make.user_for(make.guardian_of(child))
    assert sees(user, child)
    assert not Person.objects.visible_to(user, make.TODAY + DAY).filter(pk=child.pk).exists()
    assert access.groups(user, child, make.TODAY + DAY) == frozenset()


def test_brother_and_sister_stand_in_one_cabinet_each_with_the_own_things(client, reference):
    curator, _ = make.office()
    sister, parent, _ = tied()
    brother = make.pupil(age=15, group=make.school_class(9, "А"), first_name="Тимур", phone="8 900 999-88-77")
    Guardianship.objects.create(guardian=parent, child=brother, kind="mother", starts=brother.birth_date)
    (hers,) = consents.ask_consents(sister, ["processing"], by=curator, on=make.TODAY)
    (his,) = consents.ask_consents(brother, ["image"], by=curator, on=make.TODAY)
    enter(client, make.user_for(parent))
    cabinet = client.get("/cabinet/").content.decode()
    assert sister.full_name in cabinet and brother.full_name in cabinet
    assert hers.get_absolute_url() in cabinet and his.get_absolute_url() in cabinet
    for child, other, own, foreign in ((sister, brother, hers, his), (brother, sister, his, hers)):
        page = client.get(child.get_absolute_url()).content.decode()
        assert child.phone in page and own.get_absolute_url() in page
        assert other.phone not in page and foreign.get_absolute_url() not in page
        assert f'href="{other.get_absolute_url()}"' in page, "the switch leads to the other child"


def test_the_children_of_one_parent_do_not_see_each_other(client, reference):
    sister, parent, _ = tied()
    brother = make.pupil(age=15)
    Guardianship.objects.create(guardian=parent, child=brother, kind="mother", starts=brother.birth_date)
    enter(client, make.user_for(brother))
    assert client.get(sister.get_absolute_url()).status_code == 404
