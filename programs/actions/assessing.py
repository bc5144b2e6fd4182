"""What comes before a decision: each member's own sheet, conflicts of interest, votes, talks with the candidate."""

from django.db import transaction

from programs.actions.selection import criteria_for
from programs.models import (
    Candidacy,
    CommissionMember,
    Conflict,
    CriterionMark,
    Decision,
    Interview,
    Minutes,
    Sheet,
    Vote,
)
from registry.actions.people import may
from registry.engine import access, journal, workflow
from registry.engine.errors import Refused
from registry.models import Appointment, Guardianship
from registry.text import short_date

OFFICE = "curator", "director"


def members_of(candidacy):
    """Members of the commission that works in the candidate's programme, by name."""
    rows = CommissionMember.objects.filter(commission__programme=candidacy.programme_id, commission__is_working=True)
    return rows.select_related("person").order_by("person__name_key", "pk")


def barred(candidacy, on) -> dict[int, str]:
    """Who neither marks nor votes: {id of a person: why}. One's own candidacy and ties of the school's data count
    without being declared."""
    me = candidacy.mentor.person_id
    ties = Guardianship.objects.active(on)
    found = dict.fromkeys(ties.filter(child=me).values_list("guardian", flat=True), "законный представитель кандидата")
    found |= dict.fromkeys(ties.filter(guardian=me).values_list("child", flat=True), "ребёнок кандидата")
    found |= {row.person_id: row.get_kind_display() for row in candidacy.conflicts.all()}
    return found | {me: "сам кандидат"}


def has_finished(candidacy, person, on) -> bool:
    """Who has handed in the sheet, or has voted without one, has no judgement left that others could sway."""
    if person is None or person.pk in barred(candidacy, on):
        return False
    is_handed = candidacy.sheets.filter(by=person, handed_on__isnull=False).exists()
    return is_handed or candidacy.votes.filter(person=person).exists()


def may_see_sheets(candidacy, user, on) -> bool:
    """Others' marks: before the decision only to whoever has finished, or keeps the papers without a seat."""
    me = access.person_of(user)
    if me is None or me.pk == candidacy.mentor.person_id or not access.may(user, "programs.candidacy_mark", candidacy):
        return False
    if candidacy.status != Candidacy.Status.NOMINATED:
        return True
    if me.pk in barred(candidacy, on):
        return False
    is_seated = members_of(candidacy).filter(person=me).exists()
    return has_finished(candidacy, me, on) or (not is_seated and access.has_role(user, *OFFICE, on=on))


def _to_judge(candidacy, person, on) -> Candidacy:
    """The locked candidacy, if this person may still judge it; else a sentence."""
    row = workflow.lock(Candidacy, candidacy.pk)
    if row.status != Candidacy.Status.NOMINATED:
        signed = Decision.objects.filter(candidacy=row, minutes__status=Minutes.Status.SIGNED).first()
        if signed:
            raise Refused(
                f"{signed.minutes} уже подписан: по этому кандидату комиссия решила, оценки и голоса больше не "
                "принимаются. Если решение нужно пересмотреть, кандидата выдвигают заново и проводят новое заседание."
            )
        raise Refused(f"Оценки ставят до решения, а кандидат уже «{row.get_status_display()}».")
    if person.pk == row.mentor.person_id:
        raise Refused("Себя оценивать нельзя: лист критериев заполняет другой человек.")
    why = barred(row, on).get(person.pk)
    if why:
        raise Refused(
            f"{person.short_name} не оценивает этого кандидата и не голосует: {why}. "
            "Если это отмечено по ошибке, отметку снимает куратор."
        )
    return row


@transaction.atomic
def mark_criteria(candidacy, marks: dict, *, by, on, hand_in=True) -> Sheet:
    """One assessor's own sheet: {criterion: 0 | 1 | 2}. Handed in whole, it can be seen by others and never changed."""
    may(by, "programs.candidacy_mark", candidacy)
    row = _to_judge(candidacy, by.person, on)
    sheet = Sheet.objects.get_or_create(candidacy=row, by=by.person)[0]
    if sheet.handed_on:
        raise Refused(
            f"Вы уже сдали оценки {short_date(sheet.handed_on)}. После этого их видят другие члены комиссии, "
            "поэтому изменить их нельзя. Своё мнение скажите на заседании."
        )
    if row.votes.filter(person=by.person).exists():
        raise Refused("Вы уже проголосовали по этому кандидату: оценки ставят до голоса.")
    if hand_in and set(criteria_for(row)) - set(marks):
        raise Refused("Сдать можно только полный лист: поставьте оценку по каждому критерию.")
    CriterionMark.objects.bulk_create(
        [CriterionMark(candidacy=row, criterion=one, by=by.person, mark=mark) for one, mark in marks.items()],
        update_conflicts=True, unique_fields=["criterion", "by", "candidacy"], update_fields=["mark"],
    )  # fmt: skip
    if hand_in:
        sheet.handed_on = on
        sheet.save()
    verb = "сданы оценки по критериям" if hand_in else "начат лист критериев"
    journal.write(by, verb, row, people=[row.mentor.person])  # never the marks: others read the journal
    return sheet


