"""The regulation as data: presets, rules with their points, words; and the page a director reads."""

import copy
import datetime

import pytest
from django.urls import reverse

from registry import loading
from registry.models import Regulation, Rule
from registry.regulations import BY_DEFAULT, PRESETS, Words, ask_rule, defaults, in_words, value_titles
from tests import factories as make

pytestmark = pytest.mark.django_db
CODES = ["abrikosovskaya", "kirov_71", "kvantorium", "ozono_chepetskaya", "trio"]


def preset(code):
    return loading.read(PRESETS / "regulations" / f"{code}.toml")


@pytest.fixture
def ozono(reference):
    return Regulation.objects.get(code="ozono_chepetskaya")


def ask(key, regulation):
    """The rule as a programme without settings of its own would get it."""
    return ask_rule(key, regulation, {}, {row.key: row for row in regulation.rules.all()})


def test_all_five_documents_load_with_stages_and_forms(reference):
    assert sorted(Regulation.objects.values_list("code", flat=True)) == CODES
    for regulation in Regulation.objects.all():
        assert regulation.points.exists() and regulation.forms.exists() and regulation.programme_presets.exists()
        assert all(roadmap.stages.exists() for roadmap in regulation.roadmaps.all())


def test_loading_again_changes_nothing_that_a_curator_changed(ozono):
    Rule.objects.filter(regulation=ozono, key="mentor.max_mentees").update(value=3)
    loading.load_ground_floor(datetime.date(2026, 9, 1))
    assert ask("mentor.max_mentees", ozono).value == 3
    assert Regulation.objects.count() == 5


def test_a_rule_names_its_point_and_a_silence_is_told(ozono):
    stated, silent = ask("mentor.max_mentees", ozono), ask("group.max_size", ozono)
    assert (stated.value, stated.why) == (2, "(п. 2.6 Положения)")
    assert silent.is_default and silent.source == BY_DEFAULT


def test_an_unknown_rule_is_a_fault_of_the_code(ozono):
    with pytest.raises(KeyError):
        ask("mentor.favourite_colour", ozono)


def spoil(data, fault):
    """One fault put into a good preset."""
    if fault == "unknown rule":
        data["rules"].append({"key": "no.such", "value": 1, "point": data["points"][0]["key"]})
    elif fault == "cites a missing point":
        data["rules"][0]["point"] = "99.9"
    elif fault == "unknown word":
        data["words"]["nonsense"] = ["а", "б", "в", "г"]
    elif fault == "missing roadmap or form":
        data["programmes"][0]["roadmap"] = "nowhere"


@pytest.mark.parametrize("fault", ["unknown rule", "cites a missing point", "unknown word", "missing roadmap or form"])
def test_a_faulty_preset_is_refused_whole(fault):
    data = copy.deepcopy(preset("ozono_chepetskaya"))
    spoil(data, fault)
    with pytest.raises(loading.PresetFault, match=fault):
        loading.load_regulation(data, "spoilt.toml")
    assert not Regulation.objects.exists()


def test_the_document_s_own_words_are_used(reference):
    own = Words(Regulation.objects.get(code="trio"))
    assert own.pair == "тандем" and own.pair_many_genitive == "тандемов"
    assert Words().pair == "пара"
    with pytest.raises(AttributeError):
        _ = own.nonsense


def test_every_coded_value_of_every_preset_is_said_in_words():
    codes = set()
    for rules in [list(defaults().values()), *(preset(code)["rules"] for code in CODES)]:
        for rule in rules:
            values = rule["value"] if isinstance(rule["value"], list) else [rule["value"]]
            codes |= {value for value in values if isinstance(value, str) and value.isascii() and value[0].isalpha()}
    assert codes and codes <= set(value_titles())


def test_values_in_words():
    assert [in_words(value) for value in (True, False, 2, "directive")] == ["да", "нет", "2", "распоряжение"]
    assert in_words(["09-30", "03-30"]) == "30\u00a0сентября; 30\u00a0марта"


@pytest.mark.parametrize("code", CODES)
def test_the_page_shows_rules_points_forms_and_roadmaps_without_code_names(client, reference, code):
    client.force_login(make.user_for(make.teacher()), backend="django.contrib.auth.backends.ModelBackend")
    regulation = Regulation.objects.get(code=code)
    text = client.get(reverse("registry:regulation_detail", args=[code])).content.decode()
    for thing in [regulation.points.first().title, regulation.forms.first().title, regulation.roadmaps.first().title]:
        assert thing.replace('"', "&quot;") in text
    for rule in regulation.rules.all():
        assert defaults()[rule.key]["title"] in text and rule.key not in text
    assert "new_teacher" not in text and "in_person" not in text
