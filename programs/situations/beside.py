"""What stands beside the work of a pair and waits for somebody: a teacher's consent to help."""

from django.db.models import Exists, OuterRef

from programs.models import AskedDocument, CouncilDecision, Helper, Side, Suggestion
from programs.situations.base import WEEK, is_curator, to
from registry.engine import access, consents
from registry.engine.tasks import Task, lines


def helper_asked(user, today):
    """A teacher was asked to help a pair (АБР-П 4.1)."""
    me = access.person_of(user)
    open_still = Side.objects.filter(
        consents.open_q("work", today, person="person_id"), pair=OuterRef("pair"), role="mentee", is_open=True
    )
    for row in Helper.objects.waiting().filter(Exists(open_still), person=me).select_related("asked_by"):
        yield Task(
            text="Вас просят помочь паре: согласны ли вы?",
            who=row.subject,
            url=to("helper_detail", row.pk, anchor="answer"),
            button="Ответить",
            due=row.asked_on + WEEK,
        )


def document_asked(user, today):
    """The curator waits for a document of mine, or of my child (ОЧ-П 3.2)."""
    me = access.person_of(user)
    mine = access.related(user, "self", "my_child", on=today)
    for row in AskedDocument.objects.awaited().filter(person__in=mine).select_related("person"):
        yield Task(
            text="Куратор вернул документ: поправьте и пришлите" if row.returned_on else "Куратор просит документ",
            child="Куратор просит поправить листок" if row.returned_on else "Куратор просит прислать листок",
            who=row.title if row.person == me else f"{row.title}, {row.person.short_name}",
            url=to("asked_detail", row.pk, anchor="answer"),
            button="Ответить",
            due=row.due,
            urgent=row.due < today,
        )


def document_late(user, today):
    """What was asked for has not come in time."""
    if not is_curator(user, today):
        return
    for row in AskedDocument.objects.overdue(today).select_related("person"):
        yield Task(
            text="Документ не прислали к сроку: напомните или снимите запрос",
            who=f"{row.title}, {row.person.short_name}",
            url=to("asked_detail", row.pk),
            button="Открыть запрос",
            due=row.due,
        )


def document_to_look_at(user, today):
    """A document has come: accept it or return it."""
    if not is_curator(user, today):
        return
    for row in AskedDocument.objects.answered().select_related("person"):
        yield Task(
            text="Прислали документ: примите или верните",
            who=f"{row.title}, {row.person.short_name}",
            url=to("asked_detail", row.pk, anchor="judge"),
            button="Посмотреть",
            due=row.answered_on + WEEK,
        )


def suggestion_to_decide(user, today):
    """A mentor's suggestion about a mentee: the head's line alone (АБР-П 4.2)."""
    if not access.has_role(user, "director", on=today):
        return
    rows = Suggestion.objects.waiting().exclude(author=access.person_of(user))
    for row in rows.select_related("author"):
        yield Task(
            text="Наставник пишет вам о наставляемом: прочитайте и решите",
            who=row.author.short_name,
            url=to("suggestion_detail", row.pk, anchor="decide"),
            button="Прочитать",
            due=row.written_on + WEEK,
        )


def suggestion_decided(user, today):
    """The head's decision on my suggestion."""
    rows = Suggestion.objects.filter(author=access.person_of(user), decided_on__isnull=False, read_on__isnull=True)
    for row in rows:
        yield Task(
            text="Директор решил по вашему предложению",
            url=to("suggestion_detail", row.pk),
            button="Прочитать решение",
            due=row.decided_on + WEEK,
        )


def council_decision_due(user, today):
    """What the mentors' council decided and I am to do (АБР-П 3.5)."""
    me = access.person_of(user)
    rows = CouncilDecision.objects.visible_to(user, today).filter(who=me, done_on=None, due__isnull=False)
    for row in rows.exclude(meeting__signed_on=None):
        yield Task(
            text="Исполните решение совета наставников",
            who=str(row),
            url=to("council_meeting", row.meeting_id, anchor=f"decision-{row.pk}"),
            button="К решению",
            due=row.due,
        )


ALL = {
    "programs.council_decision_due": lines(council_decision_due),
    "programs.suggestion_to_decide": lines(suggestion_to_decide),
    "programs.suggestion_decided": lines(suggestion_decided),
    "programs.helper_asked": lines(helper_asked),
    "programs.document_asked": lines(document_asked),
    "programs.document_late": lines(document_late),
    "programs.document_to_look_at": lines(document_to_look_at),
}
