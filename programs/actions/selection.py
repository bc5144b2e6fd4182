"""Candidacies, criteria sheets, the commission and its minutes."""

from django.db import transaction
from django.db.models import Count

from programs.models import Candidacy, Commission, CommissionMember, Criterion, CriterionMark, Decision, Minutes
from registry.actions.consents import ask_consents
from registry.actions.people import may
from registry.engine import consents, journal, papers, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Certificate, ConsentKind, Person
from registry.text import joined


@transaction.atomic
def nominate(programme, mentor, way, *, by, on, form=None, ground="") -> Candidacy:
    """Put a card of the base on its way into the register, by one of the three ways (ОЧ-П 2.13)."""
    may(by, "programs.candidacy_add")
    ways = programme.rule("selection.ways")
    if way not in ways.value:
        names = joined(dict(Candidacy.WAYS)[code] for code in ways.value)
        raise Refused(f"По этому пути кандидатов не выдвигают: есть {names} {ways.why}.", field="way")
    categories = programme.rule("mentor.categories")
    if mentor.category not in categories.value:
        raise Refused(
            f"«{mentor.get_category_display()}» не входит в число тех, кто может быть наставником {categories.why}.",
            field="mentor",
        )
    if way in ("collective", "application") and not ground.strip():
        what = "номер и дату протокола или представления" if way == "collective" else "дату заявления"
        raise Refused(f"Укажите основание: {what} {ways.why}.", field="ground")
    if Candidacy.objects.filter(
        programme=programme, mentor=mentor, status__in=["nominated", "recommended", "registered"]
    ).exists():
        raise Refused("Этот кандидат уже выдвинут в этой программе: откройте его в списке кандидатов.", field="mentor")
    candidacy = Candidacy.objects.create(
        programme=programme, mentor=mentor, way=way, form=form, nominated_on=on, ground=ground
    )
    journal.write(by, "выдвинут кандидат в наставники", candidacy, people=[mentor.person], way=way)
    kinds = [ConsentKind.PROCESSING] + ([ConsentKind.PARTICIPATION] if mentor.person.is_minor(on) else [])
    ask_consents(mentor.person, kinds, by=by, on=on, scope=programme.code)
    return candidacy


def busy_everywhere(programmes):
    """Ids of the cards that are on their way, or in the register, in every one of these programmes."""
    running = Candidacy.objects.filter(programme__in=programmes, status__in=["nominated", "recommended", "registered"])
    counted = running.order_by().values("mentor").annotate(number=Count("programme", distinct=True))
    return counted.filter(number__gte=len(programmes)).values("mentor")


def fitting(programmes, mentor):
    """The programme that this card is most likely for: not yet running there, and with a form for such mentors."""
    from programs.actions.pairs import MENTOR_SIDES

    busy = set(
        Candidacy.objects.filter(mentor=mentor, status__in=["nominated", "recommended", "registered"])
        .values_list("programme", flat=True)
    )  # fmt: skip

    def distance(programme):
        sides = {form.mentor_side for form in programme.forms.all()}
        suits = any(mentor.category in MENTOR_SIDES[side] for side in sides)
        return programme.pk in busy, not suits, len(sides)

    return min(programmes, key=distance)


def criteria_for(candidacy):
    """General criteria, then those of the candidate's form."""
    codes = [""] + ([candidacy.form.code] if candidacy.form else [])
    return Criterion.objects.filter(form_code__in=codes, is_retired=False)


@transaction.atomic
def mark_criteria(candidacy, marks: dict, *, by, on) -> None:
    """One assessor's whole sheet: {criterion: 0 | 1 | 2}."""
    may(by, "programs.candidacy_mark", candidacy)
    if candidacy.status != Candidacy.Status.NOMINATED:
        raise Refused(f"Оценки ставят до решения, а кандидат уже «{candidacy.get_status_display()}».")
    if by.person.pk == candidacy.mentor.person_id:
        raise Refused("Себя оценивать нельзя: лист критериев заполняет другой человек.")
    for criterion, mark in marks.items():
        CriterionMark.objects.update_or_create(
            candidacy=candidacy, criterion=criterion, by=by.person, defaults={"mark": mark}
        )
    journal.write(by, "заполнен лист критериев", candidacy, people=[candidacy.mentor.person])


