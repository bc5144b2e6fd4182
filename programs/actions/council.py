"""The mentors' council meets, decides with dates, follows its plan of the year (АБР-П 3.4–3.5)."""

from django.db import transaction
from django.db.models import Max, Q

from programs.models import CouncilDecision, CouncilMeeting, CouncilPlanLine
from programs.models.council import members
from programs.papers import council as paper
from registry.actions.people import may
from registry.actions.scans import as_pdf
from registry.engine import access, journal, papers, workflow
from registry.engine.errors import Refused
from registry.models import Person, Year
from registry.text import short_date


def year_of(day) -> Year:
    """The school year of the day; refused where nobody has entered it."""
    year = Year.objects.on(day).first()
    if year is None:
        raise Refused(f"{short_date(day)} не входит ни в один учебный год: проверьте дату.", field="held_on")
    return year


def next_number(day) -> int:
    """The number after the greatest of the year."""
    year = Year.objects.on(day).first()
    return (CouncilMeeting.objects.filter(year=year).aggregate(most=Max("number"))["most"] or 0) + 1


def people(on):
    """Who sits in the council on the day."""
    return Person.objects.filter(pk__in=members(on).values("person"))


def _judged(meeting, present, on):
    if meeting.held_on > on:
        raise Refused("Заседание ещё впереди: внесите его в план, а протокол — после заседания.", field="held_on")
    meeting.year = year_of(meeting.held_on)
    sitting = {*people(meeting.held_on).values_list("pk", flat=True)}
    if not sitting:
        raise Refused(
            f"На {short_date(meeting.held_on)} в совете никого нет: сначала назначьте состав приказом.", field="held_on"
        )
    if any(one.pk not in sitting for one in present):
        raise Refused("Отмечен тот, кто в этот день не входил в совет: впишите его в приглашённые.", field="present")
    if not present:
        raise Refused("Отметьте, кто был на заседании.", field="present")
    same = CouncilMeeting.objects.filter(year=meeting.year, number=meeting.number).exclude(pk=meeting.pk)
    if same.exists():
        raise Refused(f"Протокол № {meeting.number} в этом году уже есть: возьмите следующий номер.", field="number")


@transaction.atomic
def write_meeting(meeting, *, by, on, number, held_on, agenda, present, guests="") -> CouncilMeeting:
    """A new meeting (`meeting` is None) or a mended one; refused once it is signed."""
    may(by, "programs.council_edit")
    row = _open(meeting) if meeting else CouncilMeeting()
    row.number, row.held_on, row.agenda, row.guests = number, held_on, agenda.strip(), guests.strip()
    present = list(present)
    _judged(row, present, on)
    row.save()
    row.present.set(present)
    journal.write(by, "внесено заседание совета наставников", row)
    return row


def _open(meeting) -> CouncilMeeting:
    row = workflow.lock(CouncilMeeting, meeting.pk)
    if row.signed_on:
        raise Refused(f"Протокол подписан {short_date(row.signed_on)}: изменить его нельзя. Примите новое решение.")
    return row


@transaction.atomic
def decide(meeting, *, by, on, text, who=None, due=None) -> CouncilDecision:
    """A line of the minutes; a term needs somebody who keeps it."""
    may(by, "programs.council_edit")
    row = _open(meeting)
    if due and not who:
        raise Refused("Назовите ответственного: срок без человека никто не исполнит.", field="who")
    if due and due < row.held_on:
        raise Refused(f"Срок раньше заседания ({short_date(row.held_on)}).", field="due")
    made = CouncilDecision.objects.create(meeting=row, text=text.strip(), who=who, due=due)
    journal.write(by, "внесено решение совета наставников", row)
    return made


@transaction.atomic
def drop_decision(decision, *, by) -> None:
    """Only while the minutes are not signed."""
    may(by, "programs.council_edit")
    row = _open(decision.meeting)
    journal.write(by, "удалено решение совета наставников", row, text=decision.text)
    decision.delete()


@transaction.atomic
def sign(meeting, *, by, on) -> CouncilMeeting:
    """The minutes are frozen: a paper with its number, checksum and code, which whoever sits in the council reads."""
    may(by, "programs.council_edit")
    row = _open(meeting)
    if not row.decisions.exists():
        raise Refused("В протоколе нет ни одного решения: внесите решение, потом подписывайте.")
    row.signed_on = on
    row.paper = papers.issue(
        kind="minutes_council", template=paper.MINUTES, context=paper.minutes(row), title=paper.title(row),
        name=f"Протокол совета наставников № {row.number} от {short_date(row.held_on)}.pdf", number=str(row.number),
        date=row.held_on, readers=_readers(row),
    )  # fmt: skip
    row.save()
    journal.write(by, "подписан протокол совета наставников", row)
    return row


def _readers(meeting):
    """Who sat in it on that day, and who was marked."""
    return Person.objects.filter(Q(pk__in=people(meeting.held_on)) | Q(pk__in=meeting.present.values("pk")))


@transaction.atomic
def keep_original(meeting, *, by, on, place="", scan=None) -> CouncilMeeting:
    """The sheet signed with a pen: its scan and where it lies; another scan takes the place of the former one."""
    may(by, "programs.council_edit")
    row = workflow.lock(CouncilMeeting, meeting.pk)
    if row.paper_id is None:
        raise Refused("Протокол ещё не подписан: сначала подпишите его здесь, потом приложите скан.")
    if scan is None and not place.strip():
        raise Refused("Приложите скан или напишите, где лежит подлинник.", field="place")
    former = row.scan if scan else None
    if scan:
        name = f"Подписанный протокол совета № {row.number} от {short_date(row.held_on)}.pdf"
        row.scan = papers.store(as_pdf(scan), name, readers=_readers(row))
    row.original_place = place.strip()
    row.save(update_fields=["scan", "original_place"])
    if former:
        papers.destroy(former)
    verb = "заменён" if former else "приложен" if scan else "отмечен"
    journal.write(by, f"{verb} подлинник протокола совета наставников", row, place=row.original_place)
    return row


@transaction.atomic
def tick(row, *, by, on):
    """A decision or a line of the plan is done; said by whoever keeps it, or by those who lead the council."""
    if row.who_id is None or row.who_id != getattr(access.person_of(by), "pk", None):
        may(by, "programs.council_edit")
    row = workflow.lock(type(row), row.pk)
    if isinstance(row, CouncilDecision) and row.meeting.signed_on is None:
        raise Refused("Протокол ещё не подписан: исполнение отмечают после подписи.")
    if row.done_on:
        raise Refused(f"Уже отмечено {short_date(row.done_on)}.")
    row.done_on = on
    row.save(update_fields=["done_on"])
    verb = "исполнено решение совета" if isinstance(row, CouncilDecision) else "сделано по плану совета"
    journal.write(by, verb, row)
    return row


@transaction.atomic
def plan(*, by, on, due, what, who=None) -> CouncilPlanLine:
    """A line of the plan of the year in which its day lies."""
    may(by, "programs.council_edit")
    year = Year.objects.on(due).first()
    if year is None:
        raise Refused(f"{short_date(due)} не входит ни в один учебный год: проверьте дату.", field="due")
    made = CouncilPlanLine.objects.create(year=year, due=due, what=what.strip(), who=who)
    journal.write(by, "дополнен план совета наставников", made)
    return made


@transaction.atomic
def drop_plan(line, *, by) -> None:
    may(by, "programs.council_edit")
    journal.write(by, "удалена строка плана совета наставников", line)
    line.delete()
