"""Accounts and the people known by name: fit, segment, tier, committee role."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

from benchmarks.peers import halyard

FACT = ["account_id", "fact", "value", "number_milli", "value_on", "observed_on", "ended_on", "hindsight", "told_on"]
POINTS = {"regulated": 30, "sweet_spot": 25, "warehouse": 20, "replaces": 10, "hiring": 10, "funded": 5}
PACK = 1_000_000  # a class of titles is smaller
PERSON = ["account_id", "person_id"]
LISTS = ("competitors", "named-accounts")


def firms(accounts: LazyFrame, aliases: LazyFrame, facts: LazyFrame, lists: LazyFrame, as_of: int) -> LazyFrame:
    """One wide row per account: fit, grade, segment, tier."""
    domains = (
        accounts.filter((col("account_id") > 0) & (col("known_on") <= as_of))
        .group_by("account_id")
        .agg(col("domain").max(), col("times").sum())
        .filter(col("times") > 0)
        .select("account_id", "domain")
    )
    answered = (
        domains.join(_listed(domains, aliases, lists, as_of), on="account_id", how="left")
        .join(_told(_left_over(facts, as_of), as_of), on="account_id", how="left")
        .with_columns(
            large_enough=col("employees") >= 200_000,
            excluded=col("competitors").fill_null(False) | col("relationship").fill_null(False),
            named=col("named-accounts").fill_null(False),
            sweet_spot=col("employees").is_between(1_000_000, 10_000_000),
            enterprise=(col("employees") >= 2_000_000).fill_null(False),
            funded=(col("funded_on") <= as_of) & (as_of - col("funded_on") < 360),
            hindsight=col("hindsight").fill_null(0),
        )
    )
    return _placed(answered)


def members(people: LazyFrame, titles: LazyFrame, as_of: int) -> LazyFrame:
    """The people of an account with the class (role, department, seniority) of the title learned last.

    A role that somebody set beats the title's. Where rows were taken back, what is left of each title counts.
    """
    texts = [col("title").fill_null(""), col("role").fill_null("").alias("set_role")]
    told = (
        people.filter((col("account_id") > 0) & (col("person_id") > 0) & (col("known_on") <= as_of))
        .select(*PERSON, *texts, "told_on", "times")
        .join(titles, on=["title", "set_role"], how="left")
    )
    changed = told.filter(col("times") < 0).select(PERSON).unique()
    columns = told.collect_schema().names()
    left_over = (
        told.join(changed, on=PERSON, how="semi")
        .group_by([name for name in columns if name not in ("told_on", "times")])
        .agg(col("told_on").filter(col("times") > 0).max(), col("times").sum())
    )
    packed = (col("told_on") * 10_000_000 + col("title_number")) * PACK
    held = col("times") > 0
    return (
        pl.concat([told.join(changed, on=PERSON, how="anti"), left_over.select(columns)])
        .group_by(PERSON)
        .agg(
            (packed + col("class")).filter(held & (col("title") != "")).max().alias("titled"),
            (packed + col("role")).filter(held & (col("set_role") != "")).max().alias("set_to"),
            col("times").sum(),
        )
        .filter(held)
        .select(*PERSON, _class())
    )


def _class() -> Expr:
    titled, role = col("titled").fill_null(0) % PACK, col("set_to").fill_null(0) % PACK
    return when(role > 0).then(role * 10_000 + titled % 10_000).otherwise(titled).cast(pl.Int32).alias("class")


def _listed(domains: LazyFrame, aliases: LazyFrame, lists: LazyFrame, as_of: int) -> LazyFrame:
    """The lists on which an account's domain or one of its aliases stands."""
    known = (
        aliases.filter(col("known_on") <= as_of)
        .group_by("account_id", "domain")
        .agg(col("times").sum())
        .filter(col("times") > 0)
        .select("account_id", "domain")
    )
    return (
        pl.concat([domains, known])
        .join(lists, on="domain")
        .group_by("account_id")
        .agg((col("list") == name).any().alias(name) for name in LISTS)
    )