@transaction.atomic
def write_interview(candidacy, *, by, on, interviewed_on, conclusion) -> Candidacy:
    """A talk with the candidate, with its conclusion (ОЧ-ДК2 12)."""
    may(by, "programs.candidacy_mark", candidacy)
    if interviewed_on > on:
        raise Refused("Собеседование ещё не состоялось: дата в будущем.", field="interviewed_on")
    row = workflow.lock(Candidacy, candidacy.pk)
    row.interviewed_on, row.interview = interviewed_on, conclusion
    row.save()
    journal.write(by, "записано собеседование", row, people=[row.mentor.person])
    return row


def certificate_gaps(programme, mentor, on):
    """Papers of a mentor from outside: shown, checked, not expired (ОЧ-П 5.1)."""
    rule = programme.rule("outsider.certificates")
    if not mentor.is_outsider:
        return
    titles = dict(Certificate.KINDS)
    for kind in rule.value:
        if kind == "other":
            continue
        if not mentor.certificates.valid(on).filter(kind=kind).exists():
            expired = mentor.certificates.filter(kind=kind).exists()
            state = "срок истёк" if expired else "не представлена"
            yield Gap(
                f"Наставник не из школы: {titles[kind]} — {state} {rule.why}.",
                f"{mentor.get_absolute_url()}#certificates",
                "Внести документ",
            )


def sheet_is_full(candidacy) -> bool:
    """At least one assessor has marked every criterion."""
    needed = set(criteria_for(candidacy).values_list("pk", flat=True))
    sheets: dict = {}
    for mark in candidacy.marks.all():
        sheets.setdefault(mark.by_id, set()).add(mark.criterion_id)
    return any(needed <= marked for marked in sheets.values())


def consent_gaps(person, programme, purpose, on):
    """Consents that the purpose lacks, each with the page that mends it."""
    kinds = list(consents.missing_kinds(person, purpose, on, programme.code))
    if purpose == "selection" and person.is_minor(on):
        kinds += [
            kind for kind in ("participation",)
            if not person.consents.valid(on).filter(kind=kind, scope=programme.code).exists()
        ]  # fmt: skip
    rule = programme.rule("consent.participation")
    who = " с подписью законного представителя" if person.is_minor(on) else ""
    for kind in dict.fromkeys(kinds):
        yield Gap(
            f"{person.short_name}: нет действующего согласия {ConsentKind(kind).label}{who} {rule.why}.",
            f"{person.get_absolute_url()}#consents",
            "К согласиям",
        )


def recommend_gaps(candidacy, on):
    """What keeps a candidate from being recommended."""
    person = candidacy.mentor.person
    yield from consent_gaps(person, candidacy.programme, "selection", on)
    yield from certificate_gaps(candidacy.programme, candidacy.mentor, on)
    if not sheet_is_full(candidacy):
        yield Gap(
            f"Лист критериев не заполнен ни одним оценивающим {candidacy.programme.rule('selection.ways').why}.",
            f"{candidacy.get_absolute_url()}#criteria",
            "Заполнить",
        )
    if (
        candidacy.way == "application"
        and not Decision.objects.filter(candidacy=candidacy, minutes__status=Minutes.Status.SIGNED).exists()
    ):
        yield Gap(
            "Кандидат идёт по заявлению: нужно решение конкурсной комиссии в подписанном протоколе "
            f"{candidacy.programme.rule('commission.min_size').why}."
        )


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
    """Minutes with a line for every application that waits for the commission."""
    may(by, "programs.minutes_edit")
    if not commission.is_working:
        raise Refused("Комиссия ещё не утверждена приказом: сначала проведите приказ о её создании.")
    order = order_of(commission)
    if order and held_on < order.effective_on:
        raise Refused(f"Заседание раньше приказа о создании комиссии ({order.name}). Проверьте дату.", field="held_on")
    if held_on > on:
        raise Refused("Заседание ещё не состоялось: дата в будущем.", field="held_on")
    if commission.minutes.filter(number=number).exists():
        raise Refused("Протокол с таким номером уже есть.", field="number")
    minutes = Minutes.objects.create(commission=commission, number=number, held_on=held_on)
    minutes.present.set(commission.members.all())
    here = commission.members.count()
    for candidacy in waiting_for(commission):
        Decision.objects.create(minutes=minutes, candidacy=candidacy, votes_for=here)
    journal.write(by, "начат протокол комиссии", minutes)
    return minutes


