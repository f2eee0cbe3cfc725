"""The answer to each condition, which levels hold, who stands where on the first day, and the stage of the journey."""

from __future__ import annotations

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

from benchmarks.peers import halyard

Verdict = tuple[int, Expr, Expr, Expr, Expr, Expr, Expr]  # condition, told where, seen, needs, answers (to enter, stay)
FIVE = ("ten_visits", "two_downloads", "came_once", "mailing", "raised_once")


def answers(days: LazyFrame, intent: LazyFrame, scores: LazyFrame, as_of: int) -> LazyFrame:
    """What was seen of each account, side by side."""
    named = col("code").is_in
    lately = days.filter(col("age") < 60)
    counts = lately.group_by("account_id").agg(
        came=col("times").filter(named([13, 14])).sum(),
        answered_mails=col("times").filter(named([16, 25, 26])).sum(),
        delivered=col("times").filter(named([27])).sum(),
        raised=col("times").filter(named([3, 4])).sum(),
    )
    visits = _units(lately.filter(named(halyard.VISITS)), "person_id", "age").agg(visits=pl.len())
    downloads = _units(lately.filter(named(halyard.DOWNLOADS)), "asset_id").agg(assets=(col("asset_id") != 0).sum())
    asked = _units(days.filter(named([3]) & (col("age") < 30)), "person_id").agg(asked=(col("person_id") > 0).sum())
    wide = scores.with_columns(bar=col("tier").replace_strict({1: 8, 2: 10, 3: 12}, return_dtype=pl.Int64) * 100_000)
    for counted in (counts, visits, downloads, asked, _surging(intent, as_of)):
        wide = wide.join(counted, on="account_id", how="left")
    rate = col("answered_mails") * halyard.MICRO // col("delivered")
    return wide.with_columns(
        covered=col("covered") * 250_000,
        came=when(col("came") > 0).then("came"),
        raised=when(col("raised") > 0).then("raised"),
        mails=when((col("answered_mails") > 0) & (col("delivered") >= 5)).then(rate),
    )


def _units(days: LazyFrame, *units: str) -> pl.lazyframe.group_by.LazyGroupBy:
    """Distinct units of each account whose times do not cancel out."""
    return days.group_by("account_id", *units).agg(col("times").sum()).filter(col("times") > 0).group_by("account_id")


def _surging(intent: LazyFrame, as_of: int) -> LazyFrame:
    seen = ["account_id", "topic", "week", "provider", "strength_milli"]
    lately = (col("week") > as_of - 21) & (col("week") <= as_of) & (col("known_on") <= as_of)
    return (
        intent.group_by(seen)
        .agg(col("known_on").min(), col("times").sum())
        .filter((col("times") > 0) & lately & col("topic").is_in(halyard.TOPICS) & (col("strength_milli") >= 70_000))
        .group_by("account_id")
        .agg(topics=col("topic").n_unique())
    )


def answered(answers: LazyFrame) -> LazyFrame:
    """The answer to each condition, side by side (e: enters, s: stays), and how many parts of it hold."""
    return _composites(answers.with_columns(_simple()))


def verdicts(answered: LazyFrame) -> LazyFrame:
    """One row per answer worth telling; conditions go by their number in alphabetical order."""
    return pl.concat(
        [
            answered.filter(told).select(
                "account_id",
                pl.lit(condition, pl.Int8).alias("condition"),
                *(
                    value.cast(pl.Int64).alias(name)
                    for name, value in zip(
                        ("seen", "needed_to_enter", "needed_to_stay", "enters", "stays"), values, strict=True
                    )
                ),
            )
            for condition, told, *values in _rows()
        ]
    )


