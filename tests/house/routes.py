"""Every route of the URLconf, except the admin's own, with a way to fill its arguments from the demo."""

from django.urls import URLPattern, URLResolver, get_resolver

OUTSIDE = ("admin",)


def all_routes(resolver=None, namespace="") -> dict:
    """name with namespace → pattern."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            if entry.namespace not in OUTSIDE:
                found |= all_routes(entry, inner)
        elif isinstance(entry, URLPattern):
            found[":".join(part for part in (namespace, entry.name) if part)] = entry
    return found
