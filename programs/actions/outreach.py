"""Telling the school of a programme: posters, the three informings, notices to parents."""

from django.db import transaction

from programs.models import Informing, ParentNotice, Poster
from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused
from registry.models import Enrolment

FITS = {"pupils": ("pupil", "parent", "mentor"), "teachers": ("teacher", "mentor")}


@transaction.atomic
def make_poster(programme, audience, place, *, by, on) -> Poster:
    """A sheet for a wall: its code tells from which place a request came (ОЧ-П 2.10)."""
    may(by, "programs.outreach_edit")
    if audience not in FITS.get(programme.audience, [code for code, _ in Poster.AUDIENCES]):
        raise Refused(
            f"Программа «{programme.title}» — не для них: выберите другую программу или других читателей плаката.",
            field="audience",
        )
    poster = Poster.objects.create(programme=programme, audience=audience, place=place.strip(), made_on=on)
    journal.write(by, "сделан плакат", poster)
    return poster


@transaction.atomic
def close_poster(poster, *, by, on) -> Poster:
    """Taken off the wall. Its link still leads to the form, so that nobody meets a closed door."""
    may(by, "programs.outreach_edit")
    row = Poster.objects.select_for_update().get(pk=poster.pk)
    if row.closed_on:
        raise Refused("Этот плакат уже отмечен как снятый.")
    row.closed_on = on
    row.save()
    journal.write(by, "плакат снят", row)
    return row


@transaction.atomic
def record_informing(programme, audience, *, by, on, held_on, responsible, how, proof, file=None) -> Informing:
    """One of the three informings of stage 1, with who answered for it and what shows it (ОЧ-ДК2 1–3)."""
    may(by, "programs.outreach_edit")
    if held_on > on:
        raise Refused("Этот день ещё не наступил: отметьте, когда расскажете.", field="held_on")
    row = Informing.objects.create(
        programme=programme, audience=audience, held_on=held_on, responsible=responsible, how=how.strip(),
        proof=proof.strip(), file=file,
    )  # fmt: skip
    journal.write(by, "отмечено информирование", row, held_on=held_on)
    return row


@transaction.atomic
def annul_informing(informing, *, by, on, note) -> Informing:
    """The mark was a mistake: it stays readable with the reason and counts no more."""
    may(by, "programs.outreach_edit")
    row = Informing.objects.select_for_update().get(pk=informing.pk)
    if row.annulled_on:
        raise Refused("Эта отметка уже снята.")
    if not note.strip():
        raise Refused("Напишите, почему отметка снимается.", field="note")
    row.annulled_on, row.annul_note = on, note.strip()
    row.save()
    journal.write(by, "снята отметка информирования", row, reason=note.strip())
    return row


@transaction.atomic
def mark_notices(programme, children, *, by, on, sent_on, way) -> list[ParentNotice]:
    """The parents of these children were told; who is marked already keeps the first date (ТРИО-ДК 2.1.1)."""
    may(by, "programs.outreach_edit")
    if sent_on > on:
        raise Refused("Этот день ещё не наступил.", field="sent_on")
    children = list(children)
    if not children:
        raise Refused("Отметьте хотя бы одного ребёнка.", field="children")
    known = set(ParentNotice.objects.filter(programme=programme, child__in=children).values_list("child", flat=True))
    made = [
        ParentNotice.objects.create(programme=programme, child=child, sent_on=sent_on, way=way, marked_by=by.person)
        for child in children
        if child.pk not in known
    ]
    journal.write(by, "отмечено извещение родителей", programme, people=[row.child for row in made], sent_on=sent_on)
    return made


@transaction.atomic
def unmark_notice(notice, *, by) -> None:
    """The mark was a mistake; the journal keeps that it was."""
    may(by, "programs.outreach_edit")
    journal.write(by, "снята отметка об извещении родителей", notice.programme, people=[notice.child],
                  sent_on=notice.sent_on)  # fmt: skip
    notice.delete()


def pupils_of(school_class, on):
    """(child, ...) of the class on the day, in the order of the class register."""
    rows = Enrolment.objects.active(on).filter(school_class=school_class).select_related("person")
    return [row.person for row in rows.order_by("person__name_key", "pk")]
