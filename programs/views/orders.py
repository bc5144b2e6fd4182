"""Pages of orders: the list, a new draft, the director's page, and the deeds on it."""

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import deciding, order_changes, order_numbers
from programs.actions import orders as actions
from programs.forms.orders import AnswerForm, ApproveForm, OrderFilter, OrderForm, SignedForm
from programs.models import Acquaintance, Order, OrderLine, Programme
from programs.orders import kinds
from programs.papers import order as order_paper
from programs.views.order_subjects import standing
from registry import reading
from registry.answers import pdf_answer
from registry.engine import access, journal, papers, workflow
from registry.engine.errors import Gap, folded
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of


def visible(request, pk):
    """The order, if it exists for this person; else 404."""
    orders = Order.objects.visible_to(request.user, request.today)
    return get_object_or_404(
        orders.select_related("programme__year", "prepared_by", "approved_by", "paper__file"), pk=pk
    )


def order_list(request):
    check(request, "programs.order_list")
    orders = Order.objects.visible_to(request.user, request.today).select_related("programme__year")
    orders = orders.annotate(
        size=tally(OrderLine.objects.filter(order=OuterRef("pk"))),
        unread=tally(Acquaintance.objects.filter(order=OuterRef("pk"), read_on=None, person__erased_at=None)),
    )
    form = OrderFilter(request.GET or None)
    found = form.apply(orders)
    decides = access.may(request.user, "programs.order_decide")
    return render(request, "programs/order_list.html", {
        "filter_form": form,
        "page_obj": page_of(request, found),
        "found": count(found.count(), "приказ", "приказа", "приказов"),
        "waiting": orders.filter(status=Order.Status.SUBMITTED).count(), "decides": decides,
        "journals": order_numbers.gaps(),
        "kind_titles": {kind.code: kind.title for kind in kinds.KINDS.values()},
        "may_prepare": access.may(request.user, "programs.order_prepare"),
        "has_programmes": Programme.objects.exists(),
    })  # fmt: skip


def tally(rows):
    """How many rows of the subquery, without joining them."""
    number = rows.order_by().values("order").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0, output_field=IntegerField())


@once
def order_new(request):
    """Every current programme with every kind: how many lines wait, or what comes first."""
    check(request, "programs.order_prepare")
    programmes = (
        Programme.objects.visible_to(request.user, request.today).current().select_related("year", "regulation")
    )
    if request.method == "POST":
        programme = get_object_or_404(programmes, code=request.POST.get("programme"))
        kind = request.POST.get("kind", "")
        get_object_or_404(actions.wordings(), kind=kind)
        order = actions.draft_order(programme, kind, by=request.user, on=request.today)
        messages.success(request, "Проект приказа готов. Прочитайте его и передайте дальше.")
        return redirect(order)
    if request.GET.get("programme"):
        programmes = programmes.filter(code=request.GET["programme"])
    sections = [
        (programme, [_offer(programme, kind, request.today) for kind in kinds.KINDS.values()])
        for programme in programmes
    ]
    return render(request, "programs/order_new.html", {"sections": sections})


def _offer(programme, kind, on):
    """What a draft of this kind would hold now."""
    waiting = len(kind.gather(programme, on))
    drafts = Order.objects.filter(programme=programme, kind=kind.code, status__in=["draft", "agreeing", "submitted"])
    return {
        "kind": kind,
        "waiting": waiting,
        "gap": None if waiting else kind.comes_first(),
        "drafts": drafts,
        "from_paper": reverse("programs:order_enter", args=[programme.code, kind.code])
        if waiting or kind.told_on_paper or kind.gather_past(programme, on) else "",
    }  # fmt: skip


def order_detail(request, pk):
    return show(request, visible(request, pk))


def show(request, order, **forms):
    """The paper beside the data; `forms` are those that came back with something to mend."""
    spec, office = kinds.of(order), access.has_role(request.user, "curator", "director", on=request.today)
    said = {**order.paper.said, "code": order.paper.code} if order.paper_id else order_paper.context(order)
    keeps_sheets = office or access.may(request.user, "programs.order_read_on_paper")
    seen = kinds.read_with_lines(order)
    mine = access.person_of(request.user)
    journal.listed(request.user, "открыт приказ", spec.named(seen))
    return render(request, "programs/order_detail.html", {
        "order": order,
        "kind": spec,
        "said": said,
        "article": _article(order, said, office),
        "from_paper": [list(zip([one["title"] for one in said["columns"]], row, strict=False)) for row in said["rows"]],
        "track": _track(order, spec),
        "moves": _moves(request, order, spec),
        "office": office,
        "lines": kinds.deeds(seen),
        "approvals": list(order.approvals.select_related("person")) if office else [],
        "steps": list(order.steps.select_related("person")) if office else [],
        "my_approval": order.approvals.filter(person=mine, answer="").first() if order.status == "agreeing" else None,
        "my_acquaintance": order.acquaintances.filter(person=mine).first(),
        **(_sheet_part(request, order) if keeps_sheets else {}),
        **(_office_part(request, order, spec) if office else {}),
        **standing(request, order, office),
        "answer_form": AnswerForm(to_child=reading.to_child(request)),
        **forms,
    })  # fmt: skip


def _track(order, spec):
    """What was signed with a pen did not go the ordinary way here; where nobody is asked there is no sheet."""
    way = workflow.track(order)
    if order.source == "paper":
        return [("подписан на бумаге", "done"), way[-1]]
    asked = order.status == Order.Status.AGREEING or spec.signatories(order)
    return way if asked else [step for step in way if step[0] != Order.Status.AGREEING.label]


