"""The register of mentors, and each mentor's page on the site: what it shows and why the rest is closed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs.actions import contests, portfolio
from programs.actions import publication as actions
from programs.forms.selection import RegisterFilter
from programs.models import Portfolio, PortfolioDocument, Publication, RegisterEntry
from programs.views.portfolio import beforehand
from registry.engine import access, journal, workflow
from registry.models import Mentor
from registry.naming import naming
from registry.once import once
from registry.text import count
from registry.views.base import carry_out, check, page_of

VERBS = {
    "publish": lambda row, *, by, on: actions.publish(row.mentor, by=by, on=on),
    "withdraw": lambda row, *, by, on: actions.unpublish(row.mentor, by=by, on=on),
}


def register_list(request):
    """Who is in the register today; of a chosen year, everybody who was."""
    check(request, "programs.register_view")
    form = RegisterFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = RegisterEntry.objects.filter(programme__year=chosen["year"]) if chosen.get("year") else (
        RegisterEntry.objects.active(request.today)
    )  # fmt: skip
    if chosen.get("programme"):
        rows = rows.of(chosen["programme"])
    rows = naming(rows, chosen.get("q"), "mentor__person")
    rows = rows.filter(mentor__in=Mentor.objects.visible_to(request.user, request.today).values("pk"))
    rows = rows.select_related("mentor__person", "mentor__publication", "programme__year", "line__order")
    page = page_of(request, rows.order_by("mentor__person__name_key", "pk"))
    may_publish = access.may(request.user, "programs.publication_edit")
    if may_publish:
        actions.tell_what_is_allowed([entry.mentor for entry in page], request.today)
    return render(request, "programs/register_list.html", {
        "filter_form": form,
        "page_obj": page,
        "found": count(rows.count(), "наставник", "наставника", "наставников"),
        "may_publish": may_publish,
        "chosen_year": chosen.get("year"),
    })  # fmt: skip


def the_publication(request, pk):
    """The page's row of a visible mentor; not saved before somebody acts."""
    mentor = get_object_or_404(Mentor.objects.visible_to(request.user, request.today).select_related("person"), pk=pk)
    check(request, "programs.publication_edit")
    return Publication.objects.filter(mentor=mentor).first() or Publication(mentor=mentor)


def waiting(person):
    """The photograph and the documents that the curator has still to look at, as (title, file)."""
    row = Portfolio.objects.filter(person=person).select_related("photo").first()
    if row is None:
        return []
    photo = [PortfolioDocument(title="Фотография", file=row.photo)] if row.photo and not row.photo_checked_on else []
    return photo + list(row.documents.filter(checked_on__isnull=True).select_related("file"))


def publication_detail(request, pk):
    publication = the_publication(request, pk)
    mentor, on = publication.mentor, request.today
    journal.opened(request.user, mentor.person, mentor, on)
    preview = actions.preview(mentor, on)
    entries = RegisterEntry.objects.active(on).filter(mentor=mentor)
    return render(request, "programs/publication_detail.html", {
        "publication": publication,
        "mentor": mentor,
        "track": workflow.track(publication),
        "moves": workflow.open_to(request.user, publication, on),
        "shown": [row for row in preview if row.is_shown],
        "closed": [row for row in preview if not row.is_shown],
        **beforehand(mentor.person, on),
        "unseen": portfolio.unseen(mentor.person, on),
        "waiting_contests": contests.achievements_of(mentor.person, contests.unseen_of(mentor.person, on)),
        "waiting_files": [(one.title, one.file.get_absolute_url()) for one in waiting(mentor.person)],
        "consent": actions.publication_consent(mentor, on),
        "entries": entries.select_related("programme__year", "line__order"),
        "is_open": publication.status == Publication.Status.PUBLISHED and bool(actions.public_card(mentor, on)),
    })  # fmt: skip


@require_POST
@once
def publication_seen(request, pk):
    """The curator has looked at the new photograph and documents of a page."""
    publication = the_publication(request, pk)
    portfolio.look_through(publication.mentor.person, by=request.user, on=request.today)
    messages.success(request, "Проверено: новое показывается, насколько разрешают согласия.")
    return redirect(publication)


@require_POST
@once
def publication_move(request, pk, name):
    return carry_out(request, the_publication(request, pk), name, VERBS)
