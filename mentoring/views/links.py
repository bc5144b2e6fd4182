"""Personal links: /l/<token>/ leads through the door of the link's purpose."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from registry.engine import links
from registry.reading import is_child


@login_not_required
@never_cache
def open_link(request, token):
    """Unknown: a helpful 404. Closed: why and what to do. Open: the page of the deed."""
    link = links.find(token)
    door = links.door.get(link.purpose) if link else None
    if door is None:
        response = render(request, "public/link_unknown.html", status=404)
    elif why := links.why_closed(link):
        response = render(request, "accounts/link_closed.html", {
            "link": link, "why": why, "to_child": is_child(link.person, request.today),
        }, status=410)  # fmt: skip
    else:
        response = door(request, link, token)
    return _secret(response)


def _secret(response):
    """The address is a key: no copy stays on the way, and no other page learns it.

    The policy is «origin» and not «none», because with the latter browsers send the form of the page
    with `Origin: null`, and the protection of forms would refuse it.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
