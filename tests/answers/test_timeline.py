"""Lanes, dots and bands: where they stand, what they say, what is left out."""

from __future__ import annotations

from dataclasses import replace

from mqa.answers.timeline import MOST_LANES, timeline
from mqa.explain.shares import Occasion
from tests.definitions import definition

JULY = 9678  # 2026-07-01
RULES = definition(
    signals="""
        Demo request: { activity: form.demo, points: 40, stage: decision }
        Any other page: { activity: web.page, points: 1, stage: awareness }
    """
)
PEOPLE = {7: {"person_key": "eva.smit@acme.com", "title": "CFO"}}
DEMO = Occasion("Demo request", 7, JULY, JULY, "form.demo", "", 0, ("a",), 1, 1)
PAGE = replace(DEMO, signal="Any other page", kind="web.page", times=3, in_all=3)


def drawn(*occasions, changes=(), roles=None):
    return timeline(occasions, PEOPLE, changes, RULES, roles=roles or {}, as_of=JULY, window=100)


def test_a_day_of_one_person_is_one_dot_with_the_latest_stage_and_all_acts():
    (lane,) = drawn(DEMO, PAGE).lanes
    assert (lane.name, lane.title, [(dot.stage, dot.acts) for dot in lane.dots]) == (
        "Eva Smit",
        "CFO",
        [("decision", 4)],
    )
    assert lane.dots[0].words.startswith("asked for a demo")


def test_dots_stand_in_the_middle_of_their_day():
    first = replace(DEMO, day=JULY - 99)
    (lane,) = drawn(DEMO, first).lanes
    assert [dot.at for dot in lane.dots] == [5, 995]


def test_what_is_older_than_the_timeline_is_not_drawn():
    (lane,) = drawn(replace(DEMO, day=JULY - 100)).lanes
    assert lane.dots == ()


def test_who_did_most_stands_first_and_nameless_visitors_behind_their_equals():
    nameless = replace(DEMO, person_id=0)
    other = replace(PAGE, person_id=9)
    assert [lane.name for lane in drawn(other, nameless, DEMO).lanes] == ["Eva Smit", "nameless visitors", "somebody"]


def test_of_many_people_the_last_stand_together():
    many = [replace(DEMO, person_id=100 + nth) for nth in range(MOST_LANES + 5)]
    lanes = drawn(*many).lanes
    assert (len(lanes), lanes[-1].others) == (MOST_LANES + 1, 5)


def test_a_level_is_a_band_from_its_day_to_the_next_change():
    changes = [
        {"day": JULY - 200, "to_level": "Watch"},
        {"day": JULY - 49, "to_level": "Qualified"},
        {"day": JULY - 9, "to_level": ""},
    ]
    assert [(band.level, band.start, band.end) for band in drawn(DEMO, changes=changes).bands] == [
        ("Watch", 0, 500),
        ("Qualified", 500, 900),
    ]


def test_a_change_of_stage_alone_ends_no_band():
    changes = [{"day": JULY - 49, "to_level": "Qualified"}, {"day": JULY - 9, "to_level": "Qualified"}]
    assert [(band.start, band.end, band.since) for band in drawn(DEMO, changes=changes).bands] == [
        (500, 1000, JULY - 49)
    ]


def test_acts_that_are_counted_but_not_drawn_are_told():
    assert drawn(replace(DEMO, in_all=26)).undrawn == 25


def test_an_account_without_acts_has_no_lanes():
    assert (drawn().lanes, drawn().bands) == ((), ())
