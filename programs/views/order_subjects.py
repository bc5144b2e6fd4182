"""What an order must be told before it can be drafted, and what became of an order afterwards."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import honours
from programs.actions import subjects as actions
from programs.forms.order_subjects import (
    AmendmentForm,
    AssignmentForm,
    CancellationForm,
    CouncilForm,
    ProposalForm,
    ReleaseForm,
)
from programs.models import LocalDocument, Order, Programme
from programs.orders import undoing
from programs.orders.corrections import order_now
from registry.engine import access, journal
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check


def the_programme(request):
    """The one that the address names, else the only or first current one."""
    rows = Programme.objects.visible_to(request.user, request.today).current().select_related("year", "regulation")
    if request.GET.get("programme"):
        return get_object_or_404(rows, code=request.GET["programme"])
    programme = rows.first()
    if programme is None:
        raise Http404("programme")
    return programme


def told(request, programme, form, deed, template="form_page.html", **words):
    """One form; after it the draft comes at once."""
    if request.method == "POST" and form.is_valid():
        order = attempt(form, deed)
        if order:
            messages.success(request, "Внесено в проект приказа. Прочитайте его и передайте дальше.")
            return redirect(order)
    back = f"{reverse('programs:order_new')}?programme={programme.code}"
    return render(request, template, {
        "form": form, "lead": f"{programme}", "submit": "Подготовить приказ", "back_url": back,
        "back_label": "К новым приказам", "cancel_url": back, **words,
    })  # fmt: skip


@once
def assignment_new(request):
    check(request, "programs.order_prepare")
    programme = the_programme(request)
    form = AssignmentForm(
        request.POST or None, programme=programme, user=request.user, on=request.today,
        initial={"role": "curator", "starts": request.today},
    )  # fmt: skip

    def deed():
        said = form.cleaned_data
        return actions.assign(
            programme, said["person"], said["role"], by=request.user, on=request.today, starts=said["starts"]
        )

    return told(
        request, programme, form, deed, title="Кого назначить приказом",
        aside="Должность и имя встанут в приказ в нужном падеже. Назначаемый ответит в листе согласования.\n\n"
        "Права в системе начнутся и кончатся вместе с назначением.",
    )  # fmt: skip


@once
def release_new(request):
    check(request, "programs.order_prepare")
    programme = the_programme(request)
    form = ReleaseForm(request.POST or None, user=request.user, on=request.today)
    return told(
        request, programme, form,
        lambda: actions.release(programme, by=request.user, on=request.today, **form.cleaned_data),
        title="Освободить на время мероприятия",
        aside="Освобождают в исключительных случаях, когда уроки есть кому провести. Тот, кто замещает, ответит в "
        "листе согласования.\n\nНескольких человек впишите по очереди: они встанут в один проект приказа.",
    )  # fmt: skip


@once
def proposal_new(request):
    check(request, "programs.order_prepare")
    programme = the_programme(request)
    form = ProposalForm(request.POST or None, programme=programme, on=request.today, initial={"layout": "diploma"})
    journal.listed(request.user, "открыт список для поощрения", form.fields["people"].queryset)
    return told(
        request, programme, form,
        lambda: actions.propose_awards(programme, by=request.user, on=request.today, **form.cleaned_data),
        title="Кого поощрить приказом",
        aside="Сначала приказ, потом грамоты: они напечатаются с его датой и номером.\n\nДругой вид поощрения впишите "
        "ещё раз: он встанет в тот же проект.",
    )  # fmt: skip


def the_order(request, pk) -> Order:
    orders = Order.objects.visible_to(request.user, request.today)
    return get_object_or_404(orders.select_related("programme__year", "programme__regulation"), pk=pk)


def in_force(request, pk) -> Order:
    """An order of the office that holds today; nothing else can be cancelled or changed."""
    order = the_order(request, pk)
    check(request, "programs.order_prepare", order)
    if not order.is_in_force:
        raise Http404("order is not in force")
    return order


def corrected(request, order, form, deed, **words):
    page = order.get_absolute_url()
    words = {"back_url": page, "back_label": "К приказу", "cancel_url": page, **words}
    return told(request, order.programme, form, deed, lead=f"{order} «{order.title}»", **words)


@once
def order_cancel(request, pk):
    """A draft that cancels the order; what stands on it is told before anything is typed."""
    order = in_force(request, pk)
    gaps = list(undoing.stands_on(order, request.today))
    form = CancellationForm(request.POST or None)
    if gaps:
        return render(request, "programs/order_stands.html", {"order": order, "gaps": gaps})
    return corrected(
        request, order, form,
        lambda: actions.change_order(order, "cancellation", by=request.user, on=request.today, **form.cleaned_data),
        title="Отменить приказом", template="programs/order_cancel.html", says=undoing.says(order),
        names=undoing.names(order), cancel_url="",
        aside="Отменяет не эта страница, а новый приказ: сначала его прочитает и утвердит директор.\n\n"
        "Бумаги, которые основаны на прежнем приказе, останутся, и на них будет отметка.",
    )  # fmt: skip


@once
def order_amend(request, pk):
    """A draft that gives named points other words."""
    order = in_force(request, pk)
    form = AmendmentForm(request.POST or None, points=[row["text"] for row in order_now(order)])
    return corrected(
        request, order, form,
        lambda: actions.change_order(
            order, "amendment", by=request.user, on=request.today, reason=form.cleaned_data["reason"],
            points=form.changed(),
        ),
        title="Изменить пункты приказом",
        aside="Поправьте текст нужных пунктов, остальные не трогайте. Подписанный приказ не меняется: новый текст "
        "встанет в новый приказ.\n\nСписок в приложении так не изменить: отмените приказ и подготовьте другой.",
    )  # fmt: skip


@once
def order_council(request, pk):
    """«Принято на педагогическом совете, протокол № … от …»"""
    order = the_order(request, pk)
    check(request, "programs.order_prepare", order)
    documents = list(LocalDocument.objects.filter(order_lines__order=order).order_by("pk"))
    if not documents:
        raise Http404("no documents")
    first = documents[0]
    form = CouncilForm(request.POST or None, initial={"number": first.council_number, "date": first.council_date})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.set_council(
            order, by=request.user, on=request.today, **form.cleaned_data
        ))  # fmt: skip
        if done:
            messages.success(request, "Протокол указан: отметка «Принято» стоит на приложениях.")
            return redirect(order)
    return render(request, "form_page.html", {
        "title": "Принято на педагогическом совете", "form": form, "submit": "Указать протокол",
        "lead": ", ".join(str(one) for one in documents), "back_url": order.get_absolute_url(),
        "back_label": "К приказу", "cancel_url": order.get_absolute_url(),
    })  # fmt: skip


@require_POST
@once
def awards_print(request, pk):
    """Sheets with the number of the order, for everybody whom it names."""
    order = the_order(request, pk)
    check(request, "programs.award_issue", order.programme)
    made, works = honours.print_by_order(order, by=request.user, on=request.today)
    said = count(len(made), "лист", "листа", "листов")
    if works:
        messages.success(request, f"Печатается: {said} с номером приказа. Когда работа кончится, откроется пачка.")
        return redirect(works[-1])
    messages.success(request, f"Готово: {said} с номером приказа. Откройте пачку и печатайте.")
    return redirect("programs:award_list")


def edition_list(request):
    """Every edition of the programme's documents: from when, until when, by which order (АБР-П 9.2)."""
    check(request, "programs.order_list")
    programme = the_programme(request)
    rows = LocalDocument.objects.filter(programme=programme) | LocalDocument.objects.filter(
        kind="regulation", programme__regulation=programme.regulation_id
    )
    rows = rows.select_related("programme__year").prefetch_related("order_lines__order__paper__file")
    return render(request, "programs/edition_list.html", {
        "programme": programme,
        "rows": [(row, _order_of(row)) for row in rows.order_by("kind", "-edition", "-pk")],
        "kinds": [
            (kind, title) for kind, title in LocalDocument.KINDS
            if LocalDocument.objects.in_force(programme, kind, request.today)
        ],
        "may_prepare": access.may(request.user, "programs.order_prepare"),
    })  # fmt: skip


