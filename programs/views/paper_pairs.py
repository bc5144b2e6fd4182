"""A pair that began on paper before the system came: one form, the same effects."""

from django.contrib import messages
from django.shortcuts import redirect, render

from programs.actions import paper_pairs as actions
from programs.forms.paper_pairs import PaperPairForm
from programs.views.pairs import CONDITIONS, asked_programme
from registry.once import once
from registry.views.base import attempt, check


@once
def pair_from_paper(request):
    """People, term, consent, order and scan, meetings before; all or nothing."""
    check(request, "programs.paper_pair_enter")
    programme, current = asked_programme(request)
    if programme is None:
        return render(request, "programs/pair_programme.html", {"programmes": current, "asked": request.GET})
    options = {"programme": programme, "user": request.user, "on": request.today}
    posted = request.method == "POST"
    form = PaperPairForm(request.POST if posted else None, request.FILES if posted else None, **options)
    if posted and form.is_valid():
        data = form.cleaned_data
        pair = attempt(form, lambda: actions.enter_pair(
            programme, data["mentor"], form.mentees(), by=request.user, on=request.today,
            kinds=data.get("kinds") or (), **{name: data[name] for name in CONDITIONS}, **form.paper(),
        ))  # fmt: skip
        if pair:
            messages.success(request, "Пара внесена и работает: приказ действует, план заведён, встречи записывают.")
            return redirect(pair)
    return render(request, "programs/pair_from_paper.html", {
        "form": form, "programme": programme, "programmes": current, "entry_point": actions.entry_point(programme),
    })  # fmt: skip
