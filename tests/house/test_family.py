"""A planted family: every personal field of theirs is found only on pages of the people whom policy lets see it."""

import pytest

from programs.models import ThirdPartyNote
from registry.actions.consents import withdraw_consent
from registry.models import User
from tests.factories import TODAY
from tests.house.conftest import ROLES
from tests.house.pages import html_pages
from tests.house.world import World

OFFICE = {"director", "curator"}
FAMILY = {"mentee", "parent"}
SEEN_BY = {
    "child_phone": OFFICE | FAMILY | {"mentor", "teacher"},
    "child_email": OFFICE | FAMILY | {"mentor", "teacher"},
    "child_address": OFFICE | FAMILY | {"mentor", "teacher"},
    "child_document": OFFICE | FAMILY,
    "parent_phone": OFFICE | {"parent"},
    "parent_document": OFFICE | {"parent"},
    "third_party_note": {"curator", "psychologist"},
    "curator_note": OFFICE,
}


def plant(world) -> dict[str, str]:
    """Marks that no other text contains, in the fields of a child, a guardian and what is said about the child."""
    child, parent = world.child, User.objects.get(username="parent").person
    marks = {key: f"МЕТКА-{number}-{key}" for number, key in enumerate(SEEN_BY)}
    child.phone, child.address, child.identity_document = (
        marks["child_phone"], marks["child_address"], marks["child_document"],
    )  # fmt: skip
    marks["child_email"] = "metka-child@example.org"
    child.email = marks["child_email"]
    child.save()
    parent.phone, parent.identity_document = marks["parent_phone"], marks["parent_document"]
    parent.save()
    child.mentee.note = marks["curator_note"]
    child.mentee.save()
    psychologist = User.objects.get(username="psychologist").person
    ThirdPartyNote.objects.update_or_create(
        request=child.requests.get(), author=psychologist,
        defaults={"text": marks["third_party_note"], "role": "psychologist", "asked_on": TODAY, "answered_on": TODAY},
    )  # fmt: skip
    return marks


def who_sees(world, marks, roles=ROLES) -> dict[str, set]:
    """Mark → roles on whose pages it stands."""
    seen = {key: set() for key in marks}
    for role in roles:
        text = "".join(text for _, text in html_pages(world, role))
        for key, mark in marks.items():
            if mark in text:
                seen[key].add(role)
    return seen


@pytest.mark.django_db
def test_every_field_of_a_family_is_seen_by_those_whom_policy_names(house):
    world = World()
    assert who_sees(world, plant(world)) == SEEN_BY


@pytest.mark.django_db
def test_a_withdrawn_consent_closes_the_mentor_s_view_at_once(house):
    world = World()
    marks = plant(world)
    consent = world.child.consents.get(kind="processing", status="valid")
    withdraw_consent(consent, by=User.objects.get(username="curator"), on=TODAY, note="заявление")
    seen = who_sees(world, marks, ("mentor", "curator"))
    assert "mentor" not in seen["child_phone"] | seen["child_email"] | seen["child_address"]
    assert "curator" in seen["child_phone"]
