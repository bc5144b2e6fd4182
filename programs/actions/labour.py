"""Labour law of mentoring: consent to the duties, the regime, the supplementary agreement and its early end."""

from django.db import transaction

from programs.models import Candidacy, SupplementaryAgreement
from programs.numbering import next_number
from programs.papers import supplement as paper
from registry.actions.people import may
from registry.answers import readable
from registry.engine import calendar, journal, papers, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Employment, School
from registry.text import joined, short_date

NOTICE_DAYS = 3
"""Working days between the notice and the end (ст. 351.8 ТК РФ)."""


@transaction.atomic
def receive_duties_consent(candidacy, *, by, on, signed_on) -> Candidacy:
    """The signed paper came: from now on the person may be named in an order."""
    may(by, "programs.candidacy_add", candidacy)
    row = workflow.lock(Candidacy, candidacy.pk)
    if signed_on > on:
        raise Refused("Согласие ещё не подписано: дата в будущем.", field="signed_on")
    row.duties_consent_on = signed_on
    row.save()
    journal.write(by, "получено согласие на обязанности наставника", row, people=[row.person], signed_on=signed_on)
    return row


def duties_gaps(candidacy):
    """An employee without the written consent to the duties enters no order (АБР-П 3.2, ст. 351.8 ТК РФ)."""
    if candidacy.wants_duties_consent and not candidacy.duties_consent_on:
        rule = candidacy.programme.rule("mentor.written_consent")
        yield Gap(
            f"{candidacy.person.short_name}: нет даты письменного согласия на обязанности наставника "
            f"{rule.why}. Без неё работника нельзя внести в приказ.",
            f"{candidacy.get_absolute_url()}#duties",
            "Отметить согласие",
        )


def mentor_side(pair):
    """The side of the one who mentors now."""
    return pair.sides.filter(role="mentor", is_open=True).select_related("person").first()


def regime_gaps(pair, regime, on):
    """Art. 351.8 is about one employee helping another; «не работник» is about nobody's employee."""
    side = mentor_side(pair)
    if side is None:
        yield Gap("В паре нет наставника: режим указывать не для кого.")
        return
    people = [side.person, *pair.mentees] if regime == "351.8" else [side.person]
    working = set(Employment.objects.active(on).filter(person__in=people).values_list("person", flat=True))
    if regime == "351.8":
        strangers = [person.short_name for person in people if person.pk not in working]
        if strangers:
            yield Gap(
                f"Статья 351.8 ТК РФ — о помощи одного работника школы другому, а {joined(strangers)} здесь не "
                "работает. Выберите «иная доплата», «общественная работа» или «не работник школы»."
            )
    elif regime == "outside" and side.person.pk in working:
        yield Gap(f"{side.person.short_name} работает в школе: выберите другой режим.")
    elif regime == "other" and side.person.pk not in working:
        yield Gap(f"{side.person.short_name} не работает в школе: доплату назначить нельзя.")


@transaction.atomic
def set_regime(pair, regime, *, by, on) -> None:
    """How labour law sees this mentor's work in this pair."""
    may(by, "programs.supplement_edit", pair)
    gaps = list(regime_gaps(pair, regime, on))
    if gaps:
        raise Refused(*gaps, field="regime")
    side = mentor_side(pair)
    if regime != "351.8" and pair.supplements.filter(employee=side.person, notice_on=None).exists():
        raise Refused("По этой паре уже есть дополнительное соглашение: сначала прекратите его.", field="regime")
    side.labour_regime = regime
    side.save()
    journal.write(by, "указан трудовой режим наставника", pair, people=[side.person], regime=regime)


@transaction.atomic
def draft_supplement(pair, *, by, on) -> SupplementaryAgreement:
    """A draft filled from the pair; the payment is left to the people."""
    may(by, "programs.supplement_edit", pair)
    side = mentor_side(pair)
    if side is None or side.labour_regime != "351.8":
        raise Refused("Сначала укажите трудовой режим «по статье 351.8 ТК РФ»: для других соглашение не составляют.")
    found = pair.supplements.filter(employee=side.person, notice_on=None).first()
    if found:
        return found
    row = SupplementaryAgreement.objects.create(
        pair=pair, employee=side.person, drafted_on=on, prepared_by=by.person, starts=pair.starts, ends=pair.ends,
        content=f"Помощь в овладении навыками работы по плану: {pair.goal}" if pair.goal else "",
        form=f"{'групповая' if pair.is_group else 'индивидуальная'}, {pair.get_mode_display()}",
    )  # fmt: skip
    journal.write(by, "начато дополнительное соглашение", row, people=[row.employee])
    return row


