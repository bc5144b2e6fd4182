"""The mentors' training: the list, a session, who came."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from programs.actions import training as actions
from programs.forms.sitting import AttendanceForm, TrainingForm
from programs.forms.training import TrainingFilter
from programs.models import Training
from programs.views.selection import current_programmes
from registry.engine import access, journal
from registry.models import Mentor
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of


def training_list(request):
    check(request, "programs.training_view")
    form = TrainingFilter(request.GET or None)
    rows = form.apply(Training.objects.visible_to(request.user, request.today))
    return render(request, "programs/training_list.html", {
        "filter_form": form,
        "page_obj": page_of(request, rows.select_related("programme__year").prefetch_related("attendances")),
        "found": count(rows.count(), "занятие", "занятия", "занятий"),
        "may_add": access.may(request.user, "programs.training_edit"),
    })  # fmt: skip


@once
def training_new(request):
    check(request, "programs.training_edit")
    programmes = current_programmes(request)
    form = TrainingForm(request.POST or None, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        programme = data.pop("programme")
        row = attempt(form, lambda: actions.hold_training(programme, by=request.user, on=request.today, **data))
        if row:
            messages.success(request, "Занятие внесено. Отметьте, кто на нём был.")
            return redirect(row)
    return render(request, "form_page.html", {
        "title": "Новое занятие для наставников", "form": form, "submit": "Внести занятие",
        "cancel_url": redirect("programs:training_list").url,
        "lead": "Тема, часы и дата встанут в карточку каждого наставника, который был на занятии.",
    })  # fmt: skip


@once
def training_detail(request, pk):
    """Candidates and mentors of the programme: whoever is on the way or in the register may have come."""
    row = get_object_or_404(Training.objects.visible_to(request.user, request.today).select_related("programme"), pk=pk)
    check(request, "programs.training_view")
    may_edit = access.may(request.user, "programs.training_edit")
    running = row.programme.candidacies.filter(status__in=["nominated", "recommended", "registered"])
    chosen = list(row.attendances.values_list("mentor", flat=True))
    mentors = Mentor.objects.filter(pk__in=running.values("mentor")) | Mentor.objects.filter(pk__in=chosen)
    mentors = mentors.filter(person__erased_at__isnull=True).select_related("person").order_by("person__name_key", "pk")
    form = AttendanceForm(request.POST or None, mentors=mentors, chosen=chosen)
    if request.method == "POST":
        check(request, "programs.training_edit")
        if form.is_valid() and attempt_marks(request, form, row):
            messages.success(request, "Отмечено, кто был на занятии.")
            return redirect(row)
    came = [one.mentor for one in row.attendances.select_related("mentor__person")]
    journal.listed(request.user, "открыт список занятия", [one.person for one in came])
    return render(request, "programs/training_detail.html", {
        "training": row, "came": came, "form": form if may_edit and row.held_on <= request.today else None,
    })  # fmt: skip


def attempt_marks(request, form, row):
    """None when it was refused: the form then says why."""
    mentors = list(form.cleaned_data["mentors"].select_related("person"))
    return attempt(form, lambda: actions.mark_attendance(row, mentors, by=request.user, on=request.today))
