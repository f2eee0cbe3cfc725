"""A past day that was run is made again row for row, whatever was loaded, said, corrected or run since."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mqa import runs, workspaces
from mqa.ledger import segments
from mqa.ledger.models import Rollup
from mqa.ledger.runs import published, run_of
from mqa.line import FOLD_DAYS
from mqa.loads import correcting, load
from mqa.runs import Finished
from mqa.terms.durations import date_of, day_number
from mqa.terms.problems import Refused
from mqa.workspaces import Opened
from tests.cli.workspace import TODAY

LAST = day_number(TODAY)
DAY = LAST - 2  # of this day is the run that is made again
LATER = LAST + 1  # when all that comes after it is loaded and said
NOW = datetime(2026, 7, 1, tzinfo=UTC)
VISITS = "event_id,ts,received_on,page_type,email,anonymous_id,company_domain,url,duration\n"
PEOPLE = ("eva.smit@brightport-example.com", "new@brightport-example.nl", "li@calderon-example.com", "x@gmail.com")
DOMAINS = ("brightport-example.com", "calderon-example.com", "brightport-example.nl", "new-example.org")
few = settings(  # to shrink a failing example would take minutes
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)

Event = tuple[Any, ...]
past = st.integers(DAY - 40, DAY)
events = st.one_of(
    st.tuples(st.just("visit"), st.sampled_from(PEOPLE), past, st.sampled_from(("pricing", "product"))),
    st.tuples(st.just("form"), st.sampled_from(PEOPLE), past),
    st.tuples(
        st.just("contact"), st.sampled_from(PEOPLE), past, st.sampled_from(("Chief Financial Officer", "Driver"))
    ),
    st.tuples(st.just("company"), st.sampled_from(DOMAINS), past),
    st.tuples(st.just("say"), st.sampled_from(("merge", "split")), st.sampled_from(DOMAINS), st.sampled_from(DOMAINS)),
    st.tuples(st.just("say"), st.just("assign"), st.sampled_from(PEOPLE), st.sampled_from(DOMAINS)),
    st.tuples(st.just("undo"), st.integers(1, 2)),
    st.tuples(st.just("run"), st.integers(DAY - 95, LAST), st.integers(-2, 2)),
    st.tuples(st.just("run"), st.just(DAY), st.integers(0, 2)),
    st.tuples(st.just("rules"), st.integers(5, 39), st.sampled_from((DAY - 1, DAY, LAST))),
)


@pytest.fixture
def copies(harrow: Path, tmp_path: Path) -> Iterator[Any]:
    """Copies of a first workspace, loaded, with a run of its last day, each opened."""

    def copied() -> Opened:
        folder = shutil.copytree(harrow, tmp_path / uuid4().hex)
        return reopened(folder)

    yield copied
    connections.close_all()


def reopened(folder: Path) -> Opened:
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    return workspace


def made(workspace: Opened, day: int = DAY, **options: Any) -> Finished:
    (agreement,) = workspace.agreements
    return runs.run(workspace.warehouse, agreement, day, **options)


def stored(workspace: Opened, finished: Finished) -> dict[str, list[bytes]]:
    """The bytes of the files of a run, by table."""
    tables = run_of(finished.run_id).tables
    return {name: [(workspace.warehouse / file).read_bytes() for file in files] for name, files in tables.items()}


def happen(workspace: Opened, event: Event, today: int = LATER) -> None:
    """Something that comes after the run of DAY, much of it dated back to before it."""
    folder, (what, *about) = workspace.folder, event
    data, word = folder / "data", uuid4().hex[:6]
    if what == "visit":
        email, day, page = about
        line = f"L-{word},{date_of(day)}T10:00:00,{date_of(day)},{page},{email},,,/{page},90\n"
        (data / f"web/late-{word}.csv").write_text(VISITS + line)
    if what == "form":
        email, day = about
        append(data / "forms.csv", f"F-{word},{date_of(day)}T10:00:00,demo,,{email}")
    if what == "contact":
        email, day, title = about
        append(data / "contacts.csv", f"C-{word},{email},{title},A-2,{date_of(day)},false")
    if what == "company":
        domain, day = about
        append(
            data / "accounts.csv", f"A-{word},Late,late-{word}.example.com,{domain},,NL,900,logistics,,{date_of(day)}"
        )
    if what in ("visit", "form", "contact", "company"):
        load(folder, today=today)
    if what == "say":
        kind, subject, to = about
        attempt(lambda: correcting.say(folder, kind, subject, to, by="ada@example.com", today=today, now=NOW))
    if what == "undo":
        attempt(lambda: correcting.undo(folder, about[0], by="ada@example.com", today=today, now=NOW))
    if what == "run":
        day, more = about
        made(workspace, day, known_at=day + more, again=True)  # as mqa run does; anew it would be another
    if what == "rules":
        points, day = about
        made(changed(workspace, points), day)


def changed(workspace: Opened, points: int) -> Opened:
    """The workspace with another version of its definition."""
    file = workspace.folder / "definitions/harrow.yaml"
    was, now = "form.demo,   points: 40", f"form.demo,   points: {points}"
    file.write_text(file.read_text().replace(was, now))
    return reopened(workspace.folder)


def append(file: Path, line: str) -> None:
    file.write_text(f"{file.read_text().rstrip()}\n{line}\n")


def attempt(said: Any) -> None:
    """What cannot be said (a circle, an unknown correction) is not said."""
    with suppress(Refused):
        said()


@few
@given(before=st.booleans(), since=st.lists(events, min_size=2, max_size=5))
def test_a_day_is_made_again_byte_for_byte_whatever_came_since(copies, before: bool, since: list[Event]) -> None:
    workspace = copies()
    if before:
        made(workspace, DAY - 3)  # then DAY goes on from there
    first = made(workspace)
    rows = stored(workspace, first)
    for event in since:
        happen(workspace, event)
    again = made(workspace, again=True)
    assert (again.content, again.fold_from) == (first.content, first.fold_from)
    assert stored(workspace, again) == rows


def test_what_is_loaded_later_counts_where_the_day_is_made_anew(copies) -> None:
    workspace = copies()
    first = made(workspace)
    happen(workspace, ("form", PEOPLE[0], DAY - 1))
    assert made(workspace).content != first.content


def test_a_day_is_made_again_from_standings_that_another_run_has_replaced(copies) -> None:
    workspace = copies()
    made(workspace, DAY - 3)
    first = made(workspace)
    made(changed(workspace, 5), DAY - 3)
    again = made(workspace, again=True)
    assert again.content == first.content
    assert run_of(again.run_id).went_on_from == run_of(first.run_id).went_on_from


def test_the_same_day_with_other_knowledge_holds_beside_it(copies) -> None:
    workspace = copies()
    first, more = made(workspace), made(workspace, known_at=LAST)
    name = workspace.agreements[0].definition.name
    assert [published(name, DAY, known_at=known) for known in (None, DAY, LAST, LAST + 1)] == [
        run_of(first.run_id),
        run_of(first.run_id),
        run_of(more.run_id),
        None,
    ]


PAGES = """
  Pages:
    table: content
    files: data/content.csv
    columns: { path: url, asset: asset, topic: topic, buying_stage: stage, known_on: since }
