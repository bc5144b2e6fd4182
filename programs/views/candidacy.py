"""A candidate's page: one's own sheet, conflicts of interest, the vote, talks; others' marks only after one's own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs.actions import assessing, training
from programs.actions import selection as actions
from programs.forms.sitting import ConflictForm, InterviewForm, SheetForm, VoteForm
from programs.models import Candidacy, Conflict
from registry.engine import access, journal, workflow
from registry.models import Appointment, Person
from registry.once import once
from registry.views.base import attempt, carry_out, check


def visible(request, pk):
    rows = Candidacy.objects.visible_to(request.user, request.today)
    return get_object_or_404(rows.select_related("mentor__person", "programme__year", "form"), pk=pk)


def candidacy_detail(request, pk):
    return show(request, visible(request, pk))


def show(request, candidacy, **forms):
    """The candidate's page; `forms` are those that came back with something to mend."""
    user, on, me = request.user, request.today, access.person_of(request.user)
    person = candidacy.person
    journal.opened(user, person, candidacy, on)
    may_mark = access.may(user, "programs.candidacy_mark", candidacy) and person != me
    office = access.has_role(user, "curator", "director", on=on)
    context = {
        "candidacy": candidacy,
        "person": person,
        "what_is": candidacy.mentor.what_is(on),
        "groups": access.groups(user, person, on),
        "track": workflow.track(candidacy),
        "moves": _moves(candidacy, user, me, on),
        "office": office,
        "may_mark": may_mark,
        "sheets": sheets(candidacy) if assessing.may_see_sheets(candidacy, user, on) else [],
        "decisions": candidacy.decisions.select_related("minutes__commission"),
        "may_print": access.may(user, "programs.candidacy_print", candidacy),
        "may_add_duties": access.may(user, "programs.candidacy_add", candidacy),
        "orders": [line.order for line in candidacy.order_lines.select_related("order")] if office else [],
    }
    if office:
        context |= _papers(candidacy, on)
    if may_mark:
        talks = candidacy.interviews.prefetch_related("participants")
        context |= {"talks": talks if context["groups"] else [],
                    "warnings": actions.experience_warnings(candidacy.programme, candidacy.mentor)}  # fmt: skip
        if candidacy.status == Candidacy.Status.NOMINATED:
            context |= _judging(request, candidacy, me)
    return render(request, "programs/candidacy_detail.html", {**context, **forms})


def _papers(candidacy, on) -> dict:
    """For the office: consents, certificates, training, who has finished and who has not."""
    mentor = candidacy.mentor
    kinds = ["processing", "participation"]
    return {
        "consents": list(mentor.person.consents.filter(kind__in=kinds).select_related("person")),
        "certificates": list(mentor.certificates.all()) if mentor.is_outsider else [],
        "certificate_gaps": list(actions.certificate_gaps(candidacy.programme, mentor, on)),
        "trainings": training.hours_of(mentor),
        "states": states(candidacy, on),
    }


def states(candidacy, on) -> list[dict]:
    """Who has handed in and who has not, without a single mark."""
    kept = assessing.barred(candidacy, on)
    handed = {row.by_id: row.handed_on for row in candidacy.sheets.all() if row.handed_on}
    voted = {row.person_id for row in candidacy.votes.all()}
    return [
        {
            "person": member.person, "kept": kept.get(member.person_id, ""), "handed_on": handed.get(member.person_id),
            "has_voted": member.person_id in voted,
        }
        for member in assessing.members_of(candidacy)
    ]  # fmt: skip


def sheets(candidacy) -> list[tuple]:
    """(assessor, marks, sum, the most that could be) of every sheet handed in."""
    handed = set(candidacy.sheets.filter(handed_on__isnull=False).values_list("by", flat=True))
    found: dict = {}
    for mark in candidacy.marks.filter(by__in=handed).select_related("criterion", "by"):
        found.setdefault(mark.by, []).append(mark)
    return [(assessor, marks, sum(mark.mark for mark in marks), 2 * len(marks)) for assessor, marks in found.items()]


def _judging(request, candidacy, me) -> dict:
    """What this reader may still say about the candidate."""
    on = request.today
    member = assessing.members_of(candidacy).filter(person=me).exists()
    why = assessing.barred(candidacy, on).get(me.pk, "")
    mine, vote = candidacy.sheets.filter(by=me).first(), candidacy.votes.filter(person=me).first()
    found = {
        "my_conflict": why, "my_sheet": mine, "my_vote": vote, "is_member": member,
        "my_marks": candidacy.marks.filter(by=me).select_related("criterion"),
        "conflicts": candidacy.conflicts.select_related("person"),
        "interview_form": interview_form(request, candidacy),
    }  # fmt: skip
    people = conflict_people(request, candidacy)
    if people.exists():
        found["conflict_form"] = ConflictForm(people=people, me=me)
    if why:
        return found
    if not (mine and mine.handed_on) and not vote:
        found["sheet_form"] = SheetForm(candidacy=candidacy, person=me)
    if member and candidacy.way == "application":
        found["vote_form"] = VoteForm(initial={"choice": vote.choice if vote else None})
    return found


