"""Many small loads: those of an engine that lasts, and of files that are placed together, leave what others leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mqa.ledger.models import Load
from mqa.loads import filing
from mqa.loads.making import engine_to_keep
from mqa.warehouse import looking_up
from tests.loads.desk import TODAY, Desk, standing
from tests.loads.test_laws_of_days import HEADERS, SOURCES, TOLD

few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROWS = st.sampled_from(sorted(TOLD)).flatmap(lambda name: st.tuples(st.just(name), TOLD[name]))
PARTS = st.lists(st.lists(ROWS, min_size=1, max_size=3), min_size=2, max_size=5)
DAYS = st.integers(1, 3).map("2026-06-0{}".format)
WHO = st.sampled_from(("ann@acme.com", "bo@other.com", "eve@gmail.com", "no-reply@acme.com"))
FILES = st.lists(st.lists(st.tuples(st.integers(1, 9), DAYS, WHO), max_size=4), min_size=2, max_size=5)
ACTS = """
  Website:
    table: activities
    files: acts*.csv
    columns: { id: id, occurred_at: at, known_on: at, kind: kind, email: email }
"""
FLAWED = "9,yesterday,k,ann@acme.com\n"  # its day cannot be read


def desk_at(folder: Path) -> Desk:
    return Desk(folder / uuid4().hex)


SEEN_AGAIN = [  # people, domains and accounts that stand are asked for by acts
    [("accounts", "1,acme.com,acme.de,A,a,x,2026-06-01"), ("contacts", "c1,ann@acme.com,CFO,1,2026-06-01")],
    [("acts", "2026-06-02,k,ann@acme.com,"), ("acts", "2026-06-02,k,bo@acme.de,"), ("acts", "2026-06-02,k,,c1")],
    [("acts", "2026-06-01,k,ann@acme.com,"), ("acts", "2026-06-03,k,bo@acme.de,"), ("acts", "2026-06-03,k,,c1")],
]


@few
@given(PARTS, st.sampled_from((1, looking_up.LARGE)))
@example(SEEN_AGAIN, 1)
def test_loads_by_an_engine_that_lasts_leave_what_each_by_its_own_engine_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: list[list[tuple[str, str]]], large: int
) -> None:
    """`large`: files of so many rows are mapped."""
    monkeypatch.setattr(looking_up, "LARGE", large)
    kept, apart = desk_at(tmp_path), desk_at(tmp_path)
    for desk in (kept, apart):
        desk.workspace(*SOURCES, zone="UTC")
    with engine_to_keep(kept.folder / ".mqa/warehouse") as engine:
        for nth, rows in enumerate(parts):
            for desk, given_engine in ((kept, engine), (apart, None)):
                for name, header in HEADERS.items():
                    acts = [f"{nth}-{at},{row}" for at, (of, row) in enumerate(rows) if of == name == "acts"]
                    told = [row for of, row in rows if of == name != "acts"]
                    if acts or told:
                        desk.write(f"{name}-{nth}.csv", "\n".join([header, *acts, *told]) + "\n")
                    else:
                        desk.write(f"{name}-0.csv", f"{header}\n") if nth == 0 else None
                desk.load(TODAY + nth, engine=given_engine)
    assert kept.everything() == apart.everything()


def counted() -> Iterator[tuple[str, dict[str, int], list[int]]]:
    """The loads of the ledger: their file, the fates of its rows, the days on which these became known."""
    for one in Load.objects.order_by("id"):
        counts = {count.what: count.rows for count in one.counts.all() if count.rows}
        yield one.file, counts, sorted(one.told_on.values_list("day", flat=True))


def loaded(desk: Desk, texts: list[str]) -> tuple[list[object], list[object]]:
    """What a load of these files of acts counts of each, and what stands by each day."""
    desk.workspace(ACTS, zone="UTC")
    for nth, text in enumerate(texts):
        desk.write(f"acts-{nth}.csv", f"id,at,kind,email\n{text}")
    desk.load()
    counts: list[object] = [*counted()]
    stands: list[object] = [
        standing(desk, table, key, day)
        for table, key in (("activities", "activity_id"), ("people", "person_key"), ("accounts", "domain"))
        for day in range(TODAY - 40, TODAY)
    ]
    return counts, stands


@few
@given(FILES, st.sets(st.integers(0, 4), max_size=2))
def test_files_that_are_placed_together_count_and_tell_what_each_tells_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[list[tuple[int, str, str]]], flawed: set[int]
) -> None:
    texts = [
        "".join(f"{number},{day},k,{who}\n" for number, day, who in rows) + (FLAWED if nth in flawed else "")
        for nth, rows in enumerate(files)
    ]
    together = loaded(desk_at(tmp_path), texts)
    with monkeypatch.context() as patched:
        patched.setattr(filing, "MOST", 1)
        assert loaded(desk_at(tmp_path), texts) == together


def test_small_files_of_acts_are_stored_as_one(desk: Desk) -> None:
    loaded(desk, [f"{nth},2026-06-01,k,ann@acme.com\n" for nth in range(3)])
    assert len(desk.rows("activities", "activity_id")) == 3
    assert [len(one.segments.all()) > 0 for one in Load.objects.order_by("id")] == [False, False, True]