"""
READS = "  Reads: { topics_at_least: 1, topics: [pricing], within: 60 days }\n"


def asking(workspace: Opened) -> Opened:
    """The workspace with a definition that asks what pages are about."""
    file = workspace.folder / "definitions/harrow.yaml"
    text = file.read_text().replace("per_day: 5, stage: awareness", "per_day: 5, stage: by content")
    text = text.replace("  Serious:              { any_of: [", f"{READS}  Serious: {{ any_of: [Reads, ")
    assert "by content" in text
    assert READS in text
    file.write_text(text)
    append(workspace.folder / "mqa.yaml", PAGES)
    return reopened(workspace.folder)


def mapped(workspace: Opened, *pages: str, since: int) -> None:
    """Load another edition of the map, all of it known since a day; each page as `url,asset,topic,stage`."""
    rows = "".join(f"{page},{date_of(since)}\n" for page in pages)
    (workspace.folder / "data/content.csv").write_text(f"url,asset,topic,stage,since\n{rows}")
    load(workspace.folder, today=LATER)


def test_a_day_is_made_again_by_the_map_of_content_that_its_run_saw(copies) -> None:
    workspace = asking(copies())
    mapped(workspace, "/pricing,,pricing,decision", "*,,,awareness", since=DAY - 9)
    made(workspace, DAY - 3)
    first = made(workspace)
    rows = stored(workspace, first)
    mapped(workspace, "/pricing,,,awareness", "/,The hours you save,pricing,consideration", since=DAY - 20)
    assert stored(workspace, made(workspace, again=True)) == rows
    assert made(workspace).content != first.content  # nothing but the map is new


def test_a_map_of_content_that_became_known_later_changes_no_earlier_day(copies) -> None:
    workspace = asking(copies())
    mapped(workspace, "/pricing,,pricing,decision", since=DAY - 9)
    before = made(workspace)
    mapped(workspace, "*,,news,awareness", since=LAST)
    assert made(workspace).content == before.content
    assert made(workspace, LAST).content != made(workspace, LAST, known_at=DAY).content


def test_a_day_that_goes_on_finds_what_is_found_where_all_days_are_folded_at_once(copies) -> None:
    first, changed_since = ("/pricing,,pricing,decision", "*,,,awareness"), ("*,,pricing,consideration",)
    day_by_day = asking(copies())
    mapped(day_by_day, *first, since=DAY - 9)
    made(day_by_day, DAY - 3)
    mapped(day_by_day, *changed_since, since=DAY - 1)
    gone_on = stored(day_by_day, made(day_by_day))
    at_once = asking(copies())
    mapped(at_once, *first, since=DAY - 9)
    mapped(at_once, *changed_since, since=DAY - 1)
    whole = stored(at_once, made(at_once, fold_from=DAY - 3 - FOLD_DAYS))
    assert [whole[table] for table in ("standings", "verdicts")] == [
        gone_on[table] for table in ("standings", "verdicts")
    ]


def test_a_day_made_again_leaves_nothing_of_an_older_map_to_later_runs(copies) -> None:
    contents = []
    for between in (False, True):
        workspace = asking(copies())
        mapped(workspace, "/pricing,,pricing,decision", "*,,,awareness", since=DAY - 9)
        made(workspace)
        mapped(workspace, "/pricing,,,awareness", "/,,pricing,consideration", since=DAY - 20)
        if between:
            made(workspace, again=True)
        contents.append(made(workspace).content)
    assert contents[0] == contents[1]


@pytest.fixture
def three_engines(monkeypatch: pytest.MonkeyPatch) -> Any:
    """From its call on, a run shares its work among three engines, however few the acts."""

    def begin() -> None:
        monkeypatch.setattr("mqa.warehouse.engines.WORTH_SHARING", 1)
        monkeypatch.setattr("mqa.warehouse.engines._threads", lambda _: 3)

    return begin


def test_days_are_the_same_whether_one_engine_makes_them_or_several(copies, three_engines) -> None:
    """The second goes on from the first, and of the accounts without news from what that said of their fit; the acts of
    several files are rolled up anew."""
    workspace = copies()
    alone = [made(workspace, day) for day in (DAY, DAY + 1)]
    three_engines()
    workspace = copies()
    happen(workspace, ("visit", PEOPLE[0], LAST + 40, "/"))  # lies in a file of its own, after both days
    assert len(segments.live("activities")) > 1
    Rollup.objects.all().delete()
    shared = [made(workspace, day) for day in (DAY, DAY + 1)]
    assert [one.content for one in shared] == [one.content for one in alone]
    assert [len(run_of(one.run_id).tables["scores"]) for one in shared] == [3, 3]


def test_a_replay_finds_the_same_whether_one_engine_makes_it_or_several(copies, three_engines) -> None:
    workspace, days = copies(), range(DAY - 20, DAY + 1)
    (agreement,) = workspace.agreements
    alone = runs.replay(workspace.warehouse, agreement, days)
    three_engines()
    assert runs.replay(workspace.warehouse, agreement, days) == alone
    assert alone.changes
