"""Two cards of one human become one: no relation is forgotten, collisions are resolved or told in a sentence."""

import datetime

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from registry.actions import cards
from registry.actions import consents as papers
from registry.actions import merging as actions
from registry.engine import journal, merging
from registry.engine.errors import Refused
from registry.models import (
    Appointment,
    Consent,
    DifferentPeople,
    Enrolment,
    Guardianship,
    JournalLine,
    Mentee,
    Merge,
    Person,
    Topic,
    User,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def curator(reference):
    return make.office()[0]


def merge(kept, lost, curator, **more):
    return actions.merge_people(kept, lost, by=curator, on=make.TODAY, **more)


def pointing_at(person) -> list[str]:
    """Every row of every table that still names the person."""
    return [
        f"{table._meta.label}.{field.name}"
        for table, field in merging.pointers(Person)
        if table._base_manager.filter(**{field.attname: person}).exists()
    ]


def test_the_walk_knows_every_relation_to_a_person():
    """Django's own list of relations, hidden ones included, and the walk's list are one."""
    known = {
        (relation.related_model._meta.label, relation.field.name)
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    }
    walked = {(table._meta.label, field.name) for table, field in merging.pointers(Person)}
    assert known <= walked and len(walked) > 25
    through = {
        field.remote_field.through._meta.label
        for table in apps.get_models() for field in table._meta.local_many_to_many
        if field.remote_field.model is Person
    }  # fmt: skip
    assert through <= {label for label, _ in walked}


def test_no_relation_is_left_behind_after_a_merge(curator):
    """A row of every table that names people is made for the lost card, whatever it is; the walk leads each over."""
    pair = make.a_pair(status="closing")
    lost, kept = pair.mentor, make.person()
    before = set(pointing_at(lost.pk))
    assert len(before) >= 8
    merge(kept, lost, curator)
    assert pointing_at(lost.pk) == [] and not Person.objects.filter(pk=lost.pk).exists()
    now = set(pointing_at(kept.pk))
    assert before <= now
    pair.refresh_from_db()
    assert pair.mentor == kept and kept.mentor.pk


def bare(table, field, person):
    """A row of the table that names the person, made without the rules of its own actions; None where it cannot be."""
    from django.db import IntegrityError, connection, transaction
    from model_bakery import baker

    loose = connection.vendor == "sqlite"
    try:
        with transaction.atomic():
            if loose:
                connection.cursor().execute("PRAGMA ignore_check_constraints=1")
            return baker.make(table, **{field.name: person})
    except IntegrityError:
        return None
    finally:
        if loose:
            connection.cursor().execute("PRAGMA ignore_check_constraints=0")


def test_each_single_relation_is_led_over(curator):
    """One bare row in one table at a time; the list of tables is asked of Django, not written down."""
    led, not_made = [], []
    for table, field in merging.pointers(Person):
        if table.__name__.startswith("Historical") or table is DifferentPeople:
            continue
        kept, lost = make.person(), make.person()
        row = bare(table, field, lost)
        if row is None:
            not_made.append(f"{table._meta.label}.{field.name}")
            continue
        merge(kept, lost, curator)
        again = table._base_manager.get(pk=row.pk)
        assert getattr(again, field.attname) == kept.pk, f"{table._meta.label}.{field.name}"
        led.append(table)
    assert len(led) > 30, not_made


def test_empty_places_are_filled_and_full_ones_stay(curator):
    kept = make.person(phone="", email="", address="ул. Школьная, 1")
    lost = make.person(
        last_name=kept.last_name, first_name=kept.first_name, middle_name=kept.middle_name,
        phone="8 900 111-22-33", email="a@example.org", address="ул. Лесная, 2",
    )  # fmt: skip
    done = merge(kept, lost, curator)
    assert (done.phone, done.email, done.address) == ("8 900 111-22-33", "a@example.org", "ул. Школьная, 1")
    assert done.phone_key == "9001112233"


def test_the_journal_of_the_kept_card_shows_lines_of_the_lost_one_through_two_merges(curator):
    first, second, third = make.person(), make.person(), make.person()
    journal.opened(curator, first)
    lost_id = str(first.pk)
    merge(second, first, curator)
    merge(third, second, curator)
    assert any(lost_id in line.people for line in journal.about(third))
    assert Merge.objects.get(lost_id=lost_id).kept == third
    assert JournalLine.objects.filter(verb="объединены карточки").count() == 2


def test_both_cards_of_a_base_become_one(curator):
    kept, lost = make.teacher(), make.teacher()
    one = cards.add_mentee(kept, by=curator, on=make.TODAY, kind="teacher", needs=[Topic.objects.first()])
    cards.add_mentee(
        lost, by=curator, on=make.START, kind="teacher", needs=list(Topic.objects.all()[:2]), main_request="Дисциплина"
    )
    merge(kept, lost, curator)
    card = Mentee.objects.get()
    assert card == one and card.main_request == "Дисциплина" and card.entered_on == make.START
    assert set(card.needs.all()) == set(Topic.objects.all()[:2])


def test_one_class_twice_is_one_fact_and_two_classes_are_a_question(curator):
    kept, lost = make.pupil(), make.pupil()
    Enrolment.objects.filter(person=lost).update(starts=datetime.date(2026, 8, 30))
    merge(kept, lost, curator)
    assert Enrolment.objects.get(person=kept).starts == datetime.date(2026, 8, 30)
    other = make.pupil(group=make.school_class(8, "Б"))
    with pytest.raises(Refused, match="8 «Б»".replace(" ", "\u00a0")):
        merge(kept, other, curator)
    assert Person.objects.filter(pk=other.pk).exists() and Enrolment.objects.filter(person=other).exists()


def test_one_parent_entered_twice_stays_the_parent_of_the_child_once(curator):
    child = make.pupil()
    kept, lost = make.guardian_of(child), make.guardian_of(child)
    Guardianship.objects.filter(guardian=kept).update(document="")
    merge(kept, lost, curator)
    row = Guardianship.objects.get(child=child)
    assert row.guardian == kept and row.document == "свидетельство о рождении"


def test_a_restriction_known_to_one_card_only_is_not_decided_by_a_machine(curator):
    child = make.pupil()
    kept, lost = make.guardian_of(child), make.guardian_of(child)
    Guardianship.objects.filter(guardian=lost).update(is_restricted=True, restriction_ground="решение суда")
    with pytest.raises(Refused, match="есть у обеих карточек"):
        merge(kept, lost, curator)
    assert Guardianship.objects.filter(child=child).count() == 2


def test_an_awaited_paper_gives_way_to_a_received_one(curator):
    kept, lost = make.person(), make.person()
    papers.ask_consents(kept, ["processing"], by=curator, on=make.TODAY)
    make.give_consents(lost, ["processing"])
    merge(kept, lost, curator)
    assert Consent.objects.get(person=kept).status == "valid"


def test_of_two_papers_in_force_the_later_counts_and_nothing_is_withdrawn(curator):
    kept, lost = make.person(), make.person()
    (old,) = make.give_consents(kept, ["processing"])
    (new,) = make.give_consents(lost, ["processing"], on=make.TODAY)
    merge(kept, lost, curator)
    assert {row.pk: row.status for row in Consent.objects.filter(person=kept)} == {old.pk: "replaced", new.pk: "valid"}


def test_of_two_awaited_papers_one_is_left(curator):
    kept, lost = make.person(), make.person()
    for one in (kept, lost):
        papers.ask_consents(one, ["processing"], by=curator, on=make.TODAY)
    merge(kept, lost, curator)
    assert Consent.objects.get(person=kept).status == "expected"


def test_a_parent_is_not_merged_with_the_own_child(curator):
    child = make.pupil()
    parent = make.guardian_of(child)
    with pytest.raises(Refused, match="связывает эти две карточки между собой"):
        merge(child, parent, curator)


def test_of_two_logins_one_is_chosen_and_the_other_closes(curator):
    kept, lost = make.person(), make.person()
    old, new = make.user_for(kept, "staryi"), make.user_for(lost, "novyi")
    with pytest.raises(Refused, match="Выберите, какой логин"):
        merge(kept, lost, curator)
    merge(kept, lost, curator, login="novyi")
    old.refresh_from_db(), new.refresh_from_db()
    assert new.person == kept and new.is_active and old.person is None and not old.is_active


def test_a_curator_takes_no_director_s_roles_by_a_merge(client, curator):
    director = Appointment.objects.get(role="director").person
    client.force_login(curator, backend=BACKEND)
    for pair in ((curator.person, director), (director, curator.person), (make.person(), director)):
        address = reverse("registry:person_merge", args=[one.pk for one in pair])
        assert client.get(address).status_code == 403 and client.post(address, {"x": "1"}).status_code == 403
    assert Person.objects.filter(pk=director.pk).exists()


def test_the_page_shows_both_and_merges(client, curator):
    client.force_login(curator, backend=BACKEND)
    kept, lost = make.person(last_name="Лугова", phone=""), make.person(last_name="Лугова", phone="8 900 555-66-77")
    address = reverse("registry:person_merge", args=[kept.pk, lost.pk])
    page = client.get(address).content.decode()
    assert "8 900 555-66-77" in page and f"№ {lost.pk}" in page
    assert Person.objects.filter(pk=lost.pk).exists()
    answer = client.post(address, {"x": "1"})
    assert answer.url == kept.get_absolute_url()
    assert Person.objects.get(pk=kept.pk).phone == "8 900 555-66-77"


def test_the_page_says_beforehand_what_stands_in_the_way(client, curator):
    client.force_login(curator, backend=BACKEND)
    one, two = make.pupil(), make.pupil(group=make.school_class(8, "Б"))
    page = client.get(reverse("registry:person_merge", args=[one.pk, two.pk])).content.decode()
    assert "Пока объединить нельзя" in page and "Исправьте класс" in page


def told(client) -> set:
    """Pairs of numbers on the page of probable doubles."""
    rows = client.get(reverse("registry:double_list")).context["rows"]
    return {frozenset(person.pk for person in row["pair"]) for row in rows}


def test_the_list_of_doubles_of_the_whole_base(client, curator):
    client.force_login(curator, backend=BACKEND)
    born = datetime.date(2013, 4, 5)
    known = told(client)
    one = make.person(last_name="Ёлкин", first_name="Пётр", middle_name="", birth_date=born)
    two = make.person(last_name="Елкин", first_name="Петр", middle_name="", birth_date=born)
    make.person(last_name="Елкин", first_name="Петр", middle_name="", birth_date=datetime.date(2010, 1, 1))
    assert told(client) - known == {frozenset([one.pk, two.pk])}
    client.post(reverse("registry:say_different", args=[two.pk, one.pk]), {"x": "1"})
    assert told(client) == known


def test_the_second_card_is_found_by_hand(client, curator):
    client.force_login(curator, backend=BACKEND)
    one, two = make.person(last_name="Лугова"), make.person(last_name="Садова", phone="8 900 555-66-77")
    page = client.get(reverse("registry:merge_pick", args=[one.pk]), {"q": "5566"}).content.decode()
    assert reverse("registry:person_merge", args=[one.pk, two.pk]) in page


def test_a_field_that_points_to_a_person_by_number_is_not_hidden_in_a_plain_column():
    """A number of a person outside a foreign key would be forgotten by the walk."""
    guilty = [
        f"{table._meta.label}.{field.name}"
        for table in apps.get_models() for field in table._meta.local_fields
        if isinstance(field, models.IntegerField) and not field.is_relation and field.name.startswith("person")
    ]  # fmt: skip
    assert guilty == []


def test_the_login_that_stays_belongs_to_one_person(curator):
    kept, lost = make.person(), make.person()
    user = make.user_for(lost)
    merge(kept, lost, curator)
    assert User.objects.get(pk=user.pk).person == kept
