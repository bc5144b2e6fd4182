"""Pairs and groups: the list, the proposal with its reasons, the page of one pair."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from programs import pairing_page
from programs.actions import pairs as actions
from programs.actions.changes import RUNNING, open_changes
from programs.forms.pairs import PairFilter, PairForm, ResultForm
from programs.models import Pair, Programme
from programs.views import answering, closed_words, pair_page, unpaired
from registry.engine import access, journal, links, papers
from registry.engine.errors import Refused
from registry.models import Form, Mentee, Mentor, Person
from registry.naming import naming
from registry.once import once
from registry.text import count
from registry.views.base import attempt, carry_out, check, page_of

VERBS = {"cancel": actions.cancel_pair}
CONDITIONS = ("form", "starts", "ends", "role_model", "mode", "is_group", "goal", "note")


def the_pair(request, pk):
    """The pair with everything its page names, or 404."""
    rows = Pair.objects.visible_to(request.user, request.today).select_related(
        "programme__regulation", "programme__year", "form", "role_model"
    )
    return get_object_or_404(
        rows.prefetch_related(
            "kinds", "agreements__person", "agreements__side__person", "sides__person__employments",
            "sides__person__enrolments__school_class", "sides__line__order",
        ), pk=pk,
    )  # fmt: skip


def pair_list(request):
    """All pairs, or those who have none yet."""
    check(request, "programs.pair_list")
    programmes = Programme.objects.current().select_related("year", "regulation")
    form = PairFilter(request.GET or None, programmes=programmes)
    chosen = form.chosen("programme")
    if request.GET.get("show") == "without":
        return unpaired.from_list(request)
    rows = Pair.objects.visible_to(request.user, request.today).select_related("form", "programme__year")
    if chosen:
        rows = rows.filter(programme=chosen)
    if form.chosen("form"):
        rows = rows.filter(form=form.chosen("form"))
    if form.chosen("status"):
        rows = rows.filter(status=form.chosen("status"))
    rows = naming(rows, form.chosen("q"), "sides__person")
    rows = rows.prefetch_related("sides__person__enrolments__school_class", "sides__person__employments")
    page = page_of(request, rows)
    return render(request, "programs/pair_list.html", {
        "filter_form": form, "page_obj": page, "words": pair_page.words(chosen, programmes), "programmes": programmes,
        "lines": [pair_page.line(row, request.today) for row in page],
        "may_choose": access.may(request.user, "programs.pair_propose"),
        "found": count(page.paginator.count, "пара или группа", "пары и группы", "пар и групп"),
    })  # fmt: skip


def asked_programme(request):
    """The programme in the address (its number or its code), or the only one of the year."""
    asked = request.POST.get("programme") or request.GET.get("programme") or ""
    current = Programme.objects.current().select_related("regulation", "year")
    if asked:
        found = current.filter(pk=asked) if asked.isdecimal() else current.filter(code=asked)
        return found.first(), current
    return (current[0] if len(current) == 1 else None), current


@once
def pair_new(request):
    """A pair by the curator's hand: choose, see the reasons and what stands in the way, propose."""
    check(request, "programs.pair_propose")
    programme, current = asked_programme(request)
    if programme is None:
        return render(request, "programs/pair_programme.html", {"programmes": current, "asked": request.GET})
    options = {"programme": programme, "user": request.user, "on": request.today}
    if request.method == "POST" and "check" not in request.POST:
        form = PairForm(request.POST, **options)
        if form.is_valid():
            data = form.cleaned_data
            pair = attempt(form, lambda: actions.propose_pair(
                programme, data["mentor"], form.mentees(), by=request.user, on=request.today,
                kinds=data.get("kinds") or (), **{name: data[name] for name in CONDITIONS},
            ))  # fmt: skip
            if pair:
                messages.success(request, "Предложение отправлено тем, кого оно касается. Теперь нужны их ответы.")
                return redirect(pair)
        typed = request.POST
    else:
        typed = request.POST if request.method == "POST" else request.GET
        form = PairForm(initial=pair_page.typed_values(typed), **options)
    return render(request, "programs/pair_new.html", {
        "form": form, "programme": programme, "programmes": current, **fit(request, programme, typed),
    })  # fmt: skip


