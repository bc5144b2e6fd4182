"""Documents of a programme's year: the programme itself, its roadmap, the regulation, the memos (domain §1.13)."""

import functools
import itertools
import re
import tomllib
from pathlib import Path

from programs.models import LocalDocument, OrderLine, Pair, TypicalPlan
from programs.papers import common, wording
from programs.roadmap import RESPONSIBLE
from registry.models import LegalAct
from registry.regulations import in_words
from registry.text import long_date, short_date

BOOK, ROADMAP = "papers/programme_book.html", "papers/roadmap.html"
REGULATION, MEMO = "papers/regulation.html", "papers/memo.html"
PRESET = Path(__file__).resolve().parent.parent / "presets" / "documents.toml"


@functools.cache
def texts() -> dict:
    with PRESET.open("rb") as file:
        return tomllib.load(file)


def memo_kinds() -> list[str]:
    return [row["kind"] for row in texts()["memos"]]


def _adopted(programme, kind: str, on) -> dict:
    """Marks of adoption of the edition in force; what nobody knows yet is left to the pen."""
    document = LocalDocument.objects.in_force(programme, kind, on)
    if document is None:
        return {"order": "", "protocol": ""}
    return {"order": document.order.name if document.order else "", "protocol": document.council}


def roadmap(programme, on=None) -> dict:
    """Stages and lines of the year's own roadmap, with the terms that the school set.

    Whole numbers run on in the order of the stages: the source document itself puts its seventh line before the fourth.
    """
    stages, running = [], itertools.count(1)
    for stage in programme.stages.prefetch_related("activities"):
        lines = [
            {
                "number": str(next(running)) if line.number.isdigit() else line.number, "title": line.title,
                "term": f"до {short_date(line.due)}" if line.due else line.term,
                "responsible": ", ".join(RESPONSIBLE.get(code, code) for code in line.responsible),
            }
            for line in stage.activities.all()
        ]  # fmt: skip
        stages.append({
            "number": stage.number, "title": stage.title, "duration": stage.duration, "lines": lines,
            "important": list(stage.important), "documents": list(stage.documents),
        })  # fmt: skip
    word = programme.words.roadmap
    return {
        "title": f"{word[:1].upper()}{word[1:]}: {programme.title}, {programme.year.name}", "heading": word,
        "programme": programme.title, "year": programme.year.name,
        "school": common.school(), "stages": stages,
        "order": _adopted(programme, "roadmap", on or programme.ends)["order"],
    }  # fmt: skip


def _forms(programme) -> list[dict]:
    return [
        {
            "title": form.title, "goal": form.goal, "tasks": list(form.tasks), "results": list(form.results),
            "mentor": form.mentor_portrait, "mentees": list(form.mentee_portraits),
            "sides": f"наставник — {form.get_mentor_side_display()}, "
            f"наставляемый — {form.get_mentee_side_display()}",
            "models": [
                {"title": one.title, "goal": one.goal} for one in form.role_models.all()
            ],
        }
        for form in programme.forms.prefetch_related("role_models")
    ]  # fmt: skip


def _plans(programme) -> list[dict]:
    codes = programme.forms.values_list("code", flat=True)
    return [
        {
            "title": plan.title,
            "lines": [
                {"section": line.section, "task": line.task, "result": line.planned_result, "week": line.week}
                for line in plan.lines.all()
            ],
        }
        for plan in TypicalPlan.objects.current().filter(form_code__in=list(codes)).prefetch_related("lines")
    ]


def _pairs(programme, on) -> list[dict]:
    rows = Pair.objects.filter(programme=programme).exclude(status__in=["proposed", "agreed", "cancelled"])
    rows = rows.select_related("form").prefetch_related("sides__person__enrolments__school_class").order_by("pk")
    return [
        {
            "mentor": pair.mentor.full_name if pair.mentor else "",
            "mentees": "; ".join(", ".join(filter(None, [one.full_name, one.what_is(on)])) for one in pair.mentees),
            "form": str(pair.form), "term": f"{short_date(pair.starts)} – {short_date(pair.ends)}",
        }
        for pair in rows
    ]  # fmt: skip


def _acts(programme, on) -> list[str]:
    rows = [act for act in LegalAct.objects.order_by("level", "date", "pk") if act.is_in_force(on)]
    named = [
        f"{act.kind[:1].upper()}{act.kind[1:]}"
        + (f" от {long_date(act.date)}" if act.date else "") + (f" № {act.number}" if act.number else "")
        + f" «{act.title}»"
        for act in rows
    ]  # fmt: skip
    ours = _adopted(programme, "regulation", on)
    taken = f"принято педагогическим советом, {ours['protocol']}" if ours["protocol"] else ""
    approved = f"утверждено приказом {ours['order']}" if ours["order"] else ""
    by_us = "; ".join(filter(None, [taken, approved]))
    return [*named, f"{programme.regulation.title} ({by_us or programme.regulation.adopted or 'локальный акт школы'})"]


