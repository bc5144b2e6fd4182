"""Past orders whose list waits nowhere: a release, an appointment, awards, what became of an earlier order."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from programs.actions import order_changes
from programs.actions import orders as drafting
from programs.actions import past_orders as actions
from programs.forms import past_orders as forms
from programs.orders import kinds, undoing
from programs.orders.corrections import order_now
from programs.views.order_papers import ASIDE, the_programme
from programs.views.order_subjects import the_order
from registry.engine import journal
from registry.once import once
from registry.views.base import attempt, check


def _sent(request):
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _title(kind: str) -> dict:
    """The heading as the school words it, or as the kind is called where the wording wants words of a draft."""
    title = drafting.wordings().get(kind=kind).title
    return {"title": kinds.KINDS[kind].title if "{" in title else title}


def _listed(request, code, kind, form_class, formset_class, deed, *, user=True, **words):
    """The paper once, and whom it names row by row; `deed` makes the order of (programme, form, rows, the paper)."""
    check(request, "programs.order_enter")
    programme, sent = the_programme(request, code), _sent(request)
    form = form_class(*sent, initial=_title(kind))
    told = {"user": request.user} if user else {"programme": programme}
    rows = formset_class(sent[0], form_kwargs={**told, "on": request.today})
    if request.method == "POST" and form.is_valid() & rows.is_valid():
        paper = {**form.paper(), "scan": form.cleaned_data["file"]}
        order = attempt(form, lambda: deed(programme, form, rows, paper))
        if order:
            messages.success(request, f"Приказ {order.name} внесён с бумаги и подействовал.")
            return redirect(order)
    return render(request, "programs/order_past.html", {
        "form": form, "formset": rows, "lead": f"«{kinds.KINDS[kind].title}», {programme}", "first": forms.FIRST + 1,
        "aside": ASIDE, **words,
    })  # fmt: skip


@once
def release_enter(request, code):
    """A release for an event: who and when is told here."""
    return _listed(
        request, code, "release", forms.PaperReleaseForm, forms.Released,
        lambda programme, form, rows, paper: actions.enter_release(
            programme, forms.released(rows), by=request.user, on=request.today, paper=paper, **form.told()
        ),
        rows_title="Кого назвал приказ", row_title="Человек", more="Людей больше: ещё строки",
    )  # fmt: skip


@once
def assignment_enter(request, code):
    """Who was made curator, deputy or secretary, from when and, if it is over, until when."""
    return _listed(
        request, code, "curator", forms.PaperAssignmentForm, forms.Assigned,
        lambda programme, form, rows, paper: actions.enter_assignments(
            programme, forms.assigned(rows), by=request.user, on=request.today, paper=paper
        ),
        rows_title="Кого назначил приказ", row_title="Человек", more="Людей больше: ещё строки",
        aside=f"{ASIDE}\n\nЕсли человек уже отмечен в этой роли, приказ станет основанием его назначения. Прежний "
        "куратор закончит накануне.",
    )  # fmt: skip


@once
def proposal_enter(request, code):
    """Who was thanked; sheets with the number may be printed afterwards."""
    check(request, "programs.order_enter")
    people = forms.ThankedForm(programme=the_programme(request, code), on=request.today).fields["people"].queryset
    journal.listed(request.user, "открыт список для поощрения", people)
    return _listed(
        request, code, "awards", forms.PaperAwardsForm, forms.Thanked,
        lambda programme, form, rows, paper: actions.enter_awards(
            programme, forms.thanked(rows), by=request.user, on=request.today, paper=paper
        ),
        user=False, first=2, rows_title="Кого поощрил приказ", row_title="Поощрение",
        more="Поощряли и за другое или иначе: ещё строки",
    )  # fmt: skip


@once
def order_cancel_enter(request, pk):
    """Another order cancelled this one with a pen; what stands on it is told before anything is typed."""
    order = _target(request, pk)
    gaps = list(undoing.stands_on(order, request.today))
    if gaps:
        return render(request, "programs/order_stands.html", {"order": order, "gaps": gaps})
    form = forms.PaperChangeForm(*_sent(request), initial=_title("cancellation"))
    return _corrected(
        request, order, "cancellation", form, lambda: {}, template="programs/order_cancel.html",
        title="Приказ об отмене, подписанный на бумаге", says=undoing.says(order), names=undoing.names(order),
        since="Когда приказ внесён,",
    )  # fmt: skip


@once
def order_amend_enter(request, pk):
    """Another order gave this one other words with a pen; of one that lies here as a scan alone, the fact is kept."""
    order = _target(request, pk)
    found = [order_changes.sentence(order, one) for one in order_changes.outdated(order)]
    form = forms.PaperAmendmentForm(
        *_sent(request), points=[row["text"] for row in order_now(order)], differences=[(one, one) for one in found],
        initial=_title("amendment"),
    )  # fmt: skip
    return _corrected(
        request, order, "amendment", form,
        lambda: {"points": form.changed(), "settled": form.cleaned_data.get("settled", [])},
        title="Приказ об изменениях, подписанный на бумаге",
        aside=f"{ASIDE}\n\nПоправьте текст тех пунктов, которые он изменил: на странице прежнего приказа они будут "
        "читаться по-новому.",
    )  # fmt: skip


def _target(request, pk):
    """The earlier order, which holds today."""
    order = the_order(request, pk)
    check(request, "programs.order_enter")
    if not order.is_in_force:
        raise Http404("order is not in force")
    return order


def _corrected(request, order, kind, form, more, template="form_page.html", **words):
    """One form about one earlier order; `more` gives the action what the kind adds."""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.enter_correction(
            order, kind, by=request.user, on=request.today, reason=data["reason"],
            paper={**form.paper(), "scan": data["file"]}, **more(),
        ))  # fmt: skip
        if done:
            messages.success(request, f"Приказ {done.name} внесён с бумаги и подействовал.")
            return redirect(done)
    page = order.get_absolute_url()
    return render(request, template, {
        "form": form, "submit": "Внести приказ", "lead": f"{order} «{order.title}»", "aside": ASIDE, "back_url": page,
        "back_label": "К приказу", "cancel_url": page, **words,
    })  # fmt: skip
