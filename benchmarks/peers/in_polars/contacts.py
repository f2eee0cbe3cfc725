"""The committee in numbers, whom to contact, what accounts nearly hold, and what those of a segment and tier have."""

from __future__ import annotations

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

from benchmarks.peers import halyard
from benchmarks.peers.in_polars.accounts import PERSON

MILLION = halyard.MICRO
REQUIRED = len(halyard.COMMITTEE_ASKED)


def committee(scores: LazyFrame) -> LazyFrame:
    """How broad the interest of each account is, and on how many people it rests."""
    together, most = col("together"), col("most")
    share = when(together < MILLION * MILLION).then(most * MILLION // together).otherwise(most // (together // MILLION))
    covered = col("roles_engaged").fill_null(0)
    return scores.select(
        "account_id",
        "engaged",
        "known",
        "points",
        required=lit(REQUIRED, pl.Int64),
        covered=covered,
        gaps=REQUIRED - covered,
        coverage=covered * (MILLION // REQUIRED),
        concentration=when(together > 0).then(share),
        contact_ratio=when(col("known") > 0).then(col("engaged") * MILLION // col("known")),
    )


def unreachable(days: LazyFrame, as_of: int) -> LazyFrame:
    """Whom e-mail does not reach, however long ago it was said."""
    told = (col("day") <= as_of) & (col("known_on") <= as_of) & (col("person_id") > 0)
    reach = when(col("code").max() == halyard.BOUNCED).then(lit("bounced")).otherwise(lit("unsubscribed"))
    return (
        days.filter(told & col("code").is_in([halyard.UNSUBSCRIBED, halyard.BOUNCED]))
        .group_by(*PERSON, "code")
        .agg(col("times").sum())
        .filter(col("times") > 0)
        .group_by(PERSON)
        .agg(reach=reach)
    )


def contacts(people: LazyFrame, unreachable: LazyFrame) -> LazyFrame:
    """Whom sales could turn to, in order."""
    columns = ["role", "points", "seen_age", "engaged", "mql", "reach"]
    return (
        people.filter(col("member") & (col("gains") > col("penalties")) & col("seen_age").is_not_null())
        .join(unreachable, on=PERSON, how="left")
        .with_columns(points=col("gains") - col("penalties"), reach=col("reach").fill_null("mail"))
        .with_columns(bounced=col("reach") == "bounced", no_role=col("role") == 0, loss=-col("points"))
        .sort("account_id", "bounced", "no_role", "loss", "seen_age", "person_id")
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over("account_id"))
        .select(*PERSON, "rank", *columns)
    )


def aqls(contacts: LazyFrame, standings: LazyFrame) -> LazyFrame:
    """The contacts of qualified accounts."""
    return contacts.join(standings.filter(col("level") >= 3).select("account_id", "level"), on="account_id")


def near_misses(answered: LazyFrame, standings: LazyFrame) -> LazyFrame:
    """Which levels an account nearly holds, and what it misses for them: nine tenths of what was needed are there."""
    free = answered.filter(col("state").is_in(["graded", "unknown"])).join(standings, on="account_id", how="anti")
    engagement, bar, product = col("engagement"), col("bar"), col("product")

    def near(name: str, points: int) -> Expr:
        return (col(name) == 0) & (engagement * 10 >= points * 9 * bar)

    closing = _closing(
        free.with_columns(
            warm_near=near("e_warm", 30),
            engaged_near=near("e_engaged_bar", 60),
            very_near=near("e_very", 80),
            heavy_near=(col("e_heavy") == 0) & (product >= 54_000_000),
            visits_near=(col("visits") == 9).fill_null(False),
            mailing_near=col("mails").is_between(270_001, 300_000).fill_null(False),
        )
    )
    missing = [
        (2, 25, col("warming_near"), engagement, 30 * bar),
        (3, 10, col("pqa_near"), product, lit(60_000_000)),
        (5, 24, col("very_near") & col("priority_near"), engagement, 80 * bar),
    ]
    for level, name in ((4, "mqa_near"), (5, "priority_near")):
        open_ = col(name) & col("committee_near")
        of_five = open_ & col("of_five_near")
        missing += [
            (level, 6, open_ & col("engaged_near"), engagement, 60 * bar),
            (level, 18, of_five & col("visits_near"), col("visits"), lit(10)),
            (level, 7, of_five & col("mailing_near"), col("mails"), lit(300_001)),
        ]
    return pl.concat(
        closing.filter(where).select(
            "account_id",
            level=lit(level, pl.Int64),
            condition=lit(condition, pl.Int64),
            seen=seen.cast(pl.Int64),
            needed_to_enter=needed.cast(pl.Int64),
        )
        for level, condition, where, seen, needed in missing
    )


def _closing(free: LazyFrame) -> LazyFrame:
    """Conditions made of others are nearly met where what is nearly met closes the gap."""
    near = {name: col(f"{name}_near").cast(pl.Int64) for name in ("engaged", "very", "visits", "mailing")}
    counted = near["visits"] + near["mailing"]
    of_committee = near["engaged"] + col("of_five_near").cast(pl.Int64)
    of_priority = near["very"] + col("committee_near").cast(pl.Int64)
    return (
        free.with_columns(
            warming_near=(col("acceptable") == 1) & (col("e_warm") == 0) & col("warm_near"),
            pqa_near=(col("acceptable") == 1) & col("heavy_near"),
            of_five_near=(col("three_of_five") == 0) & (counted > 0) & (col("of_five") + counted >= 3),
        )
        .with_columns(committee_near=_gap(col("e_committee_parts"), of_committee))
        .with_columns(
            mqa_near=(col("e_mqa_parts") == 0) & col("committee_near"),
            priority_near=(col("e_priority_parts") == 0) & _gap(col("e_by_committee_parts"), of_priority),
        )
    )


def _gap(parts: Expr, near: Expr) -> Expr:
    return (parts < 5) & (near > 0) & (parts + near >= 5)


def eligible(scores: LazyFrame, committee: LazyFrame) -> LazyFrame:
    """What the accounts that may qualify have."""
    ratio = committee.select("account_id", col("contact_ratio").fill_null(0))
    columns = ["segment", "tier", "engaged", "points", "contact_ratio"]
    return scores.filter(col("state").is_in(["graded", "unknown"])).join(ratio, on="account_id").select(columns)


def benchmarks(eligible: LazyFrame) -> LazyFrame:
    """What the accounts of one segment and tier have, beside what the definition expects of them."""
    places = [{segment: row[at] for segment, row in halyard.BENCHMARKS.items()} for at in (0, 1)]
    expected = [col("segment").replace_strict(place, return_dtype=pl.Int64) for place in places]
    measures = {
        "points": (col("points"), expected[0] * 1000, col("tier")),
        "people": (col("engaged"), expected[1], col("tier")),
        "contact_ratio": (col("contact_ratio"), lit(None, pl.Int64), lit(0, pl.Int64)),
    }
    measured = pl.concat(
        eligible.select(
            "segment", "engaged", tier=tier.cast(pl.Int64), measure=lit(measure), seen=seen, benchmark=expect
        )
        for measure, (seen, expect, tier) in measures.items()
    )
    awake = col("engaged") > 0
    placed = col("seen").filter(awake).sort()
    size = awake.sum().cast(pl.Int64)
    quartile = {
        name: placed.get((size * fourths + 3) // 4 - 1, null_on_oob=True) for name, fourths in QUARTILES.items()
    }
    return measured.group_by("segment", "tier", "measure").agg(
        accounts=pl.len().cast(pl.Int64),
        counted=size,
        benchmark=col("benchmark").max(),
        reached=(awake & (col("seen") >= col("benchmark"))).sum().cast(pl.Int64),
        **quartile,
    )


QUARTILES = {"low": 1, "middle": 2, "high": 3}
