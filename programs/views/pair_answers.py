"""Signed papers of many proposed pairs, entered in one go: who has not answered yet, and whose yes is on paper."""

from django.contrib import messages
from django.shortcuts import render

from programs.actions import pairs as actions
from programs.forms.care import NameFilter
from programs.models import Pair
from programs.views import pair_page
from programs.views.pairs import answerers
from registry.engine.errors import Refused
from registry.models import Person
from registry.once import once
from registry.text import count, name_key
from registry.views.base import check, onward, page_of

ON_A_PAGE = 25


def waiting_pairs(request, words=""):
    """Proposed pairs with an answer still to come, by the mentee's name."""
    rows = Pair.objects.visible_to(request.user, request.today).filter(status="proposed", agreements__answer=None)
    if words:
        rows = rows.filter(sides__person__in=Person.objects.search(words).values("pk"))
    found = rows.distinct().prefetch_related(
        "agreements__side__person", "sides__person__enrolments__school_class", "sides__person__employments"
    ).select_related("programme__regulation", "programme__year", "form")  # fmt: skip
    return sorted(found, key=lambda pair: [name_key(one.full_name) for one in pair.mentees])


def sheet(pair, on) -> dict:
    """The pair with its open marks, and who could have signed each."""
    rows = [mark for mark in pair.agreements.all() if mark.answer is None]
    return {
        **pair_page.line(pair, on),
        "marks": [
            {"mark": mark, "words": pair_page.mark_words(mark), "people": list(answerers(mark, on))} for mark in rows
        ],
    }


@once
def pair_answers(request):
    """A tick for each signature, or one button for a sheet that all have signed; a refusal goes by the pair's page."""
    check(request, "programs.pair_propose")
    form = NameFilter(request.GET or None)
    rows = waiting_pairs(request, form.chosen("q"))
    if request.method == "POST":
        return enter(request, rows)
    page = page_of(request, rows, ON_A_PAGE)
    return render(request, "programs/pair_answers.html", {
        "filter_form": form, "page_obj": page, "sheets": [sheet(pair, request.today) for pair in page],
        "found": count(len(rows), "пара ждёт", "пары ждут", "пар ждут") + " ответов", "here": request.get_full_path(),
    })  # fmt: skip


def enter(request, rows):
    """Each yes by itself: one that can't be taken keeps nobody else's back and is told in words."""
    ticked, whole = set(request.POST.getlist("yes")), request.POST.get("whole", "")
    done = 0
    for pair in rows:
        for mark in pair.agreements.all():
            if mark.answer is not None or not (str(mark.pk) in ticked or str(pair.pk) == whole):
                continue
            mark.pair = pair
            try:
                actions.answer_pair(
                    mark, by=request.user, on=request.today, agrees=True, person=signer(request, mark), how="paper"
                )
                done += 1
            except Refused as refusal:
                messages.error(request, f"{pair}: {refusal}")
    if done:
        messages.success(request, f"Внесено с бумаги: {count(done, 'согласие', 'согласия', 'согласий')}.")
    elif not (ticked or whole):
        messages.error(request, "Не отмечено ни одной подписи. Отметьте тех, чьи подписи у вас на бумаге.")
    return onward(request, request.get_full_path())


def signer(request, mark):
    """Whose signature stands on the paper: the one chosen among several guardians, else the only one."""
    people, asked = answerers(mark, request.today), request.POST.get(f"who-{mark.pk}", "")
    person = people.filter(pk=asked).first() if asked.isdecimal() else people.first()
    if person is None:
        raise Refused(pair_page.no_guardian(mark))
    return person
