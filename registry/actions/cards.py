"""Cards of the two bases, and the papers of mentors from outside."""

from django.db import transaction

from registry.actions.people import add_person, may
from registry.engine import journal
from registry.models import Certificate, Mentee, Mentor


@transaction.atomic
def add_mentor(person, *, by, on, category, competences=(), **fields) -> Mentor:
    """A card in the base of mentors. Being in the base is not being in the register."""
    may(by, "registry.mentor_edit")
    mentor = Mentor.objects.create(person=person, entered_on=on, category=category, **fields)
    mentor.competences.set(competences)
    journal.write(by, "заведена карточка наставника", mentor, people=[person])
    return mentor


@transaction.atomic
def add_mentee(person, *, by, on, kind, needs=(), **fields) -> Mentee:
    """A card in the base of mentees."""
    may(by, "registry.mentee_edit")
    mentee = Mentee.objects.create(person=person, entered_on=on, kind=kind, **fields)
    mentee.needs.set(needs)
    journal.write(by, "заведена карточка наставляемого", mentee, people=[person])
    return mentee


@transaction.atomic
def review_need(mentee, *, by, on) -> Mentee:
    """A teacher's need was looked at on the day: at least once a year (АБР-П 3.4)."""
    may(by, "registry.mentee_edit")
    mentee.reviewed_on = on
    mentee.save()
    journal.write(by, "проверена потребность", mentee, people=[mentee.person])
    return mentee


@transaction.atomic
def add_certificate(mentor, *, by, on, **fields) -> Certificate:
    """The fact of a certificate, checked by whoever enters it (ОЧ-П 5.1); the scan stays with its owner."""
    may(by, "registry.certificate_check")
    row = Certificate.objects.create(mentor=mentor, checked_by=by.person, checked_on=on, **fields)
    journal.write(by, "проверен документ наставника", row, people=[mentor.person])
    return row


@transaction.atomic
def add_mentor_with_person(*, by, on, person, school_class=None, post="", **card) -> Mentor:
    """A person whom the school did not know yet, and the card: one form, one deed."""
    who = add_person(by=by, on=on, school_class=school_class, post=post, **person)
    return add_mentor(who, by=by, on=on, **card)


@transaction.atomic
def change_card(form, *, by):
    """What was corrected on a card of either base; the journal names the fields, not their values."""
    card = form.instance
    may(by, f"registry.{card._meta.model_name}_edit")
    form.save()
    fields = ", ".join(str(form.fields[name].label) for name in form.changed_data if name != "revision")
    journal.write(by, "исправлена карточка", card, people=[card.person], fields=fields)
    return card
