"""The line: which steps make a day, in order.

`day` is the function to read first. A step is one `.sql` file; what it reads is parsed from its text, and
a test proves that it reads only what stands above it. Steps take any number of days at once (table
`days`): one day, a fold over ninety and a replay are the same SQL. Only `fold` needs an order, since today's
standings rest on yesterday's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mqa.definition.rows.conditions import counters
from mqa.definition.rows.rules import rule_rows
from mqa.definition.rows.signals import title_weighings
from mqa.definition.rows.windows import longest_window
from mqa.identity.roles import title_rows
from mqa.scoring import patterns
from mqa.scoring.content import NO_CONTENT, Content
from mqa.scoring.patterns import Shape, pattern_rows
from mqa.terms.rules import Definition
from mqa.terms.tables import JUDGEMENT, RULES, WORLD, RuleRows, Table

LAYERS = 4  # how deep conditions may name each other
VERDICTS = ("leaf_verdicts", *(f"composites_{layer}" for layer in range(1, LAYERS + 1)))
NEARLY = tuple(f"nearly_{layer}" for layer in range(LAYERS + 1))


@dataclass(frozen=True)
class Step:
    """One table of the line: its name, its `.sql` file, and the views it needs beside the tables above it.

    `rests_on`: what it reads and has no rows without; then it need not be worked out: however few the rows, planning a
    step takes some milliseconds. `passing`: only the next step that reads it needs its rows, once, so they are not kept
    on the way.
    """

    table: str
    file: str
    given: tuple[tuple[str, str], ...] = ()
    rests_on: tuple[str, ...] = ()
    passing: bool = False


def _all_of(tables: Iterable[str], name: str = "verdicts") -> str:
    columns = ", ".join(JUDGEMENT[name].columns)
    return " union all ".join(f"select {columns} from {table}" for table in tables)


def _composites(layer: int) -> Step:
    given = (("answered", _all_of(VERDICTS[:layer])), ("layer_parts", _parts_of(layer)))
    return Step(f"composites_{layer}", "qualification/composites.sql", given, rests_on=("layer_parts",))


def _nearly(layer: int) -> Step:
    """Layer 0 is that of the simple conditions, of which nothing stands below."""
    if not layer:
        return Step(NEARLY[0], "qualification/nearly_simple.sql")
    given = (
        ("answered", _all_of(VERDICTS[layer : layer + 1])),
        ("below", _all_of(NEARLY[:layer], "nearly")),
        ("layer_parts", _parts_of(layer)),
    )
    return Step(NEARLY[layer], "qualification/nearly.sql", given, rests_on=("nearly_0", "layer_parts"))


def _parts_of(layer: int) -> str:
    return f"select condition, part, negates from condition_parts where layer = {layer}"


ROLL_UP = Step("activity_days", "scoring/activity_days.sql")
DAY = (
    Step("accounts_today", "identity/accounts_today.sql"),
    Step("members", "identity/members.sql"),
    Step("sure_visitors", "identity/sure_visitors.sql", rests_on=("sure_rules",)),
    Step("known_facts", "scoring/known_facts.sql", passing=True),
    Step("criteria_met", "scoring/criteria_met.sql"),
    Step("fit", "scoring/fit.sql"),
    Step("placements", "scoring/placements.sql"),
    Step("person_signals", "scoring/person_signals.sql"),
    Step("person_scores", "scoring/person_scores.sql"),
    Step("pools", "scoring/pools.sql"),
    Step("scores", "scoring/scores.sql"),
    Step("capped", "scoring/capped.sql", passing=True),
    Step("contributions", "scoring/contributions.sql"),
    Step("content_stages", "scoring/content_stages.sql", rests_on=("pattern_stages",)),
    Step("buying_stages", "scoring/buying_stages.sql"),
    Step("strengths", "scoring/strengths.sql", rests_on=("topics", "intent")),
    Step("surges", "scoring/surges.sql", rests_on=("strengths",)),
    Step("counts", "qualification/counts.sql"),
    Step("measures", "qualification/measures.sql", passing=True),
    Step("leaf_verdicts", "qualification/leaf_verdicts.sql"),
    *(_composites(layer) for layer in range(1, LAYERS + 1)),
    Step("levels_held", "qualification/levels_held.sql", (("verdicts", _all_of(VERDICTS)),)),
)
FOLD = (
    Step("streaks", "qualification/streaks.sql"),
    Step("standings", "qualification/standings.sql"),
)
LAST = (
    Step("journey", "qualification/journey.sql"),
    Step("committee", "scoring/committee.sql"),
    Step("unreachable", "qualification/unreachable.sql"),
    Step("contacts", "qualification/contacts.sql"),
    Step("aqls", "qualification/aqls.sql"),
)
NEAR = (
    *map(_nearly, range(LAYERS + 1)),
    Step(
        "near_misses",
        "qualification/near_misses.sql",
        (("nearly", _all_of(NEARLY, "nearly")),),
        rests_on=("nearly",),
    ),
)
WHOLE = (Step("benchmarks", "scoring/benchmarks.sql"),)  # of all accounts at once: shown, and read by no step
STEPS = (ROLL_UP, *DAY, *FOLD, *LAST, *NEAR, *WHOLE)
STORED = (  # what is kept of a run, beside its verdicts
    "criteria_met",
    "person_scores",
    "scores",
    "contributions",
    "surges",
    "streaks",
    "standings",
    "transitions",
    "journey",
    "near_misses",
    "committee",
    "unreachable",
    "contacts",
    "aqls",
)
YESTERDAY = {"standings_yesterday": "standings", "streaks_yesterday": "streaks"}
TABLES: dict[str, Table] = {
    **WORLD,
    **RULES,
    **JUDGEMENT,
    **{name: Table(name, JUDGEMENT["verdicts"].grain, JUDGEMENT["verdicts"].columns) for name in VERDICTS},
    **{name: Table(name, JUDGEMENT["nearly"].grain, JUDGEMENT["nearly"].columns) for name in NEARLY},
    **{name: Table(name, JUDGEMENT[of].grain, JUDGEMENT[of].columns) for name, of in YESTERDAY.items()},
}
INPUTS = frozenset(WORLD) - {ROLL_UP.table} | frozenset(RULES) | frozenset(YESTERDAY)


@cache
def sql(step_file: str) -> str:
    """The text of a step."""
    return resources.files("mqa").joinpath(step_file).read_text("utf-8")


def day(run: Callable[[Step], None], *, but: Iterable[str] = ()) -> None:
    """Runs the steps of the days in table `days`, in order, leaving out tables that nobody wants.

    `run` makes one step's table; the inputs (world tables of some accounts, rule tables, `days`, `ages`)
    must stand. What comes out is a function of them alone.
    """
    unwanted = frozenset(but)
    for step in DAY:
        if step.table not in unwanted:
            run(step)


def rowless(empty: Iterable[str]) -> frozenset[str]:
    """The tables of a day that have no rows where these inputs have none."""
    none = set(empty)
    for step in DAY:
        if not none.isdisjoint(step.rests_on):
            none.add(step.table)
    return frozenset(none & {step.table for step in DAY})


def asks_content(definition: Definition) -> bool:
    """Whether a definition asks what acts are about."""
    return patterns.asks_content(definition.signals, counters(definition))


def rules(
    definition: Definition,
    shapes: Collection[Shape],
    titles: Iterable[tuple[str, str]],
    content: Content = NO_CONTENT,
) -> RuleRows:
    """All rule tables of a definition for the shapes of acts and the titles that occur in the data."""
    return {**rule_rows(definition), **rules_of_data(definition, shapes, titles, content)}


def rules_of_data(
    definition: Definition,
    shapes: Collection[Shape],
    titles: Iterable[tuple[str, str]],
    content: Content = NO_CONTENT,
) -> RuleRows:
    """The rule tables that depend on the data: what these shapes of acts and these titles mean.

    `content`: what the workspace's map says of pages and assets, where the definition asks for it.
    """
    return {**pattern_rules(definition, shapes, content), "titles": title_rules(definition, titles)}


def pattern_rules(definition: Definition, shapes: Collection[Shape], content: Content = NO_CONTENT) -> RuleRows:
    """The rule tables of what shapes of acts mean; `content`: as in `rules_of_data`."""
    match_all = definition.engagement.match == "all"
    return pattern_rows(shapes, definition.signals, counters(definition), match_all=match_all, content=content)


def title_rules(definition: Definition, titles: Iterable[tuple[str, str]]) -> list[tuple[int | str | None, ...]]:
    """The rows of the rule table `titles`, for pairs of title and role set by a person."""
    return list(title_rows(titles, definition.roles, title_weighings(definition)))


def day_rows(days: Sequence[tuple[int, int]], definition: Definition) -> RuleRows:
    """The tables `days` and `ages` for pairs of as_of and known_at."""
    window = longest_window(definition)
    return {
        "days": list(days),
        "ages": [(as_of, known_at, as_of - age, age) for as_of, known_at in days for age in range(window)],
    }
