"""Two cards of one human become one, without loss of history; and two words of the vocabulary become one."""

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal, merging, workflow
from registry.engine.errors import Gap, Refused
from registry.models import DifferentPeople, Merge, Person, User, YearTurn

OWN = [
    "middle_name", "sex", "birth_date", "phone", "email", "address", "identity_document", "teaching_since",
    "name_genitive", "name_dative", "name_accusative",
]  # fmt: skip
"""Fields of a person that the kept card takes over where it has none."""


@transaction.atomic
def merge_people(kept, lost, *, by, on, login="") -> Person:
    """`lost` goes, `kept` stays with everything of both. `login` is the login that stays when both have one.

    Raises Refused with everything that collides; then nothing has changed.
    """
    may(by, "registry.person_merge", kept)
    may(by, "registry.person_merge", lost)
    kept, lost = (workflow.lock(Person, one.pk) for one in (kept, lost))
    _check(kept, lost)
    _settle_logins(kept, lost, login)
    for row in DifferentPeople.objects.filter(one__in=[kept, lost], other__in=[kept, lost]):
        row.delete()
    _carry_over_drafts(kept, lost)
    _settle_papers(kept, lost, by=by, on=on)
    merging.repoint(kept, lost)
    filled = merging.fill(kept, lost, OWN if kept.name_key == lost.name_key else OWN[:-3])
    kept.revision += 1
    kept.save()
    Merge.objects.create(kept=kept, lost_id=str(lost.pk), lost_name=lost.full_name, merged_on=on)
    labels = ", ".join(str(Person._meta.get_field(name).verbose_name) for name in filled)
    journal.write(
        by, "объединены карточки", kept, people=[kept], lost=str(lost.pk), lost_name=lost.full_name, fields=labels
    )
    _forget(lost)
    return kept


def _check(kept, lost):
    if kept.pk == lost.pk:
        raise Refused("Это одна и та же карточка: выберите вторую.")
    if kept.erased_at or lost.erased_at:
        raise Refused("Данные одного из этих людей удалены: объединять нечего.")


def _settle_logins(kept, lost, login):
    """One human has one way in: the other one is closed and stands without a person."""
    users = {one.username: one for one in User.objects.filter(person__in=[kept, lost])}
    if len(users) < 2:
        return
    if login not in users:
        names = "» и «".join(sorted(users))
        raise Refused(f"У обеих карточек есть вход: «{names}». Выберите, какой логин останется.", field="login")
    for name, user in users.items():
        if name != login:
            user.person, user.is_active = None, False
            user.save()


def _carry_over_drafts(kept, lost):
    for turn in YearTurn.objects.filter(done_on__isnull=True):
        if str(lost.pk) in turn.pupils:
            turn.pupils.setdefault(str(kept.pk), turn.pupils.pop(str(lost.pk)))
            turn.save()


def _settle_papers(kept, lost, *, by, on):
    """Of two papers in force the later one counts; one that is only awaited is not needed beside one in force."""
    for mine in kept.consents.filter(status="valid"):
        same = {"kind": mine.kind, "scope": mine.scope}
        theirs = lost.consents.filter(status="valid", **same).first()
        if theirs:
            former = min(mine, theirs, key=lambda row: (row.valid_from, row.pk))
            workflow.move(former, "replace", by=by, on=on, follows=True)
        _drop_awaited(lost, same)
    for theirs in lost.consents.filter(status="valid"):
        _drop_awaited(kept, {"kind": theirs.kind, "scope": theirs.scope})


def _drop_awaited(person, same):
    for row in person.consents.filter(status="expected", signatures__isnull=True, **same):
        row.delete()


def _forget(lost):
    """Nothing points to the lost card any more; the database itself would refuse otherwise."""
    left = merging.tied(lost)
    if left:
        raise AssertionError(f"a relation was forgotten: {left}")
    lost.delete()


def could_merge(kept, lost, *, by, on, login="") -> list[Gap]:
    """What would stand in the way: the merge is tried and undone."""
    try:
        with transaction.atomic():
            merge_people(kept, lost, by=by, on=on, login=login)
            raise _Undo
    except _Undo:
        return []
    except Refused as refusal:
        return refusal.gaps


class _Undo(Exception):
    pass


@transaction.atomic
def say_different(one, other, *, by, on) -> DifferentPeople:
    """The curator has looked: these are two people. They are not shown as a probable double again."""
    may(by, "registry.person_merge", one)
    first, second = sorted((one, other), key=lambda person: person.pk)
    row, is_new = DifferentPeople.objects.get_or_create(one=first, other=second, defaults={"said_on": on})
    if is_new:
        journal.write(by, "отмечено: разные люди", row, people=[first, second])
    return row


@transaction.atomic
def merge_topics(kept, lost, *, by):
    """One word instead of two: cards and requests that had the lost one have the kept one."""
    may(by, "registry.topic_edit")
    if kept.pk == lost.pk:
        raise Refused("Это одно и то же слово: выберите другое.", field="into")
    said = str(lost)
    merging.repoint(kept, lost)
    lost.delete()
    if not kept.area and lost.area:
        kept.area = lost.area
    kept.save()
    journal.write(by, "объединены потребности", kept, lost=said)
    return kept


def card_rule(row, twin, field):
    """Two cards of one base: the empty places of the one that stays are filled, the earlier day of entry counts."""
    names = [one.name for one in row._meta.local_fields if not one.primary_key and one.name not in SET_BY_CARD]
    merging.fill(twin, row, names)
    twin.entered_on = min(twin.entered_on, row.entered_on)
    merging.repoint(twin, row)
    row.delete()
    twin.save()


SET_BY_CARD = ("person", "slug", "revision", "entered_on")


def enrolment_rule(row, twin, field):
    """Both study now: in one class it is one fact from the earlier day, in two it must be said which is true."""
    if row.school_class_id != twin.school_class_id:
        raise Refused(Gap(
            f"По одной карточке это ученик {twin.school_class} класса, по другой — {row.school_class}. "
            "Исправьте класс на одной из карточек, потом объедините.",
            twin.person.get_absolute_url(), "Открыть карточку",
        ))  # fmt: skip
    twin.starts = min(twin.starts, row.starts)
    row.delete()
    twin.save()


def guardianship_rule(row, twin, field):
    """The same tie twice; a restriction known to one card only is a question for a person, not for a machine."""
    if row.is_restricted != twin.is_restricted:
        raise merging.collision(row, twin)
    merging.fill(twin, row, ["document", "restriction_ground"])
    twin.starts = min(twin.starts, row.starts)
    merging.repoint(twin, row)
    row.delete()
    twin.save()


def consent_rule(row, twin, field):
    """Of two awaited papers the one that somebody has signed stays; two half-signed ones are a question."""
    waiting = [one for one in (row, twin) if one.status == "expected" and not one.signatures.exists()]
    if not waiting:
        raise Refused(Gap(
            f"У обеих карточек есть {str(twin.text).lower()}. Отметьте на одной из карточек отзыв или отказ, "
            "потом объедините.", twin.get_absolute_url(), "Открыть согласие",
        ))  # fmt: skip
    gone = row if row in waiting else twin
    merging.repoint(twin if gone is row else row, gone)
    gone.delete()


RULES = {
    "registry.Mentor": card_rule,
    "registry.Mentee": card_rule,
    "registry.Enrolment": enrolment_rule,
    "registry.Guardianship": guardianship_rule,
    "registry.Consent": consent_rule,
}
