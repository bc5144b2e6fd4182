"""Orders on real paper: entered with number, date and scan; the signed original; the draft of what set it right."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import order_changes
from programs.actions import order_papers as actions
from programs.actions import orders as drafting
from programs.forms.orders import OriginalForm, PaperOrderForm
from programs.models import Programme
from programs.orders import kinds
from programs.views.orders import visible
from registry.once import once
from registry.views.base import attempt, check

ASIDE = (
    "Приказ подействует так же, как утверждённый в программе: у него будет номер, дата и лист ознакомления. "
    "Он останется с пометкой «внесён с бумаги».\n\nСкан подписанного листа видят только куратор и директор."
)


def the_programme(request, code):
    rows = Programme.objects.visible_to(request.user, request.today).select_related("year", "regulation")
    return get_object_or_404(rows, code=code)


def _named(thing) -> str:
    """A later edition of a document says which one it is."""
    edition = getattr(thing, "edition", 1)
    return f"{thing}, редакция {edition}" if edition > 1 else str(thing)


@once
def order_enter(request, code, kind):
    """An order that was issued before the school came here, or outside: chosen lines of what waits for such one."""
    check(request, "programs.order_enter")
    programme = the_programme(request, code)
    wording, spec = get_object_or_404(drafting.wordings(), kind=kind), kinds.KINDS[kind]
    things = [(key, _named(thing)) for key, thing in kinds.keyed(spec.gather_past(programme, request.today))]
    title = spec.title if "{" in wording.title else wording.title
    form = PaperOrderForm(request.POST or None, request.FILES or None, things=things, initial={"title": title})
    if spec.field == "document":
        form.fields["things"].label = "Какие документы утвердил приказ"
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        order = attempt(form, lambda: actions.enter_order(
            programme, kind, data["things"], by=request.user, on=request.today,
            scan=data["file"], **form.details(),
        ))  # fmt: skip
        if order:
            messages.success(request, f"Приказ {order.name} внесён с бумаги и подействовал.")
            return redirect(order)
    return render(request, "programs/order_enter.html", {
        "title": "Приказ, подписанный на бумаге", "form": form, "submit": "Внести приказ", "aside": ASIDE,
        "lead": f"«{spec.title}», программа «{programme.title}», {programme.year}",
        "gap": None if things else spec.comes_first(), "back_url": reverse("programs:order_new"),
        "back_label": "Новый приказ", "cancel_url": reverse("programs:order_new"),
    })  # fmt: skip


@once
def order_signed(request, pk):
    """A draft that was printed from the stack and signed with a pen."""
    order = visible(request, pk)
    check(request, "programs.order_enter", order)
    form = PaperOrderForm(request.POST or None, request.FILES or None, initial={"date": request.today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.enter_signed(
            order, by=request.user, on=request.today, scan=data["file"], **form.details()
        ))  # fmt: skip
        if done:
            messages.success(request, f"Приказ {done.name} внесён с бумаги и подействовал.")
            return redirect(done)
    return render(request, "programs/order_enter.html", {
        "title": "Приказ подписан на бумаге", "form": form, "submit": "Внести приказ", "lead": order.title,
        "aside": ASIDE, "back_url": order.get_absolute_url(), "back_label": "К приказу",
        "cancel_url": order.get_absolute_url(),
    })  # fmt: skip


@once
def order_original(request, pk):
    """The scan of the signed sheet, and where the sheet lies."""
    order = visible(request, pk)
    check(request, "programs.order_scan", order)
    form = OriginalForm(
        request.POST or None, request.FILES or None, replaces=order.scan_id is not None,
        initial={"original_place": order.original_place},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.keep_original(
            order, by=request.user, on=request.today, note=data.get("note", ""), original_place=data["original_place"],
            scan=data["file"],
        ))  # fmt: skip
        if done:
            messages.success(request, "Отмечено, где лежит подлинник." if not data["file"] else "Скан приложен.")
            return redirect(done)
    return render(request, "form_page.html", {
        "title": "Подписанный приказ", "form": form, "submit": "Сохранить", "lead": str(order),
        "cancel_url": order.get_absolute_url(), "back_url": order.get_absolute_url(), "back_label": "К приказу",
        "aside": "Скан показывает подписи: его открывают только куратор и директор, и каждое открытие остаётся "
        "в журнале.",
    })  # fmt: skip


@require_POST
@once
def order_renew(request, pk):
    """After the signature the data changed: the draft that says so."""
    order = visible(request, pk)
    draft = order_changes.draft_correction(order, by=request.user, on=request.today)
    messages.success(request, "Проект приказа об изменениях готов. Прочитайте его и передайте директору.")
    return redirect(draft)
