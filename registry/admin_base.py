"""The manners of the card file: nothing is deleted, nothing in bulk, each change leaves a line in the journal."""

from django.contrib import admin

from registry.engine import access, journal


def is_office(request) -> bool:
    """Curator and director may look."""
    return access.has_role(request.user, "curator", "director")


def may_change(request) -> bool:
    """Reference data is the curator's work."""
    return access.may(request.user, "registry.regulation_edit")


class HouseModelAdmin(admin.ModelAdmin):
    """View for the office, change for the curator. `may_add` says whether a new row makes sense."""

    actions = None
    list_per_page = 50
    may_add = False

    def has_module_permission(self, request):
        return is_office(request)

    def has_view_permission(self, request, obj=None):
        return is_office(request)

    def has_change_permission(self, request, obj=None):
        return may_change(request)

    def has_add_permission(self, request):
        return self.may_add and may_change(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_related(self, request, form, formsets, change):
        """After the rows inside: the journal line stands for the whole page."""
        super().save_related(request, form, formsets, change)
        changed = [str(name) for name in form.changed_data]
        changed += [str(one.model._meta.verbose_name_plural) for one in formsets or () if one.has_changed()]
        verb = "изменён справочник" if change else "дополнен справочник"
        journal.write(request.user, verb, form.instance, fields=", ".join(changed))


class HouseInline(admin.StackedInline):
    """Rows of a document, one under another."""

    extra = 0
    may_add = False

    def has_view_permission(self, request, obj=None):
        return is_office(request)

    def has_change_permission(self, request, obj=None):
        return may_change(request)

    def has_add_permission(self, request, obj=None):
        return self.may_add and may_change(request)

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(HouseModelAdmin):
    """To look something up; changed on its own pages only."""

    def has_change_permission(self, request, obj=None):
        return False
