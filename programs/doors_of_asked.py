"""The page behind a personal link: send the document that the curator asked for, without an account."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from programs.actions import asked as actions
from programs.doors import spend, target_of
from programs.forms.asked import AnswerAskedForm
from programs.models import AskedDocument
from registry.engine import journal
from registry.reading import is_child
from registry.views.base import attempt


def answer_asked(request, link, token):
    """GET shows what is asked and until when; POST sends a file or words, once. What was sent before is not shown."""
    rows = AskedDocument.objects.select_related("person")
    row, on = get_object_or_404(rows, pk=target_of(link, "asked")), request.today
    if not actions.may_answer_for(row, link.person, on):
        raise Http404("the guardian may answer no more")
    small = is_child(link.person, on)
    if row.state in ("accepted", "withdrawn"):
        return _done(request, *DONE[row.state, small])
    posted = request.method == "POST"
    form = AnswerAskedForm(request.POST if posted else None, request.FILES if posted else None, to_child=small)
    if posted and form.is_valid() and attempt(form, lambda: _take(row, link, form.values(), on)):
        return _done(request, *DONE["answered", small])
    if not posted:
        journal.write(None, "открыта личная ссылка на запрос документа", row, people=[row.person], of=link.person)
    return render(request, "programs/asked_door.html", {
        "asked": row, "person": link.person, "about": row.person if row.person != link.person else None,
        "token": token, "form": form, "to_child": small, "is_late": row.due < on,
    })  # fmt: skip


def _done(request, title, text):
    return render(request, "programs/meeting_door_done.html", {"title": title, "text": text})


@transaction.atomic
def _take(row, link, values, on):
    """The answer is kept and the link dies: both or neither."""
    spend(link)
    return actions.answer(row, by=None, on=on, person=link.person, **values)


DONE = {
    ("answered", False): ("Спасибо!", "Ответ передан куратору. Страницу можно закрыть."),
    ("answered", True): ("Готово!", "Куратор посмотрит, что ты прислал(а). Страницу можно закрыть."),
    ("accepted", False): ("Документ уже принят", "Присылать больше ничего не нужно. Спасибо!"),
    ("accepted", True): ("Листок уже у куратора", "Больше ничего присылать не нужно. Спасибо!"),
    ("withdrawn", False): ("Запрос снят", "Присылать ничего не нужно. Спасибо!"),
    ("withdrawn", True): ("Листок больше не нужен", "Ничего присылать не надо. Спасибо!"),
}
