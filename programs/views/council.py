"""The mentors' council: who sits in it, its meetings with minutes, its plan of the year."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from programs.actions import council as actions
from programs.forms.council import CouncilDecisionForm, CouncilMeetingForm, CouncilOriginalForm, CouncilPlanForm
from programs.models import CouncilDecision, CouncilMeeting, CouncilPlanLine, Programme
from programs.models.council import members
from programs.papers import council as paper
from registry.answers import pdf_answer
from registry.engine import access, journal
from registry.models import Person, StoredFile, Year
from registry.once import once
from registry.views.base import attempt, check, page_of
from registry.views.files import deliver


def _of(request, model, pk):
    return get_object_or_404(model.objects.visible_to(request.user, request.today), pk=pk)


@once
def council(request):
    """Everything on one page; the form of the plan is answered here."""
    check(request, "programs.council_view")
    year = Year.objects.on(request.today).first()
    people = actions.people(request.today)
    form = CouncilPlanForm(request.POST or None, people=people)
    if request.method == "POST":
        check(request, "programs.council_edit")
        made = form.is_valid() and attempt(
            form, lambda: actions.plan(by=request.user, on=request.today, **form.cleaned_data)
        )
        if made:
            messages.success(request, "Строка добавлена в план.")
            return redirect(reverse("programs:council") + "#plan")
    seats = list(members(request.today).prefetch_related("person__employments"))
    meetings = CouncilMeeting.objects.visible_to(request.user, request.today).select_related("year")
    return render(request, "programs/council.html", {
        "seats": [(row, row.person.what_is(request.today)) for row in seats], "form": form, "year": year,
        "may_plan": bool(seats) or request.method == "POST",
        "page_obj": page_of(request, meetings), "may_edit": access.may(request.user, "programs.council_edit"),
        "plan": CouncilPlanLine.objects.filter(year=year).select_related("who"), "me": access.person_of(request.user),
        "may_order": access.may(request.user, "programs.order_prepare"),
        "programme": Programme.objects.current().order_by("title", "pk").first(),
        "waiting": CouncilDecision.objects.filter(
            done_on=None, due__isnull=False, meeting__signed_on__isnull=False
        ).select_related("who", "meeting"),
    })  # fmt: skip


@once
def council_meeting_new(request):
    check(request, "programs.council_edit")
    return _meeting_form(request, None, {"number": actions.next_number(request.today), "held_on": request.today})


@once
def council_meeting_edit(request, pk):
    meeting = _of(request, CouncilMeeting, pk)
    check(request, "programs.council_edit")
    names = ("number", "held_on", "agenda", "guests")
    known = {name: getattr(meeting, name) for name in names}
    return _meeting_form(request, meeting, {**known, "present": meeting.present.all()})


def _meeting_form(request, meeting, initial):
    """Whoever sits in it now, and whoever was marked: a former member may be in earlier minutes."""
    ever = members(meeting.held_on if meeting else request.today).values("person")
    people = Person.objects.filter(pk__in=ever) | actions.people(request.today)
    form = CouncilMeetingForm(request.POST or None, people=people.distinct(), initial=initial)
    back = meeting.get_absolute_url() if meeting else reverse("programs:council")
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: actions.write_meeting(
            meeting, by=request.user, on=request.today, **form.cleaned_data))  # fmt: skip
        if row:
            messages.success(request, "Заседание внесено. Теперь впишите решения.")
            return redirect(row)
    return render(request, "form_page.html", {
        "title": "Заседание совета наставников", "form": form, "submit": "Сохранить", "back_url": back,
        "back_label": "Совет наставников", "cancel_url": back,
    })  # fmt: skip


@once
def council_meeting(request, pk):
    """One meeting; the form of a decision is answered here."""
    row = _of(request, CouncilMeeting, pk)
    may_edit = access.may(request.user, "programs.council_edit") and row.signed_on is None
    form = CouncilDecisionForm(request.POST or None, people=actions.people(row.held_on))
    if request.method == "POST":
        check(request, "programs.council_edit")
        made = form.is_valid() and attempt(
            form, lambda: actions.decide(row, by=request.user, on=request.today, **form.cleaned_data)
        )
        if made:
            messages.success(request, "Решение внесено.")
            return redirect(row)
    return render(request, "programs/council_meeting.html", {
        "meeting": row, "form": form, "may_edit": may_edit, "present": row.present.order_by("name_key", "pk"),
        "decisions": row.decisions.select_related("who"), "me": access.person_of(request.user),
        "may_tick": access.may(request.user, "programs.council_edit"), **_kept(request, row),
    })  # fmt: skip


def _kept(request, row) -> dict:
    """The issued paper and the scan, for those who may open them: after an erasure only the office may."""
    if row.paper_id is None:
        return {}
    files = StoredFile.objects.visible_to(request.user, request.today)
    return {
        "paper": row.paper, "may_open": _may_open(request, row),
        "scan": files.filter(pk=row.scan_id).first() if row.scan_id else None,
        "may_keep": access.may(request.user, "programs.council_edit"),
    }  # fmt: skip


def _may_open(request, row) -> bool:
    return not row.paper.file.closed_on or access.has_role(request.user, "curator", "director", on=request.today)


@require_POST
@once
def council_sign(request, pk):
    row = _of(request, CouncilMeeting, pk)
    check(request, "programs.council_edit")
    actions.sign(row, by=request.user, on=request.today)
    messages.success(request, "Протокол подписан и сохранён. Распечатайте его, подпишите ручкой и приложите скан.")
    return redirect(row)


@once
def council_original(request, pk):
    """The scan of the sheet signed with a pen, and where the sheet lies."""
    row = _of(request, CouncilMeeting, pk)
    check(request, "programs.council_edit")
    form = CouncilOriginalForm(request.POST or None, request.FILES or None, initial={"place": row.original_place})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: actions.keep_original(
            row, by=request.user, on=request.today, place=data["place"], scan=data["file"]))  # fmt: skip
        if done:
            messages.success(request, "Скан приложен." if data["file"] else "Отмечено, где лежит подлинник.")
            return redirect(row)
    return render(request, "form_page.html", {
        "title": "Подписанный протокол", "lead": str(row), "form": form, "submit": "Сохранить",
        "back_url": row.get_absolute_url(), "back_label": "К протоколу", "cancel_url": row.get_absolute_url(),
    })  # fmt: skip


@require_POST
@once
def council_decision_done(request, pk):
    row = _of(request, CouncilDecision, pk)
    check(request, "programs.council_tick", row)
    actions.tick(row, by=request.user, on=request.today)
    messages.success(request, "Отмечено: исполнено.")
    return redirect(row.meeting)


@require_POST
@once
def council_decision_drop(request, pk):
    row = _of(request, CouncilDecision, pk)
    check(request, "programs.council_edit")
    actions.drop_decision(row, by=request.user)
    messages.success(request, "Решение удалено из протокола.")
    return redirect(row.meeting)


@require_POST
@once
def council_plan_done(request, pk):
    row = _of(request, CouncilPlanLine, pk)
    check(request, "programs.council_tick", row)
    actions.tick(row, by=request.user, on=request.today)
    messages.success(request, "Отмечено: сделано.")
    return redirect(reverse("programs:council") + "#plan")


@require_POST
@once
def council_plan_drop(request, pk):
    row = _of(request, CouncilPlanLine, pk)
    check(request, "programs.council_edit")
    actions.drop_plan(row, by=request.user)
    messages.success(request, "Строка удалена из плана.")
    return redirect(reverse("programs:council") + "#plan")


@require_safe
def council_minutes(request, pk):
    """The issued paper, always the same bytes; before the signature the draft of it."""
    row = _of(request, CouncilMeeting, pk)
    check(request, "programs.council_view")
    if row.paper_id:
        if not _may_open(request, row):
            raise Http404("closed by an erasure")
        return deliver(request, row.paper.file)
    journal.write(request.user, "напечатан протокол совета наставников", row)
    return pdf_answer(paper.MINUTES, paper.minutes(row), str(row))


@require_safe
def council_plan_pdf(request):
    """The plan of the year."""
    check(request, "programs.council_view")
    year = actions.year_of(request.today)
    journal.write(request.user, "напечатан план совета наставников")
    return pdf_answer(paper.PLAN, paper.plan(year, request.today), f"План совета наставников {year.name}")
