"""The three bases: mentors, mentees who are pupils, mentees who are teachers; what a list shows of each card."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.engine import consents
from registry.models import Certificate, Mentee, Mentor
from registry.text import count, short_date

WITH_PERSON = ("person__enrolments__school_class", "person__employments")
NEEDED = ("criminal_record", "medical")


@dataclass(frozen=True)
class Cell:
    """What stands in a list: words, quieter words under them, and a tone where the words are a state."""

    text: str = ""
    more: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Base:
    """`columns` are (title, function (card, on) → Cell) after the name; `topics` names the card's vocabulary."""

    key: str
    title: str
    subtitle: str
    nouns: str
    cards: Callable[[], QuerySet]
    topics: str
    columns: tuple
    empty: str

    @property
    def is_mentors(self) -> bool:
        return self.key == "mentors"


def has_papers(on) -> Q:
    """Both certificates of ОЧ-П 5.1 are valid on the day."""
    return Q(*(
        Exists(Certificate.objects.valid(on).filter(mentor=OuterRef("pk"), kind=kind)) for kind in NEEDED
    ))  # fmt: skip


def with_facts(base: Base, cards, on):
    """Everything that a list asks, in a number of queries that does not grow."""
    cards = cards.select_related("person").prefetch_related(*WITH_PERSON, base.topics)
    cards = cards.annotate(has_consent=consents.open_q("reporting", on, person="person_id"))
    return cards.annotate(has_papers=has_papers(on)) if base.is_mentors else cards


def who(card, on) -> Cell:
    return Cell(card.get_category_display().capitalize(), card.what_is(on))


def school_class(card, on) -> Cell:
    group = card.person.school_class(on)
    return Cell(str(group) if group else "—", card.get_category_display())


def post(card, on) -> Cell:
    mark = "молодой специалист" if card.person.is_young_specialist(on, card.young_years) else ""
    return Cell(card.person.post(on) or "—", mark)


def topics(name: str):
    return lambda card, on: Cell(", ".join(str(topic) for topic in getattr(card, name).all()) or "—")


def partner(card, on) -> Cell:
    return Cell(card.told or "—")


def consent(card, on) -> Cell:
    return Cell("есть", tone="ok") if card.has_consent else Cell("нет", tone="wait")


def papers(card, on) -> Cell:
    if not card.is_outsider:
        return Cell("не нужны")
    return Cell("есть", tone="ok") if card.has_papers else Cell("не хватает", tone="wait")


def entered(card, on) -> Cell:
    return Cell(short_date(card.entered_on))


def reviewed(card, on) -> Cell:
    return Cell(short_date(card.reviewed_on) if card.reviewed_on else "ещё нет")


MENTORS = Base(
    key="mentors", title="База наставников", subtitle="Все, кто готов быть наставником. В реестр их вносит приказ.",
    nouns="наставник,наставника,наставников", cards=Mentor.objects.all, topics="competences",
    columns=(
        ("Кто это", who), ("Компетенции", topics("competences")), ("Наставляемые", partner), ("Справки", papers),
        ("Согласие", consent),
    ),
    empty="В базе пока нет наставников. Внесите первого: педагога, старшеклассника, выпускника, родителя или партнёра.",
)  # fmt: skip
PUPILS = Base(
    key="pupils", title="База наставляемых: обучающиеся", subtitle="Ученики, которых приняли в программу по запросу",
    nouns="ученик,ученика,учеников", cards=lambda: Mentee.objects.filter(kind="pupil"), topics="needs",
    columns=(
        ("Класс", school_class), ("Потребности", topics("needs")), ("Наставник", partner), ("Согласие", consent),
        ("В базе с", entered),
    ),
    empty="В базе пока нет учеников. Сюда попадают после приёма запроса: сначала запишите запрос в программе.",
)  # fmt: skip
TEACHERS = Base(
    key="teachers", title="База наставляемых: педагоги", subtitle="Педагоги, которых приняли в программу по запросу",
    nouns="педагог,педагога,педагогов", cards=lambda: Mentee.objects.filter(kind="teacher"), topics="needs",
    columns=(
        ("Должность", post), ("Потребности", topics("needs")), ("Наставник", partner), ("Согласие", consent),
        ("Проверено", reviewed),
    ),
    empty="В базе пока нет педагогов. Сюда попадают после приёма запроса: сначала запишите запрос в программе.",
)  # fmt: skip
BASES = {base.key: base for base in (MENTORS, PUPILS, TEACHERS)}


def experience(person, on) -> str:
    """«4 года», by the day since when the person teaches."""
    since = person.taught_from()
    if since is None or since > on:
        return ""
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return count(years, "год", "года", "лет") if years else "меньше года"
