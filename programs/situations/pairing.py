"""Before a pair: people to be joined, a questionnaire that waits, wishes that nobody has told yet."""

from django.db.models import Exists, OuterRef, Q

from programs.actions.preferences import awaited
from programs.choosing import helped
from programs.models import Pair, RegisterEntry, Request, Side
from programs.situations.base import WEEK, is_curator, to
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.text import count


def _in_a_pair(role, person="person"):
    """Stands on this side of a running pair or group."""
    running = Pair.objects.running().values("pk")
    return Exists(Side.objects.filter(person=OuterRef(person), role=role, is_open=True, pair__in=running))


def people_to_join(user, today):
    """Mentees of the base wait, and the programme has mentors: one line a programme."""
    if not is_curator(user, today):
        return
    rows = Request.objects.filter(
        ~_in_a_pair("mentee"), ~helped(), role="mentee", status="admitted", person__erased_at__isnull=True,
        programme__year__is_active=True,
        programme__in=RegisterEntry.objects.active(today).values("programme"),
    ).select_related("programme")  # fmt: skip
    waiting: dict = {}
    for row in rows:
        waiting.setdefault(row.programme, []).append(row)
    for programme, found in waiting.items():
        ready = [row.analysed_on for row in found if row.analysed_on]
        yield Task(
            text=f"Подберите пары: {count(len(found), 'наставляемый ждёт', 'наставляемых ждут', 'наставляемых ждут')}",
            who=programme.title,
            url=to("pairing", programme=programme.code),
            button="Подобрать пары",
            due=min(ready) + 2 * WEEK if ready else None,
        )


def preference_to_give(user, today):
    """The round after a meeting: my own answer, or my child's (ОЧ-ДК2 16)."""
    me = access.person_of(user)
    mine = Q(person=me) | Q(person__in=access.related(user, "my_child", on=today))
    for row in awaited(today).filter(mine).select_related("person", "meeting"):
        is_mine = row.person_id == me.pk
        yield Task(
            text="Ответьте, с кем хотелось бы работать" if is_mine else "Помогите ребёнку ответить, с кем работать",
            child="Выбери, с кем тебе хотелось бы работать",
            who="" if is_mine else row.person.short_name,
            url=to("preference_edit", row.pk),
            button="Ответить",
            due=row.meeting.answers_until,
        )


def wishes_to_tell(user, today):
    """In a base, without a pair, and nobody knows which times suit: the person, or a parent for the child."""
    me = access.person_of(user)
    mine = Q(person=me) | Q(person__in=access.related(user, "my_child", on=today))
    rows = Request.objects.filter(
        mine, ~_in_a_pair("mentee"), role="mentee", status="admitted", person__mentee__slots=[],
        programme__year__is_active=True,
    ).select_related("person")  # fmt: skip
    entries = RegisterEntry.objects.active(today).filter(
        ~_in_a_pair("mentor", "mentor__person"), mentor__person=me, mentor__slots=[], programme__year__is_active=True
    )
    people = {row.person_id: row.person for row in rows}
    people |= {me.pk: me} if me and entries.exists() else {}
    for person in people.values():
        yield Task(
            text="Расскажите, когда удобно встречаться: по этому подбирают пару",
            child="Расскажи, когда тебе удобно встречаться: так проще найти наставника",
            who="" if person == me else person.short_name,
            url=to("wishes_edit", person.pk),
            button="Рассказать",
        )


ALL = {
    "programs.people_to_join": lines(people_to_join),
    "programs.preference_to_give": lines(preference_to_give),
    "programs.wishes_to_tell": lines(wishes_to_tell),
}
