"""Wires this floor into the contribution points of the ground floor."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "Мониторинг"

    def ready(self):
        from monitoring.contributions import contribute

        contribute()
