"""The first step of an empty installation: a one-time link for its director; later, a way back for a lost password."""

from django.core.management.base import BaseCommand, CommandError

from mentoring.reference import load_all
from registry.engine import access, factor, links
from registry.models import Appointment


class Command(BaseCommand):
    help = "Loads the reference data and prints a one-time link for the first director."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset-second-factor", action="store_true", help="for a director who lost the phone and the codes"
        )
        parser.add_argument("--new-password", action="store_true", help="a link for a director who lost the password")

    def handle(self, *args, new_password, reset_second_factor, **options):
        load_all(access.today())
        director = Appointment.objects.filter(role="director", ends__isnull=True, person__user__isnull=False).first()
        if reset_second_factor:
            return self._reset_second_factor(director)
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

    def _reset_second_factor(self, director):
        """The only way back for a director: whoever keeps the server stands before the person."""
        if director is None or not factor.is_on(director.person.user):
            raise CommandError("У директора второй шаг входа не включён: сбрасывать нечего.")
        factor.switch_off(director.person.user, by=None, verb="сброшен второй шаг входа (консоль)")
        self.stdout.write("Второй шаг входа сброшен. Директор войдёт по паролю и настроит его заново.")
