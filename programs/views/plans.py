"""The plan of a pair: read as a page, filled on a phone, agreed by the curator, printed."""

import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from programs.actions import plan_edits
from programs.actions import plans as actions
from programs.forms.plans import PlanPage
from programs.models import Plan
from programs.papers import plan as paper
from programs.views import closed_words, pair_page, plan_words
from registry.answers import pdf_answer
from registry.engine import access, workflow
from registry.engine.errors import Refused
from registry.once import once
from registry.views.base import carry_out, check

VERBS = {"submit": actions.submit_plan, "agree": actions.agree_plan, "close": actions.close_plan}


def the_plan(request, pk):
    """The plan with everything its page names, or 404."""
    rows = Plan.objects.visible_to(request.user, request.today).select_related(
        "pair__programme__regulation",
        "pair__programme__year",
        "pair__form",
        "pair__role_model",
        "kind",
        "agreed_by",
        "submitted_by",
    )
    return get_object_or_404(
        rows.prefetch_related(
            "lines__done_marks__person", "pair__kinds", "pair__sides__person__employments",
            "pair__sides__person__enrolments__school_class", "versions__agreed_by",
        ), pk=pk,
    )  # fmt: skip


unless_closed = closed_words.unless_closed(the_plan)


@unless_closed
def plan_detail(request, pk):
    """Everything the plan says, in the words of its paper."""
    plan = the_plan(request, pk)
    pair_page.leave_trace(request, plan.pair)
    may_edit = access.may(request.user, "programs.plan_edit", plan)
    own = plan.status == "submitted" and plan.submitted_by == access.person_of(request.user)
    template = pair_page.template_of(request, plan.pair, "programs/plan_child.html", "programs/plan_detail.html")
    return render(request, template, {
        "plan": plan,
        "child_state": plan_words.CHILD_STATES[plan.status],
        "pair": plan.pair,
        "kind": plan.called,
        "paper": paper.context(plan, request.today),
        "lines": plan_words.lines(request, plan),
        "track": workflow.track(plan),
        "moves": workflow.open_to(request.user, plan, request.today),
        "move_url": reverse("programs:plan_detail", args=[plan.pk]) + "move/",
        "may_edit": may_edit and plan.status in ("draft", "agreed"),
        "is_own_and_waits": own,
        "back_to_bank": access.may(request.user, "programs.plan_list"),
        **plan_words.context(request, plan),
    })  # fmt: skip


@unless_closed
@once
def plan_edit(request, pk):
    """A card for each task. With scripts each field saves itself; without them the buttons save everything."""
    plan = the_plan(request, pk)
    check(request, "programs.plan_edit", plan)
    if plan.status not in (Plan.Status.DRAFT, Plan.Status.AGREED):
        messages.info(request, f"План «{plan.get_status_display()}»: сейчас его не меняют.")
        return redirect(plan)
    if request.method != "POST":
        pair_page.leave_trace(request, plan.pair)
        return edit_page(request, plan, PlanPage(plan, blank="more" in request.GET))
    page = PlanPage(plan, request.POST)
    if page.is_valid():
        head, lines = page.values()
        try:
            done = actions.save_plan(plan, lines, by=request.user, on=request.today, head=head)
        except plan_edits.Clashed as clashed:
            page.refuse(clashed.clashes)
        except Refused as refusal:
            page.form.add_error(None, str(refusal))
        else:
            return after_saving(request, done)
    return edit_page(request, plan, page)


def after_saving(request, plan):
    """On to what the pressed button says: one more card, the curator, or the plan's page."""
    if "more" in request.POST:
        return redirect(reverse("programs:plan_edit", args=[plan.pk]) + "?more=1#last-card")
    if "submit" in request.POST:
        gaps = workflow.missing(plan, "submit", request.today)
        if gaps:
            for gap in gaps:
                messages.warning(request, gap.text)
            messages.info(request, "Всё набранное сохранено, но куратору план пока не передан: допишите названное.")
            return redirect("programs:plan_edit", plan.pk)
        actions.submit_plan(plan, by=request.user, on=request.today)
        messages.success(request, "План сохранён и передан куратору. Дальше — его слово, мы сообщим на «Сегодня».")
    else:
        messages.success(request, "План сохранён.")
    return redirect(f"{plan.get_absolute_url()}?saved=1")


def edit_page(request, plan, page):
    """The page as it stands or as it was typed, with what the mentee said about each task."""
    cards = list(page.cards())
    said = plan_words.by_line(request, plan)
    for card in cards:
        card["said"] = said.get(card["line"].pk, ()) if card["line"] else ()
    return render(request, "programs/plan_edit.html", {
        "plan": plan, "pair": plan.pair, "kind": plan.called, "page": page, "form": page.form,
        "formset": page.formset, "cards": cards, "head": page.fields(page.form), "is_draft": page.is_draft,
        "sections": page.sections, "empty_stamp": plan_edits.stamp(""),
        "shelf": f"plan:{request.user.pk}:{plan.pk}",
        "may_submit": page.is_draft and access.may(request.user, "programs.plan_edit", plan),
    })  # fmt: skip


@require_POST
@unless_closed
def plan_save(request, pk):
    """One field of the page, saved by itself: saved · clash (both versions) · refused (a sentence)."""
    plan = the_plan(request, pk)
    check(request, "programs.plan_edit", plan)
    asked = request.POST
    line = int(asked["line"]) if asked.get("line", "").isdecimal() else None
    try:
        if asked.get("op") == "remove":
            row, saved = plan_edits.remove_line(
                plan, line, by=request.user, on=request.today, seen=asked.get("seen") or None
            ), None  # fmt: skip
        else:
            row, saved = plan_edits.write_field(
                plan, asked.get("field", ""), asked.get("value", ""), by=request.user, on=request.today,
                seen=asked.get("seen", ""), line=line, key=key_of(asked),
            )  # fmt: skip
    except plan_edits.Clashed as clashed:
        return JsonResponse({"state": "clash", **told(clashed.clashes[0])})
    except Refused as refusal:
        return JsonResponse({"state": "refused", "text": str(refusal)})
    value = getattr(saved or row, asked["field"]) if asked.get("field") else ""
    return JsonResponse({
        "state": "saved", "seen": plan_edits.stamp(value), "line": saved.pk if saved else None,
        "line_seen": plan_edits.line_stamp(saved) if saved else "",
        "at": f"{timezone.localtime():%H:%M}",
    })  # fmt: skip


def key_of(asked):
    """The key of a card that was begun on the page, when it is one."""
    try:
        return uuid.UUID(asked.get("key", ""))
    except ValueError:
        return None


def told(clash) -> dict:
    """What the page needs to show both versions."""
    return {
        "theirs": plan_edits.plain(clash.theirs), "words": clash.said(clash.theirs), "gone": clash.is_gone,
        "seen": plan_edits.stamp(clash.theirs),
        "line_seen": plan_edits.line_stamp(clash.line) if clash.line else "",
    }  # fmt: skip


@unless_closed
def plan_pdf(request, pk):
    """The plan on paper, with lines to sign."""
    plan = the_plan(request, pk)
    pair_page.leave_trace(request, plan.pair)
    return pdf_answer(paper.TEMPLATE, paper.context(plan, request.today), f"План, {plan.pair}")


@require_POST
@once
def plan_move(request, pk, name):
    return carry_out(request, the_plan(request, pk), name, VERBS)
