"""The directory of legal acts: what may be cited today."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.actions import acts as actions
from registry.engine import access
from registry.forms.acts import ActFilter, ActForm
from registry.models import LegalAct
from registry.once import once
from registry.views.base import check, onward, page_of


@require_safe
def act_list(request):
    """All acts by level; those out of force say so."""
    check(request, "registry.act_view")
    form = ActFilter(request.GET or None)
    page = page_of(request, form.apply(LegalAct.objects.all()))
    for act in page:
        act.in_force = act.is_in_force(request.today)
    return render(request, "registry/act_list.html", {
        "page_obj": page, "filter_form": form, "may_edit": access.may(request.user, "registry.act_edit"),
    })  # fmt: skip


@once
def act_new(request):
    check(request, "registry.act_edit")
    return edited(request, ActForm(request.POST or None), "Новый правовой акт")


@once
def act_edit(request, pk):
    """Numbers, dates and terms are checked by a person; until then the page says that they are not."""
    check(request, "registry.act_edit")
    act = get_object_or_404(LegalAct, pk=pk)
    return edited(request, ActForm(request.POST or None, instance=act), "Исправить правовой акт")


def edited(request, form, title):
    if request.method == "POST" and form.is_valid():
        act = actions.save_act(form, by=request.user)
        messages.success(request, f"Сохранено: {act.kind} № {act.number}." if act.number else "Акт сохранён.")
        return onward(request, "registry:act_list")
    return render(request, "form_page.html", {
        "title": title, "form": form, "submit": "Сохранить", "cancel_url": reverse("registry:act_list"),
        "aside": "По сроку действия программа следит, чтобы в преамбулу приказа не попал акт, утративший силу.\n\n"
        "Сверьте номер и даты с официальным опубликованием и отметьте «сверено».",
    })  # fmt: skip
