"""Cards of the two bases and the papers of mentors from outside."""

from registry.engine.inventory import Holding, blank, gone, shown
from registry.holdings.people import BY_CONSENT
from registry.text import joined, short_date

HIDDEN = {"note", "slug", "slots", "revision", "person", "id", "entered_on", "category", "kind"}


def told(card):
    """Every column of the card under its own name, the curator's own note left out."""
    for one in card._meta.concrete_fields:
        if one.name in HIDDEN or one.is_relation:
            continue
        value = getattr(card, f"get_{one.name}_display")() if one.choices else getattr(card, one.name)
        value = ("да" if value else "") if isinstance(value, bool) else value
        yield from shown(str(one.verbose_name).capitalize(), value, card.entered_on)


def wishes(card):
    yield from shown("Удобное время недели", joined(card.times), card.entered_on)
    yield from shown("Ролевые модели", joined(card.role_models.all()), card.entered_on)


def mentor(person, on):
    card = getattr(person, "mentor", None)
    if card is None:
        return
    yield from shown("В базе наставников", card.get_category_display(), card.entered_on)
    yield from told(card)
    yield from shown("Компетенции", joined(card.competences.all()), card.entered_on)
    yield from wishes(card)
    yield from shown("Примечание куратора", "есть, хранится у куратора" if card.note else "", card.entered_on)


def mentee(person, on):
    card = getattr(person, "mentee", None)
    if card is None:
        return
    yield from shown("В базе наставляемых", card.get_kind_display(), card.entered_on)
    yield from told(card)
    yield from shown("Потребности", joined(card.needs.all()), card.entered_on)
    yield from wishes(card)
    yield from shown("Примечание куратора", "есть, хранится у куратора" if card.note else "", card.entered_on)


def certificates(person, on):
    card = getattr(person, "mentor", None)
    for row in card.certificates.all() if card else ():
        scan = ", есть скан" if getattr(row, "scan_id", None) else ", копии нет"
        yield from shown(
            row.get_kind_display().capitalize(),
            f"№ {row.number} от {short_date(row.issued_on)}, действует до {short_date(row.valid_until)}{scan}",
            row.checked_on,
        )


def erase_card(model):
    """The row stays for counts and orders; everything typed, the links to topics and the history of changes go."""

    def erase(person, *, by, on) -> int:
        rows = model.objects.filter(person=person)
        number = 0
        for card in rows:
            for many in card._meta.many_to_many:
                getattr(card, many.name).clear()
            number += card.history.filter(id=card.pk).delete()[0] and 1
        nulls = [
            one.name for one in model._meta.concrete_fields
            if one.null and not one.is_relation and not one.unique
        ]  # fmt: skip
        return max(number, blank(rows, *nulls)) if rows else 0

    return erase


def erase_certificates(person, *, by, on) -> int:
    from registry.engine import papers
    from registry.models import Certificate, StoredFile

    rows = Certificate.objects.filter(mentor__person=person)
    scans = [pk for pk in rows.values_list("scan", flat=True) if pk]
    number = gone(rows)
    for file in StoredFile.objects.filter(pk__in=scans):
        papers.destroy(file)
    return number


def _holdings():
    from registry.models import Mentee, Mentor

    return {
        "mentor": Holding(
            "Карточка наставника", "work", BY_CONSENT, "participation",
            {"registry.Mentor": ("person", "workplace", "achievements", "education", "motto", "interests", "note"),
             "registry.HistoricalMentor": ("history_user", "person")},
            mentor, erase=erase_card(Mentor),
        ),
        "mentee": Holding(
            "Карточка наставляемого", "results", BY_CONSENT, "participation",
            {"registry.Mentee": ("person", "main_request", "interests", "note"),
             "registry.HistoricalMentee": ("history_user", "person")},
            mentee, erase=erase_card(Mentee),
        ),
        "certificates": Holding(
            "Справки", "documents", "ст. 351.1 ТК РФ; положение о наставничестве", "participation",
            {"registry.Certificate": ("number", "issuer", "checked_by")}, certificates, erase=erase_certificates,
        ),
    }  # fmt: skip


HOLDINGS = _holdings()
