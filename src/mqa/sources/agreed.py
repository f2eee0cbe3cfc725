"""The frozen types of a workspace: where the stores are, and how each source's columns map to ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256

from mqa.terms.freshness import Contract, Expected
from mqa.terms.problems import Place

NAMED_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Column:
    """Where one of our columns comes from: exactly one of `column`, `constant`, `template`, `static`, `delay`.

    `otherwise_static`: where the column is empty, the row is held to be known since ever. `delay` is in days.
    """

    column: str = ""
    constant: str | None = None
    template: str = ""
    static: bool = False
    delay: int | None = None
    otherwise_static: bool = False
    type: str = ""
    split: str = ""
    format: str = ""
    several: bool = False
    place: Place = field(default=Place(""), compare=False, repr=False)

    @property
    def reads(self) -> tuple[str, ...]:
        """Their columns that this one is read from."""
        return (self.column,) if self.column else tuple(NAMED_IN_BRACES.findall(self.template))


@dataclass(frozen=True)
class Database:
    """A table of a database, as its own SQL gives it."""

    url: str
    sql: str


@dataclass(frozen=True)
class Source:
    """One source: files or a database, the table it fills, and the map of its columns."""

    name: str
    table: str
    files: str
    database: Database | None
    columns: tuple[tuple[str, Column], ...]
    facts: tuple[tuple[str, Column], ...] = ()
    observed_on: Column | None = None
    skip: tuple[tuple[str, tuple[str, ...]], ...] = ()
    nobody: tuple[tuple[str, tuple[str, ...]], ...] = ()
    delimiter: str = ","
    freshness: Expected = field(default=Expected(), compare=False, repr=False)  # changes nothing of what rows become
    place: Place = field(default=Place(""), compare=False, repr=False)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Their columns that hold addresses of visitors, which are looked up and never stored."""
        mapped = dict(self.columns)
        return mapped["address"].reads if self.table == "activities" and "address" in mapped else ()

    def reads(self) -> dict[str, Place]:
        """Every column of theirs that this source needs, and where the workspace names it."""
        mapped = [*self.columns, *self.facts, *((("observed_on", self.observed_on),) if self.observed_on else ())]
        named = {column: mapping.place for _, mapping in mapped for column in mapping.reads}
        return named | {column: self.place for column, _ in (*self.skip, *self.nobody)}

    def mapping_hash(self, *settings: object) -> str:
        """What the rows of a file become depends on this and the workspace's settings (and on what else is known)."""
        return sha256(" ".join(map(repr, (self, *settings))).encode()).hexdigest()


@dataclass(frozen=True)
class Workspace:
    """A workspace as its file says; paths are as written, relative to the file.

    `address`: where people open its pages, for the links in messages; empty: messages have none. `stories`: the folder
    of stories. `students`: who is taken for one, `by address` or (all of universities) `never`.
    `families`: whether companies of one family are scored `each` by itself, `roll up` to the topmost one, or `both`.
    `accounts`: whether an account is a domain, or (`by country`) a domain in a country.
    `when_stale`, `when_levels_jump`: whether that is told of a run, or it is held back (`hold`).
    """

    name: str
    time_zone: str
    definitions: tuple[str, ...]
    warehouse: str
    ledger: str
    create_accounts: bool
    never_accounts: tuple[str, ...]
    sources: tuple[Source, ...]
    address: str = ""
    stories: str = "stories"
    ours: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    students: str = "by address"
    families: str = "each"
    accounts: str = "by domain"
    when_stale: str = "tell"
    when_levels_jump: str = "tell"

    @property
    def contract(self) -> Contract:
        """What is expected of each run."""
        expected = {source.name: source.freshness for source in self.sources}
        return Contract(expected, self.when_stale == "hold", self.when_levels_jump == "hold")

    @property
    def by_country(self) -> bool:
        """Whether a company of several countries is an account in each."""
        return self.accounts == "by country"
