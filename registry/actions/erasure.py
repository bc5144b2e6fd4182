"""Erasure with its papers. The curator prepares, the director decides: nothing can bring the data back, and whoever
prepares does not approve. The act names both and the people who did it (приказ Роскомнадзора от 28.10.2022 № 179)."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from registry import erasure as engine
from registry.actions.people import may
from registry.engine import access, inventory, journal, papers, workflow
from registry.engine.errors import Refused
from registry.models import Erasure, Guardianship, Person, Retention
from registry.papers import erasure as paper


@dataclass(frozen=True)
class Candidate:
    """Somebody whose purpose is reached: since when, why, and by which day the data must go."""

    person: Person
    since: object
    why: str
    due: object


def candidates(on) -> list[Candidate]:
    """People to be erased, the most urgent first, representatives after the children of the same day.

    A representative cannot go before the child. Those whose erasure is prepared are left out (ч. 4, 5 ст. 21 152-ФЗ).
    """
    found: dict = {}
    needed = {pk for ask in inventory.needed.values() for pk in ask(on)}
    for name, ask in inventory.reached.items():
        for pk, (since, why) in ask(on).items():
            if (name == "withdrawn" or pk not in needed) and (pk not in found or since < found[pk][0]):
                found[pk] = (since, why)
    term = Retention.objects.filter(key="participation").first()
    running = Erasure.objects.exclude(status="returned").values("person")
    rows = Person.objects.filter(pk__in=found, erased_at__isnull=True).exclude(pk__in=running)
    rows = rows.prefetch_related("enrolments__school_class", "employments")
    made = [
        Candidate(row, *found[row.pk], due=term.until(found[row.pk][0]) if term else found[row.pk][0]) for row in rows
    ]
    guardians = set(Guardianship.objects.filter(guardian__in=found).values_list("guardian", flat=True))
    return sorted(made, key=lambda one: (one.due, one.person.pk in guardians, one.person.name_key))


def standing(person, on) -> list:
    """Everything that must be ended first, in sentences."""
    return [gap for ask in inventory.standing.values() for gap in ask(person, on)]


def known_only_by(child, on):
    """Guardians whom the school knows through this child alone: their data lose their purpose with the child's."""
    ties = Guardianship.objects.filter(child=child).values("guardian")
    others = Guardianship.objects.active(on).filter(child__erased_at__isnull=True).exclude(child=child)
    return (
        Person.objects.filter(pk__in=ties, erased_at__isnull=True, mentor__isnull=True, mentee__isnull=True)
        .exclude(pk__in=others.values("guardian")).exclude(employments__isnull=False)
        .exclude(enrolments__isnull=False).exclude(appointments__isnull=False)
        .exclude(erasures__status__in=["prepared", "done"]).distinct()
    )  # fmt: skip


@transaction.atomic
def prepare_erasure(person, *, by, on, reason, members, guardians=(), **fields) -> Erasure:
    """Lay the erasure before the director, with the representatives who are known only by the child."""
    may(by, "registry.erasure_prepare")
    if person.erased_at:
        raise Refused("Данные этого человека уже уничтожены.")
    if Erasure.objects.filter(person=person).exclude(status="returned").exists():
        raise Refused("Уничтожение данных этого человека уже готовится: оно ждёт решения директора.")
    gaps = standing(person, on)
    if gaps:
        raise Refused(*gaps)
    _check_members(members, [person, *guardians])
    row = _prepare(person, by, on, reason, members, fields)
    for guardian in guardians:
        _prepare(guardian, by, on, reason, members, fields)
    return row


def _check_members(members, whose):
    if len(members) < 2:
        raise Refused(
            "Укажите не меньше двух человек, которые уничтожают данные: они подписывают акт.", field="members"
        )
    if set(members) & set(whose):
        raise Refused("Человек не может уничтожать собственные данные: выберите других.", field="members")


def _prepare(person, by, on, reason, members, fields) -> Erasure:
    row = Erasure.objects.create(person=person, reason=reason, prepared_by=by.person, prepared_on=on, **fields)
    row.members.set(members)
    journal.write(by, "подготовлено уничтожение данных", row, people=[person], reason=row.get_reason_display())
    return row


@transaction.atomic
def carry_out(row, *, by, on) -> Erasure:
    """The director's decision: everything is destroyed, the act and the extract are issued for three years."""
    row = workflow.lock(Erasure, row.pk)
    if not access.may(by, "registry.erasure_confirm", row):
        raise PermissionDenied("registry.erasure_confirm")
    if row.status != Erasure.Status.PREPARED:
        raise Refused(workflow.wrong_moment(row, "carry_out"))
    person = row.person
    gaps = standing(person, on)
    if gaps:
        raise Refused(*gaps)
    said = paper.subject(person, on)
    done = engine.erase(person, by=by, on=on)
    person.refresh_from_db()
    row = workflow.move(
        Erasure.objects.get(pk=row.pk), "carry_out", by=by, on=on, code=person.code, decided_by=by.person
    )
    line = journal.write(by, "уничтожены персональные данные", person, people=[person], categories=sorted(done))
    _issue(row, said, done, line)
    return row


def _issue(row, said, done, line):
    """Act and extract; readable by the office alone."""
    for name, template, title in (
        ("act", paper.ACT, "Акт об уничтожении персональных данных"),
        ("extract", paper.EXTRACT, "Выгрузка из журнала регистрации событий"),
    ):
        number = paper.number(row)
        issued = papers.issue(
            kind=f"erasure_{name}", template=template, context=paper.context(row, title, said, done, line),
            title=f"{title} № {number}", name=f"{title} {number.replace('/', '-')}.pdf", number=number,
            date=row.decided_on,
        )  # fmt: skip
        issued.file.closed_on = row.decided_on
        issued.file.save(update_fields=["closed_on"])
        setattr(row, name, issued)
    row.save(update_fields=["act", "extract"])


@transaction.atomic
def change_retention(row, *, by) -> Retention:
    """Another term, with its ground; the history keeps the former one."""
    may(by, "registry.retention_edit")
    row.save()
    journal.write(by, "изменён срок хранения", row, term=row.words, ground=row.ground)
    return row
