"""Filing: the staged rows of a file become stored files; those of several small files of acts do so together.

Who loads all day long finds many small files, and placing the rows of one takes as long as placing those of ten. Where
nothing is wrong with them, they are placed as if one file held them all, in their order. Rows are counted by file;
whose acts are nobody's is counted by what all of them together tell, such as a name beside a visitor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from mqa.identity.domains import KeptOut
from mqa.loads.choosing import Input, known_by
from mqa.loads.locating import locate
from mqa.loads.making import count
from mqa.loads.placing import place
from mqa.loads.rejecting import rejects_sql
from mqa.loads.reports import WITHOUT_ACCOUNT, added
from mqa.loads.staging import APART, SMALL, Staged, see_staged, staged
from mqa.loads.storing import World
from mqa.sources.agreed import Source
from mqa.sources.fields import FIELDS
from mqa.sources.steps import made_sql
from mqa.terms.problems import Problem
from mqa.terms.stored import StoredFile

MOST = 50  # files that are placed together
TOLD_ON = "select distinct known_on from staged where fate = 0 and known_on between 0 and ? order by known_on"
# Of files that are placed together, by the place of each among them:
DAYS_TOLD = f"""
    select distinct row // {APART}, known_on
    from staged
    where fate = 0 and known_on between 0 and ?
    order by all
"""
REPEATED = f"select row // {APART}, count(*) from duplicates group by all"
WITHOUT = f"""
    select s.row // {APART}, r.rule, count(*)
    from staged as s
    inner join actors as a on a.actor = s.actor
    inner join settled as r on r.subject = a.subject
    where
        s.fate = 0 and s.row not in (select row from duplicates)
        and r.account_id = 0 and r.until = getvariable('no_end')
    group by all
"""


@dataclass
class Loaded:
    """One file, stored but not yet listed."""

    input: Input
    counts: dict[str, int]
    files: list[StoredFile] = field(default_factory=list)
    told_on: tuple[int, ...] = ()  # the days on which its rows became known
    in_part: bool = False  # rows of it had no account
    known_by: int = 0  # how much was known of companies then


@dataclass(frozen=True)
class Filing:
    """What filing depends on beside the rows: the workspace's rules, the day, and a folder for rows on their way."""

    world: World
    kept_out: KeptOut
    today: int
    scratch: Path
    by_country: bool

    def stage(self, one: Input, scratch: Path) -> tuple[Staged | None, tuple[Problem, ...]]:
        """The rows of a file as the view `staged`; None where the file as a whole cannot be used."""
        connection = self.world.connection
        return staged(
            connection, one.source, one.path, one.shown, self.today, scratch=scratch, by_country=self.by_country
        )


def together(found: Sequence[Input]) -> Iterator[list[Input]]:
    """The files of a load in their order, those beside each other that may be placed together in one list."""
    group: list[Input] = []
    for one in found:
        if group and not (
            _is_small(one) and _is_small(group[-1]) and one.source is group[-1].source and len(group) < MOST
        ):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _is_small(one: Input) -> bool:
    """Whether a file is new, small, and of acts that name who acted."""
    new = one.source.table == "activities" and not one.source.addresses and one.since is None and not one.names
    return new and one.path.stat().st_size <= SMALL


def filed(given: Filing, group: Sequence[Input], problems: list[Problem]) -> list[Loaded]:
    """The files of a list stored, as long as there are no problems; adds those that it finds."""
    connection = given.world.connection
    loaded: list[Loaded] = []
    waiting: list[tuple[Input, Staged]] = []  # nothing is wrong with them
    for nth, one in enumerate(group):
        scratch = given.scratch / str(nth) if len(group) > 1 else given.scratch
        scratch.mkdir(exist_ok=True)
        counted, said = given.stage(one, scratch)
        problems += said
        if counted is None or problems:
            continue
        if len(group) > 1 and not counted.rejected and not counted.flawed:
            waiting.append((one, counted))
            continue
        if waiting:
            loaded += _together(given, waiting)
            waiting = []
            see_staged(connection, [counted.rows])
        locate(given.world, one.source, scratch)
        loaded.append(_alone(given, one, counted))
    return [*loaded, *_together(given, waiting)] if waiting and not problems else loaded


def _alone(given: Filing, one: Input, counted: Staged) -> Loaded:
    """The staged rows of one file as stored files, and its rejects."""
    world, connection = given.world, given.world.connection
    files, counts = place(world, one.source, given.kept_out, file=one.shown, again=bool(one.names))
    connection.execute(made_sql("flaw_rows"))
    if sql := rejects_sql(connection, counted.raw, one.source, given.today, again=bool(one.names)):
        files += world.keep("rejects", sql)
    counts = added([counts, counted.fates])
    in_part = count(connection, "select count(*) from unplaced") > 0
    return Loaded(one, counts, files, _told_on(connection, one.source, given.today), in_part, known_by(world))


def _together(given: Filing, waiting: Sequence[tuple[Input, Staged]]) -> list[Loaded]:
    """The rows of files with which nothing is wrong as stored files, as part of the last of them."""
    world, connection = given.world, given.world.connection
    see_staged(connection, [counted.rows for _, counted in waiting])
    files, counts = place(world, waiting[0][0].source, given.kept_out, file="", again=False)
    days = _by_file(connection.execute(DAYS_TOLD, [given.today]).fetchall())
    repeated = _by_file(connection.execute(REPEATED).fetchall()) if counts["duplicates"] else {}
    nobodys = any(what.startswith(WITHOUT_ACCOUNT) for what in counts)
    without = _by_file(connection.execute(WITHOUT).fetchall()) if nobodys else {}
    loaded = []
    for nth, (one, counted) in enumerate(waiting):
        duplicates = sum(rows for (rows,) in repeated.get(nth, []))
        new = counted.read - counted.skipped - duplicates
        counts = {"loaded": new, "duplicates": duplicates, **counted.fates}
        counts |= {f"{WITHOUT_ACCOUNT}{rule}": rows for rule, rows in without.get(nth, [])}
        told_on = tuple(day for (day,) in days.get(nth, []))
        loaded.append(Loaded(one, counts, told_on=told_on, known_by=known_by(world)))
    loaded[-1].files = files
    return loaded


def _by_file(rows: Sequence[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Rows by their first cell: the place of a file among those that are placed together."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for nth, *row in rows:
        found.setdefault(nth, []).append(tuple(row))
    return found


def _told_on(connection: duckdb.DuckDBPyConnection, source: Source, today: int) -> tuple[int, ...]:
    """The days on which the staged rows became known; rows of a table that keeps no such day do today."""
    if "known_on" not in FIELDS[source.table]:
        return (today,)
    return tuple(int(day) for (day,) in connection.execute(TOLD_ON, [today]).fetchall())
