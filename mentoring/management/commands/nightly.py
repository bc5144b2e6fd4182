"""The night's work, once a day from cron or a systemd timer; a second run on the same day finds nothing to do."""

import datetime

from django.core.management.base import BaseCommand, CommandError

from registry import installation
from registry.engine import access, nightly


class Command(BaseCommand):
    help = "Letters, reminders and what has outlived its term; may run twice without harm."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=datetime.date.fromisoformat, default=None, help="ГГГГ-ММ-ДД")

    def handle(self, *args, today, **options):
        done = nightly.run(today or access.today())
        for one in done:
            self.stdout.write(f"{'НЕ СДЕЛАНО' if one.fault else 'сделано'}  {one.name}: {one.said}")
            if one.fault:
                self.stderr.write(one.fault)
        failed = [one.name for one in done if one.fault]
        if failed:
            raise CommandError(f"Не удалось: {', '.join(failed)}. Остальное сделано; причина выше.")
        installation.note(installation.NIGHTLY, f"дел: {len(done)}")
