"""Prefilled consents go out on paper, a class at a time."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from registry.actions.consents import ask_consents
from registry.actions.people import may
from registry.engine import consents as gate
from registry.engine import journal
from registry.engine.errors import Refused
from registry.models import Consent, Enrolment, Person, PrintRun

OPEN = ("expected", "partly_signed")
LIMIT = 200  # sheets of one file that a person waits for


@dataclass
class Row:
    """One person of the form: papers that are awaited, and kinds that nobody has asked for yet."""

    person: Person
    awaited: list[Consent] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    in_base: bool = False

    @property
    def is_proposed(self) -> bool:
        """Awaited papers, and people of the bases: a pupil who takes no part is not asked by himself."""
        return bool(self.awaited) or (self.in_base and bool(self.unasked))


def rows(people, kinds, scope, on) -> list[Row]:
    """Who lacks what of these kinds, by name. A refusal and a withdrawal are answers: they are left alone.

    Participation is asked for one programme; without a scope only what is awaited already is found.
    """
    found = []
    listed = people.filter(erased_at__isnull=True).select_related("mentor", "mentee").prefetch_related("consents__text")
    for person in listed.order_by("name_key", "pk"):
        row = Row(person, in_base=hasattr(person, "mentor") or hasattr(person, "mentee"))
        for kind in kinds:
            own_scope = scope if kind in gate.SCOPED else ""
            last = max((one for one in person.consents.all() if (one.kind, one.scope) == (kind, own_scope)),
                       key=lambda one: one.pk, default=None)  # fmt: skip
            if kind in gate.SCOPED and not scope:
                row.awaited += [one for one in person.consents.all() if one.kind == kind and one.status in OPEN]
            elif last and last.status in OPEN:
                row.awaited.append(last)
            elif last is None or (last.status == "valid" and last.valid_until and last.valid_until < on):
                row.unasked.append(kind)
        if row.awaited or row.unasked:
            found.append(row)
    return found


def people_of(school_class, on):
    return Person.objects.filter(pk__in=Enrolment.objects.active(on).filter(school_class=school_class).values("person"))


@transaction.atomic
def print_consents(people, kinds, *, by, on, title, scope="", school_class=None, two_sided=True) -> PrintRun:
    """Ask those who were not asked yet, and put all awaited papers of these kinds into one batch, by name."""
    may(by, "registry.consent_print")
    for row in rows(people, kinds, scope, on):
        ask_consents(row.person, row.unasked, by=by, on=on, scope=scope)
    wanted = Consent.objects.filter(person__in=people, kind__in=kinds, status__in=OPEN)
    if scope:
        wanted = wanted.exclude(Q(kind__in=gate.SCOPED) & ~Q(scope=scope))
    return print_these(wanted, by=by, on=on, title=title, school_class=school_class, two_sided=two_sided)


@transaction.atomic
def print_these(consents, *, by, on, title, school_class=None, two_sided=True) -> PrintRun:
    """A batch of exactly these papers, as far as they are still awaited."""
    may(by, "registry.consent_print")
    chosen = list(consents.filter(status__in=OPEN))
    if not chosen:
        raise Refused("Печатать нечего: все эти согласия уже получены. Отметьте тех, чьих бумаг ждёте.")
    if len(chosen) > LIMIT:
        raise Refused(f"За один раз печатается не больше {LIMIT} согласий. Выберите класс или один вид согласия.")
    run = PrintRun.objects.create(
        title=title, school_class=school_class, is_two_sided=two_sided, printed_by=by.person, printed_on=on
    )
    run.consents.set(chosen)
    journal.write(
        by, "напечатаны согласия для подписи", run, people={row.person for row in chosen}, sheets=len(chosen)
    )  # fmt: skip
    return run
