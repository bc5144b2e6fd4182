"""Which words in braces each paper knows, and what it cannot do without."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """What stands in place of a word; an empty one takes its line away, unless a line for the pen stands there."""

    hint: str
    pen: str = ""
    strong: bool = False
    is_condition: bool = False


@dataclass(frozen=True)
class Prose:
    """The words of one paper; `needed` may not be taken out of it; `headings`: it has numbered parts with names."""

    words: dict[str, Word]
    needed: tuple[str, ...] = ()
    headings: bool = False


SCHOOL, PROGRAMME, YEAR = Word("краткое название школы"), Word("название программы"), Word("учебный год, 2026/2027")
COMMON = {"школа": SCHOOL, "программа": PROGRAMME, "год": YEAR}
REGULATION = Word("название положения")
REASON = Word("за что благодарят, как написано в приказе")

AGREEMENT = {
    "форма": Word("форма наставничества"),
    "ролевая модель": Word("ролевая модель, если выбрана"),
    "цель": Word("цель работы пары или линия", pen="line"),
    "начало": Word("первый день работы"),
    "окончание": Word("последний день работы"),
    "положение": REGULATION,
    "как встречаются": Word("очно, дистанционно, очно и дистанционно"),
    "плана": Word("как называется план, в родительном падеже"),
    "пункт о ходатайстве": Word("пункт положения о ходатайстве, если он есть"),
    "только с детьми": Word("строка остаётся, если в паре есть несовершеннолетний", is_condition=True),
}
APPLICATION = {
    "форма": Word("форма наставничества или линия", pen="long"),
    "телефон": Word("телефон кандидата или линия", pen="long"),
    "положение": REGULATION,
    "ознакомлен": Word("ознакомлен или ознакомлена"),
    "только до 18 лет": Word("строка остаётся на бланке и у кандидата младше 18 лет", is_condition=True),
    "только на бланке": Word("остаётся, если имя впишут ручкой", is_condition=True),
}
DIPLOMA = {
    "награждается": Word("«награждается» в грамоте, «объявляется» в благодарности"),
    "имя": Word("фамилия, имя, отчество в нужном падеже"),
    "должность": Word("должность или класс"),
    "за что": REASON,
    "только в грамоте": Word("строка остаётся в грамоте", is_condition=True),
    "только в благодарности": Word("строка остаётся в благодарности", is_condition=True),
}
TO_PARENTS = {
    "обращение": Word("«Уважаемая Мария Петровна»"),
    "вас": Word("Вас одному, вас двоим"),
    "вашей": Word("Вашей одному, вашей двоим"),
    "сына": Word("сына или дочери"),
    "наставник": Word("фамилия, имя, отчество наставника"),
    "за что": REASON,
}
TO_ENTERPRISE = {
    "кому": Word("кому письмо"),
    "наставника": Word("фамилия, имя, отчество наставника в родительном падеже"),
    "за что": REASON,
}
MEMO = {"куратор": Word("фамилия и инициалы куратора"), "телефон": Word("телефон школы")}
NOTICE = {
    "ребёнок": Word("фамилия, имя, отчество ребёнка или линия", pen="long", strong=True),
    "класс": Word("класс ребёнка"),
    "цель": Word("цель программы"),
    "формы": Word("формы наставничества этого года"),
    "возраст": Word("с какого возраста, 10 лет"),
    "пункт о возрасте": Word("пункт положения о возрасте, если он есть"),
    "пункт о согласии": Word("пункт положения о согласии, если он есть"),
    "страница о данных": Word("адрес страницы о том, какие данные нужны"),
}

PROSE = {
    "agreement": Prose(COMMON | AGREEMENT, headings=True),
    "application": Prose(COMMON | APPLICATION),
    "award_diploma": Prose(COMMON | DIPLOMA, needed=("имя",)),
    "award_parents": Prose(COMMON | TO_PARENTS, needed=("обращение",)),
    "award_enterprise": Prose(COMMON | TO_ENTERPRISE, needed=("кому",)),
    "memo_mentor": Prose(COMMON | MEMO),
    "memo_mentee": Prose(COMMON | MEMO),
    "memo_parent": Prose(COMMON | MEMO),
    "notice": Prose(COMMON | NOTICE, needed=("ребёнок",)),
}
