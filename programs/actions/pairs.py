"""Pairs and groups: proposed with reasons, agreed by everybody concerned, run, and brought to an end."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse

from programs.actions.intake import too_young
from programs.actions.overlaps import overlap_gaps
from programs.actions.selection import certificate_gaps, consent_gaps
from programs.actions.standing import Standing
from programs.models import Meeting, Pair, PairAgreement, Side
from registry.actions.people import may
from registry.engine import journal, links, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Mentee, Mentor
from registry.text import add_months, count, joined, short_date

MENTOR_SIDES = {
    "pupil": ("pupil",),
    "student": ("graduate", "partner"),
    "adult_outside": ("graduate", "parent", "partner"),
    "teacher": ("teacher", "staff"),
    "head": ("teacher", "staff"),
}
NO_NOTE = "Напишите, почему вы соединяете этих людей: пара, составленная вручную, обосновывается."


def running_individual(person):
    """Individual pairs of this mentor that take up a place, over all programmes."""
    return Pair.objects.running().filter(
        is_group=False, pk__in=Side.objects.filter(person=person, role="mentor", is_open=True).values("pair")
    )


def free_places(mentor, programme) -> int:
    """How many more mentees the rule allows this mentor (ОЧ-П 2.6)."""
    return programme.rule("mentor.max_mentees").value - running_individual(mentor.person).count()


def reasons(mentor, mentee, programme, on) -> list[str]:
    """Why these two, in words; also what does not fit, so that the choice is a choice."""
    found = []
    common = sorted({*mentor.competences.all()} & {*mentee.needs.all()}, key=str)
    if common:
        found.append("Наставник силён в том, что нужно: " + joined(common) + ".")
    elif mentee.needs.exists():
        found.append("Общих тем нет: нужны " + joined(sorted(map(str, mentee.needs.all()))) + ".")
    age = mentee.person.age(on)
    low, high = mentor.wished_age_from, mentor.wished_age_to
    if age is not None and (low or high):
        fits = (low or 0) <= age <= (high or 200)
        wish = f"{low or '…'}–{high or '…'}"
        found.append(f"Возраст {age} {'в пределах' if fits else 'вне пределов'} пожелания наставника ({wish}).")
    if mentor.hours_a_week:
        hours = f"{float(mentor.hours_a_week):g}".replace(".", ",")
        found.append(f"Наставник готов уделять {hours} ч в неделю.")
    rule = programme.rule("mentor.max_mentees")
    found.append(f"Свободных мест у наставника: {free_places(mentor, programme)} из {rule.value} {rule.why}.")
    return found


def reasons_of_all(mentor, mentees, programme, on) -> list[str]:
    return [line for mentee in mentees for line in reasons(mentor, mentee, programme, on)]


def term_gaps(programme, starts, ends):
    """From the least to the greatest term of the rules (ОЧ-П 2.7: не более года; АБР-П 1.3: от 3 месяцев)."""
    if ends <= starts:
        yield Gap("Окончание раньше начала. Исправьте даты.")
        return
    longest, shortest = programme.rule("pair.max_months"), programme.rule("pair.min_months")
    if ends > add_months(starts, longest.value):
        yield Gap(
            f"Срок не может быть больше {count(longest.value, 'месяца', 'месяцев', 'месяцев')} {longest.why}: "
            f"последний возможный день — {short_date(add_months(starts, longest.value))}."
        )
    if shortest.value and ends < add_months(starts, shortest.value):
        yield Gap(
            f"Срок не может быть меньше {count(shortest.value, 'месяца', 'месяцев', 'месяцев')} {shortest.why}: "
            f"самое раннее окончание — {short_date(add_months(starts, shortest.value))}."
        )


def mentor_gaps(programme, mentor, form, on, is_group=False, own_pair=None, standing=None):
    """What keeps this mentor from this pair; `standing` is known where many pairs are looked at in one go."""
    known = standing or Standing(programme, form, [mentor], [], on, besides=own_pair)
    name = mentor.person.short_name
    if mentor.pk not in known.entered:
        yield Gap(
            f"{name} не входит в реестр наставников программы {programme.rule('selection.ways').why}: "
            "сначала отбор и приказ о реестре."
        )
    if mentor.category not in MENTOR_SIDES[form.mentor_side]:
        yield Gap(
            f"{name} — {mentor.get_category_display()}, "
            f"а в форме «{form}» наставник — {form.get_mentor_side_display()}."
        )
    if not is_group:
        rule = programme.rule("mentor.max_mentees")
        busy = known.load[mentor.person_id]
        if busy >= rule.value:
            yield Gap(
                f"У наставника ({name}) уже {count(busy, 'наставляемый', 'наставляемых', 'наставляемых')}, "
                f"больше {rule.value} одновременно нельзя {rule.why}. Выберите другого наставника или создайте группу."
            )
    yield from consent_gaps(mentor.person, programme, "selection", on, known.consents[mentor.person_id])


def mentee_gaps(programme, mentee, form, on, is_group=False, own_pair=None, standing=None):
    """What keeps this mentee from this pair."""
    known = standing or Standing(programme, form, [], [mentee], on, besides=own_pair)
    person = mentee.person
    if mentee.kind != form.mentee_side and not (form.mentee_side == "student" and mentee.kind == "pupil"):
        yield Gap(f"{person.short_name} — {mentee.get_kind_display()}, а форма «{form}» для другой стороны.")
    if person.pk not in known.admitted:
        yield Gap(f"{person.short_name} ещё не в базе наставляемых этой программы: завершите разбор запроса.")
    gap = too_young(programme, person.birth_date, on)
    if gap:
        yield gap
    if not is_group:
        words, page = known.served.get(person.pk, ("", ""))
        if words:
            yield Gap(
                f"У наставляемого ({person.short_name}) уже есть пара в форме «{form}» ({words}). "
                "Второй наставник той же формы не назначается: сначала замените наставника или завершите ту пару.",
                page,
                "К паре",
            )
    yield from consent_gaps(person, programme, "pairing", on, known.consents[person.pk])


def safety_gaps(programme, mentor, mentees, on):
    """The same for the cards of a pair that is being made."""
    yield from outsider_gaps(programme, mentor, [mentee.person for mentee in mentees], on)


def outsider_gaps(programme, mentor, mentees, on):
    """A mentor from outside meets a minor only with valid certificates (ОЧ-П 5.1)."""
    if any(person.is_minor(on) for person in mentees):
        yield from certificate_gaps(programme, mentor, on)


def running_certificate_gaps(pair, on):
    """A paper ran out while the pair works: a warning, for the pair is not broken off by itself (row 90)."""
    mentor = Mentor.objects.filter(person=pair.mentor).first() if pair.mentor else None
    if mentor and pair.status in ("ordered", "working", "suspended", "closing"):
        yield from outsider_gaps(pair.programme, mentor, pair.mentees, on)


def group_gaps(programme, mentees, is_group):
    """A pair has one mentee, a group as many as the rule says (АБР-П 2.3: от двух)."""
    if not is_group:
        if len(mentees) != 1:
            yield Gap("В паре один наставляемый. Для нескольких отметьте «группа».")
        return
    low, high = programme.rule("group.min_size"), programme.rule("group.max_size")
    if not low.value <= len(mentees) <= high.value:
        yield Gap(
            f"В группе должно быть от {low.value} до {high.value} наставляемых {low.why}, выбрано {len(mentees)}."
        )


def tie_gaps(programme, mentor, mentees, known):
    """What lies between these very people: a parent and a child, or the curator's ban."""
    for mentee in mentees:
        names = f"{mentor.person.short_name} и {mentee.person.short_name}"
        if mentor.person_id in known.guardians[mentee.person_id]:
            yield Gap(f"{names}: нельзя быть наставником своего ребёнка. Выберите другого наставника.")
        if ban := known.bans.get((mentor.pk, mentee.pk)):
            why = f" ({ban.note})" if ban.note else ""
            yield Gap(
                f"{names}: куратор исключил эту пару{why}. "
                "Снимите запрет на странице подбора, если он больше не нужен.",
                reverse("programs:pairing") + f"?pair={programme.code}.{ban.form.code}&show=rulings",
                "К запретам",
            )


