"""Accounts and the people known by name: fit, segment, tier, committee role."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas import DataFrame, Index, Series

from benchmarks.peers import halyard

FACT = ["account_id", "fact", "value", "number_milli", "value_on", "observed_on", "ended_on", "hindsight", "told_on"]
POINTS = {"regulated": 30, "sweet_spot": 25, "warehouse": 20, "replaces": 10, "hiring": 10, "funded": 5}
PERSON = ["account_id", "person_id"]
PACK = 1_000_000  # a class of titles is smaller


def firms(accounts: DataFrame, aliases: DataFrame, facts: DataFrame, lists: DataFrame, as_of: int) -> DataFrame:
    """One wide row per account (the index): fit, grade, segment, tier."""
    known = accounts[(accounts.account_id > 0) & (accounts.known_on <= as_of)]
    times = known.groupby("account_id").times.sum()
    domains = known.sort_values("domain").drop_duplicates("account_id", keep="last").set_index("account_id").domain
    domains = domains.reindex(times[times > 0].index)
    told = _told(_left_over(facts, as_of), domains.index, as_of)
    told["competitor"], told["named"] = _listed(domains, aliases, lists, as_of)
    return _placed(told)


def members(people: DataFrame, titles: DataFrame, as_of: int) -> DataFrame:
    """The people of an account with the class (role, department, seniority) of the title learned last.

    A role that somebody set beats the title's. Where rows were taken back, what is left of each title counts.
    """
    known = people[(people.account_id > 0) & (people.person_id > 0) & (people.known_on <= as_of)]
    texts = known.assign(title=known.title.fillna(""), set_role=known.role.fillna(""))
    told = texts[[*PERSON, "title", "set_role", "told_on", "times"]].merge(titles, on=["title", "set_role"], how="left")
    meaning = ["title_number", "class", "role"]
    told[meaning] = told[meaning].fillna(0).astype("int64")  # a number with many digits is none of a float
    if (told.times < 0).any():
        told = _titles_left(told)
    packed = (told.told_on * 10_000_000 + told.title_number) * PACK
    held = told.times > 0
    latest = (
        told[PERSON]
        .assign(
            titled=np.where(held & (told.title != ""), packed + told["class"], 0),
            set_to=np.where(held & (told.set_role != ""), packed + told.role, 0),
            times=told.times,
        )
        .groupby(PERSON, sort=False)
        .agg({"titled": "max", "set_to": "max", "times": "sum"})
        .query("times > 0")
    )
    role, titled = latest.set_to % PACK, latest.titled % PACK
    latest["class"] = np.where(role > 0, role * 10_000 + titled % 10_000, titled)
    return latest[["class"]].reset_index()


def _titles_left(told: DataFrame) -> DataFrame:
    """For people of whom rows were taken back: what is left of each title."""
    changed = told[told.times < 0][PERSON].drop_duplicates().assign(changed=True)
    marked = told.merge(changed, on=PERSON, how="left").changed.notna().to_numpy()
    kept = [column for column in told.columns if column not in ("told_on", "times")]
    touched = told[marked].assign(told_on=told.told_on.where(told.times > 0))
    added = touched.groupby(kept, dropna=False, sort=False).agg({"told_on": "max", "times": "sum"}).reset_index()
    return pd.concat([told[~marked], added.fillna({"told_on": 0}).astype({"told_on": "int64"})])


def _listed(domains: Series, aliases: DataFrame, lists: DataFrame, as_of: int) -> list[Series]:
    """Whether an account's domain or one of its aliases stands on a list of competitors, or of named accounts."""
    times = aliases[aliases.known_on <= as_of].groupby(PAIR, as_index=False).times.sum()
    pairs = pd.concat([domains.reset_index()[PAIR], times[times.times > 0][PAIR]])
    found = pairs.merge(lists, on="domain")
    return [
        Series(domains.index.isin(found[found.list == name].account_id), domains.index)
        for name in ("competitors", "named-accounts")
    ]


PAIR = ["account_id", "domain"]


