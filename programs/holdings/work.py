"""Selection, register, orders, pairs, plans, meetings, the page on the site."""

from django.db.models import Q

from programs.actions import portfolio
from programs.models import (
    Approval,
    Attendance,
    Candidacy,
    Conflict,
    CriterionMark,
    Decision,
    DoneMark,
    Interview,
    Meeting,
    Minutes,
    Order,
    OrderLine,
    OrderStep,
    Pair,
    PairAgreement,
    PairChange,
    Plan,
    PlanLine,
    PlanNote,
    PlanVersion,
    Portfolio,
    Publication,
    Sheet,
    Vote,
)
from registry.engine import papers, workflow
from registry.engine.inventory import Holding, blank, gone, shown
from registry.holdings.people import BY_CONSENT
from registry.text import short_date

BY_ORDER = "приказ школы; исполнение обязанностей по закону (п. 2 ч. 1 ст. 6 152-ФЗ)"


def selection(person, on):
    card = getattr(person, "mentor", None)
    for row in card.candidacies.select_related("programme") if card else ():
        yield from shown("Кандидат в наставники", f"{row.programme}: {row.get_status_display()}", row.nominated_on)
        yield from shown("Основание", row.ground, row.nominated_on)
        for talk in row.interviews.all():
            yield from shown("Вывод собеседования", talk.conclusion, talk.held_on)
        sheets = row.sheets.filter(handed_on__isnull=False).count()
        yield from shown("Листы критериев", f"заполнено: {sheets}" if sheets else "", row.nominated_on)
        for one in row.decisions.select_related("minutes"):
            yield from shown("Решение комиссии", f"{one.minutes}: {one.get_outcome_display()}", one.minutes.held_on)
    for one in card.trainings.select_related("training") if card else ():
        yield from shown("Занятие для наставников", one.training.theme, one.training.held_on)
    for seat in person.commission_seats.select_related("commission__programme"):
        yield from shown(
            "Место в комиссии", f"{seat.get_seat_display()}, {seat.commission.programme}", seat.commission.made_on
        )


def erase_selection(person, *, by, on) -> int:
    """Sheets of criteria and conclusions go; that the candidacy was, and how it ended, stays without a name."""
    rows = Candidacy.objects.filter(mentor__person=person)
    for row in rows.filter(status__in=["nominated", "recommended"]):
        workflow.move(row, "refuse", by=by, on=on, follows=True, note="данные уничтожены")
    number = gone(CriterionMark.objects.filter(candidacy__mentor__person=person))
    for table in (Sheet, Interview, Vote, Conflict):
        number += gone(table.objects.filter(candidacy__mentor__person=person))
    number += gone(Attendance.objects.filter(mentor__person=person))
    Decision.objects.filter(candidacy__mentor__person=person).update(note="")
    return number + blank(rows)


def register(person, on):
    card = getattr(person, "mentor", None)
    for row in card.register_entries.select_related("programme", "line__order") if card else ():
        until = f" по {short_date(row.ends)}" if row.ends else ""
        yield from shown("В реестре наставников", f"{row.programme}{until}; {row.line.order}", row.starts)


def orders_of(person):
    """Orders and minutes that name the person."""
    named = Q(lines__in=OrderLine.objects.naming(person))
    return Order.objects.filter(named | Q(acquaintances__person=person) | Q(approvals__person=person)).distinct()


def orders(person, on):
    for row in orders_of(person).filter(status__in=["registered", "cancelled"]):
        yield from shown("Назван в приказе", f"{row.name} «{row.title}»", row.date)
    for row in Minutes.objects.filter(decisions__candidacy__mentor__person=person):
        yield from shown("Назван в протоколе", str(row), row.held_on)


def close_orders(person, *, by, on) -> int:
    """The papers stay for ever, and from now on only the director and the curator open them."""
    from registry.models import StoredFile

    rows = orders_of(person)
    minutes = Minutes.objects.filter(decisions__candidacy__mentor__person=person)
    files = StoredFile.objects.filter(
        Q(pk__in=rows.values("paper__file")) | Q(pk__in=rows.values("scan")) | Q(pk__in=minutes.values("paper__file"))
    )
    number = files.filter(closed_on__isnull=True).update(closed_on=on)
    Approval.objects.filter(person=person).update(remark="")
    OrderStep.objects.filter(order__in=list(rows.values_list("pk", flat=True))).update(remark="")
    Order.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(remark="")
    return number


def pairs_of(person):
    return Pair.objects.filter(pk__in=person.sides.values("pair"))


def pairs(person, on):
    for side in person.sides.select_related("pair__programme", "pair__form"):
        pair = side.pair
        yield from shown(
            "Пара", f"{side.get_role_display()}, {pair.programme}: {pair.get_status_display()}", side.starts
        )
        yield from shown("Цель работы", pair.goal, side.starts)
        yield from shown("Чем завершилась", pair.get_result_display() if pair.result else "", pair.ended_on)
        yield from shown("Итог работы", pair.result_text, pair.ended_on)
        for mark in side.agreements.all():
            answer = "ждёт ответа" if mark.answer is None else "согласие" if mark.answer else "отказ"
            yield from shown("Согласие на пару", answer, mark.answered_on)


