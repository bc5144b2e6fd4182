"""Reference data of this floor: kinds of plans, typical plans, criteria, wording of orders."""

from pathlib import Path

from programs.models import Criterion, OrderWording, PaperWording, PlanKind, TypicalLine, TypicalPlan
from programs.papers import wording as paper_words
from registry.loading import read
from registry.models import LegalAct, Regulation

PRESETS = Path(__file__).parent / "presets"


def load_programme_reference():
    """What is not there yet; a curator's change is never overwritten."""
    load_plan_kinds()
    for row in read(PRESETS / "typical_plans.toml")["plans"]:
        if not TypicalPlan.objects.filter(form_code=row["form"]).exists():
            plan = TypicalPlan.objects.create(form_code=row["form"], title=row["title"])
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
    for paper, text in paper_words.defaults().items():
        PaperWording.objects.get_or_create(paper=paper, defaults={"text": text})


def load_plan_kinds():
    """How each document calls its plans, which parts they have and who signs them."""
    regulations = {row.code: row for row in Regulation.objects.all()}
    for row in read(PRESETS / "plan_kinds.toml")["kinds"]:
        regulation = regulations.get(row["regulation"])
        if regulation is not None:
            PlanKind.objects.get_or_create(
                regulation=regulation, code=row["code"],
                defaults={name: value for name, value in row.items() if name not in ("regulation", "code")},
            )  # fmt: skip
