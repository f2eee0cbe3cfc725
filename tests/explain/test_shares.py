"""A score as a waterfall that adds up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mqa.explain.numbers import tenths
from mqa.explain.shares import Act, Share, few, waterfall
from tests.definitions import definition

TWO_SIGNALS = definition(
    signals="""
        Page:  { activity: web.page, points: 10 }
        Leave: { activity: email.leave, points: -4 }
    """
)
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


def act(signal, person_id, day):
    return Act("a", day, day, "web.page", person_id, "", "", signal, 1)


def drawn(*rows, acts=()):
    return waterfall(rows, acts, PEOPLE, TWO_SIGNALS)


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
    assert leaves(whole)[0].why == "46.0 points, 40.0 under the limit of one person"


def test_nameless_visitors_are_one():
    whole = drawn(row("depth", 1, signal=1, person=0), acts=[act("Page", -7, 9), act("Page", -8, 9)])
    (leaf,) = leaves(whole)
    assert (leaf.name, len(leaf.acts)) == ("nameless visitors", 2)


def test_the_evidence_of_recency_is_the_last_act():
    whole = drawn(row("recency", 1_000_000), acts=[act("Page", ANN, 9), act("Page", ANN, 12)])
    assert [found.day for found in leaves(whole)[0].acts] == [12]


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