def _aims(programme) -> tuple[str, list[str]]:
    """(goal, tasks) as the school's document names them; it often tells both in one breath: «… Задачи: …, …»."""
    points = programme.regulation.points
    goal = points.filter(title__startswith="Цель").values_list("text", flat=True).first() or ""
    listed = points.filter(text__contains="Задачи: ").values_list("text", flat=True).first() or ""
    tasks = re.search(r"Задачи: ([^.]+)\.", listed)
    return goal.split("Задачи:")[0].strip(), tasks[1].split(", ") if tasks else []


def book(programme, on, *, with_pairs: bool) -> dict:
    """Every section of §1.13 in its order; the list of pairs only for those who may read it."""
    said, dates, kinds = texts()["book"], programme.rule("monitoring.dates"), programme.rule("awards.kinds")
    forms, (goal, tasks) = _forms(programme), _aims(programme)
    results = list(dict.fromkeys(line for form in forms for line in form["results"])) or said["results"]
    return {
        "title": f"Программа наставничества: {programme.title}, {programme.year.name}",
        "school": common.school(), "head": common.head(on), "adopted": _adopted(programme, "programme", on),
        "programme": programme.title, "year": programme.year.name, "goal": programme.goal or goal or said["goal"],
        "tasks": tasks or said["tasks"], "concepts": said["concepts"],
        "mode": common.in_full(in_words(programme.rule("mode").value)), "starts": long_date(programme.starts),
        "ends": long_date(programme.ends), "acts": _acts(programme, on), "results": results, "forms": forms,
        "monitoring": [said["monitoring_process"], said["monitoring_effect"]],
        "monitoring_dates": in_words(dates.value), "monitoring_why": dates.cited,
        "awards": list(kinds.value), "awards_why": kinds.cited, "plans": _plans(programme),
        "plan_word": programme.words.plan_many, "calendar": texts()["calendar"],
        "roadmap": roadmap(programme, on), "pairs": _pairs(programme, on) if with_pairs else [],
        "pair_word": programme.words.pair_many_genitive, "with_pairs": with_pairs,
    }  # fmt: skip


def regulation(row) -> dict:
    """Sections and points, numbered in a row: what stands in orders and roadmaps is no point of the document."""
    groups: dict[str, list] = {}
    for point in row.points.all():
        if re.match(r"\d", point.key):
            groups.setdefault(point.key.split(".")[0], []).append(point)
    known = texts()["sections"].get(row.code, [])
    sections = []
    for place, points in enumerate(groups.values(), 1):
        name = known[place - 1] if place <= len(known) else points[0].title
        sections.append({
            "number": str(place), "title": name,
            "points": [
                {"number": f"{place}.{index}", "title": point.title, "text": point.text}
                for index, point in enumerate(points, 1)
            ],
        })  # fmt: skip
    return {
        "title": row.title, "school": common.school(), "heading": row.title, "sections": sections,
        "adopted": row.adopted,
    }  # fmt: skip


def regulation_of(programme, on) -> dict:
    """The same with the protocol and the order by which the edition in force was adopted; lines for the pen before."""
    return {**regulation(programme.regulation), **_adopted(programme, "regulation", on)}


def edition_in_force(programme, on) -> tuple[str, dict]:
    """(how the approved regulation is cited, {title of a point: (number, text)}); empty while nothing is approved.

    The text is what the order's paper says: later corrections of the data wait for the next edition (АБР-П 9.2).
    """
    rows = OrderLine.objects.filter(
        document__kind="regulation", document__programme__regulation=programme.regulation_id,
        document__starts__lte=on, order__status="registered", order__paper__isnull=False,
    )  # fmt: skip
    line = rows.select_related("order__paper", "document").order_by("document__starts", "pk").last()
    if line is None:
        return "", {}
    parts = [one["said"] for one in line.order.paper.said.get("annexes", []) if one["kind"] == "regulation"]
    points = {
        point["title"]: (point["number"], point["text"])
        for said in parts for section in said["sections"] for point in section["points"]
    }  # fmt: skip
    return f"редакция {line.document.edition}, утверждена приказом {line.order.name}", points


def _of_memo(point, document, approved) -> dict:
    """A point by the approved edition; before the first one, by the school's document as it stands."""
    number, text = approved.get(point.title, (point.number, point.text))
    return {"title": point.title, "text": text, "where": f"п. {number} {document.genitive}"}


def _leading(said: list[dict]) -> list[dict]:
    """The paragraphs of a memo are its leading words."""
    return [{**block, "style": "memo-lead"} if block["kind"] == "text" else block for block in said]


def memo(programme, kind: str, on) -> dict:
    """General advice, and what the school's own document says, with its points."""
    said = next(row for row in texts()["memos"] if row["kind"] == kind)
    document = programme.regulation
    keys = said["points"].get(document.code, [])
    found = {point.key: point for point in document.points.filter(key__in=keys)}
    edition, approved = edition_in_force(programme, on)
    school = common.school()
    return {
        "title": said["title"], "school": school,
        "lines": _leading(wording.blocks(f"memo_{kind}", {
            **common.named(programme), "куратор": common.curator(on), "телефон": school["phone"],
        })),
        "points": [_of_memo(found[key], document, approved) for key in keys if key in found],
        "edition": edition,
        "document": document.title, "programme": programme.title, "year": programme.year.name,
        "curator": common.curator(on), "phone": school["phone"],
    }  # fmt: skip
