"""Typical plans and kinds of plans: kept and changed by the curator in the browser (ОЧ-П 2.1)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from programs.actions import typical as actions
from programs.forms.typical import KindForm, TypicalForm, TypicalLines, typical_values
from programs.models import PlanKind, Programme, TypicalPlan
from registry.engine import access
from registry.models import Form
from registry.once import once
from registry.views.base import attempt, check


def forms_of_the_year():
    """Code → title of every form of the current programmes, in the words of their documents."""
    rows = Form.objects.filter(programme__in=Programme.objects.current()).order_by("regulation", "position")
    return {form.code: form.title for form in rows.distinct()}


def typical_list(request):
    """Each form with its plan in force, those without one, and how each programme calls its plans."""
    check(request, "programs.typical_view")
    rows = {row.form_code: row for row in TypicalPlan.objects.current().prefetch_related("lines")}
    titles = forms_of_the_year()
    ordered = [(code, titles[code], rows.get(code)) for code in titles]
    ordered += [(code, "", row) for code, row in rows.items() if code not in titles]
    programmes = Programme.objects.current().select_related("regulation", "year")
    return render(request, "programs/typical_list.html", {
        "rows": ordered, "programmes": [(one, one.plan_kind) for one in programmes],
        "may_edit": access.may(request.user, "programs.typical_edit"),
    })  # fmt: skip


def typical_detail(request, pk):
    """One edition, with the others of its form."""
    check(request, "programs.typical_view")
    row = get_object_or_404(TypicalPlan.objects.prefetch_related("lines"), pk=pk)
    return render(request, "programs/typical_detail.html", {
        "typical": row, "others": TypicalPlan.objects.filter(form_code=row.form_code).exclude(pk=row.pk),
        "used": row.plans.count(), "form_title": forms_of_the_year().get(row.form_code, ""),
        "may_edit": access.may(request.user, "programs.typical_edit"),
    })  # fmt: skip


def start(code, row, blank):
    """The edition in force as initial values: (form, formset)."""
    titles = forms_of_the_year()
    title = row.title if row else f"Типовой план: {titles.get(code, code).lower()}"
    lines = [
        {"task": line.task, "planned_result": line.planned_result, "week": line.week, "section": line.section,
         "position": place}
        for place, line in enumerate(row.lines.all() if row else (), 1)
    ]  # fmt: skip
    if blank or not lines:
        lines.append({"position": len(lines) + 1})
    return (
        TypicalForm(initial={"title": title, "seen": row.edition if row else None}),
        TypicalLines(initial=lines, prefix="line"),
    )


@once
def typical_edit(request, code):
    """A new edition of the form's plan; the one before stays readable."""
    check(request, "programs.typical_edit")
    row = TypicalPlan.objects.current().filter(form_code=code).prefetch_related("lines").first()
    if row is None and code not in forms_of_the_year():
        get_object_or_404(Form.objects.none(), code=code)
    if request.method != "POST":
        return edit_page(request, code, row, *start(code, row, "more" in request.GET))
    form, formset = TypicalForm(request.POST), TypicalLines(request.POST, prefix="line")
    if "more" in request.POST:
        return edit_page(request, code, row, *one_more(request.POST))
    if all([form.is_valid(), formset.is_valid()]):
        data = form.cleaned_data
        done = attempt(form, lambda: actions.save_typical(
            code, data["title"], typical_values(formset), by=request.user, on=request.today, note=data["note"],
            seen=data["seen"],
        ))  # fmt: skip
        if done:
            messages.success(
                request, f"Редакция {done.edition} сохранена: по ней начнут новые планы. Прежние планы не изменились."
            )
            return redirect(done)
        refresh(form, row)
    return edit_page(request, code, row, form, formset)


def refresh(form, row):
    """After a conflict the form knows the newer edition: sending it again is a decision with open eyes."""
    form.data = form.data.copy()
    form.data["seen"] = str(row.edition) if row else ""


def one_more(data):
    """Everything as it was typed, and one more empty card; nothing is saved yet."""
    names = ("task", "planned_result", "week", "section", "position", "delete")
    number = data.get("line-TOTAL_FORMS", "")
    count = min(int(number), 59) if number.isdecimal() else 0
    lines = [{name: data.get(f"line-{place}-{name}", "") for name in names} for place in range(count)]
    head = {name: data.get(name, "") for name in ("title", "note", "seen")}
    return TypicalForm(initial=head), TypicalLines(initial=[*lines, {"position": count + 1}], prefix="line")


def edit_page(request, code, row, form, formset):
    return render(request, "programs/typical_edit.html", {
        "form": form, "formset": formset, "typical": row, "code": code,
        "form_title": forms_of_the_year().get(code, ""),
        "sections": list(dict.fromkeys(line.section for line in (row.lines.all() if row else ()) if line.section)),
    })  # fmt: skip


@once
def kind_edit(request, code):
    """How a programme calls its plans, which parts they have and who signs them."""
    check(request, "programs.typical_edit")
    programme = get_object_or_404(Programme.objects.visible_to(request.user, request.today), code=code)
    kind = actions.keep_kind(programme) if request.method == "POST" else programme.plan_kind
    form = KindForm(request.POST or None, instance=kind)
    back = reverse("programs:plan_typical_list")
    if request.method == "POST" and form.is_valid():
        kind = PlanKind.objects.get(pk=kind.pk)
        for name in form.Meta.fields:
            setattr(kind, name, form.cleaned_data[name])
        if attempt(form, lambda: actions.save_kind(kind, by=request.user, on=request.today)):
            messages.success(
                request, "Сохранено: новые листы выйдут с этими словами. Согласованные версии не изменились."
            )
            return redirect(back)
    return render(request, "form_page.html", {
        "title": f"Как называется план: {programme.title}", "form": form, "back_url": back,
        "back_label": "К типовым планам", "cancel_url": back,
        "lead": f"{programme.regulation.short_title}. {kind.source}".strip(),
    })  # fmt: skip
