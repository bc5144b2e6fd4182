"""What third parties say: asked, reminded, withdrawn, written in the cabinet or by a personal link."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from programs.actions import notes as actions
from programs.forms.way import AskForm, NoteForm
from programs.models import ThirdPartyNote
from programs.papers import note_slip
from programs.views.request_page import detail, the_request
from registry.engine import journal, links, papers
from registry.once import once
from registry.views.accounts import slip_pdf
from registry.views.base import attempt, check


def _note(request, pk):
    rows = ThirdPartyNote.objects.visible_to(request.user, request.today).select_related("request__person", "author")
    return get_object_or_404(rows, pk=pk)


def _back(note):
    return redirect(note.request.get_absolute_url() + "#notes")


@once
@require_POST
def note_ask(request, pk):
    """Ask those who know the person for their word."""
    row = the_request(request, pk)
    check(request, "programs.note_ask", row)
    form = AskForm(request.POST, row=row, on=request.today)
    if form.is_valid() and attempt(
        form, lambda: actions.ask_notes(row, form.asked(), by=request.user, on=request.today)
    ):
        messages.success(
            request,
            "Сведения запрошены: вопрос появится у них на странице «Сегодня». У кого нет входа, выдайте листок.",
        )
        return redirect(row.get_absolute_url() + "#notes")
    return detail(request, row, ask=form)


@once
def note_write(request, pk):
    """The third party's page: who is asked about, what is asked, and a field for the answer."""
    note = _note(request, pk)
    check(request, "programs.note_write", note)
    person = note.request.person
    journal.opened(request.user, person, note.request, on=request.today)
    form = NoteForm(request.POST or None, initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.write_note(
            note, form.cleaned_data["text"], by=request.user, on=request.today))  # fmt: skip
        if done:
            messages.success(request, f"Спасибо! Сведения о запросе ({person.short_name}) переданы куратору.")
            return redirect("cabinet")
    return render(request, "programs/note_write.html", {
        "note": note, "person": person, "what": person.what_is(request.today), "form": form,
        "topics": note.request.topics.all(),
    })  # fmt: skip


@once
@require_POST
def note_remind(request, pk):
    """The question stands first in the author's «Сегодня»."""
    note = _note(request, pk)
    check(request, "programs.note_ask")
    actions.remind_note(note, by=request.user, on=request.today)
    messages.success(request, f"{note.author.short_name}: вопрос теперь стоит первым на странице «Сегодня».")
    return _back(note)


@once
@require_POST
def note_withdraw(request, pk):
    """The question is not needed any more."""
    note = _note(request, pk)
    check(request, "programs.note_ask")
    actions.withdraw_note(note, by=request.user, on=request.today)
    messages.success(request, f"{note.author.short_name}: вопрос снят, отвечать не нужно.")
    return _back(note)


@never_cache
@require_POST
def note_link(request, pk):
    """A slip for one who has no account: shown once; with its token POST gives the same slip as a PDF."""
    note = _note(request, pk)
    check(request, "programs.note_ask")
    known, token = links.shown_again(
        request.POST.get("token", ""),
        lambda link: (link.person_id, link.target) == (note.author_id, f"note:{note.pk}"),
        lambda: actions.note_link(note, by=request.user),
    )
    said = note_slip.context(known, note, token)
    if request.POST.get("as") == "pdf":
        return slip_pdf(said)
    return render(request, "programs/note_link.html", {
        **said, "token": token, "person": note.author, "action": request.path,
        "back_url": note.request.get_absolute_url() + "#notes", "back_label": "К запросу",
        "qr": papers.qr_svg(said["address"]), "message": note_slip.message(note, said["address"]),
    })  # fmt: skip
