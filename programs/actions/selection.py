"""Candidacies: who is nominated, by which criteria, and what keeps a candidate from the register."""

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from programs.models import Candidacy, Criterion, Decision, Minutes
from registry.actions.consents import ask_consents
from registry.actions.people import may
from registry.engine import consents, journal
from registry.engine.errors import Gap, Refused
from registry.models import Certificate, ConsentKind
from registry.text import count, joined


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
    """At least one assessor has handed in a sheet; only whole ones are taken."""
    return candidacy.sheets.filter(handed_on__isnull=False).exists()


def experience(programme, mentor):
    """(years or None, the rule) where the experience is too little or unknown; else None (КВ-Пг 4.3)."""
    if mentor.category == "pupil":
        return None
    rules = [programme.rule("mentor.min_experience_years")]
    if mentor.category == "partner":
        rules.append(programme.rule("mentor.employer_experience_years"))
    rule = max(rules, key=lambda one: one.value)
    years = mentor.experience_years
    return (years, rule) if rule.value and (years is None or years < rule.value) else None


def experience_warnings(programme, mentor) -> list[str]:
    """Too little experience never passes in silence: the commission reads it, and so do the minutes."""
    found = experience(programme, mentor)
    if found is None:
        return []
    years, rule = found
    least = count(rule.value, "года", "лет", "лет")
    if years is None:
        return [f"Стаж в карточке не указан, а опыт наставника — от {least} {rule.why}. Уточните его у кандидата."]
    return [f"Опыт — {count(years, 'год', 'года', 'лет')}, а ожидается от {least} {rule.why}: решает комиссия."]


def training_gaps(programme, mentor):
    """Where the document makes training obligatory, nobody comes into the register without it (К71: «при
    необходимости», so elsewhere it is no condition)."""
    rule = programme.rule("training.required")
    if rule.value and not mentor.trainings.filter(training__programme=programme).exists():
        yield Gap(
            f"Наставник ещё не был ни на одном занятии для наставников, а обучение обязательно {rule.why}.",
            reverse("programs:training_list"),
            "К занятиям",
        )


def consent_gaps(person, programme, purpose, on, held=None):
    """Consents that the purpose lacks, each with the page that mends it.

    `held` are the kinds that are valid on the day, where they were asked for many people at once.
    """
    if held is None:
        held = consents.held([person.pk], on, programme.code)[person.pk]
    needed = list(consents.PURPOSES[purpose].kinds)
    if purpose == "selection" and person.is_minor(on):
        needed.append(consents.PARTICIPATION)
    rule = programme.rule("consent.participation")
    who = " с подписью законного представителя" if person.is_minor(on) else ""
    for kind in dict.fromkeys(kind for kind in needed if kind not in held):
        yield Gap(
            f"{person.short_name}: нет действующего согласия {ConsentKind(kind).label}{who} {rule.why}.",
            f"{person.get_absolute_url()}#consents",
            "К согласиям",
        )


def recommend_gaps(candidacy, on):
    """What keeps a candidate from being recommended."""
    from programs.actions.assessing import waits_for_psychologist

    person = candidacy.mentor.person
    yield from consent_gaps(person, candidacy.programme, "selection", on)
    yield from certificate_gaps(candidacy.programme, candidacy.mentor, on)
    if not sheet_is_full(candidacy):
        yield Gap(
            f"Лист критериев не заполнен: оценки не сдал ещё никто {candidacy.programme.rule('selection.ways').why}.",
            f"{candidacy.get_absolute_url()}#criteria",
            "Заполнить",
        )
    yield from training_gaps(candidacy.programme, candidacy.mentor)
    if waits_for_psychologist(candidacy):
        yield Gap(
            "По итогам собеседования нужна беседа с психологом, а её ещё не было.",
            f"{candidacy.get_absolute_url()}#interview",
            "Внести беседу",
        )
    if (
        candidacy.way == "application"
        and not Decision.objects.filter(candidacy=candidacy, minutes__status=Minutes.Status.SIGNED).exists()
    ):
        yield Gap(
            "Кандидат идёт по заявлению: нужно решение конкурсной комиссии в подписанном протоколе "
            f"{candidacy.programme.rule('commission.min_size').why}."
        )
