"""Orders of the selection: the commission, the register of mentors."""

from programs.models import Candidacy, Commission, Minutes, RegisterEntry
from programs.orders.base import Kind
from registry.engine import workflow
from registry.engine.errors import Gap
from registry.text import short_date


class CommissionKind(Kind):
    first = (
        "Нет составленной комиссии без приказа: сначала составьте комиссию.", "commission_new", "Составить комиссию",
    )  # fmt: skip

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
        from programs.actions.commission import commission_gaps

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


def _minutes_of(candidacy) -> str:
    """The signed minutes by which the commission recommended the candidate, as a ground is named."""
    found = [row.minutes for row in candidacy.decisions.all() if row.minutes.status == Minutes.Status.SIGNED]
    return ", ".join(f"протокол комиссии от {short_date(row.held_on)} №\u00a0{row.number}" for row in found)


class RegisterKind(Kind):
    """Who may be offered for pairs; an employee only with the date of the written consent (АБР-П 3.2; ТРИО-ДК 4.1)."""

    first = (
        "Нет рекомендованных кандидатов без приказа: сначала рекомендуйте кандидатов.", "candidacy_list",
        "К кандидатам",
    )  # fmt: skip

    def gather(self, programme, on):
        waiting = Candidacy.objects.filter(programme=programme, status=Candidacy.Status.RECOMMENDED)
        return list(
            waiting.exclude(order_lines__order__status__in=["draft", "agreeing", "submitted"])
            .select_related("mentor__person", "programme")
        )  # fmt: skip

    def row(self, thing, on):
        person, day = thing.mentor.person, thing.duties_consent_on
        consent = f"письменное согласие от {short_date(day)}" if day else ""
        return {
            "name": person.full_name,
            "post": thing.mentor.what_is(on) or thing.mentor.get_category_display(),
            "form": str(thing.form or "по решению куратора"),
            "ground": "; ".join(filter(None, [thing.ground or thing.get_way_display(), _minutes_of(thing), consent])),
        }

    def people(self, thing):
        return [thing.mentor.person]

    def line_gaps(self, thing, order, on):
        from programs.actions.labour import duties_gaps
        from programs.actions.selection import certificate_gaps, consent_gaps

        yield from consent_gaps(thing.mentor.person, thing.programme, "selection", on)
        yield from duties_gaps(thing)
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
