"""The mentor's page on the school's site: shown as far as the consent goes, asked at each request."""

from dataclasses import dataclass

from django.db import transaction

from programs.actions import contests, portfolio
from programs.models import Portfolio, Publication, RegisterEntry
from registry.actions.people import may
from registry.engine import consents, workflow
from registry.engine.errors import Gap
from registry.models import Consent
from registry.papers.consent import FIELDS
from registry.text import count


def in_register(mentor, on):
    return RegisterEntry.objects.active(on).filter(mentor=mentor)


def consent_of(person, on):
    return person.consents.valid(on).filter(kind="publication").first()


def publication_consent(mentor, on):
    return consent_of(mentor.person, on)


def public_card(mentor, on) -> dict:
    """Field → value: exactly what the consent lets the public see on the day; empty when the gate is closed."""
    consent = publication_consent(mentor, on)
    if (
        consent is None
        or not consents.allowed(mentor.person, "publication", on)
        or not in_register(mentor, on).exists()
    ):
        return {}
    return _shown(mentor, consent, on)


def _shown(mentor, consent, on, *, whole=True) -> dict:
    """The fields that this consent names and that have something to say."""
    values = _values(mentor, on, whole=whole)
    return {key: value for key, value in values.items() if key in consent.allowed_fields and value}


@dataclass(frozen=True)
class Shown:
    """One field of the page beforehand: what the public would read, or why it would not."""

    title: str
    value: str
    why: str = ""

    @property
    def is_shown(self) -> bool:
        return not self.why


def preview(mentor, on) -> list[Shown]:
    """Every field as the consent of the day treats it, whether or not the mentor is in the register yet."""
    consent = publication_consent(mentor, on)
    rows = []
    titles = Portfolio.objects.filter(person=mentor.person).values_list("documents__title", flat=True)
    documents = {"documents": "; ".join(filter(None, titles))}
    for key, value in {**_values(mentor, on), **documents}.items():
        why = ""
        if not value:
            why = "в карточке не заполнено"
        elif consent is None:
            why = "нет действующего согласия на распространение"
        elif key not in consent.allowed_fields:
            why = "согласие не разрешает это показывать"
        rows.append(Shown(FIELDS[key], value, why))
    why = portfolio.photo_why(mentor.person, on)
    return [*rows, Shown("фотография", "" if why else "будет на странице", why)]


def page_beforehand(person, on) -> dict:
    """The very page that the public would read on the day, as the public template takes it."""
    card, consent = card_values(person, on), consent_of(person, on)
    allowed = consent.allowed_fields if consent and consents.allowed(person, "publication", on) else ()
    return {
        "card": {key: value for key, value in card.items() if key in allowed and value},
        "photo": "" if portfolio.photo_why(person, on) else Portfolio.objects.get(person=person).photo,
        "documents": portfolio.public_documents(person, consent if allowed else None),
    }


def card_values(person, on) -> dict:
    """Everything that a page of this person could say, before any consent is asked."""
    card = portfolio.card_of(person)
    return _values(card, on) if card else _curator_values(person, on)


def _curator_values(person, on) -> dict:
    said = portfolio.values_of(person)
    years = said.pop("experience_years")
    return {
        "name": person.full_name, "post": person.what_is(on), "category": "куратор наставничества",
        "experience": count(years, "год", "года", "лет") if years else "", **said,
    }  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A public page of the day: whose, what it says, the photograph's random name, the documents."""

    person: object
    card: dict
    photo: str
    documents: list


def public_page(slug, on) -> Page | None:
    """A mentor's page, or the curator's; None when there is none today. Asked anew at each request."""
    mentor = public_mentors(on).filter(slug=slug).first()
    if mentor:
        person, card = mentor.person, public_card(mentor, on)
    else:
        row = public_curators(on).filter(slug=slug).first()
        if row is None:
            return None
        person = row.person
        allowed = consent_of(person, on).allowed_fields
        card = {key: value for key, value in card_values(person, on).items() if key in allowed and value}
    if not card:
        return None
    documents = portfolio.public_documents(person, consent_of(person, on))
    return Page(person, card, portfolio.public_photo(person, on), documents)


def public_curators(on):
    """Portfolios of those who act as curators today, published by them, with the gate open."""
    return Portfolio.objects.filter(
        consents.open_q("publication", on, person="person_id"), published_on__isnull=False,
        person__in=portfolio.curators(on),
    ).select_related("person")  # fmt: skip


