"""docs/explanation/handoffs.md: its due times are what comes out of its times to answer in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.handoff.agreed import Calendar
from mqa.handoff.cadence import last_moment
from mqa.handoff.deadlines import deadlines
from mqa.terms.rules import Handoff
from tests.docs.markdown import table
from tests.house.files import ROOT

PAGE = (ROOT / "docs" / "explanation" / "handoffs.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference" / "definition.md").read_text(encoding="utf-8")
OPENED = {
    "opened Friday 10:00": datetime(2026, 7, 3, 10, tzinfo=UTC),
    "opened Friday 20:00": datetime(2026, 7, 3, 20, tzinfo=UTC),
}


@pytest.mark.parametrize("opened", OPENED)
def test_the_due_times_of_the_page_are_right(opened):
    for row in table(PAGE, "written"):
        for written in row["written"].split("`")[1::2]:
            due = deadlines(OPENED[opened], written, Handoff(), Calendar()).due_at
            assert f"{due:%A %H:%M}" == row[opened], written


def test_the_reclaim_of_the_page_is_right():
    assert "Wednesday at 10:00" in PAGE
    times = deadlines(OPENED["opened Friday 10:00"], "24 hours", Handoff(), Calendar())
    assert f"{times.reclaim_at:%A at %H:%M}" == "Wednesday at 10:00"


def test_the_week_that_the_reference_gives_for_biweekly_is_one():
    assert "the week of 29 June 2026" in REFERENCE
    last = last_moment("biweekly monday 08:00", datetime(2026, 6, 30, tzinfo=UTC), Calendar())
    assert last == datetime(2026, 6, 29, 8, tzinfo=UTC)
