"""Rows as lines of JSON and back, the same on both engines."""

import base64
import contextlib
import datetime
import decimal
import hashlib
import json
import uuid
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

LEFT_OUT = {"sessions.session"}
"""Whoever was signed in signs in anew: a copy must not hold open doors."""
CHUNK = 1000


def tables() -> list[type[models.Model]]:
    """Every table of the house and its libraries, in a fixed order; many-to-many tables are tables, too."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def label(model) -> str:
    return model._meta.label_lower


def columns(model) -> list[models.Field]:
    return list(model._meta.local_concrete_fields)


def names(model) -> list[str]:
    return [field.attname for field in columns(model)]


def migrations() -> list[str]:
    """«registry.0001_initial», as applied to this database."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def plain(value):
    """A value that JSON holds without loss."""
    match value:
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal() | uuid.UUID():
            return str(value)
        case datetime.timedelta():
            return value / datetime.timedelta(microseconds=1)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"Nobody taught the archive to write {type(value)}.")


def native(field, value):
    """The value of a line as the field wants it."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return datetime.timedelta(microseconds=value)
    return field.to_python(value)


def line(fields, row) -> str:
    return json.dumps(dict(zip(fields, map(plain, row), strict=True)), ensure_ascii=False, sort_keys=True) + "\n"


def lines(model) -> Iterator[str]:
    """The table's lines by primary key. Text keys are sorted here: databases sort letters each in its own way."""
    fields = names(model)
    rows = model._base_manager.order_by("pk").values_list(*fields).iterator(chunk_size=CHUNK)
    found = (line(fields, row) for row in rows)
    return found if isinstance(model._meta.pk, models.AutoField) else iter(sorted(found))


def digest(model) -> tuple[int, str]:
    """(rows, SHA-256) of the table as it is now."""
    count, seal = 0, hashlib.sha256()
    for one in lines(model):
        count += 1
        seal.update(one.encode())
    return count, seal.hexdigest()


def insert(model, found: Iterator[dict]) -> None:
    """Write the lines as they are: no signals, no `auto_now`, no history of their own."""
    fields = columns(model)
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    with connection.cursor() as cursor:
        batch = []
        for said in found:
            batch.append([
                field.get_db_prep_save(native(field, said[field.attname]), connection) for field in fields
            ])  # fmt: skip
            if len(batch) == CHUNK:
                cursor.executemany(f"{into} VALUES ({marks})", batch)
                batch = []
        if batch:
            cursor.executemany(f"{into} VALUES ({marks})", batch)


@contextlib.contextmanager
def snapshot():
    """Everything inside reads the database as it was at one moment; writers are not kept waiting."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred: a reader's transaction, unlike the house's usual IMMEDIATE
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