def people_gaps(programme, mentor, mentees, form, on, is_group=False, standing=None):
    """Everything that keeps these people from being joined: shown before saving, asked again under locks."""
    known = standing or Standing(programme, form, [mentor], mentees, on)
    if not known.offers_form:
        yield Gap(f"Форма «{form}» в программе этого года не выбрана.")
    if mentor.person_id in {mentee.person_id for mentee in mentees}:
        yield Gap("Наставник и наставляемый — один человек.")
    yield from tie_gaps(programme, mentor, mentees, known)
    yield from group_gaps(programme, mentees, is_group)
    yield from mentor_gaps(programme, mentor, form, on, is_group, standing=known)
    for mentee in mentees:
        yield from mentee_gaps(programme, mentee, form, on, is_group, standing=known)
    yield from safety_gaps(programme, mentor, mentees, on)


def standing_gaps(pair, on):
    """Everything about people that must still hold when the order is drafted and approved."""
    form, programme = pair.form, pair.programme
    mentor, mentees = pair.mentor.mentor, [person.mentee for person in pair.mentees]
    known = Standing(programme, form, [mentor], mentees, on, besides=pair)
    yield from mentor_gaps(programme, mentor, form, on, pair.is_group, standing=known)
    for mentee in mentees:
        yield from mentee_gaps(programme, mentee, form, on, pair.is_group, standing=known)
    yield from safety_gaps(programme, mentor, mentees, on)


