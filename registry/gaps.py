"""«Кого не хватает»: whose papers are still awaited, have run out, or were never asked for."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from registry.engine import consents as gate
from registry.models import Consent, ConsentKind, Person
from registry.text import short_date


@dataclass
class Missing:
    """A person and what is missing, in words; `needs` are (kind's label, why)."""

    person: Person
    group: str
    grade: tuple = ()
    needs: list[tuple[str, str]] = field(default_factory=list)


def awaited(on) -> Q:
    """Not signed by all yet; or run out without a later answer, for something that still goes on.

    A refusal and a withdrawal are answers: neither they nor what they followed are missing.
    """
    later = Consent.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), scope=OuterRef("scope"), pk__gt=OuterRef("pk")
    )
    ran_out = Q(status="valid", valid_until__lt=on) & Q(scope__in=["", *gate.scopes(current=True)]) & ~Exists(later)
    return Q(person__erased_at__isnull=True) & (Q(status__in=["expected", "partly_signed"]) | ran_out)


def ending(on) -> Q:
    """In force, ends within a month, and nobody has asked for the next one yet."""
    later = Consent.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), scope=OuterRef("scope"), pk__gt=OuterRef("pk")
    )
    return (
        Q(status="valid", valid_until__gte=on, valid_until__lte=on + gate.RENEW, person__erased_at__isnull=True)
        & Q(scope__in=["", *gate.scopes(current=True)])
        & ~Exists(later)
    )


def unasked(people):
    """Those in a base whom nobody has ever asked for the consent on which everything stands."""
    asked = Consent.objects.filter(person=OuterRef("pk"), kind=gate.PROCESSING)
    in_base = Q(mentor__isnull=False) | Q(mentee__isnull=False)
    return people.filter(in_base, ~Exists(asked), erased_at__isnull=True).distinct()


def why(consent, on) -> str:
    """What is wrong with the paper, for a list that is printed."""
    if consent.status == Consent.Status.PARTLY_SIGNED:
        return "не хватает второй подписи"
    if consent.status == Consent.Status.VALID:
        return f"срок истёк {short_date(consent.valid_until)}"
    return "ждём бумагу" if not consent.not_before else f"новое, с {short_date(consent.not_before)} подписывает сам"


def missing(people, on, kind: str = "") -> list[Missing]:
    """Everybody of `people` with something missing, by class and name; a fixed number of queries."""
    labels, titles = dict(ConsentKind.choices), gate.scopes()
    found: dict[int, Missing] = {}
    facts = ("enrolments__school_class", "employments")
    rows = Consent.objects.filter(awaited(on), person__in=people.values("pk")).select_related("person")
    if kind:
        rows = rows.filter(kind=kind)
    for row in rows.prefetch_related(*(f"person__{name}" for name in facts)):
        entry = found.setdefault(row.person_id, _entry(row.person, on))
        title = f" («{titles[row.scope]}»)" if row.scope in titles else ""
        entry.needs.append((labels[row.kind] + title, why(row, on)))
    if kind in ("", gate.PROCESSING):
        for person in unasked(people).prefetch_related(*facts):
            entry = found.setdefault(person.pk, _entry(person, on))
            entry.needs.insert(0, (labels[gate.PROCESSING], "ещё не запрашивали"))
    return sorted(found.values(), key=lambda one: (one.grade, one.person.name_key, one.person.pk))


def _entry(person, on) -> Missing:
    group = person.school_class(on)
    if group is None:
        return Missing(person, "Работники и другие взрослые", (99, ""))
    return Missing(person, f"{group} класс", (group.grade, group.letter))


def by_class(rows: list[Missing]) -> list[tuple[str, list[Missing]]]:
    """(class, its people) in the order of classes; those without a class come last."""
    found: dict[str, list[Missing]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return list(found.items())
