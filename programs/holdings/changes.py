"""What changes on the way: wishes for another mentor, statements, marks on an early end, lists of handover."""

from django.db.models import Q

from programs.models import EarlyEndMark, HandoverLine, PairPast, Petition
from registry.engine.inventory import Holding, gone, shown
from registry.holdings.people import BY_CONSENT


def petitions(person, on):
    for row in Petition.objects.filter(person=person):
        yield from shown(row.get_kind_display().capitalize(), f"{row.words} ({row.get_status_display()})",
                         row.received_on)  # fmt: skip
        yield from shown("Решение", row.decision, row.decided_on)


def ends(person, on):
    for mark in EarlyEndMark.objects.filter(person=person).select_related("early_end"):
        said = "ждёт ответа" if mark.answer is None else "согласие" if mark.answer else "отказ"
        yield from shown("Завершить раньше срока", said, mark.answered_on)
    for past in PairPast.objects.filter(pair__sides__person=person).distinct():
        yield from shown("Встреч до внесения в реестр", past.meetings, past.entered_on)


def erase(person, *, by, on) -> int:
    """What was written goes; that there was a petition and how it was decided stays without words."""
    rows = Petition.objects.filter(person=person)
    number = rows.update(words="данные уничтожены", decision="")
    EarlyEndMark.objects.filter(person=person).update(note="")
    theirs = Q(handover__change__pair__sides__person=person) | Q(person=person)
    keys = list(HandoverLine.objects.filter(theirs).values_list("pk", flat=True))
    number += gone(HandoverLine.objects.filter(pk__in=keys))
    past = list(PairPast.objects.filter(pair__sides__person=person).values_list("pk", flat=True))
    PairPast.objects.filter(pk__in=past).update(note="")
    return number


HOLDINGS = {
    "pair_petitions": Holding(
        "Ходатайства и заявления", "documents", BY_CONSENT, "participation",
        {"programs.Petition": ("person", "filed_by", "decided_by", "words", "decision")}, petitions, erase=erase,
    ),
    "pair_ends": Holding(
        "Изменения и завершение пары", "results", BY_CONSENT, "participation",
        {"programs.EarlyEnd": ("asked_by", "reason", "closed_note"), "programs.EarlyEndMark": ("person", "note"),
         "programs.Handover": (), "programs.HandoverLine": ("text", "person", "done_by"),
         "programs.PairPast": ("note", "entered_by")}, ends,
    ),
}  # fmt: skip
