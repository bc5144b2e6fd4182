"""The curator asks for documents with a term; answered with a file or in words, accepted or returned (ОЧ-П 3.2)."""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.models import AskedDocument, RegisterEntry, Side
from registry.actions.people import may
from registry.engine import access, consents, journal, links, mail, papers, workflow
from registry.engine.errors import Refused
from registry.models import Guardianship, Person
from registry.text import short_date

LINK, LINK_DAYS = "answer_asked", 30
AHEAD = datetime.timedelta(days=2)
"""The letter goes so long before the term, or as soon after it as the night comes round."""


def mentors_of(programme, on):
    """Mentors in the register of the programme, and those whose pairs run in it."""
    entries = RegisterEntry.objects.active(on).filter(programme=programme)
    sides = Side.objects.filter(pair__programme=programme, role="mentor", is_open=True)
    return Person.objects.filter(erased_at__isnull=True).filter(
        pk__in=[*entries.values_list("mentor__person", flat=True), *sides.values_list("person", flat=True)]
    )


def people_of(programme, on):
    """Everybody whom the curator may ask: mentors, mentees of running pairs, and their guardians."""
    sides = Side.objects.filter(pair__programme=programme, is_open=True)
    mentees = [*sides.values_list("person", flat=True)]
    guardians = Guardianship.objects.active(on).filter(child__in=mentees, is_restricted=False)
    everybody = {*mentees, *guardians.values_list("guardian", flat=True)}
    everybody |= set(mentors_of(programme, on).values_list("pk", flat=True))
    return Person.objects.filter(pk__in=everybody, erased_at__isnull=True)


@transaction.atomic
def ask(programme, people, *, by, on, title, due, words="") -> list[AskedDocument]:
    """One document of each of these people; whoever was asked for it already is left as he is."""
    may(by, "programs.asked_edit")
    people = list(people)
    if not people:
        raise Refused("Выберите, у кого просите документ.", field="person")
    if due < on:
        raise Refused(f"Срок {short_date(due)} уже прошёл: назначьте сегодняшний день или позже.", field="due")
    known = {*people_of(programme, on).values_list("pk", flat=True)}
    strangers = [one.short_name for one in people if one.pk not in known]
    if strangers:
        raise Refused(f"Не участвуют в программе: {', '.join(strangers)}.", field="person")
    title = title.strip()
    running = AskedDocument.objects.running().filter(programme=programme, title=title, person__in=people)
    taken = {*running.values_list("person", flat=True)}
    made = [
        AskedDocument.objects.create(
            programme=programme, person=one, title=title, words=words.strip(), due=due,
            asked_by=access.person_of(by), asked_on=on,
        )
        for one in people if one.pk not in taken
    ]  # fmt: skip
    if not made:
        raise Refused("Этот документ у них уже запрошен и ещё не принят: посмотрите в списке запросов.", field="title")
    journal.write(by, "запрошен документ", made[0] if len(made) == 1 else None, people=[row.person for row in made],
                  title=title, due=due)  # fmt: skip
    return made


def _running(row) -> AskedDocument:
    row = workflow.lock(AskedDocument, row.pk)
    if row.withdrawn_on:
        raise Refused("Этот запрос снят: ничего присылать не нужно. Спасибо!")
    if row.accepted_on:
        raise Refused(f"Документ принят {short_date(row.accepted_on)}.")
    return row


def may_answer_for(asked, person, on) -> bool:
    """Whose document it is, or who acts for that child on the day; nobody once the consent of a participant is gone."""
    about = asked.person
    takes_part = hasattr(about, "mentee") or hasattr(about, "mentor")
    if about.erased_at or (takes_part and not consents.allowed(about, "intake", on)):
        return False
    return person.pk == about.pk or about.guardians(on).filter(pk=person.pk).exists()


@transaction.atomic
def answer(asked, *, by, on, accepted=None, note="", person=None) -> AskedDocument:
    """A file, words, or both; until it is accepted, the answer may be sent anew, and the former file is destroyed.

    `person` answers by a personal link.
    """
    if person is None:
        may(by, "programs.asked_answer", asked)
    elif not may_answer_for(asked, person, on):
        raise Refused("Эта ссылка больше не действует: спросите в школе.")
    row = _running(asked)
    if accepted is None and not note.strip():
        raise Refused("Приложите файл или напишите, где документ и когда он будет.", field="note")
    former = row.file if accepted else None
    if accepted:
        row.file = papers.store(accepted.data, accepted.name, accepted.media_type, readers=[row.person])
    row.note, row.answered_on, row.answered_by = note.strip(), on, person or access.person_of(by)
    row.save()
    if former:
        papers.destroy(former)
    how = {"how": "по личной ссылке", "of": person} if person else {}
    journal.write(by, "отвечено на запрос документа", row, people=[row.person], **how)
    return row


