from __future__ import annotations

from mqa import pipeline
from mqa.pipeline import DAY, TABLES, VERDICTS
from mqa.scoring.patterns import Shape
from mqa.terms.tables import RULES
from tests.definitions import definition


def given(table: str) -> dict[str, str]:
    return dict(next(step for step in DAY if step.table == table).given)


def test_a_day_runs_every_step_in_order():
    ran: list[str] = []
    pipeline.day(lambda step: ran.append(step.table))
    assert ran == [step.table for step in DAY]


def test_a_day_leaves_out_what_nobody_wants():
    ran: list[str] = []
    pipeline.day(lambda step: ran.append(step.table), but=["contributions"])
    assert ran == [step.table for step in DAY if step.table != "contributions"]


def test_each_layer_of_composites_sees_the_answers_below_it():
    assert given("composites_1")["answered"].count("union all") == 0
    assert given("composites_3")["answered"].split("from ")[1:][-1] == "composites_2"
    assert given("composites_3")["layer_parts"].endswith("from condition_parts where layer = 3")


def test_levels_rest_on_the_answers_of_all_layers():
    assert [part.split(" from ")[1] for part in given("levels_held")["verdicts"].split(" union all ")] == list(VERDICTS)


def test_yesterdays_tables_look_like_todays():
    for yesterday, today in pipeline.YESTERDAY.items():
        assert TABLES[yesterday].columns == TABLES[today].columns


def test_rules_fill_every_rule_table_that_is_not_of_a_day():
    made = pipeline.rules(definition(), [Shape(1, "web.page", "", "", "")], [("CFO", "")])
    assert set(RULES) - set(made) == {"days", "ages", "today", "layer_parts"}
    assert all(len(row) == len(RULES[name].columns) for name, rows in made.items() for row in rows)


def test_match_all_is_the_definitions_word():
    signals = """
        Page: { activity: web.page, points: 1 }
        Any: { activity: "web.*", points: 1 }
    """
    shapes = [Shape(1, "web.page", "", "", "")]
    counting = [
        len(pipeline.rules(definition(signals=signals, engagement=f"match: {match}"), shapes, [])["pattern_signals"])
        for match in ("first", "all")
    ]
    assert counting == [1, 2]


def test_the_ages_of_a_day_reach_back_over_the_longest_window():
    made = pipeline.day_rows([(100, 103)], definition(product="counts_for: 3 days", intent="{ topics: [a] }"))
    assert made["days"] == [(100, 103)]
    assert made["ages"][:2] == [(100, 103, 100, 0), (100, 103, 99, 1)]
    assert len(made["ages"]) == 30  # counts_for


def test_several_days_have_ages_of_their_own():
    made = pipeline.day_rows([(100, 100), (101, 101)], definition())
    assert [row for row in made["ages"] if row[2] == 100] == [(100, 100, 100, 0), (101, 101, 100, 1)]
