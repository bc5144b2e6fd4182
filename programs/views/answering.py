"""One mark, two ways: a person's own yes or no, or the one given with a pen that the curator enters."""

from django.contrib import messages
from django.shortcuts import redirect, render

from programs.doors import yes_or_no
from programs.forms.pairs import PaperAnswerForm
from registry.views.base import attempt


def own(request, deed, back):
    """The reader's own answer; `deed` takes `agrees` and `note`."""
    if request.method == "POST":
        deed(**yes_or_no(request))
        messages.success(request, "Спасибо, ответ записан.")
    return redirect(back)


def on_paper(request, people, deed, back, *, lead, aside, back_label):
    """An answer with a signature; `deed` takes `agrees`, `note`, and which of `people` has signed."""
    form = PaperAnswerForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {"agrees": data["answer"] == "yes", "person": data["person"], "note": data["note"], "how": "paper"}
        if attempt(form, lambda: deed(**said)):
            messages.success(request, "Ответ с бумаги записан.")
            return redirect(back)
    return render(request, "form_page.html", {
        "title": "Ответ с бумаги", "form": form, "submit": "Записать ответ", "lead": lead, "aside": aside,
        "back_url": back, "back_label": back_label, "cancel_url": back,
    })  # fmt: skip
