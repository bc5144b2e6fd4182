"""The commission and its sittings: people by the rule, minutes that draft themselves from the votes, the signature."""

from django.db import transaction
from django.urls import reverse

from programs.actions.assessing import barred, cast_vote, count, has_finished
from programs.actions.selection import recommend_gaps
from programs.models import Candidacy, Commission, CommissionMember, Decision, Minutes
from registry.actions.people import may
from registry.engine import journal, papers, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Person
from registry.text import short_date


def commission_gaps(programme, people, chair, on):
    """Size, chair and curator by the programme's rules (ОЧ-П 2.13: 3–5 people, headed by the director)."""
    from registry.models import Appointment

    low, high = programme.rule("commission.min_size"), programme.rule("commission.max_size")
    if not low.value <= len(people) <= high.value:
        yield Gap(
            f"В комиссии должно быть от {low.value} до {high.value} человек {low.why}, "
            f"а выбрано {len(people)}. Добавьте или уберите людей."
        )
    acting = Appointment.objects.active(on)
    if programme.rule("commission.chair").value == "director":
        directors = set(acting.filter(role__in=["director", "acting_director"]).values_list("person", flat=True))
        if chair is None or chair.pk not in directors:
            yield Gap(
                f"Комиссию возглавляет директор {programme.rule('commission.chair').why}: сделайте его председателем."
            )
    if programme.rule("commission.includes_curator").value:
        curators = set(acting.filter(role__in=["curator", "deputy_curator"]).values_list("person", flat=True))
        if not curators & {person.pk for person in people}:
            yield Gap(f"В комиссию входит куратор {programme.rule('commission.includes_curator').why}: добавьте его.")


@transaction.atomic
def form_commission(programme, people, *, by, on, chair, secretary=None, commission=None) -> Commission:
    """A commission ready for its order; one that breaks the rule is not saved at all."""
    may(by, "programs.commission_edit")
    people = list(dict.fromkeys([*people, *([chair] if chair else []), *([secretary] if secretary else [])]))
    gaps = list(commission_gaps(programme, people, chair, on))
    if gaps:
        raise Refused(*gaps, field="people")
    if commission is None:
        commission = Commission.objects.create(programme=programme, made_on=on)
    elif commission.is_working:
        raise Refused("Состав утверждён приказом. Чтобы изменить его, подготовьте новую комиссию и новый приказ.")
    else:
        commission.members.all().delete()
    for person in people:
        seat = "chair" if person == chair else "secretary" if person == secretary else "member"
        CommissionMember.objects.create(commission=commission, person=person, seat=seat)
    journal.write(by, "составлена конкурсная комиссия", commission, people=people)
    return commission


def waiting_for(commission):
    """Applications of the programme that stand in no minutes yet."""
    waiting = Candidacy.objects.filter(
        programme=commission.programme, status=Candidacy.Status.NOMINATED, way="application"
    )
    return waiting.exclude(decisions__minutes__status=Minutes.Status.DRAFT)


@transaction.atomic
def draft_minutes(commission, *, by, on, number, held_on) -> Minutes:
    """Minutes with a line for every application that waits for the commission, counted from the votes cast so far."""
    may(by, "programs.minutes_edit")
    if not commission.is_working:
        raise Refused("Комиссия ещё не утверждена приказом: сначала проведите приказ о её создании.")
    order = order_of(commission)
    if order and held_on < order.effective_on:
        raise Refused(f"Заседание раньше приказа о создании комиссии ({order.name}). Проверьте дату.", field="held_on")
    if held_on > on:
        raise Refused(
            "Заседание ещё не состоялось: дата в будущем. Протокол начинают в день заседания или позже.",
            field="held_on",
        )  # fmt: skip
    if same := commission.minutes.filter(number=number).first():
        raise Refused(
            f"Номер {number} уже у протокола этой комиссии от {short_date(same.held_on)}. Поставьте следующий.",
            field="number",
        )
    minutes = Minutes.objects.create(commission=commission, number=number, held_on=held_on)
    minutes.present.set(commission.members.all())
    for candidacy in waiting_for(commission):
        count(Decision.objects.create(minutes=minutes, candidacy=candidacy, votes_for=0), held_on)
    journal.write(by, "начат протокол комиссии", minutes)
    return minutes


@transaction.atomic
def write_minutes(minutes, *, by, on, present, said: dict) -> Minutes:
    """Who was there and what each said: {decision: {"note": …, "votes": {member: choice}}}; None puts one off.

    Votes that members gave themselves stay as they are; the curator notes those of the others.
    """
    may(by, "programs.minutes_edit")
    row = workflow.lock(Minutes, minutes.pk)
    if row.status != Minutes.Status.DRAFT:
        raise Refused("Протокол уже подписан: изменить его нельзя. Проведите новое заседание.")
    row.present.set(present)
    for decision, words in said.items():
        if words is None:
            decision.delete()
            continue
        _note_votes(decision, words.get("votes", {}), present, by=by, on=on)
        decision.note = words.get("note", "")
        decision.minutes = row
        count(decision, row.held_on)
    row.revision += 1
    row.save()
    journal.write(by, "изменён протокол комиссии", row)
    return row


