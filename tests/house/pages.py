"""The pages that the policy opens to a role, by their addresses and by what stands on them."""

from django.test import Client
from django.urls import reverse

from registry.models import User
from tests.house.policy import lines

SWITCHES = {"vision"}  # turns every later page into the version for the visually impaired


def addresses(world, role) -> list[str]:
    """What the role may open by GET, each address once; things made for it are made once for all roles."""
    found, kept = [], world.__dict__.setdefault("kept", {})
    for method, route, thing, expected in lines():
        if method == "GET" and route not in SWITCHES and expected.get(role, expected.get("rest")) == "ok":
            if thing not in kept:
                kept[thing] = world.arguments(route, thing)
            found.append(reverse(route, kwargs=kept[thing]))
    return list(dict.fromkeys(found))


def html_pages(world, role):
    """(address, text) of every page that the role may open; papers, tables and pieces of pages are left out."""
    client, files = Client(), world.__dict__.setdefault("files", set())
    client.force_login(User.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
    for address in addresses(world, role):
        if address in files:
            continue  # a file for one is a file for all, and takes a second to lay out
        answer = client.get(address, follow=True)
        if answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content:
            yield address, answer.content.decode()
        else:
            files.add(address)
