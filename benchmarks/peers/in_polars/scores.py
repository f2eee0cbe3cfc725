"""From acts to scores: activity days, points of people and signals, what caps leave of them."""

from __future__ import annotations

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

from benchmarks.peers import halyard
from benchmarks.peers.in_polars.accounts import PERSON


def activity_days(activities: LazyFrame, codes: LazyFrame) -> LazyFrame:
    """Acts rolled up to person, code, asset (of content only), day and day of learning."""
    long_visit = col("code").is_in(halyard.PAGES_SEEN_LONG) & (col("seconds") >= 120)
    return (
        activities.filter(col("account_id") > 0)
        .join(codes, on="shape_id")
        .with_columns(
            code=when(long_visit).then(lit(halyard.LONG_VISIT, pl.Int8)).otherwise(col("code")),
            asset_id=when(col("code").is_in(halyard.DOWNLOADS)).then(col("asset_id")).otherwise(0),
            seconds=col("times") * col("seconds"),
        )
        .group_by(*PERSON, "code", "asset_id", "day", "known_on")
        .agg(col("times").sum(), col("seconds").sum())
        .filter(col("times") != 0)
    )


def recent(days: LazyFrame, as_of: int) -> LazyFrame:
    """The activity days that count on this day."""
    in_window = (col("day") > as_of - halyard.WINDOW) & (col("day") <= as_of) & (col("known_on") <= as_of)
    return days.filter(in_window).select(*PERSON, "code", "asset_id", (as_of - col("day")).alias("age"), "times")


