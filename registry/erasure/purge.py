"""What retention kept, destroyed once its term is over: called every night."""

import datetime

from django.db import models, transaction
from django.utils import timezone

from registry.engine import inventory, journal

PURGES: dict = {}
"""key of Retention → function (before): destroys what began before the day and returns how many."""


def purge(key):
    """Mark the function that keeps the term of this key."""

    def keep(deed):
        PURGES[key] = deed
        return deed

    return keep


def purge_expired(on: datetime.date) -> dict[str, int]:
    """Destroy everything past its term on the day; {key of the term: how many}. Twice a night does no harm."""
    from registry.models import Retention

    done = {}
    terms = {row.key: row for row in Retention.objects.all()}
    for key, deed in PURGES.items():
        before = terms[key].began_before(on) if key in terms else None
        if before is None:
            continue
        with transaction.atomic():
            number = deed(before)
            if number:
                done[key] = number
    if done:
        words = {terms[key].title: number for key, number in done.items()}
        journal.write(None, "уничтожено по окончании срока хранения", **{"сколько": words})
    return done


def start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def destroy_papers(papers) -> int:
    """Issued papers with their files."""
    from registry.engine.papers import destroy

    number = 0
    for paper in papers:
        file = paper.file
        paper.delete()
        destroy(file)
        number += 1
    return number


@purge("erasure_papers")
def old_acts(before) -> int:
    """Acts and extracts: the last place where an erased name stood."""
    from registry.models import Erasure

    number = 0
    for row in Erasure.objects.filter(decided_on__lt=before, act__isnull=False).select_related("act", "extract"):
        papers = [paper for paper in (row.act, row.extract) if paper]
        Erasure.objects.filter(pk=row.pk).update(act=None, extract=None, note="", remark="", sheets="")
        number += destroy_papers(papers)
    return number


@purge("subject_requests")
def old_requests(before) -> int:
    """Answered demands with the papers of the answers."""
    from registry.models import Duty, SubjectRequest

    rows = list(SubjectRequest.objects.filter(answered_on__lt=before).select_related("paper__file"))
    papers = [row.paper for row in rows if row.paper_id]
    SubjectRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Duty.objects.filter(pk__in=[row.duty_id for row in rows]).delete()
    destroy_papers(papers)
    return len(rows)


@purge("consents")
def old_consents(before) -> int:
    """Withdrawn or expired consents, their signatures and scans."""
    from django.db.models import Q

    from registry.models import Consent

    rows = Consent.objects.filter(Q(ended_on__lt=before) | Q(ended_on__isnull=True, valid_until__lt=before))
    return sum(drop_consent(row) for row in rows)


def drop_consent(consent) -> int:
    """One consent with everything that hangs on it, the scans' files included."""
    from registry.engine import papers
    from registry.models import StoredFile

    files = set()
    for relation in consent._meta.related_objects:
        if relation.many_to_many or relation.on_delete is models.SET_NULL:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: consent})
        for column in relation.related_model._meta.concrete_fields:
            if column.related_model is StoredFile:
                files |= set(rows.exclude(**{column.name: None}).values_list(column.name, flat=True))
        rows.delete()
    consent.delete()
    for file in StoredFile.objects.filter(pk__in=files):
        papers.destroy(file)
    return 1


@purge("journal")
def old_lines(before) -> int:
    from registry.models import JournalLine

    return JournalLine.objects.filter(at__lt=start_of(before)).delete()[0]


@purge("access")
def old_attempts(before) -> int:
    """Who tried to sign in, and when. Links, keys of forms and sessions have their own, shorter night chores."""
    from axes.models import AccessAttempt, AccessFailureLog, AccessLog

    moment = start_of(before)
    return sum(
        inventory.gone(model.objects.filter(attempt_time__lt=moment))
        for model in (AccessAttempt, AccessFailureLog, AccessLog)
    )


def nightly(today) -> str:
    """The night's chore."""
    done = purge_expired(today)
    return f"уничтожено по срокам хранения: {sum(done.values())}"
