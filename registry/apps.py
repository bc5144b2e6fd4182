"""Wires this floor into the contribution points of the ground floor."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Люди и согласия"

    def ready(self):
        from registry.contributions import contribute

        contribute()