@transaction.atomic
def edit_supplement(row, *, by, **values) -> SupplementaryAgreement:
    """The draft may be unfinished; a finished one is changed by another agreement."""
    may(by, "programs.supplement_edit", row)
    fresh = workflow.lock(SupplementaryAgreement, row.pk)
    if fresh.status != fresh.Status.DRAFT:
        raise Refused("Соглашение уже с номером: менять его текст нельзя. Прекратите его и составьте новое.")
    for name, value in values.items():
        setattr(fresh, name, value)
    if fresh.starts and fresh.ends and fresh.ends < fresh.starts:
        raise Refused("Срок не может кончиться раньше, чем начнётся.", field="ends")
    fresh.revision += 1
    fresh.save()
    journal.write(by, "изменено дополнительное соглашение", fresh, people=[fresh.employee])
    return fresh


def finish_gaps(row, on):
    """The four mandatory blocks, the contract, and two employees."""
    blanks = row.blanks
    if blanks:
        yield Gap(
            f"Не заполнено: {joined(blanks)}. Статья 351.8 ТК РФ требует указать содержание, срок, форму и выплаты.",
            f"{row.get_absolute_url()}edit/",
            "Дополнить",
        )
    if not row.contract.strip():
        yield Gap("Укажите номер и дату трудового договора.", f"{row.get_absolute_url()}edit/", "Дополнить")
    yield from regime_gaps(row.pair, "351.8", on)


@transaction.atomic
def finish_supplement(row, *, by, on, number="") -> SupplementaryAgreement:
    """Number, date and the paper for both to sign."""
    may(by, "programs.supplement_edit", row)
    School.objects.select_for_update().order_by("pk").first()
    number = number.strip() or next_number(SupplementaryAgreement, on)
    if SupplementaryAgreement.objects.filter(calendar_year=on.year, number=number).exclude(pk=row.pk).exists():
        raise Refused(f"Номер {number} в {on.year} году уже занят. Поставьте другой.", field="number")
    row = workflow.move(row, "finish", by=by, on=on, number=number, date=on)
    row.paper = papers.issue(
        kind="supplement", template=paper.TEMPLATE, context=paper.context(row), title=paper.title(row),
        name=readable(f"Дополнительное соглашение № {number}, {row.employee.short_name}.pdf"),
        number=number, date=on, readers=[row.employee],
    )  # fmt: skip
    row.save()
    return row


@transaction.atomic
def sign_supplement(row, *, by, on, signed_on) -> SupplementaryAgreement:
    """The paper came back with both signatures; a click alone is none."""
    if signed_on > on:
        raise Refused("Дата подписания ещё не наступила.", field="signed_on")
    if row.date and signed_on < row.date:
        raise Refused(f"Подписать раньше даты соглашения ({short_date(row.date)}) нельзя.", field="signed_on")
    return workflow.move(row, "sign", by=by, on=on, signed_on=signed_on)


def earliest_end(notice_on):
    """The first day on which the work may end: three working days after the notice, its own day not counted."""
    return calendar.add_working_days(notice_on, NOTICE_DAYS)


@transaction.atomic
def end_supplement(row, *, by, on, notice_by, notice_on, ends_early_on) -> SupplementaryAgreement:
    """A refusal or a cancellation; neither needs a reason, both need three working days (ст. 351.8 ТК РФ)."""
    if notice_on > on:
        raise Refused("Уведомление ещё не вручено: дата в будущем.", field="notice_on")
    if row.signed_on and notice_on < row.signed_on:
        raise Refused("Уведомление раньше подписания соглашения. Проверьте дату.", field="notice_on")
    first = earliest_end(notice_on)
    if ends_early_on < first:
        raise Refused(
            f"Предупреждают не менее чем за три рабочих дня (ст. 351.8 ТК РФ): при уведомлении {short_date(notice_on)} "
            f"прекратить можно не раньше {short_date(first)}.",
            field="ends_early_on",
        )
    return workflow.move(
        row, "end", by=by, on=on, notice_by=notice_by, notice_on=notice_on, ends_early_on=ends_early_on
    )
