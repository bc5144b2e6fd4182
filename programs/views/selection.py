"""Pages of candidates: the list, a nomination, the candidate's page with criteria sheets and interview."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.actions import selection as actions
from programs.forms.selection import CandidacyFilter, InterviewForm, NominationForm, SheetForm
from programs.models import Candidacy, Commission, Programme
from registry.engine import access, journal, workflow
from registry.models import Mentor
from registry.once import once
from registry.text import count
from registry.views.base import attempt, carry_out, check, page_of


def current_programmes(request):
    rows = Programme.objects.visible_to(request.user, request.today).current()
    return rows.select_related("year", "regulation").prefetch_related("rules")


def candidacy_list(request):
    check(request, "programs.candidacy_list")
    rows = Candidacy.objects.visible_to(request.user, request.today)
    rows = rows.select_related("mentor__person", "programme__year", "form")
    form = CandidacyFilter(request.GET or None)
    found = form.apply(rows)
    commissions = Commission.objects.visible_to(request.user, request.today).filter(programme__year__is_active=True)
    return render(request, "programs/candidacy_list.html", {
        "filter_form": form,
        "page_obj": page_of(request, found),
        "found": count(found.count(), "кандидат", "кандидата", "кандидатов"),
        "commissions": commissions.select_related("programme__year"),
        "may_add": access.may(request.user, "programs.candidacy_add"),
        "add_url": add_url(),
        "may_form": access.may(request.user, "programs.commission_edit"),
    })  # fmt: skip


@once
def candidacy_new(request):
    """First whose card it is, then the three questions that the card cannot answer."""
    check(request, "programs.candidacy_add")
    programmes, cards = current_programmes(request), Mentor.objects.visible_to(request.user, request.today)
    if "mentor" not in request.GET or not programmes:
        return _choose_card(request, programmes, cards)
    mentor = get_object_or_404(cards.select_related("person"), pk=_number(request.GET["mentor"]))
    asked = request.POST.get("programme") or request.GET.get("programme", "")
    programme = programmes.filter(code=asked).first() or actions.fitting(programmes, mentor)
    form = NominationForm(request.POST or None, programmes=programmes, programme=programme, on=request.today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.nominate(
            data["programme"], mentor, data["way"], by=request.user, on=request.today,
            form=data["form"], ground=data["ground"],
        ))  # fmt: skip
        if row:
            messages.success(request, "Кандидат выдвинут. Ниже видно, чего ещё не хватает до решения.")
            return redirect(row)
    back = mentor.get_absolute_url()
    return render(request, "form_page.html", {
        "title": f"Выдвинуть: {mentor.person.full_name}", "form": form, "submit": "Выдвинуть кандидата",
        "lead": mentor.workplace or mentor.person.what_is(request.today) or mentor.get_category_display(),
        "back_url": back, "back_label": "Карточка наставника", "cancel_url": back,
        "aside": "Остальное уже известно из карточки. Согласия, которых нет, система запросит сама.\n\n"
                 "По заявлению решает конкурсная комиссия; выдвинутые администрацией и коллективом "
                 "отвечают сами в листе согласования приказа.",
    })  # fmt: skip


def add_url(programme: str = "") -> str:
    """The page of a new mentor, which leads back to the nomination: nothing is looked for twice."""
    here = reverse("programs:candidacy_new") + (f"?programme={programme}" if programme else "")
    return f"{reverse('registry:mentor_add')}?{urlencode({'next': here})}"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _choose_card(request, programmes, cards):
    """The base of mentors, without those who are already on their way everywhere."""
    words = request.GET.get("q", "").strip()
    found = cards.search(words, contacts=True).exclude(pk__in=actions.busy_everywhere(programmes)).select_related("person")
    found = found.prefetch_related("person__enrolments__school_class", "person__employments")
    page = page_of(request, found)
    rows = [(card, card.workplace or card.person.what_is(request.today)) for card in page]
    return render(request, "programs/candidacy_new.html", {
        "has_programme": bool(programmes), "page_obj": page, "rows": rows, "words": words,
        "programme": request.GET.get("programme", ""), "add_url": add_url(request.GET.get("programme", "")),
    })  # fmt: skip


def visible(request, pk):
    rows = Candidacy.objects.visible_to(request.user, request.today)
    return get_object_or_404(rows.select_related("mentor__person", "programme__year", "form"), pk=pk)


def candidacy_detail(request, pk):
    return show(request, visible(request, pk))


def show(request, candidacy, **forms):
    """The candidate's page; `forms` are those that came back with something to mend."""
    user, on, me = request.user, request.today, access.person_of(request.user)
    person, may_mark = candidacy.person, access.may(user, "programs.candidacy_mark", candidacy)
    journal.opened(user, person, candidacy, on)
    is_running = candidacy.status == Candidacy.Status.NOMINATED
    may_mark = may_mark and person != me
    office = access.has_role(user, "curator", "director", on=on)
    context = {
        "candidacy": candidacy,
        "person": person,
        "what_is": candidacy.mentor.workplace or person.what_is(on),
        "groups": access.groups(user, person, on),
        "track": workflow.track(candidacy),
        "moves": _moves(candidacy, user, me, on),
        "office": office,
        "may_mark": may_mark,
        "sheets": _sheets(candidacy, user, me, on),
        "decisions": candidacy.decisions.select_related("minutes__commission"),
        "orders": [line.order for line in candidacy.order_lines.select_related("order")] if office else [],
    }
    if office:
        context["consents"] = list(
            person.consents.filter(kind__in=["processing", "participation"]).select_related("person")
        )
        context["certificates"] = list(candidacy.mentor.certificates.all()) if candidacy.mentor.is_outsider else []
        context["certificate_gaps"] = list(actions.certificate_gaps(candidacy.programme, candidacy.mentor, on))
    if may_mark:
        context["sheet_form"] = SheetForm(candidacy=candidacy, person=me) if is_running else None
        interview = {"interviewed_on": candidacy.interviewed_on or on, "conclusion": candidacy.interview}
        context["interview_form"] = InterviewForm(initial=interview) if is_running else None
    return render(request, "programs/candidacy_detail.html", {**context, **forms})


