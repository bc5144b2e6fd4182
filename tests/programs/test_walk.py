"""The year in actions, without a browser: the shortest way through every floor."""

import pytest

from programs.models import RegisterEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_teachers_pair_goes_from_request_to_closing(reference):
    pair = make.a_pair(status="closing")
    prog = pair.programme
    order = make.an_order(prog, "completion")
    pair.refresh_from_db()
    assert pair.status == "closed"
    assert order.number and order.paper.file.path.exists()
    assert RegisterEntry.objects.of(prog).count() == 1


def test_a_pupils_pair_needs_both_guardians_and_children(reference):
    prog = make.a_programme()
    pair = make.a_pair(prog=prog)
    assert pair.agreements.count() == 4
    assert pair.status == "proposed"
