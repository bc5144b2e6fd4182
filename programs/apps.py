"""Wires this floor into the contribution points of the ground floor."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Программы наставничества"

    def ready(self):
        from programs.contributions import contribute

        contribute()