def _order_of(document):
    lines = sorted(document.order_lines.all(), key=lambda line: line.pk)
    return lines[-1].order if lines else None


@require_POST
@once
def edition_new(request, code, kind):
    """The draft of an order on a new edition of a document in force."""
    check(request, "programs.order_prepare")
    rows = Programme.objects.visible_to(request.user, request.today).current()
    programme = get_object_or_404(rows, code=code)
    if kind not in dict(LocalDocument.KINDS):
        raise Http404(kind)
    order = actions.begin_edition(programme, kind, by=request.user, on=request.today)
    messages.success(request, "Проект приказа о новой редакции готов. Укажите протокол педагогического совета.")
    return redirect(order)


def standing(request, order, office: bool) -> dict:
    """For the page of an order: what it says now, what became of it, and what may be done about it."""
    may_prepare = office and access.may(request.user, "programs.order_prepare", order)
    documents = list(LocalDocument.objects.filter(order_lines__order=order)) if office else []
    corrected_points = [row for row in enumerate(order_now(order), 1) if row[1]["by"]] if order.number else []
    grounded = undoing.papers_of(order).select_related("file")
    return {
        "warnings": actions.warnings(order, request.today) if office and not order.number else [],
        "corrected_points": corrected_points,
        "grounded": list(grounded.exclude(pk=order.paper_id)) if order.status == "cancelled" and office else [],
        "council": documents[0].council if documents else "",
        "asks_council": bool(documents) and order.is_editable and may_prepare,
        "may_correct": may_prepare and order.is_in_force,
        "may_cancel": may_prepare and order.is_in_force and order.kind in undoing.UNDOING,
        "sheets_wait": len(honours.unprinted(order)) if order.kind == "awards" and order.is_in_force else 0,
        "may_award": office and access.may(request.user, "programs.award_issue", order.programme),
    }
