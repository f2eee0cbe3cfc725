from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mqa.definition.rows.conditions import counters
from mqa.scoring.content import EVER, NEVER, Content, Told
from mqa.scoring.patterns import NO_LIMIT, Shape, asks_content, pattern_key, pattern_rows
from mqa.terms.keys import number_of
from mqa.terms.rules import Definition, Given, Signal
from tests.definitions import definition


def shape(kind: str, number: int = 1, path: str = "", source: str = "", campaign: str = "") -> Shape:
    return Shape(number, kind, path, source, campaign)


def counted_for(asked: Definition, act: Shape, seconds: int = 0, *, match_all: bool = False) -> list[str]:
    """The names of the signals that an act counts for."""
    made = pattern_rows([act], asked.signals, counters(asked), match_all=match_all)
    sets = [row[3] for row in made["shape_patterns"] if row[1] <= seconds < row[2]]
    assert len(sets) <= 1, "the bands of seconds overlap"
    return [asked.signals[signal - 1].name for pattern_set, signal in made["pattern_signals"] if pattern_set in sets]


def key(asked: Definition) -> str:
    return pattern_key(asked.signals, counters(asked))


THREE = definition(
    signals="""
        Pricing: { activity: web.pricing, points: 8 }
        Long visit: { activity: "web.*", where: { seconds_at_least: 120 }, points: 2 }
        Any page: { activity: "web.*", points: 1 }
    """
)


def test_an_act_counts_for_the_first_signal_it_matches():
    assert counted_for(THREE, shape("web.pricing"), seconds=300) == ["Pricing"]
    assert counted_for(THREE, shape("web.home")) == ["Any page"]


def test_an_act_counts_for_each_signal_where_all_match():
    found = counted_for(THREE, shape("web.pricing"), seconds=300, match_all=True)
    assert found == ["Pricing", "Long visit", "Any page"]


ON_PRICES = definition(
    signals="""
        Prices: { activity: "content.*", where: { topic: ["pric*"] }, points: 8 }
        Content: { activity: "content.*", points: 1 }
    """
)


def test_a_topic_narrows_a_signal():
    on_prices, on_dora = (Shape(1, "content.case", "", "", "", topic) for topic in ("pricing", "dora"))
    assert [counted_for(ON_PRICES, act) for act in (on_prices, on_dora)] == [["Prices"], ["Content"]]


def test_a_counter_of_topics_says_which_topic_an_act_is_on():
    asked = definition(
        conditions="Read: { topics_at_least: 1, topics: [pricing, data*], within: 9 days }",
        levels="Watch: { when: Read, stage: none, action: nurture }",
    )
    shapes = [
        Shape(nth, "web.home", "", "", "", topic) for nth, topic in enumerate(("pricing", "data loss", "dora"), 1)
    ]
    made = pattern_rows(shapes, asked.signals, counters(asked))
    topics = {row[3]: row[5] for row in made["counters"]}
    assert [topics[row[3]] for row in made["shape_patterns"]] == [1, 2]


def test_an_act_that_nothing_asks_for_counts_for_nothing():
    assert pattern_rows([shape("email.open")], THREE.signals, counters(THREE))["shape_patterns"] == []


def test_acts_that_stop_mail_are_told_apart_though_no_signal_asks_for_them():
    shapes = [shape(kind, nth) for nth, kind in enumerate(("email.bounce", "email.unsubscribe", "email.open"), start=1)]
    made = pattern_rows(shapes, THREE.signals, counters(THREE))
    reach = dict(made["mail_stops"])
    assert [(row[0], reach[row[3]]) for row in made["shape_patterns"]] == [(1, "bounced"), (2, "unsubscribed")]
    assert made["pattern_signals"] == []


def test_seconds_are_cut_into_bands_without_gap():
    made = pattern_rows([shape("web.home")], THREE.signals, counters(THREE))
    assert [row[1:3] for row in made["shape_patterns"]] == [(0, 120), (120, NO_LIMIT)]


def test_seconds_decide_from_the_first_that_is_enough():
    assert [counted_for(THREE, shape("web.home"), seconds) for seconds in (119, 120)] == [["Any page"], ["Long visit"]]


def test_a_star_stands_for_any_text_and_nothing_else_is_special():
    odd = definition(signals='Odd: { activity: ["web.[p]ricing", "web.?"], points: 1 }')
    assert counted_for(odd, shape("web.pricing")) == counted_for(odd, shape("web.x")) == []
    assert counted_for(odd, shape("web.[p]ricing")) == ["Odd"]


