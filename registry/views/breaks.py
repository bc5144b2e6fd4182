"""School holidays: on these days no meeting is missed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from registry.actions import breaks as actions
from registry.engine import access
from registry.forms.duties import BreakForm
from registry.models import SchoolBreak, Year
from registry.once import once
from registry.views.base import attempt, check


@once
def break_list(request):
    """The holidays of the year, and a form for one more."""
    check(request, "registry.duty_list")
    form = BreakForm(request.POST or None)
    if request.method == "POST":
        check(request, "registry.calendar_edit")
        if form.is_valid() and attempt(form, lambda: actions.save_break(by=request.user, **form.cleaned_data)):
            messages.success(request, "Каникулы внесены.")
            return redirect("registry:break_list")
    return _page(request, form)


def _page(request, form, row=None):
    year = Year.objects.active().first()
    rows = SchoolBreak.objects.filter(ends__gte=year.starts) if year else SchoolBreak.objects.all()
    return render(request, "registry/break_list.html", {
        "rows": rows, "form": form, "row": row, "year": year,
        "may_edit": access.may(request.user, "registry.calendar_edit"),
        "unchecked": [one for one in rows if not one.is_checked],
    })  # fmt: skip


@once
def break_edit(request, pk):
    """Other days, or only «checked»."""
    check(request, "registry.calendar_edit")
    row = get_object_or_404(SchoolBreak, pk=pk)
    form = BreakForm(request.POST or None, initial={"title": row.title, "starts": row.starts, "ends": row.ends})
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: actions.save_break(by=request.user, row=row, **form.cleaned_data))
        if saved:
            messages.success(request, f"«{saved.title}»: сохранено.")
            return redirect("registry:break_list")
    return _page(request, form, row)


@require_POST
@once
def break_forget(request, pk):
    """No holidays after all."""
    check(request, "registry.calendar_edit")
    row = get_object_or_404(SchoolBreak, pk=pk)
    title = row.title
    actions.forget_break(row, by=request.user)
    messages.success(request, f"«{title}»: убрано.")
    return redirect("registry:break_list")
