"""Guardianships after they were tied: corrected, restricted by a paper, restored, ended; all of it journalled."""

import datetime

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal, workflow
from registry.engine.errors import Refused
from registry.models import Guardianship
from registry.text import short_date

DAY = datetime.timedelta(days=1)


def _mine(row, by) -> Guardianship:
    may(by, "registry.person_edit", row.child)
    return workflow.lock(Guardianship, row.pk)


def _told(row):
    return [row.child, row.guardian]


@transaction.atomic
def correct_guardianship(row, *, by, kind: str, document: str) -> Guardianship:
    """Who the guardian is to the child, and the document of powers that stands on consents (п. 2 ч. 4 ст. 9)."""
    row = _mine(row, by)
    row.kind, row.document = kind, document.strip()
    row.save()
    journal.write(by, "исправлены сведения о представителе", row, people=_told(row), kind=kind)
    return row


@transaction.atomic
def restrict_guardian(row, *, by, on, ground: str, since=None) -> Guardianship:
    """By a paper: from now on no access, no letters, no signature. A paper is named, a rumour is not enough."""
    row, day = _mine(row, by), since or on
    if row.is_restricted:
        raise Refused(f"{row.guardian.short_name} уже отмечен как ограниченный в правах.")
    if not ground.strip():
        raise Refused("Укажите основание: решение суда или иной документ, его дату и номер.", field="ground")
    if day > on:
        raise Refused("День ещё не наступил: отметьте ограничение, когда оно начнёт действовать.", field="since")
    row.is_restricted, row.restriction_ground, row.restricted_on = True, ground.strip(), day
    row.save()
    journal.write(
        by, "представитель ограничен в правах", row, people=_told(row), ground=row.restriction_ground, since=day
    )
    return row


@transaction.atomic
def restore_guardian(row, *, by, on, ground: str) -> Guardianship:
    """The restriction was lifted by another paper."""
    row = _mine(row, by)
    if not row.is_restricted:
        raise Refused(f"У представителя ({row.guardian.short_name}) нет ограничения.")
    if not ground.strip():
        raise Refused("Укажите, каким документом ограничение снято.", field="ground")
    former = row.restriction_ground
    row.is_restricted, row.restriction_ground, row.restricted_on = False, "", None
    row.save()
    journal.write(by, "снято ограничение представителя", row, people=_told(row), ground=ground.strip(), former=former)
    return row


@transaction.atomic
def end_guardianship(row, *, by, on, ends, ground: str = "") -> Guardianship:
    """The last day of the powers; from the next day on the guardian sees nothing and signs nothing."""
    row = _mine(row, by)
    if ends < row.starts:
        raise Refused(f"Полномочия указаны с {short_date(row.starts)}: последний день не раньше.", field="ends")
    if ends > on:
        raise Refused("День ещё не наступил: завершите полномочия, когда он придёт.", field="ends")
    row.ends = ends
    row.save()
    journal.write(by, "завершены полномочия представителя", row, people=_told(row), ends=ends, ground=ground)
    return row
