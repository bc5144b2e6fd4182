"""The plan of a pair: read as a page, filled on a phone, agreed by the curator, printed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import plans as actions
from programs.forms.plans import AgreedPlanForm, AnalysisForm, Lines, PlanForm
from programs.models import Plan
from programs.papers import plan as paper
from programs.views import closed_words, pair_page
from registry.engine import access, papers, workflow
from registry.once import once
from registry.views.base import attempt, carry_out, check

VERBS = {"submit": actions.submit_plan, "agree": actions.agree_plan}


def the_plan(request, pk):
    """The plan with everything its page names, or 404."""
    rows = Plan.objects.visible_to(request.user, request.today).select_related(
        "pair__programme__regulation",
        "pair__programme__year",
        "pair__form",
        "pair__role_model",
        "agreed_by",
        "submitted_by",
    )
    return get_object_or_404(
        rows.prefetch_related(
            "lines", "pair__sides__person__employments", "pair__sides__person__enrolments__school_class"
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
    return render(request, "programs/plan_detail.html", {
        "plan": plan,
        "pair": plan.pair,
        "words": plan.pair.programme.words,
        "paper": paper.context(plan),
        "track": workflow.track(plan),
        "moves": workflow.open_to(request.user, plan, request.today),
        "move_url": reverse("programs:plan_detail", args=[plan.pk]) + "move/",
        "may_edit": may_edit and plan.status in ("draft", "agreed"),
        "analysis_form": AnalysisForm(instance=plan) if may_edit and plan.status == "agreed" else None,
        "is_own_and_waits": own,
    })  # fmt: skip


@unless_closed
@once
def plan_edit(request, pk):
    """A card for each line; everything typed stays, whatever happens."""
    plan = the_plan(request, pk)
    check(request, "programs.plan_edit", plan)
    if plan.status not in (Plan.Status.DRAFT, Plan.Status.AGREED):
        messages.info(request, f"План «{plan.get_status_display()}»: сейчас его не меняют.")
        return redirect(plan)
    lines, header = Lines(plan), PlanForm if plan.status == Plan.Status.DRAFT else AgreedPlanForm
    if request.method != "POST":
        return edit_page(request, plan, header(instance=plan), lines.fresh())
    if "more" in request.POST:
        form = header(initial={"goal": request.POST.get("goal", "")}, instance=plan)
        form.initial["revision"] = request.POST.get("revision")
        return edit_page(request, plan, form, lines.one_more(request.POST))
    seen = plan.revision
    form, formset = header(request.POST, instance=plan), lines.typed(request.POST)
    both = [form.is_valid(), formset.is_valid()]
    if request.POST.get("revision", "") not in ("", str(seen)):
        faults, unseen = lines.conflicts(formset)
        for fault in faults:
            form.add_error(None, fault)
        formset = lines.one_more(request.POST, unseen)
    elif all(both):
        done = attempt(form, lambda: actions.save_plan(
            plan, lines.values(formset), by=request.user, on=request.today,
            goal=form.cleaned_data.get("goal", plan.goal), revision=form.cleaned_data["revision"],
        ))  # fmt: skip
        if done:
            messages.success(request, "План сохранён.")
            return redirect(done)
    return edit_page(request, plan, form, formset)


def edit_page(request, plan, form, formset):
    """Each card knows the line that it mends."""
    known = {str(row.pk): row for row in plan.lines.all()}
    cards = [{"form": row, "line": known.get(str(row["id"].value()))} for row in formset]
    return render(request, "programs/plan_edit.html", {
        "plan": plan, "pair": plan.pair, "words": plan.pair.programme.words, "form": form, "formset": formset,
        "cards": cards, "is_draft": plan.status == Plan.Status.DRAFT,
        "sections": list(dict.fromkeys(row.section for row in known.values() if row.section)),
    })  # fmt: skip


@unless_closed
def plan_pdf(request, pk):
    """The plan on paper, with lines to sign."""
    plan = the_plan(request, pk)
    pair_page.leave_trace(request, plan.pair)
    data = papers.pdf(papers.html(paper.TEMPLATE, paper.context(plan)))
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-{plan.pk}.pdf"'
    return answer


@unless_closed
@once
def plan_analysis(request, pk):
    """The mentor's word at the end, before the plan is closed."""
    plan = the_plan(request, pk)
    check(request, "programs.plan_edit", plan)
    form = AnalysisForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["analysis"]
        if attempt(form, lambda: actions.write_analysis(plan, by=request.user, text=text)):
            messages.success(request, "Анализ сохранён.")
            return redirect(plan)
    return render(request, "form_page.html", {
        "title": "Анализ наставника", "form": form, "submit": "Сохранить анализ", "back_url": plan.get_absolute_url(),
        "back_label": "К плану", "cancel_url": plan.get_absolute_url(),
    })  # fmt: skip


@require_POST
@once
def plan_move(request, pk, name):
    return carry_out(request, the_plan(request, pk), name, VERBS)
