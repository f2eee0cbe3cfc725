"""Merging of stored files: no row changes, nothing is lost, and few files remain however many loads there were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqa.ledger import leases, segments
from mqa.ledger.models import File
from mqa.ledger.segments import Sized
from mqa.loads import merging
from mqa.loads.merging import FULL, GROWTH, merge_files, parts_sql, to_merge
from mqa.loads.storing import World
from mqa.terms.keys import LARGEST
from mqa.terms.problems import Unavailable
from mqa.warehouse.opening import open_warehouse
from tests.loads.desk import ACTS, COMPANIES, Desk


def sizes(*rows: int) -> list[Sized]:
    return [Sized(f"file {nth}", count) for nth, count in enumerate(rows)]


def merged(rows: Sequence[int]) -> list[int]:
    """The sizes of a table's files after merging."""
    tail = to_merge(sizes(*rows))
    names = {one.file for one in tail}
    left = [one.rows for one in sizes(*rows) if one.file not in names]
    return [*left, sum(one.rows for one in tail)] if tail else left


def test_one_file_stays_as_it_is() -> None:
    assert to_merge(sizes(700)) == []


def test_a_large_file_waits_until_what_came_after_it_is_half_as_large() -> None:
    assert [merged([900, 449]), merged([900, 450])] == [[900, 449], [1350]]


def test_a_file_that_is_full_is_never_merged_again() -> None:
    assert merged([FULL // 2, FULL // 2, 30, 20]) == [FULL // 2, FULL // 2, 50]


@given(st.lists(st.integers(1, FULL // 2 - 1), max_size=40))
def test_afterwards_each_file_has_more_than_twice_the_rows_of_those_after_it(rows: list[int]) -> None:
    left = merged(rows)
    assert all(size > GROWTH * sum(left[nth + 1 :]) for nth, size in enumerate(left[:-1]))
    assert sum(left) == sum(rows)


@given(st.integers(1, 12), st.lists(st.none() | st.integers(-3, LARGEST), max_size=30))
def test_each_row_belongs_to_one_part(count: int, accounts: list[int | None]) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table t as select unnest($a::bigint[]) as account_id", {"a": accounts})
        found = [
            connection.execute(f"select count(*) from t where {part}").fetchall()[0][0] for part in parts_sql(count)
        ]
    assert (len(found), sum(found)) == (count, len(accounts))


def days(desk: Desk, count: int) -> None:
    """So many loads, each of one company and an act of it."""
    desk.workspace(COMPANIES.replace("accounts.csv", "accounts*.csv"), ACTS.replace("acts.csv", "acts*.csv"))
    for nth in range(count):
        desk.write(f"accounts{nth}.csv", f"Id,Website,Also,Name\n{nth},one{nth}.com,,One {nth}\n")
        desk.write(f"acts{nth}.csv", f"id,at,kind,email\n{nth},2026-06-{nth + 1:02}T10:00:00Z,visit,ann@one{nth}.com\n")
        desk.load()


def test_many_small_loads_leave_few_files(desk: Desk) -> None:
    days(desk, 9)
    assert [len(segments.live(table)) for table in ("accounts", "activities")] == [2, 2]


def test_large_files_may_wait_until_there_is_time(desk: Desk) -> None:
    desk.workspace(ACTS.replace("acts.csv", "acts*.csv"))
    for name, first, last in (("a", 0, 50), ("b", 50, 90), ("c", 90, 92), ("d", 92, 94)):
        lines = [f"{nth},2026-06-01T10:00:00Z,visit,ann@acme.com" for nth in range(first, last)]
        desk.write(f"acts-{name}.csv", "\n".join(["id,at,kind,email", *lines]) + "\n")
        desk.load(merge=False)
    before = desk.everything()
    assert [one.rows for one in segments.sized("activities")] == [50, 40, 2, 2]
    merging.merge(desk.folder, largest=20)
    assert [one.rows for one in segments.sized("activities")] == [50, 40, 4]
    merging.merge(desk.folder)
    assert ([one.rows for one in segments.sized("activities")], desk.everything()) == ([94], before)


def test_no_row_is_changed_by_merging(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as unmerged:
        unmerged.setattr("mqa.loads.loading.merge_files", lambda *_, **__: None)
        days(desk, 3)
    before = desk.everything()
    assert len(segments.live("activities")) == 3
    merge(desk)
    assert (desk.everything(), len(segments.live("activities"))) == (before, 1)


def test_merging_in_parts_changes_no_row_either(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as unmerged:
        unmerged.setattr("mqa.loads.loading.merge_files", lambda *_, **__: None)
        days(desk, 6)
    before = desk.everything()
    monkeypatch.setattr(merging, "FULL", 2)
    monkeypatch.setattr(merging, "to_merge", lambda files, _: files)
    merge(desk)
    assert desk.everything() == before


def test_a_load_after_merging_knows_what_was_loaded(desk: Desk) -> None:
    days(desk, 3)
    again = desk.load()
    assert ([one.files for one in again.sources], [one.already_loaded for one in again.sources]) == ([0, 0], [3, 3])


def test_the_old_files_stay_on_disk_for_those_who_read_them(desk: Desk) -> None:
    days(desk, 2)
    retired = File.objects.filter(table="activities").exclude(retired_at=None).values_list("name", flat=True)
    assert len(retired) == 2
    assert all((desk.folder / ".mqa/warehouse" / name).is_file() for name in retired)


def test_a_load_stands_where_its_files_cannot_be_merged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    days(desk, 1)

    def full_disk(*_: object, **__: object) -> None:
        raise Unavailable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr("mqa.loads.loading.merge_files", full_disk)
        desk.write("acts1.csv", "id,at,kind,email\n9,2026-06-09T10:00:00Z,visit,ann@one0.com\n")
        done = desk.load()
    assert (done.unmerged, done.total("loaded"), len(segments.live("activities"))) == ("The disk is full.", 1, 2)
    assert (desk.load().unmerged, len(segments.live("activities"))) == ("", 1)


def test_the_lease_is_renewed_before_each_part(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as unmerged:
        unmerged.setattr("mqa.loads.loading.merge_files", lambda *_, **__: None)
        days(desk, 2)
    monkeypatch.setattr(merging, "FULL", 1)
    monkeypatch.setattr(merging, "TABLES", ("activities",))
    monkeypatch.setattr(merging, "to_merge", lambda files, _: files)
    renewed: list[str] = []
    monkeypatch.setattr(leases, "renew", lambda name, _: renewed.append(name))
    merge(desk)
    assert renewed == [leases.WRITER] * 2


def test_one_who_lost_the_lease_replaces_nothing(desk: Desk) -> None:
    days(desk, 1)
    before = segments.live("activities")
    with pytest.raises(Unavailable):
        segments.replace(before, [], token=-1)
    assert segments.live("activities") == before


def merge(desk: Desk) -> None:
    folder: Path = desk.folder / ".mqa/warehouse"
    with leases.held() as token, open_warehouse(folder) as connection:
        merge_files(World(connection, folder), token=token)
