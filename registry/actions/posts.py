"""A post's cases corrected by a person, and the way back to the machine's guess."""

from django.db import transaction

from registry.actions.people import may
from registry.engine import cases, journal
from registry.models import PostCase


@transaction.atomic
def correct_post(title, *, by, **said) -> PostCase | None:
    """Keep what differs from the machine's guess; nothing left to keep removes the correction."""
    may(by, "registry.post_edit")
    kept = {case: said.get(case, "").strip() for case in cases.CASES}
    kept = {case: "" if words == cases.post(title, case) else words for case, words in kept.items()}
    if not any(kept.values()):
        PostCase.objects.filter(title=title).delete()
        journal.write(by, "склонение должности возвращено программе", post=title)
        return None
    row, _ = PostCase.objects.update_or_create(title=title, defaults=kept)
    journal.write(by, "исправлено склонение должности", row)
    return row
