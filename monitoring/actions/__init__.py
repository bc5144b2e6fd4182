"""Values at the entry, in the middle of the term and at the exit, and waivers."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from monitoring.models import Measurement, Parameter, Waiver
from programs.models import Pair, Side
from registry.actions.people import may
from registry.engine import consents, journal
from registry.engine.errors import Gap, Refused

MOMENTS = dict(Measurement.MOMENTS)


def said(value) -> str:
    """A number as people write it: 10, 4,5."""
    return f"{float(value):g}".replace(".", ",")


def parameters_for(pair, person):
    """What is measured for this side: a pupil, a teacher, or a mentor."""
    side = next(side for side in pair.sides.all() if side.person_id == person.pk)
    if side.role == "mentor":
        audience = "mentor"
    else:
        audience = "pupil" if pair.form.mentee_side in ("pupil", "student") else "teacher"
    return Parameter.objects.filter(audience=audience, is_used=True)


@transaction.atomic
def save_values(pair, person, moment, values: dict, *, by, on) -> list[Measurement]:
    """{parameter: value} for one side at one moment; each within the parameter's bounds.

    Raises Refused with every value out of bounds at once.
    """
    may(by, "monitoring.value_edit", pair)
    if moment == "exit" and pair.status not in (Pair.Status.WORKING, Pair.Status.SUSPENDED, Pair.Status.CLOSING):
        raise Refused(
            f"Замер на выходе делают, когда пара работает или завершается, а она «{pair.get_status_display()}»."
        )
    if moment == "interim" and pair.status not in (Pair.Status.WORKING, Pair.Status.CLOSING):
        raise Refused(f"Промежуточный замер делают, пока пара работает, а она «{pair.get_status_display()}».")
    if moment == "entry" and pair.status not in (Pair.Status.AGREED, Pair.Status.ORDERED, Pair.Status.WORKING):
        raise Refused(f"Замер на входе делают до начала работы, а пара «{pair.get_status_display()}».")
    faults = [
        f"«{parameter.title}»: от {said(parameter.minimum)} до {said(parameter.maximum)}, а введено {said(value)}."
        for parameter, value in values.items()
        if not parameter.minimum <= value <= parameter.maximum
    ]
    if faults:
        raise Refused(*faults)
    common = {"pair": pair, "person": person, "moment": moment, "measured_on": on, "measured_by": by.person}
    rows = Measurement.objects.bulk_create(
        [Measurement(parameter=parameter, value=value, **common) for parameter, value in values.items()],
        update_conflicts=True, unique_fields=["pair", "person", "parameter", "moment"],
        update_fields=["value", "measured_on", "measured_by"],
    )  # fmt: skip
    journal.write(by, f"внесён замер: {MOMENTS[moment]}", pair, people=[person])
    return rows


@transaction.atomic
def waive(pair, moment, *, by, on, reason) -> Waiver:
    """No values for this pair at this moment, for a reason that everybody may read."""
    may(by, "monitoring.waiver_give", pair)
    if not reason.strip():
        raise Refused("Напишите, почему замера не будет.", field="reason")
    row, _ = Waiver.objects.update_or_create(
        pair=pair, moment=moment, defaults={"reason": reason, "given_by": by.person, "given_on": on}
    )
    journal.write(by, f"решено без замера: {MOMENTS[moment]}", pair, people=pair.journal_people(), reason=reason)
    return row


def lacks(pair, moment) -> list:
    """Mentees of the pair without a single value at the moment; empty when waived."""
    if Waiver.objects.filter(pair=pair, moment=moment).exists():
        return []
    measured = set(Measurement.objects.filter(pair=pair, moment=moment).values_list("person", flat=True))
    return [person for person in pair.mentees if person.pk not in measured]


MIDDLE = "monitoring.middle_percent"
"""The rule that says when the interim value is asked for; a school edits it in the programme of its year."""


def middle(pair, share: int) -> datetime.date | None:
    """The day from which an interim value is asked for: `share` percent of the pair's term (К71-ДК 6; ОЧ-ДК2 23).

    None where the school holds no interim measurement.

    >>> from types import SimpleNamespace
    >>> pair = SimpleNamespace(starts=datetime.date(2026, 10, 1), ends=datetime.date(2026, 10, 31))
    >>> middle(pair, 50), middle(pair, 0)
    (datetime.date(2026, 10, 16), None)
    """
    return pair.starts + (pair.ends - pair.starts) * share / 100 if share else None


def without_interim(on):
    """Sides of mentees who have a value at the entry to compare with and none of their own since; waived pairs apart.

    Each member of a group counts by himself. Whoever took the consent back is not measured any more.
    """
    mine = Measurement.objects.filter(pair=OuterRef("pair"), person=OuterRef("person"))
    waived = Waiver.objects.filter(pair=OuterRef("pair"), moment="interim")
    return Side.objects.filter(
        consents.open_q("reporting", on, person="person_id"), Exists(mine.filter(moment="entry")),
        ~Exists(mine.filter(moment__in=["interim", "exit"])), ~Exists(waived), role="mentee", is_open=True,
    )  # fmt: skip


def lacks_interim(pair, on) -> bool:
    """Its day has come and somebody of the pair has no value yet."""
    day = middle(pair, pair.programme.rule(MIDDLE).value)
    return day is not None and on >= day and without_interim(on).filter(pair=pair).exists()


def values_gaps(moment):
    """The requirement of a transition: values or a waiver (ОЧ-ДК2 8 and 30); not from those who withdrew."""

    def check(pair, on):
        from django.urls import reverse

        if moment == "entry" and hasattr(pair, "past"):
            return  # began on paper before the system: its entry is over, values may be added and are not asked for
        for person in lacks(pair, moment):
            if moment == "exit" and not consents.allowed(person, "reporting", on):
                continue  # whoever took the consent back is not measured any more: the pair ends without it
            yield Gap(
                f"{person.short_name}: нет замера на {'входе' if moment == 'entry' else 'выходе'} "
                "(оценка по заданным параметрам, дорожная карта). Внесите значения или решите работать без замера.",
                reverse("monitoring:values", args=[pair.pk, moment]),
                "Внести замер",
            )

    return check
