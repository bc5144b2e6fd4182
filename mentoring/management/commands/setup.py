"""The first step of an empty installation: a one-time link for its director; later, a way back for a lost password."""

from django.core.management.base import BaseCommand, CommandError

from mentoring.reference import load_all
from registry.engine import access, links
from registry.models import Appointment


class Command(BaseCommand):
    help = "Loads the reference data and prints a one-time link for the first director."

    def add_arguments(self, parser):
        parser.add_argument("--new-password", action="store_true", help="a link for a director who lost the password")

    def handle(self, *args, new_password, **options):
        load_all(access.today())
        director = Appointment.objects.filter(role="director", ends__isnull=True, person__user__isnull=False).first()
        if new_password:
            if director is None:
                raise CommandError("Директора со входом ещё нет: запустите команду без --new-password.")
            _, token = links.create("password", person=director.person, days=3)
        elif director:
            raise CommandError("Директор уже есть и может войти. Забыт пароль — добавьте --new-password.")
        else:
            _, token = links.create("first_director", target="", days=3)
        self.stdout.write("Откройте эту ссылку в браузере (действует 3 дня, один раз):")
        self.stdout.write(links.address(token))