@dataclass
class Proposal:
    """Who is to be joined and how; `fields` are those of the pair."""

    mentor: Mentor
    mentees: list[Mentee]
    fields: dict
    kinds: tuple = ()

    @property
    def is_group(self) -> bool:
        return self.fields["is_group"]

    @property
    def names(self) -> str:
        return f"{self.mentor.person.short_name} — {', '.join(one.person.short_name for one in self.mentees)}"

    def sides(self, pair) -> list[Side]:
        form = None if self.is_group else pair.form
        return [
            Side(pair=pair, person=self.mentor.person, role="mentor", starts=pair.starts),
            *(Side(pair=pair, person=one.person, role="mentee", starts=pair.starts, running_form=form)
              for one in self.mentees),
        ]  # fmt: skip


def proposal_gaps(one, programme, form, on, known):
    """Every rule of a pair, its term and its words."""
    starts, ends, role_model = (one.fields[name] for name in ("starts", "ends", "role_model"))
    yield from people_gaps(programme, one.mentor, one.mentees, form, on, one.is_group, known)
    if role_model and role_model.form_id != form.pk:
        yield Gap("Ролевая модель — из другой формы.")
    yield from term_gaps(programme, starts, ends)
    met_before = [mentee.person for mentee in one.mentees if mentee.person_id in known.ended]
    yield from overlap_gaps(met_before, form, starts, ends)
    if not one.fields["note"].strip():
        yield Gap(NO_NOTE)


def write_pairs(programme, form, proposals, *, by, on) -> list[Pair]:
    """Checked proposals as rows: pairs, sides, the marks they wait for, and a line of the journal for each.

    Raises Refused, and writes nothing, if somebody was joined meanwhile past the locks.
    """
    try:
        with transaction.atomic():
            pairs = Pair.objects.bulk_create(
                Pair(programme=programme, form=form, proposed_on=on, **one.fields) for one in proposals
            )
            sides = Side.objects.bulk_create(
                side for one, pair in zip(proposals, pairs, strict=True) for side in one.sides(pair)
            )
    except IntegrityError as fault:
        raise Refused("Этого наставляемого только что соединили с другим наставником. Откройте список пар.") from fault
    marks = [PairAgreement(pair=side.pair, side=side) for side in sides]
    marks += [PairAgreement(pair=side.pair, side=side, as_guardian=True) for side in sides if side.person.is_minor(on)]
    PairAgreement.objects.bulk_create(marks)
    for one, pair in zip(proposals, pairs, strict=True):
        if one.kinds:
            pair.kinds.set(one.kinds)
    for row in Pair.objects.filter(pk__in=[pair.pk for pair in pairs]).prefetch_related("sides__person").order_by("pk"):
        journal.write(by, "предложена пара", row, people=row.journal_people())
    return pairs


@transaction.atomic
def propose_pair(
    programme, mentor, mentees, *, by, on, form, starts, ends, role_model=None, kinds=(), mode="in_person",
    is_group=False, goal="", note="", why=None,
) -> Pair:  # fmt: skip
    """A pair by the curator's hand, with its reasons; every limit is checked under locks on both cards.

    `why` are ready sentences of the matching. Raises Refused with every broken rule at once.
    """
    may(by, "programs.pair_propose")
    mentor = workflow.lock(Mentor, mentor.pk)
    mentees = [workflow.lock(Mentee, mentee.pk) for mentee in sorted(mentees, key=lambda one: one.pk)]
    why = why or reasons_of_all(mentor, mentees, programme, on)
    fields = {
        "role_model": role_model, "mode": mode, "is_group": is_group, "starts": starts, "ends": ends, "goal": goal,
        "note": note, "reasons": why,
    }  # fmt: skip
    one = Proposal(mentor, mentees, fields, tuple(kinds))
    gaps = list(proposal_gaps(one, programme, form, on, Standing(programme, form, [mentor], mentees, on)))
    if gaps:
        raise Refused(*gaps)
    return write_pairs(programme, form, [one], by=by, on=on)[0]


