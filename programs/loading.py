"""Reference data of this floor: typical plans, criteria, wording of orders."""

from pathlib import Path

from programs.models import Criterion, OrderWording, TypicalLine, TypicalPlan
from registry.loading import read
from registry.models import LegalAct

PRESETS = Path(__file__).parent / "presets"


def load_programme_reference():
    """What is not there yet; a curator's change is never overwritten."""
    for row in read(PRESETS / "typical_plans.toml")["plans"]:
        plan, is_new = TypicalPlan.objects.get_or_create(form_code=row["form"], defaults={"title": row["title"]})
        if is_new:
            TypicalLine.objects.bulk_create(
                TypicalLine(
                    plan=plan, position=place, section=line.get("section", ""), task=line["task"],
                    planned_result=line.get("planned_result", ""), week=line["week"],
                )
                for place, line in enumerate(row["lines"], 1)
            )  # fmt: skip
    for place, row in enumerate(read(PRESETS / "criteria.toml")["criteria"], 1):
        Criterion.objects.get_or_create(
            code=row["code"],
            defaults={
                "title": row["title"], "hint": row.get("hint", ""), "form_code": row.get("form", ""), "position": place,
            },
        )  # fmt: skip
    for row in read(PRESETS / "orders.toml")["orders"]:
        wording, is_new = OrderWording.objects.get_or_create(
            kind=row["kind"],
            defaults={key: row[key] for key in ("title", "preamble", "points", "suffix")},
        )
        if is_new:
            wording.acts.set(LegalAct.objects.filter(code__in=row.get("acts", ())))
