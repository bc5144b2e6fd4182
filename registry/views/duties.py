"""Duties with a legal term, the terms themselves, and the production calendar by which they are counted."""

import datetime

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.actions import duties as actions
from registry.engine import access, calendar, journal
from registry.forms.duties import DayForm, DutyDoneForm, DutyExtendForm, DutyFilter, DutyKindForm
from registry.models import DayOff, Duty, DutyKind
from registry.naming import naming
from registry.once import once
from registry.text import count, short_date
from registry.views.base import attempt, check, onward, page_of


@require_safe
def duty_list(request):
    """What the law wants done, the nearest day first."""
    check(request, "registry.duty_list")
    form = DutyFilter(request.GET or None)
    rows = Duty.objects.visible_to(request.user, request.today).select_related("kind", "person", "done_by")
    data = form.cleaned_data if form.is_valid() else {}
    rows = naming(rows, data.get("q"), "person")
    if data.get("kind"):
        rows = rows.filter(kind=data["kind"])
    if data.get("show") != "all":
        rows = rows.open()
    page = page_of(request, rows)
    for row in page:
        row.state = state_of(row, request.today)
    if page.object_list:
        journal.listed(request.user, "открыт список срочных дел", {row.person for row in page})
    return render(request, "registry/duty_list.html", {
        "page_obj": page, "filter_form": form, "shows_all": data.get("show") == "all",
    })  # fmt: skip


def state_of(duty, on) -> tuple[str, str]:
    """(words, tone) with what a person wants to know: how many days are left."""
    if not duty.is_open:
        return f"сделано {short_date(duty.done_on)}", "ok"
    left = (duty.due_on - on).days
    if left < 0:
        return f"просрочено на {count(-left, 'день', 'дня', 'дней')}", "stop"
    if left == 0:
        return "сегодня последний день", "stop"
    return f"осталось {count(left, 'день', 'дня', 'дней')}", "wait"


@once
def duty_detail(request, pk):
    """Why, until when, what to do; one form to say that it is done, another to ask for longer."""
    duty = get_object_or_404(
        Duty.objects.visible_to(request.user, request.today).select_related("kind", "person", "consent"), pk=pk
    )
    check(request, "registry.duty_list")
    asks_more = "reason" in request.POST
    done = DutyDoneForm(
        request.POST if request.method == "POST" and not asks_more else None, initial={"done_on": request.today}
    )
    more = DutyExtendForm(request.POST if asks_more else None)
    if request.method == "POST":
        check(request, "registry.duty_edit")
        if asks_more and more.is_valid():
            deed, form, said = _extend(request, duty, more), more, "Срок продлён. Не забудьте уведомить человека."
        elif not asks_more and done.is_valid():
            deed, form, said = _finish(request, duty, done), done, "Отмечено."
        else:
            deed = None
        if deed and attempt(form, deed):
            messages.success(request, said)
            return onward(request, duty)
    journal.opened(request.user, duty.person, duty, on=request.today)
    may_edit = duty.is_open and access.may(request.user, "registry.duty_edit")
    return render(request, "registry/duty_detail.html", {
        "duty": duty, "state": state_of(duty, request.today), "form": more if asks_more else done, "done_form": done,
        "more_form": more, "may_edit": may_edit,
        "may_extend": may_edit and duty.kind.more_days and not duty.extended and duty.due_on >= request.today,
        "longer": duty.kind.due(duty.received_on, duty.kind.days + duty.kind.more_days),
    })  # fmt: skip


def _finish(request, duty, form):
    data = form.cleaned_data
    return lambda: actions.finish_duty(
        duty, by=request.user, on=request.today, note=data["note"], done_on=data["done_on"]
    )


def _extend(request, duty, form):
    return lambda: actions.extend_duty(duty, by=request.user, on=request.today, reason=form.cleaned_data["reason"])


@require_safe
def term_list(request):
    """The terms of the law, as the school keeps them."""
    check(request, "registry.duty_list")
    return render(request, "registry/term_list.html", {
        "kinds": DutyKind.objects.all(), "may_edit": access.may(request.user, "registry.duty_edit"),
    })  # fmt: skip


@once
def term_edit(request, pk):
    """A term that the law has changed; running ones keep their day."""
    check(request, "registry.duty_edit")
    kind = get_object_or_404(DutyKind, pk=pk)
    form = DutyKindForm(request.POST or None, instance=DutyKind.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        actions.change_term(kind, by=request.user, **form.cleaned_data)
        messages.success(request, "Срок исправлен. Он действует для дел, которые начнутся с этого дня.")
        return redirect("registry:term_list")
    return render(request, "form_page.html", {
        "title": "Исправить срок", "form": form, "lead": kind.title, "cancel_url": "../../",
        "aside": "Меняйте срок, только если изменился закон. Дела, которые уже идут, останутся при своём дне.",
    })  # fmt: skip


@once
def calendar_edit(request):
    """The days that differ from the rule, year by year; a mistyped one is corrected by entering it again."""
    check(request, "registry.duty_list")
    may_edit = access.may(request.user, "registry.calendar_edit")
    year = request.GET.get("year", "")
    year = int(year) if year.isdecimal() and 2000 < int(year) < 2100 else request.today.year
    form = DayForm(request.POST or None)
    if request.method == "POST":
        check(request, "registry.calendar_edit")
        if form.is_valid():
            data = form.cleaned_data
            if attempt(form, lambda: actions.set_day(
                data["day"], by=request.user, is_working=data["is_working"], title=data["title"]
            )):  # fmt: skip
                messages.success(request, f"{short_date(data['day'])}: исправлено.")
                return redirect(f"{request.path}?year={data['day'].year}")
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    rows = list(DayOff.objects.filter(day__range=(first, last)))
    return render(request, "registry/calendar.html", {
        "year": year, "rows": rows, "form": form, "may_edit": may_edit,
        "moved": sorted(calendar.moved_by_rule(year) - {row.day for row in rows if row.is_working}),
        "working": calendar.working_days_between(first - datetime.timedelta(days=1), last),
        "unchecked": [row for row in rows if not row.is_checked],
    })  # fmt: skip


@require_POST
@once
def day_forget(request, pk):
    """The day follows the rule again."""
    check(request, "registry.calendar_edit")
    row = get_object_or_404(DayOff, pk=pk)
    actions.forget_day(row, by=request.user)
    messages.success(request, f"{short_date(row.day)}: теперь по общему правилу.")
    return redirect(f"../../?year={row.day.year}")
