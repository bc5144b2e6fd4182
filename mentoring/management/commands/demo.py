"""Fill an empty database with a demo year of one regulation."""

import datetime

from django.core.management.base import BaseCommand, CommandError

from mentoring import demo
from registry.engine import access
from registry.regulations import PRESETS

CODES = sorted(path.stem for path in (PRESETS / "regulations").glob("*.toml"))


def print_accounts(write):
    write(f"Логины демонстрации (пароль у всех {demo.PASSWORD}):")
    for username, who in demo.ACCOUNTS.items():
        write(f"  {username:<14}{who}")


class Command(BaseCommand):
    help = "Fills an empty database with a demo year, by the real actions and with invented people."

    def add_arguments(self, parser):
        parser.add_argument("--regulation", required=True, choices=CODES)
        parser.add_argument("--until", required=True, choices=demo.MILESTONES)
        parser.add_argument("--today", type=datetime.date.fromisoformat, default=None, help="ГГГГ-ММ-ДД")

    def handle(self, *args, regulation, until, today, **options):
        if demo.has_real_people():
            raise CommandError(
                "В базе уже есть люди, и они не из демонстрации. Демонстрация загружается только в пустую базу."
            )
        if demo.is_demo():
            raise CommandError("Демонстрация уже загружена. Чтобы загрузить другую, начните с пустой базы.")
        demo.build(regulation, until, today or access.today())
        self.stdout.write(f"Демонстрация «{regulation}» загружена до состояния «{until}».")
        print_accounts(self.stdout.write)
