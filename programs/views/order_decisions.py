"""The director's table: what waits, the very paper beside the data, one decision or several, a stack for the pen."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs.actions import deciding, order_numbers, stacks
from programs.actions import orders as actions
from programs.forms.orders import ApproveForm, BatchForm
from programs.models import Order
from programs.orders import kinds
from programs.papers import order as order_paper
from programs.papers import order_sheets
from programs.views.orders import approve_form, gaps_for, open_ways, show, visible, way_of_signing
from registry.answers import file_answer
from registry.engine import access, journal, papers
from registry.engine.errors import Refused
from registry.models import Job
from registry.once import once
from registry.text import count
from registry.views.base import attempt, carry_out, check, page_of
from registry.views.jobs import own_job

VERBS = {"send_for_agreement": actions.send_for_agreement}


def waiting_orders(request):
    """Submitted ones, in the order in which they came."""
    rows = Order.objects.visible_to(request.user, request.today).filter(status=Order.Status.SUBMITTED)
    rows = rows.select_related("programme__year", "prepared_by").annotate(size=Count("lines"))
    return rows.order_by("drafted_on", "pk")


@require_safe
def order_waiting(request):
    """Everything that waits for the director; one of it lies open."""
    check(request, "programs.order_decide")
    return _table(request)


def _table(request, chosen=None, **forms):
    """The list with its ticks, and the chosen order as paper and as data; one paper whatever the number of orders."""
    rows = waiting_orders(request)
    page = page_of(request, rows)
    mine = access.person_of(request.user)
    chosen = chosen or _asked_for(request, rows) or _first(page, mine)
    return render(request, "programs/order_waiting.html", {
        "page_obj": page, "found": count(rows.count(), "приказ ждёт", "приказа ждут", "приказов ждут"), "me": mine,
        "kind_titles": {kind.code: kind.title for kind in kinds.KINDS.values()},
        "all_ticked": "all" in request.GET, "order": chosen, **(_open(request, chosen) if chosen else {}),
        "batch_form": _batch_form(request, rows),
        **forms,
    })  # fmt: skip


def _batch_form(request, rows, data=None):
    """A first number for each journal in which something waits, and one date."""
    suffixes = order_numbers.suffixes()
    found = sorted({suffixes[kind] for kind in rows.values_list("kind", flat=True)})
    numbers = order_numbers.proposed(request.today.year, found)
    return BatchForm(data, numbers=numbers, on=request.today, auto_id="batch_%s")


def _asked_for(request, rows):
    pk = request.GET.get("order", "")
    return rows.filter(pk=pk).first() if pk.isdecimal() else None


def _first(page, mine):
    """The first that this person may sign, else the first of all."""
    rows = list(page)
    return next((row for row in rows if row.prepared_by_id != mine.pk), rows[0] if rows else None)


def _open(request, order):
    """The paper beside the data."""
    spec, seen = kinds.of(order), kinds.read_with_lines(order)
    journal.listed(request.user, "открыт приказ", spec.named(seen))
    return {
        "kind": spec,
        "article": papers.article(order_paper.TEMPLATE, order_paper.context(order)),
        "lines": kinds.deeds(seen),
        "ground": actions.latest_ground(order),
        "gaps": gaps_for(request, order),
        "own_draft": order.prepared_by_id == access.person_of(request.user).pk,
        "approve_form": approve_form(request, order),
        **way_of_signing(order),
    }


@require_POST
@once
def order_approve(request, pk):
    """The signature; from the director's table the way goes on to the next order."""
    order = visible(request, pk)
    if order.prepared_by == access.person_of(request.user) and access.may(request.user, "programs.order_decide"):
        messages.error(request, deciding.OWN.text)
        return redirect(order)
    check(request, "programs.order_approve", order)
    form = ApproveForm(request.POST)
    from_table = "table" in request.POST
    done = form.is_valid() and attempt(
        form, lambda: deciding.approve_one(order, by=request.user, on=request.today, **form.cleaned_data)
    )
    if isinstance(done, Job):
        return redirect(done)
    if done:
        messages.success(request, f"Приказ {done.name} утверждён и вступил в действие.")
        return redirect("programs:order_waiting" if from_table else order)
    order.refresh_from_db()
    if from_table and order.status == Order.Status.SUBMITTED:
        return _table(request, chosen=order, approve_form=form)
    return show(request, order, approve_form=form)


