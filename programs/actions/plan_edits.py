"""Writing into a plan: field by field, so that nobody's words are lost when two people write at once.

Each field carries the stamp of the value that its writer saw. A field that somebody else changed meanwhile is not
overwritten: both values come back, and the writer chooses or joins them.
"""

import datetime
import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from programs.actions.withdrawals import not_while_suspended
from programs.models import Plan, PlanKind, PlanLine
from registry.actions.people import may
from registry.engine import access, journal, workflow
from registry.engine.errors import Refused
from registry.models import JournalLine
from registry.text import short_date

HEAD = ("goal", "explanation", "rhythm_days", "third")
TASK = ("task", "due", "planned_result", "section")
RESULT = ("actual_result", "mark", "comment")
END = ("analysis",)
OF_PLAN = (*HEAD, *END)
MOST = 60
"""Tasks of one plan: what one page of a browser without scripts can carry, and more than a year can hold."""
SITTING = datetime.timedelta(minutes=10)
"""Fields that one person saves within this time are one deed in the journal."""


def plain(value) -> str:
    """A value as a field of a page holds it, with one kind of line ends."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def stamp(value) -> str:
    """The revision of a field: the same for the same words, and telling nothing of them."""
    return hashlib.sha256(plain(value).encode()).hexdigest()[:16]


def line_stamp(line) -> str:
    """The revision of a whole task, asked before it is taken away."""
    return stamp("\n".join(plain(getattr(line, name)) for name in (*TASK, *RESULT)))


@dataclass(frozen=True)
class Clash:
    """A field with two values: what the writer typed, and what another person wrote meanwhile."""

    name: str
    mine: object
    theirs: object
    line: PlanLine | None = None
    line_id: int | None = None
    is_gone: bool = False

    @property
    def label(self) -> str:
        model = Plan if self.name in OF_PLAN else PlanLine
        return str(model._meta.get_field(self.name).verbose_name)

    def said(self, value) -> str:
        """A value in words."""
        if isinstance(value, datetime.date):
            return short_date(value)
        choices = {"mark": PlanLine.MARKS, "third": PlanKind.THIRDS}.get(self.name, ())
        return dict(choices).get(value) or plain(value) or "пусто"

    @property
    def theirs_said(self) -> str:
        return self.said(self.theirs)

    @property
    def may_join(self) -> bool:
        """Two texts may stand together; two dates or two marks may not."""
        return isinstance(self.mine, str) and self.name not in ("mark", "third")

    @property
    def sentence(self) -> str:
        if self.is_gone:
            return f"Задание «{plain(self.mine)[:60]}» другой человек убрал из плана."
        task = f"Задание «{self.line.task[:60]}», " if self.line else ""
        return f"{task}«{self.label}»: сейчас «{self.said(self.theirs)}», у вас «{self.said(self.mine)}»."


class Clashed(Refused):
    """Somebody else changed the same fields; nothing was saved. `clashes` holds both values of each."""

    def __init__(self, clashes: list[Clash]):
        self.clashes = clashes
        super().__init__(*[clash.sentence for clash in clashes])


def open_row(plan, by) -> Plan:
    """The plan, locked, when this person may write into it now."""
    may(by, "programs.plan_edit", plan)
    row = workflow.lock(Plan, plan.pk)
    if row.status in (Plan.Status.SUBMITTED, Plan.Status.CLOSED):
        raise Refused(f"План «{row.get_status_display()}»: сейчас его не меняют. Обновите страницу.")
    not_while_suspended(row.pair)
    return row


def writable(row) -> tuple[str, ...]:
    """A draft takes tasks, an agreed plan only results and marks (ОЧ-П 5.1)."""
    return (*HEAD, *TASK) if row.status == Plan.Status.DRAFT else (*END, *RESULT)


def cleaned(row, name, value):
    """The value as the table holds it; a sentence when it can't be kept."""
    text = plain(value)
    if name == "due":
        return _day(row, text)
    if name == "rhythm_days":
        if not text.isdecimal() or not 1 <= int(text) <= 90:
            raise Refused("Как часто встречаетесь: напишите число дней от 1 до 90.", field=name)
        return int(text)
    field = (Plan if name in OF_PLAN else PlanLine)._meta.get_field(name)
    if field.choices and text not in dict(field.choices) and text:
        raise Refused(f"«{field.verbose_name}»: выберите вариант из списка.", field=name)
    if len(text) > field.max_length:
        raise Refused(f"«{field.verbose_name}»: слишком длинно, оставьте до {field.max_length} знаков.", field=name)
    return text


def out_of_term(pair, day) -> str:
    """A sentence when the day lies outside the pair's term (ОЧ-П 2.7), else nothing."""
    if pair.starts <= day <= pair.ends:
        return ""
    return (
        f"срок {short_date(day)} вне срока работы {short_date(pair.starts)} – {short_date(pair.ends)} "
        f"{pair.programme.rule('pair.max_months').why}. Поставьте день внутри него."
    )


def _day(row, text):
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused("Срок: напишите дату, например 25.03.2027.", field="due") from None
    fault = out_of_term(row.pair, day)
    if fault:
        raise Refused(f"{fault[0].upper()}{fault[1:]}", field="due")
    return day


