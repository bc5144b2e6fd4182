"""The round of preferences after a meeting: who met whom, what each side answered; nobody learns who refused him."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from programs.models import GroupMeeting, Preference, PreferenceSheet, Programme, Visitor
from registry.actions.people import may
from registry.engine import access, consents, journal, links
from registry.engine.errors import Refused
from registry.models import Person

PLACES = 3
OTHER = {"mentor": "mentee", "mentee": "mentor"}
GATE = {"mentor": "selection", "mentee": "pairing"}
"""By which consent the name of one met may be told to the other side."""


@transaction.atomic
def hold_meeting(programme, *, by, on, **fields) -> GroupMeeting:
    """A group meeting, fast meetings or a personal one, before the pairs (ОЧ-ДК2 15; КВ-Пг 4.3)."""
    may(by, "programs.pair_propose")
    if not programme.starts <= fields["held_on"] <= programme.ends:
        raise Refused("Встреча вне учебного года программы. Проверьте дату.", field="held_on")
    until = fields.get("answers_until")
    if until and until < fields["held_on"]:
        raise Refused("Ответы принимают не раньше встречи. Проверьте дату.", field="answers_until")
    row = GroupMeeting.objects.create(programme=programme, **fields)
    journal.write(by, "внесена встреча перед подбором", row)
    return row


@transaction.atomic
def mark_visitors(meeting, mentors, mentees, *, by, on) -> GroupMeeting:
    """Who came, both sides at once; the list feeds the questionnaire (ОЧ-ДК2 15–16)."""
    may(by, "programs.pair_propose")
    if meeting.held_on > on:
        raise Refused("Встреча ещё не состоялась: отметить, кто был, можно с этого дня.")
    wanted = {(one.pk, "mentor") for one in mentors} | {(one.pk, "mentee") for one in mentees}
    held = {(row.person_id, row.role): row for row in meeting.visitors.all()}
    for key, row in held.items():
        if key not in wanted:
            row.delete()
    Visitor.objects.bulk_create(
        Visitor(meeting=meeting, person_id=person, role=role) for person, role in sorted(wanted - held.keys())
    )
    journal.write(by, "отмечены участники встречи перед подбором", meeting, people=[*mentors, *mentees])
    return meeting


def met(programme, person, role, on):
    """People of the other side who came to the same meetings, as far as their names may be told."""
    mine = Visitor.objects.filter(person=person, role=role, meeting__programme=programme)
    others = Visitor.objects.filter(meeting__in=mine.values("meeting"), role=OTHER[role]).exclude(person=person)
    gate = consents.open_q(GATE[OTHER[role]], on, programme.code)
    return Person.objects.filter(gate, pk__in=others.values("person")).order_by("name_key", "pk")


def is_open(programme, person, role, on) -> bool:
    """Whether an answer still counts: the last day of one of the meetings has not passed."""
    rows = GroupMeeting.objects.filter(programme=programme, visitors__person=person, visitors__role=role)
    return rows.filter(_open(on)).exists()


def _open(on) -> Q:
    return Q(answers_until__isnull=True, programme__ends__gte=on) | Q(answers_until__gte=on)


def awaited(on):
    """Visitors who have not answered while the round is open; each side of a programme once for each meeting."""
    answered = PreferenceSheet.objects.filter(
        programme=OuterRef("meeting__programme"), person=OuterRef("person"), role=OuterRef("role")
    )
    meetings = GroupMeeting.objects.filter(_open(on), held_on__lte=on, programme__year__is_active=True)
    return Visitor.objects.filter(~Exists(answered), meeting__in=meetings.values("pk"), person__erased_at__isnull=True)


def sheet_of(programme, person, role):
    return PreferenceSheet.objects.filter(programme=programme, person=person, role=role).first()


@transaction.atomic
def give(programme, person, role, *, by, on, ranked, unwilling=(), how="cabinet", who=None) -> PreferenceSheet:
    """An answer of one side: the chosen in order, and those one would not like; a later answer replaces it.

    `who` is the one behind a personal link, `by` is then None. A guardian answers only where the child has not.
    Raises Refused for people who were not met, one named twice, or a round that is over.
    """
    giver = who or access.person_of(by)
    if who is None:
        may(by, "programs.preference_give", person)
    Programme.objects.select_for_update().get(pk=programme.pk)
    earlier = sheet_of(programme, person, role)
    is_office = who is None and access.may(by, "programs.pair_propose")
    if not is_office and not is_open(programme, person, role, on):
        raise Refused("Срок ответов прошёл. Если хотите что-то сказать о выборе, обратитесь к куратору.")
    if earlier and not is_office and giver.pk != person.pk:
        raise Refused("Ответ уже дан: изменить его может только тот, кто выбирает, или куратор.")
    _check(met(programme, person, role, on), ranked, unwilling)
    Preference.objects.filter(programme=programme, person=person, role=role).delete()
    PreferenceSheet.objects.filter(programme=programme, person=person, role=role).delete()
    common = {"programme": programme, "person": person, "role": role, "given_on": on, "how": how}
    Preference.objects.bulk_create(
        [Preference(about=one, rank=place, **common) for place, one in enumerate(ranked, 1)]
        + [Preference(about=one, is_unwilling=True, **common) for one in unwilling]
    )
    sheet = PreferenceSheet.objects.create(**common)
    journal.write(by, "заполнена анкета предпочтений", people=[person], how=how)
    return sheet


def _check(known, ranked, unwilling) -> None:
    named = [*ranked, *unwilling]
    if len({one.pk for one in named}) < len(named):
        raise Refused(
            "Один человек выбран дважды. На каждом месте стоит кто-то другой, "
            "а отмеченный «не хотелось бы» не стоит ни на одном."
        )
    strangers = {one.pk for one in named} - set(known.values_list("pk", flat=True))
    if strangers:
        raise Refused("Выбирать можно только из тех, с кем была встреча. Откройте анкету заново.")


def answer_link(programme, about, role, person, *, by) -> str:
    """The token of a personal link for the answer of one who has no account, or for his guardian."""
    may(by, "programs.pair_propose")
    return links.create("preferences", person=person, target=f"preferences:{programme.pk}:{role}:{about.pk}", by=by)[1]
