"""Kinds of orders: whom each lists, what each line must have, who agrees, and what approval brings about."""

import abc
import datetime
from dataclasses import dataclass

from programs.models import Candidacy, Commission, Order, OrderLine, Pair, Plan, PlanLine, RegisterEntry, TypicalPlan
from registry.engine import workflow
from registry.engine.errors import Gap
from registry.text import short_date


@dataclass(frozen=True)
class Kind(abc.ABC):
    """`field` is the typed key of a line; `columns` head the annex: (title, key of row(), width).

    Widths are even per cents, 94 together; the rest is the column of numbers.
    """

    code: str
    title: str
    field: str
    annex_title: str
    columns: tuple
    journal = "Основная деятельность"

    @abc.abstractmethod
    def gather(self, programme, on) -> list:
        """Everything that waits for such an order now."""

    @abc.abstractmethod
    def row(self, thing, on) -> dict:
        """Plain values for the annex."""

    def line_gaps(self, thing, order, on):
        """Sentences that keep this line out of an order."""
        return ()

    def order_gaps(self, order, on):
        """Sentences about the list as a whole."""
        return ()

    def signatories(self, order) -> list:
        """People whose answer the approval sheet needs before the director sees the draft."""
        return []

    def named(self, order) -> list:
        """People who must be acquainted with the order."""
        return []

    def grounds(self, order) -> list[tuple[datetime.date, str]]:
        """Dates before which the order can't be dated, each with what happened then."""
        answers = [row for row in order.approvals.all() if row.answered_on]
        return [(order.drafted_on, "проект подготовлен")] + [
            (row.answered_on, f"ответ в листе согласования ({row.person.short_name})") for row in answers
        ]

    @abc.abstractmethod
    def brings(self, thing) -> str:
        """What approval will do with this line, for the director's page."""

    @abc.abstractmethod
    def apply(self, line, *, by, on):
        """What the line brings about; `on` is the day from which it holds."""

    def refused(self, order, person, *, by, on, remark):
        """What a «не согласен» on the approval sheet does to the draft; mostly the curator decides."""
        return None


class CommissionKind(Kind):
    def gather(self, programme, on):
        commission = (
            Commission.objects.filter(programme=programme, is_working=False)
            .exclude(members__order_lines__order__status__in=["draft", "agreeing", "submitted", "registered"])
            .order_by("-pk").first()
        )  # fmt: skip
        return list(commission.members.select_related("person")) if commission else []

    def row(self, thing, on):
        person = thing.person
        return {"name": person.full_name, "post": person.what_is(on), "seat": thing.get_seat_display()}

    def order_gaps(self, order, on):
        from programs.actions.selection import commission_gaps

        members = [line.member for line in order.lines.select_related("member__person")]
        chair = next((member.person for member in members if member.seat == "chair"), None)
        yield from commission_gaps(order.programme, [member.person for member in members], chair, on)

    def signatories(self, order):
        return [line.member.person for line in order.lines.all() if line.member.person_id != order.prepared_by_id
                and line.member.seat != "chair"]  # fmt: skip

    def named(self, order):
        return [line.member.person for line in order.lines.all() if line.member.seat != "chair"]

    def brings(self, thing):
        return "войдёт в комиссию; с этого дня комиссия работает"

    def apply(self, line, *, by, on):
        commission = line.member.commission
        if not commission.is_working:
            Commission.objects.filter(programme=commission.programme, is_working=True).update(is_working=False)
            commission.is_working = True
            commission.save()


class RegisterKind(Kind):
    def gather(self, programme, on):
        waiting = Candidacy.objects.filter(programme=programme, status=Candidacy.Status.RECOMMENDED)
        return list(
            waiting.exclude(order_lines__order__status__in=["draft", "agreeing", "submitted"])
            .select_related("mentor__person", "programme")
        )  # fmt: skip

    def row(self, thing, on):
        person = thing.mentor.person
        return {
            "name": person.full_name,
            "post": thing.mentor.workplace or person.what_is(on) or thing.mentor.get_category_display(),
            "form": str(thing.form or "по решению куратора"),
            "ground": thing.ground or thing.get_way_display(),
        }

    def line_gaps(self, thing, order, on):
        from programs.actions.selection import certificate_gaps, consent_gaps

        yield from consent_gaps(thing.mentor.person, thing.programme, "selection", on)
        for gap in certificate_gaps(thing.programme, thing.mentor, on):
            yield gap.about(thing.mentor.person.short_name)
        if thing.status != Candidacy.Status.RECOMMENDED:
            yield Gap(f"{thing.mentor.person.short_name}: кандидат не рекомендован ({thing.get_status_display()}).")

    def signatories(self, order):
        """Those who did not apply themselves say yes on the sheet (ОЧ-П 2.13)."""
        return [line.candidacy.mentor.person for line in order.lines.all() if line.candidacy.way != "application"]

    def named(self, order):
        return [line.candidacy.mentor.person for line in order.lines.all()]

    def brings(self, thing):
        return "войдёт в реестр наставников программы"

    def apply(self, line, *, by, on):
        workflow.move(line.candidacy, "register", by=by, on=on, line=line)
        programme = line.order.programme
        RegisterEntry.objects.create(
            programme=programme, mentor=line.candidacy.mentor, starts=on, ends=max(on, programme.ends), line=line
        )

    def refused(self, order, person, *, by, on, remark):
        for line in order.lines.filter(candidacy__mentor__person=person):
            candidacy = line.candidacy
            line.delete()
            workflow.move(candidacy, "refuse", by=by, on=on, note=remark or "Отказ в листе согласования")