def person_signals(days: LazyFrame, firms: LazyFrame, members: LazyFrame) -> LazyFrame:
    """Points of each person and signal; person 0: all nameless visitors of an account."""
    worth = pl.LazyFrame(halyard.worth(), schema=["key", "per_day", "worth"], orient="row")
    role = when(col("person_id") == 0).then(-1).otherwise(col("class").fill_null(0) // 10_000)
    key = halyard.key(col("code").cast(pl.Int64), role, col("age"))
    return (
        days.filter(col("code") <= halyard.PRODUCT[1])
        .group_by("account_id", col("person_id").clip(0), "code", "age")
        .agg(col("times").sum())
        .filter(col("times") > 0)
        .join(firms.select("account_id"), on="account_id", how="semi")
        .join(members, on=PERSON, how="left")
        .with_columns(key=key)
        .join(worth, on="key")
        .group_by(*PERSON, "code")
        .agg(
            points=(pl.min_horizontal("times", "per_day") * col("worth")).sum(),
            last_age=col("age").min(),
            class_=col("class").fill_null(-1).max(),  # -1: known to nobody, or no longer of the account
        )
        .rename({"class_": "class"})
    )


def person_scores(signals: LazyFrame) -> LazyFrame:
    """What each person's acts are worth, uncapped."""
    gain, product = of(halyard.GAINS), of(halyard.PRODUCT)
    earned = col("gains") - col("penalties")
    known = col("person_id") > 0
    return (
        signals.group_by(PERSON)
        .agg(
            col("class").max(),
            gains=col("points").filter(gain).sum(),
            penalties=-col("points").filter(of(halyard.PENALTIES)).sum(),
            product=col("points").filter(product).sum(),
            seen_age=col("last_age").filter(gain | product).min(),
            points_age=col("last_age").filter(gain & (col("points") > 0)).min(),
        )
        .with_columns(col("class").clip(0), member=col("class") >= 0)
        .with_columns(role=col("class") // 10_000, engaged=(known & (earned >= 5_000_000)).cast(pl.Int64))
        .with_columns(mql=(known & (earned >= 50_000_000) & col("role").is_in([1, 2, 3])).cast(pl.Int64))
    )


def of(pool: tuple[int, int]) -> Expr:
    """Whether a code is one of a pool."""
    return col("code").is_between(*pool)


def signal_totals(signals: LazyFrame) -> LazyFrame:
    """The uncapped points of each signal of an account, and its cap."""
    return (
        signals.filter(col("points") != 0)
        .group_by("account_id", "code")
        .agg(total=col("points").sum().abs())
        .with_columns(cap=col("code").replace_strict(halyard.CAPS, return_dtype=pl.Int64))
    )


def sums(people: LazyFrame, totals: LazyFrame) -> LazyFrame:
    """What the people and the signals of an account add up to after the caps, and which side of the caps binds."""
    known, role, earned = col("person_id") > 0, col("role"), col("gains") - col("penalties")
    department = col("class") % 10_000 // 100
    most, capped = halyard.MOST_PER_PERSON, pl.min_horizontal("total", "cap")
    of_people = people.group_by("account_id").agg(
        engaged=col("engaged").sum(),
        seen=(known & col("points_age").is_not_null()).sum(),
        mqls=col("mql").sum(),
        last_age=col("points_age").min(),
        evidence_age=col("seen_age").min(),
        gains=col("gains").clip(upper_bound=most).sum(),
        penalties=col("penalties").clip(upper_bound=most).sum(),
        product=col("product").clip(upper_bound=most).sum(),
        committee=(known & (col("seen_age") < 14) & (role > 0)).sum(),
        buyers=(known & (col("seen_age") < 60) & (role == 1)).sum(),
        covered=_roles(known & (col("seen_age") < 90)),
        roles_engaged=_roles(col("engaged") == 1),
        most=earned.filter(known).max(),
        together=earned.clip(0).filter(known).sum(),
        departments=department.filter(known & (col("seen_age") < 60) & (department > 0)).n_unique(),
    )
    of_signals = totals.group_by("account_id").agg(
        signal_gains=capped.filter(of(halyard.GAINS)).sum(),
        signal_penalties=capped.filter(of(halyard.PENALTIES)).sum(),
        signal_product=capped.filter(of(halyard.PRODUCT)).sum(),
    )
    pools = ("gains", "penalties", "product")
    joined = of_people.join(of_signals, on="account_id", how="left").with_columns(
        col(f"signal_{pool}").fill_null(0) for pool in pools
    )
    least = {pool: pl.min_horizontal(pool, f"signal_{pool}") for pool in pools}
    return joined.with_columns(
        *((col(f"signal_{pool}") <= col(pool)).alias(f"{pool}_by_signal") for pool in pools),
        points=least["gains"] - least["penalties"],
        product_points=least["product"],
    )


def _roles(there: Expr) -> Expr:
    """How many of the roles that are asked for are there."""
    return pl.sum_horizontal((there & (col("role") == asked)).any().cast(pl.Int64) for asked in halyard.COMMITTEE_ASKED)


def scores(firms: LazyFrame, sums: LazyFrame, members: LazyFrame) -> LazyFrame:
    """The scores of each account, in millionths of 0-100, and the counts they rest on."""
    counted = ["points", "product_points", "engaged", "seen", "known", "mqls"]
    recency = [round(100_000_000 * 0.5 ** (age / 14)) for age in range(halyard.WINDOW)]
    faded = pl.LazyFrame({"last_age": range(halyard.WINDOW), "recency": recency})
    milli, people = col("benchmark_milli"), col("benchmark_people")
    full_people = pl.min_horizontal("engaged", "benchmark_people")
    full_points = pl.min_horizontal(col("points").clip(0), milli * 1000)
    return (
        firms.join(sums, on="account_id", how="left")
        .join(members.group_by("account_id").agg(known=pl.len().cast(pl.Int64)), on="account_id", how="left")
        .join(faded, on="last_age", how="left")
        .with_columns(col(*counted, "recency").fill_null(0).cast(pl.Int64))
        .with_columns(
            known_share=col("known_points") // 100,
            scope=(col("segment") - 1) * 3 + col("tier"),
            breadth_share=full_people * 45_000_000 // people,
            depth_share=full_points * 350_000 // (milli * 10),
            recency_share=col("recency") // 5,
            breadth=full_people * 100_000_000 // people,
            depth=full_points * 100_000 // milli,
            product=col("product_points").clip(0, 100_000_000),
        )
        .with_columns(engagement=col("breadth_share") + col("depth_share") + col("recency_share"))
    )
