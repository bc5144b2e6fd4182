"""What third parties know: asked of several at once, reminded of, written in a cabinet or by a personal link."""

from django.db import transaction

from programs.models import Request, ThirdPartyNote
from registry.actions.people import may
from registry.engine import journal, links
from registry.engine.errors import Refused

LINK = "write_note"
DAYS = 30


@transaction.atomic
def ask_note(request, author, role, *, by, on) -> ThirdPartyNote:
    """Ask a class teacher, psychologist, social worker, teacher or parent for their word (ОЧ-П 3.2)."""
    may(by, "programs.note_ask")
    if author.pk == request.person_id:
        raise Refused(f"{author.short_name} — сам участник: спросите его в беседе.")
    note, is_new = ThirdPartyNote.objects.asked().get_or_create(
        request=request, author=author, defaults={"role": role, "asked_on": on}
    )
    if not is_new:
        raise Refused(f"{author.short_name}: сведения уже запрошены.")
    journal.write(by, "запрошены сведения", request, people=[request.person], of=author)
    return note


def ask_notes(request, asked, *, by, on) -> list[ThirdPartyNote]:
    """Several people at once: (person, role) each; all or nobody."""
    with transaction.atomic():
        return [ask_note(request, author, role, by=by, on=on) for author, role in asked]


def _waiting(note) -> ThirdPartyNote:
    """The question, locked, while an answer can still help."""
    row = ThirdPartyNote.objects.select_for_update().get(pk=note.pk)
    if row.withdrawn_on:
        raise Refused("Куратор снял этот вопрос: отвечать больше не нужно. Спасибо!")
    if row.request.status not in (Request.Status.RECEIVED, Request.Status.ANALYSED):
        raise Refused("Запрос уже разобран: сведения больше не нужны. Спасибо!")
    return row


@transaction.atomic
def write_note(note, text, *, by, on, person=None) -> ThirdPartyNote:
    """The third party's own words; hidden from the mentee and the parents. `person` answers by a personal link."""
    if person is None:
        may(by, "programs.note_write", note)
    elif person.pk != note.author_id:
        raise Refused("Эта ссылка выдана другому человеку.")
    if not text.strip():
        raise Refused("Напишите хотя бы одно предложение: по нему куратор подберёт наставника.", field="text")
    row = _waiting(note)
    row.text, row.answered_on = text.strip(), on
    row.save()
    how = {"how": "по личной ссылке", "of": person} if person else {}
    journal.write(by, "даны сведения", row.request, people=[row.request.person], **how)
    return row


@transaction.atomic
def remind_note(note, *, by, on) -> ThirdPartyNote:
    """The question stands first in the «Сегодня» of the one who was asked."""
    may(by, "programs.note_ask")
    row = _waiting(note)
    if row.answered_on:
        raise Refused("Ответ уже получен: напоминать не нужно.")
    row.reminded_on = on
    row.save()
    journal.write(by, "напомнили о сведениях", row.request, people=[row.request.person], of=row.author)
    return row


@transaction.atomic
def withdraw_note(note, *, by, on) -> ThirdPartyNote:
    """The question was not needed, or went to the wrong person; an answer that was given stays."""
    may(by, "programs.note_ask")
    row = ThirdPartyNote.objects.select_for_update().get(pk=note.pk)
    if row.answered_on:
        raise Refused("Ответ уже получен: снять вопрос нельзя, сведения остаются у запроса.")
    if row.withdrawn_on:
        raise Refused("Этот вопрос уже снят.")
    row.withdrawn_on = on
    row.save()
    journal.write(by, "снят вопрос о сведениях", row.request, people=[row.request.person], of=row.author)
    return row


def note_link(note, *, by) -> str:
    """A personal link for one who has no account; the former one dies. Returns the token."""
    may(by, "programs.note_ask")
    if not note.is_awaited:
        raise Refused("Ответ уже получен или вопрос снят: ссылка не нужна.")
    return links.create(LINK, person=note.author, target=f"note:{note.pk}", days=DAYS, by=by)[1]
