"""The top floor: home page, public site, demo year, commands."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = "Реестр наставничества"

    def ready(self):
        from mentoring.contributions import contribute

        contribute()


class AdminConfig(DjangoAdminConfig):
    default_site = "mentoring.admin_site.HouseAdminSite"
