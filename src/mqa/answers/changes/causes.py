"""The causes that move scores, in the order in which they are let in, and the rows of the world that each brings.

The world of the first day is there from the beginning; then time passes over it alone, and then each cause lets in
the rows that are its own. What a cause moved is the difference of two neighbouring judgements, so that all of them add
up to the whole difference, whatever a definition does with the rows.

To the line a cause is a day of knowledge: here `known_on` is the number of the cause that lets a row in, and a
judgement that knows up to a cause sees the rows of that one and of those before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from mqa import line
from mqa.definition.rows.windows import longest_window
from mqa.line import Accounts
from mqa.pipeline import ROLL_UP
from mqa.reading import Connection
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stored import Seen
from mqa.terms.tables import WORLD

CAUSES = ("fading", "identity", "facts", "new acts", "definition")
START, FADING, IDENTITY, FACTS, NEW_ACTS, DEFINITION = range(6)
WHO = ("accounts", "aliases", "people")
TOLD = (*WHO, "facts", "intent", ROLL_UP.table)  # what scores are made of
HAPPENED = {"facts": "observed_on", "intent": "week", "activities": "day"}  # the column that says when
# Who is who is identity, and so is what moves with it: what had been told, or had happened and been known of anybody,
# by the first day.
LET_IN = {
    **dict.fromkeys(WHO, f"case when known_on <= {{known_at}} and not late then {START} else {IDENTITY} end"),
    **{
        table: f"case when {HAPPENED[table]} > {{as_of}} or told_on > {{known_at}} "
        f"or (late and told_on = known_on) then {FACTS} when known_on > {{known_at}} or late then {IDENTITY} "
        f"else {START} end"
        for table in ("facts", "intent")
    },
    "activities": f"case when day > {{as_of}} then {NEW_ACTS} when known_on <= {{known_at}} and not late then {START} "
    "when exists (select 1 from known_before as k where k.activity_id = w.activity_id and k.source = w.source) "
    f"then {IDENTITY} else {NEW_ACTS} end",
}
# Grain: one act of some accounts that became known of them, or was taken back, since the first day, and of which
# something had been known by then, of whichever account.
KNOWN_BEFORE = """
    create or replace table known_before as
    select distinct w.source, w.activity_id
    from world.activities as w
    where
        w.known_on <= {known_at} and not w.late and w.day <= {as_of} and w.day > {after}
        and w.activity_id in (
            select n.activity_id from world.activities as n
            where
                (n.known_on > {known_at} or n.late) and n.known_on <= {known_until} and n.day <= {as_of}
                and n.day > {after} and n.account_id between {first} and {last}
        )
"""


@dataclass(frozen=True)
class Day:
    """A day with the knowledge it may use (day numbers), and the version of the definition that governed it.

    `seen`: what its run saw, where that is less than is stored by now (None: all of it).
    """

    as_of: int
    known_at: int
    agreement: Agreement
    seen: Seen | None = None

    @property
    def definition(self) -> Definition:
        """The rules of that version."""
        return self.agreement.definition


@dataclass(frozen=True)
class Between:
    """Two days; `since` is not later than `until`, and knows no more."""

    since: Day
    until: Day

    @property
    def days(self) -> dict[str, int]:
        """The first day and its knowledge, the knowledge of the last, and the day whose acts count on neither."""
        window = max(longest_window(day.definition) for day in (self.since, self.until))
        return {
            "as_of": self.since.as_of,
            "known_at": self.since.known_at,
            "known_until": self.until.known_at,
            "after": self.since.as_of - window,
        }


def recognise(connection: Connection, between: Between, only: Accounts) -> None:
    """Make `known_before`: which acts that became known of a range of accounts since the first day are no news.

    The schema `world` must hold the acts of everybody: an act may have stood anywhere.
    """
    connection.execute(KNOWN_BEFORE.format(**between.days, first=only.first, last=only.last))


def part(connection: Connection, between: Between, only: Accounts, *, at_hand: bool) -> None:
    """Make `told_*` of the tables of the schema `world`: rows that one of both days sees, `known_on` being their cause.

    There `late` says of a row that it was loaded after the run of the first day, whatever day it says it was known on.
    `at_hand`: the acts are read once, into a table; `known_before` must stand. Of acts, `became_known` keeps the day.
    """
    for table, cause in LET_IN.items():
        seen = f"account_id between {only.first} and {only.last} and known_on <= {between.until.known_at}"
        if table in HAPPENED:
            seen += f" and {HAPPENED[table]} <= {between.until.as_of}"
        kept = ""
        if table == "activities":
            seen += f" and day > {between.days['after']}"
            kept = ", known_on as became_known"
        kind = "table" if table != "activities" or at_hand else "view"
        columns = f"* exclude (late) replace ({cause.format(**between.days)} as known_on){kept}"
        connection.execute(
            f"create or replace {kind} told_{table} as select {columns} from world.{table} as w where {seen}"
        )


def look_at_acts(connection: Connection) -> None:
    """Let `activities` be the acts that were told, their `known_on` being their cause."""
    connection.execute(
        f"create or replace view activities as select {', '.join(WORLD['activities'].columns)} from told_activities"
    )


def roll_up(connection: Connection) -> None:
    """Make `told_activity_days` of `told_activities`, by the rules that stand."""
    look_at_acts(connection)
    connection.execute("drop view if exists activity_days")
    line.make(connection, ROLL_UP)
    connection.execute("drop table if exists told_activity_days")
    connection.execute("alter table activity_days rename to told_activity_days")


def look_at(connection: Connection, accounts: str) -> None:
    """Let the tables that the line reads be views of what was told of some accounts, a query gives their numbers."""
    for table in TOLD:
        connection.execute(
            f"create or replace view {table} as select * from told_{table} where account_id in ({accounts})"
        )
