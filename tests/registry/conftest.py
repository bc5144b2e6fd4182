"""What the stories of the ground floor begin with; a file whose story is another one has its own `curator`."""

import pytest

from tests import factories as make


@pytest.fixture
def curator(client, reference):
    """The curator, signed in."""
    user, _ = make.office()
    make.enter(client, user)
    return user
