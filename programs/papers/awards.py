"""A diploma or a letter of thanks, a sheet by itself: to a person, to a mentor's parents, to an enterprise."""

from programs.models import Award
from programs.papers import common, wording
from registry.engine import cases
from registry.text import long_date, short_date

TEMPLATE = "papers/awards.html"


def shared(on) -> dict:
    """What all sheets of a day say alike, and under "own" the school's words for each layout."""
    own = {layout: wording.text_of(f"award_{layout}") for layout, _ in Award.LAYOUTS}
    return {"school": common.school(), "head": common.head(on), "own": own}


def context(row, alike=None) -> dict:
    """Plain values of one sheet under its own number; `alike` is asked once for a whole batch."""
    alike = alike or shared(row.date)
    sheet = _sheet(row, alike)
    return {
        "title": f"{sheet['heading']} № {row.number} от {short_date(row.date)}, {row.person.short_name}",
        "school": alike["school"], "head": alike["head"], "sheet": sheet,
    }  # fmt: skip


SAMPLE = {
    "награждается": "награждается", "имя": "Фамилия Имя Отчество", "должность": "должность или класс",
    "за что": "за терпение, внимание и помощь", "обращение": "Уважаемые Имя Отчество и Имя Отчество",
    "вас": "вас", "вашей": "вашей", "сына": "сына", "кому": "Название организации",
    "наставник": "Фамилия Имя Отчество", "наставника": "Фамилии Имени Отчества",
    "программа": "Наставничество", "год": "этот",
    "только в грамоте": True, "только в благодарности": True,
}  # fmt: skip


def sample(layout: str, on) -> dict:
    """How a sheet of such words looks, of nobody and without a number: looked at before numbers are spent."""
    alike = shared(on)
    said = wording.blocks(f"award_{layout}", {**SAMPLE, "школа": alike["school"]["short_name"]}, alike["own"][layout])
    return {
        "title": "Образец", "school": alike["school"], "head": alike["head"],
        "sheet": {
            "layout": layout, "number": "образец", "date": long_date(on), "ground": "", "lines": _dressed(said, layout),
            "heading": "Грамота" if layout == "diploma" else "Благодарственное письмо",
        },
    }  # fmt: skip


def _sheet(row, alike) -> dict:
    is_diploma = "грамот" in row.kind.lower()
    heading = "Грамота" if is_diploma else "Благодарность" if row.layout == "diploma" else "Благодарственное письмо"
    values = {**_words(row, is_diploma), **common.named(row.programme, alike["school"])}
    said = wording.blocks(f"award_{row.layout}", values, alike["own"][row.layout])
    return {
        "layout": row.layout, "kind": row.kind, "number": row.number, "date": long_date(row.date), "heading": heading,
        "lines": _dressed(said, row.layout), "ground": f"приказ {row.order.name}" if row.order else row.ground,
    }  # fmt: skip


def _words(row, is_diploma: bool) -> dict:
    person, on = row.person, row.date
    parents = list(person.guardians(on).order_by("pk")) if row.layout == "parents" else []
    return {
        "награждается": "награждается" if is_diploma else "объявляется",
        "имя": person.full_name if is_diploma else person.in_case("dative"),
        "должность": common.post_in(person, on, "nominative" if is_diploma else "dative"),
        "только в грамоте": is_diploma, "только в благодарности": not is_diploma,
        "за что": row.reason, "кому": row.addressee, "наставник": person.full_name,
        "наставника": person.in_case("genitive"),
        "обращение": f"{_dear(parents)} {' и '.join(parent.address_name for parent in parents)}",
        "вас": "Вас" if len(parents) == 1 else "вас", "вашей": "Вашей" if len(parents) == 1 else "вашей",
        "сына": cases.in_gender(person, "дочери", "сына"),
    }  # fmt: skip


STYLES = {"имя": "award-name", "должность": "award-what", "за что": "award-reason", "обращение": "award-dear",
          "кому": "award-dear"}  # fmt: skip
"""How a line looks by the word it holds."""


def _dressed(blocks: list[dict], layout: str) -> list[dict]:
    """A diploma: what stands before the name is its verb, what has no look of its own makes one small paragraph."""
    said, is_named = [], False
    for block in blocks:
        if block["kind"] != "text":
            said.append(block)
            continue
        word = next((one for one in block["words"] if one in STYLES), "")
        style = STYLES.get(word, "")
        if layout != "diploma":
            style = style if style == "award-dear" else ""
        elif not style:
            style = "award-year" if is_named else "award-verb"
        is_named = is_named or style == "award-name"
        if style == "award-year" and said and said[-1].get("style") == style:
            said[-1]["parts"] += [{"newline": True}, *block["parts"]]
        else:
            said.append({**block, "style": style})
    return said


def _dear(people) -> str:
    """How a letter begins: to several, to a woman, to a man."""
    if len(people) != 1:
        return "Уважаемые"
    return cases.in_gender(people[0], "Уважаемая", "Уважаемый")
