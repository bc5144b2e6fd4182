"""Orders on pairs and groups: joined, ended, given another mentor, prolonged."""

import datetime

from programs.actions.typical import make_plan
from programs.models import Candidacy, Order, Pair, PairChange
from programs.orders.base import Kind
from registry.engine import workflow
from registry.engine.errors import Gap
from registry.text import short_date

PAIRS = ("пара", "пары", "пар")


class PairsKind(Kind):
    noun = PAIRS
    first = ("Нет согласованных пар без приказа: сначала соберите согласия участников.", "pair_list", "К парам")

    def gather(self, programme, on):
        waiting = Pair.objects.filter(programme=programme, status=Pair.Status.AGREED)
        return list(
            waiting.exclude(order_lines__order__status__in=["draft", "agreeing", "submitted"])
            .select_related("form", "role_model").prefetch_related("sides__person")
        )  # fmt: skip

    def row(self, thing, on):
        return {
            "mentor": consented(thing, thing.mentor_on(on)),
            "mentees": "; ".join(
                ", ".join(filter(None, [person.full_name, person.what_is(on)])) for person in thing.mentees
            ),
            "form": str(thing.form) + (f", {thing.role_model}" if thing.role_model else ""),
            "term": f"{short_date(thing.starts)} – {short_date(first_end(thing))}",
        }

    def people(self, thing):
        return thing.journal_people()

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
        people, on = [], order.date or order.drafted_on
        for line in order.lines.all():
            people += [line.pair.mentor_on(on), *line.pair.mentees]
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


def first_end(pair) -> datetime.date:
    """The end that the pair was joined for: a later extension has an order of its own."""
    done = pair.changes.filter(kind="extension", done_on__isnull=False, former_ends__isnull=False)
    return done.order_by("done_on", "pk").values_list("former_ends", flat=True).first() or pair.ends


def consented(pair, mentor) -> str:
    """The mentor with the day of the written consent, where the document asks for it (АБР-П 3.3; ОЧ-ДК1 1)."""
    if mentor is None:
        return ""
    rows = Candidacy.objects.filter(programme=pair.programme_id, mentor__person=mentor, duties_consent_on__isnull=False)
    day = rows.order_by("-pk").values_list("duties_consent_on", flat=True).first()
    return f"{mentor.full_name} (согласие от {short_date(day)})" if day else mentor.full_name


class CompletionKind(Kind):
    noun = PAIRS
    first = (
        "Нет пар, готовых к завершению: на странице пары нажмите «Перейти к завершению».", "pair_list", "К парам",
    )  # fmt: skip

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
            "mentor": thing.mentor_on(on).full_name,
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


class ChangeKind(Kind):
    """What changes in a running pair: the curator writes it down, the order brings it about."""

    noun = PAIRS

    def gather(self, programme, on):
        waiting = PairChange.objects.filter(kind=self.code, pair__programme=programme, dropped_on=None)
        return list(
            waiting.exclude(order_lines__order__status__in=[*Order.OPEN, Order.Status.REGISTERED])
            .select_related("pair__form", "new_mentor__person").prefetch_related("pair__sides__person")
        )  # fmt: skip

    def row(self, thing, on):
        pair, ground = thing.pair, thing.ground
        return {
            "mentor": (thing.former or pair.mentor).full_name,
            "mentees": "; ".join(person.full_name for person in pair.mentees),
            "new_mentor": thing.new_mentor.person.full_name if thing.new_mentor else "",
            "term": f"{short_date(pair.starts)} – {short_date(thing.former_ends or pair.ends)}",
            "new_ends": short_date(thing.new_ends) if thing.new_ends else "",
            "ground": f"{ground}; {thing.paper}" if thing.paper else ground,
        }

    def people(self, thing):
        return [*thing.pair.journal_people(), *([thing.new_mentor.person] if thing.new_mentor else [])]

    def line_gaps(self, thing, order, on):
        from programs.actions.changes import gaps

        for gap in gaps(thing, on):
            yield gap.about(str(thing.pair))

    def named(self, order):
        people = []
        for line in order.lines.all():
            pair = line.change.pair
            people += [line.change.former or pair.mentor, *pair.mentees]
            if line.change.new_mentor:
                people.append(line.change.new_mentor.person)
        return list(dict.fromkeys(people))

    def grounds(self, order):
        return [*super().grounds(order), *((line.change.asked_on, "основание записано") for line in order.lines.all())]


class ReplacementKind(ChangeKind):
    """Another mentor from the day of the order; the term does not move, the former log stays (ОЧ-П 2.8)."""

    first = ("Нет записанных замен: на странице пары нажмите «Заменить наставника».", "pair_list", "К парам")

    def signatories(self, order):
        """The new mentor, and the mentee or the guardian of one (ОЧ-П 2.5: nobody is joined against the will)."""
        people = []
        for line in order.lines.all():
            people.append(line.change.new_mentor.person)
            for mentee in line.change.pair.mentees:
                guardian = mentee.guardians(order.drafted_on).order_by("pk").first()
                people.append(guardian if guardian and mentee.is_minor(order.drafted_on) else mentee)
        return list(dict.fromkeys(people))

    def asks_by(self, programme):
        """A pair is not joined against the will of either (ОЧ-П 2.5); there the point of the selection says nothing."""
        return programme.rule("mentor.written_consent").why

    def brings(self, thing):
        return f"наставником станет {thing.new_mentor.person.short_name}; срок не меняется, прежний журнал останется"

    def apply(self, line, *, by, on):
        from programs.actions.changes import replace_mentor

        replace_mentor(line.change, by=by, on=on, line=line)


class ExtensionKind(ChangeKind):
    """A later end for an absence or by mutual consent (ОЧ-П 2.7, АБР-П 7.2)."""

    first = ("Нет записанных продлений: на странице пары нажмите «Продлить срок».", "pair_list", "К парам")

    def brings(self, thing):
        return f"срок продлится до {short_date(thing.new_ends)}"

    def apply(self, line, *, by, on):
        from programs.actions.changes import extend

        extend(line.change, by=by, on=on)
