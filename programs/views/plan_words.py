"""What the mentee says about the plan: proposals, difficulties, questions, the mark «сделал»; and the answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import plan_notes as actions
from programs.forms.plan_notes import AnswerForm, NoteForm
from programs.models import Plan, PlanLine, PlanNote
from programs.views import closed_words, pair_page
from registry import reading
from registry.engine import access
from registry.once import once
from registry.views.base import attempt, check

CHILD_STATES = {
    Plan.Status.DRAFT: "План пока пишет наставник.",
    Plan.Status.SUBMITTED: "План пока читает куратор.",
    Plan.Status.AGREED: "",
    Plan.Status.CLOSED: "План закончен.",
}
"""Where the plan stands, for a mentee under fourteen."""


def heard(request, plan):
    """Notes of the plan that this reader may see now: a closed consent closes that mentee's words to the mentor."""
    rows = PlanNote.objects.visible_to(request.user, request.today).filter(plan=plan)
    shut = closed_words.closed_mentees(request, plan.pair)
    return [
        note for note in rows.select_related("person", "author", "answered_by", "line") if note.person_id not in shut
    ]


def by_line(request, plan) -> dict:
    """Task → what was said about it, for the mentor's cards."""
    found: dict = {}
    for note in heard(request, plan):
        if note.line_id:
            found.setdefault(note.line_id, []).append(note)
    return found


def lines(request, plan) -> list[dict]:
    """Each task with who reported it done, and whether the reader may mark it."""
    speaks = access.may(request.user, "programs.plan_speak", plan) and plan.status == Plan.Status.AGREED
    people = actions.whose(plan, request.user, request.today) if speaks else []
    shut, rows = closed_words.closed_mentees(request, plan.pair), []
    for line in plan.lines.all():
        marks = [mark for mark in line.done_marks.all() if mark.person_id not in shut]
        done = {mark.person_id for mark in marks}
        rows.append({
            "line": line, "marks": marks, "is_late": bool(line.due and line.due < request.today and not line.mark),
            "may_mark": [person for person in people if person.pk not in done],
            "may_unmark": [person for person in people if person.pk in done and not line.mark],
        })  # fmt: skip
    return rows


def context(request, plan) -> dict:
    """The part of the plan's page that holds the mentee's words and the versions."""
    return {
        "notes": heard(request, plan),
        "may_speak": access.may(request.user, "programs.plan_speak", plan) and plan.status != Plan.Status.CLOSED,
        "may_answer": access.may(request.user, "programs.plan_answer", plan) and plan.status != Plan.Status.CLOSED,
        "versions": list(plan.versions.all()),
    }


def the_plan(request, pk):
    rows = Plan.objects.visible_to(request.user, request.today).select_related("pair__programme", "kind")
    return get_object_or_404(rows.prefetch_related("lines", "pair__sides__person"), pk=pk)


@closed_words.unless_closed(the_plan)
@once
def note_new(request, pk):
    """The mentee, or a parent for him: what to add, what is hard, what to ask, how it went."""
    plan = the_plan(request, pk)
    check(request, "programs.plan_speak", plan)
    people = actions.whose(plan, request.user, request.today)
    form = NoteForm(request.POST or None, plan=plan, people=people, to_child=reading.to_child(request), initial={
        "kind": request.GET.get("kind", "proposal"), "line": request.GET.get("line"),
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        note = attempt(form, lambda: actions.write_note(plan, by=request.user, on=request.today, **form.cleaned_data))
        if note:
            messages.success(request, "Отправлено. Ответ наставника появится на странице плана.")
            return redirect(note)
    return render(request, "form_page.html", {
        "title": "Сказать о плане", "form": form, "submit": "Отправить наставнику", "back_url": plan.get_absolute_url(),
        "back_label": reading.said(request, "К плану", "Мой план"), "cancel_url": plan.get_absolute_url(),
        "lead": reading.said(
            request,
            "Это увидят наставник, куратор, сам наставляемый и его родители. Ответ появится на странице плана.",
            "Это увидят наставник, куратор и твои родители. Ответ появится на странице плана.",
        ),
    })  # fmt: skip


def the_note(request, pk):
    rows = PlanNote.objects.visible_to(request.user, request.today).select_related("plan__pair__programme", "person")
    return get_object_or_404(rows.prefetch_related("plan__pair__sides__person"), pk=pk)


@closed_words.unless_closed(the_note)
@once
def note_answer(request, pk):
    """The mentor's answer; when there is one already, the way leads to it."""
    note = the_note(request, pk)
    check(request, "programs.plan_answer", note)
    if note.answered_on:
        messages.info(request, "На это уже ответили.")
        return redirect(note)
    pair_page.leave_trace(request, note.plan.pair)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.answer_note(note, by=request.user, on=request.today, **form.cleaned_data))
        if done:
            messages.success(request, "Ответ сохранён, наставляемый увидит его на странице плана.")
            return redirect(done)
    return render(request, "programs/note_answer.html", {"form": form, "note": note, "plan": note.plan})


def the_line(request, pk):
    plans = Plan.objects.visible_to(request.user, request.today)
    rows = PlanLine.objects.filter(plan__in=plans.values("pk")).select_related("plan__pair__programme")
    return get_object_or_404(rows.prefetch_related("plan__pair__sides__person"), pk=pk)


@require_POST
@once
def line_done(request, pk):
    """«Сделал», and the way back while the mentor has not judged the task."""
    line = the_line(request, pk)
    check(request, "programs.plan_speak", line.plan)
    people = actions.whose(line.plan, request.user, request.today)
    asked = request.POST.get("person", "")
    person = next((one for one in people if str(one.pk) == asked), None)
    if request.POST.get("back"):
        actions.unmark_done(line, by=request.user, on=request.today, person=person)
        messages.success(request, "Отметка снята.")
    else:
        actions.mark_done(line, by=request.user, on=request.today, person=person)
        messages.success(request, "Отмечено: сделано. Наставник увидит это и посмотрит, что получилось.")
    return redirect(reverse("programs:plan_detail", args=[line.plan_id]) + f"#line-{line.pk}")
