"""What became of the rows of each source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from mqa.answers.data import data_state
from mqa.sources.agreed import Source
from mqa.workspaces import agreed_in
from tests.loads.desk import COMPANIES, TODAY, Desk
from tests.loads.mistaken import OUTCOMES


def steps_of(sources: tuple[Source, ...]) -> dict[str, int]:
    [_, steps] = data_state(sources, (), most_runs=1, now=datetime(2026, 7, 3, tzinfo=UTC), today=TODAY).sources
    return dict(steps.counts)


def test_a_row_that_is_rejected_each_time_its_file_is_read_counts_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.workspace(COMPANIES, OUTCOMES)
    sources = agreed_in(tmp_path).sources
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n")
    desk.write(
        "steps.csv",
        """
        id,account,step,day
        O1,7,opened,2026-06-01
        O2,8,opened,2026-06-01
        O3,9,opened,2026-06-01
        """,
    )
    desk.load()
    assert steps_of(sources) == {"read": 3, "loaded": 1, "duplicates": 0, "skipped": 0, "rejected": 2}
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n7,acme.com,,Acme\n")
    desk.load(TODAY + 1)
    assert steps_of(sources) == {"read": 4, "loaded": 2, "duplicates": 1, "skipped": 0, "rejected": 1}
