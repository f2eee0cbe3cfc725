"""What the data say of a definition: what never occurred in them, and which conditions all accounts pass or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mqa import line
from mqa.answers.reading import Connection, open_run, view_world
from mqa.definition.rows.conditions import counters
from mqa.identity.roles import title_rows
from mqa.ledger import runs
from mqa.scoring.globs import any_matches
from mqa.scoring.patterns import Shape, pattern_rows
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem
from mqa.terms.rules import BY_CONTENT, Agreement, Definition
from mqa.warehouse.opening import open_warehouse
from mqa.workspaces import Opened

GIVEN = {"domain", "fit_grade"}  # facts that no source must tell
WORLD = ("activities", "shapes", "content", "facts", "people")
MATCHED = """
    select distinct p.signal
    from activities as a
    left join mapped_assets as m on m.asset_id = a.asset_id
    inner join shape_patterns as s
        on s.shape_id = a.shape_id and s.asset_id = coalesce(m.asset_id, 0)
        and coalesce(a.seconds, 0) >= s.seconds_from and coalesce(a.seconds, 0) < s.seconds_below
    inner join pattern_signals as p on p.pattern_set = s.pattern_set
"""
PASSED = """
    select
        condition, count(*) filter (where enters = 1) as passing,
        (select count(distinct account_id) from scores) as accounts
    from verdicts
    group by condition
"""


def doubts(workspace: Opened, agreement: Agreement, *, memory_limit: str) -> tuple[Problem, ...]:
    """What everything that was loaded, and the latest run, give reason to doubt, in the order of the file."""
    definition = agreement.definition
    with open_warehouse(workspace.warehouse, memory_limit=memory_limit) as connection:
        view_world(connection, workspace.warehouse, WORLD)
        if not connection.execute("select 1 from shapes union all select 1 from people limit 1").fetchone():
            return (
                _remark(definition.place, "Nothing is loaded that could be looked at.", "Load it with “mqa load”."),
            )
        found = [
            *_unmatched(connection, definition),
            *_unread(connection, definition),
            *_unknown(connection, definition),
            *_unheld(connection, definition),
        ]
    return tuple(sorted([*found, *_all_or_none(workspace, agreement, memory_limit)]))


def _remark(place: Place, what: str, mend: str) -> Problem:
    return Problem(place, what, mend, "remark")


def _unmatched(connection: Connection, definition: Definition) -> Iterator[Problem]:
    """Signals that no act counts for."""
    columns = ", ".join(Shape._fields)
    shapes = [Shape(*row) for row in connection.execute(f"select distinct {columns} from shapes").fetchall()]
    match_all = definition.engagement.match == "all"
    mapped = line.content(connection, line.told(connection, definition))
    patterns = pattern_rows(shapes, definition.signals, counters(definition), match_all=match_all, content=mapped)
    for table in ("shape_patterns", "mapped_assets", "pattern_signals"):
        line.fill(connection, table, patterns[table])
    staged = {nth for _, nth, _ in patterns["pattern_stages"]}
    matched = {number for (number,) in connection.execute(MATCHED).fetchall()}
    for nth, signal in enumerate(definition.signals, start=1):
        if nth not in matched:
            mend = "Compare its activity with the kinds in the data: mqa export shapes."
            yield _remark(signal.place, f"No act in the data counts for {quoted(signal.name)}.", mend)
        elif signal.stage == BY_CONTENT and nth not in staged:
            what = f"The map of content tells no stage of anything that counts for {quoted(signal.name)}."
            yield _remark(signal.place, what, "Compare its paths with those in the data: mqa export shapes.")


def _unread(connection: Connection, definition: Definition) -> Iterator[Problem]:
    """Topics of content that no act is about, by itself or by the map, each where it is asked first."""
    told = connection.execute("select distinct topic from shapes union select distinct topic from content").fetchall()
    known = [topic for (topic,) in told if topic]
    asked = [(one.place, topic) for one in definition.signals for topic in one.topics]
    asked += [(one.place, topic) for one in definition.conditions for topic in one.topics]
    for topic, place in {topic: place for place, topic in reversed(asked)}.items():
        if not any(any_matches([topic], one) for one in known):
            what = f"Nothing in the data is about {quoted(topic)}."
            yield _remark(place, what, "Compare it with the topics in the data: mqa export content, mqa export shapes.")


def _unknown(connection: Connection, definition: Definition) -> Iterator[Problem]:
    """Facts that are asked for and known of no account, each where it is asked first."""
    known = {fact for (fact,) in connection.execute("select distinct fact from facts").fetchall()} | GIVEN
    asked = [criterion.test for criterion in definition.criteria]
    asked += [test for segment in definition.segments for test in segment.tests]
    asked += [test for tier in definition.tiers for test in tier.tests]
    asked += [test for condition in definition.conditions for test in condition.tests]
    for fact, test in {test.fact: test for test in reversed(asked)}.items():
        if fact not in known:
            mend = "Map it in mqa.yaml under “facts”, or mend its name."
            yield _remark(test.place, f"The fact {quoted(fact)} is known of no account.", mend)


def _unheld(connection: Connection, definition: Definition) -> Iterator[Problem]:
    """Titles of roles by which nobody is found."""
    written = [(role, title) for role in definition.roles for title in role.titles]
    alone = [replace(role, titles=(title,)) for role, title in written]
    titles = connection.execute("select distinct title from people where title <> ''").fetchall()
    held = {row[4] for row in title_rows([(title, "") for (title,) in titles], alone, {})}
    for nth, (role, title) in enumerate(written, start=1):
        if nth not in held:
            what = f"Nobody is found by the title {quoted(title)} of {quoted(role.name)}."
            yield _remark(role.place, what, "Compare it with the titles in the data: mqa export people.")


def _all_or_none(workspace: Opened, agreement: Agreement, memory_limit: str) -> Iterator[Problem]:
    """Conditions that tell no account from another on the latest day."""
    definition, run = agreement.definition, runs.published(agreement.definition.name)
    if run is None or run.version != agreement.version:
        what = f"No run was made by this version of {quoted(definition.name)}: what all or none pass is not known."
        yield _remark(definition.place, what, "Make one with “mqa run”.")
        return
    with open_run(workspace.warehouse, run, memory_limit=memory_limit) as connection:
        passed = {row[0]: row[1:] for row in connection.execute(PASSED).fetchall()}
    for nth, condition in enumerate(definition.conditions, start=1):
        passing, accounts = passed.get(nth, (0, 0))
        if not passing or passing == accounts:
            what = f"{'Every' if passing else 'No'} account passes {quoted(condition.name)} on the latest day."
            yield _remark(condition.place, what, "Change its threshold, or see that it is meant.")
