"""Asking the regulation: rules by key with the words of their source, and the document's own words."""

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from registry.text import MONTHS_GENITIVE

PRESETS = Path(__file__).parent / "presets"
BY_DEFAULT = "методические рекомендации; меняется в настройках программы"
SETTING = "настройка программы"


@functools.cache
def defaults() -> dict:
    """Key → {title, kind, value} of every rule that the product knows."""
    with (PRESETS / "defaults.toml").open("rb") as file:
        return {row["key"]: row for row in tomllib.load(file)["rules"]}


@functools.cache
def value_titles() -> dict[str, str]:
    """Code of a value → how a page says it: «directive» → «распоряжение»."""
    with (PRESETS / "defaults.toml").open("rb") as file:
        return tomllib.load(file)["values"]


def in_words(value) -> str:
    """A rule's value as a person reads it: «да», «2», «30 сентября», «очно».

    >>> in_words(["09-30", True])
    '30\u00a0сентября; да'
    """
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return "; ".join(in_words(one) for one in value)
    if re.fullmatch(r"\d\d-\d\d", str(value)):
        month, day = str(value).split("-")
        return f"{int(day)}\u00a0{MONTHS_GENITIVE[int(month) - 1]}"
    return value_titles().get(str(value), str(value))


@dataclass(frozen=True)
class RuleAnswer:
    """A rule's value, and where it comes from: «п. 2.6 Положения»."""

    key: str
    value: object
    source: str
    title: str = ""
    is_default: bool = False
    is_own: bool = False

    @property
    def why(self) -> str:
        """In brackets after a sentence: «(п. 2.6 Положения)»."""
        return f"({self.source})"

    @property
    def cited(self) -> str:
        """As a signed paper cites it, in brackets: a document or a decision; a bare setting is no ground."""
        return "" if self.is_default or self.source == SETTING else self.why


def ask_rule(key: str, regulation, own: dict, stated: dict) -> RuleAnswer:
    """The programme's own value, else what the regulation states, else the default.

    `own` and `stated` map keys to rows; an unknown key is a fault of the code.
    """
    title = defaults()[key]["title"]
    if key in own:
        return RuleAnswer(key, own[key].value, own[key].reason or SETTING, title, is_own=True)
    if key in stated:
        row = stated[key]
        source = f"п. {row.point.number} {regulation.genitive}" if row.point else regulation.title
        return RuleAnswer(key, row.value, source, title)
    return RuleAnswer(key, defaults()[key]["value"], BY_DEFAULT, title, is_default=True)


class Words:
    """The document's own words. `words.pair` is «тандем»; `words["pair"].many_genitive` is «тандемов»."""

    USUAL = {
        "pair": ("пара", "пары", "пары", "пар"),
        "mentee_base": ("база наставляемых", "базы наставляемых", "базы наставляемых", "баз наставляемых"),
        "mentor_base": ("база наставников", "базы наставников", "базы наставников", "баз наставников"),
        "plan": (
            "индивидуальный план развития", "индивидуального плана развития",
            "индивидуальные планы развития", "индивидуальных планов развития",
        ),
        "plan_short": ("ИПР", "ИПР", "ИПР", "ИПР"),
        "programme": (
            "программа наставничества", "программы наставничества",
            "программы наставничества", "программ наставничества",
        ),
        "roadmap": ("дорожная карта", "дорожной карты", "дорожные карты", "дорожных карт"),
        "fixing_act": ("приказ", "приказа", "приказы", "приказов"),
    }  # fmt: skip

    def __init__(self, regulation=None, **own):
        """`own` holds words that a higher floor keeps itself: plan=(one, genitive, many, many genitive)."""
        stated = (
            {word.key: (word.one, word.genitive, word.many, word.many_genitive) for word in regulation.words.all()}
            if regulation
            else {}
        )
        self._own = stated | own

    def forms(self, key: str) -> tuple[str, str, str, str]:
        """(one, genitive, many, many genitive) of the word."""
        return self._own.get(key) or self.USUAL[key]

    def __getattr__(self, key):
        """`words.pair`, `words.pair_genitive`, `words.pair_many`, `words.pair_many_genitive`, for templates."""
        for suffix, index in (("_many_genitive", 3), ("_many", 2), ("_genitive", 1), ("", 0)):
            name = key.removesuffix(suffix) if suffix else key
            if (not suffix or key.endswith(suffix)) and name in self.USUAL:
                return self.forms(name)[index]
        raise AttributeError(key)