def fit(request, programme, typed) -> dict:
    """Do they fit: reasons and what stands in the way, once mentor and mentee are chosen."""

    def cards(model, *names):
        keys = [key for name in names for key in typed.getlist(name) if key.isdecimal()]
        return list(model.objects.visible_to(request.user, request.today).filter(pk__in=keys).select_related("person"))

    mentor, mentees = cards(Mentor, "mentor"), cards(Mentee, "mentee", "others")
    on, key = request.today, typed.get("form", "")
    form = Form.objects.filter(pk=key).first() if key.isdecimal() else None
    if not (mentor and mentees):
        return {"fit": None, **offered(request, programme, mentees, form)}
    for card in mentees:
        journal.opened(request.user, card.person, card, on)
    gaps = actions.people_gaps(programme, mentor[0], mentees, form, on, bool(typed.get("is_group"))) if form else ()
    return {
        "fit": {
            "mentor": mentor[0], "gaps": list(gaps), "form": form,
            "reasons": [(card, actions.reasons(mentor[0], card, programme, on)) for card in mentees],
        }
    }  # fmt: skip


def offered(request, programme, mentees, form) -> dict:
    """For a mentee who has no mentor yet: who fits, with reasons (ОЧ-ДК2 10)."""
    if len(mentees) != 1:
        return {"fitting": [], "unfit": []}
    journal.opened(request.user, mentees[0].person, mentees[0], request.today)
    found, words = pairing_page.fitting(programme, mentees[0].pk, request.today, form)
    return {"fitting": found, "unfit": words, "chosen_mentee": mentees[0]}


def pair_detail(request, pk):
    """One pair for everybody whom it concerns, each part as far as the viewer may see it."""
    pair = the_pair(request, pk)
    pair_page.leave_trace(request, pair)
    result = None
    if access.may(request.user, "programs.pair_run", pair) and pair.status in ("working", "suspended", "closing"):
        result = ResultForm(instance=pair)
    page = pair_page.context(request, pair)
    if closed_words.are_closed(request, pair):
        page |= {"plan": None, "meetings": [], "ahead": [], "hours": None, "words_are_closed": True}
    return render(request, pair_page.template_of(request, pair), {
        "pair": pair, "result_form": result, **page,
        "may_change": access.may(request.user, "programs.pair_propose") and pair.status in RUNNING,
        "changes": open_changes(pair),
    })  # fmt: skip


def the_mark(request, pk, mark):
    pair = the_pair(request, pk)
    row = next((one for one in pair.agreements.all() if one.pk == mark), None)
    if row is None:
        raise Http404(mark)
    row.pair = pair
    return pair, row


def answerers(mark, on):
    """Whose answer the mark takes: the side's own, or any guardian's."""
    child = mark.side.person
    return child.guardians(on) if mark.as_guardian else Person.objects.filter(pk=child.pk)


@once
def pair_answer(request, pk, mark):
    """A person's own yes or no; or the curator enters one that was given on paper."""
    pair, row = the_mark(request, pk, mark)
    back = pair.get_absolute_url() + "#agreements"
    deed = partial(actions.answer_pair, row, by=request.user, on=request.today)
    if actions.may_answer(row, access.person_of(request.user), request.today):
        return answering.own(request, deed, back)
    check(request, "programs.pair_propose")
    return answering.on_paper(
        request, answerers(row, request.today), deed, back, lead=pair_page.mark_words(row), back_label=str(pair),
        aside="Вносите ответ, когда бумага с подписью у вас в руках. За ребёнка подписывает законный представитель.",
    )  # fmt: skip


@never_cache
@require_POST
def pair_link(request, pk, mark):
    """A personal link for an answer without an account: shown once, the former one dies."""
    pair, row = the_mark(request, pk, mark)
    people, asked = answerers(row, request.today), request.POST.get("person", "")
    person = people.filter(pk=asked).first() if asked.isdecimal() else people.first()
    if person is None:
        raise Refused(pair_page.no_guardian(row))
    token = actions.answer_link(row, person, by=request.user)
    address = links.address(token)
    return render(request, "programs/pair_link.html", {
        "title": "Ссылка для ответа", "person": person, "address": address, "qr": papers.qr_svg(address), "back": pair,
        "lead": pair_page.mark_words(row),
        "message": (
            f"{person.address_name}, здравствуйте! Школа предлагает участие в наставничестве и ждёт вашего ответа. "
            f"Откройте ссылку: {address}"
        ),
    })  # fmt: skip


@require_POST
@once
def pair_move(request, pk, name):
    return carry_out(request, the_pair(request, pk), name, VERBS)


@once
def pair_result(request, pk):
    """How it ended, in words; asked before closing."""
    pair = the_pair(request, pk)
    check(request, "programs.pair_run", pair)
    form = ResultForm(request.POST or None, instance=pair)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in form.Meta.fields}
        if attempt(form, lambda: actions.write_result(pair, by=request.user, on=request.today, **data)):
            messages.success(request, "Итог записан.")
            return redirect(pair)
    return render(request, "form_page.html", {
        "title": "Итог работы", "form": form, "submit": "Записать итог", "back_url": pair.get_absolute_url(),
        "back_label": str(pair), "cancel_url": pair.get_absolute_url(),
    })  # fmt: skip
