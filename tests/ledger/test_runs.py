from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError

from mqa.ledger.files import listed
from mqa.ledger.leases import acquire, held
from mqa.ledger.runs import (
    Kind,
    RunLine,
    begin,
    behind,
    fail,
    latest_before,
    made_before,
    publish,
    published,
    run_of,
    runs,
    scored,
)
from mqa.terms.problems import Unavailable
from mqa.terms.stored import Seen, StoredFile
from tests.ledger.files import stored


def begun(as_of: int = 100, *, version: str = "v1", kind: Kind = "live") -> int:
    """A run by a writer who holds the lease only for this."""
    with held() as token:
        return begin("Halyard", version, as_of, as_of, as_of - 90, kind, token=token)


def shown(as_of: int = 100, *, file: str = "", version: str = "v1", kind: Kind = "live") -> int:
    """A run that is published with one file of scores."""
    run = begun(as_of, version=version, kind=kind)
    publish(run, {"scores": [stored("scores", file)]})
    return run


def scores(as_of: int | None = None, *, kind: Kind = "live") -> tuple[str, ...]:
    """The files of the published scores."""
    found = published("Halyard", as_of, kind=kind)
    return found.tables["scores"] if found else ()


def history(definition: str = "", first: int = 0, most: int = 9) -> list[RunLine]:
    """The runs there were."""
    return runs(definition, first=first, most=most)[0]


def test_a_published_run_says_what_it_is_and_where_its_tables_are() -> None:
    with held() as token:
        run = begin("Halyard", "v1", 100, 101, 10, "live", token=token)
        publish(run, {"scores": [stored("scores", "s1"), stored("scores", "s2")], "verdicts": []})
    found = published("Halyard")
    assert found
    assert (found.run_id, found.version, found.as_of, found.known_at, found.fold_from) == (run, "v1", 100, 101, 10)
    assert found.tables == {"scores": ("s1", "s2"), "verdicts": ()}


def test_a_run_is_not_seen_before_it_is_published() -> None:
    begun()
    assert published("Halyard") is None


def test_the_latest_day_is_read_unless_a_day_is_asked_for() -> None:
    shown(101, file="later")
    shown(100, file="earlier")
    assert (scores(), scores(100), scores(99)) == (("later",), ("earlier",), ())


def test_definitions_live_side_by_side() -> None:
    shown(100)
    assert published("Product") is None


def test_a_day_run_again_is_replaced_and_stays_in_the_history() -> None:
    shown(100, file="old")
    shown(100, file="new")
    assert scores(100) == ("new",)
    assert [line.state for line in history()] == ["published", "superseded"]


def test_runs_are_listed_in_parts_with_how_many_there_are() -> None:
    shown(100), shown(101), shown(102)
    found, in_all = runs("Halyard", first=1, most=1)
    assert ([line.as_of for line in found], in_all, history("Another")) == ([101], 3, [])


def test_a_replaced_run_s_files_are_kept_for_those_who_still_read_them() -> None:
    shown(100, file="old")
    shown(100, file="new")
    assert (listed(), listed(retired_hours=0)) == ({"old", "new"}, {"new"})


def test_a_replay_does_not_touch_the_live_run() -> None:
    shown(100, file="live")
    shown(100, file="replayed", kind="replay")
    assert (scores(100), scores(100, kind="replay")) == (("live",), ("replayed",))


@pytest.mark.parametrize(("within_days", "found"), [(1, None), (2, 98), (40, 98)])
def test_yesterday_s_run_is_the_last_one_before_the_day_and_not_too_old(within_days: int, found: int | None) -> None:
    for as_of in (70, 98, 100, 101):
        shown(as_of)
    before = latest_before("Halyard", 100, within_days)
    assert (before.as_of if before else None) == found


def test_yesterday_s_run_may_be_of_another_version() -> None:
    shown(98, version="v1")
    shown(99, version="v2")
    before = latest_before("Halyard", 100, 90)
    assert before
    assert (before.as_of, before.version) == (99, "v2")


def test_a_failed_run_says_why_and_shows_nothing() -> None:
    shown(100, file="old")
    fail(begun(100), "The disk is full.")
    assert scores(100) == ("old",)
    assert [(line.state, line.why) for line in history()] == [("failed", "The disk is full."), ("published", "")]


def test_a_finished_run_cannot_be_published_again_or_failed() -> None:
    run = shown(100)
    fail(run, "too late")
    with pytest.raises(ValueError, match="is published and cannot be published"):
        publish(run, {})
    assert published("Halyard")


def test_a_run_is_published_with_all_its_tables_or_not_at_all() -> None:
    shown(100, file="old")
    with pytest.raises(IntegrityError):
        publish(begun(100), {"scores": [stored("scores", "new")], "verdicts": [stored("verdicts", "new")]})
    assert (scores(100), listed()) == (("old",), {"old"})


