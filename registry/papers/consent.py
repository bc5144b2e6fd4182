"""The four consents: what the papers say. How they look is templates/papers/consent.html.

Processing holds the nine items of ст. 9 ч. 4 152-ФЗ, publication those of приказ Роскомнадзора от 24.02.2021 № 18.
"""

from django.conf import settings
from django.urls import reverse

from registry.engine import access, papers
from registry.engine import consents as gate
from registry.models import Consent, Guardianship, Mentor, School
from registry.text import short_date

TEMPLATE = "papers/consent.html"

FIELDS = {
    "name": "фамилия, имя, отчество",
    "post": "должность, место работы или учёбы",
    "category": "категория наставника",
    "education": "образование",
    "experience": "стаж",
    "competences": "компетенции",
    "achievements": "достижения",
    "publications": "публикации, семинары, открытые уроки",
    "documents": "дипломы, грамоты и другие документы портфолио",
    "interests": "интересы",
    "motto": "кредо",
}
"""What a consent to publication may open, field by field; one list for the paper, the form and the public page."""

BANS = {
    "transfer": "запрещаю передавать (кроме предоставления доступа)",
    "processing": "запрещаю обрабатывать (кроме получения доступа)",
}
"""What the person may forbid to those who read the page, for each field apart (ч. 9 ст. 10.1 152-ФЗ)."""


def day_of(consent, on):
    """The day that the paper speaks of: its signature, else the first day on which it may be signed."""
    return consent.valid_from or max(filter(None, (on, consent.not_before)))


def context(consent, on, guardian=None, *, reader) -> dict:
    """Plain values of the paper as it is to be signed on the day; empty ones become lines for the pen.

    `reader` is the User who opens it: documents and contacts that are closed to him stay lines for the pen too.
    """
    today, on = on, day_of(consent, on)
    person, text = consent.person, consent.text
    ties = Guardianship.objects.active(on).filter(child=person, is_restricted=False).select_related("guardian")
    tie = next((row for row in ties if guardian is None or row.guardian_id == guardian.pk), None)
    if guardian is None and len(ties) > 1:
        tie = None  # either parent may sign: a line for the pen is better than the wrong name
    is_minor = person.is_minor(on)
    age = person.age(on)
    return {
        "title": text.title,
        "kind": consent.kind,
        "code": consent.code,
        "qr": papers.qr_svg(consent.code),
        "operator": _operator(),
        "subject": _human(person, reader, today) | {"born": short_date(person.birth_date) if person.birth_date else ""},
        "is_minor": is_minor,
        "child_signs": is_minor and age is not None and age >= 14,
        "guardian": _guardian(tie, reader, today) if is_minor else None,
        "scope": gate.scopes().get(consent.scope, consent.scope),
        "purpose": text.purpose,
        "data": [FIELDS.get(key, key) for key in text.data],
        **(_choices(consent) if consent.kind == gate.PUBLICATION else {}),
        "processor": text.processor,
        "actions": text.actions,
        "conditions": text.conditions,
        "term": text.term,
        "until": until_words(consent, on),
        "pages": _pages(person),
    }  # fmt: skip


def _choices(consent) -> dict:
    """Field by field: shown or not, what is forbidden to the readers; then the networks (приказ РКН № 18)."""
    rows = [
        {
            "title": FIELDS.get(key, key), "on": key in consent.allowed_fields,
            "bans": [ban in consent.bans.get(key, ()) for ban in BANS],
        }
        for key in consent.text.data
    ]  # fmt: skip
    networks = [{"title": title, "on": key == consent.networks} for key, title in Consent.NETWORKS if key]
    return {"choices": rows, "ban_titles": list(BANS.values()), "networks": networks, "own": consent.own_conditions}


def until_words(consent, on) -> str:
    """The last day that this very paper knows of; a minor's one never reaches past the eighteenth birthday."""
    until = consent.valid_until or gate.term_end(consent.text, consent.person, on)
    return short_date(until) if until else ""


def _pages(person) -> list[str]:
    """Addresses of the pages on which the data may stand, each in full (приказ РКН № 18)."""
    found = [settings.SITE_URL + reverse("public:mentor_list")]
    mentor = Mentor.objects.filter(person=person).first()
    if mentor:
        found.append(settings.SITE_URL + reverse("public:mentor_page", args=[mentor.slug]))
    return found


def _operator() -> dict:
    school = School.get()
    return {
        "full_name": school.full_name, "address": school.address, "inn": school.inn, "ogrn": school.ogrn,
    }  # fmt: skip


def _human(person, reader, on) -> dict:
    opened = access.groups(reader, person, on)
    return {
        "full_name": person.full_name,
        "genitive": person.in_case("genitive"),
        "signature": person.signature_name,
        "address": person.address if "contacts" in opened else "",
        "document": person.identity_document if "documents" in opened else "",
        "contacts": ", ".join(filter(None, (person.phone, person.email))) if "contacts" in opened else "",
    }


def _guardian(tie, reader, on) -> dict:
    """The representative; without one known, lines for the pen."""
    if tie is None:
        return {
            "full_name": "",
            "signature": "",
            "address": "",
            "document": "",
            "contacts": "",
            "kind": "",
            "powers": "",
        }
    return {**_human(tie.guardian, reader, on), "kind": tie.get_kind_display(), "powers": tie.document}
