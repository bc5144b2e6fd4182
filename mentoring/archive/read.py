"""Reading the archive: everything is proved before anything is written, and once more before it is kept."""

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from mentoring.archive import rows
from mentoring.archive.write import BLOCK, FORMAT, MANIFEST, sync_folder
from registry.engine.errors import Refused
from registry.erasure import apply_ledger
from registry.erasure import ledger as erasures
from registry.models import Person, User

DAMAGED = "Копия повреждена или изменена: {}. Возьмите другую копию; в базу ничего не внесено."


def restore(source: Path, ledger: Path | None = None) -> tuple[dict, list[str]]:
    """Fill an empty database from the archive, all or nothing: (manifest, codes of people erased once more).

    An old copy must not bring back who was erased since: the ledger of this machine's MEDIA_ROOT, or `ledger` saved
    from another one, is applied again.
    """
    source = Path(source)
    prove_ledger(ledger)
    if not source.is_file():
        raise Refused(f"Файла {source} нет.")
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = manifest_of(archive)
            prove(archive, manifest)
            fits_code(manifest)
            prepare_database()
            load(archive, manifest)
    except zipfile.BadZipFile as fault:
        raise Refused(f"{source} — не архив, или он скопирован не до конца: файл не открывается.") from fault
    except (zlib.error, EOFError) as fault:
        raise Refused(DAMAGED.format("содержимое не читается")) from fault
    return manifest, apply_ledger(ledger)


def prove_ledger(ledger) -> None:
    """A ledger that cannot be read is told before anything is written."""
    if ledger and not Path(ledger).is_file():
        raise Refused(f"Перечня уничтоженных данных {ledger} нет.")
    try:
        erasures.read()
        if ledger:
            erasures.read(Path(ledger))
    except ValueError as fault:
        raise Refused(f"Перечень уничтоженных данных повреждён ({fault}): исправьте его и повторите.") from fault


def manifest_of(archive) -> dict:
    foreign = Refused("Это не резервная копия «Реестра наставничества»: внутри нет её описи.")
    try:
        manifest = json.loads(archive.read(MANIFEST))
        number = manifest["format"]
        if not (isinstance(manifest["tables"], dict) and isinstance(manifest["files"], list)):
            raise foreign
    except (KeyError, TypeError, ValueError) as fault:
        raise foreign from fault
    if not isinstance(number, int) or number > FORMAT:
        raise Refused("Копия сделана более новой версией программы: обновите программу и повторите.")
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    unknown = [name for name in manifest["migrations"] if tuple(name.split(".", 1)) not in known]
    if unknown:
        raise Refused(
            f"Копия сделана другой, вероятно более новой версией программы (миграция {unknown[0]}): "
            "поставьте ту версию, которой она сделана, и повторите."
        )
    return manifest


def fits_code(manifest) -> None:
    """The tables and columns of the copy are those of this code."""
    here = {rows.label(model): rows.names(model) for model in rows.tables()}
    there = {name: table["columns"] for name, table in manifest["tables"].items()}
    for name in sorted({*here, *there}):
        if sorted(here.get(name, ())) != sorted(there.get(name, ())):
            raise Refused(
                f"Копия сделана другой версией программы (таблица {name} устроена иначе): восстановите её той версией, "
                "которой она сделана, и обновляйте после этого."
            )


def prove(archive, manifest) -> None:
    """Every entry is there, none is foreign, each has its SHA-256; nothing is written yet."""
    files = {f"files/{one['path']}": one for one in manifest["files"]}
    wanted = {MANIFEST, *(f"tables/{name}.jsonl" for name in manifest["tables"]), *files}
    found = archive.namelist()
    if set(found) != wanted or len(found) != len(wanted):
        raise Refused(DAMAGED.format("состав файлов не совпадает с описью"))
    for name, one in files.items():
        way = PurePosixPath(one["path"])
        if way.is_absolute() or ".." in way.parts or not way.parts:
            raise Refused(DAMAGED.format("недопустимый путь файла"))
        if archive.getinfo(name).file_size != one["size"] or sha256(archive, name)[0] != one["sha256"]:
            raise Refused(DAMAGED.format(f"файл {one['path']} не тот, что был"))
    for name, table in manifest["tables"].items():
        seal, count = sha256(archive, f"tables/{name}.jsonl")
        if (count, seal) != (table["rows"], table["sha256"]):
            raise Refused(DAMAGED.format(f"строки таблицы {name} не те, что были"))


def sha256(archive, name) -> tuple[str, int]:
    """(SHA-256, lines) of an entry. A wrong checksum of the zip is told as a damaged copy."""
    seal, lines = hashlib.sha256(), 0
    try:
        with archive.open(name) as stream:
            while data := stream.read(BLOCK):
                seal.update(data)
                lines += data.count(b"\n")
    except zipfile.BadZipFile as fault:
        raise Refused(DAMAGED.format(f"не читается {name}")) from fault
    return seal.hexdigest(), lines


def prepare_database() -> None:
    """An empty database gets its tables; one with people is not touched."""
    is_made = Person._meta.db_table in connection.introspection.table_names()
    if is_made and (Person.objects.exists() or User.objects.exists()):
        raise Refused("В базе уже есть люди: копия восстанавливается только в пустую базу.")
    call_command("migrate", verbosity=0, interactive=False)


def load(archive, manifest) -> None:
    written: list[Path] = []
    try:
        for one in manifest["files"]:
            place(archive, one, written)
        with transaction.atomic():
            empty()
            for model in rows.tables():
                with archive.open(f"tables/{rows.label(model)}.jsonl") as stream:
                    rows.insert(model, (json.loads(line) for line in stream))
            reset_sequences()
            connection.check_constraints()
            for model in rows.tables():
                table = manifest["tables"][rows.label(model)]
                if rows.digest(model) != (table["rows"], table["sha256"]):
                    raise Refused(f"Таблица {rows.label(model)} внеслась не такой, какой была: ничего не сохранено.")
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def place(archive, one, written) -> None:
    """One file under MEDIA_ROOT, under its name only when it is whole. The same file may lie there already."""
    target = Path(settings.MEDIA_ROOT) / one["path"]
    if target == erasures.path() and target.exists():
        return join_ledger(archive, one)
    if target.exists():
        if hashlib.sha256(target.read_bytes()).hexdigest() != one["sha256"]:
            raise Refused(f"В MEDIA_ROOT уже лежит другой файл {one['path']}: укажите пустую папку.")
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        archive.open(f"files/{one['path']}") as source,
        tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft,
    ):
        written.append(Path(draft.name))
        while data := source.read(BLOCK):
            draft.write(data)
        draft.flush()
        os.fsync(draft.fileno())
    os.replace(draft.name, target)
    written[-1] = target
    sync_folder(target.parent)


def join_ledger(archive, one) -> None:
    """The machine's own ledger is newer than the copy's: both count."""
    with tempfile.NamedTemporaryFile() as older:
        older.write(archive.read(f"files/{one['path']}"))
        older.flush()
        erasures.join(Path(older.name))


def empty() -> None:
    """What a new installation has of itself: reference data, content types. The copy brings its own."""
    with connection.cursor() as cursor:
        for model in rows.tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
    ContentType.objects.clear_cache()


def reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
