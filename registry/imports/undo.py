"""Taking an import back as one deed, while nothing stands on it."""

from django.db import transaction
from django.utils import timezone

from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Gap, Refused
from registry.engine.workflow import lock
from registry.imports import retention, snapshot
from registry.models import Enrolment, Guardianship, ImportBatch, ImportedRow, Person, SchoolClass
from registry.text import joined

SHOWN = 5
OWN = {
    ("registry.Enrolment", "person"), ("registry.Employment", "person"), ("registry.Guardianship", "child"),
    ("registry.Guardianship", "guardian"), ("registry.Mentor", "person"), ("registry.Mentee", "person"),
}  # fmt: skip
"""Relations that an import makes itself: they are compared with what it left, not counted."""


def standing(batch) -> list[Gap]:
    """What has come to stand on the people of this import since; empty while it can be taken back."""
    rows = list(batch.rows.exclude(undo={}).order_by("place"))
    made = {pk for row in rows for pk in row.undo["made"]}
    people = Person.objects.in_bulk(made | {row.person_id for row in rows if row.person_id})
    gaps = []
    for words, ids in [*_related(made), ("карточка изменена после загрузки", _changed(batch, rows, made))]:
        if ids:
            names = [people[pk].short_name for pk in sorted(ids) if pk in people]
            known = sorted(pk for pk in ids if pk in people)
            more = f" и ещё {len(names) - SHOWN}" if len(names) > SHOWN else ""
            url = people[known[0]].get_absolute_url() if known else ""
            told = ", ".join(names[:SHOWN]) or "карточка удалена или соединена с другой"
            gaps.append(Gap(f"{words}: {told}{more}.", url, "Открыть карточку"))
    return gaps


def _related(made) -> list[tuple[str, set]]:
    """(what it is, whose) for every row elsewhere that points to somebody whom the import made."""
    found = []
    for model, name in _pointers(Person):
        if (model._meta.label, name) in OWN:
            continue
        ids = set()
        for part in snapshot._chunks(sorted(made)):
            ids |= set(model._base_manager.filter(**{f"{name}__in": part}).values_list(name, flat=True))
        if ids:
            owner = model._meta.auto_created or model
            found.append((str(owner._meta.verbose_name).capitalize(), ids))
    return found


def _changed(batch, rows, made) -> set:
    """People whose card, class, post or ties are no longer what the import left; a card that it did not make."""
    now = snapshot.take([row.person_id for row in rows if row.person_id], batch.kind)
    changed = {row.person_id for row in rows if row.person_id and now[row.person_id] != row.undo["now"]}
    changed |= {pk for row in rows if not row.person_id for pk in row.undo["made"][:1]}
    ours = {pk for row in rows for pk in row.undo["now"]["facts"].get("ties", {})}
    for part in snapshot._chunks(sorted(made)):
        ties = Guardianship.objects.filter(guardian__in=part).exclude(child__in=[row.person_id for row in rows])
        changed |= set(ties.values_list("guardian", flat=True))
    if batch.kind == "pupils":
        changed |= _changed_parents(rows, made, ours)
    return changed | _new_cards(batch, made) | _used_cards(batch, rows)


def _changed_parents(rows, made, ours) -> set:
    """Representatives whom the import made and somebody has edited since."""
    pupils = {row.person_id for row in rows}
    parents = made - pupils
    edited = set()
    for part in snapshot._chunks(sorted(parents)):
        for person in Person.objects.filter(pk__in=part).prefetch_related("employments", "enrolments"):
            if person.revision or person.employments.all() or person.enrolments.all():
                edited.add(person.pk)
    return edited


def _used_cards(batch, rows) -> set:
    """People whose card the import made, and something in a programme already points to the card."""
    if batch.kind not in snapshot.CARDS:
        return set()
    model, _ = snapshot.CARDS[batch.kind]
    fresh = [row.person_id for row in rows if not (row.undo["was"] or {}).get("card")]
    found = set()
    for other, name in _pointers(model):
        if other._meta.auto_created is model:
            continue
        for part in snapshot._chunks(fresh):
            used = other._base_manager.filter(**{f"{name}__person__in": part})
            found |= set(used.values_list(f"{name}__person", flat=True))
    return found


