"""The first step of an empty installation: a one-time link for its director."""

from django.core.management.base import BaseCommand, CommandError

from mentoring.reference import load_all
from registry.engine import access, links
from registry.models import Appointment


class Command(BaseCommand):
    help = "Loads the reference data and prints a one-time link for the first director."

    def handle(self, *args, **options):
        load_all(access.today())
        if Appointment.objects.filter(role="director", person__user__isnull=False).exists():
            raise CommandError(
                "Директор уже есть и может войти. "
                "Потерянный вход восстанавливает куратор: карточка человека, «Новый пароль»."
            )
        _, token = links.create("first_director", target="", days=3)
        self.stdout.write("Откройте эту ссылку в браузере (действует 3 дня, один раз):")
        self.stdout.write(links.address(token))
