"""Materials: the curator fills the library of a programme, the mentor what only this pair needs (ОЧ-П 6.2)."""

from django.db import transaction

from programs.actions import at_work
from programs.models import Material
from registry.actions.people import may
from registry.engine import access, journal, papers, workflow
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
def add_to_pair(pair, *, by, on, title, kind="method", note="", accepted=None, link="", person=None) -> Material:
    """A file or a link of one pair: read by its sides, the guardians and the office. Refused outside its work.

    `person` is the one member of a group whom it is for.
    """
    may(by, "programs.material_add", pair)
    pair = at_work.locked(pair, "материалы")
    if person and person not in pair.mentees:
        raise Refused(f"{person.short_name} не состоит в этой группе.", field="person")
    if pair.materials.count() >= MOST_OF_A_PAIR:
        raise Refused(
            f"У пары уже {MOST_OF_A_PAIR} материалов. Удалите лишний или положите общее в библиотеку.",
            field="file",
        )
    row = _made(
        by=by, on=on, accepted=accepted, link=link, programme=pair.programme, pair=pair, title=title.strip(),
        kind=kind, note=note.strip(), person=person if pair.is_group else None,
    )  # fmt: skip
    journal.write(by, "добавлен материал пары", row, people=whose(row))
    return row


def whose(material) -> list:
    """Whom a material is about: nobody for the library."""
    if material.pair is None:
        return []
    return [material.person] if material.person else material.pair.mentees


@transaction.atomic
def names_nobody(material, *, by, on) -> Material:
    """The curator has read the file: nobody is named in it, so it may stay when a member's data are destroyed."""
    may(by, "programs.library_edit")
    row = workflow.lock(Material, material.pk)
    if row.file is None or row.pair is None:
        raise Refused("Так отмечают файл пары: у ссылки и у материала библиотеки спрашивать нечего.")
    row.names_nobody_on = on
    row.save(update_fields=["names_nobody_on"])
    journal.write(by, "проверен файл пары: никого не называет", row, people=whose(row))
    return row


@transaction.atomic
def drop(material, *, by) -> None:
    """The file is destroyed, the link forgotten; the journal keeps that it was there."""
    may(by, "programs.material_drop", material)
    journal.write(by, "удалён материал", material, people=whose(material))
    file = material.file
    material.delete()
    if file:
        papers.destroy(file)
