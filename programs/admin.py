"""The card file of the programmes: reference data only. Requests, orders and pairs have their own pages."""

from django.contrib import admin

from programs.admin_papers import PaperWordingAdmin
from programs.models import Criterion, OrderWording, PaperWording
from registry.admin_base import HouseModelAdmin

admin.site.register(PaperWording, PaperWordingAdmin)


@admin.register(Criterion)
class CriterionAdmin(HouseModelAdmin):
    """A criterion that was used is retired, not deleted: sheets keep their marks."""

    list_display = ["title", "form_code", "position", "is_retired"]
    list_filter = ["form_code", "is_retired"]
    search_fields = ["title"]
    may_add = True

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(OrderWording)
class OrderWordingAdmin(HouseModelAdmin):
    """One wording a kind of order; issued papers keep what they said."""

    list_display = ["title", "kind", "suffix"]
    fields = ["title", "preamble", "acts", "points", "suffix"]
