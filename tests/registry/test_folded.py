"""Many nearly equal sentences become one, with the names behind it."""

from registry.engine.errors import Gap, folded

PAIRS = ("пара", "пары", "пар")


def test_sentences_that_differ_by_the_name_alone_are_one():
    gaps = [Gap(f"Иванова — Петров {n}: работа уже началась.", f"/pairs/{n}/", "К паре") for n in range(20)]
    (one,) = folded(gaps, *PAIRS)
    assert one.text == "20\u00a0пар: работа уже началась."
    assert len(one.rows) == 20 and one.rows[3] == ("Иванова — Петров 3", "/pairs/3/") and one.url == ""


def test_a_few_and_the_different_ones_stay_as_they_are():
    few = [Gap(f"Иванова {n}: нет справки.") for n in range(3)]
    assert folded([*few, Gap("В приказе нет строк.")], *PAIRS) == [*few, Gap("В приказе нет строк.")]


def test_the_same_words_with_another_way_out_are_told_apart():
    gaps = [Gap(f"Иванова {n}: нет справки.", "/x/", "К карточке" if n % 2 else "К паре") for n in range(8)]
    assert [one.action for one in folded(gaps, *PAIRS)] == ["К паре", "К карточке"]
