"""Meetings before a pair and the questionnaire of preferences: cabinet, personal link, sheet on paper."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from programs import choosing
from programs.actions import preferences as actions
from programs.forms.preferences import GroupMeetingForm, MeetingFilter, PreferenceForm, VisitorsForm, initial_of
from programs.models import GroupMeeting, Preference, PreferenceSheet, Visitor
from programs.papers import preferences as paper
from registry import reading
from registry.answers import pdf_answer
from registry.engine import access, journal, links, papers
from registry.engine.errors import Refused
from registry.models import Guardianship, Person
from registry.naming import naming
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of


def the_meeting(request, pk):
    rows = GroupMeeting.objects.visible_to(request.user, request.today).select_related("programme__regulation")
    return get_object_or_404(rows, pk=pk)


def group_meeting_list(request):
    check(request, "programs.pair_propose")
    form = MeetingFilter(request.GET or None)
    rows = GroupMeeting.objects.visible_to(request.user, request.today).select_related("programme__year")
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("programme"):
        rows = rows.filter(programme=chosen["programme"])
    words = chosen.get("q", "")
    rows = naming(rows, words, "visitors__person", also=Q(place__icontains=words))
    rows = rows.prefetch_related("visitors")
    return render(request, "programs/group_meeting_list.html", {
        "filter_form": form, "page_obj": page_of(request, rows),
        "found": count(rows.count(), "встреча", "встречи", "встреч"),
    })  # fmt: skip


@once
def group_meeting_new(request):
    check(request, "programs.pair_propose")
    form = GroupMeetingForm(request.POST or None, initial={"held_on": request.today})
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in form.Meta.fields if name != "programme"}
        row = attempt(form, lambda: actions.hold_meeting(
            form.cleaned_data["programme"], by=request.user, on=request.today, **data
        ))  # fmt: skip
        if row:
            messages.success(request, "Встреча внесена. Отметьте, кто на ней был: из них и выбирают.")
            return redirect(row)
    return render(request, "form_page.html", {
        "title": "Встреча перед подбором", "form": form, "submit": "Внести встречу",
        "cancel_url": redirect("programs:group_meeting_list").url,
        "lead": "На ней наставники и наставляемые знакомятся, а потом отвечают, с кем хотели бы работать.",
    })  # fmt: skip


@once
def group_meeting_detail(request, pk):
    """Who came, who has answered, and ways to bring in the answers of the rest."""
    row = the_meeting(request, pk)
    check(request, "programs.pair_propose")
    visitors = list(row.visitors.select_related("person"))
    form = visitors_form(request, row, visitors)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.mark_visitors(
            row, list(data["mentors"]), list(data["mentees"]), by=request.user, on=request.today
        )):  # fmt: skip
            messages.success(request, "Участники отмечены. У кого есть кабинет, те увидят анкету в «Сегодня».")
            return redirect(row)
    journal.listed(request.user, "открыт список встречи перед подбором", [one.person for one in visitors])
    sheets = {(one.person_id, one.role): one for one in PreferenceSheet.objects.filter(programme=row.programme)}
    with_account = set(Person.objects.filter(user__isnull=False).values_list("pk", flat=True))
    parents = guardians_of([one.person for one in visitors], request.today)
    lines = [
        (one, sheets.get((one.person_id, one.role)), one.person_id in with_account, parents.get(one.person_id, ()))
        for one in visitors
    ]
    return render(request, "programs/group_meeting_detail.html", {
        "meeting": row, "lines": lines, "answered": sum(bool(sheet) for _, sheet, *_ in lines),
        "form": form if row.held_on <= request.today else None,
    })  # fmt: skip


def guardians_of(people, on) -> dict:
    """Number of a minor → those who may answer for the child; one question for the whole list."""
    minors = [one.pk for one in people if one.birth_date and one.is_minor(on)]
    found: dict = {}
    for tie in Guardianship.objects.active(on).filter(child__in=minors, is_restricted=False).select_related("guardian"):
        found.setdefault(tie.child_id, []).append(tie.guardian)
    return found


def visitors_form(request, row, visitors):
    """Mentors of the register and mentees who wait; those already marked stay in the list."""
    came = {role: [one.person_id for one in visitors if one.role == role] for role in ("mentor", "mentee")}
    mentors = {place.mentor.person_id for place in choosing.places(row.programme, request.today)}
    waiting = set(choosing.admitted(row.programme).values_list("person", flat=True)) - choosing.paired(row.programme)
    people = Person.objects.filter(erased_at__isnull=True).prefetch_related("enrolments__school_class", "employments")
    return VisitorsForm(
        request.POST or None, on=request.today, mentors=people.filter(pk__in=mentors | set(came["mentor"])),
        mentees=people.filter(pk__in=waiting | set(came["mentee"])),
        initial={"mentors": came["mentor"], "mentees": came["mentee"]},
    )  # fmt: skip


def the_visitor(request, pk):
    """A visitor whose answer the reader may give: his own, his child's, anybody's for the curator."""
    rows = Visitor.objects.select_related("person", "meeting__programme__regulation")
    people = Person.objects.filter(access.people_q(request.user, request.today, ["self", "my_child"]))
    if not access.may(request.user, "programs.pair_propose"):
        rows = rows.filter(person__in=people.values("pk"))
    return get_object_or_404(rows.filter(person__erased_at__isnull=True), pk=pk)


@once
def preference_edit(request, pk):
    """The questionnaire: with whom one would like to work; the answer of another is not shown to a guardian."""
    row = the_visitor(request, pk)
    person, role, programme = row.person, row.role, row.meeting.programme
    check(request, "programs.preference_give", person)
    me, is_office = access.person_of(request.user), access.may(request.user, "programs.pair_propose")
    sheet = actions.sheet_of(programme, person, role)
    if sheet and not is_office and me != person:
        raise Refused("Ответ уже дан: изменить его может только тот, кто выбирает, или куратор.")
    answers = Preference.objects.filter(programme=programme, person=person, role=role) if sheet else []
    form = PreferenceForm(
        request.POST or None, met=actions.met(programme, person, role, request.today), on=request.today,
        initial=initial_of(answers),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.give(
            programme, person, role, by=request.user, on=request.today, ranked=form.ranked(), unwilling=form.refused(),
            how="paper" if is_office and me != person else "cabinet",
        ))  # fmt: skip
        if done:
            messages.success(request, "Ответ сохранён. Его видит только куратор.")
            return redirect(row.meeting if is_office else "cabinet")
    journal.opened(request.user, person, on=request.today) if me != person else None
    return render(request, "programs/preference_edit.html", {
        "form": form, "person": person, "role": role, "is_me": me == person, "sheet": sheet, "is_office": is_office,
        "meeting": row.meeting, "for_child": me == person and reading.to_child(request),
    })  # fmt: skip


@never_cache
@require_POST
def preference_link(request, pk):
    """A personal link for the answer of one without an account, or for his guardian; shown once."""
    check(request, "programs.pair_propose")
    row = get_object_or_404(Visitor.objects.select_related("person", "meeting__programme"), pk=pk)
    person, asked = row.person, request.POST.get("person", "")
    if asked.isdecimal():
        person = get_object_or_404(row.person.guardians(request.today), pk=asked)
    token = actions.answer_link(row.meeting.programme, row.person, row.role, person, by=request.user)
    address = links.address(token)
    return render(request, "programs/pair_link.html", {
        "title": "Ссылка на анкету предпочтений", "person": person, "address": address,
        "qr": papers.qr_svg(address), "back": row.meeting, "lead": f"Анкета предпочтений: {row.person.full_name}",
        "message": f"{person.address_name}, здравствуйте! После встречи школа просит ответить, с кем вы хотели бы "
                   f"работать. Ответ увидит только куратор. Откройте ссылку: {address}",
    })  # fmt: skip


def preference_sheets(request, pk):
    """Printed questionnaires of those who came and have not answered yet; with none, of all."""
    row = the_meeting(request, pk)
    check(request, "programs.pair_propose")
    visitors = list(row.visitors.select_related("person"))
    if not visitors:
        raise Http404("nobody came yet")
    sheets = set(PreferenceSheet.objects.filter(programme=row.programme).values_list("person", "role"))
    waiting = [one for one in visitors if (one.person_id, one.role) not in sheets] or visitors
    journal.listed(request.user, "напечатаны анкеты предпочтений", [one.person for one in waiting])
    return pdf_answer(paper.TEMPLATE, paper.context(row, waiting, request.today), "Анкеты предпочтений")