def _new_cards(batch, made) -> set:
    from registry.models import Mentee, Mentor

    found = set()
    for kind, model in (("mentors", Mentor), ("mentees", Mentee)):
        if batch.kind != kind:
            for part in snapshot._chunks(sorted(made)):
                found |= set(model.objects.filter(person__in=part).values_list("person", flat=True))
    return found


def _pointers(model):
    """(table, column) of everything that points to this table, hidden relations and tables between included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        other = relation.related_model
        if other in (ImportedRow, ImportedRow.people.through) or other.__name__.startswith("Historical"):
            continue
        yield other, relation.field.name


def check(batch) -> None:
    """Refused when the import can no longer be taken back, with everything that stands on it."""
    if not batch.is_undoable:
        raise Refused("Эту загрузку уже нельзя отменить: она отменена раньше или прошло больше 30 дней.")
    gaps = standing(batch)
    if gaps:
        raise Refused(Gap("Загрузку нельзя отменить целиком: на внесённых людях уже что-то держится."), *gaps)


@transaction.atomic
def undo(batch, *, by) -> ImportBatch:
    """Everybody whom the import made goes, everything that it changed is as before; Refused while something stands."""
    may(by, "registry.import_run")
    batch = lock(ImportBatch, batch.pk)
    check(batch)
    rows = list(batch.rows.exclude(undo={}).order_by("place"))
    made = {pk for row in rows for pk in row.undo["made"]}
    kept = [row for row in rows if row.undo["was"] is not None]
    ids = sorted(made | {row.person_id for row in kept})
    journal.write(
        by, "отменена загрузка списка", batch, people=Person.objects.filter(pk__in=ids), removed=len(made),
        restored=len(kept),
    )  # fmt: skip
    for row in kept:
        snapshot.put_back(Person.objects.get(pk=row.person_id), row.undo["was"], batch.kind, by)
    _parents_back(rows, by)
    _remove(batch, made)
    batch.made_classes = [pk for pk in batch.made_classes if not _drop_class(pk)]
    batch.undone_at = timezone.now()
    batch.save()
    retention.clean(batch)
    return batch


def _parents_back(rows, by) -> None:
    """Phones of representatives who were known before; backwards, because two children may share one."""
    for row in reversed(rows):
        for pk, phone in row.undo.get("phones", {}).items():
            person = Person.objects.get(pk=pk)
            person.phone, person._history_user = phone, by
            person.save()


def _remove(batch, made) -> None:
    """The people, their facts, and the traces in the history: they were never meant to be here."""
    for part in snapshot._chunks(sorted(made)):
        for kind, (model, _) in snapshot.CARDS.items():
            if kind == batch.kind:
                model.objects.filter(person__in=part).delete()
                model.history.filter(person_id__in=part).delete()
        Person.objects.filter(pk__in=part).delete()
        Person.history.filter(id__in=part).delete()


def _drop_class(pk) -> bool:
    """A class that the import made goes with its pupils, unless somebody else is in it."""
    row = SchoolClass.objects.filter(pk=pk).first()
    if row is None or Enrolment.objects.filter(school_class=row).exists() or row.class_teachers.exists():
        return row is None
    row.delete()
    return True


def words(batch) -> str:
    """What undoing will do, said beforehand."""
    rows = batch.rows.exclude(undo={})
    made = sum(len(row.undo["made"]) for row in rows)
    kept = sum(row.undo["was"] is not None for row in rows)
    parts = [f"удалит внесённых людей ({made})"] if made else []
    parts += [f"вернёт прежние значения ({kept})"] if kept else []
    return f"Отмена {joined(parts)}." if parts else ""