def _moves(candidacy, user, me, on):
    """Buttons; the office does not refuse, it notes down the candidate's refusal."""
    moves = workflow.open_to(user, candidacy, on)
    for move in moves:
        if move.name == "refuse" and candidacy.person != me:
            move.label = "Отметить отказ кандидата"
    return moves


def _sheets(candidacy, user, me, on):
    """Others' sheets: the curator's to see, and the commission's once it has decided, lest one copies another."""
    is_decided = candidacy.status != Candidacy.Status.NOMINATED
    may_see = access.has_role(user, "curator", on=on) or (
        is_decided and access.may(user, "programs.candidacy_mark", candidacy)
    )
    if not may_see or me == candidacy.person:
        return []
    found: dict = {}
    for mark in candidacy.marks.select_related("criterion", "by"):
        found.setdefault(mark.by, []).append(mark)
    return [(assessor, marks, sum(mark.mark for mark in marks), 2 * len(marks)) for assessor, marks in found.items()]


@require_POST
@once
def candidacy_marks(request, pk):
    candidacy = visible(request, pk)
    check(request, "programs.candidacy_mark", candidacy)
    form = SheetForm(request.POST, candidacy=candidacy, person=request.user.person)
    if form.is_valid():
        done = attempt(form, lambda: (
            actions.mark_criteria(candidacy, form.marks(), by=request.user, on=request.today), True
        ))  # fmt: skip
        if done:
            messages.success(request, "Ваш лист критериев сохранён.")
            return redirect(candidacy)
    return show(request, candidacy, sheet_form=form)


@require_POST
@once
def candidacy_interview(request, pk):
    candidacy = visible(request, pk)
    check(request, "programs.candidacy_mark", candidacy)
    form = InterviewForm(request.POST)
    if form.is_valid() and attempt(form, lambda: actions.write_interview(
        candidacy, by=request.user, on=request.today, **form.cleaned_data
    )):  # fmt: skip
        messages.success(request, "Собеседование записано.")
        return redirect(candidacy)
    return show(request, candidacy, interview_form=form)


@require_POST
@once
def candidacy_move(request, pk, name):
    return carry_out(request, visible(request, pk), name)