def _article(order, said, office):
    """The paper; an order entered from paper has its text on the scan alone."""
    if order.source == "paper":
        return ""
    return papers.article(order_paper.TEMPLATE, {**said, "without_sheets": not office})


def _sheet_part(request, order):
    """Who has read the order and who has not; marks from paper; the signed original."""
    rows = list(order.acquaintances.select_related("person"))
    unread = [row for row in rows if row.read_on is None and not row.person.erased_at] if order.is_in_force else []
    may_mark = access.may(request.user, "programs.order_read_on_paper", order)
    return {
        "acquaintances": [(row, row.is_overdue(request.today)) for row in rows],
        "unread": len(unread), "overdue": sum(row.is_overdue(request.today) for row in unread),
        "acquainted_form": SignedForm(rows=unread) if unread and may_mark else None,
        "may_scan": bool(order.number) and access.may(request.user, "programs.order_scan", order),
    }  # fmt: skip


def _moves(request, order, spec):
    """Buttons of the page; nobody is offered an approval sheet that would be empty."""
    moves = workflow.open_to(request.user, order, request.today)
    sheet = bool(spec.signatories(order))
    return [move for move in moves if move.name != "send_for_agreement" or sheet]


def _office_part(request, order, spec):
    """What only the office sees: grounds, what was held back, forms of the curator and the director."""
    is_open = order.status in ("draft", "agreeing", "submitted")
    may_prepare = access.may(request.user, "programs.order_prepare", order)
    ready, held = actions.held_back(order, request.today) if order.is_editable and may_prepare else ([], [])
    unanswered = order.approvals.filter(answer="").select_related("person") if order.status == "agreeing" else []
    submitted = order.status == Order.Status.SUBMITTED
    return {
        "may_prepare": may_prepare,
        "ready": len(ready),
        "held": folded(held, *spec.noun),
        "ground": actions.latest_ground(order) if is_open else None,
        "approve_form": approve_form(request, order) if submitted else None,
        "own_draft": submitted and order.prepared_by == access.person_of(request.user),
        "gaps": gaps_for(request, order) if submitted else [],
        **(way_of_signing(order) if submitted else {}),
        "answers_form": SignedForm(rows=unanswered) if unanswered and may_prepare else None,
        "may_enter": submitted and access.may(request.user, "programs.order_enter", order),
        "changes": order_changes.outdated(order),
    }


def approve_form(request, order):
    """The director's form with the proposed number; None for everybody else."""
    if not access.may(request.user, "programs.order_approve", order):
        return None
    return ApproveForm(initial={"number": actions.next_number(order.kind, request.today), "date": request.today})


def gaps_for(request, order) -> list[Gap]:
    """What keeps the director from signing."""
    return open_ways(request, order, actions.submit_gaps(order, request.today))


def open_ways(request, order, gaps) -> list[Gap]:
    """Whoever cannot edit the text is not led to the form that does."""
    if access.may(request.user, "programs.order_prepare", order):
        return list(gaps)
    edit = reverse("programs:order_edit", args=[order.pk])
    return [Gap(gap.text) if gap.url == edit else gap for gap in gaps]


def way_of_signing(order) -> dict:
    """Whether a long work would sign it, and the one that does so now."""
    size = deciding.size_of(order)
    return {"long_list": size if size > deciding.AT_ONCE else 0, "in_hand": deciding.in_hand(order)}


@once
def order_edit(request, pk):
    order = visible(request, pk)
    check(request, "programs.order_prepare", order)
    form = OrderForm(request.POST or None, instance=order)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.edit_order(
                order,
                by=request.user,
                title=data["title"],
                preamble=data["preamble"],
                points=data["points_text"],
                acts=data["acts"],
            ),
        )
        if done:
            messages.success(request, "Текст приказа сохранён.")
            return redirect(order)
    return render(request, "form_page.html", {
        "title": "Текст приказа", "form": form, "submit": "Сохранить текст",
        "lead": "Список людей стоит в приложении и собирается сам; здесь — то, что над подписью.",
        "cancel_url": order.get_absolute_url(), "back_url": order.get_absolute_url(), "back_label": "К приказу",
    })  # fmt: skip


@require_POST
@once
def order_refill(request, pk):
    order = visible(request, pk)
    added = actions.add_ready_lines(order, by=request.user, on=request.today)
    messages.success(request, f"В приказ добавлено: {count(added, 'строка', 'строки', 'строк')}.")
    return redirect(order)


@require_POST
@once
def order_discard(request, pk):
    order = visible(request, pk)
    actions.discard_draft(order, by=request.user)
    messages.success(request, "Черновик удалён. То, что он называл, ждёт нового приказа.")
    return redirect("programs:order_list")


@require_POST
@once
def line_drop(request, pk):
    line = get_object_or_404(OrderLine.objects.select_related("order"), pk=pk)
    order = visible(request, line.order_id)
    actions.drop_line(line, by=request.user)
    messages.success(request, "Строка убрана из приказа.")
    return redirect(order)


def order_pdf(request, pk):
    """The issued file; of a draft, a print for the pen, kept nowhere."""
    order = visible(request, pk)
    if order.paper_id:
        return redirect(order.paper.file)
    check(request, "programs.order_list")
    return pdf_answer(order_paper.TEMPLATE, order_paper.context(order), f"Проект приказа, {order.title}"[:90])
