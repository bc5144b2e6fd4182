"""The sheets of an order: answers on the approval sheet, marks on the acquaintance sheet, both printed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from programs.actions import acquainting
from programs.actions import orders as actions
from programs.forms.orders import AnswerForm, SignedForm, UnreadFilter
from programs.models import Acquaintance, Approval, Order
from programs.orders import kinds
from programs.papers import order_sheets
from programs.views.orders import show, visible
from registry import reading
from registry.answers import pdf_answer
from registry.engine import access, journal
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of


@require_POST
@once
def approval_answer(request, pk):
    """One's own answer; the curator's when it was given with a pen."""
    approval = get_object_or_404(Approval.objects.select_related("order", "person"), pk=pk)
    order = visible(request, approval.order_id)
    own = approval.person_id == request.user.person_id
    check(request, "programs.order_answer" if own else "programs.order_answer_on_paper", approval)
    form = AnswerForm(request.POST, to_child=own and reading.to_child(request))
    verb = actions.answer if own else actions.answer_on_paper
    if form.is_valid():
        data = form.cleaned_data
        agrees = data["answer"] == "agree"
        if attempt(
            form, lambda: verb(approval, by=request.user, on=request.today, agrees=agrees, remark=data["remark"])
        ):
            messages.success(request, "Ответ внесён в лист согласования.")
            return redirect(order if own or access.may(request.user, "programs.order_list") else "cabinet")
    if own:
        return show(request, order, answer_form=form)
    return show(request, order, paper_answer_form=form, paper_answer=approval)


def _signed(request, order, name, rows, deed, *noun):
    """Who has signed a printed sheet; with a mistake the page comes back with the form under its name."""
    form = SignedForm(request.POST, rows=rows.select_related("person"))
    if not form.is_valid():
        return show(request, order, **{name: form})
    done = deed(order, form.cleaned_data["people"], by=request.user, on=request.today)
    messages.success(request, f"Отмечено с бумаги: {count(done, *noun)}.")
    return redirect(order)


@require_POST
@once
def answers_on_paper(request, pk):
    order = visible(request, pk)
    check(request, "programs.order_answer_on_paper", order)
    return _signed(
        request, order, "answers_form", order.approvals, actions.all_agreed_on_paper, "согласие", "согласия",
        "согласий",
    )  # fmt: skip


@require_POST
@once
def acquainted_on_paper(request, pk):
    order = visible(request, pk)
    check(request, "programs.order_read_on_paper", order)
    return _signed(
        request, order, "acquainted_form", order.acquaintances, acquainting.acquainted_on_paper, "подпись", "подписи",
        "подписей",
    )  # fmt: skip


@require_POST
@once
def acquaint(request, pk):
    """One's own mark «ознакомлен»."""
    row = get_object_or_404(Acquaintance.objects.select_related("order"), pk=pk)
    order = visible(request, row.order_id)
    acquainting.acquaint(row, by=request.user, on=request.today)
    messages.success(request, f"Отмечено: вы ознакомлены с приказом {order.name}.")
    return redirect(order)


@require_safe
def order_sheets_pdf(request, pk):
    """Both sheets as they stand today, for the pen."""
    order = visible(request, pk)
    check(request, "programs.order_list")
    journal.listed(request.user, "напечатаны листы согласования и ознакомления", kinds.of(order).named(order))
    name = f"Лист ознакомления, приказ {order.number}" if order.number else "Лист согласования"
    return pdf_answer(order_sheets.TEMPLATE, order_sheets.context(order), name)


@require_safe
def order_unread(request):
    """Who has not read which order, those first who are waited for longest."""
    check(request, "programs.order_list")
    orders = Order.objects.visible_to(request.user, request.today).registered()
    rows = Acquaintance.objects.filter(order__in=orders, read_on=None, person__erased_at=None)
    form = UnreadFilter(request.GET or None)
    found = form.apply(rows, request.today).select_related("person", "order__programme").order_by(
        "asked_on", "order_id", "person__name_key"
    )  # fmt: skip
    page = page_of(request, found)
    journal.listed(request.user, "открыт список не ознакомленных с приказами", [row.person for row in page])
    return render(request, "programs/order_unread.html", {
        "filter_form": form, "page_obj": page, "found": count(found.count(), "человек", "человека", "человек"),
        "rows": [(row, row.is_overdue(request.today)) for row in page],
    })  # fmt: skip
