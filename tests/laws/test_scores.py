"""Laws of the scores, on whole days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from mqa.definition.rows.rules import rule_rows
from mqa.terms.rules import Definition
from tests.laws.worlds import (
    GOOD,
    TODAY,
    Changed,
    History,
    Judged,
    acts,
    agreements,
    both,
    changed,
    law,
    scored,
    worlds,
)

SCORES = ("engagement", "breadth", "depth", "recency", "product", "points", "product_points", "engaged", "seen", "mqls")
more_good_acts = changed(st.fixed_dictionaries({"acts": st.lists(acts(kinds=GOOD), min_size=1, max_size=4)}))


@law
@given(agreements, more_good_acts)
def test_more_good_activity_never_lowers_a_score(agreed: Definition, pairs: list[Changed]) -> None:
    found = scored(both(pairs), agreed)
    for nth in range(len(pairs)):
        (before,), (after,) = (found.numbers("scores", at, *SCORES) or [()] for at in (nth, nth + len(pairs)))
        assert all(old <= new for old, new in zip(before, after, strict=True)), dict(zip(SCORES, before, strict=True))


@law
@given(agreements, worlds)
def test_fading_moves_every_worth_towards_zero(agreed: Definition, world: list[History]) -> None:
    days = [TODAY, TODAY + 1, TODAY + 9]
    found = scored(world, agreed, *((day, TODAY) for day in days))
    for nth in range(len(world)):
        rows = found.numbers("person_signals", nth, "as_of", "person_id", "signal", "points")
        worth = {row[:3]: row[3] for row in rows}
        for (day, person, signal), points in worth.items():
            for later in (later for later in days if later > day):
                faded = worth.get((later, person, signal), 0)
                assert abs(faded) <= abs(points)
                assert faded * points >= 0


def caps_of(found: Judged, nth: int, agreed: Definition) -> dict[int, tuple[int, int]]:
    """The cap of each signal, and of a person, for the nth account; nothing where it has no scores."""
    scopes = {scope for (scope,) in found.numbers("scores", nth, "scope")}
    classes = {row[3] for row in rule_rows(agreed)["scopes"] if row[0] in scopes}
    caps = (cast(tuple[int, int, int, int], row) for row in rule_rows(agreed)["caps"])
    return {signal: (cap, most) for worth_class, signal, cap, most in caps if worth_class in classes}


@law
@given(agreements, worlds)
def test_a_cap_is_never_passed_on_the_side_that_bound(agreed: Definition, world: list[History]) -> None:
    found = scored(world, agreed)
    for nth in range(len(world)):
        caps = caps_of(found, nth, agreed)
        rows = found.numbers("capped", nth, "pool", "signal", "person_id", "size", "counted", "side")
        by_group: Counter[tuple[object, ...]] = Counter()
        limits = {}
        for pool, signal, person, size, counted, side in rows:
            assert 0 <= counted <= size
            by_signal = str(side) == "signals"
            group = (pool, side, signal if by_signal else person)
            by_group[group] += counted
            limits[group] = caps[signal][0 if by_signal else 1]
        assert all(total <= limits[group] for group, total in by_group.items())


def total_after_caps(rows: Sequence[tuple[int, ...]], caps: dict[int, tuple[int, int]]) -> int:
    """What is left of (signal, person, size) rows, straight from the text of semantics: "Engagement" 5."""
    by_signal: Counter[int] = Counter()
    by_person: Counter[int] = Counter()
    for signal, person, size in rows:
        by_signal[signal] += size
        by_person[person] += size
    most = next((caps[signal][1] for signal, _, _ in rows), 0)
    return min(
        sum(min(total, caps[signal][0]) for signal, total in by_signal.items()),
        sum(min(total, most) for total in by_person.values()),
    )


@law
@given(agreements, worlds)
def test_gains_and_penalties_add_up_to_what_the_caps_leave(agreed: Definition, world: list[History]) -> None:
    found = scored(world, agreed)
    signals = {row[0]: row for row in rule_rows(agreed)["signals"]}
    for nth in range(len(world)):
        caps = caps_of(found, nth, agreed)
        rows = found.numbers("person_signals", nth, "signal", "person_id", "points")
        for points, product_points in found.numbers("scores", nth, "points", "product_points"):
            for score, total in (("engagement", points), ("product", product_points)):
                of_score = [row for row in rows if signals[row[0]][2] == score]
                gains = [row for row in of_score if row[2] > 0]
                penalties = [(signal, person, -size) for signal, person, size in of_score if size < 0]
                assert total == total_after_caps(gains, caps) - total_after_caps(penalties, caps)


def shares(found: Judged, nth: int, score: str) -> int:
    rows = found.numbers("contributions", nth, "score", "share")
    return sum(share for of_score, share in rows if str(of_score) == score)


@law
@given(agreements, worlds)
def test_shares_sum_to_the_score_exactly(agreed: Definition, world: list[History]) -> None:
    found = scored(world, agreed)
    for nth in range(len(world)):
        for engagement, product in found.numbers("scores", nth, "engagement", "product"):
            assert shares(found, nth, "engagement") == engagement
            assert shares(found, nth, "product") == product


@law
@given(agreements, worlds)
def test_scores_and_dimensions_lie_between_nothing_and_a_hundred(agreed: Definition, world: list[History]) -> None:
    found = scored(world, agreed)
    between = ("engagement", "breadth", "depth", "recency", "product", "fit_score")
    for nth in range(len(world)):
        for scores in found.numbers("scores", nth, *between):
            assert all(0 <= score <= 100_000_000 for score in scores)
