"""The curator's word in the choosing of pairs: pins, bans, an own variant, groups, and proposals in one go."""

from dataclasses import dataclass, field

from django.db import transaction

from programs import matching
from programs import pairing as source
from programs.actions.pairs import Proposal, proposal_gaps, reasons_of_all, write_pairs
from programs.actions.standing import Standing
from programs.models import PairingTerms, PlannedGroup, Ruling
from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused
from registry.models import Mentee, Mentor, RoleModel

VERBS = {"pin": "пара закреплена в подборе", "ban": "пара исключена из подбора", "own": "пара в своём варианте"}
NO_REASON = (
    "Напишите рядом, почему этот наставник подходит лучше: пару, которую выбираете вы, а не подбор, нужно обосновать."
)


@transaction.atomic
def rule(programme, form, mentor, mentee, kind, *, by, on, note="", in_group=False) -> Ruling:
    """A pin, a ban, or a line of the curator's own variant; a contrary word about the two falls."""
    may(by, "programs.pair_propose")
    lock_cards({mentor.pk}, {mentee.pk})
    rows = Ruling.objects.filter(programme=programme, mentee=mentee)
    if kind == "ban":
        rows.filter(mentor=mentor).delete()
    else:
        rows.filter(form=form, kind=kind).delete()
    if kind == "pin":
        rows.filter(mentor=mentor, kind="ban").delete()
    row = Ruling.objects.create(
        programme=programme, form=form, mentor=mentor, mentee=mentee, kind=kind, note=note.strip()[:300],
        in_group=in_group, set_on=on, set_by=by.person,
    )  # fmt: skip
    if kind != "own":
        journal.write(by, VERBS[kind], people=[mentor.person, mentee.person])
    return row


@transaction.atomic
def lift(row: Ruling, *, by) -> None:
    """The word about the two is taken back."""
    may(by, "programs.pair_propose")
    journal.write(by, "решение о паре снято", people=[row.mentor.person, row.mentee.person], was=row.kind)
    row.delete()


@transaction.atomic
def keep_variant(programme, form, pairs, *, by, on) -> int:
    """The curator's own variant as it stands now: (mentor, mentee, in a group) for each mentee who has one."""
    may(by, "programs.pair_propose")
    lock_cards({mentor.pk for mentor, _, _ in pairs}, {mentee.pk for _, mentee, _ in pairs})
    Ruling.objects.filter(programme=programme, form=form, kind="own").delete()
    Ruling.objects.bulk_create(
        Ruling(programme=programme, form=form, mentor=mentor, mentee=mentee, kind="own", in_group=in_group,
               set_on=on, set_by=by.person)
        for mentor, mentee, in_group in pairs
    )  # fmt: skip
    return len(pairs)


@transaction.atomic
def adopt_variant(programme, form, *, by, on) -> int:
    """The own variant becomes pins: the matching keeps them and looks for pairs for the rest."""
    may(by, "programs.pair_propose")
    rows = list(Ruling.objects.filter(programme=programme, form=form, kind="own").select_related("mentor", "mentee"))
    if not rows:
        raise Refused("В вашем варианте пока нет ни одной пары: выберите наставников и сохраните вариант.")
    lock_cards({row.mentor_id for row in rows}, {row.mentee_id for row in rows})
    note = "вариант куратора, составленный при подборе"
    for row in rows:
        rule(programme, form, row.mentor, row.mentee, "pin", by=by, on=on, note=note, in_group=row.in_group)
    Ruling.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def open_group(programme, form, mentor, *, by, on) -> PlannedGroup:
    """This mentor takes a group: the matching fills it up to the greatest size of the rules (АБР-П 2.3)."""
    may(by, "programs.pair_propose")
    row, is_new = PlannedGroup.objects.get_or_create(
        programme=programme, form=form, mentor=mentor, defaults={"opened_on": on, "opened_by": by.person}
    )
    if is_new:
        journal.write(by, "открыт набор в группу", people=[mentor.person])
    return row


@transaction.atomic
def close_group(row: PlannedGroup, *, by) -> None:
    may(by, "programs.pair_propose")
    Ruling.objects.filter(programme=row.programme, form=row.form, mentor=row.mentor, in_group=True).delete()
    journal.write(by, "набор в группу закрыт", people=[row.mentor.person])
    row.delete()


@transaction.atomic
def set_terms(programme, *, by, on, weights, **fields) -> PairingTerms:
    """Weights and hard wishes of the programme; the next page is solved by them."""
    may(by, "programs.pair_propose")
    row = PairingTerms.objects.select_for_update().filter(programme=programme).first() or PairingTerms(
        programme=programme
    )
    row.weights = weights
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    journal.write(by, "изменены условия подбора", programme)
    return row


@dataclass
class Sent:
    """What became of the ticked pairs: proposed ones, and who was refused, in words."""

    made: list = field(default_factory=list)
    refused: list[tuple[str, list[str]]] = field(default_factory=list)


