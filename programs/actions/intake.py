"""Requests: from the site or the office, tied to a person, spoken of by third parties, admitted to the base."""

from django.db import IntegrityError, transaction

from programs.models import Request
from registry.actions.cards import add_mentee, add_mentor
from registry.actions.consents import ask_consents
from registry.actions.people import add_guardian, add_person, may
from registry.engine import consents, journal, workflow
from registry.engine.errors import Gap, Refused
from registry.models import ConsentKind, Mentee, Mentor, Person
from registry.text import age_on, count, name_key, short_date

WORDS = Request._meta.get_field("words").max_length


def too_young(programme, birth_date, on) -> Gap | None:
    """A child under the programme's age, with the rule (ОЧ-П 1.1, 2.3)."""
    rule = programme.rule("mentee.min_age")
    if birth_date is None or age_on(birth_date, on) >= rule.value:
        return None
    age = count(age_on(birth_date, on), "год", "года", "лет")
    return Gap(
        f"Наставляемому должно исполниться {count(rule.value, 'год', 'года', 'лет')} {rule.why}, а сейчас ему {age}. "
        "Запрос можно подать снова, когда возраст подойдёт."
    )


@transaction.atomic
def receive_typed_request(*, on, programme=None, topics=(), poster=None, **fields) -> Request:
    """From /join/, without an account: the least that is needed to answer, and no person yet (ОЧ-П 2.10).

    The same words of name, birth date and contact sent again add to the request that still waits (К71-ДК 2).
    """
    if programme and fields["role"] == "mentee":
        gap = too_young(programme, fields.get("typed_birth_date"), on)
        if gap:
            raise Refused(gap, field="typed_birth_date")
    waiting = _same_wish(programme, fields)
    if waiting:
        return add_words(waiting, fields.get("words", ""), topics, by=None, on=on)
    request = Request.objects.create(
        programme=programme, received_on=on, source="poster" if poster else "site", poster=poster, **fields
    )
    request.topics.set(topics)
    journal.write(None, "получен запрос со страницы сайта", request)
    return request


def _same_wish(programme, fields) -> Request | None:
    """A request from the site that is word for word the same person's, and that nobody has read yet."""
    rows = Request.objects.select_for_update().filter(
        programme=programme, role=fields["role"], status=Request.Status.RECEIVED, person=None,
        typed_key=name_key(fields["typed_name"]), typed_birth_date=fields.get("typed_birth_date"),
    )  # fmt: skip
    contact = _bare(fields.get("contact", ""))
    return next((row for row in rows if contact and _bare(row.contact) == contact), None)


def _bare(contact: str) -> str:
    """A phone by its last ten digits, a mail by its letters: «8 (900) 1…» and «+7 900 1…» are one."""
    digits = "".join(letter for letter in contact if letter.isdigit())
    return digits[-10:] if len(digits) >= 10 and "@" not in contact else contact.strip().lower()


@transaction.atomic
def add_words(request, words, topics, *, by, on) -> Request:
    """What the same person said another time, below what stands there; nothing is said twice."""
    words = words.strip()
    if words and words not in request.words:
        added = f"{short_date(on)}: {words}"
        request.words = "\n\n".join(part for part in (request.words, added) if part)[-WORDS:]
    request.repeated_on = on
    request.save()
    request.topics.add(*topics)
    journal.write(by, "к запросу добавлены слова", request, people=[request.person] if request.person else [])
    return request


def running_request(programme, role, person) -> Request | None:
    """The one request of this person that is on its way, or that has led to the base."""
    return Request.objects.filter(programme=programme, role=role, person=person, status__in=Request.OPEN).first()


def _already(person, running) -> Refused:
    return Refused(
        Gap(
            f"Запрос от {person.in_case('genitive')} в этой программе уже есть: допишите новое в него.",
            running.get_absolute_url() if running else "",
            "Открыть запрос",
        )
    )


def _check_person(programme, role, person, on):
    running = running_request(programme, role, person)
    if running:
        raise _already(person, running)
    if role == "mentee":
        if person.school_class(on) and "pupil" not in programme.mentee_kinds:
            raise Refused(
                f"{person.short_name} — обучающийся, а программа «{programme.title}» для педагогов. "
                "Выберите другую программу.",
                field="programme",
            )
        if person.is_minor(on) and person.birth_date is None:
            raise Refused(
                Gap("Не указана дата рождения: без неё нельзя проверить возраст.", person.get_absolute_url(), "Указать")
            )
        gap = too_young(programme, person.birth_date, on)
        if gap:
            raise Refused(gap)


def _new_person(programme, role, person_fields, guardian_fields, *, by, on) -> Person:
    """A human whom the school did not know yet, with the representative, if one was named."""
    if role == "mentee":
        gap = too_young(programme, person_fields.get("birth_date"), on)
        if gap:
            raise Refused(gap, field="birth_date")
    person = add_person(by=by, on=on, **person_fields)
    if guardian_fields:
        fields = dict(guardian_fields)
        kind = fields.pop("kind", "other")
        key = name_key(Person(**fields).full_name)
        phone = fields.get("phone")
        known = Person.objects.filter(name_key=key, phone=phone).first() if phone else None
        add_guardian(person, known or add_person(by=by, on=on, **fields), by=by, on=on, kind=kind)
    return person


