"""A database made by another version of the code is told apart before anything is changed."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A base as the code makes it, on disk."""
    path = tmp_path_factory.mktemp("base") / "db.sqlite3"
    assert manage(path, "migrate", "-v0").returncode == 0
    return path


def manage(path, *words):
    clean = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "MEDIA_ROOT")}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, env={**clean, "DATABASE_URL": f"sqlite:///{path}", "MEDIA_ROOT": str(path.parent / "media")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def spoiled(migrated, tmp_path, *statements):
    """A copy of the base after someone else's hand."""
    path = tmp_path / "db.sqlite3"
    with sqlite3.connect(migrated) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
        for statement in statements:
            copy.execute(statement)
    return path


def test_an_empty_base_and_our_own_base_fit(migrated, tmp_path):
    assert manage(tmp_path / "new.sqlite3", "preflight").returncode == 0
    assert manage(migrated, "preflight").returncode == 0


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (
            ["INSERT INTO django_migrations(app, name, applied) VALUES ('registry', '0007_later', '2030-01-01')"],
            "0007_later",
        ),
        (["DELETE FROM django_migrations WHERE app = 'programs'"], "programs"),
        (["ALTER TABLE registry_school DROP COLUMN helpline"], "helpline"),
    ],
)
def test_a_foreign_base_is_refused_in_words(migrated, tmp_path, statements, words):
    done = manage(spoiled(migrated, tmp_path, *statements), "preflight")
    assert done.returncode == 3
    assert words in done.stderr
