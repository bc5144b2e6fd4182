"""Uploads: by content and not by name, each bad file with its own sentence, quickly and in little memory."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from registry.engine import uploads
from registry.engine.errors import Refused
from tests.registry import bad_files

ROOT = Path(__file__).resolve().parents[2]
MEMORY_OF = ["бомба.png", "бомба.pdf", "картина.pdf"]


def accept(name, data, field="consent_scan"):
    return uploads.accept(SimpleUploadedFile(name, data), field)


@pytest.mark.parametrize("name", sorted(bad_files.FILES))
def test_a_bad_file_gets_its_own_sentence_within_two_seconds(name):
    make, words = bad_files.FILES[name]
    data = make()
    began = time.monotonic()
    with pytest.raises(Refused, match=words) as refusal:
        accept(name, data)
    assert time.monotonic() - began < 3  # two seconds of a child process, and its start on a busy machine
    assert f"«{name}»" in str(refusal.value)


MEASURE = """
import os, resource, sys
sys.path.insert(0, {root!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "mentoring.settings"
import django; django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from registry.engine import uploads
from registry.engine.errors import Refused
import pikepdf, PIL.Image
data = open({path!r}, "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    uploads.accept(SimpleUploadedFile({name!r}, data), "scan_heap")
except Refused:
    pass
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(own, max(0, child - before))
"""


def growth(name, data, tmp_path) -> int:
    """Megabytes by which a process of the house and its child grow."""
    path = tmp_path / "file"
    path.write_bytes(data)
    code = MEASURE.format(root=str(ROOT), path=str(path), name=name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return max(int(part) for part in done.stdout.split()) // 1024


@pytest.mark.parametrize("name", MEMORY_OF)
def test_a_bomb_grows_no_process_by_two_hundred_megabytes(name, tmp_path):
    assert growth(name, bad_files.FILES[name][0](), tmp_path) < 200


def test_the_largest_photo_that_is_taken_grows_no_process_by_two_hundred_megabytes(tmp_path):
    assert growth("фото.jpg", bad_files.picture((8000, 6000)), tmp_path) < 200
    assert growth("фото.jpg", bad_files.picture((5770, 4330), progressive=True), tmp_path) < 200
    assert growth("фото.png", bad_files.picture((5000, 4000), kind="PNG", mode="RGBA"), tmp_path) < 200


def test_a_file_over_its_limit_is_refused_unread():
    class Large(io.BytesIO):
        name, size = "пачка.pdf", 61 * uploads.MB

        def read(self, *args):
            raise AssertionError("it was read")

    with pytest.raises(Refused, match="больше 60 МБ"):
        uploads.accept(Large(), "scan_heap")


def test_a_photo_loses_place_and_phone_and_stands_upright():
    taken = accept("IMG_0001.JPG", bad_files.with_place_and_turn())
    with Image.open(io.BytesIO(taken.data)) as picture:
        assert picture.size == (900, 1200)
        assert not picture.getexif() and "exif" not in picture.info
    assert b"SecretCamera" not in taken.data and b"FakePhone" not in taken.data
    assert (taken.name, taken.media_type) == ("IMG_0001.jpg", "image/jpeg")


def test_harmless_trailing_data_of_a_phone_are_cut_off():
    taken = accept("фото.jpg", bad_files.picture() + b"SEFHsamsung trailer" * 9)
    assert b"samsung" not in taken.data


def test_the_name_follows_the_content_and_leaves_no_folder():
    assert accept("C:\\temp\\..\\лист.exe", bad_files.picture()).name == "лист.jpg"
    assert accept("../../etc/passwd", bad_files.pdf()).name == "passwd.pdf"
    assert accept("скан\u202efdp.png\x00", bad_files.pdf()).name == "сканfdp.pdf"


def test_a_pdf_that_merely_opens_on_its_first_page_is_taken_as_it_is():
    data = bad_files.pdf(bad_files.opens_on_a_page, pages=3)
    taken = accept("скан.pdf", data)
    assert (taken.data, taken.pages) == (data, 3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_a_picture_becomes_a_plain_one(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    data = io.BytesIO()
    Image.new(mode, (400, 600)).save(data, kind)
    taken = accept("лист", data.getvalue())
    assert Image.open(io.BytesIO(taken.data)).mode in ("L", "RGB")


def test_a_cut_picture_is_refused_even_when_weasyprint_has_loosened_pillow(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = bad_files.picture((1500, 1500), quality=95)
    with pytest.raises(Refused, match="обрывается"):
        accept("лист.jpg", whole[:-100])
    with pytest.raises(Refused, match=r"повреждена|обрывается"):
        accept("лист.png", bad_files.FILES["битый.png"][0]())
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_field_takes_only_its_own_kinds():
    with pytest.raises(Refused, match="сюда подходит другое"):
        accept("портрет.pdf", bad_files.pdf(), "portfolio_photo")
    small = accept("портрет.jpg", bad_files.picture((4000, 3000)), "portfolio_photo")
    assert max(Image.open(io.BytesIO(small.data)).size) == 1600


def test_an_encrypted_pdf_that_opens_without_a_password_is_taken():
    data = bad_files.pdf(encryption=pikepdf.Encryption(owner="o", user=""))
    assert accept("скан.pdf", data).pages == 1
