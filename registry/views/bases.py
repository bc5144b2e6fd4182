"""The lists of the three bases: one pattern, each with its own columns and filters."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry import bases
from registry.engine import access, journal
from registry.engine import bases as outlooks
from registry.forms.bases import BaseFilter
from registry.views.base import check, page_of


def chosen(request, base):
    """(form, the cards that the address asks for, is there anybody at all)."""
    cards = bases.with_facts(base, base.cards().visible_to(request.user, request.today), request.today)
    form = BaseFilter(request.GET or None, base=base)
    return form, form.narrow(cards, request.today) if request.GET else cards, cards.exists()


@require_safe
def base_list(request, key):
    """Everybody in the base whom the filters of the address leave."""
    check(request, "registry.base_view")
    base, on = bases.BASES[key], request.today
    form, cards, anybody = chosen(request, base)
    page = page_of(request, cards)
    tell_about(page, on)
    for card in page:
        card.cells = [(title, cell(card, on)) for title, cell in base.columns]
    if page.object_list:
        journal.listed(request.user, f"открыта {base.title[0].lower()}{base.title[1:]}", [row.person for row in page])
    return render(request, "registry/base_list.html", {
        "base": base, "page_obj": page, "filter_form": form, "anybody": anybody,
        "may_add": base.is_mentors and access.may(request.user, "registry.mentor_edit"),
        "may_export": access.may(request.user, "registry.base_export"),
    })  # fmt: skip


def tell_about(cards, on):
    """What the higher floors know, on each card of the page."""
    told = outlooks.tell(list(cards), on) if cards else {}
    years = outlooks.rule("young_specialist.max_years")
    for card in cards:
        card.told, card.young_years = told.get(card.person_id, ""), years
