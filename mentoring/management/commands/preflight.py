"""Tells, before anything is changed, whether the database was made by this version of the code.

Exit code 0: it fits, or can be migrated; what its care lacks (letters, the night's work, backups) is said in words.
Exit code 3: it cannot, its tables come from elsewhere.
"""

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel

from mentoring import upkeep

FOREIGN = 3


class Command(BaseCommand):
    help = "Сверяет базу с кодом: код выхода 3, если база создана другой версией."
    requires_system_checks = []

    def handle(self, **options):
        tables = set(connection.introspection.table_names())
        if not tables:
            return
        loader = MigrationLoader(connection)
        reason = (
            unknown_migration(loader)
            or broken_order(loader)
            or table_made_twice(loader, tables)
            or missing_column(loader, tables)
        )
        if reason:
            raise CommandError(f"База не подходит к этой версии: {reason}.", returncode=FOREIGN)
        if not set(loader.graph.nodes) - set(loader.applied_migrations):
            for words in upkeep.warnings():
                self.stdout.write(f"Внимание: {words}")


def unknown_migration(loader):
    """A migration that is recorded for one of our apps, but is in no file."""
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    for app, name in sorted(set(loader.applied_migrations) - known):
        if app in loader.migrated_apps:
            return f"миграции {app}.{name} нет в коде"


def broken_order(loader):
    """A migration recorded before one that it depends on."""
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        return f"миграции применены не по порядку ({error})"


def table_made_twice(loader, tables):
    """A table that a migration is about to create is there already."""
    for key, migration in sorted(loader.disk_migrations.items()):
        if key in loader.applied_migrations or migration.replaces:
            continue
        for operation in migration.operations:
            if not isinstance(operation, CreateModel):
                continue
            table = operation.options.get("db_table") or f"{key[0]}_{operation.name_lower}"
            if table in tables:
                return f"таблица {table} уже есть, а миграция {key[0]}.{key[1]} не применена"


def missing_column(loader, tables):
    """All is applied, yet a table lacks what the model has: a migration was rewritten in place."""
    if set(loader.graph.nodes) - set(loader.applied_migrations):
        return None
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label not in loader.migrated_apps or not meta.can_migrate(connection):
            continue
        if meta.db_table not in tables:
            return f"нет таблицы {meta.db_table}"
        present = columns_of(meta.db_table)
        for field in meta.local_concrete_fields:
            if field.column not in present:
                return f"в таблице {meta.db_table} нет столбца {field.column}"


def columns_of(table):
    with connection.cursor() as cursor:
        return {row.name for row in connection.introspection.get_table_description(cursor, table)}
