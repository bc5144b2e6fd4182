"""Everything into one file: rows, files, and the manifest that proves them."""

from django.core.management.base import BaseCommand, CommandError

from mentoring import archive
from registry.engine.errors import Refused


class Command(BaseCommand):
    help = "Writes a copy of the whole installation, files included, into FILE (only its owner may read it)."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args, file, **options):
        try:
            manifest = archive.backup(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"Готово: {file}. Таблиц {len(manifest['tables'])}, строк {rows}, файлов", ending=" ")
        self.stdout.write(f"{len(manifest['files'])}. Открытые сеансы в копию не входят: после неё входят заново.")
        if manifest["missing"]:
            raise CommandError(
                f"Копия сделана, но на диске нет файлов, на которые ссылается база: {len(manifest['missing'])}. "
                f"Первый: {manifest['missing'][0]}. Проверьте MEDIA_ROOT и диск."
            )
