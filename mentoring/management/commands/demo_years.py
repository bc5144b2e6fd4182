"""The demo of `make run`: last year up to the publication, this year at work."""

import datetime

from django.core.management.base import BaseCommand

from mentoring import demo
from mentoring.management.commands.demo import print_accounts
from registry.engine import access
from registry.models import Year

CODE = "ozono_chepetskaya"


class Command(BaseCommand):
    help = "Loads last year to «published» and this year to «working»; existing data are kept."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=datetime.date.fromisoformat, default=None, help="ГГГГ-ММ-ДД")

    def handle(self, *args, today, **options):
        if demo.has_real_people():
            self.stdout.write("В базе уже есть люди: демонстрация не загружается, данные оставлены как есть.")
            return
        if not demo.is_demo():
            today = today or access.today()
            last_year_ends = Year.around(today).starts - datetime.timedelta(days=1)
            demo.build(CODE, "published", last_year_ends, active=False)
            demo.build(CODE, "working", today)
            self.stdout.write("Демонстрация загружена: прошлый год до публикации, этот год в работе.")
        print_accounts(self.stdout.write)
