"""Every table: its grain, and its columns with their types and units.

Kinds: *world* tables (what happened and what is true, loaded from sources, append-only), *rule*
tables (a definition as rows, see `mqa.definition.rows.rules`), *judgement* tables (what a run makes of
the two; each is one `.sql` step, see `mqa.pipeline`), *work* tables (what the ledger holds of one
definition) and *report* tables (what is read off the work; steps of `mqa.reporting.steps`).

Conventions for columns: `*_id` are numbers of natural keys (`mqa.terms.keys`); `day`, `known_on`,
`as_of`, `*_on` and `since` are day numbers (`mqa.terms.durations`); points, scores and rates are
integers of 1e-6 (a score of 100 is 100,000,000); `*_milli` are thousandths; `times` is signed: what adds up to 0 by a
day does not hold on it. `known_on` is the day on which a row holds or ends, `told_on` the one on which it was first told,
wherever it moved since: of two, the one told last is the newer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["bigint", "text"]
RuleRows = dict[str, list[tuple[int | str | None, ...]]]  # rows of rule tables, by table
ENGINE_TYPE = {"bigint": "bigint", "text": "varchar"}


@dataclass(frozen=True)
class Table:
    """A table's name, what one row of it means, and its columns in order."""

    name: str
    grain: str
    columns: dict[str, ColumnType]

    def create_sql(self) -> str:
        """An empty table of this shape, for any engine."""
        columns = ", ".join(f"{name} {ENGINE_TYPE[kind]}" for name, kind in self.columns.items())
        return f"create table {self.name} ({columns})"


def _table(name: str, grain: str, columns: str) -> Table:
    """A table from its columns in order: whole numbers, but those marked `:text`."""
    typed = (column.partition(":") for column in columns.split())
    return Table(name, grain, {column: "text" if kind else "bigint" for column, _, kind in typed})


def _tables(*tables: Table) -> dict[str, Table]:
    return {table.name: table for table in tables}


WORLD = _tables(
    _table(
        "accounts",
        "one company we might sell to, as one source (or the rule that created it) told us on a day; signed: a minus row "
        "takes it back (it was merged into another)",
        "account_id domain:text name:text owner:text rule:text source:text known_on told_on times",
    ),
    _table(
        "aliases",
        "one domain that leads to an account, from the day we learned it; signed: a minus row takes it back (it leads to "
        "another)",
        "domain:text account_id rule:text source:text known_on told_on times",
    ),
    _table(
        "people",
        "one person's membership of an account as one record told us; signed: a minus row takes one back",
        "account_id person_id person_key:text title:text role:text rule:text source:text known_on told_on times",
    ),
    _table(
        "facts",
        "one fact of an account, observed on a day; `several` = 1 where many values may hold at once; signed: a minus row "
        "takes it back (it is told of another account)",
        "account_id fact:text value:text number_milli value_on observed_on ended_on several hindsight source:text "
        "known_on told_on times",
    ),
    _table(
        "shapes",
        "one combination of kind, path, source, campaign and topic that acts have",
        "shape_id kind:text path:text source:text campaign:text topic:text",
    ),
    _table(
        "activities",
        "one act; signed: a minus row takes it back (a correction, a move to another account)",
        "account_id person_id activity_id:text shape_id asset_id day occurred_at known_on seconds times source:text "
        "url:text asset:text",
    ),
    _table(
        "content",
        "one topic (empty: none is said) and buying stage of one path (`*` stands for any text) or asset, as one edition of "
        "a file told; a later edition of the file takes the place of an earlier one from the day it became known",
        "source:text file:text edition path:text asset:text topic:text buying_stage:text known_on",
    ),
    _table(
        "intent",
        "research of one topic by one account in one week, as one provider saw it: its strength, 0-100, or how often it was "
        "counted; `told_of`: the account that it was told of, whatever that belongs to; signed: a minus row takes it back (it "
        "is told of another account)",
        "account_id topic:text week strength_milli counted provider:text told_of known_on told_on times",
    ),
    _table(
        "outcomes",
        "one step of one opportunity: opened, won or lost; signed: a minus row takes it back (it is told of another "
        "account)",
        "account_id outcome_id:text opportunity:text kind:text day amount_milli currency:text product_line:text "
        "source:text known_on told_on times",
    ),
    _table(
        "dispositions",
        "one answer of sales: accepted, rejected, deferred until a day, or qualified (willing to talk), in the order of "
        "`disposition_id`",
        "account_id disposition_id disposition:text reason:text day until known_on",
    ),
    _table(
        "activity_days",
        "what one person did in one pattern set (and asset, where assets count) on one day, learned on a day",
        "account_id person_id pattern_set asset_id day known_on times seconds",
    ),
    _table(
        "rejects",
        "one row of a source that could not be read: where it stands, why, and how to mend it",
        "source:text file:text line column_name:text value:text reason:text mend:text raw:text known_on",
    ),
)