def _values(mentor, on, *, whole=True) -> dict:
    """All that a page could say, before any consent is asked; a list does without the contests (`whole`)."""
    person = mentor.person
    return {
        "name": person.full_name,
        "post": mentor.what_is(on),
        "category": mentor.get_category_display(),
        "education": mentor.education,
        "experience": count(mentor.experience_years, "год", "года", "лет") if mentor.experience_years else "",
        "competences": "; ".join(map(str, mentor.competences.all())),  # a title may hold commas
        "achievements": "\n".join(
            filter(
                None,
                [
                    mentor.achievements,
                    *(contests.achievements_of(person, contests.seen_of(person, on)) if whole else ()),
                ],
            )
        ),
        "publications": _publications(person),
        "interests": mentor.interests,
        "motto": mentor.motto,
    }


def _publications(person) -> str:
    """From the portfolio, which not everybody has; a list of mentors brings it along."""
    return person.portfolio.publications if hasattr(person, "portfolio") else ""


def topics_of(card) -> list[str]:
    return card["competences"].split("; ") if "competences" in card else []


def facts_of(card) -> list[tuple[str, str]]:
    """(label, value) of everything but the name and the motto, which head the page."""
    return [
        (FIELDS[key].capitalize(), value) for key, value in card.items() if key not in ("name", "motto", "competences")
    ]


def tell_what_is_allowed(mentors, on) -> None:
    """Give each mentor of a list `allowed`: titles of what the consent opens today; empty where it opens nothing."""
    rows = Consent.objects.valid(on).filter(kind="publication", person__in=[one.person_id for one in mentors])
    opened = {row.person_id: [FIELDS[key] for key in FIELDS if key in row.allowed_fields] for row in rows}
    for mentor in mentors:
        mentor.allowed = opened.get(mentor.person_id, [])


def public_mentors(on):
    """Mentors with a published page, in the register, with the gate open: one query."""
    from registry.models import Mentor

    return (
        Mentor.objects.filter(
            consents.open_q("publication", on, person="person_id"),
            publication__status=Publication.Status.PUBLISHED,
            pk__in=RegisterEntry.objects.active(on).values("mentor"),
        )
        .select_related("person", "person__portfolio")
        .prefetch_related("competences", "person__consents", "person__enrolments__school_class", "person__employments")
    )


def public_cards(on) -> list[tuple]:
    """(mentor's slug, card) of every public mentor by name: the gate is in the query, the consents come with it."""
    cards = [(row.slug, page.card) for row in public_curators(on) if (page := public_page(row.slug, on))]
    for mentor in public_mentors(on).order_by("person__name_key", "pk"):
        consent = next(
            row for row in mentor.person.consents.all()
            if row.kind == "publication" and row.status == "valid"
            and row.valid_from <= on and (row.valid_until is None or row.valid_until >= on)
        )  # fmt: skip
        if card := _shown(mentor, consent, on, whole=False):
            cards.append((mentor.slug, card))
    return cards


def publish_gaps(publication, on):
    """The register, and a consent that names what may be shown (ст. 10.1 152-ФЗ; ОЧ-П 2.13)."""
    mentor = publication.mentor
    if not in_register(mentor, on).exists():
        yield Gap("Наставник не в реестре: на сайт попадают только те, кто внесён в реестр приказом.")
    consent = publication_consent(mentor, on)
    if consent is None:
        yield Gap(
            "Нет действующего согласия на распространение персональных данных (ст. 10.1 152-ФЗ).",
            f"{mentor.person.get_absolute_url()}#consents",
            "К согласиям",
        )
    elif "name" not in consent.allowed_fields:
        yield Gap("Согласие не разрешает показывать имя: страницу без имени публиковать незачем (ст. 10.1 152-ФЗ).")


@transaction.atomic
def publication_of(mentor, *, by) -> Publication:
    """The page's row, made when first asked for."""
    may(by, "programs.publication_edit")
    return Publication.objects.get_or_create(mentor=mentor)[0]


@transaction.atomic
def publish(mentor, *, by, on) -> Publication:
    """What the curator publishes he has seen: photograph, documents and contests too."""
    row = workflow.move(publication_of(mentor, by=by), "publish", by=by, on=on)
    portfolio.look_through(mentor.person, by=by, on=on)
    return row


def unpublish(mentor, *, by, on) -> Publication:
    return workflow.move(publication_of(mentor, by=by), "withdraw", by=by, on=on)
