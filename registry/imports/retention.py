"""How long the school's own tables live here.

The file and the cells of every row that was written or was known already are destroyed by the final button (apply.py).
Rows left out stay for the table of reasons, and what stood in the base before stays so that the import can be undone:
both for 30 days, and no longer than the undoing itself. A list that was never loaded lives for 30 days. After that a
batch is only a line: what, when, by whom, how many. A person's erasure takes the person's rows at once (`forget`).
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registry.engine.papers import destroy
from registry.models import ImportBatch, ImportedRow

KEPT = datetime.timedelta(days=30)


@transaction.atomic
def clean(batch) -> None:
    """The rows and the file go; the line with the counts stays."""
    batch.rows.all().delete()
    if batch.file:
        destroy(batch.file)
    batch.file = None
    batch.sheets, batch.cleaned_at = [], timezone.now()
    batch.mapping = {}
    batch.save()


def clean_old(today) -> str:
    """The nightly chore: everything past its 30 days."""
    long_ago = timezone.now() - KEPT
    old = ImportBatch.objects.filter(cleaned_at=None).filter(
        Q(written_at__lt=long_ago) | Q(written_at=None, brought_at__lt=long_ago)
    )
    number = 0
    for batch in old:
        clean(batch)
        number += 1
    return f"уничтожено исходных строк загрузок: {number}"


def forget(person) -> int:
    """Every row that is about the person, or that touched him, in any batch; an undo of the rest leaves him alone."""
    rows = ImportedRow.objects.filter(Q(person=person) | Q(people=person)).distinct()
    return (
        ImportedRow.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
        .delete()[1]
        .get("registry.ImportedRow", 0)
    )
