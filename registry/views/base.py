"""What every view of the house uses: checks, attempts, moves, paging."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from registry.engine import access, workflow
from registry.engine.errors import Refused


def check(request, permission: str, obj=None) -> None:
    """403 unless the predicates say yes."""
    if not access.may(request.user, permission, obj):
        raise PermissionDenied(permission)


def attempt(form, deed):
    """Run the deed; a refusal becomes the form's errors and None, so that nothing typed is lost.

    `form.ways` are the pages that mend what is missing: `_errors.html` leads there.
    """
    try:
        return deed()
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        for gap in refusal.gaps:
            form.add_error(field, gap.text)
        form.ways = list({gap.url: gap for gap in refusal.gaps if gap.url}.values())
        return None


def carry_out(request, obj, name: str, verbs: dict | None = None):
    """A button of the page: the transition `name`, by its action where several rows change.

    `verbs` maps a transition to an action(obj, *, by, on[, note]); the rest goes straight to the workflow.
    """
    spec = workflow.transitions(obj).get(name)
    if spec is None or (spec.custom.get("silent") and name not in (verbs or {})):
        raise Http404(name)
    if spec.permission and not spec.permission(obj, request.user):
        raise PermissionDenied(name)
    details = {}
    if spec.custom.get("ask") == "note":
        details["note"] = request.POST.get("note", "").strip()
        if not details["note"]:
            raise Refused(f"«{spec.custom['label']}»: напишите причину, её увидят те, кого это касается.")
    if verbs and name in verbs:
        row = verbs[name](obj, by=request.user, on=request.today, **details)
    else:
        row = workflow.move(obj, name, by=request.user, on=request.today, **details)
    messages.success(request, f"Готово: «{spec.custom['label']}». Теперь состояние — «{row.get_status_display()}».")
    return redirect(row)


def page_of(request, queryset, size: int = 25):
    """The page that the URL asks for; a wrong number leads to the nearest page.

    A query that counts loses the order of its table; without one, rows would jump between the pages.
    """
    if not getattr(queryset, "ordered", True):
        queryset = queryset.order_by(*queryset.model._meta.ordering)
    return Paginator(queryset, size).get_page(request.GET.get("page"))


def onward(request, default, *args, **found):
    """Where the way goes on: the page that sent the reader here (`?next=`), told what was made, else the default.

    `onward(request, mentor, mentor=mentor.pk)` leads to «/next/page/?mentor=7» or to the mentor's page.
    """
    back = request.GET.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(default, *args)
    glue = "&" if "?" in back else "?"
    return redirect(f"{back}{glue}{urlencode(found)}" if found else back)