def trace(row, by):
    """One line of the journal for a sitting, not one for each field that saves itself."""
    row.revision += 1
    row.save()
    person = access.person_of(by)
    recent = JournalLine.objects.filter(
        actor_id=str(person.pk) if person else "", verb="изменён план", target=journal.target_of(row),
        at__gte=timezone.now() - SITTING,
    )  # fmt: skip
    if not recent.exists():
        journal.write(by, "изменён план", row, people=row.journal_people())


def line_of(row, pk, key) -> PlanLine | None:
    """The task by its number, or by the key of a card that was begun on a page; None when it is gone."""
    if pk:
        return row.lines.filter(pk=pk).first()
    found = row.lines.filter(key=key).first() if key else None
    if found or row.status != Plan.Status.DRAFT:
        return found
    if row.lines.count() >= MOST:
        raise Refused(f"В плане уже {MOST} заданий, больше страница не вмещает. Соедините похожие задания в одно.")
    last = row.lines.order_by("-position").first()
    return PlanLine(plan=row, position=last.position + 1 if last else 1, key=key)


def put(target, name, value, seen, line=None) -> Clash | None:
    """Set the field, unless somebody else did meanwhile: then nothing is set and both values come back.

    `seen` None writes without asking; a value that the writer left as it was never overwrites anything.
    """
    now = getattr(target, name)
    if plain(value) == plain(now) or (seen is not None and stamp(value) == seen):
        return None
    if seen is not None and seen != stamp(now):
        return Clash(name, value, now, line, line.pk if line else None)
    setattr(target, name, value)
    return None


@transaction.atomic
def write_field(plan, name, value, *, by, on, seen, line=None, key: uuid.UUID | None = None):
    """Save one field; returns (plan, task or None). Raises Clashed with both values, or Refused."""
    row = open_row(plan, by)
    if name not in writable(row):
        raise Refused("Это поле сейчас не меняют: состояние плана стало другим. Обновите страницу.")
    value = cleaned(row, name, value)
    target = row
    if name not in OF_PLAN:
        target = line_of(row, line, key)
        if target is None:
            raise Clashed([Clash(name, value, "", line_id=line, is_gone=True)])
    if name == "task" and target.pk and not value and target.task:
        raise Refused("Напишите задание или отметьте «Убрать это задание».", field="task")
    clash = put(target, name, value, seen, target if target is not row else None)
    if clash:
        raise Clashed([clash])
    if target is not row:
        target.save()
    trace(row, by)
    return row, None if target is row else target


@transaction.atomic
def remove_line(plan, line, *, by, on, seen=None) -> Plan:
    """Take a task out of the draft, unless somebody changed it since."""
    row = open_row(plan, by)
    if row.status != Plan.Status.DRAFT:
        raise Refused("План согласован: чтобы убрать задание, нажмите на странице плана «Изменить план».")
    clashes = _drop_line(row, row.lines.filter(pk=line).first(), seen)
    if clashes:
        raise Clashed(clashes)
    trace(row, by)
    return row


def _drop_line(row, line, seen) -> list:
    if line is None or line.pk is None:
        return []
    if seen is not None and seen != line_stamp(line):
        return [Clash("task", "убрать", line.task, line, line.pk)]
    line.delete()
    return []


@transaction.atomic
def save_plan(plan, lines: list[dict], *, by, on, head: dict | None = None) -> Plan:
    """The whole page at once: what a browser without scripts sends. All is saved, or nothing.

    Each line: id (None for a new one), key, delete, any of TASK and RESULT, and `seen`, {field: stamp}. `head` holds
    fields of the plan and its own `seen`. Fields without a stamp are written without asking.
    """
    row = open_row(plan, by)
    free, clashes, head = writable(row), [], dict(head or {})
    for name in OF_PLAN:
        if name in head and name in free:
            clashes.append(put(row, name, cleaned(row, name, head[name]), head.get("seen", {}).get(name)))
    for data in lines:
        clashes += _save_line(row, data, free)
    clashes = [clash for clash in clashes if clash]
    if clashes:
        raise Clashed(clashes)
    trace(row, by)
    return row


def _save_line(row, data, free) -> list:
    if not data.get("id") and not any(plain(data.get(name)) for name in (*TASK, *RESULT)):
        return []  # a card that was left empty
    line = line_of(row, data.get("id"), data.get("key"))
    is_new = line is not None and line.pk is None
    if data.get("delete"):
        return _drop_line(row, line, data.get("seen", {}).get("line")) if "task" in free else []
    values = {name: cleaned(row, name, data[name]) for name in free if name in data and name not in OF_PLAN}
    if line is None:
        typed = [name for name in values if stamp(values[name]) != data.get("seen", {}).get(name, stamp(""))]
        return [Clash("task", data.get("task", ""), "", line_id=data["id"], is_gone=True)] if typed else []
    if is_new and not any(plain(value) for value in values.values()):
        return []
    if "task" in values and not values["task"]:
        raise Refused("Напишите задание или отметьте «Убрать это задание».", field="task")
    found = [put(line, name, value, data.get("seen", {}).get(name), line) for name, value in values.items()]
    if not any(found):
        line.save()
    return found
