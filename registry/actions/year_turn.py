"""From last year's classes to the next one's: proposed, corrected pupil by pupil, done in one transaction, undone."""

import datetime
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from registry.actions.people import may
from registry.actions.school import parse_classes
from registry.engine import journal, workflow
from registry.engine.errors import Refused
from registry.models import Appointment, Enrolment, SchoolClass, Year, YearTurn
from registry.text import short_date

UP, OUT = "up", "out"
STAY, LEFT, GRADUATED, MOVE = "stay", "left", "graduated", "to:"
LAST_GRADE = 11
DAYS_AHEAD = datetime.timedelta(days=45)
"""The year may be turned so long before it begins: the current year's lists change at once."""


@dataclass
class Step:
    """One pupil: where from, where to (nowhere for those who leave), and the word for the end of the former fact."""

    enrolment: Enrolment
    target: tuple[int, str] | None
    reason: str


@dataclass
class Plan:
    """What the last button will do."""

    steps: list[Step] = field(default_factory=list)
    classes: list[tuple[int, str]] = field(default_factory=list)
    teachers: list[tuple[Appointment, tuple[int, str] | None]] = field(default_factory=list)

    def number(self, reason: str) -> int:
        return sum(step.reason == reason for step in self.steps)

    @property
    def leavers(self) -> list:
        return [step.enrolment.person for step in self.steps if step.target is None]


def former_year() -> Year | None:
    """The year from which pupils have not been moved on: the last one in whose classes somebody studies now."""
    studied = Year.objects.filter(classes__enrolments__ends__isnull=True, classes__enrolments__isnull=False)
    return studied.order_by("-starts").first() or Year.objects.active().first()


def the_turn() -> YearTurn | None:
    """The draft, or a new one with the proposals; None before the school has its first year."""
    former = former_year()
    if former is None:
        return None
    turn = YearTurn.objects.filter(former=former, done_on__isnull=True).select_related("former").first()
    if turn:
        return turn
    following = Year.objects.filter(is_active=True, starts__gt=former.starts).first() or Year.around(
        datetime.date(former.starts.year + 1, 9, 1)
    )
    return YearTurn(former=former, name=following.name, starts=following.starts, ends=following.ends)


def last_done() -> YearTurn | None:
    """The turn that may still be undone: the one that led into the year of today."""
    return YearTurn.objects.filter(done_on__isnull=False).order_by("-starts").first()


def name_of(grade: int, letter: str) -> str:
    return f"{grade}{letter}"


def proposal(school_class) -> dict:
    """7 «А» goes on as 8 «А» with its class teacher; the last grade is over."""
    if school_class.grade >= LAST_GRADE:
        return {"deed": OUT, "to": "", "teacher": False}
    return {"deed": UP, "to": name_of(school_class.grade + 1, school_class.letter), "teacher": True}


def plan_of(turn, school_class) -> dict:
    return turn.classes.get(str(school_class.pk)) or proposal(school_class)


def foresee(turn) -> Plan:
    """What the draft brings about; raises Refused when a class is named so that it cannot be read."""
    found = Plan(classes=parse_classes(turn.first_classes))
    classes = {row.pk: row for row in turn.former.classes.order_by("grade", "letter")}
    targets = {}
    for pk, row in classes.items():
        plan = plan_of(turn, row)
        named = parse_classes(plan["to"]) if plan["deed"] == UP else []
        if plan["deed"] == UP and len(named) != 1:
            raise Refused(f"Напишите, каким классом станет {row}: например, {row.grade + 1}{row.letter}.")
        targets[pk] = named[0] if named else None
    rows = Enrolment.objects.filter(ends__isnull=True, school_class__in=classes).select_related("person")
    for enrolment in rows.order_by("person__name_key", "pk"):
        enrolment.school_class = classes[enrolment.school_class_id]
        deed = turn.pupils.get(str(enrolment.person_id), "")
        found.steps.append(_step(enrolment, deed, targets[enrolment.school_class_id]))
    for fact in class_teachers(turn, classes):
        goes_on = plan_of(turn, classes[fact.school_class_id])["teacher"]
        found.teachers.append((fact, targets[fact.school_class_id] if goes_on else None))
    named = [step.target for step in found.steps] + list(targets.values())
    found.classes = sorted({*found.classes, *(one for one in named if one)})
    return found


def class_teachers(turn, classes):
    """Who leads these classes until the new year, however the end of the fact is written."""
    rows = Appointment.objects.filter(role="class_teacher", school_class__in=classes)
    rows = rows.exclude(ends__lt=turn.starts - datetime.timedelta(days=1))
    return rows.select_related("person", "school_class").order_by("pk")


def _step(enrolment, deed, target) -> Step:
    own = enrolment.school_class
    if deed == STAY:
        return Step(enrolment, (own.grade, own.letter), "repeated")
    if deed == LEFT:
        return Step(enrolment, None, "left")
    if deed == GRADUATED or (not deed and target is None):
        return Step(enrolment, None, "graduated")
    if deed.startswith(MOVE):
        (other,) = parse_classes(deed.removeprefix(MOVE))
        return Step(enrolment, other, "promoted" if other[0] > own.grade else "moved")
    return Step(enrolment, target, "promoted")


@transaction.atomic
def save_draft(turn, *, by, **fields) -> YearTurn:
    """Keep what was decided so far; nothing is moved yet."""
    may(by, "registry.year_edit")
    for name, value in fields.items():
        setattr(turn, name, value)
    if turn.ends <= turn.starts:
        raise Refused("Учебный год не может кончиться раньше, чем начался. Проверьте даты.", field="ends")
    if turn.starts <= turn.former.starts:
        raise Refused(f"Новый год начинается после прошлого: тот начался {short_date(turn.former.starts)}.",
                      field="starts")  # fmt: skip
    foresee(turn)
    turn.save()
    return turn