@transaction.atomic
def propose_pairs(programme, form, chosen, *, by, on, starts, ends, mode="in_person") -> Sent:
    """Proposals for all ticked pairs (mentor or group, mentee), each through the checks of a single one.

    All cards are locked first, mentors then mentees, each in the order of keys, so that two curators never wait for
    each other. A pair that breaks a rule by now is told in words and keeps nobody else back. The number of questions
    to the database grows with the pairs by the line of the journal alone.
    """
    may(by, "programs.pair_propose")
    setting = source.load(programme, form, on, any_form=True)
    people = sorted({mentee for _, mentee in chosen})
    heads = {setting.groups.get(key, key) for key, _ in chosen}
    mentors, mentees = lock_cards(heads, people)
    made, batches = Sent(), {}
    for key, mentee in sorted(set(chosen), key=lambda pair: (pair[1], pair[0])):
        head = setting.groups.get(key, key)
        if head in mentors and mentee in mentees:
            batches.setdefault(key if key in setting.groups else (key, mentee), (key, head, []))[2].append(mentee)
    known, ready = Standing(programme, form, mentors.values(), mentees.values(), on), []
    models = {one.title: one for one in RoleModel.objects.filter(form=form)}
    for key, head, numbers in batches.values():
        people = [mentees[number] for number in numbers]
        one = Proposal(mentors[head], people, {
            "starts": starts, "ends": ends, "mode": mode, "is_group": key in setting.groups,
            "note": _note(setting, key, people),
            "reasons": _why(setting, key, people) or reasons_of_all(mentors[head], people, programme, on),
            "role_model": models.get(_role_model(setting, key, people)),
        })  # fmt: skip
        gaps = list(proposal_gaps(one, programme, form, on, known))
        if gaps:
            made.refused.append((one.names, [gap.text for gap in gaps]))
            continue
        if not one.is_group:
            known.take(one.mentor, people)
        ready.append(one)
    _write(made, programme, form, ready, by=by, on=on)
    return made


def lock_cards(mentors, mentees) -> tuple[dict, dict]:
    """The cards by number, locked: all mentors before all mentees, each in the order of numbers.

    Everybody who decides about several people takes the locks in this one order, so nobody waits in a circle.
    """

    def locked(model, numbers):
        rows = model._base_manager.select_for_update(of=("self",)).select_related("person")
        return {row.pk: row for row in rows.filter(pk__in=sorted(numbers)).order_by("pk")}

    return locked(Mentor, mentors), locked(Mentee, mentees)


def _write(made: Sent, programme, form, ready, *, by, on) -> None:
    """All in one go; if somebody was joined meanwhile past the locks, one by one, so that only he is refused."""
    try:
        made.made += write_pairs(programme, form, ready, by=by, on=on)
    except Refused as refusal:
        if len(ready) > 1:
            for one in ready:
                _write(made, programme, form, [one], by=by, on=on)
            return
        made.refused.append((ready[0].names, [gap.text for gap in refusal.gaps]))
        return
    people = [card for one in ready for card in one.mentees]
    Ruling.objects.filter(programme=programme, form=form, mentee__in=people).exclude(kind="ban").delete()
    heads = [one.mentor for one in ready if one.is_group]
    programme.planned_groups.filter(form=form, mentor__in=heads).delete()


def _known(setting, key, mentees):
    """Those of the mentees whom the matching knows beside this mentor."""
    table = setting.problem.table
    return [one for one in mentees if one.pk in table.row] if key in table.column else []


def _note(setting, key, mentees) -> str:
    numbers = {one.pk for one in mentees}
    for row in setting.rulings:
        if row.kind == "pin" and row.note and row.mentee_id in numbers:
            return row.note
    fit = sum(matching.why(setting.problem, key, one.pk).fit for one in _known(setting, key, mentees))
    return f"Подбор по условиям программы, соответствие {fit}."


def _why(setting, key, mentees) -> list[str]:
    """Only what both sides may read: nobody learns from the pair who chose or refused him."""
    found = []
    for one in _known(setting, key, mentees):
        words = matching.why(setting.problem, key, one.pk).open_words
        lead = f"{one.person.short_name}: " if len(mentees) > 1 else ""
        found += [f"{lead}{word}" for word in words]
    return found


def _role_model(setting, key, mentees) -> str:
    """Title of the role model that both sides wish, else of the mentee's own single wish."""
    table = setting.problem.table
    known = _known(setting, key, mentees)
    if not known:
        return ""
    wished = frozenset.intersection(*(table.mentees[table.row[one.pk]].role_models for one in known))
    common = sorted(wished & table.mentors[table.column[key]].role_models) or (
        sorted(wished) if len(wished) == 1 else []
    )
    return common[0] if common else ""