RULES = _tables(
    _table(
        "days",
        "one day that is asked for, with the knowledge it may use",
        "as_of known_at",
    ),
    _table(
        "ages",
        "one day whose acts count on a day that is asked for; age = as_of - day",
        "as_of known_at day age",
    ),
    _table(
        "today",
        "the one day that is being folded",
        "as_of known_at",
    ),
    _table(
        "shape_patterns",
        "the pattern set of acts of one shape and asset (0: any that is not in mapped_assets) that took from `seconds_from` "
        "up to below `seconds_below` seconds and were known before `known_before`, by what the map of content said from "
        "`known_from` on; topics and stage: what it said; `times` -1 takes the acts back, as it says something else from then",
        "shape_id seconds_from seconds_below pattern_set keeps_asset asset_id known_from known_before times topics:text stage",
    ),
    _table(
        "mapped_assets",
        "one asset of which the map of content speaks",
        "asset_id",
    ),
    _table(
        "mail_stops",
        "one pattern set after whose acts e-mail does not reach who did them; reach: unsubscribed or bounced",
        "pattern_set reach:text",
    ),
    _table(
        "pattern_signals",
        "one signal that acts of a pattern set count for",
        "pattern_set signal",
    ),
    _table(
        "pattern_stages",
        "the buying stage of acts of a pattern set that count for a signal whose stage is that of the content",
        "pattern_set signal stage",
    ),
    _table(
        "signals",
        "one signal; positive: 1 where its points add; stage: 0 none to 3 decision",
        "signal name:text score:text positive stage",
    ),
    _table(
        "worth",
        "what one act of a signal is worth (micro-points) at an age, by a person of a weighing (-1: nameless; -2: what "
        "being surely of the account adds to that); of a day at most so many acts count, and at most so many points",
        "worth_class signal weighing age points per_day most",
    ),
    _table(
        "caps",
        "the most micro-points that a signal may add to an account, and that one person may add to the signal's score",
        "worth_class signal cap most_per_person",
    ),
    _table(
        "recency_ages",
        "the recency (millionths of 0-100) when the last act is so old",
        "age recency",
    ),
    _table(
        "mql_roles",
        "one role (0: none) whose people may be MQLs",
        "role",
    ),
    _table(
        "required_roles",
        "one role that the committee needs",
        "role",
    ),
    _table(
        "sure_rules",
        "one rule by which a nameless visitor is surely of an account; none where that is not weighed",
        "rule:text",
    ),
    _table(
        "titles",
        "what one title (and a role set by a person) says: committee role, and the class of role, department, "
        "seniority; weighing: which weight its department and seniority have (0: none)",
        "title:text set_role:text title_number class role weighing",
    ),
    _table(
        "used_facts",
        "one fact that the definition asks about",
        "fact:text fact_number",
    ),
    _table(
        "criteria",
        "one test of one fact; purpose required, excluded, points, segment, tier or condition; owner: one of the last three; "
        "low, high in thousandths (for within: high = days); points: whole, of all_points in fit_rules",
        "criterion purpose:text owner fact_number operator:text low high points",
    ),
    _table(
        "criterion_values",
        "one text that a test accepts",
        "criterion value:text",
    ),
    _table(
        "fit_rules",
        "one row: how many tests are required, the least known share (millionths), the last segment and tier, and the sum "
        "of all positive points (at least 1)",
        "required least_known_share last_segment last_tier all_points",
    ),
    _table(
        "grades",
        "one fit grade, best first: from `bar` to below `below`, millionths of 0-100",
        "grade_rank value:text bar below",
    ),
    _table(
        "places",
        "how many tests one segment or tier has",
        "purpose:text owner tests",
    ),
    _table(
        "scopes",
        "what holds for accounts of one segment and tier: weights in millionths, benchmarks in thousandths of points, "
        "from which micro-points a person is engaged, or an MQL, at which strength a topic surges",
        "scope segment tier worth_class benchmark_milli benchmark_people breadth_weight depth_weight recency_weight "
        "product_milli engaged_at mql_points surge_milli",
    ),
    _table(
        "topics",
        "one intent topic and the days that research of it counts; of a provider that gives counts, those within so many days "
        "(at_least so many) are compared with those of the days `against` before",
        "topic topic_name:text counts_for within against at_least",
    ),
    _table(
        "counters",
        "one pattern set that a counter counts within so many days but not within the last `not_within`; unit times, "
        "visits, assets, people or topics; topic: which of the topics it counts (0: it counts none); pages, seconds: how many "
        "acts (at least 1) and seconds a visit has at least",
        "counter unit:text within pattern_set not_within topic pages seconds",
    ),
    _table(
        "counter_conditions",
        "the counter a condition looks at, and the counter it is divided by (0: none) when that reached least_out_of: "
        "counted * times / (counted by the other, at least 1, * per)",
        "condition counter out_of_counter least_out_of times per",
    ),
    _table(
        "score_conditions",
        "the score a condition looks at",
        "condition measure:text",
    ),
    _table(
        "grade_conditions",
        "one fit grade that a condition accepts",
        "condition grade_rank",
    ),
    _table(
        "people_conditions",
        "one class of people a condition counts within so many days; counts: 0 each person, else the role or "
        "department that is counted once; out_of: what the count is divided by (0: nothing)",
        "condition class within counts out_of",
    ),
    _table(
        "stage_conditions",
        "one buying stage that a condition accepts",
        "condition stage",
    ),
    _table(
        "condition_parts",
        "one condition that another is made of, and the layer of the other",
        "condition part layer negates",
    ),
    _table(
        "layer_parts",
        "the parts of the conditions of the layer that is being answered",
        "condition part negates",
    ),
    _table(
        "thresholds",
        "what a condition needs of accounts of one scope, in its own unit",
        "condition scope needed_to_enter needed_to_stay",
    ),
    _table(
        "levels",
        "one level in the order of the file; qualified: 1 where its stage is MQA or PQA",
        "level name:text condition stage:text qualified enter_after",
    ),
    _table(
        "stability",
        "one row of days; expire_after may be null: never",
        "stay_at_least expire_after cooldown_rejected cooldown_deferred cooldown_expired",
    ),
)

