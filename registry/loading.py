"""Reference data from TOML into tables: once, validated, never over what a curator has changed."""

import datetime
import tomllib
from pathlib import Path

from django.db import transaction

from registry.models import (
    ActivityTemplate,
    ConsentText,
    DayOff,
    DutyKind,
    Form,
    Kind,
    LegalAct,
    Point,
    ProgrammePreset,
    Regulation,
    Roadmap,
    RoleModel,
    Rule,
    SchoolBreak,
    StageTemplate,
    Topic,
    Word,
)
from registry.regulations import PRESETS, Words, defaults


class PresetFault(ValueError):
    """A preset that contradicts itself; names the file and the place."""


def read(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)


def check_regulation(data: dict, name: str):
    """Points, forms and roadmaps that are cited must exist; rules must be known."""
    points = {row["key"] for row in data.get("points", ())}
    forms = {row["code"] for row in data.get("forms", ())}
    roadmaps = {row["code"] for row in data.get("roadmaps", ())}
    faults = []
    for row in data.get("rules", ()):
        if row["key"] not in defaults():
            faults.append(f"unknown rule {row['key']}")
        if row.get("point") not in points:
            faults.append(f"rule {row['key']} cites a missing point {row.get('point')}")
    faults += [
        f"form {row['code']} cites a missing point {row['point']}"
        for row in data.get("forms", ())
        if row.get("point") and row["point"] not in points
    ]
    faults += [f"unknown word {key}" for key in data.get("words", {}) if key not in Words.USUAL]
    for row in data.get("programmes", ()):
        if row["roadmap"] not in roadmaps or not set(row.get("forms", ())) <= forms:
            faults.append(f"programme {row['code']} cites a missing roadmap or form")
    if faults:
        raise PresetFault(f"{name}: " + "; ".join(faults))


@transaction.atomic
def load_regulation(data: dict, name: str) -> Regulation:
    """One document with everything that hangs on it."""
    check_regulation(data, name)
    plain = ("code", "title", "short_title", "genitive", "source", "edition", "adopted", "silent_note")
    regulation = Regulation.objects.create(**{key: data[key] for key in plain if key in data})
    points = {
        row["key"]: Point.objects.create(
            regulation=regulation, key=row["key"], number=row["number"], position=place,
            title=row["title"], text=row.get("text", ""),
        )
        for place, row in enumerate(data.get("points", ()), 1)
    }  # fmt: skip
    Rule.objects.bulk_create(
        Rule(regulation=regulation, key=row["key"], value=row["value"], point=points[row["point"]])
        for row in data.get("rules", ())
    )
    Word.objects.bulk_create(
        Word(regulation=regulation, key=key, one=words[0], genitive=words[1], many=words[2], many_genitive=words[3])
        for key, words in data.get("words", {}).items()
    )
    forms = {row["code"]: _form(regulation, points, place, row) for place, row in enumerate(data.get("forms", ()), 1)}
    Kind.objects.bulk_create(
        Kind(
            regulation=regulation, code=row["code"], title=row["title"], text=row.get("text", ""),
            point=points.get(row.get("point")), position=place,
        )
        for place, row in enumerate(data.get("kinds", ()), 1)
    )  # fmt: skip
    roadmaps = {row["code"]: _roadmap(regulation, row) for row in data.get("roadmaps", ())}
    for row in data.get("programmes", ()):
        preset = ProgrammePreset.objects.create(
            regulation=regulation, code=row["code"], title=row["title"], audience=row["audience"],
            roadmap=roadmaps[row["roadmap"]],
        )  # fmt: skip
        preset.forms.set(forms[code] for code in row.get("forms", ()))
    return regulation


def _form(regulation, points, place, row) -> Form:
    form = Form.objects.create(
        regulation=regulation, code=row["code"], title=row["title"], point=points.get(row.get("point")),
        mentor_side=row["mentor_side"], mentee_side=row["mentee_side"], goal=row.get("goal", ""),
        tasks=row.get("tasks", []), results=row.get("results", []), mentor_portrait=row.get("mentor_portrait", ""),
        mentee_portraits=row.get("mentee_portraits", []), position=place,
    )  # fmt: skip
    RoleModel.objects.bulk_create(
        RoleModel(
            form=form, title=model["title"], goal=model.get("goal", ""),
            is_recommended=model.get("recommended", False), position=number,
        )
        for number, model in enumerate(row.get("role_models", ()), 1)
    )  # fmt: skip
    return form


def _roadmap(regulation, row) -> Roadmap:
    roadmap = Roadmap.objects.create(
        regulation=regulation, code=row["code"], title=row["title"], columns=row.get("columns", [])
    )
    for stage_row in row["stages"]:
        stage = StageTemplate.objects.create(
            roadmap=roadmap,
            **{
                key: stage_row[key]
                for key in ("number", "key", "title", "duration", "important", "documents")
                if key in stage_row
            },
        )
        ActivityTemplate.objects.bulk_create(
            ActivityTemplate(
                stage=stage, position=place,
                **{key: line[key] for key in ("number", "title", "term", "responsible", "fact") if key in line},
            )
            for place, line in enumerate(stage_row.get("activities", ()), 1)
        )  # fmt: skip
    return roadmap


def load_ground_floor(adopted_on: datetime.date):
    """Regulations, topics and texts of consents that are not there yet. May run any number of times."""
    for path in sorted((PRESETS / "regulations").glob("*.toml")):
        data = read(path)
        if not Regulation.objects.filter(code=data["code"]).exists():
            load_regulation(data, path.name)
    for row in read(PRESETS / "defaults.toml")["topics"]:
        Topic.objects.get_or_create(code=row["code"], defaults={"title": row["title"], "area": row.get("area", "")})
    papers = read(PRESETS / "consents.toml")
    for row in papers["texts"]:
        ConsentText.objects.get_or_create(
            kind=row.pop("kind"), version=row.pop("version"), defaults={**row, "adopted_on": adopted_on}
        )
    for row in read(PRESETS / "acts.toml")["acts"]:
        LegalAct.objects.get_or_create(code=row.pop("code"), defaults=row)
    for place, row in enumerate(papers["duties"], 1):
        DutyKind.objects.get_or_create(code=row.pop("code"), defaults={**row, "position": place})
    for row in read(PRESETS / "calendar.toml")["transfers"]:
        defaults = {"is_working": row.get("working", False), "title": row["title"]}
        DayOff.objects.get_or_create(day=row["day"], defaults=defaults)
    for row in read(PRESETS / "calendar.toml")["breaks"]:
        SchoolBreak.objects.get_or_create(starts=row["starts"], defaults={"title": row["title"], "ends": row["ends"]})
    load_retention()


def load_retention():
    """Terms of retention that are not there yet; what the curator has changed stays."""
    from registry.models import Retention

    for position, row in enumerate(read(PRESETS / "retention.toml")["terms"], 1):
        values = {key: row[key] for key in ("title", "unit", "amount", "counted", "ground", "outlives") if key in row}
        Retention.objects.get_or_create(
            key=row["key"], defaults={**values, "is_checked": row.get("checked", False), "position": position}
        )
