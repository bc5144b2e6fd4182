"""Orders on lists of participants: the composition of mentees, awards."""

from programs.models import Award, Request
from programs.orders.base import Kind
from programs.orders.documents import acting_curators
from registry.engine.errors import Gap
from registry.text import short_date


class MenteesKind(Kind):
    """The head approves who takes part as a mentee (АБР-П 3.3); the order freezes the list with its date."""

    first = (
        "Нет наставляемых в базе без приказа: сначала завершите разбор запросов.", "request_list", "К запросам",
    )  # fmt: skip

    def gather(self, programme, on):
        waiting = Request.objects.filter(programme=programme, role="mentee", status=Request.Status.ADMITTED)
        return list(
            waiting.exclude(order_lines__order__status__in=["draft", "agreeing", "submitted", "registered"])
            .filter(person__isnull=False).select_related("person", "form", "programme")
            .order_by("person__name_key", "pk")
        )  # fmt: skip

    def row(self, thing, on):
        return {
            "name": thing.person.full_name, "what": thing.person.what_is(on),
            "form": str(thing.form or "по решению куратора"), "since": short_date(thing.received_on),
        }  # fmt: skip

    def line_gaps(self, thing, order, on):
        from programs.actions.selection import consent_gaps

        if thing.status != Request.Status.ADMITTED:
            yield Gap(
                f"{thing.person.short_name}: не в базе наставляемых ({thing.get_status_display()}).",
                thing.get_absolute_url(), "К запросу",
            )  # fmt: skip
        yield from consent_gaps(thing.person, thing.programme, "pairing", on)

    def named(self, order):
        """The curator carries it out; teachers sign for themselves, children learn from their curator."""
        day = order.date or order.drafted_on
        people = [line.request.person for line in order.lines.all()]
        grown = people if not any(person.is_minor(day) for person in people) else []
        return list(dict.fromkeys([*acting_curators(day), *grown]))

    def brings(self, thing):
        return "войдёт в утверждённый состав наставляемых"

    def apply(self, line, *, by, on):
        """The registered line itself is the fact: see Request.order_lines."""


class AwardsKind(Kind):
    """Who is thanked, how and for what; the sheets are printed afterwards and cite the number (ТРИО-ДК 7; К71-ДК 8)."""

    told_on_paper = True

    first = ("Сначала впишите, кого, как и за что поощрить.", "proposal_new", "Вписать поощрения")

    def gather(self, programme, on):
        return list(programme.award_proposals.filter(order_lines__isnull=True).select_related("person", "programme"))

    def let_go(self, thing):
        thing.delete()

    def row(self, thing, on):
        return {
            "name": thing.person.full_name, "what": thing.person.what_is(on) or self._place(thing.person),
            "award": thing.kind, "reason": thing.reason,
        }  # fmt: skip

    def _place(self, person) -> str:
        card = getattr(person, "mentor", None)
        return card.workplace if card else ""

    def line_gaps(self, thing, order, on):
        rule = thing.programme.rule("awards.kinds")
        if thing.kind not in rule.value:
            yield Gap(f"{thing.person.short_name}: вида «{thing.kind}» нет в списке поощрений {rule.why}.")

    def named(self, order):
        return list(dict.fromkeys(line.proposal.person for line in order.lines.all()))

    def brings(self, thing):
        return f"{dict(Award.LAYOUTS)[thing.layout]}: можно будет напечатать с номером приказа"

    def apply(self, line, *, by, on):
        """Sheets are printed when the school prints them: programs/actions/honours.py print_by_order()."""
