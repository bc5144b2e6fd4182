"""Pages of the programmes: the list, a new one from a regulation, its rules, and its roadmap."""

import itertools

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs import roadmap
from programs.actions import programme as actions
from programs.forms.programme import ActivityForm, PresetForm, ProgrammeForm, TickForm
from programs.forms.rules import RuleForm, grouped, shown
from programs.models import Activity, Programme
from registry.engine import access, journal
from registry.models import Regulation, Year
from registry.once import once
from registry.text import count, joined
from registry.views.base import attempt, check


def visible(request, code, *related):
    rows = Programme.objects.visible_to(request.user, request.today).select_related("year", "regulation", *related)
    return get_object_or_404(rows.prefetch_related("regulation__words"), code=code)


def programme_list(request):
    """Programmes of all years, the current year first."""
    check(request, "programs.programme_view")
    rows = (
        Programme.objects.visible_to(request.user, request.today)
        .select_related("year", "regulation").prefetch_related("forms", "regulation__words")
        .order_by("-year__is_active", "-year__starts", "audience", "title")
    )  # fmt: skip
    years = [(year, list(found)) for year, found in itertools.groupby(rows, key=lambda row: row.year)]
    may_edit = access.may(request.user, "programs.programme_edit")
    return render(request, "programs/programme_list.html", {"years": years, "may_edit": may_edit})


@once
def programme_new(request):
    """Choose the regulation, then make its programmes of the year in one go."""
    check(request, "programs.programme_edit")
    year = Year.objects.active().first()
    regulation = Regulation.objects.filter(code=request.GET.get("regulation", "")).first()
    if regulation is None or year is None:
        found = Regulation.objects.prefetch_related("programme_presets", "forms", "words")
        return render(request, "programs/programme_choose.html", {"regulations": found, "year": year})
    presets = regulation.programme_presets.select_related("roadmap", "regulation").prefetch_related("forms")
    codes = {actions.code_of(preset, year): preset for preset in presets}
    ready = list(Programme.objects.filter(code__in=codes).select_related("year"))
    known = {row.code for row in ready}
    waiting = [preset for code, preset in codes.items() if code not in known]
    forms = [PresetForm(request.POST or None, preset=preset, year=year) for preset in waiting]
    are_valid = [form.is_valid() for form in forms]
    if forms and all(are_valid):
        made = _make(request, forms, year)
        if made:
            names = joined(f"«{row.title}»" for row in made)
            messages.success(request, f"Готово: {names}. Проверьте правила года и назначьте сроки мероприятий.")
            return redirect(made[0] if len(made) == 1 else "programs:programme_list")
    context = {"regulation": regulation, "year": year, "forms": forms, "ready": ready}
    return render(request, "programs/programme_new.html", context)


def _make(request, forms, year) -> list:
    """All that are ticked, or none: a refusal becomes a sentence of its own form."""
    chosen = [form for form in forms if form.cleaned_data["make"]]
    if not chosen:
        forms[0].add_error("make", "Отметьте хотя бы одну программу.")
    made = []
    with transaction.atomic():
        for form in chosen:
            data = {name: form.cleaned_data[name] for name in ("title", "starts", "ends")}
            made.append(attempt(form, lambda preset=form.preset, data=data: actions.make_programme(
                preset, year, by=request.user, on=request.today, **data)))  # fmt: skip
        if not all(made):
            transaction.set_rollback(True)
            return []
    return made


def programme_edit(request, code):
    """Title, goal, dates, forms and kinds of this year."""
    programme = visible(request, code)
    check(request, "programs.programme_edit", programme)
    form = ProgrammeForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            programme = form.save()
            journal.write(request.user, "изменена программа", programme, fields=joined(form.changed_data))
        messages.success(request, "Программа сохранена.")
        return redirect(programme)
    return render(request, "form_page.html", {
        "title": "Изменить программу", "lead": str(programme), "form": form,
        "back_url": programme.get_absolute_url(), "back_label": "К дорожной карте",
        "cancel_url": programme.get_absolute_url(),
    })  # fmt: skip


