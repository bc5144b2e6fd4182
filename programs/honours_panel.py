"""What the school gave to a participant, in the small cabinet: certificates, characteristics, diplomas."""

from programs.models import Award, Side, Statement
from programs.panels import Panel
from registry.engine import access


def given_panel(seat, user, on):
    """Papers about the reader or the child; those about no single pair stand beside the newest one."""
    mine = access.related(user, "self", "my_child", on=on)
    people = [side.person_id for side in seat.pair.sides.all()]
    statements = Statement.objects.visible_to(user, on).filter(person__in=mine).filter(person__in=people)
    awards = Award.objects.visible_to(user, on).filter(
        person__in=mine, programme=seat.pair.programme, paper__isnull=False, paper__file__readers__in=mine
    )
    newest = Side.objects.filter(person__in=people).filter(person__in=mine).order_by("pair").values("pair").last()
    if newest and newest["pair"] != seat.pair.pk:
        statements, awards = statements.filter(pair=seat.pair), awards.none()
    rows = [(str(row), row.get_absolute_url()) for row in statements.select_related("person", "paper__file")]
    rows += [(row.paper.title, row.paper.file.get_absolute_url()) for row in awards.distinct()]
    return Panel("cabinet/_given.html", {"rows": rows}) if rows else None


PIECES = {"programs.given": given_panel}
