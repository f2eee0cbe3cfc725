"""What a map of content says of a page or an asset, and since when."""

from __future__ import annotations

import pytest

from mqa.scoring.content import EVER, NEVER, Content, Meaning, Reader, Told, as_known
from mqa.terms.keys import number_of
from tests.tables import table


def told(text: str) -> list[Told]:
    """Rows of a map; `''` where nothing is said."""
    return [Told(**row) for row in table(text).named()]  # type: ignore[arg-type]


SITE = told("""
    path            asset  topic          buying_stage
    /docs/*         ''     documentation  consideration
    /docs/billing*  ''     billing        ''
    /docs/billing   ''     ''             decision
    *               ''     ''             awareness
    /blog/*         ''     blog           ''
    ''              guide  dlp            decision
""")


@pytest.mark.parametrize(
    ("path", "topics", "stage"),
    [
        ("/docs/api", ("documentation",), 2),
        ("/Docs/API", ("documentation",), 2),
        ("/docs/billing", ("billing",), 3),
        ("/docs/billing/plans", ("billing",), 2),
        ("/blog/news", ("blog",), 1),
        ("/", (), 1),
        ("", (), 0),
    ],
)
def test_the_pattern_with_the_most_letters_tells_and_what_it_leaves_out_the_next_one(path, topics, stage):
    assert Reader(SITE).meanings(path) == (Meaning(topics, stage),)


def test_an_asset_tells_more_closely_than_any_path_but_what_it_leaves_out():
    rows = [*SITE, Told("", "sheet", "pricing", "")]
    found = [Reader(rows).meanings("/docs/billing", asset) for asset in ("guide", "sheet", "other", "Guide")]
    assert [(one.topics, one.stage) for (one,) in found] == [
        (("dlp",), 3),
        (("pricing",), 3),
        (("billing",), 3),
        (("billing",), 3),
    ]


def test_rows_of_one_pattern_tell_together_all_topics_and_the_latest_stage():
    rows = told("""
        path   asset  topic   buying_stage
        /x/*   ''     prices  awareness
        /x/*   ''     dlp     decision
        /x/*   ''     dlp     ''
    """)
    assert Reader(rows).meanings("/x/y") == (Meaning(("dlp", "prices"), 3),)


def test_of_two_patterns_of_equal_length_the_one_without_a_star_is_closer():
    rows = [Told("/x*", "", "some", ""), Told("/x", "", "one", "")]
    assert Reader(rows).meanings("/x") == (Meaning(("one",), 0),)


def test_signs_of_other_patterns_are_letters():
    assert Reader([Told("/a[1]?*", "", "t", "")]).meanings("/a1x") == (Meaning(),)
    assert Reader([Told("/a[1]*", "", "t", "")]).meanings("/a[1]/b") == (Meaning(("t",)),)


def test_a_page_means_one_thing_after_another():
    rows = told("""
        path  asset  topic  buying_stage  since  until
        /x    ''     a      ''            10     30
        /x    ''     b      ''            20     50
        /x    ''     b      ''            50     60
    """)
    assert Reader(rows).meanings("/x") == (
        Meaning((), 0, EVER, 10),
        Meaning(("a",), 0, 10, 20),
        Meaning(("a", "b"), 0, 20, 30),
        Meaning(("b",), 0, 30, 60),
        Meaning((), 0, 60, NEVER),
    )


def test_a_map_as_it_was_known_on_a_day_is_as_if_it_had_never_said_anything_else():
    rows = [Told("/x", "", "a", "", 10, 20), Told("/x", "", "b", "", 20, NEVER)]
    assert [as_known(rows, day) for day in (9, 10, 19, 20)] == [
        (),
        (Told("/x", "", "a", ""),),
        (Told("/x", "", "a", ""),),
        (Told("/x", "", "b", ""),),
    ]


def test_of_two_worlds_the_assets_of_both_are_looked_at():
    both = Content(tuple(SITE), {1: ["guide"]}).and_of(Content((), {1: ["guide", "a"], 2: ["b"]}))
    assert both == Content(tuple(SITE), {1: ["a", "guide"], 2: ["b"]})
    assert both.assets == {number_of("guide"): "guide"}