def programme_rules(request, code):
    """Every rule with its value and its source; the curator may set the year's own value with a reason."""
    programme = visible(request, code)
    may_edit = access.may(request.user, "programs.programme_edit", programme)
    key, answers, form = request.POST.get("key", ""), programme.all_rules(), None
    if request.method == "POST":
        check(request, "programs.programme_edit", programme)
        answer = next((row for row in answers if row.key == key), None)
        form = RuleForm(request.POST, programme=programme, answer=answer) if answer else None
        if form and form.is_valid():
            data = form.cleaned_data
            done = attempt(
                form, lambda: actions.set_rule(programme, key, data["value"], by=request.user, reason=data["reason"])
            )
            if done:
                messages.success(request, f"«{answer.title}»: теперь {shown(data['value'])}. {data['reason']}.")
                return redirect(reverse("programs:programme_rules", args=[code]) + f"#{key}")
    groups = [
        (title, [_rule_row(programme, answer, form, may_edit) for answer in rows]) for title, rows in grouped(answers)
    ]
    return render(request, "programs/programme_rules.html", {
        "programme": programme, "groups": groups, "may_edit": may_edit, "form": form,
    })  # fmt: skip


def _rule_row(programme, answer, bound, may_edit) -> dict:
    """What the page shows of a rule; the form that came back with errors stands open."""
    is_bound = bound is not None and bound.key == answer.key
    form = bound if is_bound else RuleForm(programme=programme, answer=answer) if may_edit else None
    return {"answer": answer, "value": shown(answer.value), "form": form, "is_open": is_bound}


@require_POST
def rule_reset(request, code):
    """Back to the regulation's own value."""
    programme = visible(request, code)
    check(request, "programs.programme_edit", programme)
    key = request.POST.get("key", "")
    actions.unset_rule(programme, key, by=request.user)
    messages.success(request, "Правило снова действует так, как в документе школы.")
    return redirect(reverse("programs:programme_rules", args=[code]) + f"#{key}")


def programme_detail(request, code):
    """The roadmap: where the programme stands, and the next step."""
    programme = visible(request, code, "roadmap")
    check(request, "programs.programme_view", programme)
    road = roadmap.read(programme, request.today, request.GET.get("stage", ""))
    return render(request, "programs/programme_detail.html", {
        "programme": programme, "words": programme.words, "road": road,
        "may_edit": access.may(request.user, "programs.programme_edit", programme),
        "is_office": access.has_role(request.user, "curator", "director", on=request.today),
        "lines_words": count(road.lines_total, "мероприятия", "мероприятий", "мероприятий"),
    })  # fmt: skip


def _activity(request, pk):
    rows = Activity.objects.select_related("stage__programme__year")
    visible_ones = Programme.objects.visible_to(request.user, request.today)
    activity = get_object_or_404(rows, pk=pk, stage__programme__in=visible_ones)
    check(request, "programs.programme_edit", activity.stage.programme)
    return activity


def _back(activity):
    """The roadmap with the line's stage unfolded."""
    return activity.stage.programme.get_absolute_url() + f"?stage={activity.stage.number}#a{activity.pk}"


def _line_page(request, activity, form, **context):
    """A small form about one line of the roadmap."""
    return render(request, "form_page.html", {
        "lead": activity.title, "form": form, "back_url": _back(activity), "back_label": "К дорожной карте",
        "cancel_url": _back(activity), **context,
    })  # fmt: skip


@once
def activity_tick(request, pk):
    """The curator says that a line was held, when, and what shows it."""
    activity = _activity(request, pk)
    initial = {"done_on": activity.done_on or request.today, "note": activity.done_note}
    form = TickForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.tick_activity(
            activity, by=request.user, on=request.today, done_on=data["done_on"], note=data["note"]))  # fmt: skip
        if done:
            messages.success(request, f"Отмечено: «{activity.title}».")
            return redirect(_back(activity))
    return _line_page(request, activity, form, title="Отметить мероприятие", submit="Отметить")


@require_POST
def activity_untick(request, pk):
    activity = _activity(request, pk)
    actions.untick_activity(activity, by=request.user)
    messages.success(request, f"Отметка снята: «{activity.title}».")
    return redirect(_back(activity))


def activity_edit(request, pk):
    """Term and responsible roles of a line."""
    activity = _activity(request, pk)
    form = ActivityForm(request.POST or None, instance=activity)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.schedule_activity(
            Activity.objects.get(pk=pk), by=request.user, term=data["term"], due=data["due"],
            responsible=data["responsible"],
        )  # fmt: skip
        messages.success(request, "Срок и ответственные сохранены.")
        return redirect(_back(activity))
    return _line_page(request, activity, form, title="Срок и ответственные")
