"""An empty database and an empty MEDIA_ROOT filled from a copy; nothing is written before the copy is proved."""

from django.core.management.base import BaseCommand, CommandError

from mentoring import archive
from registry.engine.errors import Refused


class Command(BaseCommand):
    help = "Restores FILE into an empty database of either engine; equal rows and hashes, or nothing at all."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--ledger", metavar="FILE", help="ledger/erasures.jsonl saved from the former MEDIA_ROOT")

    def handle(self, *args, file, ledger=None, **options):
        try:
            manifest, again = archive.restore(file, ledger)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"Восстановлено: таблиц {len(manifest['tables'])}, строк {rows}, файлов", ending=" ")
        self.stdout.write(f"{len(manifest['files'])}. Контрольные суммы совпали. Все входят заново.")
        if again:
            self.stdout.write(f"Данные, уничтоженные после этой копии, уничтожены снова: {', '.join(again)}.")
        if manifest.get("missing"):
            self.stdout.write(f"Уже при копировании не было файлов: {len(manifest['missing'])}.")
