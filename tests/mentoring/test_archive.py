"""Backup and restore: equal rows and hashes in a fresh database, and a sentence for every bad archive."""

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from mentoring import archive
from mentoring.archive import rows, write
from registry import installation
from registry.engine import papers
from registry.engine.errors import Refused
from registry.models import Person
from tests import factories as make

ROOT = Path(__file__).resolve().parents[2]
LEFT = {"sessions.session"}
pytestmark = pytest.mark.xdist_group("archive")


def manage(database, media, *words):
    env = {**os.environ, "DATABASE_URL": database, "MEDIA_ROOT": str(media)}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def listing(media) -> dict:
    return {path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def drill(tmp_path_factory):
    """A small demo with papers, in a SQLite of its own, and its copy: (database, media, archive)."""
    folder = tmp_path_factory.mktemp("drill")
    database, media, copy = f"sqlite:///{folder / 'one.sqlite3'}", folder / "media", folder / "copy.zip"
    assert manage(database, media, "migrate", "-v0").returncode == 0
    made = manage(
        database, media, "demo", "--regulation", "trio", "--until", "selected", "--today", "2026-11-21"
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    done = manage(database, media, "backup", str(copy))
    assert done.returncode == 0, done.stderr
    return database, media, copy


def manifest_of(path) -> dict:
    with zipfile.ZipFile(path) as found:
        return json.loads(found.read("manifest.json"))


def test_a_copy_restored_and_copied_again_is_the_same(drill, tmp_path):
    _, media, copy = drill
    database, new_media, second = f"sqlite:///{tmp_path / 'two.sqlite3'}", tmp_path / "media", tmp_path / "second.zip"
    done = manage(database, new_media, "restore", str(copy))
    assert done.returncode == 0, done.stderr
    assert "Контрольные суммы совпали" in done.stdout
    assert listing(new_media) == listing(media)
    assert manage(database, new_media, "backup", str(second)).returncode == 0
    first, again = manifest_of(copy), manifest_of(second)
    assert first["files"] == again["files"] and len(first["files"]) > 0 and first["missing"] == []
    changed = {name for name in first["tables"] if first["tables"][name] != again["tables"][name]}
    assert changed == {"registry.installationfact"}  # it remembers when the last copy was made
    assert first["tables"]["registry.person"]["rows"] > 50
    assert "sessions.session" not in first["tables"]


def test_the_very_database_that_was_copied_equals_the_copy(drill, tmp_path):
    """Nothing is written to the source after its rows were read: counts are equal on both sides."""
    database, _, copy = drill
    import sqlite3

    source = sqlite3.connect(database.removeprefix("sqlite:///"))
    tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, table in manifest_of(copy)["tables"].items():
        real = next(model._meta.db_table for model in rows.tables() if rows.label(model) == name)
        assert real in tables
        assert source.execute(f'SELECT count(*) FROM "{real}"').fetchone() == (table["rows"],), name


def test_nobody_restores_over_people(drill, tmp_path):
    database, media, copy = drill
    done = manage(database, media, "restore", str(copy))
    assert done.returncode != 0 and "В базе уже есть люди" in done.stderr


def test_only_the_owner_may_read_a_copy(drill):
    assert stat.S_IMODE(drill[2].stat().st_mode) == 0o600
    assert [path.name for path in drill[2].parent.iterdir() if path.name.endswith(".part")] == []


# Bad archives: each has a sentence, and nothing is written.


def rewritten(source, target, change):
    """The archive with one entry changed: change(name, data) → data or None to leave it out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


def change_manifest(deed):
    def change(name, data):
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        deed(manifest)
        return json.dumps(manifest).encode()

    return change


def foreign(copy, target):
    with zipfile.ZipFile(target, "w") as other:
        other.writestr("readme.txt", "не то")


def truncated(copy, target):
    target.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])


def text(copy, target):
    target.write_text("это не архив")


def altered_row(copy, target):
    rewritten(copy, target, lambda name, data: (
        data.replace(b'"last_name": "', b'"last_name": "X', 1) if name == "tables/registry.person.jsonl" else data
    ))  # fmt: skip


def lost_row(copy, target):
    rewritten(copy, target, lambda name, data: (
        data.split(b"\n", 1)[1] if name == "tables/registry.consent.jsonl" else data
    ))  # fmt: skip


def altered_file(copy, target):
    rewritten(copy, target, lambda name, data: data[:-1] + b"?" if name.startswith("files/") else data)


def lost_file(copy, target):
    rewritten(copy, target, lambda name, data: None if name.startswith("files/") else data)


def flipped_bits(copy, target):
    data = bytearray(copy.read_bytes())
    with zipfile.ZipFile(copy) as found:
        place = found.getinfo("tables/registry.person.jsonl").header_offset + 400
    data[place : place + 8] = b"\x00" * 8
    target.write_bytes(bytes(data))


def newer_format(copy, target):
    rewritten(copy, target, change_manifest(lambda said: said.update(format=99)))


def newer_migrations(copy, target):
    rewritten(copy, target, change_manifest(lambda said: said["migrations"].append("registry.0099_later")))


def other_columns(copy, target):
    rewritten(
        copy, target, change_manifest(lambda said: said["tables"]["registry.person"]["columns"].append("shoe_size"))
    )


def outside(copy, target):
    def deed(said):
        said["files"][0]["path"] = "../../evil"

    first = manifest_of(copy)["files"][0]["path"]
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change_manifest(deed)(name, old.read(name))
            new.writestr("files/../../evil" if name == f"files/{first}" else name, data)


BAD = [
    (foreign, "не резервная копия"), (truncated, "не до конца"), (text, "не архив"),
    (altered_row, "registry.person не те"), (lost_row, "registry.consent не те"), (altered_file, "не тот, что был"),
    (lost_file, "не совпадает с описью"), (flipped_bits, "повреждена"), (newer_format, "более новой версией"),
    (newer_migrations, "0099_later"), (other_columns, "registry.person устроена иначе"), (outside, "недопустимый путь"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("spoil", "words"), BAD, ids=[spoil.__name__ for spoil, _ in BAD])
def test_a_bad_archive_is_told_in_words_and_nothing_is_written(drill, tmp_path, settings, spoil, words):
    bad = tmp_path / "bad.zip"
    spoil(drill[2], bad)
    with pytest.raises(CommandError, match=re.escape(words)):
        call_command("restore", str(bad))
    assert not Person.objects.exists() and listing(settings.MEDIA_ROOT) == {}
    assert not (tmp_path.parent / "evil").exists()


@pytest.mark.django_db
def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match="нет"):
        call_command("restore", str(tmp_path / "nothing.zip"))


# Writing


@pytest.mark.django_db
class TestBackup:
    def test_half_a_copy_never_has_the_name_and_leaves_no_trace(self, tmp_path, monkeypatch):
        target = tmp_path / "copy.zip"
        installation.note(installation.BACKUP, "прежняя")
        earlier = installation.last(installation.BACKUP).at

        def full(*args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(write, "write_table", full)
        with pytest.raises(OSError, match="No space"):
            archive.backup(target)
        assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == [] and not target.exists()
        assert installation.last(installation.BACKUP).at == earlier

    def test_a_good_copy_survives_a_failed_one(self, tmp_path, monkeypatch):
        target = tmp_path / "copy.zip"
        archive.backup(target)
        good = target.read_bytes()
        monkeypatch.setattr(write, "write_table", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            archive.backup(target)
        assert target.read_bytes() == good

    def test_a_foreign_file_is_not_overwritten(self, tmp_path):
        target = tmp_path / "diploma.zip"
        target.write_text("важное")
        with pytest.raises(Refused, match="не резервная копия"):
            archive.backup(target)
        assert target.read_text() == "важное"

    def test_not_among_the_files_that_are_copied(self, settings):
        with pytest.raises(Refused, match="MEDIA_ROOT"):
            archive.backup(settings.MEDIA_ROOT / "copy.zip")

    def test_a_file_that_is_gone_from_the_disk_is_told(self, tmp_path, reference):
        row = papers.store(b"%PDF-1.7 paper", "a.pdf")
        row.path.unlink()
        with pytest.raises(CommandError, match="на диске нет файлов"):
            call_command("backup", str(tmp_path / "copy.zip"))

    def test_it_is_remembered(self, tmp_path):
        call_command("backup", str(tmp_path / "copy.zip"))
        assert installation.last(installation.BACKUP).said == "copy.zip"

    def test_every_table_of_the_house_is_in_it(self, tmp_path):
        manifest = archive.backup(tmp_path / "copy.zip")
        there = {rows.label(model).split(".")[0] for model in rows.tables()}
        assert {"registry", "programs", "monitoring", "otp_totp", "otp_static"} <= there
        assert set(manifest["tables"]) == {rows.label(model) for model in rows.tables()}
        assert manifest["left_out"] == sorted(LEFT)


def somebody(copy) -> dict:
    """A pupil's row in the copy."""
    with zipfile.ZipFile(copy) as found:
        people = [json.loads(line) for line in found.read("tables/registry.person.jsonl").splitlines()]
    return next(one for one in people if one["birth_date"] and one["birth_date"] > "2008")


def ledger_line(mark, code="7К2М9"):
    return json.dumps({"mark": mark, "code": code, "on": "2026-11-22"}) + "\n"


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["machine", "saved"])
def test_an_old_copy_does_not_bring_back_the_erased(drill, settings, tmp_path, where, capsys):
    person = somebody(drill[2])
    file = settings.MEDIA_ROOT / "ledger" / "erasures.jsonl" if where == "machine" else tmp_path / "saved.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_text(ledger_line(person["mark"]))
    call_command("restore", str(drill[2]), ledger=str(file) if where == "saved" else None)
    erased = Person.objects.get(pk=person["id"])
    assert erased.erased_at and erased.code == "7К2М9" and person["last_name"] not in erased.full_name
    assert Person.objects.filter(erased_at__isnull=False).count() == 1
    assert "уничтожены снова: 7К2М9" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_copy_with_an_older_ledger_keeps_the_machine_s(drill, settings, tmp_path):
    person = somebody(drill[2])
    older = ledger_line("7f0f0c6e-0000-4000-8000-000000000000", "АВЕКМ").encode()
    copy = tmp_path / "with-ledger.zip"

    def deed(said):
        said["files"].append(
            {"path": "ledger/erasures.jsonl", "size": len(older), "sha256": hashlib.sha256(older).hexdigest()}
        )

    rewritten(drill[2], copy, change_manifest(deed))
    with zipfile.ZipFile(copy, "a") as found:
        found.writestr("files/ledger/erasures.jsonl", older)
    file = settings.MEDIA_ROOT / "ledger" / "erasures.jsonl"
    file.parent.mkdir()
    file.write_text(ledger_line(person["mark"]))
    call_command("restore", str(copy))
    assert Person.objects.get(pk=person["id"]).erased_at
    assert file.read_text().count("\n") == 2


@pytest.mark.django_db
def test_a_damaged_ledger_is_told_before_anything_is_written(drill, settings):
    file = settings.MEDIA_ROOT / "ledger" / "erasures.jsonl"
    file.parent.mkdir()
    file.write_text("это не строка\n" + ledger_line("7f0f0c6e-0000-4000-8000-000000000000"))
    with pytest.raises(CommandError, match="повреждён"):
        call_command("restore", str(drill[2]))
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_restored_house_goes_on_living(drill):
    """Keys go on after the last one: the next person does not collide."""
    archive.restore(drill[2])
    last = Person.objects.order_by("-pk").first().pk
    assert make.person().pk > last


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_from_sqlite_to_postgresql_and_back(drill, tmp_path, settings):
    if connection.vendor != "postgresql":
        pytest.skip("the way between the engines needs PostgreSQL")
    archive.restore(drill[2])
    first = manifest_of(drill[2])
    for model in rows.tables():
        table = first["tables"][rows.label(model)]
        assert rows.digest(model) == (table["rows"], table["sha256"]), rows.label(model)
    make.person()  # the sequences go on
    Person.objects.order_by("-pk").first().delete()
    back = tmp_path / "back.zip"
    second = archive.backup(back)
    done = manage(f"sqlite:///{tmp_path / 'three.sqlite3'}", tmp_path / "media3", "restore", str(back))
    assert done.returncode == 0, done.stderr
    assert second["files"] == first["files"]
    equal = {name for name in first["tables"] if first["tables"][name] == second["tables"][name]}
    assert set(first["tables"]) - equal <= {"registry.installationfact", "registry.historicalperson"}
