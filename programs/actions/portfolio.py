"""The portfolio: made by its owner in the cabinet, looked through by the curator, shown as far as the consents go."""

from django.db import transaction

from programs.actions import contests
from programs.models import Portfolio, PortfolioDocument
from programs.models.portfolio import random_name
from registry.actions.people import may
from registry.engine import access, consents, journal, papers
from registry.engine.errors import Gap, Refused
from registry.models import Appointment, Mentor

MOST = 10
ON_CARD = ("education", "experience_years", "achievements", "interests", "motto")
"""What a mentor's card says already; the portfolio writes there, so that nothing is said twice."""


def card_of(person):
    return Mentor.objects.filter(person=person).first()


def portfolio_of(person) -> Portfolio:
    """The row, made when first asked for."""
    return Portfolio.objects.get_or_create(person=person)[0]


def values_of(person) -> dict:
    """What stands in the portfolio now: the card's own words for a mentor, the row's for the curator."""
    row, card = Portfolio.objects.filter(person=person).first() or Portfolio(person=person), card_of(person)
    return {name: getattr(card or row, name) for name in ON_CARD} | {"publications": row.publications}


@transaction.atomic
def write(person, *, by, on, publications="", **fields) -> Portfolio:
    """The owner's words; the journal names the fields that changed, not their values."""
    may(by, "programs.portfolio_edit", person)
    before, row, card = values_of(person), portfolio_of(person), card_of(person)
    target = card or row
    for name in ON_CARD:
        setattr(target, name, fields[name])
    if card:
        card.revision += 1
        card.save()
    row.publications = publications
    row.revision += 1
    row.save()
    changed = [name for name, value in values_of(person).items() if value != before[name]]
    labels = [str(Portfolio._meta.get_field(name).verbose_name) for name in changed]
    journal.write(by, "исправлено портфолио", row, people=[person], fields=", ".join(labels))
    return row


@transaction.atomic
def set_photo(person, accepted, *, by, on) -> Portfolio:
    """A new photograph gets a new public name; the former one is destroyed, and its address dies with it."""
    may(by, "programs.portfolio_edit", person)
    row = portfolio_of(person)
    former = row.photo
    row.photo = papers.store(accepted.data, accepted.name, accepted.media_type, readers=[person])
    row.photo_name, row.photo_checked_on = random_name(), None
    row.save()
    if former:
        papers.destroy(former)
    journal.write(by, "добавлена фотография портфолио", row, people=[person])
    return row


@transaction.atomic
def drop_photo(person, *, by) -> Portfolio:
    may(by, "programs.portfolio_edit", person)
    row = portfolio_of(person)
    if row.photo:
        papers.destroy(row.photo)
        row.refresh_from_db()
        row.photo_checked_on = None
        row.save()
        journal.write(by, "удалена фотография портфолио", row, people=[person])
    return row


@transaction.atomic
def add_document(person, title, accepted, *, by, on) -> PortfolioDocument:
    """A diploma or a letter of thanks, shown to nobody before the curator has looked."""
    may(by, "programs.portfolio_edit", person)
    row = portfolio_of(person)
    if row.documents.count() >= MOST:
        raise Refused(f"В портфолио помещается {MOST} документов. Удалите лишний и добавьте новый.", field="file")
    file = papers.store(accepted.data, accepted.name, accepted.media_type, readers=[person])
    made = PortfolioDocument.objects.create(portfolio=row, title=title, file=file, added_on=on)
    journal.write(by, "добавлен документ портфолио", row, people=[person])
    return made


@transaction.atomic
def drop_document(document, *, by) -> None:
    person = document.portfolio.person
    may(by, "programs.portfolio_edit", person)
    journal.write(by, "удалён документ портфолио", document.portfolio, people=[person])
    papers.destroy(document.file)


@transaction.atomic
def look_through(person, *, by, on) -> Portfolio:
    """The curator has seen photograph, documents and contests: from now on the consents alone decide."""
    may(by, "programs.publication_edit")
    row = portfolio_of(person)
    row.documents.filter(checked_on__isnull=True).update(checked_on=on)
    if row.photo_id and not row.photo_checked_on:
        row.photo_checked_on = on
        row.save()
    row.seen_contests.add(*contests.unseen_of(person, on))
    journal.write(by, "проверено портфолио", row, people=[person])
    return row


def unseen(person, on) -> list[str]:
    """What the curator has not looked at yet."""
    row = Portfolio.objects.filter(person=person).first() or Portfolio(person=person)
    photo = ["фотография"] if row.photo_id and not row.photo_checked_on else []
    documents = [one.title for one in row.documents.all() if not one.checked_on] if row.pk else []
    return photo + documents + contests.achievements_of(person, contests.unseen_of(person, on))


def photo_why(person, on) -> str:
    """Why the photograph is not shown; empty when it is (both consents, ст. 10.1 152-ФЗ и ст. 152.1 ГК РФ)."""
    row = Portfolio.objects.filter(person=person).first()
    if row is None or row.photo_id is None:
        return "не добавлена"
    if not consents.allowed(person, "image", on):
        return "нет действующих согласий на распространение и на использование изображения"
    return "" if row.photo_checked_on else "ждёт проверки куратором"


def public_photo(person, on) -> str:
    """The random name of the photograph that may be shown on the day; empty when none may."""
    return "" if photo_why(person, on) else Portfolio.objects.get(person=person).photo_name


def public_documents(person, consent) -> list:
    """Documents that the curator has seen and the consent opens."""
    if consent is None or "documents" not in consent.allowed_fields:
        return []
    rows = PortfolioDocument.objects.filter(portfolio__person=person, checked_on__isnull=False)
    return list(rows.select_related("file"))


def curators(on):
    return Appointment.objects.active(on).filter(role__in=["curator", "deputy_curator"]).values("person")


def publish_gaps(person, on):
    """The curator's page needs what a mentor's page needs, except the register."""
    from programs.actions.publication import consent_of

    consent = consent_of(person, on)
    url = f"{person.get_absolute_url()}#consents"
    if consent is None or not consents.allowed(person, "publication", on):
        yield Gap(
            "Нет действующего согласия на распространение персональных данных (ст. 10.1 152-ФЗ).", url, "К согласиям"
        )
    elif "name" not in consent.allowed_fields:
        yield Gap("Согласие не разрешает показывать имя: страницу без имени публиковать незачем.", url, "К согласиям")


@transaction.atomic
def publish_own(*, by, on) -> Portfolio:
    """The curator's own page on the site (ОЧ-П 2.13: портфолио наставников и куратора)."""
    may(by, "programs.publication_edit")
    person = access.person_of(by)
    gaps = list(publish_gaps(person, on))
    if gaps:
        raise Refused(*gaps)
    row = look_through(person, by=by, on=on)
    row.published_on = on
    row.save()
    journal.write(by, "опубликована страница куратора", row, people=[person])
    return row


@transaction.atomic
def unpublish_own(*, by) -> Portfolio:
    may(by, "programs.publication_edit")
    row = portfolio_of(access.person_of(by))
    row.published_on = None
    row.save()
    journal.write(by, "снята страница куратора", row, people=[row.person])
    return row