def _left_over(facts: LazyFrame, as_of: int) -> LazyFrame:
    """Facts known but not taken back; times are added up only for facts of which something was."""
    known = facts.filter((col("account_id") > 0) & (col("known_on") <= as_of)).select(*FACT, "times")
    taken = known.filter(col("times") < 0).select("account_id", "fact").unique()
    of_taken = known.join(taken, on=["account_id", "fact"], how="semi").group_by(FACT).agg(col("times").sum())
    untouched = known.join(taken, on=["account_id", "fact"], how="anti")
    return pl.concat([untouched.select(FACT), of_taken.filter(col("times") > 0).select(FACT)])


def _told(facts: LazyFrame, as_of: int) -> LazyFrame:
    """What the facts say of an account: of a fact with one value the latest; null: nothing."""
    told_at = col("observed_on") * 100_000 + col("told_on")

    def latest(fact: str, what: Expr) -> Expr:
        return what.filter(col("fact") == fact).max_by(told_at.filter(col("fact") == fact))

    def any_of(fact: str, values: Sequence[str]) -> Expr:
        return col("value").is_in(values).filter(col("fact") == fact).max()

    single = ("country", "employees", "relationship", "industry", "last_funding")
    several = col("hindsight").filter(col("fact").is_in(["technology", "open_roles"])).max()
    return (
        facts.filter((col("observed_on") <= as_of) & (col("ended_on").is_null() | (col("ended_on") > as_of)))
        .group_by("account_id")
        .agg(
            market=latest("country", col("value").is_in(halyard.MARKETS)),
            employees=latest("employees", col("number_milli")),
            relationship=latest("relationship", col("value").is_in(halyard.EXCLUDED)),
            regulated=latest("industry", col("value").is_in(halyard.REGULATED)),
            funded_on=latest("last_funding", col("value_on")),
            warehouse=any_of("technology", halyard.WAREHOUSES),
            replaces=any_of("technology", halyard.REPLACED),
            hiring=any_of("open_roles", halyard.HIRING),
            hindsight=pl.max_horizontal(several, *(latest(fact, col("hindsight")) for fact in single)),
        )
    )


def _placed(answered: LazyFrame) -> LazyFrame:
    """Fit score, state, grade, segment and tier."""
    score = pl.sum_horizontal(col(name).fill_null(False) * points for name, points in POINTS.items())
    known = pl.sum_horizontal(col(name).is_not_null() * points for name, points in POINTS.items())
    fit_score = col("fit_score")
    state = (
        when(col("excluded"))
        .then(lit("excluded"))
        .when(~col("market") | ~col("large_enough"))
        .then(lit("outside"))
        .when(col("market").is_null() | col("large_enough").is_null() | (col("known_points") < 40_000_000))
        .then(lit("unknown"))
        .otherwise(lit("graded"))
    )
    grade = when(fit_score >= 75_000_000).then(1).when(fit_score >= 55_000_000).then(2)
    grade = grade.when(fit_score >= 35_000_000).then(3).otherwise(4)
    segment = when(col("enterprise") & col("regulated")).then(1).when(col("enterprise")).then(2).otherwise(3)
    benchmarks = {
        f"benchmark_{name}": {number: row[at] for number, row in halyard.BENCHMARKS.items()}
        for at, name in enumerate(("milli", "people"))
    }
    return (
        answered.with_columns(
            fit_score=score.cast(pl.Int64) * halyard.MICRO, known_points=known.cast(pl.Int64) * halyard.MICRO
        )
        .with_columns(state=state, segment=segment)
        .with_columns(grade_rank=when(col("state") == "graded").then(grade).otherwise(0))
        .with_columns(
            when(col("named")).then(1).when(col("grade_rank") == 1).then(2).otherwise(3).alias("tier"),
            *(col("segment").replace_strict(of, return_dtype=pl.Int64).alias(name) for name, of in benchmarks.items()),
        )
        .drop("domain", "market", "employees", "large_enough", "enterprise", "funded_on", *POINTS, *LISTS)
    )