@transaction.atomic
def write_minutes(minutes, *, by, present, votes: dict) -> Minutes:
    """Who was there and how they voted: {decision: {votes_for, votes_against, abstained, note}}; None puts one off."""
    may(by, "programs.minutes_edit")
    row = workflow.lock(Minutes, minutes.pk)
    if row.status != Minutes.Status.DRAFT:
        raise Refused("Протокол уже подписан: изменить его нельзя. Проведите новое заседание.")
    gaps = []
    for decision, counted in votes.items():
        total = sum(counted[key] for key in ("votes_for", "votes_against", "abstained")) if counted else None
        if counted and total != len(present):
            gaps.append(votes_differ(decision, total, len(present)))
    if gaps:
        raise Refused(*gaps)
    row.present.set(present)
    for decision, counted in votes.items():
        if counted is None:
            decision.delete()
            continue
        for key, value in counted.items():
            setattr(decision, key, value)
        decision.save()
    row.revision += 1
    row.save()
    journal.write(by, "изменён протокол комиссии", row)
    return row


def votes_differ(decision, total, present) -> Gap:
    name = decision.candidacy.mentor.person.short_name
    return Gap(f"{name}: голосов {total}, а присутствовали {present}. Исправьте числа.")


def order_of(commission):
    """The registered order by which the commission works."""
    from programs.models import Order

    return Order.objects.registered().filter(lines__member__commission=commission).first()


def minutes_gaps(minutes, on):
    """Quorum, chair, votes that add up, and candidates whose papers are in order."""
    members = list(minutes.commission.members.all())
    present = list(minutes.present.all())
    if len(present) * 2 <= len(members):
        yield Gap(f"Нет кворума: присутствовали {len(present)} из {len(members)}, нужно больше половины.")
    if not any(member.seat == "chair" for member in present):
        yield Gap(
            "На заседании не было председателя: без него комиссия не решает "
            f"{minutes.commission.programme.rule('commission.chair').why}."
        )
    decisions = list(minutes.decisions.select_related("candidacy__mentor__person", "candidacy__programme"))
    if not decisions:
        yield Gap("В протоколе нет ни одного кандидата.")
    for row in decisions:
        name = row.candidacy.mentor.person.short_name
        total = row.votes_for + row.votes_against + row.abstained
        if total != len(present):
            yield votes_differ(row, total, len(present))
        if row.outcome == "recommend":
            for gap in recommend_gaps(row.candidacy, on):
                if "конкурсной комиссии" not in gap.text:
                    yield gap.about(name)


@transaction.atomic
def sign_minutes(minutes, *, by, on) -> Minutes:
    """The chair signs: the paper is frozen and every candidate moves by the votes."""
    from programs.papers import minutes as paper

    may(by, "programs.minutes_sign", minutes)
    gaps = list(minutes_gaps(minutes, on))
    if gaps:
        raise Refused(*gaps)
    row = workflow.move(minutes, "sign", by=by, on=on)
    for decision in row.decisions.select_related("candidacy"):
        if decision.outcome == "recommend":
            workflow.move(decision.candidacy, "recommend", by=by, on=on)
        else:
            workflow.move(decision.candidacy, "reject", by=by, on=on, note=f"Решение комиссии: {row}")
    row.paper = papers.issue(
        kind="minutes", template=paper.TEMPLATE, context=paper.context(row), title=paper.title(row),
        name=f"Протокол комиссии № {row.number} от {row.held_on:%d.%m.%Y}.pdf", number=row.number, date=row.held_on,
        readers=Person.objects.filter(commission_seats__commission=row.commission),
    )  # fmt: skip
    row.save()
    return row
