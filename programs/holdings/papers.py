"""Papers about a person's mentoring: labour agreements, statements, awards."""

from django.db.models import Q

from programs.models import Award, Statement, SupplementaryAgreement
from registry.engine.inventory import Holding, shown
from registry.models import StoredFile

BY_LAW = "трудовое законодательство и учёт выданных документов (п. 2 ч. 1 ст. 6 152-ФЗ)"


def supplements(person, on):
    for row in person.supplements.select_related("pair"):
        yield from shown("Дополнительное соглашение", f"{row}: {row.get_status_display()}", row.date or row.drafted_on)
        yield from shown("Выплаты по соглашению", row.payment, row.drafted_on)


def honours(person, on):
    for row in person.statements.all():
        yield from shown(row.get_kind_display().capitalize(), f"№ {row.number}", row.date)
    for row in person.awards.all():
        yield from shown("Поощрение", f"{row.kind}, № {row.number}: {row.reason}", row.date)


def close_supplements(person, *, by, on) -> int:
    """Drafts go; what was numbered stays with the papers of the school, open to the office alone."""
    number = SupplementaryAgreement.objects.filter(employee=person, status="draft").delete()[0]
    rows = SupplementaryAgreement.objects.filter(employee=person)
    return number + _close(Q(pk__in=rows.values("paper__file")), on)


def close_honours(person, *, by, on) -> int:
    """The journal keeps numbers and dates; the words about the person go, the papers are closed."""
    Statement.objects.filter(person=person).update(purpose="")
    Award.objects.filter(person=person).update(addressee=f"Участник {person.code or ''}".strip(), reason="", ground="")
    files = Statement.objects.filter(person=person).values("paper__file")
    sheets = Award.objects.filter(person=person).values("paper__file")
    return _close(Q(pk__in=files) | Q(pk__in=sheets), on)


def _close(chosen, on) -> int:
    return StoredFile.objects.filter(chosen, closed_on__isnull=True).update(closed_on=on)


def drop_folders(person, *, by, on) -> int:
    """A packed folder of a year, a stack of drafts, slips and notices may name the person: all go, to be made again."""
    from programs.actions import folder, handouts, stacks

    kinds = (folder.FILES, handouts.FILES, stacks.FILES)
    return sum(files.forget_person(person, by=by, on=on) for files in kinds)


HOLDINGS = {
    "supplements": Holding(
        "Дополнительные соглашения", "documents", BY_LAW, "orders",
        {"programs.SupplementaryAgreement": ("employee", "prepared_by", "contract", "content", "form", "payment")},
        supplements, erase=close_supplements,
    ),
    "honours": Holding(
        "Справки, характеристики, поощрения", "documents", BY_LAW, "orders",
        {"programs.Statement": ("person", "prepared_by", "purpose"),
         "programs.Award": ("person", "prepared_by", "addressee", "reason", "ground")},
        honours, erase=close_honours,
    ),
    "folders": Holding(
        "Сложенные папки наставничества и стопки приказов на подпись", "documents", BY_LAW, "orders",
        erase=drop_folders, place=90,
    ),
}  # fmt: skip
