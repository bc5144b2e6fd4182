"""Erasure: a person's card becomes a code, everything about the person is destroyed, retention keeps what it names.

`erase` is the deed itself; who may and the act on paper are in actions/erasure.py. `apply_ledger` repeats it after an
old backup; `purge_expired` destroys what retention kept once its term is over.
"""

import contextlib
import datetime
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from registry.engine import inventory
from registry.erasure import ledger, names, sweep
from registry.erasure.purge import purge_expired

__all__ = ["apply_ledger", "erase", "ledger", "purge_expired"]

KEPT_OF_A_PERSON = {"id", "mark", "code", "erased_at", "revision"}
LABEL = "Участник"


def label_of(code: str) -> str:
    return f"{LABEL} {code}"


@transaction.atomic
def erase(person, *, by, on: datetime.date, code: str = "", to_ledger: bool = True) -> dict[str, int]:
    """Destroy what the house holds about the person; {title of a holding: how many rows went}.

    The row of the person stays under a code, so that orders and counts keep standing. Asks nobody's right and makes
    no act: see actions.erasure.carry_out. Erasing an erased person again is harmless.
    """
    from registry.models import Person, Retention

    kept = set(Retention.objects.filter(outlives=True).values_list("key", flat=True))
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.code = code or person.code or Person.free_code()
    marks = names.marks_of(person, label_of(person.code))
    account = getattr(person, "user", None)
    done = {}
    sweep.sessions(account, person, marks)
    for holding in inventory.holding.values():
        number = holding.erase(person, by=by, on=on) if holding.erase else 0
        if holding.term not in kept:  # what stays until its term is closed and freed of names, not destroyed
            done[holding.title] = done.get(holding.title, 0) + (number or 0)
    swept = sweep.everywhere(person, marks)
    empty_card(person)
    if swept:
        done["Упоминания имени и контактов в других текстах"] = swept
    if to_ledger:
        ledger.append(person.mark, person.code, on)
    transaction.on_commit(forget_pages)
    return {title: number for title, number in done.items() if number}


def empty_card(person) -> None:
    """Names, dates and contacts go; what stays of the card is its number and the code. No history of it is kept."""
    for one in person._meta.concrete_fields:
        if one.name in KEPT_OF_A_PERSON:
            continue
        setattr(person, one.attname, None if one.null else one.get_default() if one.has_default() else "")
    person.last_name = label_of(person.code)
    person.name_genitive = person.name_accusative = f"участника {person.code}"
    person.name_dative = f"участнику {person.code}"
    person.erased_at = person.erased_at or timezone.now()
    person.skip_history_when_saving = True
    person.save()
    type(person).history.filter(id=person.pk).delete()


def forget_pages() -> None:
    """SQLite keeps deleted bytes in its log until a checkpoint; `secure_delete` has zeroed them in the file itself."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with contextlib.suppress(OperationalError), connection.cursor() as cursor:  # a reader holds it: the next one will
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def apply_ledger(file: Path | None = None, *, on: datetime.date | None = None) -> list[str]:
    """Erase again whoever the ledger names and a restored backup brought back; the codes of those erased.

    `file` is the ledger of the machine when the backup carried an older one: its lines are added to ours first.
    People are found by their random mark, so that another school's ledger touches nobody. May run any number of times.
    """
    from registry.engine import journal
    from registry.models import Person

    if file and Path(file).resolve() != ledger.path().resolve():
        ledger.join(Path(file))
    again = []
    for line in ledger.read():
        person = Person.objects.filter(mark=line.mark, erased_at__isnull=True).first()
        if person is None:
            continue
        with transaction.atomic():
            free = not Person.objects.filter(code=line.code).exclude(pk=person.pk).exists()
            erase(person, by=None, on=on or line.on, code=line.code if free else "", to_ledger=False)
            person.refresh_from_db()
            journal.write(None, "данные уничтожены снова после восстановления копии", person, people=[person])
            again.append(person.code)
    return again
