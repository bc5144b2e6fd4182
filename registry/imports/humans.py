"""People as a row of a list sees them: one flat thing per human, loaded for thousands in a few queries."""

from dataclasses import dataclass, field

from registry.models import Employment, Enrolment, Guardianship, Mentee, Mentor, Person


@dataclass
class Parent:
    """A representative of a child, as the list has him."""

    pk: int
    tie: int
    name: tuple
    phone: str
    kind: str


@dataclass
class Human:
    """Attributes are the fields of a list (presets/imports.toml)."""

    pk: int
    last_name: str
    first_name: str
    middle_name: str
    birth_date: object
    sex: str
    phone: str
    email: str
    address: str
    school_class: tuple | None = None
    class_id: int | None = None
    post: str = ""
    is_teacher: bool | None = None
    hired_on: object = None
    parents: list = field(default_factory=list)
    card: object = None
    workplace: str = ""
    competences: list = field(default_factory=list)
    achievements: str = ""
    interests: str = ""
    wished_age: tuple = (None, None)
    hours: object = None
    entered_on: object = None
    category: str = ""
    main_request: str = ""
    case_url: str = ""

    @property
    def full_name(self) -> tuple:
        return self.last_name, self.first_name, self.middle_name

    @property
    def contact(self) -> tuple:
        return self.phone, self.email

    @property
    def birth_year(self):
        return self.birth_date.year if self.birth_date else None

    def __getattr__(self, name):
        """p1_name, p2_phone, …: of the first and the second representative."""
        if name[:2] in ("p1", "p2") and name[2:3] == "_":
            place = int(name[1]) - 1
            return getattr(self.parents[place], name[3:]) if place < len(self.parents) else ""
        raise AttributeError(name)


PLAIN = ["last_name", "first_name", "middle_name", "birth_date", "sex", "phone", "email", "address"]


def load(people, kind: str, on) -> dict[int, Human]:
    """Humans of a queryset of Person, with what this kind of list speaks of."""
    found = {row["pk"]: Human(**row) for row in people.order_by("name_key", "pk").values("pk", *PLAIN)}
    ids = people.order_by().values("pk")
    for row in Enrolment.objects.active(on).filter(person__in=ids).select_related("school_class"):
        if row.person_id in found:
            one = found[row.person_id]
            one.school_class, one.class_id = (row.school_class.grade, row.school_class.letter), row.school_class_id
    for row in Employment.objects.active(on).filter(person__in=ids).order_by("starts", "pk"):
        if row.person_id in found:
            one = found[row.person_id]
            one.post, one.is_teacher, one.hired_on = row.post, row.is_teacher, row.starts
    if kind == "pupils":
        _parents(found, ids, on)
    elif kind in ("mentors", "mentees"):
        _cards(found, ids, kind)
    return found


def _parents(found, ids, on) -> None:
    rows = Guardianship.objects.active(on).filter(child__in=ids).select_related("guardian").order_by("pk")
    for row in rows:
        if row.child_id in found:
            who = row.guardian
            found[row.child_id].parents.append(
                Parent(who.pk, row.pk, (who.last_name, who.first_name, who.middle_name), who.phone, row.kind)
            )


def _cards(found, ids, kind) -> None:
    if kind == "mentees":
        for card in Mentee.objects.filter(person__in=ids).prefetch_related("needs"):
            one = found[card.person_id]
            needs = "; ".join(str(topic) for topic in card.needs.all())
            one.card, one.main_request, one.entered_on = card, card.main_request or needs, card.entered_on
            one.case_url = card.case_url
        return
    for card in Mentor.objects.filter(person__in=ids).prefetch_related("competences"):
        one = found[card.person_id]
        one.card, one.category, one.entered_on = card, card.category, card.entered_on
        one.workplace = card.workplace or _what_is(one)
        one.competences = [topic.title for topic in card.competences.all()]
        one.case_url, one.achievements, one.interests = card.case_url, card.achievements, card.interests
        one.wished_age, one.hours = (card.wished_age_from, card.wished_age_to), card.hours_a_week


def _what_is(human) -> str:
    """As Person.what_is, without a query."""
    if human.school_class:
        grade, letter = human.school_class
        return f"{grade}\u00a0«{letter}» класс" if letter else f"{grade} класс"
    return human.post


def everybody():
    """People who are there to be matched."""
    return Person.objects.filter(erased_at__isnull=True)
