"""What every page knows: the school, the person who looks, and where that person may go."""

from django.utils.functional import SimpleLazyObject

from mentoring.navigation import links_for
from mentoring.search import may_search
from registry import reading
from registry.engine import access
from registry.models import School


def house(request):
    """Asked once a request, however many templates are rendered for it."""
    if not hasattr(request, "_house"):
        request._house = _house(request)
    return request._house


def _house(request):
    user = getattr(request, "user", None)
    on = getattr(request, "today", None) or access.today()
    me = access.person_of(user) if user else None
    return {
        "school": School.get(),
        "me": me,
        "my_roles": access.roles(user, on) if user else frozenset(),
        "today": on,
        "to_child": SimpleLazyObject(lambda: reading.to_child(request)),
        "nav": links_for(request, on) if me else [],
        "may_search": bool(me) and may_search(user),
    }
