"""Moments: what the steps of a day may read of the world."""

from __future__ import annotations

from mqa.line import step_reads
from mqa.moments import MOVED, WORLD_OF_MOMENTS
from mqa.pipeline import DAY
from mqa.terms.tables import WORLD

DAYS = ("day", "week", "_on")  # how the columns that are days end
TOLD = "told_on"  # only says which of two rows is the newer


def test_every_world_table_that_a_day_reads_is_there_for_moments() -> None:
    read = set().union(*(step_reads(step) for step in DAY))
    assert read & WORLD.keys() == {*WORLD_OF_MOMENTS}


def test_every_day_of_the_world_is_counted_from_the_moment() -> None:
    days = {
        name: {column for column in WORLD[name].columns if column.endswith(DAYS)} - {TOLD, "known_on"}
        for name in WORLD_OF_MOMENTS
    }
    assert {name: {*MOVED.get(name, ())} for name in WORLD_OF_MOMENTS} == days
