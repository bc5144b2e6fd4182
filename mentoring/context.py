"""What every page knows: the school and the person who looks."""

from registry.engine import access
from registry.models import School


def house(request):
    user = getattr(request, "user", None)
    return {
        "school": School.get(),
        "me": access.person_of(user) if user else None,
        "my_roles": access.roles(user) if user else frozenset(),
        "today": getattr(request, "today", None) or access.today(),
    }