@transaction.atomic
def carry_out(turn, *, by, on) -> YearTurn:
    """Make the year and its classes, end the former facts on the day before it begins, begin the new ones."""
    may(by, "registry.year_edit")
    turn.save()
    turn = workflow.lock(YearTurn, turn.pk)
    if turn.done_on:
        raise Refused(f"Перевод уже сделан {short_date(turn.done_on)}.")
    if on < turn.starts - DAYS_AHEAD:
        day = short_date(turn.starts - DAYS_AHEAD)
        raise Refused(
            f"Перевести можно с {day}: до этого дня все списки идут по прошлому году. "
            "Черновик сохранён, вернитесь к нему."
        )
    plan = foresee(turn)
    if not plan.classes:
        raise Refused("В новом году нет ни одного класса. Укажите, во что переходят прошлые классы, или впишите новые.")
    active = Year.objects.active().first()
    year, is_new = Year.objects.get_or_create(name=turn.name, defaults={"starts": turn.starts, "ends": turn.ends})
    Year.objects.active().exclude(pk=year.pk).update(is_active=False)
    year.starts, year.ends, year.is_active = turn.starts, turn.ends, True
    year.save()
    done = {"year": year.pk, "year_is_new": is_new, "active": active.pk if active else None, "classes": []}
    classes = {}
    for grade, letter in plan.classes:
        classes[grade, letter], made = SchoolClass.objects.get_or_create(year=year, grade=grade, letter=letter)
        if made:
            done["classes"].append(classes[grade, letter].pk)
    done |= _move_pupils(plan, classes, turn.starts) | _move_teachers(plan, classes, turn.starts)
    turn.done, turn.done_on = done, on
    turn.save()
    journal.write(
        by, "ученики переведены на новый учебный год", turn, people=[step.enrolment.person for step in plan.steps],
        promoted=plan.number("promoted"), repeated=plan.number("repeated"), moved=plan.number("moved"),
        graduated=plan.number("graduated"), left=plan.number("left"),
    )  # fmt: skip
    return turn


def _move_pupils(plan, classes, starts) -> dict:
    """A fact that began after the first day of the new year ends on its own first day."""
    ended, made = [], []
    for step in plan.steps:
        row = step.enrolment
        row.ends, row.end_reason = max(starts - datetime.timedelta(days=1), row.starts), step.reason
        row.save()
        ended.append(row.pk)
        if step.target:
            new = Enrolment.objects.create(
                person=row.person, school_class=classes[step.target], starts=row.ends + datetime.timedelta(days=1)
            )
            made.append(new.pk)
    return {"ended": ended, "made": made}


def _move_teachers(plan, classes, starts) -> dict:
    ended, made = [], []
    for fact, target in plan.teachers:
        ended.append([fact.pk, fact.ends.isoformat() if fact.ends else None])
        fact.ends = max(starts - datetime.timedelta(days=1), fact.starts)
        fact.save()
        if target and not classes[target].class_teachers.filter(ends__isnull=True).exists():
            new = Appointment.objects.create(
                person=fact.person, role="class_teacher", school_class=classes[target], starts=starts,
                ground="продолжает с тем же классом",
            )  # fmt: skip
            made.append(new.pk)
    return {"teachers_ended": ended, "teachers_made": made}


@transaction.atomic
def undo(turn, *, by) -> YearTurn:
    """Back to the draft, while nothing has been done in the new classes; else the sentence says what stands."""
    may(by, "registry.year_edit")
    turn = workflow.lock(YearTurn, turn.pk)
    if not turn.done_on:
        raise Refused("Этот перевод ещё не сделан: отменять нечего.")
    done, new_classes = turn.done, SchoolClass.objects.filter(year=turn.done["year"])
    touched = Enrolment.objects.filter(pk__in=done["made"]).filter(ends__isnull=False).count()
    missing = len(done["made"]) - Enrolment.objects.filter(pk__in=done["made"]).count()
    strangers = Enrolment.objects.filter(school_class__in=new_classes).exclude(pk__in=done["made"]).count()
    if touched or missing or strangers:
        raise Refused(
            "Отменить нельзя: в новых классах уже появились или сменили класс ученики "
            f"({touched + missing + strangers}). Исправляйте по одному, из карточки ученика."
        )
    try:
        with transaction.atomic():
            _take_back(done)
    except (ProtectedError, IntegrityError) as fault:
        raise Refused(
            "Отменить нельзя: новый учебный год уже нужен программам, классным руководителям или спискам. "
            "Исправляйте по одному, из карточки ученика."
        ) from fault
    turn.done, turn.done_on = {}, None
    turn.save()
    journal.write(by, "перевод на новый учебный год отменён", turn)
    return turn


def _take_back(done) -> None:
    Enrolment.objects.filter(pk__in=done["made"]).delete()
    Appointment.objects.filter(pk__in=done["teachers_made"]).delete()
    Enrolment.objects.filter(pk__in=done["ended"]).update(ends=None, end_reason="")
    for pk, ends in done["teachers_ended"]:
        Appointment.objects.filter(pk=pk).update(ends=ends)
    SchoolClass.objects.filter(pk__in=done["classes"]).delete()
    Year.objects.filter(pk=done["year"]).update(is_active=False)
    if done["year_is_new"]:
        Year.objects.filter(pk=done["year"]).delete()
    Year.objects.filter(pk=done["active"]).update(is_active=True)