# What a row of these means stands in the comment that its step opens with.
JUDGEMENT = _tables(
    _table("accounts_today", "", "as_of account_id domain:text known_on"),
    _table("members", "", "as_of account_id person_id class role weighing"),
    _table("sure_visitors", "", "as_of account_id person_id"),
    _table("known_facts", "", "as_of account_id fact_number value:text number_milli value_on hindsight alone"),
    _table("criteria_met", "", "as_of account_id criterion holds hindsight"),
    _table("fit", "", "as_of account_id state:text fit_score known_share grade_rank hindsight"),
    _table("placements", "", "as_of account_id segment tier scope"),
    _table("person_signals", "", "as_of account_id person_id signal points last_age points_age pool scope class"),
    _table(
        "person_scores",
        "",
        "as_of account_id person_id class role gains penalties engaged seen_age points_age mql",
    ),
    _table("pools", "", "as_of account_id pool size counted side:text"),
    _table("capped", "", "as_of account_id pool signal person_id size counted side:text"),
    _table(
        "scores",
        "",
        "as_of account_id state:text fit_score known_share grade_rank segment tier scope engagement breadth depth "
        "recency breadth_share depth_share recency_share product points product_points engaged seen known mqls "
        "last_age evidence_age hindsight",
    ),
    _table(
        "contributions",
        "",
        "as_of account_id score:text dimension:text signal person_id points counted side:text share",
    ),
    _table(
        "committee",
        "",
        "as_of account_id engaged known required covered gaps points coverage concentration contact_ratio",
    ),
    _table("content_stages", "", "as_of account_id stage points"),
    _table("buying_stages", "", "as_of account_id stage points"),
    _table(
        "strengths",
        "",
        "as_of account_id topic provider:text week strength_milli counted counted_before days_before",
    ),
    _table("surges", "", "as_of account_id topic strength_milli provider:text week providers"),
    _table("counts", "", "as_of account_id counter counted"),
    _table("measures", "", "as_of account_id scope condition seen"),
    _table("verdicts", "", "as_of account_id condition seen needed_to_enter needed_to_stay enters stays"),
    _table("levels_held", "", "as_of account_id level enters stays"),
    _table("streaks", "", "as_of account_id level since"),
    _table(
        "standings",
        "",
        "as_of account_id level was since evidence_on cooling_until asks_evidence_after cause:text "
        "recycled_by:text answers_seen",
    ),
    _table("journey", "", "as_of account_id stage:text cause:text"),
    _table("unreachable", "", "as_of account_id person_id reach:text"),
    _table("contacts", "", "as_of account_id person_id rank role points seen_age engaged mql reach:text"),
    _table("aqls", "", "as_of account_id person_id rank level role points seen_age engaged mql reach:text"),
    _table("nearly", "", "as_of account_id condition missing"),
    _table("near_misses", "", "as_of account_id level condition seen needed_to_enter"),
    _table("benchmarks", "", "as_of segment tier measure:text accounts counted low middle high benchmark reached"),
)