def _left_over(facts: DataFrame, as_of: int) -> DataFrame:
    """Facts known but not taken back; times are added up only for facts of which something was."""
    known = facts[(facts.account_id > 0) & (facts.known_on <= as_of)]
    if not (known.times < 0).any():
        return known[FACT]
    taken = known[known.times < 0][["account_id", "fact"]].drop_duplicates().assign(taken=True)
    marked = known.merge(taken, on=["account_id", "fact"], how="left").taken.notna().to_numpy()
    added = known[marked].groupby(FACT, dropna=False, sort=False, as_index=False).times.sum()
    return pd.concat([known[~marked][FACT], added[added.times > 0][FACT]])


def _told(facts: DataFrame, index: Index, as_of: int) -> DataFrame:
    """What the facts say of an account: of a fact with one value the latest; missing: nothing."""
    holds = facts[(facts.observed_on <= as_of) & ~(facts.ended_on <= as_of)]
    told = holds.assign(told_at=holds.observed_on * 100_000 + holds.told_on)
    of_fact = dict(tuple(told.groupby("fact", sort=False, observed=True)))
    nothing = told.head(0)

    def latest(fact: str) -> DataFrame:
        rows = of_fact.get(fact, nothing).sort_values("told_at", kind="stable")
        return rows.drop_duplicates("account_id", keep="last").set_index("account_id")

    def one_of(rows: DataFrame, values: Sequence[str]) -> Series:
        return rows.value.isin(values).reindex(index).astype("boolean")

    def any_of(fact: str, values: Sequence[str]) -> Series:
        rows = of_fact.get(fact, nothing)
        return rows.value.isin(values).groupby(rows.account_id).max().reindex(index).astype("boolean")

    country, employees, relation, industry, funding = (
        latest(fact) for fact in ("country", "employees", "relationship", "industry", "last_funding")
    )
    several = [of_fact.get(fact, nothing)[["account_id", "hindsight"]] for fact in ("technology", "open_roles")]
    singles = (country, employees, relation, industry, funding)
    single = [rows.reset_index()[["account_id", "hindsight"]] for rows in singles]
    size = employees.number_milli.reindex(index).astype("Float64")
    age = as_of - funding.value_on.reindex(index).astype("Float64")
    return DataFrame(
        {
            "market": one_of(country, halyard.MARKETS),
            "large_enough": size >= 200_000,
            "relation": one_of(relation, halyard.EXCLUDED),
            "regulated": one_of(industry, halyard.REGULATED),
            "sweet_spot": (size >= 1_000_000) & (size <= 10_000_000),
            "enterprise": (size >= 2_000_000).fillna(False),
            "warehouse": any_of("technology", halyard.WAREHOUSES),
            "replaces": any_of("technology", halyard.REPLACED),
            "hiring": any_of("open_roles", halyard.HIRING),
            "funded": (age >= 0) & (age < 360),
            "hindsight": pd.concat(single + several).groupby("account_id").hindsight.max().reindex(index, fill_value=0),
        }
    )


def _placed(told: DataFrame) -> DataFrame:
    """Fit score, state, grade, segment and tier."""
    yes = {name: told[name].fillna(False).to_numpy(bool) for name in (*POINTS, "relation", "enterprise")}
    score = sum(yes[name] * (points * halyard.MICRO) for name, points in POINTS.items())
    known = sum(told[name].notna().to_numpy() * (points * halyard.MICRO) for name, points in POINTS.items())
    missed = ~told.market.fillna(True).to_numpy(bool) | ~told.large_enough.fillna(True).to_numpy(bool)
    unknown = told.market.isna() | told.large_enough.isna() | (known < 40_000_000)
    excluded = told.competitor.to_numpy() | yes["relation"]
    state = np.select([excluded, missed, unknown.to_numpy()], ["excluded", "outside", "unknown"], "graded")
    grade = np.select([score >= 75_000_000, score >= 55_000_000, score >= 35_000_000], [1, 2, 3], 4)
    grade = np.where(state == "graded", grade, 0)
    segment = np.select([yes["enterprise"] & yes["regulated"], yes["enterprise"]], [1, 2], 3)
    benchmarks = np.array([halyard.BENCHMARKS[number] for number in (1, 2, 3)])[segment - 1]
    return DataFrame(
        {
            "state": state,
            "fit_score": score,
            "known_points": known,
            "grade_rank": grade,
            "segment": segment,
            "tier": np.select([told.named.to_numpy(), grade == 1], [1, 2], 3),
            "hindsight": told.hindsight,
            "benchmark_milli": benchmarks[:, 0],
            "benchmark_people": benchmarks[:, 1],
        },
        index=told.index,
    )
