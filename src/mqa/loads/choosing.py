"""Choosing: which files of the sources a load reads: those that are new, or of which rows may have an account only now.

A file some of whose rows had no account is noted with how far things were known when it was read: the last load before,
and the last correction. It is read again once one of the ids, domains or names that its rejected rows give is known
since, by a later load or by what the same one learned after it was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mqa.connectors.files import content_hash
from mqa.identity.domains import KeptOut
from mqa.ledger import corrections
from mqa.ledger.segments import Before, editions, loaded_before
from mqa.loads.finding import paths_of
from mqa.loads.making import count, say
from mqa.loads.placing import EDITIONS
from mqa.loads.storing import World
from mqa.sources.agreed import Source, Workspace
from mqa.sources.steps import made_sql
from mqa.terms.problems import Problem
from mqa.terms.quoting import text_sql

BY_COUNTRY = "by country "  # how the mapping of a load begins whose accounts are parted by country
TELLERS = ("companies", "people", "activities")  # what may make an account known
IN_PART = re.compile(r" (\d+)/(\d+)(\+?)")
EDITION = re.compile(r" edition \d+$")
KNOWN = ("aliases", "records", "company_names")  # where domains, ids and names of companies are known by
NAMING = ("name", "undo")  # what people say of names is no row of the world


@dataclass(frozen=True)
class Input:
    """One file of a source: where it lies, its name in messages, what is in it.

    `since`: rows of it had no account by what was known before the loads after this one (None: it is read in any case);
    `names`: the names under which it was loaded before.
    """

    source: Source
    path: Path
    shown: str
    content: str
    mapping: str
    names: tuple[str, ...] = ()
    since: int | None = None

    def wanted(self, world: World) -> bool:
        """Whether it is to be read by what is known so far."""
        if self.since is None:
            return True
        for table in KNOWN:
            world.tell_since(table, self.since)
        names = ", ".join(map(text_sql, self.names))
        say(world.connection, source_of_files=text_sql(self.source.name), files=f"[{names}]::varchar[]")
        world.connection.execute(made_sql("known_now"))
        return count(world.connection, "select count(*) from known_now") > 0


def in_part(mapping: str, after_load: int, said: int, *, learned: bool) -> str:
    """The mapping of a file of which rows had no account by what was known after a load and a correction; `learned`:
    more was by the end of its own load."""
    return f"{mapping} {after_load}/{said}{'+' if learned else ''}"


def known_by(world: World) -> int:
    """How many files tell of domains, ids and names of companies: another number, another knowledge."""
    return sum(len(world.files[table]) for table in KNOWN)


def inputs(
    folder: Path, agreed: Workspace, chosen: Sequence[Source], kept: KeptOut, scratch: Path
) -> tuple[list[Input], dict[str, int], list[Problem]]:
    """The files that this load may have to read, how many of each source were loaded before, and what is wrong."""
    found: list[Input] = []
    skipped: dict[str, int] = {}
    problems: list[Problem] = []
    named = max((one.number for one in corrections.said() if one.kind in NAMING), default=0)
    for source in chosen:
        families = [agreed.families] if source.table == "companies" else []  # they alone tell of parents
        mapping = source.mapping_hash(agreed.time_zone, agreed.create_accounts, kept, *families)
        mapping = f"{BY_COUNTRY}{mapping}" if agreed.by_country else mapping
        paths, said = paths_of(folder, source, scratch)
        problems += said
        contents = [content_hash(path) for path, _ in paths]
        before = loaded_before(source.name, contents)
        first = {content: nth for nth, content in reversed([*enumerate(contents)])}
        for nth, (path, shown) in enumerate(paths):
            known = before.get(contents[nth], ())
            read_as, same = mapping, any(EDITION.sub("", one.mapping) == mapping for one in known)
            if (
                source.table in EDITIONS and same
            ):  # of a file's editions the last holds: an earlier that comes again is news
                number, *last = editions(source.name, shown)
                same = not number or (last[0], EDITION.sub("", last[1])) == (contents[nth], mapping)
                known, read_as = (), f"{mapping} edition {number + 1}"
            if first[contents[nth]] < nth or same:
                skipped[source.name] = skipped.get(source.name, 0) + 1
            else:
                names = tuple(sorted({one.file for one in known}))
                found.append(Input(source, path, shown, contents[nth], read_as, names, _since(mapping, known, named)))
    return found, skipped, problems


def _since(mapping: str, before: Sequence[Before], named: int) -> int | None:
    """After which load more must be known for a file to be read again; None where it is read in any case: it is new, or
    was read otherwise, or `named`, the number of what people said last of names, came since."""
    noted = [(one.load, IN_PART.fullmatch(one.mapping.removeprefix(mapping))) for one in before]
    parts = [(int(part[1]) if part[3] else load, int(part[2])) for load, part in noted if part]
    since, said = max(parts, default=(None, 0))
    return since if said >= named else None
