"""Bars that begin where the one before ended, and lines over time."""

from __future__ import annotations

from mqa.explain.shares import Share
from mqa.web.drawing import bars, lines, load


def test_each_bar_begins_where_the_one_before_ended():
    whole = Share(
        "engagement", 0, 600, "", (Share("breadth", 0, 450), Share("depth", 0, 150, "", (Share("Demo", 0, 150),)))
    )
    drawn = bars(whole)
    assert [(bar.start, bar.width) for bar in drawn.parts] == [("0.0", "45.0"), ("45.0", "15.0")]
    assert (drawn.parts[1].parts[0].start, drawn.parts[1].parts[0].part) == ("45.0", "depth")


def test_a_penalty_goes_back_from_where_the_one_before_ended():
    drawn = bars(Share("depth", 0, 100, "", (Share("Demo", 0, 150), Share("Unsubscribed", 0, -50))))
    assert [(bar.start, bar.width, bar.negative) for bar in drawn.parts] == [
        ("0.0", "15.0", False),
        ("10.0", "5.0", True),
    ]


def point(day: int, engagement: int) -> dict[str, int]:
    return {"as_of": day, "engagement": engagement, "breadth": 0, "depth": 0, "recency": 0, "product": 0}


def test_a_line_goes_from_the_first_run_to_the_last():
    chart = lines([point(10, 0), point(20, 50_000_000), point(30, 100_000_000)])
    assert chart.lines[0].path == "M0.0 160.0L500.0 80.0L1000.0 0.0"


def test_one_run_makes_no_line():
    assert lines([point(10, 0)]) is None


def period(now: int, was: int, capacity: int) -> dict[str, object]:
    return {"first": "2026-06-01", "last": "2026-06-30", "now": now, "was": was, "capacity": capacity}


def test_what_sales_would_get_is_drawn_beside_what_it_can_take():
    drawn = load(period(61, 56, 100))
    assert (drawn.now_at, drawn.was_at, drawn.capacity_at, drawn.over) == (610, 560, 1000, False)


def test_what_is_more_than_sales_can_take_is_as_long_as_the_bar():
    drawn = load(period(200, 56, 100))
    assert (drawn.now_at, drawn.was_at, drawn.capacity_at, drawn.over) == (1000, 280, 500, True)


def test_where_nobody_said_what_sales_can_take_nothing_is_too_much():
    drawn = load(period(0, 0, 0))
    assert (drawn.now_at, drawn.was_at, drawn.capacity_at, drawn.over) == (0, 0, 0, False)
