"""The public site: without a login, without scripts, and as far as the consents go at this very request."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mentoring import public_site as site
from mentoring.forms import MentorSearch
from programs.actions.publication import public_card, public_cards, public_mentors
from registry.views.base import page_of


@login_not_required
def home(request):
    """What mentoring is in this school, and how to take part."""
    return render(
        request, "public/home.html", {"figures": site.figures(request.today), "forms": site.forms_of_the_year()}
    )


@login_not_required
@never_cache
def mentor_list(request):
    """The register's public half. Only what is shown is searched, so that nothing hidden can be guessed."""
    cards = public_cards(request.today)
    form = MentorSearch(request.GET, topics=site.shown_topics(cards))
    found = form.narrow(cards)
    return render(
        request,
        "public/mentor_list.html",
        {"filter_form": form, "total": len(cards), "found": len(found), "page_obj": page_of(request, found, 24)},
    )


@login_not_required
@never_cache
def mentor_page(request, slug):
    """Exactly the public card and nothing else; the template never sees the mentor."""
    mentor = public_mentors(request.today).filter(slug=slug).first()
    card = public_card(mentor, request.today) if mentor else {}
    if not card:
        raise Http404("Страница снята или её не было.")
    return render(
        request, "public/mentor_page.html", {"card": card, "facts": site.facts_of(card), "topics": site.topics_of(card)}
    )


@login_not_required
def privacy(request):
    """Политика обработки персональных данных (ч. 2 ст. 18.1 152-ФЗ), from the table that the gate itself reads."""
    return render(request, "public/privacy.html", site.policy(request.today))


@login_not_required
def robots(request):
    """Machines read the public pages and nothing behind the login."""
    closed = ["cabinet", "registry", "programs", "monitoring", "files", "accounts", "admin", "l", "join", "verify"]
    lines = ["User-agent: *", *(f"Disallow: /{path}/" for path in closed), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
