"""Two rows that mean one thing become one: everything that points to the lost row is led to the kept one.

The walk is generic, so that no relation is forgotten: every foreign key of every table, the tables between included.
"""

from collections.abc import Callable

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Field, Model, Q

from registry.engine.errors import Gap, Refused

rule: dict[str, Callable] = {}
"""Label of a model → function (row, twin, field) called when both cards hold such a row, only one may stay.

It leads what is worth keeping from `row` into `twin` and deletes `row`, or raises Refused."""


def pointers(model: type[Model]) -> list[tuple[type[Model], Field]]:
    """Every (table, foreign key) that points to the model, hidden ones and tables between included."""
    return [
        (table, field)
        for table in apps.get_models(include_auto_created=True)
        if not table._meta.proxy
        for field in table._meta.local_fields
        if field.remote_field is not None and field.remote_field.model is model
    ]


def tied(row: Model) -> dict[str, int]:
    """How many rows of each kind point to the row: {«согласия»: 3}. History and tables between are not told."""
    found: dict[str, int] = {}
    for table, field in pointers(type(row)):
        if table._meta.auto_created or table.__name__.startswith("Historical"):
            continue
        number = table._base_manager.filter(**{field.name: row}).count()
        if number:
            name = str(table._meta.verbose_name_plural)
            found[name] = found.get(name, 0) + number
    return found


def repoint(kept: Model, lost: Model) -> None:
    """Lead everything from `lost` to `kept`; call inside a transaction. Raises Refused with all that collides."""
    gaps = []
    for table, field in pointers(type(kept)):
        for row in table._base_manager.filter(**{field.name: lost}).order_by("pk"):
            try:
                _lead(row, field, kept)
            except Refused as refusal:
                gaps += refusal.gaps
    if gaps:
        raise Refused(*{gap.text: gap for gap in gaps}.values())


def _lead(row, field, kept) -> None:
    table = type(row)
    try:
        with transaction.atomic():
            table._base_manager.filter(pk=row.pk).update(**{field.attname: kept.pk})
    except IntegrityError:
        twin = _twin(row, field, kept)
        if twin is None:
            raise Refused(_impossible(row)) from None
        rule.get(table._meta.label, duplicate)(row, twin, field)
        if table._base_manager.filter(pk=row.pk).exists():  # the rule has cleared the way instead
            _lead(row, field, kept)


def _twin(row, field, kept):
    """The row of the kept card that stands in the way."""
    for names, condition in _uniques(type(row)):
        if field.name not in names:
            continue
        values = {name: kept.pk if name == field.name else getattr(row, _attname(row, name)) for name in names}
        twin = type(row)._base_manager.filter(condition, **values).exclude(pk=row.pk).first()
        if twin is not None:
            return twin
    return None


def _attname(row, name) -> str:
    return row._meta.get_field(name).attname


def _uniques(table):
    """(names of fields, condition) of everything that must be unique in the table."""
    for one in table._meta.local_fields:
        if one.unique and not one.primary_key:
            yield (one.name,), Q()
    for names in table._meta.unique_together:
        yield tuple(names), Q()
    for one in table._meta.constraints:
        if getattr(one, "fields", ()):
            yield tuple(one.fields), one.condition or Q()


def _impossible(row) -> Gap:
    return Gap(
        f"{_kind(row)}: «{row}» связывает эти две карточки между собой, человек не может быть связан сам с собой. "
        "Сначала исправьте эту связь."
    )


def _kind(row) -> str:
    name = str(row._meta.verbose_name)
    return name[0].upper() + name[1:]


def collision(row, twin) -> Refused:
    """The sentence that says what stands on both cards."""
    url = twin.get_absolute_url() if hasattr(twin, "get_absolute_url") else ""
    return Refused(Gap(
        f"{_kind(row)} есть у обеих карточек, а остаться может только одно: «{twin}» и «{row}». "
        "Оставьте одно из двух, потом объедините карточки.", url, "Открыть",
    ))  # fmt: skip


def duplicate(row, twin, field) -> None:
    """The same said twice: the second saying goes, what hangs on it moves over. A difference is refused."""
    for one in row._meta.local_fields:
        if one.primary_key or one == field:
            continue
        mine, theirs = getattr(row, one.attname), getattr(twin, one.attname)
        if mine not in (None, "", theirs):
            raise collision(row, twin)
    absorb(row, twin)


def absorb(row, twin) -> None:
    """What hangs on `row` is led to `twin`, and `row` goes."""
    repoint(twin, row)
    row.delete()


def fill(kept, lost, names) -> list[str]:
    """Empty fields of the kept row are filled from the lost one; returns the names of those filled."""
    filled = [name for name in names if getattr(kept, name) in (None, "") and getattr(lost, name) not in (None, "")]
    for name in filled:
        setattr(kept, name, getattr(lost, name))
    return filled