def test_kinds_match_whatever_their_case():
    assert counted_for(THREE, shape("Web.Pricing")) == ["Pricing"]


def test_path_source_and_campaign_must_all_match():
    narrow = definition(
        signals="""
            Narrow:
              activity: "web.*"
              where: { path: "/docs/*", source: ads, campaign: [spring, autumn] }
              points: 1
        """
    )
    assert counted_for(narrow, shape("web.page", path="/docs/a", source="ads", campaign="autumn")) == ["Narrow"]
    assert counted_for(narrow, shape("web.page", path="/docs/a", source="ads", campaign="winter")) == []
    assert counted_for(narrow, shape("web.page", path="/docs/a", source="mail", campaign="spring")) == []
    assert counted_for(narrow, shape("web.page", path="/blog", source="ads", campaign="spring")) == []


def test_an_act_may_count_once_in_each_score():
    both = definition(
        signals='Any: { activity: "product.*", points: 1 }',
        product_signals="Scan: { activity: product.scan, points: 4 }",
    )
    assert counted_for(both, shape("product.scan")) == ["Any", "Scan"]


def test_the_asset_is_kept_only_where_a_condition_counts_assets():
    asked = definition(
        signals="Page: { activity: web.page, points: 1 }",
        conditions="Two: { activity: content.guide, assets_at_least: 2, within: 9 days }",
        levels="Watch: { when: Two, stage: none, action: nurture }",
    )
    made = pattern_rows([shape("web.page", 1), shape("content.guide", 2)], asked.signals, counters(asked))
    assert [(row[0], row[4]) for row in made["shape_patterns"]] == [(1, 0), (2, 1)]


def test_a_counter_counts_every_pattern_set_that_its_acts_are_in():
    asked = definition(
        signals="Pricing: { activity: web.pricing, points: 1 }",
        conditions='Ten: { activity: "web.*", times_at_least: 10, within: 9 days }',
        levels="Watch: { when: Ten, stage: none, action: nurture }",
    )
    made = pattern_rows([shape("web.pricing", 1), shape("web.home", 2)], asked.signals, counters(asked))
    assert sorted(made["counters"]) == sorted((1, "times", 9, row[3], 0, 0, 1, 0) for row in made["shape_patterns"])
    assert len({row[3] for row in made["counters"]}) == 2


def test_a_pattern_set_has_the_same_number_whatever_else_occurs():
    alone = pattern_rows([shape("web.pricing", 7)], THREE.signals, counters(THREE))
    among = pattern_rows([shape("web.home", 1), shape("web.pricing", 7)], THREE.signals, counters(THREE))
    assert set(alone["shape_patterns"]) <= set(among["shape_patterns"])


def changed(asked: Definition, **fields: object) -> Definition:
    """The definition with its first signal changed."""
    first, *others = asked.signals
    signals: tuple[Signal, ...] = (replace(first, **fields), *others)
    return replace(asked, signals=signals)


def test_the_key_of_a_roll_up_is_deaf_to_points_caps_and_thresholds():
    other = changed(THREE, points=Given(Decimal(99)), cap=Decimal(100), per_day=2, fading="half_life", fading_days=3)
    assert key(other) == key(THREE)


def test_the_key_of_a_roll_up_changes_with_what_is_asked_of_acts():
    asked = [THREE, *(changed(THREE, **field) for field in ({"patterns": ("web.x",)}, {"seconds_at_least": 5}))]
    asked.append(changed(THREE, paths=("/docs",)))
    assert len({key(one) for one in asked}) == 4


def test_the_key_of_a_roll_up_changes_when_assets_begin_to_count():
    def counting(unit: str) -> Definition:
        return definition(
            conditions=f"Guides: {{ activity: web.page, {unit}_at_least: 2, within: 9 days }}",
            levels="Watch: { when: Guides, stage: none, action: nurture }",
        )

    assert key(counting("times")) == key(counting("visits")) != key(counting("assets"))


def test_patterns_that_mean_the_same_make_the_same_sets_under_the_same_key():
    def asking(first: str, second: str) -> Definition:
        return definition(
            signals=f"""
                One: {{ activity: {first}, points: 1 }}
                Two: {{ activity: {second}, points: 1 }}
            """
        )

    once, twice = asking("[web.a, web.b]", "[web.a, web.b]"), asking("[web.b, web.a]", "[Web.A, web.b]")
    made = [pattern_rows([shape("web.a")], one.signals, counters(one))["shape_patterns"] for one in (once, twice)]
    assert key(once) == key(twice)
    assert made[0] == made[1]


