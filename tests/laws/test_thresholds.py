"""Leaving never needs more than entering."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.definition.rows.rules import rule_rows
from mqa.terms.rules import Definition
from tests.definitions import definition
from tests.laws.worlds import History, agreements, judged, law, worlds

shares = st.decimals(0, 1, places=3)
KINDS = (
    *("engagement_at_least", "breadth_at_least", "depth_at_least", "recency_at_least", "product_score_at_least"),
    *("known_share_at_least", "contact_ratio_at_least", "engaged_people_at_least", "surging_topics_at_least"),
    *("points_at_least", "surging_share_at_least"),
)


@settings(law, max_examples=12)
@given(
    kind=st.sampled_from(KINDS),
    needed=st.decimals(0, 1, places=4),
    bar=st.decimals("0.001", 10, places=3),
    leave_at=shares,
    own=st.none() | shares,
    above=st.booleans(),
)
def test_no_threshold_is_higher_for_staying_than_for_entering(
    kind: str, needed: Decimal, bar: Decimal, leave_at: Decimal, own: Decimal | None, above: bool
) -> None:
    if above:
        kind = kind.replace("_at_least", "_above")
        needed = min(needed, Decimal("0.9999"))
    if kind.startswith(("engaged_people", "surging_topics")):
        needed = 1 + (needed * 3).to_integral_value()
    elif not kind.startswith(("known", "contact", "surging_share")):
        needed = 100 * needed
    said = f"{kind}: {needed}" + (f", leave_at: {own}" if own is not None else "")
    asked = definition(
        conditions=f"Asked: {{ {said} }}",
        tiers=f"Every: {{ bar: {bar}, where: [] }}",
        levels="Watch: { when: Asked, stage: none, action: nurture }",
        stability=f"leave_at: {leave_at}",
        product_signals="Scan: { activity: product.scan, points: 4 }",
        intent="{ topics: [a, b, c, d], surge: 70 }",
    )
    ((_, _, enter, stay),) = rule_rows(asked)["thresholds"]
    assert 0 <= int(stay or 0) <= int(enter or 0)


@law
@given(agreements, worlds)
def test_what_enters_also_stays(agreed: Definition, world: list[History]) -> None:
    found = judged(world, agreed)
    for nth in range(len(world)):
        for table in ("leaf_verdicts", *(f"composites_{layer}" for layer in range(1, 5))):
            assert all(row[-2] <= row[-1] for row in found.of(nth)[table])  # type: ignore[operator]
        assert all(enters <= stays for enters, stays in found.numbers("levels_held", nth, "enters", "stays"))
