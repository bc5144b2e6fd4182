"""The public site: without a login, without scripts, and as far as the consents go at this very request."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from mentoring import public_site as site
from mentoring.forms import MentorSearch
from programs.actions.publication import facts_of, public_cards, public_page, topics_of
from registry.engine import uploads
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
    """Exactly the public card and nothing else; the template never sees the person."""
    page = shown(request, slug)
    here = {"slug": slug}
    photo = reverse("public:mentor_photo", kwargs={**here, "name": page.photo}) if page.photo else ""
    documents = [
        (row.title, reverse("public:mentor_document", kwargs={**here, "name": row.name})) for row in page.documents
    ]
    return render(request, "public/mentor_page.html", {
        "card": page.card, "facts": facts_of(page.card), "topics": topics_of(page.card), "photo": photo,
        "documents": documents,
    })  # fmt: skip


def shown(request, slug):
    """The page as the consents of this very request leave it."""
    page = public_page(slug, request.today)
    if page is None:
        raise Http404("Страница снята или её не было.")
    return page


@login_not_required
@never_cache
def mentor_photo(request, slug, name):
    """The photograph under its random name; without both consents the address answers 404 at once."""
    page = shown(request, slug)
    if not page.photo or page.photo != name:
        raise Http404("Фотографии нет.")
    return _bytes(page.person.portfolio.photo)


@login_not_required
@never_cache
def mentor_document(request, slug, name):
    """A document of the portfolio that the consent opens."""
    found = next((row for row in shown(request, slug).documents if row.name == name), None)
    if found is None:
        raise Http404("Документа нет.")
    return _bytes(found.file)


def _bytes(file):
    """The file without its name, never kept by anybody on the way."""
    if not file.path.exists():
        raise Http404("the file is not on the disk")
    name = f"portfolio{uploads.SUFFIX.get(file.media_type, '')}"
    response = FileResponse(file.path.open("rb"), content_type=file.media_type, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, noimageindex"
    return response


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
