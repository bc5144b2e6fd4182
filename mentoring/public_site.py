"""What the public pages tell: figures without personal data, cards cut to the consent, the policy on personal data."""

from programs.actions.publication import FIELDS, topics_of
from programs.models import Pair, Programme, RegisterEntry, Side
from registry.engine import consents
from registry.models import ConsentKind, ConsentText, Retention
from registry.text import joined, plural

SMALL = 5
"""Fewer people than this are not counted aloud: a number of two in a small school is a name."""

GROUPS = {
    "identity": "фамилия, имя, отчество, дата рождения",
    "contacts": "телефон и адрес электронной почты",
    "study": "класс, потребности и интересы в учёбе",
    "work": "должность или место работы, образование, стаж, компетенции",
    "documents": "сведения о документах, которые закон требует от наставника (номер и даты, без копий)",
    "special": "сведения о здоровье и судимости, только если их требует закон",
    "answers": "ответы на анкеты и вывод беседы",
    "results": "журнал встреч, результаты плана и замеров",
    "photo": "фотография",
}


def in_words(number: int, one: str, few: str, many: str) -> tuple[str, str]:
    """(number, noun) for a figure: a small one is told without its value."""
    if number == 0:
        return "пока нет", many
    if number < SMALL:
        return "меньше пяти", many
    return str(number), plural(number, one, few, many)


def figures(on) -> list[tuple[str, str]]:
    """How many mentors are in the register and how many pairs and groups run, this year's programmes together."""
    mentors = RegisterEntry.objects.active(on).filter(programme__year__is_active=True)
    pairs = Pair.objects.ordered().filter(programme__year__is_active=True)
    mentees = Side.objects.filter(pair__in=pairs, role="mentee", is_open=True)
    return [
        in_words(mentors.values("mentor").distinct().count(), "наставник", "наставника", "наставников"),
        in_words(mentees.values("person").distinct().count(), "наставляемый", "наставляемых", "наставляемых"),
        in_words(pairs.count(), "пара и группа", "пары и группы", "пар и групп"),
    ]


def forms_of_the_year():
    """The forms chosen by this year's programmes, with the documents that name them."""
    found = {}
    for programme in Programme.objects.current().prefetch_related("forms"):
        for form in programme.forms.all():
            found.setdefault(form.title, form)
    return list(found.values())


def shown_topics(cards) -> list[str]:
    """Competences that at least one card shows, for the search."""
    return sorted({topic for _, card in cards for topic in topics_of(card)})


def policy(on) -> dict:
    """Everything that the page of the policy says about purposes, data, grounds and terms."""
    texts = {kind: ConsentText.current(kind, on) for kind in ConsentKind.values}
    purposes = [
        {
            "title": purpose.title,
            "data": [GROUPS[group] for group in GROUPS if group in purpose.groups],
            "ground": purpose.law or _by_consent(purpose.kinds),
        }
        for purpose in consents.PURPOSES.values()
    ]
    return {
        "purposes": purposes,
        "texts": [text for text in texts.values() if text],
        "public_fields": joined(FIELDS.values()),
        "terms": Retention.objects.all(),
    }


def _by_consent(kinds) -> str:
    labels = [f"согласие {ConsentKind(kind).label}" for kind in kinds]
    return joined(labels)


def programme_for(role, is_pupil):
    """The current programme to which such a request belongs, when only one can be meant; else the curator decides."""
    own = "pupils" if is_pupil else "teachers" if role == "mentee" else ""
    for audience in filter(None, (own, "all")):
        found = list(Programme.objects.current().filter(audience=audience)[:2])
        if found:
            return found[0] if len(found) == 1 else None
    return None