@transaction.atomic
def mark_conflict(candidacy, person, kind, *, by, on) -> Conflict:
    """A member declares a conflict of interest, or the curator notes it: marks and vote of this member go."""
    me = access.person_of(by)
    may(by, "programs.candidacy_mark" if person == me else "programs.minutes_edit", candidacy)
    row = _to_judge(candidacy, person, on)
    if not members_of(row).filter(person=person).exists():
        raise Refused(f"{person.short_name} не входит в комиссию этой программы: отмечать нечего.", field="person")
    conflict = Conflict.objects.create(candidacy=row, person=person, kind=kind, declared_on=on, marked_by=me)
    for rows in (row.marks.filter(by=person), row.sheets.filter(by=person), row.votes.filter(person=person)):
        rows.delete()
    recount(row)
    journal.write(by, "отмечен конфликт интересов", row, people=[row.mentor.person, person], kind=kind)
    return conflict


@transaction.atomic
def lift_conflict(conflict, *, by) -> Candidacy:
    """Noted by mistake: the curator takes the mark away while nothing is decided."""
    may(by, "programs.minutes_edit")
    row = workflow.lock(Candidacy, conflict.candidacy_id)
    if row.status != Candidacy.Status.NOMINATED:
        raise Refused("Решение по кандидату уже принято: отметка остаётся, она стоит в протоколе.")
    journal.write(by, "снят конфликт интересов", row, people=[row.mentor.person, conflict.person])
    conflict.delete()
    return row


@transaction.atomic
def cast_vote(candidacy, person, choice, *, by, on) -> Vote:
    """A member's own vote, or what the curator notes at the sitting; a vote given by the member stays the member's."""
    me = access.person_of(by)
    if person == me:
        may(by, "programs.vote_cast", candidacy)
    else:
        may(by, "programs.minutes_edit")
    row = _to_judge(candidacy, person, on)
    if row.way != "application":
        raise Refused(
            "Комиссия голосует по заявлениям. Кандидат, выдвинутый администрацией или коллективом, "
            "отвечает сам в листе согласования приказа."
        )
    if not members_of(row).filter(person=person).exists():
        raise Refused(f"{person.short_name} не входит в комиссию этой программы: голоса у него нет.")
    if row.sheets.filter(by=person, handed_on__isnull=True).exists():
        raise Refused("Лист критериев начат, но не сдан: сначала сдайте оценки, потом голосуйте.")
    vote = row.votes.filter(person=person).first() or Vote(candidacy=row, person=person)
    if vote.pk and vote.is_own and person != me:
        raise Refused(f"{person.short_name} уже проголосовал(а) в своём кабинете: этот голос меняет только он сам.")
    vote.choice, vote.cast_on, vote.entered_by = choice, on, me
    vote.save()
    recount(row)
    verb = "подан голос" if person == me else "отмечен голос члена комиссии"
    journal.write(by, verb, row, people=[row.mentor.person, person])
    return vote


def recount(candidacy) -> None:
    """Votes of a sitting whose minutes are still being written follow from what was cast."""
    for decision in candidacy.decisions.filter(minutes__status=Minutes.Status.DRAFT).select_related("minutes"):
        count(decision, decision.minutes.held_on)


def count(decision, on) -> Decision:
    """For, against and abstained: the votes of those who were there and have no conflict of interest."""
    kept = barred(decision.candidacy, on)
    here = {row.person_id for row in decision.minutes.present.all()} - set(kept)
    said = [vote.choice for vote in decision.candidacy.votes.all() if vote.person_id in here]
    decision.votes_for, decision.votes_against, decision.abstained = (
        said.count(choice) for choice in ("for", "against", "abstained")
    )
    decision.save()
    return decision


@transaction.atomic
def write_interview(candidacy, *, by, on, held_on, participants, conclusion, needs_psychologist=False) -> Interview:
    """A talk with the candidate: who took part, and its conclusion (ОЧ-ДК2 12)."""
    may(by, "programs.candidacy_mark", candidacy)
    row = workflow.lock(Candidacy, candidacy.pk)
    if held_on > on:
        raise Refused("Собеседование ещё не состоялось: дата в будущем.", field="held_on")
    if held_on < row.nominated_on:
        raise Refused(
            f"Собеседование раньше выдвижения ({short_date(row.nominated_on)}). Проверьте дату.", field="held_on"
        )
    if not participants:
        raise Refused("Отметьте, кто беседовал с кандидатом.", field="participants")
    if row.person in participants:
        raise Refused("Кандидат и так участвует: отметьте тех, кто с ним беседовал.", field="participants")
    made = Interview.objects.create(
        candidacy=row, held_on=held_on, conclusion=conclusion, needs_psychologist=needs_psychologist,
        written_by=by.person,
    )  # fmt: skip
    made.participants.set(participants)
    journal.write(by, "внесено собеседование", row, people=[row.mentor.person])
    return made


def waits_for_psychologist(candidacy) -> bool:
    """A talk ended with «нужна беседа с психологом», and no later one had a psychologist in it."""
    talks = list(candidacy.interviews.prefetch_related("participants"))
    asked = [talk for talk in talks if talk.needs_psychologist]
    if not asked:
        return False
    since = talks.index(asked[-1])
    return not any(_has_psychologist(talk) for talk in talks[since:])


def _has_psychologist(talk) -> bool:
    people = [person.pk for person in talk.participants.all()]
    return Appointment.objects.active(talk.held_on).filter(role="psychologist", person__in=people).exists()
