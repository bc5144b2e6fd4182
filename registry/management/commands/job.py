"""Runs one long work; started by registry/engine/jobs.py as a child process."""

from django.core.management.base import BaseCommand

from registry.engine import jobs


class Command(BaseCommand):
    help = "Выполняет долгую работу с этим номером."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("pk", type=int)

    def handle(self, *args, pk, **options):
        if not jobs.run(pk):
            self.stdout.write(f"{pk}: делать нечего")