@transaction.atomic
def take_paper(asked, *, by, on, place, accepted=None) -> AskedDocument:
    """It was brought on paper: the curator says where it lies, may add the scan, and it is accepted at once."""
    may(by, "programs.asked_edit")
    row = _running(asked)
    if not place.strip():
        raise Refused("Напишите, где лежит бумага: по этим словам её найдут.", field="place")
    former = row.file if accepted else None
    if accepted:
        row.file = papers.store(accepted.data, accepted.name, accepted.media_type, readers=[row.person])
    row.note, row.remark = f"На бумаге: {place.strip()}", ""
    row.answered_on, row.answered_by, row.accepted_on = on, access.person_of(by), on
    row.save()
    if former:
        papers.destroy(former)
    journal.write(by, "документ принят на бумаге", row, people=[row.person])
    return row


def link_for(asked, person, *, by, on) -> str:
    """A personal link to answer without an account, for the person or who acts for the child. Returns the token."""
    may(by, "programs.asked_edit")
    if asked.state not in ("asked", "returned"):
        raise Refused("Ответ уже получен или запрос снят: ссылка не нужна.")
    if not may_answer_for(asked, person, on):
        raise Refused("Ссылку выдают тому, у кого просят документ, или его законному представителю.")
    return links.create(LINK, person=person, target=f"asked:{asked.pk}", days=LINK_DAYS, by=by)[1]


def without_letter(asked, on) -> str:
    """Why no letter will remind of it, in words for the curator; empty when one will."""
    about, purpose = asked.person, _purpose(asked.person)
    reasons = [mail.why_not(person, purpose, None if person == about else about, on) for person in _told(about, on)]
    return reasons[0] if all(reasons) else ""


def _told(person, on) -> list:
    """Who gets the letter: the person, and for a minor those who act for him."""
    return [person, *(person.guardians(on) if person.is_minor(on) else ())]


def _purpose(person) -> str:
    return "work" if hasattr(person, "mentee") else "intake"


def _looked_at(asked) -> AskedDocument:
    row = _running(asked)
    if row.answered_on is None:
        raise Refused("Ответа ещё нет: принимать или возвращать нечего.")
    return row


@transaction.atomic
def accept(asked, *, by, on) -> AskedDocument:
    may(by, "programs.asked_edit")
    row = _looked_at(asked)
    row.accepted_on, row.remark = on, ""
    row.save()
    journal.write(by, "документ принят", row, people=[row.person])
    return row


@transaction.atomic
def send_back(asked, *, by, on, remark, due) -> AskedDocument:
    """Back to the person with a remark and a new term; the reminder may go again."""
    may(by, "programs.asked_edit")
    row = _looked_at(asked)
    if not remark.strip():
        raise Refused("Напишите, что поправить.", field="remark")
    if due < on:
        raise Refused(f"Новый срок {short_date(due)} уже прошёл.", field="due")
    row.remark, row.returned_on, row.due = remark.strip(), on, due
    row.answered_on = row.reminded_on = None
    row.save()
    journal.write(by, "документ возвращён", row, people=[row.person])
    return row


@transaction.atomic
def withdraw(asked, *, by, on) -> AskedDocument:
    """Not needed any more; what was sent is destroyed."""
    may(by, "programs.asked_edit")
    row = _running(asked)
    file, row.file, row.withdrawn_on = row.file, None, on
    row.save()
    if file:
        papers.destroy(file)
    journal.write(by, "запрос документа снят", row, people=[row.person])
    return row


def chore(today) -> str:
    """The nightly letter, once for each term: two days before it, or the night after somebody made it too short.

    For a minor it goes to those who act for him, too; the words name nobody.
    """
    number = 0
    rows = AskedDocument.objects.awaited().filter(due__lte=today + AHEAD, reminded_on__isnull=True)
    for row in rows.select_related("person"):
        with transaction.atomic():
            letters = [_letter(row, person, today) for person in _told(row.person, today)]
            if any(letters):
                AskedDocument.objects.filter(pk=row.pk).update(reminded_on=today)
                number += 1
    return f"напомнили о документах: {number}"


def _letter(row, person, today):
    is_own = person == row.person
    whose = "от вас документ" if is_own else "документ вашего ребёнка"
    return mail.queue(
        person, "Наставничество: ждём документ",
        f"Здравствуйте, {person.address_name}!\n\nКуратор ждёт {whose} до {short_date(row.due)}. "
        f"Какой, написано в кабинете: {settings.SITE_URL}{reverse('cabinet')}",
        purpose=_purpose(row.person), about=None if is_own else row.person,
        key=f"asked:{row.pk}:{row.due.isoformat()}:{person.pk}", on=today,
    )  # fmt: skip
