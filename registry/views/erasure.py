"""Erasure: who is to be erased, the curator's draft, the director's decision, the papers; and terms of retention."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.actions import erasure as actions
from registry.engine import access, inventory, journal, workflow
from registry.forms.subject import ErasureForm, RetentionForm
from registry.models import Erasure, Person, Retention
from registry.naming import naming
from registry.once import once
from registry.views.base import attempt, carry_out, check, page_of


@require_safe
def erasure_list(request):
    """Whose purpose is reached, what waits for the director, what was done."""
    check(request, "registry.erasure_list")
    rows = Erasure.objects.visible_to(request.user, request.today).select_related(
        "person", "act__file", "extract__file"
    )
    words = request.GET.get("q", "").strip()
    rows = naming(rows, words, "person", also=Q(code__icontains=words))
    due = actions.candidates(request.today)
    page = page_of(request, rows)
    people = [one.person for one in due] + [row.person for row in page]
    if people:
        journal.listed(request.user, "открыт список уничтожения данных", people)
    return render(request, "registry/erasure_list.html", {
        "due": due, "page_obj": page, "words": words,
        "may_prepare": access.may(request.user, "registry.erasure_prepare"),
    })  # fmt: skip


@once
def erasure_new(request, pk):
    """The curator's draft: why, who does it, what paper goes with it; or what must be ended first."""
    person = get_object_or_404(
        Person.objects.visible_to(request.user, request.today).filter(erased_at__isnull=True), pk=pk
    )
    check(request, "registry.erasure_prepare")
    on = request.today
    running = Erasure.objects.filter(person=person, status="prepared").first()
    if running:
        return redirect(running)
    guardians = actions.known_only_by(person, on)
    form = ErasureForm(request.POST or None, person=person, guardians=guardians, on=on, initial=_guess(person, on))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        row = attempt(form, lambda: actions.prepare_erasure(
            person, by=request.user, on=on, reason=data.pop("reason"), members=list(data.pop("members")),
            guardians=list(data.pop("guardians", [])), **data,
        ))  # fmt: skip
        if row:
            messages.success(request, "Передано директору. Пока он не решил, ничего не удалено.")
            return redirect(row)
    journal.opened(request.user, person, on=on)
    return render(request, "registry/erasure_new.html", {
        "person": person, "form": form, "gaps": actions.standing(person, on), "holdings": held_titles(person, on),
        "kept": Retention.objects.filter(outlives=True), "cancel_url": person.get_absolute_url(),
    })  # fmt: skip


def _guess(person, on) -> dict:
    """The reason that the facts tell."""
    for name, reason in (("withdrawn", "withdrawn"), ("left", "purpose"), ("year", "purpose")):
        found = inventory.reached[name](on).get(person.pk) if name in inventory.reached else None
        if found:
            return {"reason": reason, "note": f"{found[1]} {found[0]:%d.%m.%Y}"}
    return {}


def held_titles(person, on) -> list[tuple[str, int]]:
    """Kinds of data that there are about the person, and how much of each."""
    found = [(one.title, len(one.held(person, on))) for _, one in inventory.in_order()]
    return [(title, number) for title, number in found if number]


@require_safe
def erasure_detail(request, pk):
    """What is to be destroyed and why; the director's button; then the papers."""
    rows = Erasure.objects.visible_to(request.user, request.today)
    row = get_object_or_404(
        rows.select_related("person", "prepared_by", "decided_by", "act__file", "extract__file"), pk=pk
    )
    check(request, "registry.erasure_list")
    on, is_open = request.today, row.status == Erasure.Status.PREPARED
    journal.opened(request.user, row.person, row, on=on)
    return render(request, "registry/erasure_detail.html", {
        "row": row, "person": row.person, "track": workflow.track(row),
        "moves": workflow.open_to(request.user, row, on), "move_url": f"{row.get_absolute_url()}move/",
        "holdings": held_titles(row.person, on) if is_open else [],
        "gaps": actions.standing(row.person, on) if is_open else [],
        "kept": Retention.objects.filter(outlives=True) if is_open else [],
        "members": [(one, one.post(on) or one.what_is(on)) for one in row.members.all()],
        "may_confirm": is_open and access.may(request.user, "registry.erasure_confirm", row),
        "keep": Retention.objects.filter(key="erasure_papers").first(),
    })  # fmt: skip


@require_POST
@once
def erasure_confirm(request, pk):
    """The director's decision; it cannot be taken back."""
    row = get_object_or_404(Erasure.objects.visible_to(request.user, request.today), pk=pk)
    check(request, "registry.erasure_confirm", row)
    if not request.POST.get("sure"):
        messages.error(request, "Отметьте, что понимаете: вернуть данные будет нельзя.")
        return redirect(f"{row.get_absolute_url()}#decision")
    row = actions.carry_out(row, by=request.user, on=request.today)
    messages.success(request, f"Данные уничтожены. Теперь это {row.person.full_name}. Распечатайте и подпишите акт.")
    return redirect(row)


@require_POST
@once
def erasure_move(request, pk, name):
    """The draft is stopped, with a reason."""
    row = get_object_or_404(Erasure.objects.visible_to(request.user, request.today), pk=pk)
    return carry_out(request, row, name)


@require_safe
def retention_list(request):
    """What is kept until which term, and on what ground."""
    check(request, "registry.retention_view")
    return render(request, "registry/retention_list.html", {
        "rows": Retention.objects.all(), "may_edit": access.may(request.user, "registry.retention_edit"),
    })  # fmt: skip


@once
def retention_edit(request, pk):
    """Another term or ground; the former ones stay in the history."""
    row = get_object_or_404(Retention, pk=pk)
    check(request, "registry.retention_edit")
    form = RetentionForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.change_retention(_saved(form), by=request.user))
        if done:
            messages.success(request, f"Срок сохранён: {done.words}.")
            return redirect("registry:retention_list")
    former = [f"{one.history_date:%d.%m.%Y}: {one.instance.words}; {one.ground}" for one in row.history.all()[1:6]]
    return render(request, "form_page.html", {
        "title": "Срок хранения", "form": form, "lead": row.title, "cancel_url": "../",
        "aside": "Срок меняет только куратор; прежние значения остаются в истории."
        + ("\n\nБыло:\n" + "\n".join(former) if former else ""),
    })  # fmt: skip


def _saved(form):
    row = form.save(commit=False)
    row.revision = form.instance.revision
    return row
