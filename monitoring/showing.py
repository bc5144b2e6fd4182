"""What a viewer may see of the values: sensitive ones only the curator and the psychologist, others by data group."""

import datetime

from monitoring.actions import lacks, lacks_interim, said
from monitoring.models import Measurement, Waiver
from programs.actions.paper_pairs import entry_point
from programs.panels import Panel
from registry.engine import access, consents

SOON = datetime.timedelta(days=30)
"""So long before the end of a pair the page leads to the exit values first."""


def may_see(user, person, on) -> tuple[bool, bool]:
    """(ordinary values, sensitive values) of this person."""
    if access.has_role(user, "curator", on=on):
        return True, True
    if access.has_role(user, "psychologist", "social_worker", on=on):
        is_open = consents.allowed(person, "reporting", on)
        return is_open, is_open
    return "results" in access.groups(user, person, on), False


def difference(parameter, entry, exit_) -> dict | None:
    """The change in a number and in words that know which direction is better: tone for the eye, words for all."""
    if entry is None or exit_ is None:
        return None
    change = exit_ - entry
    if change == 0:
        return {"number": "0", "words": "без изменений", "tone": "plain"}
    is_better = (change > 0) == (parameter.better == "more")
    return {
        "number": ("+" if change > 0 else "−") + said(abs(change)),
        "words": "стало лучше" if is_better else "стало хуже",
        "tone": "ok" if is_better else "stop",
    }


def table(pair, person, with_sensitive: bool) -> list[dict]:
    """Параметр · Вход · Середина · Выход · Разница for one person; before the exit the middle is compared."""
    rows: dict = {}
    for value in sorted(pair_values(pair), key=lambda one: (one.parameter.position, one.parameter_id)):
        if value.person_id == person.pk and (with_sensitive or not value.parameter.is_sensitive):
            rows.setdefault(value.parameter, {})[value.moment] = value.value
    return [
        {
            "parameter": parameter, **{moment: values.get(moment) for moment in ("entry", "interim", "exit")},
            "difference": difference(parameter, values.get("entry"), values.get("exit", values.get("interim"))),
        }
        for parameter, values in rows.items()
    ]  # fmt: skip


def pair_values(pair) -> list[Measurement]:
    """All values of the pair, asked once for all its people."""
    if not hasattr(pair, "_values"):
        pair._values = list(Measurement.objects.filter(pair=pair).select_related("parameter"))
    return pair._values


def values_panel(pair, user, on) -> Panel | None:
    """The part of the pair's page that this floor adds; nothing for those who may see nothing."""
    may_edit = access.may(user, "monitoring.value_edit", pair)
    tables = []
    for side in sorted(pair.sides.all(), key=lambda one: one.role == "mentor"):
        plain, sensitive = may_see(user, side.person, on)
        rows = table(pair, side.person, sensitive) if plain else []
        if rows:
            has_middle = any(row["interim"] is not None for row in rows)
            tables.append({"person": side.person, "rows": rows, "has_middle": has_middle})
    moments, begins, has_past = [], pair.status in ("agreed", "ordered", "working"), hasattr(pair, "past")
    lacks_entry = may_edit and (begins or has_past) and bool(lacks(pair, "entry"))
    if may_edit and begins:
        moments.append(("entry", "Внести замер на входе", lacks_entry and not has_past))
    if may_edit and pair.status == "working":
        moments.append(("interim", "Внести промежуточный замер", lacks_interim(pair, on)))
    if may_edit and pair.status in ("working", "suspended", "closing"):
        ends_soon = pair.status == "closing" or pair.ends - on <= SOON
        moments.append(("exit", "Внести замер на выходе", ends_soon and bool(lacks(pair, "exit"))))
    blank = lacks_entry and has_past
    waivers = list(Waiver.objects.filter(pair=pair).select_related("given_by")) if tables or may_edit else []
    if not (tables or moments or waivers):
        return None
    return Panel("monitoring/values_panel.html", {
        "tables": tables, "moments": moments, "waivers": waivers,
        "blank": entry_point(pair.programme) if blank else "",
    })  # fmt: skip