def conflict_people(request, candidacy):
    """Members about whom this reader may mark a conflict: the curator about all, a member about himself."""
    seated = Person.objects.filter(pk__in=assessing.members_of(candidacy).values("person")).order_by("name_key", "pk")
    seated = seated.exclude(pk__in=assessing.barred(candidacy, request.today))
    if access.may(request.user, "programs.minutes_edit"):
        return seated
    return seated.filter(pk=access.person_of(request.user).pk)


def interview_form(request, candidacy, data=None):
    """Those who may have talked: the commission, the office and the psychologists."""
    on, me = request.today, access.person_of(request.user)
    acting = Appointment.objects.active(on).exclude(role="class_teacher").values("person")
    people = Person.objects.filter(pk__in=acting) | Person.objects.filter(
        pk__in=assessing.members_of(candidacy).values("person")
    )
    people = (people | Person.objects.filter(pk=me.pk)).exclude(pk=candidacy.person.pk)
    people = people.distinct().order_by("name_key", "pk").prefetch_related("employments")
    return InterviewForm(data, people=people, on=on, initial={"held_on": on, "participants": [me.pk]})


def _moves(candidacy, user, me, on):
    """Buttons; the office does not refuse, it notes down the candidate's refusal."""
    moves = workflow.open_to(user, candidacy, on)
    for move in moves:
        if move.name == "refuse" and candidacy.person != me:
            move.label = "Отметить отказ кандидата"
    return moves


@require_POST
@once
def candidacy_marks(request, pk):
    """«Сохранить черновик» keeps what is there; «Сдать оценки» wants the whole sheet and shows the others'."""
    candidacy = visible(request, pk)
    check(request, "programs.candidacy_mark", candidacy)
    is_draft = "draft" in request.POST
    form = SheetForm(request.POST, candidacy=candidacy, person=request.user.person, is_draft=is_draft)
    if form.is_valid():
        done = attempt(form, lambda: assessing.mark_criteria(
            candidacy, form.marks(), by=request.user, on=request.today, hand_in=not is_draft
        ))  # fmt: skip
        if done:
            words = (
                "Черновик сохранён: его видите только вы." if is_draft else "Оценки сданы. Теперь видны и листы других."
            )
            messages.success(request, words)
            return redirect(candidacy)
    return show(request, candidacy, sheet_form=form)


@require_POST
@once
def candidacy_vote(request, pk):
    candidacy = visible(request, pk)
    check(request, "programs.vote_cast", candidacy)
    form = VoteForm(request.POST)
    if form.is_valid() and attempt(form, lambda: assessing.cast_vote(
        candidacy, request.user.person, form.cleaned_data["choice"], by=request.user, on=request.today
    )):  # fmt: skip
        messages.success(request, "Ваш голос принят. До подписания протокола его можно изменить.")
        return redirect(candidacy)
    return show(request, candidacy, vote_form=form)


@require_POST
@once
def candidacy_conflict(request, pk):
    candidacy = visible(request, pk)
    check(request, "programs.candidacy_mark", candidacy)
    me = access.person_of(request.user)
    form = ConflictForm(request.POST, people=conflict_people(request, candidacy), me=me)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: assessing.mark_conflict(
            candidacy, data["person"], data["kind"], by=request.user, on=request.today
        ))  # fmt: skip
        if done:
            messages.success(request, f"Отмечено: {done.person.short_name} не оценивает этого кандидата и не голосует.")
            return redirect(candidacy)
    return show(request, candidacy, conflict_form=form)


@require_POST
@once
def conflict_lift(request, pk):
    """Only while nothing is decided, and only by the curator."""
    rows = Candidacy.objects.visible_to(request.user, request.today).values("pk")
    conflict = get_object_or_404(Conflict.objects.select_related("candidacy", "person"), pk=pk, candidacy__in=rows)
    check(request, "programs.minutes_edit")
    row = assessing.lift_conflict(conflict, by=request.user)
    messages.success(request, "Отметка снята: член комиссии снова оценивает кандидата и голосует.")
    return redirect(row)


@require_POST
@once
def candidacy_interview(request, pk):
    candidacy = visible(request, pk)
    check(request, "programs.candidacy_mark", candidacy)
    form = interview_form(request, candidacy, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: assessing.write_interview(
            candidacy, by=request.user, on=request.today, **{**data, "participants": list(data["participants"])}
        ))  # fmt: skip
        if done:
            messages.success(request, "Собеседование внесено.")
            return redirect(candidacy)
    return show(request, candidacy, interview_form=form)


@require_POST
@once
def candidacy_move(request, pk, name):
    return carry_out(request, visible(request, pk), name)
