"""The page behind a third party's personal link: who is asked about, a field for the answer, sent once."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render

from programs.actions import notes
from programs.doors import DONE, spend, target_of
from programs.forms.way import NoteForm
from programs.models import ThirdPartyNote
from registry.engine import consents, journal
from registry.views.base import attempt


def _note(link):
    rows = ThirdPartyNote.objects.select_related("request__person", "author")
    return get_object_or_404(rows, pk=target_of(link, "note"), author=link.person)


def _send(link, note, text, on):
    """The answer is kept, and then the link dies: both or neither."""
    with transaction.atomic():
        row = notes.write_note(note, text, by=None, on=on, person=link.person)
        spend(link)
    return row


def write_note(request, link, token):
    """GET shows what is asked; POST sends the answer. Nothing of the request but the name stands here."""
    note = _note(link)
    person = note.request.person
    if note.withdrawn_on or not consents.allowed(person, "intake", request.today):
        text = "Куратор снял этот вопрос: отвечать больше не нужно. Спасибо!"
        return render(request, DONE, {"title": "Вопрос снят", "text": text})
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid() and attempt(form, lambda: _send(link, note, form.cleaned_data["text"], request.today)):
            return render(request, DONE, {
                "title": "Спасибо!",
                "text": "Ваши сведения переданы куратору, прочтёт их только он. Страницу можно закрыть.",
            })  # fmt: skip
    else:
        journal.write(None, "открыта личная ссылка на вопрос о сведениях", note.request, people=[person],
                      of=link.person)  # fmt: skip
    return render(request, "programs/note_door.html", {
        "note": note, "reader": link.person, "about": person, "token": token, "form": form,
    })  # fmt: skip
