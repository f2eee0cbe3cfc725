"""Whose networks 20 million visits came from, and how fast it is found.

RANGES has the columns start, end (IPv4 addresses as text) and organisation. Each variant runs in a process of its own,
in turns (`python -m benchmarks.networks RANGES VARIANT`). `located.sql` may take 5 seconds of two cores. Peers are
DuckDB's own ASOF join and its join of inequalities, and `numpy.searchsorted`: what a good engineer would write by hand.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import numpy

from mqa.identity.networks import BLOCK, STEPS, network_rows, organisation_reading, refusal
from mqa.pipeline import sql

ADDRESSES = 20_000_000
THREADS = 2
NUMBER = " + ".join(f"cast(split_part({{0}}, '.', {nth}) as bigint) * {256 ** (4 - nth)}" for nth in range(1, 5))
FLAT = "select first_address, last_address, network_id from flat"
SECONDS = 5  # of the processor, so that other programs on the machine make no difference
OURS = "**ours**: blocks, `located.sql`"
PEERS = {
    OURS: "select count(*), sum(network_id) from ({located})",
    "DuckDB, ASOF join": (
        "select count(*), sum(network_id) from (select f.network_id from addresses as a asof join flat as f "
        "on f.first_address <= a.address where a.address <= f.last_address)"
    ),
    "DuckDB, join of inequalities": (
        "select count(*), sum(network_id) from (select f.network_id from addresses as a join flat as f "
        "on f.first_address <= a.address and a.address <= f.last_address)"
    ),
}
BY_HAND = "numpy.searchsorted"
OPENING = """## Whose a network is

