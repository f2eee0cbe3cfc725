"""A run that goes on from the run of the day before is the run that is made from scratch, byte by byte."""

from __future__ import annotations

import re
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from mqa import increments
from mqa.terms.durations import date_of
from mqa.workspaces import Opened
from tests.laws.test_runs_again import DAY, DOMAINS, PEOPLE, Event, append, copies, few, happen, made, reopened, stored

__all__ = ["copies"]
DAYS = range(DAY - 1, DAY + 3)
past = st.integers(DAY - 40, DAY + 2)
RULES = {"Sweet-spot size": r"(Sweet-spot size: .*points: )\d+", "Demo request": r"(Demo request: .*points: )\d+"}
events = st.one_of(
    st.tuples(st.just("visit"), st.sampled_from(PEOPLE), past, st.sampled_from(("pricing", "product"))),
    st.tuples(st.just("form"), st.sampled_from(PEOPLE), past),
    st.tuples(st.just("contact"), st.sampled_from(PEOPLE), past, st.just("Chief Financial Officer")),
    st.tuples(st.just("company"), st.sampled_from(DOMAINS), past),
    st.tuples(st.just("size"), st.sampled_from(("A-1", "A-2", "A-3")), past, st.sampled_from((50, 420, 1800))),
    st.tuples(st.just("say"), st.sampled_from(("merge", "split")), st.sampled_from(DOMAINS), st.sampled_from(DOMAINS)),
    st.tuples(st.just("say"), st.just("assign"), st.sampled_from(PEOPLE), st.sampled_from(DOMAINS)),
    st.tuples(st.just("undo"), st.integers(1, 2)),
    st.tuples(st.just("rule"), st.sampled_from(tuple(RULES)), st.integers(5, 39)),
)
histories = st.lists(
    st.tuples(st.lists(events, max_size=3), st.sampled_from((True, True, True, False))),
    min_size=len(DAYS),
    max_size=len(DAYS),
)


def said(workspace: Opened, event: Event, today: int) -> Opened:
    """Something happens on a day; the workspace as it is then."""
    what, *about = event
    if what == "rule":
        name, points = about
        file = workspace.folder / "definitions/harrow.yaml"
        file.write_text(re.sub(RULES[name], rf"\g<1>{points}", file.read_text()))
        return reopened(workspace.folder)
    if what == "size":
        number, day, employees = about
        line = f"{number},Again,,,Mila Jansen,NL,{employees},logistics,spreadsheets,{date_of(day)}"
        append(workspace.folder / "data/accounts.csv", line)
        event = ("visit", PEOPLE[0], day, "product")  # with which the line is loaded
    happen(workspace, event, today)
    return workspace


@settings(few, max_examples=2)
@given(history=histories)
def test_a_run_is_the_same_whether_it_goes_on_or_begins_anew(copies, history) -> None:
    workspace = copies()
    for day, (since, is_run) in zip(DAYS, history, strict=True):
        for event in since:
            workspace = said(workspace, event, day)
        if is_run:
            gone_on = made(workspace, day)
            rows = stored(workspace, gone_on)
            with patch.object(increments, "gone_on_from", return_value=None):
                anew = made(workspace, day)
            assert (gone_on.content, rows) == (anew.content, stored(workspace, anew))


def test_the_run_of_the_next_day_goes_on_from_what_was_said_the_day_before(copies) -> None:
    workspace = copies()
    made(workspace, DAY)
    with patch.object(increments, "fit", wraps=increments.fit) as fit:
        made(workspace, DAY + 1)
    assert fit.called
