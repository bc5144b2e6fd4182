"""The five documents as data: numbering, words, sources of rules, and a programme's own copy."""

import pytest

from programs.actions import programme as actions
from programs.models import Activity
from registry.engine import roadmap
from registry.models import ActivityTemplate, Regulation, StageTemplate
from tests import factories as make

pytestmark = pytest.mark.django_db

CODES = {"ozono_chepetskaya", "abrikosovskaya", "trio", "kirov_71", "kvantorium"}


def test_all_five_documents_are_loaded_with_their_programmes(reference):
    assert set(Regulation.objects.values_list("code", flat=True)) == CODES
    yields = {row.code: row.programme_presets.count() for row in Regulation.objects.all()}
    assert yields == dict.fromkeys(CODES, 1) | {"ozono_chepetskaya": 2}


def test_the_first_document_numbers_33_events_without_a_gap(reference):
    lines = ActivityTemplate.objects.filter(
        stage__roadmap__regulation__code="ozono_chepetskaya", stage__roadmap__code="model"
    )
    assert sorted(int(line.number) for line in lines) == list(range(1, 34))


def test_the_kirov_document_has_eight_stages_with_advice(reference):
    stages = StageTemplate.objects.filter(roadmap__regulation__code="kirov_71")
    assert [stage.number for stage in stages] == list(range(1, 9))
    assert all(stage.important and stage.documents for stage in stages)


def test_trio_says_tandem_and_the_others_say_pair(reference):
    words = {code: make.a_programme(code, "all").words for code in ("trio", "kirov_71")}
    assert (words["trio"].pair, words["trio"].pair_many_genitive) == ("тандем", "тандемов")
    assert words["kirov_71"].pair == "пара"


def test_a_rule_names_the_point_that_sets_it(reference):
    rule = make.a_programme().rule("mentor.max_mentees")
    assert (rule.value, rule.source) == (2, "п. 2.6 Положения")


def test_a_rule_on_which_the_document_is_silent_says_so(reference):
    rule = make.a_programme().rule("group.max_size")
    assert rule.is_default
    assert rule.why == "(методические рекомендации; меняется в настройках программы)"


def test_every_fact_that_a_document_names_can_be_computed(reference):
    named = set(ActivityTemplate.objects.exclude(fact="").values_list("fact", flat=True))
    assert len(named) > 20
    assert named <= set(roadmap.fact)


def test_changing_the_years_stage_leaves_the_document_alone(reference):
    stage = make.a_programme().stages.first()
    before = stage.title
    stage.title = "Свой этап школы"
    stage.save()
    assert StageTemplate.objects.filter(roadmap=stage.programme.roadmap, number=stage.number).get().title == before


def test_changing_the_document_leaves_the_year_alone(reference):
    programme = make.a_programme()
    titles = list(Activity.objects.filter(stage__programme=programme).values_list("title", flat=True))
    ActivityTemplate.objects.filter(stage__roadmap=programme.roadmap).update(title="Новое")
    assert list(Activity.objects.filter(stage__programme=programme).values_list("title", flat=True)) == titles


def test_the_years_own_value_and_its_reason_win_and_may_be_taken_back(reference):
    curator, _ = make.office()
    programme = make.a_programme()
    actions.set_rule(programme, "mentor.max_mentees", 3, by=curator, reason="решение педсовета от 30.08.2026 № 2")
    rule = programme.rule("mentor.max_mentees")
    assert (rule.value, rule.why) == (3, "(решение педсовета от 30.08.2026 № 2)")
    actions.unset_rule(programme, "mentor.max_mentees", by=curator)
    assert programme.rule("mentor.max_mentees").source == "п. 2.6 Положения"
