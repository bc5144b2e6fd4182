"""Orders on earlier orders: one is cancelled with all it brought about, or named points of it read otherwise."""

from programs.models import Order, OrderChange, OrderLine
from programs.orders.base import Kind
from registry.engine import workflow
from registry.engine.errors import Gap
from registry.text import joined


class CorrectionKind(Kind):
    """A line names the earlier order; the reason stands in the points (АБР-П 9.2)."""

    def gather(self, programme, on):
        return list(self._rows(programme).filter(order_lines__isnull=True).select_related("target"))

    def _rows(self, programme):
        return OrderChange.objects.filter(kind=self.code, target__programme=programme)

    def let_go(self, thing):
        thing.delete()

    def people(self, thing):
        return []

    def named(self, order):
        """Whoever had to read the earlier order reads what became of it."""
        from programs.orders import kinds

        found = []
        for line in order.lines.all():
            found += kinds.of(line.order_change.target).named(line.order_change.target)
        return list(dict.fromkeys(found))

    def grounds(self, order):
        dates = [
            (line.order_change.target.date, f"сам приказ {line.order_change.target.name}")
            for line in order.lines.select_related("order_change__target")
        ]
        return [*super().grounds(order), *dates]

    def must_say(self, thing, on):
        return thing.target.number

    def words(self, programme, things, on):
        return {"targets": joined(thing.target.name.replace(" ", "\u00a0") for thing in things)}

    def line_words(self, thing, place, on):
        return {"target": f"{thing.target.name} «{thing.target.title}»", "reason": thing.reason.rstrip(".")}

    def standing_target(self, thing):
        target = Order.objects.get(pk=thing.target_id)
        if not target.is_in_force:
            yield Gap(
                f"{target} уже не действует ({target.get_status_display()}): менять в нём нечего.",
                target.get_absolute_url(), "К приказу",
            )  # fmt: skip


class CancellationKind(CorrectionKind):
    """What the earlier order brought about is undone, unless something stands on it."""

    first = (
        "Откройте утверждённый приказ, который нужно отменить, и нажмите «Отменить приказом».", "order_list",
        "К приказам",
    )  # fmt: skip

    def line_gaps(self, thing, order, on):
        from programs.orders import undoing

        yield from self.standing_target(thing)
        yield from undoing.stands_on(thing.target, on)

    def brings(self, thing):
        from programs.orders import undoing

        return f"приказ {thing.target.name} перестанет действовать; {undoing.says(thing.target)}"

    def behind(self, thing):
        from programs.orders import undoing

        return undoing.names(thing.target)

    def apply(self, line, *, by, on):
        from programs.orders import undoing

        target = workflow.move(line.order_change.target, "cancel", by=by, on=on, line=line)
        undoing.undo(target, by=by, on=on)


class AmendmentKind(CorrectionKind):
    """Points read otherwise from the day of the order; the paper of the earlier one stays as it was signed."""

    first = (
        "Откройте утверждённый приказ, который нужно изменить, и нажмите «Изменить приказом».", "order_list",
        "К приказам",
    )  # fmt: skip

    def line_words(self, thing, place, on):
        said = "; ".join(
            f"пункт {number} изложить в следующей редакции: «{text.strip()}»" for number, text in thing.points
        )
        return {**super().line_words(thing, place, on), "new_points": said}

    def line_gaps(self, thing, order, on):
        yield from self.standing_target(thing)
        total = len(thing.target.points)
        for number, text in thing.points:
            if not 1 <= number <= total:
                yield Gap(f"В приказе {thing.target.name} {total} пунктов, пункта {number} в нём нет.")
            elif not text.strip():
                yield Gap(f"Пункт {number}: напишите новый текст.")

    def brings(self, thing):
        numbers = ", ".join(str(number) for number, _ in thing.points)
        on_paper = thing.order_lines.filter(order__source="paper").exists()
        said = f"п. {numbers}" if numbers else "см. скан" if on_paper else "то, что названо в пункте 1 нового приказа"
        return f"в приказе {thing.target.name} изменится: {said}"

    def apply(self, line, *, by, on):
        """The registered line itself is the fact: see order_now()."""


def order_now(order) -> list[dict]:
    """The points as they read today: {text, by} where `by` is the order that changed the point."""
    points = [{"text": text, "by": None} for text in order.points]
    changes = order.changes.filter(kind="amendment", order_lines__order__status=Order.Status.REGISTERED)
    lines = OrderLine.objects.filter(order_change__in=changes, order__status=Order.Status.REGISTERED)
    rows = [(line.order, line.order_change.points) for line in lines.select_related("order", "order_change")]
    for by, new in sorted(rows, key=lambda row: (row[0].date, row[0].pk)):
        for number, text in new:
            points[number - 1] = {"text": text, "by": by}
    return points
