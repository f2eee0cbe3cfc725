from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mqa.definition.rows.conditions import counters
from mqa.scoring.patterns import NO_LIMIT, Shape, pattern_key, pattern_rows
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
