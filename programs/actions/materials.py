"""Materials: the curator fills the library of a programme, the mentor what only this pair needs (ОЧ-П 6.2)."""

from django.db import transaction

from programs.actions import at_work
from programs.models import Material
from registry.actions.people import may
from registry.engine import access, journal, papers
from registry.engine.errors import Refused

MOST_OF_A_PAIR = 60
"""So much one page still shows in a readable way."""


def _made(*, by, on, accepted, link, **fields) -> Material:
    if bool(accepted) == bool(link):
        raise Refused("Приложите файл или укажите ссылку: что-нибудь одно.", field="file")
    file = papers.store(accepted.data, accepted.name, accepted.media_type) if accepted else None
    return Material.objects.create(
        file=file, link=link, added_by=access.person_of(by), added_on=on, **fields
    )  # fmt: skip


@transaction.atomic
def add_to_library(
    programme, *, by, on, title, kind="method", note="", reader=Material.ALL, accepted=None, link=""
) -> Material:
    """A file or a link for everybody in the programme, or for its mentors; the office opens it, too."""
    may(by, "programs.library_edit")
    row = _made(
        by=by, on=on, accepted=accepted, link=link, programme=programme, title=title.strip(), kind=kind,
        note=note.strip(), reader=reader,
    )  # fmt: skip
    journal.write(by, "добавлен материал в библиотеку", row)
    return row


@transaction.atomic
def add_to_pair(pair, *, by, on, title, kind="method", note="", accepted=None, link="") -> Material:
    """A file or a link of one pair: read by its sides, the guardians and the office. Refused outside its work."""
    may(by, "programs.material_add", pair)
    pair = at_work.locked(pair, "материалы")
    if pair.materials.count() >= MOST_OF_A_PAIR:
        raise Refused(
            f"У пары уже {MOST_OF_A_PAIR} материалов. Удалите лишний или положите общее в библиотеку.",
            field="file",
        )
    row = _made(
        by=by, on=on, accepted=accepted, link=link, programme=pair.programme, pair=pair, title=title.strip(),
        kind=kind, note=note.strip(),
    )  # fmt: skip
    journal.write(by, "добавлен материал пары", row, people=pair.mentees)
    return row


@transaction.atomic
def drop(material, *, by) -> None:
    """The file is destroyed, the link forgotten; the journal keeps that it was there."""
    may(by, "programs.material_drop", material)
    people = material.pair.mentees if material.pair else ()
    journal.write(by, "удалён материал", material, people=people)
    file = material.file
    material.delete()
    if file:
        papers.destroy(file)
