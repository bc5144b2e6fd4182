"""Load the reference data that is not there yet: regulations, texts, typical plans, criteria, parameters."""

from django.core.management.base import BaseCommand

from mentoring.reference import load_all
from registry.engine import access


class Command(BaseCommand):
    help = "Loads reference data from presets; never changes what is already there."

    def handle(self, *args, **options):
        load_all(access.today())
        self.stdout.write("Справочники загружены.")