# What reports read beside `outcomes`: the ledger's rows of one definition, and what is asked for.
WORK = _tables(
    _table(
        "transitions",
        "one change of stage or level of an account, in the order of `transition_id`; engaged: how many people were "
        "engaged by the run that found it (null: nobody wrote it down)",
        "transition_id account_id day from_stage:text to_stage:text from_level:text to_level:text cause:text engaged",
    ),
    _table(
        "handoffs",
        "one account given to an owner; `state` as the ledger has it; `*_at` are seconds since 1970 (UTC)",
        "handoff_id account_id level:text owner:text team:text route:text state:text opened_on due_at",
    ),
    _table(
        "answers",
        "one word of sales on a handoff: accepted, rejected, deferred or qualified, in the order of `answer_id`",
        "answer_id handoff_id answer:text reason:text told:text day answered_at",
    ),
    _table(
        "level_names",
        "what a level of an earlier text of the definition is called today",
        "name:text today:text",
    ),
    _table(
        "periods",
        "one period that is asked for: this, or the one before it (last); both ends belong to it",
        "period:text first_day last_day",
    ),
    _table(
        "buckets",
        "one week or month of a period, numbered from 1; both ends belong to it",
        "period:text bucket first_day last_day",
    ),
    _table(
        "horizons",
        "within how many days of qualifying an account must have reached a stage to count as converted; of stage level: "
        "within how many days a change of level that goes back counts as taken back",
        "stage:text within",
    ),
    _table(
        "moment",
        "one row: the last day that is known of, and the present in seconds since 1970 (UTC)",
        "as_of now",
    ),
)

# What a row of these means stands in the comment that its step opens with.
REPORTS = _tables(
    _table("moves", "", "transition_id kind:text account_id came_from:text name:text cause:text day"),
    _table(
        "stays", "", "transition_id kind:text account_id name:text came_from:text cause:text since until went_to:text"
    ),
    _table(
        "entries",
        "",
        "transition_id account_id stage:text nth day engaged saa_on sqa_on pipeline_on won_on stands:text stands_since",
    ),
    _table(
        "handoff_fates",
        "",
        "handoff_id account_id level:text owner:text route:text opened_on fate:text reason:text told:text answered_on "
        "kept",
    ),
    _table(
        "opportunities",
        "",
        "account_id opportunity:text opened_on closed_on state:text amount_milli currency:text part:text",
    ),
    _table("reversals", "", "transition_id account_id came_from:text name:text day undone_on"),
    _table("volume", "", "period:text bucket again qualified accounts"),
    _table("standing", "", "period:text kind:text name:text accounts"),
    _table("reached", "", "transition_id day engaged stage:text within reached old_enough in_time"),
    _table("conversion", "", "period:text bucket stage:text within qualified reached old_enough in_time"),
    _table("conversion_by_people", "", "period:text people stage:text within qualified reached old_enough in_time"),
    _table("whereabouts", "", "period:text stands:text qualified"),
    _table("durations", "", "period:text stage:text days went still_there"),
    _table("flapping", "", "period:text came_from:text name:text changes old_enough undone accounts"),
    _table("acceptance", "", "period:text level:text fate:text handoffs kept late"),
    _table("reasons", "", "period:text fate:text told:text reason:text handoffs"),
    _table("amounts", "", "period:text kind:text currency:text part:text opportunities amount_milli"),
)
