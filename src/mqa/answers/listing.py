"""The accounts of a published run, ranked; and the run in numbers: how many stand where, who came and who left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mqa.answers.reading import Connection, Row, names, rows
from mqa.explain.standing import NO_LEVEL, grade_name, level_name
from mqa.ledger.models import ServedAccount
from mqa.ledger.runs import PublishedRun
from mqa.ledger.served import IN_ORDER
from mqa.serving import accounts_sql
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Definition
from mqa.terms.stages import NAMES as STAGES

AS_SERVED = (
    *("account_id", "domain", "name", "owner", "state", "fit_score", "known_share"),
    *("engagement", "breadth", "depth", "recency", "product", "engaged", "seen", "known"),
    *("stage", "cause", "hindsight", "grade", "segment", "tier"),
)
RANKED = """
    select * exclude (evidence_on, cooling_until), count(*) over () as of
    from ({accounts})
    where ($level is null or level = $level) and ($stage is null or stage = $stage)
    order by level desc, engagement desc, domain
    limit $limit
"""


@dataclass(frozen=True)
class Ranked:
    """The first accounts of those asked for, in order, and how many there are."""

    accounts: tuple[Row, ...]
    in_all: int


@dataclass(frozen=True)
class Summary:
    """A run in numbers. `levels`: the highest first, with how many stand there, entered and left on the day."""

    accounts: int
    levels: tuple[Row, ...]
    stages: tuple[Row, ...]


def ranked(
    connection: Connection,
    run: PublishedRun,
    definition: Definition,
    *,
    level: str = "",
    stage: str = "",
    limit: int = 25,
) -> Ranked:
    """The accounts by level, engagement and domain; those of one level or stage. Scores are millionths of 0-100.

    Names and owners are those known on the run's day. Raises Refused where there is no such level or stage.
    """
    wanted = {
        "level": _place_of_level(level, definition) if level else None,
        "stage": STAGES[place_of(stage, STAGES, "stage") - 1] if stage else None,
        "limit": limit,
    }
    found = rows(connection, RANKED.format(accounts=accounts_sql(run.known_at)), wanted)
    in_all = found[0]["of"] if found else 0
    return Ranked(tuple(_named(row, nth, definition) for nth, row in enumerate(found, start=1)), in_all)


def as_listed(
    run: PublishedRun, definition: Definition, *, level: str = "", stage: str = "", limit: int = 25
) -> Ranked:
    """The same as `ranked`, of a run whose serving copy is kept; who was judged again since stands as found."""
    wanted = {
        **({"level": definition.levels[_place_of_level(level, definition) - 1].name} if level else {}),
        **({"stage": STAGES[place_of(stage, STAGES, "stage") - 1]} if stage else {}),
    }
    found = ServedAccount.objects.filter(run=run.run_id, **wanted)
    rank_of = {grade_name({"state": "graded", "grade_rank": nth}, definition): nth for nth in _grades(definition)}
    rows = tuple(
        {
            "rank": nth,
            **{name: getattr(row, name) for name in AS_SERVED},
            "grade_rank": rank_of.get(row.grade, 0),
            "level": row.level or NO_LEVEL,
            "since": None if row.since is None else date_of(row.since).isoformat(),
        }
        for nth, row in enumerate(found.order_by(*IN_ORDER)[:limit], start=1)
    )
    return Ranked(rows, found.count())


def summary(connection: Connection, run: PublishedRun, definition: Definition) -> Summary:
    """How many accounts stand at each level and stage on the day of a run, and how many entered and left that day."""
    names(connection, {"level": [level.name for level in definition.levels]})
    levels = rows(
        connection,
        """
        select
            l.name as level,
            (select count(*) from standings as s where s.level = l.number) as accounts,
            (select count(*) from transitions as t where t.level = l.number and t.as_of = $day) as entered,
            (select count(*) from transitions as t where t.was = l.number and t.as_of = $day) as left_it
        from names as l
        order by l.number desc
        """,
        {"day": run.as_of},
    )
    stages = rows(connection, "select stage, count(*) as accounts from journey group by stage")
    order = {stage: nth for nth, stage in enumerate(STAGES)}
    (count,) = connection.execute("select count(*) from scores").fetchall()[0]
    ordered = sorted(stages, key=lambda row: -order.get(row["stage"], len(order)))
    return Summary(int(count), tuple(levels), tuple(ordered))


def _named(row: Row, rank: int, definition: Definition) -> Row:
    """A row with names beside numbers and dates for days."""
    since = row["since"]
    return {
        "rank": rank,
        **{key: value for key, value in row.items() if key not in ("of", "level", "since", "segment", "tier")},
        "grade": grade_name(row, definition),
        "segment": definition.segments[row["segment"] - 1].name,
        "tier": definition.tiers[row["tier"] - 1].name,
        "level": level_name(row["level"], definition),
        "since": date_of(since).isoformat() if since is not None else None,
    }


def _place_of_level(word: str, definition: Definition) -> int:
    return place_of(word, [one.name for one in definition.levels], "level")


def _grades(definition: Definition) -> range:
    """The ranks of grades; the one after the last is the lowest grade of all."""
    return range(1, len(definition.grades) + 2)


def place_of(word: str, known: Sequence[str], kind: str) -> int:
    """The place of a name in its list, from 1, whatever its case."""
    for nth, name in enumerate(known, start=1):
        if name.lower() == word.strip().lower():
            return nth
    mend = did_you_mean(word, known) or f"There are: {', '.join(map(quoted, known))}."
    raise Refused([Problem(Place(""), f"There is no {kind} {quoted(word)}.", mend)])
