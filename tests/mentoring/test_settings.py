"""Production refuses to start unsafe, and says every reason at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DEBUG": "0", "SECRET_KEY": "s" * 50, "ALLOWED_HOSTS": "school.example.org", "SITE_URL": "https://school.example.org",
}  # fmt: skip


def start(**env):
    clean = {key: value for key, value in os.environ.items() if key not in {*SAFE, "MEDIA_ROOT", "DATABASE_URL"}}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT, env={**clean, "DJANGO_SETTINGS_MODULE": "mentoring.settings", **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_safe_production_starts():
    done = start(**SAFE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"MEDIA_ROOT": str(ROOT / "var" / "static" / "media")}, "MEDIA_ROOT"),
    ],
)
def test_an_unsafe_production_refuses(change, words):
    done = start(**{**SAFE, **change})
    assert done.returncode != 0
    assert words in done.stderr


def test_nothing_set_is_a_local_demo():
    assert start().returncode == 0


def test_a_demo_shows_the_houses_own_pages_of_errors():
    clean = {key: value for key, value in os.environ.items() if key not in {*SAFE, "MEDIA_ROOT", "DATABASE_URL"}}
    ask = "from django.conf import settings; print(settings.DEBUG, settings.IS_LOCAL)"
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", ask],
        cwd=ROOT, env=clean, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["False", "True"]
