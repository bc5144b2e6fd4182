"""The list «чего не хватает» on paper: the same points as on the page."""

from programs.papers import common
from registry.text import count, long_date

TEMPLATE = "papers/folder_checklist.html"


def state_of(point) -> str:
    return "проверьте сами" if point.ask else "нет" if point.gaps else "есть"


def summary(stages) -> str:
    """How many points lack something, in a sentence."""
    number = sum(stage.gaps for stage in stages)
    if not number:
        return "Всё, что знает программа, на месте."
    return f"Не хватает: {count(number, 'пункт', 'пункта', 'пунктов')}."


def context(programme, stages, on) -> dict:
    """Plain values of programs.folder.checklist()."""
    return {
        "title": f"Проверка документов: {programme.title}, {programme.year.name}", "school": common.school(),
        "programme": programme.title, "year": programme.year.name, "date": long_date(on),
        "curator": common.curator(on), "summary": summary(stages),
        "stages": [
            {
                "number": stage.number, "title": stage.title,
                "rows": [
                    {
                        "title": row.title, "said": row.said, "state": state_of(row),
                        "gaps": [gap.text for gap in row.gaps],
                    }
                    for row in stage.rows
                ],
            }
            for stage in stages
        ],
    }  # fmt: skip
