"""The mentors' council in the year's folder: its minutes as they were signed, its plan of the year (АБР-П 3.4–3.5).

The council is the school's own, and its papers lie in the folder of every programme of the year.
"""

from django.urls import reverse

from programs.folder import Point, Sheet
from programs.models import CouncilMeeting, CouncilPlanLine
from programs.models.council import members
from programs.papers import council as paper
from registry.engine.errors import Gap
from registry.text import short_date

TOPIC = "prepare"


def shelf(programme, user, on):
    """Drafts are no documents; of the plan, what stands today."""
    rows = CouncilMeeting.objects.visible_to(user, on).filter(year=programme.year, paper__isnull=False)
    for row in rows.select_related("paper__file", "scan").order_by("held_on", "pk"):
        name = f"Протокол совета наставников № {row.number} от {short_date(row.held_on)}"
        yield Sheet(TOPIC, name, file=row.paper.file)
        if row.scan_id:
            yield Sheet(TOPIC, f"{name} (скан подписанного)", file=row.scan)
    if CouncilPlanLine.objects.visible_to(user, on).filter(year=programme.year).exists():
        yield Sheet(TOPIC, "План работы совета наставников", make=lambda: (
            paper.PLAN, paper.plan(programme.year, on)))  # fmt: skip


def check(programme, user, on):
    """Asked only of a school that has a council."""
    meetings = CouncilMeeting.objects.visible_to(user, on).filter(year=programme.year)
    if not (meetings.exists() or members(on).exists()):
        return
    page = reverse("programs:council")
    has_plan = CouncilPlanLine.objects.filter(year=programme.year).exists()
    gaps = [] if has_plan else [Gap("В плане совета наставников на этот год пусто.", f"{page}#plan", "К плану")]
    yield Point(TOPIC, "План работы совета наставников", gaps)
    gaps = []
    for row in meetings.order_by("held_on", "pk"):
        if row.paper_id is None:
            gaps.append(Gap(f"{row}: не подписан.", row.get_absolute_url(), "К протоколу"))
        elif not row.scan_id and not row.original_place:
            said = f"{row}: нет скана подписанного экземпляра и не сказано, где он лежит."
            gaps.append(Gap(said, row.get_absolute_url(), "Приложить скан"))
    yield Point(TOPIC, "Протоколы совета наставников", gaps)