def test_who_lost_the_lease_publishes_nothing() -> None:
    shown(100, file="old")
    run = begin("Halyard", "v1", 100, 100, 10, token=acquire(seconds=0))
    acquire()
    with pytest.raises(Unavailable, match="has taken over"):
        publish(run, {"scores": [stored("scores")]})
    assert scores(100) == ("old",)


def test_who_lost_the_lease_begins_nothing() -> None:
    lost = acquire(seconds=0)
    acquire()
    with pytest.raises(Unavailable, match="has taken over"):
        begin("Halyard", "v1", 100, 100, 10, token=lost)
    assert history() == []


def test_a_run_that_another_writer_left_behind_has_failed() -> None:
    begun(100)
    begun(101)
    assert [(line.as_of, line.state) for line in history()] == [(101, "under way"), (100, "failed")]


CHILD = """
import os, signal, sys
from pathlib import Path
from mqa.ledger import leases, opening, runs
from mqa.terms.stored import StoredFile

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

opening.open_ledger(Path(sys.argv[1]))
run = runs.begin("Halyard", "v2", 100, 100, 10, token=leases.acquire())
if sys.argv[2] == "between storing and publishing":
    die()
runs._point_at = die
runs.publish(run, {"scores": [StoredFile("scores", "new", 1, 1)]})
"""


@pytest.mark.parametrize("moment", ["between storing and publishing", "while publishing"])
def test_a_run_killed_before_its_end_leaves_the_old_one_to_readers(ledger: Path, moment: str) -> None:
    shown(100, file="old")
    assert subprocess.run([sys.executable, "-c", CHILD, str(ledger), moment]).returncode == -9
    assert (scores(100), listed()) == (("old",), {"old"})
    shown(100, file="newer")
    assert scores(100) == ("newer",)
    assert [line.state for line in history()] == ["published", "failed", "superseded"]


def test_a_table_keeps_the_order_of_its_files() -> None:
    files: list[StoredFile] = [stored("scores", name) for name in "cab"]
    publish(begun(), {"scores": files})
    assert scores() == ("c", "a", "b")


TABLES = ("scores", "standings", "streaks", "transitions")


def known(as_of: int, known_at: int, **rests_on: object) -> int:
    """A published run of a day with the knowledge of another."""
    with held() as token:
        run = begin("Halyard", "v1", as_of, known_at, as_of - 90, token=token, **rests_on)  # type: ignore[arg-type]
    publish(run, {table: [stored(table, f"{table} of {run}")] for table in TABLES}, "abc")
    return run


def test_a_day_holds_a_run_for_each_day_of_knowledge_and_its_own_is_meant() -> None:
    more, own, less = known(100, 103), known(100, 100), known(100, 99)
    asked = [published("Halyard", 100, known_at=day) for day in (None, 99, 100, 103, 104)]
    assert [found and found.run_id for found in asked] == [own, less, own, more, None]


def test_without_one_of_its_own_knowledge_the_run_that_knew_most_is_meant() -> None:
    most, *_ = known(100, 103), known(100, 99), known(99, 104)
    found = published("Halyard")
    assert found
    assert found.run_id == most


def test_the_history_of_scores_shows_each_day_once() -> None:
    own, _ = known(100, 100), known(100, 103)
    assert [one.files for one in scored("Halyard", 99, 100)] == [(f"scores of {own}",)]


def test_what_a_run_rests_on_is_kept_with_it() -> None:
    first = known(99, 99)
    run = known(100, 100, seen=Seen(7, 3), went_on_from=first)
    found = run_of(run)
    assert (found.seen, found.went_on_from, found.content) == (Seen(7, 3), first, "abc")


def test_a_run_was_made_before_though_another_version_replaced_it() -> None:
    run = known(100, 100)
    shown(100, version="v2")
    found = made_before("Halyard", "v1", 100, 100)
    assert found
    assert found.run_id == run
    assert made_before("Halyard", "v1", 100, 101) is made_before("Halyard", "v1", 100, 100, fold_from=1) is None


def test_what_a_run_went_on_from_is_kept_when_it_is_replaced() -> None:
    first = known(99, 99)
    known(100, 100, went_on_from=first)
    known(99, 99)
    assert {name for name in listed(retired_hours=0) if name.endswith(f"of {first}")} == {
        f"standings of {first}",
        f"streaks of {first}",
        f"transitions of {first}",
    }


def test_behind_a_run_lie_those_it_goes_on_from_though_others_hold_of_their_days() -> None:
    first = known(98, 98)
    second = known(99, 99, went_on_from=first)
    last = known(100, 100, went_on_from=second)
    known(99, 99, went_on_from=first)
    assert behind(run_of(last)) == [last, second, first]