def plans(person, on):
    for plan in Plan.objects.filter(pair__in=pairs_of(person)).prefetch_related("lines"):
        yield from shown("Индивидуальный план", plan.goal or plan.get_status_display(), plan.submitted_on)
        for line in plan.lines.all():
            done = f": {line.get_mark_display()}" if line.mark else ""
            fact = f"; {line.actual_result}" if line.actual_result else ""
            yield from shown("Задание плана", f"{line.task}{done}{fact}", line.due)
        yield from shown("Анализ наставника", plan.analysis)
        for version in plan.versions.all():
            yield from shown("Согласованная версия плана", f"{version.number}: {version.reason}", version.agreed_on)
    for note in PlanNote.objects.filter(Q(person=person) | Q(author=person)):
        answer = f" — {note.get_decision_display()}: {note.answer}" if note.answered_on else ""
        yield from shown(f"Слово о плане, {note.get_kind_display()}", f"{note.text}{answer}", note.written_on)
    for mark in DoneMark.objects.filter(person=person).select_related("line"):
        yield from shown("Отмечено «сделал»", mark.line.task, mark.marked_on)


def erase_pairs(person, *, by, on) -> int:
    """The other one's work stays; in every text of these pairs the name becomes the code."""
    from registry.erasure import label_of, sweep
    from registry.erasure.names import marks_of

    marks, found = marks_of(person, label_of(person.code)), list(pairs_of(person).values_list("pk", flat=True))
    number = gone(PlanNote.objects.filter(person=person)) + gone(DoneMark.objects.filter(person=person))
    for rows in (
        Pair.objects.filter(pk__in=found), Plan.objects.filter(pair__in=found),
        PlanLine.objects.filter(plan__pair__in=found), PlanVersion.objects.filter(plan__pair__in=found),
        PlanNote.objects.filter(plan__pair__in=found), Meeting.objects.filter(pair__in=found),
        PairAgreement.objects.filter(pair__in=found), PairChange.objects.filter(pair__in=found),
    ):  # fmt: skip
        number += sweep.clean(rows, marks, linked=True)
    PairAgreement.objects.filter(Q(side__person=person) | Q(person=person)).update(note="")
    return number + len(found)


def publication(person, on):
    card = getattr(person, "mentor", None)
    row = Publication.objects.filter(mentor=card).first() if card else None
    if row:
        yield from shown("Страница на сайте школы", row.get_status_display(), row.published_on)
    made = Portfolio.objects.filter(person=person).first()
    if made:
        said = portfolio.values_of(person) if card is None else {"publications": made.publications}
        for name, value in said.items():
            yield from shown(f"Портфолио: {Portfolio._meta.get_field(name).verbose_name}", value)
        yield from shown("Портфолио: фотография", made.photo and made.photo.name)
        for one in made.documents.all():
            yield from shown("Портфолио: документ", one.title, one.added_on)


def erase_publication(person, *, by, on) -> int:
    """The page, and the portfolio with its photograph and documents."""
    number = gone(Publication.objects.filter(mentor__person=person))
    for made in Portfolio.objects.filter(person=person):
        for file in filter(None, [made.photo, *(one.file for one in made.documents.all())]):
            papers.destroy(file)
        made.delete()
        number += 1
    return number


HOLDINGS = {
    "selection": Holding(
        "Отбор наставников", "documents", BY_CONSENT, "participation",
        {"programs.Candidacy": ("mentor", "ground", "end_note"), "programs.CriterionMark": ("by",),
         "programs.Sheet": ("by",), "programs.Vote": ("person", "entered_by"),
         "programs.Conflict": ("person", "marked_by"),
         "programs.Interview": ("participants", "conclusion", "written_by"), "programs.Attendance": ("mentor",),
         "programs.Training": ("expert", "materials"),
         "programs.CommissionMember": ("person",), "programs.Decision": ("note",),
         "programs.Activity": ("done_by", "done_note")},
        selection, erase=erase_selection,
    ),
    "register": Holding(
        "Реестр наставников", "work", BY_ORDER, "orders", {"programs.RegisterEntry": ("mentor",)}, register
    ),
    "orders": Holding(
        "Приказы и протоколы", "documents", BY_ORDER, "orders",
        {"programs.Order": ("prepared_by", "approved_by", "preamble", "points", "remark"),
         "programs.OrderStep": ("person", "remark"),
         "programs.OrderLine": ("member", "candidacy", "pair", "request"), "programs.Approval": ("person", "remark"),
         "programs.Acquaintance": ("person",), "programs.Minutes": ("present",)},
        orders, erase=close_orders,
    ),
    "pairs": Holding(
        "Пары", "results", BY_CONSENT, "participation",
        {"programs.Pair": ("goal", "reasons", "note", "result_text", "no_final_meeting", "end_note"),
         "programs.Side": ("person",), "programs.PairAgreement": ("person", "note"),
         "programs.PairChange": ("former", "asked_by", "ground", "paper", "note")},
        pairs, erase=erase_pairs,
    ),
    "plans": Holding(
        "Планы", "results", BY_CONSENT, "participation",
        {"programs.Plan": ("submitted_by", "agreed_by", "goal", "explanation", "reason", "remark", "analysis"),
         "programs.PlanLine": ("section", "task", "planned_result", "actual_result", "comment"),
         "programs.PlanVersion": ("agreed_by", "reason", "said"),
         "programs.PlanNote": ("person", "author", "answered_by", "about", "text", "answer"),
         "programs.DoneMark": ("person",)}, plans,
    ),
    "publication": Holding(
        "Страница на сайте", "photo", "согласие на распространение (ст. 10.1 152-ФЗ)", "participation",
        {"programs.Publication": ("mentor",),
         "programs.Portfolio": ("person", "education", "achievements", "publications", "interests", "motto", "photo",
                               "seen_contests"),
         "programs.PortfolioDocument": ("title", "file")}, publication, erase=erase_publication,
    ),
}  # fmt: skip