BY_CONTENT = definition(
    signals="""
        Pages: { activity: "web.*", points: 1, stage: by content }
        Other: { activity: "form.*", points: 5, stage: decision }
    """
)
SITE = Content(
    (Told("/docs/*", "", "documentation", "consideration"), Told("/blog/*", "", "", "awareness")),
)


def test_an_act_is_of_the_stage_that_the_map_tells_where_its_signal_leaves_it_to_the_content():
    acts = [shape("web.page", 1, "/docs/api"), shape("web.page", 2, "/blog/a"), shape("form.demo", 3, "/blog/a")]
    made = pattern_rows(acts, BY_CONTENT.signals, counters(BY_CONTENT), content=SITE)
    staged = {number: (signal, stage) for number, signal, stage in made["pattern_stages"]}
    assert [staged.get(row[3]) for row in made["shape_patterns"]] == [(1, 2), (1, 1), None]


def test_a_topic_of_the_map_meets_the_patterns_of_signals_and_conditions():
    asked = definition(
        signals='Docs: { activity: "web.*", where: { topic: "doc*" }, points: 1 }',
        conditions="""
            Warm: { engagement_at_least: 30 }
            Read: { topics_at_least: 1, topics: [documentation], within: 9 days }
        """,
    )
    acts = [shape("web.page", 1, "/docs/api"), shape("web.page", 2, "/blog/a")]
    made = pattern_rows(acts, asked.signals, counters(asked), content=SITE)
    assert [row[0] for row in made["shape_patterns"]] == [1]
    assert len(made["pattern_signals"]) == len(made["counters"]) == 1


def test_the_topic_of_an_act_itself_beats_that_of_the_map():
    asked = definition(signals='Docs: { activity: "web.*", where: { topic: "doc*" }, points: 1 }')
    own = Shape(1, "web.page", "/docs/api", "", "", "pricing")
    assert pattern_rows([own], asked.signals, (), content=SITE)["shape_patterns"] == []


def test_what_the_map_says_from_another_day_on_takes_acts_out_of_one_set_into_another():
    changed = Content((Told("/x", "", "", "awareness", 10, 20), Told("/x", "", "", "decision", 20)))
    made = pattern_rows([shape("web.page", 1, "/x")], BY_CONTENT.signals, (), content=changed)
    before, awareness, decision = dict.fromkeys(row[3] for row in made["shape_patterns"])
    assert [(row[3], *row[6:9]) for row in made["shape_patterns"]] == [
        (before, EVER, 10, 1),
        (before, 10, 10, -1),
        (awareness, 10, 20, 1),
        (awareness, 20, 20, -1),
        (decision, 20, NEVER, 1),
    ]


def test_an_asset_that_the_map_names_has_rows_of_its_own_where_it_occurs():
    guide = Content((Told("", "guide", "", "decision"),), {1: ["guide"]})
    made = pattern_rows([shape("web.page", 1), shape("web.page", 2)], BY_CONTENT.signals, (), content=guide)
    assert [(row[0], row[5]) for row in made["shape_patterns"]] == [(1, 0), (1, number_of("guide")), (2, 0)]
    assert made["mapped_assets"] == [(number_of("guide"),)]
    assert len(made["pattern_stages"]) == 1


@pytest.mark.parametrize(
    ("parts", "asks"),
    [
        ({"signals": 'A: { activity: "web.*", points: 1, stage: by content }'}, True),
        ({"signals": 'A: { activity: "web.*", where: { topic: x }, points: 1 }'}, True),
        ({"conditions": "Warm: { topics_at_least: 1, topics: [x], within: 9 days }"}, True),
        ({"signals": 'A: { activity: "web.*", points: 1, stage: decision }'}, False),
    ],
)
def test_a_definition_asks_what_acts_are_about_by_topics_or_a_stage_by_content(parts, asks):
    asked = definition(**parts)
    assert asks_content(asked.signals, counters(asked)) is asks


def test_the_key_of_a_roll_up_names_the_load_of_the_map_where_one_is_asked():
    keys = {pattern_key(BY_CONTENT.signals, (), content=load) for load in (0, 7, 8)}
    assert len(keys) == 3
