"""The only door to a transition: lock the row, may you, is it the moment, what is missing, transition, journal."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django_fsm import ConcurrentTransitionMixin, FSMModelMixin

from registry.engine import access, journal
from registry.engine.errors import Gap, Refused

requirement: dict[str, list[Callable]] = {}
"""«programs.Pair.start» → functions (obj, on) that yield gaps or sentences."""

consequence: dict[str, list[Callable]] = {}
"""«registry.Consent.withdraw» → functions (obj, *, by, on) that run in the same transaction, on floors above."""


class Stateful(ConcurrentTransitionMixin, FSMModelMixin, models.Model):
    """A table with a protected `status`. `TRACK` lists the states of the ordinary way, for the page."""

    TRACK: list = []

    class Meta:
        abstract = True

    def journal_people(self):
        """Whom a journal line about this row concerns."""
        person = getattr(self, "person", None)
        return [person] if person else []


def may(permission: str):
    """The `permission=` of a transition: asks the table of predicates."""
    return lambda instance, user: access.may(user, permission, instance)


def require(name: str, check: Callable):
    """Add a requirement to a transition: «programs.Pair.start»."""
    requirement.setdefault(name, []).append(check)


def after(name: str, deed: Callable):
    """Add what follows from a transition on a floor above: a withdrawn consent suspends the running pairs."""
    consequence.setdefault(name, []).append(deed)


def lock(model, pk):
    """The row, locked until the transaction ends. SQLite locks the whole base instead (IMMEDIATE)."""
    return model._base_manager.select_for_update().get(pk=pk)


def transitions(obj) -> dict:
    return {move.name: move for move in obj.get_all_status_transitions() if move.name}


def key(obj, name: str) -> str:
    return f"{obj._meta.app_label}.{obj._meta.object_name}.{name}"


def missing(obj, name: str, on) -> list[Gap]:
    """Everything that keeps the transition from happening, in sentences."""
    gaps = []
    for check in requirement.get(key(obj, name), ()):
        found: Iterable = check(obj, on) or ()
        gaps += [gap if isinstance(gap, Gap) else Gap(gap) for gap in found]
    return gaps


def sources(obj, name: str) -> list[str]:
    """States from which the transition leads."""
    return [move.source for move in obj.get_all_status_transitions() if move.name == name]


def wrong_moment(obj, name: str) -> Gap:
    spec = transitions(obj)[name]
    label = spec.custom.get("label", name)
    return Gap(
        f"«{label}» сейчас невозможно: состояние — «{obj.get_status_display()}». "
        "Возможно, это уже сделано вами или другим человеком; откройте страницу заново."
    )


@transaction.atomic
def move(obj, name: str, *, by, on, line=None, follows=False, **details):
    """Carry out a transition and return the fresh row.

    `line` is the registered order's line for transitions that only an order may cause. `follows` marks a
    transition that follows by itself from a deed whose right was already asked (the last mark of consent).
    Raises PermissionDenied, or Refused with every missing thing at once; then nothing has changed.
    """
    row = lock(type(obj), obj.pk)
    spec = transitions(row)[name]
    if spec.custom.get("order_only"):
        if line is None or not line.order.is_in_force:
            raise Refused("Это состояние меняет только утверждённый приказ. Подготовьте приказ и передайте директору.")
    elif not follows and spec.permission and not spec.permission(row, by):
        raise PermissionDenied(f"{key(row, name)} is not for {by}")
    allowed = sources(row, name)
    if row.status not in allowed and "*" not in allowed:
        raise Refused(wrong_moment(row, name))
    gaps = missing(row, name, on)
    if gaps:
        raise Refused(*gaps)
    method = getattr(row, name)
    accepted = inspect.signature(method).parameters
    arguments = {
        **details,
        **({"on": on} if "on" in accepted else {}),
        **({"line": line} if "line" in accepted else {}),
    }
    before = row.get_status_display()
    method(**arguments)
    row.save()
    journal.write(
        by, spec.custom.get("label", name), row, people=row.journal_people(),
        before=before, after=row.get_status_display(), on=on, **details,
    )  # fmt: skip
    for deed in consequence.get(key(row, name), ()):
        deed(row, by=by, on=on)
    return row


@dataclass
class Move:
    """A button of the page: asleep while gaps remain. `ask` is «note» when a reason must be given."""

    name: str
    label: str
    style: str = "primary"
    ask: str = ""
    gaps: list[Gap] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.gaps


def open_to(user, obj, on=None) -> list[Move]:
    """What this user may do with the row now; sleeping buttons say in words what is missing."""
    on = on or access.today()
    moves = []
    for spec in obj.get_all_status_transitions():
        custom = spec.custom or {}
        if spec.source not in (obj.status, "*") or custom.get("silent") or custom.get("order_only"):
            continue
        if spec.permission and not spec.permission(obj, user):
            continue
        moves.append(
            Move(
                name=spec.name,
                label=custom.get("label", spec.name),
                style=custom.get("style", "primary"),
                ask=custom.get("ask", ""),
                gaps=missing(obj, spec.name, on),
            )
        )
    order = {"primary": 0, "quiet": 1, "danger": 2}
    return sorted(moves, key=lambda one: order.get(one.style, 1))


def track(obj) -> list[tuple[str, str]]:
    """The way of the thing for the page: (label, «done» | «now» | «ahead»); a state off the way stands alone."""
    labels = dict(obj._meta.get_field("status").flatchoices)
    way = [str(state) for state in obj.TRACK]
    if obj.status not in way:
        return [(labels[obj.status], "now")]
    place = way.index(obj.status)
    return [
        (labels[state], "done" if index < place else "now" if index == place else "ahead")
        for index, state in enumerate(way)
    ]
