"""The card file for reference data and the repair hatch; open to curator and director, nothing is deleted here."""

from django.contrib import admin

from registry.engine import access


class HouseAdminSite(admin.AdminSite):
    site_header = "Реестр наставничества: справочники"
    site_title = "Реестр наставничества"
    index_title = "Справочники"
    enable_nav_sidebar = True

    def has_permission(self, request):
        return request.user.is_active and access.has_role(request.user, "curator", "director")