def may_answer(mark, person, on) -> bool:
    """Whether this mark is this person's to give: one's own, or any guardian's for a minor."""
    if mark.as_guardian:
        return mark.side.person.guardians(on).filter(pk=person.pk).exists()
    return mark.side.person_id == person.pk


def answer_link(mark, person, *, by) -> str:
    """The token of a personal link by which this very person answers; an older unused one dies."""
    may(by, "programs.pair_propose")
    if mark.answer is not None or mark.pair.status != Pair.Status.PROPOSED:
        raise Refused("Ответ больше не нужен: ссылку выдавать незачем.")
    return links.create("agree_pair", person=person, target=f"agreement:{mark.pk}", by=by)[1]


@transaction.atomic
def answer_pair(mark, *, by, on, agrees: bool, person=None, how="cabinet", note="") -> Pair:
    """A mark of consent (ОЧ-П 2.5). All yes: the pair is agreed. A no: the proposal falls.

    `person` is whose answer it is when the curator enters it from paper or a link brings it; `by` may then be None.
    """
    person = person or by.person
    pair = workflow.lock(Pair, mark.pair_id)
    mark = PairAgreement.objects.select_for_update().get(pk=mark.pk)
    if pair.status != Pair.Status.PROPOSED:
        raise Refused(f"Ответ больше не нужен: пара уже «{pair.get_status_display()}».")
    if mark.answer is not None:
        raise Refused("Ответ уже дан.")
    if not may_answer(mark, person, on):
        raise Refused("Этот ответ даёт другой человек: сам участник, а за ребёнка — его законный представитель.")
    mark.answer, mark.person, mark.answered_on, mark.how, mark.note = agrees, person, on, how, note
    mark.save()
    journal.write(by, "согласие на пару" if agrees else "отказ от пары", pair, people=[mark.side.person], how=how)
    if not agrees:
        pair = workflow.move(pair, "cancel", by=by, on=on, follows=True, note=f"Отказ: {mark.side.get_role_display()}")
        release(pair, on)
    elif not pair.agreements.exclude(answer=True).exists():
        pair = workflow.move(pair, "agree", by=by, on=on, follows=True)
    return pair


def release(pair, on) -> None:
    """Nobody is held by a pair that is no more."""
    for side in pair.sides.filter(is_open=True):
        side.is_open, side.running_form, side.ends = False, None, max(on, side.starts)
        side.save()


@transaction.atomic
def cancel_pair(pair, *, by, on, note) -> Pair:
    """The curator takes the proposal back."""
    row = workflow.move(pair, "cancel", by=by, on=on, note=note)
    release(row, on)
    return row


@transaction.atomic
def write_result(pair, *, by, on, result, result_text, no_final_meeting="") -> Pair:
    """How it ended, before the order on completion (К71-ДК 8; ОЧ-ДК2 33)."""
    may(by, "programs.pair_run", pair)
    row = workflow.lock(Pair, pair.pk)
    if row.status not in (Pair.Status.WORKING, Pair.Status.SUSPENDED, Pair.Status.CLOSING):
        raise Refused(f"Итог пишут, пока пара работает, а она «{row.get_status_display()}».")
    row.result, row.result_text, row.no_final_meeting = result, result_text, no_final_meeting
    row.revision += 1
    row.save()
    journal.write(by, "записан итог пары", row, people=row.journal_people())
    return row


def agree_gaps(pair, on):
    """Every mark is a yes (ОЧ-П 2.5)."""
    for mark in pair.agreements.exclude(answer=True).select_related("side__person"):
        who = (
            f"законный представитель ({mark.side.person.short_name})"
            if mark.as_guardian
            else mark.side.person.short_name
        )
        yield Gap(f"{who}: нет согласия на пару.")


def closing_gaps(pair, on):
    """A result in words, and the final meeting or the reason why there was none (ОЧ-ДК2 24)."""
    link = f"{pair.get_absolute_url()}#result"
    if not pair.result or not pair.result_text.strip():
        yield Gap("Не записан итог работы пары.", link, "Записать итог")
    if not pair.no_final_meeting.strip() and not Meeting.objects.held().filter(pair=pair, kind="final").exists():
        yield Gap(
            "Не было заключительной встречи: проведите её или напишите, почему её не будет.", link, "Указать причину"
        )