@require_POST
@once
def order_move(request, pk, name):
    answer = carry_out(request, visible(request, pk), name, VERBS)
    return redirect("programs:order_waiting") if "table" in request.POST else answer


@require_POST
@once
def order_batch(request):
    """Several at once: a long work, each order in its own transaction."""
    check(request, "programs.order_decide")
    form, chosen = _batch_form(request, waiting_orders(request), request.POST), _ticked(request)
    job = form.is_valid() and attempt(form, lambda: deciding.approve_several(
        chosen, by=request.user, first=form.first(), date=form.cleaned_data["date"]
    ))  # fmt: skip
    return redirect(job) if job else _table(request, batch_form=form, ticked={row.pk for row in chosen})


def _ticked(request) -> list:
    """The chosen orders in the order of the table."""
    ids = {int(pk) for pk in request.POST.getlist("orders") if pk.isdecimal()}
    return [row for row in waiting_orders(request) if row.pk in ids]


@require_safe
def order_outcome(request, pk):
    """What became of each order that was decided together; what was not signed says why as of now."""
    check(request, "programs.order_decide")
    jobs = Job.objects.visible_to(request.user, request.today).filter(kind__in=deciding.JOBS)
    job = get_object_or_404(jobs, pk=pk)
    orders = Order.objects.visible_to(request.user, request.today).select_related("programme", "paper__file")
    found = {row.pk: row for row in orders.filter(pk__in=job.payload["orders"])}
    rows = [found[pk] for pk in job.payload["orders"] if pk in found]
    why = [open_ways(request, row, deciding.why_not(row, job, by=request.user, on=request.today)) for row in rows]
    return render(request, "programs/order_outcome.html", {
        "job": job, "signed": sum(1 for row in rows if row.number), "rows": list(zip(rows, why, strict=True)),
    })  # fmt: skip


@require_POST
def order_stack(request):
    """One file of what was ticked, else of all that waits, with empty places for number and date.

    A few short drafts come at once and are kept nowhere; more are a long work. Printing uses up no form: the page it
    was asked from stays open, and its form may still sign what was printed or print other drafts.
    """
    check(request, "programs.order_list")
    orders = _ticked(request) or list(waiting_orders(request))
    if not orders:
        raise Refused("Печатать нечего: ни один приказ не ждёт подписи.")
    if stacks.is_long(orders):
        return redirect(stacks.start(orders, by=request.user))
    journal.listed(request.user, "напечатаны проекты приказов на подпись", stacks.named_in(orders))
    return _stack(request, order_sheets.stack(orders))


def _stack(request, data: bytes):
    return file_answer(data, f"Приказы на подпись {request.today:%d.%m.%Y}.pdf")


@require_safe
def order_stack_ready(request, pk):
    """The file is there, and what to do with the signed sheets."""
    job = own_job(request, stacks.JOB, pk)
    check(request, "programs.order_list")
    if not job.finished_at:
        return redirect(job)
    return render(request, "programs/order_stack.html", {
        "job": job, "is_there": stacks.FILES.path_of(job).exists(), "gone": stacks.FILES.gone,
        "orders": stacks.orders_of(job),
        "decides": access.may(request.user, "programs.order_decide"),
    })  # fmt: skip


@require_safe
def order_stack_file(request, pk):
    job = own_job(request, stacks.JOB, pk)
    check(request, "programs.order_list")
    data = stacks.FILES.ready(job).read_bytes()
    journal.listed(request.user, "открыта стопка приказов на подпись", stacks.named_in(stacks.orders_of(job)))
    return _stack(request, data)
