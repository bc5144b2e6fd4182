"""/verify/<code>/: the school's word on its own paper, and nothing personal."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programs.models import Order
from tests import factories as make
from tests.factories import TODAY
from tests.programs.story import recommended

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(reference):
    prog = make.a_programme()
    recommended(prog)
    return make.an_order(prog, "register")


def address(order):
    return f"/verify/{order.paper.code}/"


def test_number_date_and_checksum_of_the_very_file_are_confirmed(client, order):
    page = client.get(address(order)).content.decode()
    bytes_on_disk = order.paper.file.path.read_bytes()
    assert hashlib.sha256(bytes_on_disk).hexdigest() in page
    assert order.number in page and f"{order.date:%d.%m.%Y}" in page
    assert client.get(f"/verify/{order.paper.code.lower()}/").status_code == 200


def test_nobody_is_named(client, order):
    page = client.get(address(order)).content.decode()
    named = {line.candidacy.mentor.person for line in order.lines.all()} | {order.approved_by, order.prepared_by}
    assert named
    for person in named:
        assert person.last_name not in page
    assert order.title not in page


def test_an_unknown_code_says_what_to_do(client, order):
    answer = client.get("/verify/ZZZZZZZZZZ/")
    assert answer.status_code == 404
    assert "сверьте каждый знак" in answer.content.decode()


@pytest.mark.parametrize(("tail", "said"), [(b"", "тот самый документ"), (b" ", "не совпадает")])
def test_a_file_laid_beside_is_compared_byte_for_byte(client, order, tail, said):
    data = order.paper.file.path.read_bytes() + tail
    answer = client.post(address(order), {"file": SimpleUploadedFile("a.pdf", data)})
    assert said in answer.content.decode()


def test_a_cancelled_order_says_so(client, order):
    assert "Приказ отменён" not in client.get(address(order)).content.decode()
    Order.objects.filter(pk=order.pk).update(status=Order.Status.CANCELLED)
    assert "Приказ отменён" in client.get(address(order)).content.decode()
    assert order.paper.date <= TODAY
