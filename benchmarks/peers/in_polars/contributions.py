"""Why a score is what it is: one row a share."""

from __future__ import annotations

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

from benchmarks.peers import halyard
from benchmarks.peers.in_polars.accounts import PERSON
from benchmarks.peers.in_polars.scores import of

POOL = when(of(halyard.PRODUCT)).then(3).when(of(halyard.GAINS)).then(2).otherwise(1)
MILLION = halyard.MICRO


def counted(signals: LazyFrame, people: LazyFrame, totals: LazyFrame, sums: LazyFrame) -> LazyFrame:
    """Points after the caps: rows of a group over its cap are scaled so that the group adds up to its cap exactly."""
    by_signal = [col(f"{pool}_by_signal") for pool in ("penalties", "gains", "product")]
    sided = (
        signals.filter(col("points") != 0)
        .with_columns(pool=POOL)
        .join(sums.select("account_id", *by_signal), on="account_id")
        .with_columns(
            size=col("points").abs(),
            by_signal=when(col("pool") == 1).then(by_signal[0]).when(col("pool") == 2).then(by_signal[1]).otherwise(
                by_signal[2]
            ),
        )
    )  # fmt: skip
    over = pl.concat(
        people.select(*PERSON, pool=lit(pool), most=col(name))
        for pool, name in ((1, "penalties"), (2, "gains"), (3, "product"))
    ).filter(col("most") > halyard.MOST_PER_PERSON)
    joined = sided.join(totals, on=["account_id", "code"]).join(over, on=[*PERSON, "pool"], how="left")
    total = when(col("by_signal")).then(col("total")).otherwise(col("most").fill_null(0))
    cap = when(col("by_signal")).then(col("cap")).otherwise(halyard.MOST_PER_PERSON)
    group = when(col("by_signal")).then(col("code").cast(pl.Int64)).otherwise(col("person_id"))
    chosen = joined.with_columns(total=total, cap=cap, group=group)
    kept = ["account_id", "code", "person_id", "points", "by_signal"]
    within = chosen.filter(col("total") <= col("cap")).select(*kept, counted="points")
    return pl.concat([within, _scaled(chosen.filter(col("total") > col("cap"))).select(*kept, "counted")])


def _scaled(over: LazyFrame) -> LazyFrame:
    up_to, total, cap = col("up_to"), col("total"), col("cap")
    scale = cap * MILLION // total
    until = when(up_to == total).then(cap).otherwise(up_to * scale // MILLION)
    summed = col("size").cum_sum().over("account_id", "by_signal", "pool", "group", order_by=["code", "person_id"])
    share = until - (up_to - col("size")) * scale // MILLION
    return over.with_columns(up_to=summed).with_columns(counted=col("points").sign() * share)


def contributions(counted: LazyFrame, people: LazyFrame, scores: LazyFrame) -> LazyFrame:
    """Shares of depth and product by signal and person, of breadth by engaged person, and of recency."""
    return pl.concat([_depth(counted, scores), _breadth(people, scores), _recency(scores)], how="vertical_relaxed")


def _depth(counted: LazyFrame, scores: LazyFrame) -> LazyFrame:
    for_product, group = col("code") > halyard.GAINS[1], ["account_id", "for_product"]
    measured = (
        counted.with_columns(for_product=for_product, loss=col("points") < 0)
        .sort(*group, "loss", "code", "person_id")
        .with_columns(
            up_to=col("counted").cum_sum().over(group),
            last=(pl.int_range(pl.len()) == pl.len() - 1).over(group),
        )
        .join(scores.select("account_id", "points", "product_points", "product", "depth_share", "benchmark_milli"),
              on="account_id", suffix="_of_account")
        .with_columns(
            net=when("for_product").then("product_points").otherwise("points_of_account"),
            all=when("for_product").then("product").otherwise("depth_share"),
            milli=when("for_product").then(100_000).otherwise("benchmark_milli"),
            weight=when("for_product").then(1_000_000).otherwise(350_000),
        )
    )  # fmt: skip
    up_to = when("last").then("all").otherwise(_share(col("up_to")))
    share = when(col("net") <= 0).then(0).otherwise(up_to - _share(col("up_to") - col("counted")))
    side = when("by_signal").then(lit("signals")).otherwise(lit("people"))
    score = when("for_product").then(lit("product")).otherwise(lit("engagement"))
    columns = ["person_id", "points", "counted"]
    return measured.select("account_id", score.alias("score"), _text("depth"), _signal(), *columns,
                           side.alias("side"), share.alias("share"))  # fmt: skip


def _share(points: Expr) -> Expr:
    """The share of the score that so many points make."""
    below = points * col("weight") // (col("milli") * 10)
    return when(col("net") <= col("milli") * 1000).then(below).otherwise(
        points * (col("all") * MILLION // col("net")) // MILLION
    )  # fmt: skip


def _breadth(people: LazyFrame, scores: LazyFrame) -> LazyFrame:
    nth, whole, engaged = col("nth"), col("breadth_share"), col("engaged")
    numbered = (
        people.filter(engaged == 1)
        .select(*PERSON, nth=col("person_id").rank("ordinal").over("account_id").cast(pl.Int64))
        .join(scores.select("account_id", whole, engaged), on="account_id")
    )
    share = nth * whole // engaged - (nth - 1) * whole // engaged
    return numbered.select("account_id", _text("engagement", "score"), _text("breadth"), _signal(0), "person_id",
                           *_nothing("points", "counted"), _text("", "side"), share.alias("share"))  # fmt: skip


def _recency(scores: LazyFrame) -> LazyFrame:
    return scores.filter(col("recency_share") > 0).select(
        "account_id", _text("engagement", "score"), _text("recency"), _signal(0),
        *_nothing("person_id", "points", "counted"), _text("", "side"), share=col("recency_share"),
    )  # fmt: skip


def _text(text: str, name: str = "dimension") -> Expr:
    return lit(text).alias(name)


def _signal(number: int | None = None) -> Expr:
    return (col("code") if number is None else lit(number)).cast(pl.Int8).alias("signal")


def _nothing(*names: str) -> list[Expr]:
    return [lit(0, pl.Int64).alias(name) for name in names]