def _simple() -> list[Expr]:
    engagement, bar = col("engagement"), col("bar")
    scores = {"warm": (30, engagement > 0), "engaged_bar": (60, lit(True)), "very": (80, lit(True))}
    return [
        *(
            answer.cast(pl.Int64).alias(f"{side}_{name}")
            for name, (points, besides) in scores.items()
            for side, answer in (
                ("e", besides & (engagement >= points * bar)),
                ("s", besides & (engagement >= points * bar * 3 // 4)),
            )
        ),
        *(
            answer.fill_null(False).cast(pl.Int64).alias(name)
            for name, answer in {
                "good": col("grade_rank").is_in([1, 2]),
                "acceptable": col("grade_rank").is_in([1, 2, 3]),
                "three": col("committee") >= 3,
                "buyer": col("buyers") >= 1,
                "half": col("covered") >= 500_000,
                "two_departments": col("departments") >= 2,
                "in_market": col("topics") >= 2,
                "e_heavy": col("product") >= 60_000_000,
                "s_heavy": col("product") >= 45_000_000,
                "ten_visits": col("visits") >= 10,
                "two_downloads": col("assets") >= 2,
                "came_once": col("came").is_not_null(),
                "mailing": col("mails") >= 300_001,
                "raised_once": col("raised").is_not_null(),
                "two_asked": col("asked") >= 2,
            }.items()
        ),
    ]


def _composites(answered: LazyFrame) -> LazyFrame:
    """How many parts of each condition made of others hold, to enter (e) and to stay (s)."""
    of_five = pl.sum_horizontal(FIVE)
    return (
        answered.with_columns(
            of_five=of_five,
            three_of_five=(of_five >= 3).cast(pl.Int64),
            gate=((col("segment") != 1) | (col("in_market") == 1)).cast(pl.Int64),
            act_parts=col("good") + col("two_asked"),
            act_now=(col("good") + col("two_asked") == 2).cast(pl.Int64),
            **_both("warming_parts", "acceptable", "*warm"),
            **_both("pqa_parts", "acceptable", "*heavy"),
        )
        .with_columns(**_both("committee_parts", "good", "*engaged_bar", "three", "three_of_five", "gate"))
        .with_columns(**{f"{side}_ready": (col(f"{side}_committee_parts") == 5).cast(pl.Int64) for side in "es"})
        .with_columns(
            **_both("mqa_parts", "*ready", "act_now"),
            **_both("by_committee_parts", "*ready", "*very", "buyer", "half", "two_departments"),
        )
        .with_columns(
            **{
                f"{side}_priority_parts": col("act_now") + (col(f"{side}_by_committee_parts") == 5).cast(pl.Int64)
                for side in "es"
            }
        )
    )


def _both(name: str, *parts: str) -> dict[str, Expr]:
    """The sum of parts to enter and to stay; `*` stands for the side."""
    return {f"{side}_{name}": pl.sum_horizontal(part.replace("*", f"{side}_") for part in parts) for side in ("e", "s")}


def _rows() -> list[Verdict]:
    return [
        _yes(8, "good"),
        _yes(1, "acceptable"),
        *(
            (condition, col("engagement") > 0, col("engagement"), points * col("bar"), points * col("bar") * 3 // 4,
             col(f"e_{name}"), col(f"s_{name}"))
            for condition, name, points in ((25, "warm", 30), (6, "engaged_bar", 60), (24, "very", 80))
        ),
        _count(20, "committee", 3, "three"),
        _count(3, "buyers", 1, "buyer"),
        _count(9, "covered", 500_000, "half"),
        _count(21, "departments", 2, "two_departments"),
        _count(11, "topics", 2, "in_market"),
        (10, col("product") > 0, col("product"), lit(60_000_000), lit(45_000_000), col("e_heavy"), col("s_heavy")),
        _count(18, "visits", 10, "ten_visits"),
        _seen(22, "assets", 2, "two_downloads"),
        _count(4, "came", 1, "came_once"),
        _count(7, "mails", 300_001, "mailing"),
        _count(17, "raised", 1, "raised_once"),
        _seen(23, "asked", 2, "two_asked"),
        _count(19, "of_five", 3, "three_of_five"),
        _parts(26, "warming_parts", 2),
        (12, col("gate") == 1, *(3 * [(col("segment") == 1)]), lit(1), lit(1)),
        _parts(5, "committee_parts", 5),
        _count(2, "act_parts", 2, "act_now"),
        _parts(13, "mqa_parts", 1),
        _parts(14, "pqa_parts", 2),
        _parts(15, "priority_parts", 1),
        _parts(16, "by_committee_parts", 5),
    ]  # fmt: skip


def _yes(condition: int, name: str) -> Verdict:
    return (condition, col(name) == 1, lit(1), lit(1), lit(1), lit(1), lit(1))


def _count(condition: int, seen: str, needed: int, answer: str) -> Verdict:
    return (condition, col(seen) > 0, col(seen), lit(needed), lit(needed), col(answer), col(answer))


def _seen(condition: int, seen: str, needed: int, answer: str) -> Verdict:
    """As `_count`, told too where what was seen counts for nothing."""
    return (condition, col(seen).is_not_null(), col(seen), lit(needed), lit(needed), col(answer), col(answer))


def _parts(condition: int, parts: str, needed: int) -> Verdict:
    enters, stays = col(f"e_{parts}"), col(f"s_{parts}")
    return (condition, stays > 0, enters, lit(needed), lit(needed), enters >= needed, stays >= needed)


def levels_held(verdicts: LazyFrame, firms: LazyFrame) -> LazyFrame:
    """The levels that hold."""
    inside = firms.filter(col("state").is_in(["graded", "unknown"])).select("account_id")
    return (
        verdicts.filter(col("condition").is_in(list(halyard.LEVELS)) & (col("stays") == 1))
        .join(inside, on="account_id", how="semi")
        .select(
            "account_id",
            col("condition").replace_strict(halyard.LEVELS, return_dtype=pl.Int64).alias("level"),
            "enters",
            "stays",
        )
    )


def streaks(levels: LazyFrame, as_of: int) -> LazyFrame:
    """Since when each level has held."""
    return levels.filter(col("enters") == 1).select("account_id", "level", since=lit(as_of, pl.Int64))


def standings(levels: LazyFrame, scores: LazyFrame, as_of: int) -> LazyFrame:
    """Nobody stood anywhere yesterday, and only Priority is entered on the day it first holds."""
    return (
        levels.filter((col("level") == 5) & (col("enters") == 1))
        .join(scores, on="account_id")
        .select(
            "account_id",
            "level",
            was=lit(0, pl.Int64),
            since=lit(as_of, pl.Int64),
            evidence_on=as_of - col("evidence_age"),
            cause=lit("entered"),
        )
    )


def journey(outcomes: LazyFrame, scores: LazyFrame, standings: LazyFrame, as_of: int) -> LazyFrame:
    """The stage of each account: sales facts beat scores."""
    step = ["account_id", "opportunity", "outcome_id", "kind", "day", "told_on"]
    last = (
        outcomes.filter(col("known_on") <= as_of)
        .group_by(step)
        .agg(col("times").sum())
        .filter((col("times") > 0) & (col("account_id") > 0) & (col("day") <= as_of))
        .sort("day", col("kind") != "opened", "told_on", "kind")
        .group_by("account_id", "opportunity", maintain_order=True)
        .agg(col("kind").last(), col("day").last())
    )
    kind, lost_on = col("kind"), col("lost_on").fill_null(0)
    sales = last.group_by("account_id").agg(
        open=(kind == "opened").any(),
        won_on=col("day").filter(kind == "won").max(),
        lost_on=col("day").filter(kind == "lost").max().fill_null(0),
    )
    stage = (
        when(col("open")).then(lit("pipeline"))
        .when(col("won_on") >= col("lost_on")).then(lit("won"))
        .when((col("level") == 5) & (col("since") > lost_on) & (col("evidence_on") > lost_on)).then(lit("MQA"))
        .when(col("lost_on") > 0).then(lit("lost"))
        .when((col("state") == "graded") & (col("known") > 0)).then(lit("prospect"))
        .otherwise(lit("suspect"))
    )  # fmt: skip
    return (
        scores.join(sales, on="account_id", how="left")
        .join(standings, on="account_id", how="left")
        .select("account_id", stage=stage)
    )