{networks} ranges of IPv4 addresses with the names of their owners. Nobody has labelled them, so this says only what is
refused; whether it is so is held by examples in `tests/identity/test_networks.py`.
"""
LOCATED = """Half of the addresses lie anywhere, half in every network alike; medians of turns, 2 threads. All
variants find the same networks.
"""


def opened(ranges: str) -> duckdb.DuckDBPyConnection:
    """A database with the tables `networks` and `addresses`."""
    connection = duckdb.connect(config={"threads": THREADS, "preserve_insertion_order": False})
    connection.execute("create table networks (network_id bigint, first_address bigint, last_address bigint)")
    first, last = NUMBER.format("start"), NUMBER.format('"end"')
    number = f"row_number() over (order by {first}, {last}, organisation)"
    connection.execute(f"insert into networks select {number}, {first}, {last} from read_parquet(?)", [ranges])
    # Half of them anywhere, half from as many visits to each network: small ones are asked for too. By hashes, not by
    # chance, which differs with every run of two threads.
    many = connection.execute("select count(*) from networks").fetchall()[0][0]
    each = ADDRESSES // 2 // many
    connection.execute(
        "create table addresses as select 16777216 + cast(hash(i) % 3700000000 as bigint) as address "
        f"from range({ADDRESSES - each * many}) as t(i) union all select first_address + "
        "cast(hash(network_id, i) % cast(last_address - first_address + 1 as ubigint) as bigint) "
        f"from networks, range({each}) as t(i)"
    )
    return connection


def cut(connection: duckdb.DuckDBPyConnection, table: str, block: int) -> None:
    """Makes the pieces of the networks, cut every `block` addresses."""
    connection.execute(
        f"create or replace table blocks as select i * {block} as address from range({2**32 // block}) as t(i)"
    )
    connection.execute(f"create table {table} as {sql(STEPS['network_pieces'])}")


def measured(work: Callable[[], object]) -> dict[str, float]:
    """What some work took."""
    began, before = time.perf_counter(), _processor()
    found = work()
    return {"seconds": time.perf_counter() - began, "processor": _processor() - before, "found": found}


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def one(ranges: str, variant: str) -> dict[str, object]:
    """What one variant took, in this process."""
    connection = opened(ranges)
    ours = variant == OURS
    cutting = measured(lambda: cut(connection, "network_pieces" if ours else "flat", BLOCK if ours else 2**32))
    if variant == BY_HAND:
        return {"cutting": cutting, "locating": measured(_by_hand(connection))}
    query = PEERS[variant].format(located=sql(STEPS["located"]))
    return {"cutting": cutting, "locating": measured(lambda: connection.execute(query).fetchall()[0])}


def _by_hand(connection: duckdb.DuckDBPyConnection) -> Callable[[], tuple[int, int]]:
    flat = connection.execute(f"{FLAT} order by first_address").fetchnumpy()
    first, last, network = (numpy.asarray(flat[name]) for name in ("first_address", "last_address", "network_id"))
    addresses = numpy.asarray(connection.execute("from addresses").fetchnumpy()["address"])

    def found() -> tuple[int, int]:
        at = numpy.searchsorted(first, addresses, side="right") - 1
        inside = (at >= 0) & (addresses <= last[at])
        return int(inside.sum()), int(network[at[inside]].sum())

    return found


def shares(ranges: str) -> str:
    """Which part of organisations, ranges and addresses is of which class, as Markdown."""
    connection = duckdb.connect()
    first, last = NUMBER.format("start"), NUMBER.format('"end"')
    size = f"{last} - ({first}) + 1"
    owners = connection.execute(
        f"select coalesce(organisation, ''), count(*), cast(sum({size}) as bigint) from read_parquet(?) group by 1",
        [ranges],
    ).fetchall()
    counts: dict[str, Counter[str]] = {what: Counter() for what in ("organisations", "ranges", "addresses")}
    for name, of_ranges, of_addresses in owners:
        read = organisation_reading(name, of_addresses)
        says = "company, refused for its many addresses" if read.says == "company" and refusal(read) else read.says
        for what, number in zip(counts.values(), (1, of_ranges, of_addresses), strict=True):
            what[says] += number
    lines = ["| class | organisations | ranges | addresses |", "|---|--:|--:|--:|"]
    for says, _ in counts["addresses"].most_common():
        told = (f"{100 * what[says] / what.total():.1f} %" for what in counts.values())
        lines.append(f"| {says} | {' | '.join(told)} |")
    return "\n".join([*lines, ""])


def times(ranges: str, turns: int) -> tuple[str, list[str]]:
    """What each variant took, medians of some turns, as Markdown; and a line where ours took too long."""
    took: dict[str, list[dict[str, dict[str, float]]]] = {variant: [] for variant in (*PEERS, BY_HAND)}
    for _ in range(turns):
        for variant, results in took.items():
            command = [sys.executable, "-m", "benchmarks.networks", ranges, variant]
            results.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    found = {json.dumps(turn["locating"]["found"]) for results in took.values() for turn in results}
    assert len(found) == 1, f"the variants find different networks: {found}"
    lines = [f"| {ADDRESSES:,} addresses | seconds | processor seconds | cutting the networks: seconds | processor |"]
    lines.append("|---|--:|--:|--:|--:|")
    for variant, turn in took.items():
        told = (
            f"{median(one[part][what] for one in turn):.1f}"
            for part in ("locating", "cutting")
            for what in ("seconds", "processor")
        )
        lines.append(f"| {variant} | {' | '.join(told)} |")
    seconds = median(turn["locating"]["processor"] for turn in took[OURS])
    broken = [f"{ADDRESSES:,} addresses took {seconds:.1f} processor seconds"] if seconds >= SECONDS else []
    return "\n".join([*lines, ""]), broken


def section(folder: Path, turns: int = 3) -> tuple[str, list[str]]:
    """What was measured, as Markdown, and a line for each promise that is broken."""
    ranges = str(folder / "asn_ipv4.parquet")
    named = duckdb.execute("select coalesce(organisation, '') from read_parquet(?)", [ranges]).fetchall()
    timed, broken = times(ranges, turns)
    took = measured(lambda: len(network_rows([(0, 255, name) for (name,) in named])))
    read = f"{len(named):,} networks are read by their owners' names in {took['processor']:.1f} processor seconds.\n"
    return "\n".join((OPENING.format(networks=f"{len(named):,}"), shares(ranges), LOCATED, timed, read)), broken


if __name__ == "__main__":
    print(json.dumps(one(*sys.argv[1:])))
