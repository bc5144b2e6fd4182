"""What a card shows to this reader: pairs (label, value), each in the data group that opens it."""

from registry import reading
from registry.bases import experience
from registry.engine import access, bases
from registry.models import Person
from registry.text import count, joined, short_date


def person_facts(person, groups, on) -> list[tuple]:
    """Only groups that are open stand here; a closed group leaves no trace."""
    age = person.age(on)
    born = f"{short_date(person.birth_date)} ({count(age, 'год', 'года', 'лет')})" if person.birth_date else ""
    school_class = person.school_class(on)
    rows = [
        ("study", "Дата рождения", born),  # whoever mentors shows his mentee a name and a post, not a birthday
        ("study", "Класс", str(school_class) if school_class else None),
        ("work", "Должность", person.post(on) or None),
        ("contacts", "Телефон", person.phone),
        ("contacts", "Электронная почта", person.email),
        ("contacts", "Адрес", person.address),
        ("documents", "Документ", person.identity_document),
    ]
    return [(label, value) for group, label, value in rows if group in groups and value is not None]


def mentor_facts(mentor, groups, on) -> list[tuple]:
    """What the base holds about a mentor."""
    if "work" not in groups:
        return []
    ages = [part for part in (
        f"от {mentor.wished_age_from}" if mentor.wished_age_from else "",
        f"до {mentor.wished_age_to}" if mentor.wished_age_to else "",
    ) if part]  # fmt: skip
    hours = mentor.hours_a_week
    return [
        ("Категория", mentor.get_category_display()),
        ("Место работы или учёбы", mentor.what_is(on)),
        ("Компетенции", joined(mentor.competences.all())),
        ("Образование", mentor.education),
        ("Стаж", count(mentor.experience_years, "год", "года", "лет") if mentor.experience_years is not None else ""),
        ("Достижения", mentor.achievements),
        ("Интересы", mentor.interests),
        ("Кредо", mentor.motto),
        ("Желаемый возраст наставляемых", f"{' '.join(ages)} лет" if ages else ""),
        ("Может уделять", f"{hours.normalize():f}".replace(".", ",") + " ч в неделю" if hours is not None else ""),
        (
            "Готов взять",
            count(mentor.max_mentees, "наставляемого", "наставляемых", "наставляемых")
            if mentor.max_mentees is not None
            else "",
        ),
        ("Удобное время", joined(mentor.times)),
        ("Ролевые модели", joined(mentor.role_models.all())),
        ("Кейс или отзыв", mentor.case_url, mentor.case_url),
        ("В базе с", short_date(mentor.entered_on)),
    ]


def teaching(person, on) -> str:
    """«2 года (с 01.09.2024), молодой специалист»"""
    since = person.taught_from()
    if since is None:
        return ""
    young = person.is_young_specialist(on, bases.rule("young_specialist.max_years"))
    return f"{experience(person, on)} (с {short_date(since)}){', молодой специалист' if young else ''}"


def mentee_facts(mentee, groups, on) -> list[tuple]:
    """What the base holds about a mentee; the category may hurt and stays with those who may know special things."""
    rows = [("Кто", mentee.person.what_is(on) or mentee.get_kind_display())]
    if mentee.kind == "teacher" and "work" in groups:
        rows.append(("Педагогический стаж", teaching(mentee.person, on)))
    if "special" in groups:
        rows.append(("Категория", mentee.get_category_display()))
    if "results" in groups:
        rows += [
            ("Потребности", joined(mentee.needs.all())),
            ("Основной запрос", mentee.main_request),
            ("Интересы", mentee.interests),
            ("Удобное время", joined(mentee.times)),
            ("Ролевые модели", joined(mentee.role_models.all())),
        ]
        if mentee.kind == "teacher":
            rows += [
                ("Затруднения", mentee.difficulties),
                ("Сильные стороны", mentee.strengths),
                ("Потребность проверена", short_date(mentee.reviewed_on) if mentee.reviewed_on else "ещё нет"),
            ]
        rows.append(("Кейс или отзыв", mentee.case_url, mentee.case_url))
    return [*rows, ("В базе с", short_date(mentee.entered_on))]


CHILD_WORDS = {
    "Класс": "Класс", "Кто": "Класс", "Дата рождения": "День рождения", "Телефон": "Телефон",
    "Электронная почта": "Почта", "Адрес": "Где живёт", "Компетенции": "С чем помогает", "Потребности": "С чем помочь",
    "Основной запрос": "Что трудно", "Интересы": "Чем увлекается", "Достижения": "Чем гордится",
    "Кредо": "Любимые слова", "Удобное время": "Когда удобно",
}  # fmt: skip
"""The facts that a reader under fourteen is shown, by their simple names; the rest is for adults."""


def for_reader(request, facts, whose) -> list[tuple]:
    """All facts; to a child the simple ones, and nobody else's day of birth."""
    if not reading.to_child(request):
        return facts
    is_me = access.person_of(request.user) == whose
    return [
        (CHILD_WORDS[fact[0]], fact[1]) for fact in facts
        if fact[0] in CHILD_WORDS and fact[1] and (is_me or fact[0] != "Дата рождения")
    ]  # fmt: skip


def state_of(consent, on) -> tuple[str, str]:
    """(words, tone) of a consent on the day. A term that ran out is neither validity nor anybody's withdrawal."""
    last_day = consent.ended_on or on
    if consent.status in ("valid", "withdrawn") and consent.valid_until and consent.valid_until < last_day:
        return f"срок истёк {short_date(consent.valid_until)}", "stop"
    tones = {"valid": "ok", "expected": "wait", "partly_signed": "wait"}
    return consent.get_status_display(), tones.get(consent.status, "stop")


def my_children(user, person, on) -> list:
    """The reader's children, when this is one of them: the switch on top of the page (`_children.html`)."""
    rows = Person.objects.filter(access.people_q(user, on, ["my_child"])).prefetch_related("enrolments__school_class")
    found = list(rows)
    for child in found:
        child.said = child.what_is(on)
    return found if person in found else []
