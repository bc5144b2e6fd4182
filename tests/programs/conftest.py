"""What the stories of programmes begin with; a file whose story is another one has its own `prog`."""

import pytest

from registry.engine import uploads
from tests import factories as make
from tests.registry import bad_files


@pytest.fixture
def prog(reference):
    """This year's programme for teachers."""
    return make.a_programme(preset="teachers")


@pytest.fixture
def curator(client, reference):
    """The curator, signed in."""
    user, _ = make.office()
    make.enter(client, user)
    return user


@pytest.fixture
def director(prog):
    """The director's account."""
    return make.office()[1]


@pytest.fixture(scope="session")
def scan_bytes():
    """One sheet as a scanner gives it."""
    return bad_files.pdf()


@pytest.fixture
def scan(scan_bytes):
    """The same, judged as an upload."""
    return uploads.Accepted(scan_bytes, "скан.pdf", "application/pdf")