def _note_votes(decision, votes, present, *, by, on):
    """What the curator noted: an empty choice takes back what he had noted before."""
    candidacy, kept = decision.candidacy, barred(decision.candidacy, on)
    own = {vote.person_id for vote in candidacy.votes.all() if vote.is_own}
    for member, choice in votes.items():
        if member.person_id in own or member.person_id in kept:
            continue
        if choice and member in present:
            cast_vote(candidacy, member.person, choice, by=by, on=on)
        else:
            candidacy.votes.filter(person=member.person).delete()


def order_of(commission):
    """The registered order by which the commission works."""
    from programs.models import Order

    return Order.objects.registered().filter(lines__member__commission=commission).first()


def quorum_gap(present, members, rule, of="") -> Gap | None:
    """More than the rule's share of all members must be there, and be free to vote."""
    if present * 100 > members * rule.value:
        return None
    who = f"по кандидату {of} голосовать могут" if of else "присутствовали"
    need = "больше половины" if rule.value == 50 else f"больше {rule.value} %"
    return Gap(f"Нет кворума: {who} {present} из {members}, нужно {need} {rule.why}.")


def minutes_gaps(minutes, on):
    """Quorum, chair, everybody's vote, and candidates whose papers are in order."""
    programme = minutes.commission.programme
    members, present = list(minutes.commission.members.all()), list(minutes.present.select_related("person"))
    rule = programme.rule("commission.quorum_percent")
    if gap := quorum_gap(len(present), len(members), rule):
        yield gap
    if not any(member.seat == "chair" for member in present):
        yield Gap(
            f"На заседании не было председателя: без него комиссия не решает {programme.rule('commission.chair').why}."
        )
    decisions = list(minutes.decisions.select_related("candidacy__mentor__person", "candidacy__programme"))
    if not decisions:
        yield Gap("В протоколе нет ни одного кандидата.")
    for row in decisions:
        yield from _decision_gaps(row, present, members, rule, on)


def _decision_gaps(row, present, members, rule, on):
    """Those who may vote are enough and have voted; whoever is recommended has everything that the register asks."""
    name, kept = row.candidacy.mentor.person.short_name, barred(row.candidacy, row.minutes.held_on)
    free = [member for member in present if member.person_id not in kept]
    if len(free) < len(present) and (gap := quorum_gap(len(free), len(members), rule, of=name)):
        yield gap
    voted = {vote.person_id for vote in row.candidacy.votes.all()}
    silent = [member.person.short_name for member in free if member.person_id not in voted]
    if silent:
        yield Gap(
            f"{name}: нет голоса ({', '.join(silent)}). Кто присутствует, тот голосует или воздерживается.",
            reverse("programs:minutes_edit", args=[row.minutes_id]),
            "Внести голоса",
        )
    elif row.outcome == "recommend":
        for gap in recommend_gaps(row.candidacy, on):
            if "конкурсной комиссии" not in gap.text:
                yield gap.about(name)


def unfinished(minutes, person, on) -> list:
    """Candidates of these minutes whom this member has still to judge: till then the others' words stay closed."""
    if not minutes.commission.members.filter(person=person).exists():
        return []
    rows = [row.candidacy for row in minutes.decisions.select_related("candidacy__mentor__person")]
    return [one for one in rows if person.pk not in barred(one, on) and not has_finished(one, person, on)]


@transaction.atomic
def sign_minutes(minutes, *, by, on) -> Minutes:
    """The chair signs: the votes are counted a last time, the paper is frozen, every candidate moves by the votes."""
    from programs.papers import minutes as paper

    may(by, "programs.minutes_sign", minutes)
    workflow.lock(Minutes, minutes.pk)
    for decision in minutes.decisions.order_by("candidacy_id"):
        workflow.lock(Candidacy, decision.candidacy_id)
        count(decision, minutes.held_on)
    gaps = list(minutes_gaps(minutes, on))
    if gaps:
        raise Refused(*gaps)
    row = workflow.move(minutes, "sign", by=by, on=on)
    said = paper.context(row)
    for decision in row.decisions.select_related("candidacy"):
        if decision.outcome == "recommend":
            workflow.move(decision.candidacy, "recommend", by=by, on=on)
        else:
            workflow.move(decision.candidacy, "reject", by=by, on=on, note=f"Решение комиссии: {row}")
    row.paper = papers.issue(
        kind="minutes", template=paper.TEMPLATE, context=said, title=paper.title(row),
        name=f"Протокол комиссии № {row.number} от {row.held_on:%d.%m.%Y}.pdf", number=row.number, date=row.held_on,
        readers=Person.objects.filter(commission_seats__commission=row.commission),
    )  # fmt: skip
    row.save()
    return row
