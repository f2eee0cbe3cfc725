"""A score as a waterfall that adds up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqa.explain.numbers import tenths
from mqa.explain.shares import Occasion, Share, few, stage_shown, waterfall
from tests.definitions import definition

TWO_SIGNALS = definition(
    signals="""
        Page:  { activity: web.page, points: 10 }
        Leave: { activity: email.leave, points: -4 }
    """
)
PAGE, LEAVE = 1, 2
ANN, BOB = 11, 12
PEOPLE = {ANN: "ann@acme.com", BOB: "bob@acme.com"}


def row(dimension, share, *, signal=0, person=0, points=0, counted=None, side="signals"):
    return {
        "score": "engagement",
        "dimension": dimension,
        "signal": signal,
        "person_id": person,
        "points": points,
        "counted": points if counted is None else counted,
        "side": side,
        "share": share,
    }


def occasion(signal, person, day, *, kind="web.page", times=1, in_all=None):
    return Occasion(signal, person, day, day, kind, "", 0, ["a"], times, times if in_all is None else in_all)


def drawn(*rows, occasions=(), last_on=None):
    return waterfall(rows, occasions, PEOPLE, TWO_SIGNALS, last_on=last_on)


def leaves(share: Share) -> list[Share]:
    return [leaf for part in share.parts for leaf in leaves(part)] if share.parts else [share]


def test_dimensions_stand_above_signals_and_these_above_people():
    whole = drawn(row("depth", 3_000_000, signal=1, person=ANN), row("breadth", 9_000_000, person=ANN))
    assert [(part.name, part.parts[0].name) for part in whole.parts] == [("breadth", "ann@acme.com"), ("depth", "Page")]
    assert whole.parts[1].parts[0].parts[0].name == "ann@acme.com"


def test_the_largest_share_comes_first():
    whole = drawn(row("depth", 1_000_000, signal=1, person=ANN), row("depth", 2_000_000, signal=1, person=BOB))
    assert [part.name for part in whole.parts[0].parts[0].parts] == ["bob@acme.com", "ann@acme.com"]


def test_a_penalty_takes_away_from_the_sum():
    whole = drawn(row("depth", 5_000_000, signal=1, person=ANN), row("depth", -1_500_000, signal=2, person=ANN))
    assert (whole.share, [part.shown for part in whole.parts[0].parts]) == (3_500_000, [50, -15])


def test_a_limit_that_bound_is_named():
    whole = drawn(row("depth", 1, signal=1, person=ANN, points=46_000_000, counted=40_000_000, side="people"))
    assert leaves(whole)[0].why == "46.0 points, 40.0 within the limit of one person"


def test_a_nameless_act_says_as_whose_it_weighs_where_that_is_weighed():
    plain = occasion("Page", 0, 9)
    sure, likely = (replace(plain, placed=placed) for placed in ("sure", "likely"))
    assert [one.as_weighed for one in (plain, sure, likely)] == [
        "",
        " (surely of the company)",
        " (likely of the company)",
    ]
    assert [plain.visitors, likely.visitors] == ["nameless visitors", "nameless visitors, likely of the company"]


def test_nameless_visitors_are_one():
    whole = drawn(row("depth", 1, signal=PAGE, person=0), occasions=[occasion("Page", 0, 9, times=2)])
    (leaf,) = leaves(whole)
    assert (leaf.name, len(leaf.occasions)) == ("nameless visitors", 1)


def test_a_share_leads_to_the_acts_of_its_signal_and_person_only():
    behind = [occasion("Page", ANN, 9), occasion("Page", BOB, 9), occasion("Leave", ANN, 9)]
    (leaf,) = leaves(drawn(row("depth", 1, signal=PAGE, person=ANN, points=1), occasions=behind))
    assert leaf.occasions == (behind[0],)


POINTS = row("depth", 8_000_000, signal=PAGE, person=ANN, points=9_000_000)
PENALTY = row("depth", -2_000_000, signal=LEAVE, person=BOB, points=-4_000_000)
WORTHLESS = row("depth", 0, signal=PAGE, person=BOB, points=0)
RECENCY = row("recency", 1_000_000)


@pytest.mark.parametrize(
    "later",
    [
        occasion("Leave", BOB, 12, kind="email.leave"),  # a penalty
        occasion("Scan", ANN, 12, kind="product.scan"),  # of another score
        occasion("", ANN, 12, kind="email.delivered"),  # of no signal
        occasion("Page", BOB, 12),  # without points, by a person whose role has none
    ],
    ids=lambda found: f"{found.kind} by {found.person_id}",
)
def test_recency_rests_on_the_last_act_that_gave_points(later):
    gave = occasion("Page", ANN, 10)
    whole = drawn(POINTS, PENALTY, WORTHLESS, RECENCY, occasions=[later, gave, occasion("Page", ANN, 9)], last_on=10)
    assert leaves(whole)[-1].occasions == (gave,)


def test_recency_says_who_acted_last():
    whole = drawn(POINTS, RECENCY, occasions=[occasion("Page", ANN, 10)], last_on=10)
    assert leaves(whole)[-1].why == "by ann@acme.com"


def test_only_the_largest_are_shown_and_the_others_stand_in_one_row():
    whole = drawn(*(row("breadth", 1_000_000, person=person) for person in range(1, 9)))
    (breadth,) = few(whole, 3).parts
    assert [part.name for part in breadth.parts][-1] == "5 others"
    assert sum(part.shown for part in breadth.parts) == breadth.shown == 80


@given(
    st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(1, 40), st.integers(-9_000_000, 9_000_000)), max_size=40)
)
def test_what_is_shown_adds_up_on_every_level(shares):
    whole = drawn(*(row("depth", share, signal=signal, person=person) for signal, person, share in shares))

    def adds_up(part: Share) -> bool:
        return not part.parts or (part.shown == sum(p.shown for p in part.parts) and all(map(adds_up, part.parts)))

    assert adds_up(whole)
    assert adds_up(few(whole, 3))
    assert whole.shown == tenths(whole.share)


@pytest.mark.parametrize(
    ("topics", "stage", "words"),
    [
        ("dlp, docs", 2, " (about dlp, docs, consideration, by the map of content)"),
        ("dlp", 0, " (about dlp, by the map of content)"),
        ("", 3, " (decision, by the map of content)"),
        ("", 0, ""),
    ],
)
def test_an_occasion_says_what_the_map_of_content_told_of_it(topics, stage, words):
    assert replace(occasion("Page", 1, 10), topics=topics, stage=stage).by_content == words


def test_the_stage_of_an_occasion_is_its_signal_s_or_by_content_that_of_what_was_looked_at():
    one = replace(occasion("Page", 1, 10), stage=3)
    assert [stage_shown(one, {"Page": stage}) for stage in ("awareness", "none", "by content")] == [
        "awareness",
        "none",
        "decision",
    ]