class PairsKind(Kind):
    def gather(self, programme, on):
        waiting = Pair.objects.filter(programme=programme, status=Pair.Status.AGREED)
        return list(
            waiting.exclude(order_lines__order__status__in=["draft", "agreeing", "submitted"])
            .select_related("form", "role_model").prefetch_related("sides__person")
        )  # fmt: skip

    def row(self, thing, on):
        return {
            "mentor": thing.mentor.full_name,
            "mentees": "; ".join(
                ", ".join(filter(None, [person.full_name, person.what_is(on)])) for person in thing.mentees
            ),
            "form": str(thing.form) + (f", {thing.role_model}" if thing.role_model else ""),
            "term": f"{short_date(thing.starts)} – {short_date(thing.ends)}",
        }

    def line_gaps(self, thing, order, on):
        from programs.actions.pairs import standing_gaps

        if thing.status != Pair.Status.AGREED:
            yield Gap(
                f"{thing}: пара не согласована всеми ({thing.get_status_display()}).",
                thing.get_absolute_url(),
                "К паре",
            )
        for gap in standing_gaps(thing, on):
            yield gap.about(str(thing))

    def named(self, order):
        people = []
        for line in order.lines.all():
            people += [line.pair.mentor, *line.pair.mentees]
        return list(dict.fromkeys(people))

    def grounds(self, order):
        found = super().grounds(order)
        for line in order.lines.all():
            dates = [mark.answered_on for mark in line.pair.agreements.all() if mark.answered_on]
            if dates:
                found.append((max(dates), f"согласие участников пары ({line.pair})"))
        return found

    def brings(self, thing):
        return f"{'группа' if thing.is_group else 'пара'} закрепится, у неё появится план"

    def apply(self, line, *, by, on):
        pair = workflow.move(line.pair, "fix", by=by, on=on, line=line)
        for side in pair.sides.filter(is_open=True):
            side.line, side.starts = line, max(side.starts, on)
            side.save()
        make_plan(pair)


class CompletionKind(Kind):
    def gather(self, programme, on):
        waiting = Pair.objects.filter(programme=programme, status=Pair.Status.CLOSING)
        return list(
            waiting.exclude(
                order_lines__order__kind="completion", order_lines__order__status__in=["draft", "submitted"]
            )
            .select_related("form").prefetch_related("sides__person")
        )  # fmt: skip

    def row(self, thing, on):
        return {
            "mentor": thing.mentor.full_name,
            "mentees": "; ".join(person.full_name for person in thing.mentees),
            "term": f"{short_date(thing.starts)} – {short_date(min(thing.ends, on))}",
            "result": thing.get_result_display() or "не указано",
        }

    def line_gaps(self, thing, order, on):
        if thing.status != Pair.Status.CLOSING:
            yield Gap(
                f"{thing}: пара не готова к завершению ({thing.get_status_display()}).",
                thing.get_absolute_url(),
                "К паре",
            )

    def named(self, order):
        return PairsKind.named(self, order)

    def brings(self, thing):
        return "работа завершится, места у наставника освободятся"

    def apply(self, line, *, by, on):
        pair = workflow.move(line.pair, "close", by=by, on=on, line=line)
        for side in pair.sides.filter(is_open=True):
            side.ends, side.is_open, side.running_form = max(on, side.starts), False, None
            side.save()


def make_plan(pair) -> Plan:
    """The pair's own plan, filled from the typical plan of its form (ОЧ-П 2.1)."""
    plan = Plan.objects.create(pair=pair, goal=pair.goal)
    typical = TypicalPlan.objects.filter(form_code=pair.form.code).first()
    if typical:
        PlanLine.objects.bulk_create(
            PlanLine(
                plan=plan, position=line.position, section=line.section, task=line.task,
                planned_result=line.planned_result,
                due=min(pair.starts + datetime.timedelta(weeks=line.week), pair.ends),
            )
            for line in typical.lines.all()
        )  # fmt: skip
    return plan


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in [
        CommissionKind(
            "commission", "О создании конкурсной комиссии", "member", "Состав конкурсной комиссии",
            (("Фамилия, имя, отчество", "name", 38), ("Должность", "post", 34), ("В комиссии", "seat", 22)),
        ),
        RegisterKind(
            "register", "Об утверждении реестра наставников", "candidacy", "Реестр наставников",
            (
                ("Фамилия, имя, отчество", "name", 28), ("Должность, место работы или учёбы", "post", 24),
                ("Форма", "form", 20), ("Основание", "ground", 22),
            ),
        ),
        PairsKind(
            "pairs", "О закреплении пар и групп", "pair", "Наставнические пары и группы",
            (
                ("Наставник", "mentor", 24), ("Наставляемый", "mentees", 30),
                ("Форма, ролевая модель", "form", 22), ("Срок", "term", 18),
            ),
        ),
        CompletionKind(
            "completion", "О завершении работы пар и групп", "pair", "Наставнические пары и группы, завершившие работу",
            (
                ("Наставник", "mentor", 26), ("Наставляемый", "mentees", 26),
                ("Срок", "term", 18), ("Итог", "result", 24),
            ),
        ),
    ]
}  # fmt: skip


def of(order: Order) -> Kind:
    return KINDS[order.kind]


def things(order: Order) -> list:
    return [line.thing for line in order.lines.all()]


def line_for(order: Order, position: int, thing) -> OrderLine:
    return OrderLine(order=order, position=position, **{of(order).field: thing})
