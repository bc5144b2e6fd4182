"""Another mentor, or a later end: one form, then the draft of the order."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs.actions import changes as actions
from programs.actions import orders
from programs.actions.petitions import fitting_ground
from programs.forms.changes import ExtensionForm, ReplacementForm
from programs.models import Order, Pair, PairChange, Petition
from programs.views.pairs import the_pair
from registry.once import once
from registry.views.base import attempt, check

FORMS = {"replacement": ReplacementForm, "extension": ExtensionForm}
TITLES = {"replacement": "Заменить наставника", "extension": "Продлить срок"}
ASIDES = {
    "replacement": "Прежний наставник останется в журнале встреч, которые провёл. План продолжит новый.\n\n"
    "Новый наставник и наставляемый ответят в листе согласования приказа.",
    "extension": "Новый срок начнёт действовать со дня приказа. Сроки строк плана поправит наставник.",
}


@once
def change_new(request, pk, kind):
    """What changes and why; the draft of the order comes at once."""
    pair = the_pair(request, pk)
    check(request, "programs.pair_propose")
    check(request, "programs.order_prepare")
    petition = _petition(request, pair) if kind == "replacement" else None
    form = FORMS[kind](
        request.POST or None, pair=pair, user=request.user, on=request.today, initial=_from_petition(petition, pair)
    )
    if request.method == "POST" and form.is_valid():
        change = attempt(form, lambda: actions.write_change(
            pair, kind, by=request.user, on=request.today, petition=petition, **form.cleaned_data
        ))  # fmt: skip
        if change:
            return redirect(_draft(request, pair, kind))
    return render(request, "form_page.html", {
        "title": TITLES[kind], "form": form, "lead": f"{pair}", "submit": "Подготовить приказ", "aside": ASIDES[kind],
        "back_url": pair.get_absolute_url(), "back_label": "К паре", "cancel_url": pair.get_absolute_url(),
    })  # fmt: skip


def _petition(request, pair) -> Petition | None:
    """The wish that the address names, or the one that was agreed to and waits for its order."""
    rows = Petition.objects.visible_to(request.user, request.today).filter(pair=pair)
    asked = request.GET.get("petition", "")
    if asked.isdecimal():
        return get_object_or_404(rows, pk=asked)
    used = PairChange.objects.filter(petition=OuterRef("pk"), dropped_on=None)
    return rows.filter(~Exists(used), status="accepted").first()


def _from_petition(petition, pair) -> dict:
    """Ground and paper; a mentee's petition is not named, for the former mentor reads the order."""
    if petition is None:
        return {}
    paper = petition.as_ground if petition.kind == "resignation" else ""
    return {"ground": fitting_ground(pair), "paper": paper}


def _draft(request, pair, kind) -> Order:
    """The open draft of this kind takes the line; else a new one is made."""
    draft = Order.objects.filter(programme=pair.programme, kind=kind, status=Order.Status.DRAFT).first()
    if draft:
        orders.add_ready_lines(draft, by=request.user, on=request.today)
        messages.success(request, "Строка добавлена в проект приказа, который уже готовился.")
        return draft
    messages.success(request, "Проект приказа готов. Прочитайте его и отправьте на согласование или директору.")
    return orders.draft_order(pair.programme, kind, by=request.user, on=request.today)


@require_POST
@once
def change_drop(request, pk):
    """The wish is taken back."""
    change = get_object_or_404(
        PairChange.objects.filter(pair__in=Pair.objects.visible_to(request.user, request.today)), pk=pk
    )
    check(request, "programs.pair_propose")
    actions.drop_change(change, by=request.user, on=request.today)
    messages.success(request, f"Снято: {change.get_kind_display()}.")
    return redirect(change.pair)
