"""Of an account that was judged again is listed what a run of the day made now says of it; of all others what was."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mqa.ledger import served
from mqa.ledger.models import ServedAccount
from mqa.live.refreshing import Live, to_refresh
from mqa.workspaces import Opened
from tests.laws.test_runs_again import DOMAINS, LATER, NOW, PEOPLE, Event, copies, few, happen, made, reopened

__all__ = ["copies"]  # a fixture
NOT_COMPARED = {"rank"}  # a place among the accounts of the run, which others than these may have left
lately = st.integers(LATER - 60, LATER)
events = st.one_of(
    st.tuples(st.just("visit"), st.sampled_from(PEOPLE), lately, st.sampled_from(("pricing", "product"))),
    st.tuples(st.just("form"), st.sampled_from(PEOPLE), lately),
    st.tuples(
        st.just("contact"), st.sampled_from(PEOPLE), lately, st.sampled_from(("Chief Financial Officer", "Driver"))
    ),
    st.tuples(st.just("company"), st.sampled_from(DOMAINS), lately),
    st.tuples(st.just("say"), st.sampled_from(("merge", "split")), st.sampled_from(DOMAINS), st.sampled_from(DOMAINS)),
    st.tuples(st.just("say"), st.just("assign"), st.sampled_from(PEOPLE), st.sampled_from(DOMAINS)),
    st.tuples(st.just("undo"), st.integers(1, 2)),
)


def listed(run_id: int) -> list[dict[str, Any]]:
    """The serving copy of a run, as lists read it."""
    columns = [column for column in served.COLUMNS if column not in NOT_COMPARED]
    return list(ServedAccount.objects.filter(run=run_id).order_by("account_id").values(*columns))


def live_of(workspace: Opened) -> Live:
    """Keeps the run of today fresh."""
    (agreement,) = workspace.agreements
    run = to_refresh(agreement, LATER)
    assert run is not None
    return Live(workspace.warehouse, agreement, run)


def refresh(live: Live) -> None:
    live.refresh(NOW, follow=lambda _run, _accounts: None)


@few
@given(since=st.lists(st.tuples(events, st.booleans()), min_size=2, max_size=6))
def test_a_refresh_lists_what_a_run_made_now_lists_and_the_next_day_goes_on_from_it(
    copies, since: list[tuple[Event, bool]]
) -> None:
    """`since`: what comes, and whether it is refreshed at once; all is in the end."""
    workspace = copies()
    made(workspace, LATER)
    with closing(live_of(workspace)) as live:
        for event, at_once in since:
            happen(workspace, event)
            if at_once:
                refresh(live)
        whole = reopened(shutil.copytree(workspace.folder, workspace.folder.with_suffix(".whole")))
        by_run = (listed(made(whole, LATER).run_id), made(whole, LATER + 1).content)
        workspace = reopened(workspace.folder)
        refresh(live)
        assert (listed(live.run.run_id), made(workspace, LATER + 1).content) == by_run