@transaction.atomic
def add_request(
    programme, person, role, *, by, on, topics=(), words="", form=None, source="office",
    person_fields=None, guardian_fields=None,
) -> Request:  # fmt: skip
    """The office writes down a wish: of a known person, or of a new one made in the same breath."""
    may(by, "programs.request_add")
    person = person or _new_person(programme, role, person_fields, guardian_fields, by=by, on=on)
    _check_person(programme, role, person, on)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                programme=programme, person=person, role=role, words=words, form=form, source=source, received_on=on
            )
    except IntegrityError as fault:
        raise _already(person, running_request(programme, role, person)) from fault
    request.topics.set(topics)
    journal.write(by, "записан запрос", request, people=[person])
    return request


@transaction.atomic
def tie_request(request, *, by, on, programme, person=None, person_fields=None, guardian_fields=None) -> Request:
    """Say who the typed request is from: a known person, or a new one made from what was typed.

    If this person's request is on its way already, the typed words go into it: one human, one request.
    """
    may(by, "programs.request_add")
    request = workflow.lock(Request, request.pk)
    if request.person_id:
        raise Refused("Этот запрос уже связан с человеком.")
    running = running_request(programme, request.role, person) if person else None
    if running:
        return _join(request, running, by=by, on=on)
    person = person or _new_person(programme, request.role, person_fields, guardian_fields, by=by, on=on)
    _check_person(programme, request.role, person, on)
    request.programme, request.person = programme, person
    request.save()
    journal.write(by, "запрос связан с человеком", request, people=[person])
    return request


def _join(request, running, *, by, on) -> Request:
    """The typed words move into the running request; the typed one is closed as its part."""
    workflow.move(request, "join", by=by, on=on, into=running)
    return add_words(workflow.lock(Request, running.pk), request.words, request.topics.all(), by=by, on=on)


def needed_kinds(request) -> list[str]:
    """Consents without which the request cannot go on."""
    return [ConsentKind.PROCESSING, ConsentKind.PARTICIPATION]


@transaction.atomic
def conclude(request, *, by, on, analysis, topics=(), form=None, no_talk="") -> Request:
    """Write the conclusion, close the analysis, and expect the consents that are still missing (ОЧ-П 2.11)."""
    may(by, "programs.request_analyse")
    row = workflow.lock(Request, request.pk)
    row.analysis, row.form, row.no_talk = analysis, form or row.form, no_talk.strip()
    row.save()
    row.topics.set(topics)
    row = workflow.move(row, "analyse", by=by, on=on)
    ask_consents(row.person, needed_kinds(row), by=by, on=on, scope=row.programme.code)
    return row


@transaction.atomic
def admit(request, *, by, on, category="") -> Request:
    """Into the base: the card is made or brought up to date (ОЧ-ДК2 6, 10)."""
    row = workflow.move(request, "admit", by=by, on=on)
    if row.role == "mentee":
        card = Mentee.objects.filter(person=row.person).first()
        if card is None:
            kind = "pupil" if row.person.school_class(on) or row.person.is_minor(on) else "teacher"
            card = add_mentee(
                row.person, by=by, on=on, kind=kind, main_request=row.words[:1000],
                category=category or ("pupil" if kind == "pupil" else "willing_teacher"),
            )  # fmt: skip
        card.needs.add(*row.topics.all())
    else:
        card = Mentor.objects.filter(person=row.person).first()
        if card is None:
            category = category or guess_category(row.person, on)
            workplace = row.typed_class if category in Mentor.OUTSIDERS else ""
            card = add_mentor(row.person, by=by, on=on, category=category, workplace=workplace)
        card.competences.add(*row.topics.all())
    return row


def guess_category(person, on) -> str:
    """The mentor's category that follows from the facts; a person with none of them comes from outside."""
    if person.school_class(on):
        return "pupil"
    if person.post(on):
        return "teacher" if next(row for row in person.employments.all() if row.covers(on)).is_teacher else "staff"
    return "parent" if person.wards.active(on).exists() else "partner"


def analyse_gaps(request, on):
    """What the analysis still lacks."""
    if request.person_id is None:
        yield Gap("Запрос не связан с человеком: укажите, чей он.", request.get_absolute_url(), "Указать")
        return
    if request.role == "mentee":
        gap = too_young(request.programme, request.person.birth_date, on)
        if gap:
            yield gap
        if not request.topics.exists():
            yield Gap("Не названа потребность: отметьте хотя бы одну.", request.get_absolute_url() + "#analysis")
        talk = request.programme.rule("mentee.talk")
        if talk.value and not request.no_talk and not request.talks.held().exists():
            yield Gap(
                f"Нет диагностической беседы: внесите её итог или напишите, почему беседы не было {talk.why}.",
                request.get_absolute_url() + "#talk",
                "К беседе",
            )
    if not request.analysis.strip():
        yield Gap(
            "Нет вывода: запишите, что показали беседа и сведения третьих лиц.",
            request.get_absolute_url() + "#analysis",
        )


def admit_gaps(request, on):
    """Nobody enters the base without consents (ОЧ-П 2.11)."""
    rule = request.programme.rule("consent.participation")
    for kind in needed_kinds(request):
        own = request.programme.code if kind in consents.SCOPED else ""
        if not request.person.consents.valid(on).filter(kind=kind, scope=own).exists():
            minor = request.person.is_minor(on)
            who = " с подписью законного представителя" if minor else ""
            yield Gap(
                f"Нет действующего согласия {ConsentKind(kind).label}{who} {rule.why}.",
                f"{request.person.get_absolute_url()}#consents",
                "К согласиям",
            )
