"""Why a score is what it is: one row a share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from benchmarks.peers import halyard
from benchmarks.peers.in_pandas.accounts import PERSON
from benchmarks.peers.in_pandas.scores import POOLS, of

MILLION = halyard.MICRO
COLUMNS = ["account_id", "score", "dimension", "signal", "person_id", "points", "counted", "side", "share"]


def counted(signals: DataFrame, people: DataFrame, totals: DataFrame, sums: DataFrame) -> DataFrame:
    """Points after the caps: rows of a group over its cap are scaled so that the group adds up to its cap exactly."""
    sided = signals[signals.points != 0].drop(columns=["last_age", "class"])
    pools = np.select([of(halyard.PRODUCT, sided), of(halyard.GAINS, sided)], [2, 1], 0)
    at = sums.index.get_indexer(sided.account_id)
    sided["pool"] = pools
    sided["by_signal"] = sums[[f"{POOLS[pool]}_by_signal" for pool in (1, 0, 2)]].to_numpy(bool)[at, pools]
    sided = sided.merge(totals, on=["account_id", "code"]).merge(_over(people), on=[*PERSON, "pool"], how="left")
    by_signal = sided.by_signal.to_numpy()
    total = np.where(by_signal, sided.total, sided.pop("most").fillna(0)).astype("int64")
    cap = np.where(by_signal, sided.cap, halyard.MOST_PER_PERSON)
    group = np.where(by_signal, sided.code, sided.person_id)
    sided = sided.assign(total=total, cap=cap, group=group, size=sided.points.abs(), counted=sided.points)
    over = sided.total > sided.cap
    return pd.concat([sided[~over], _scaled(sided[over])], ignore_index=True)[
        ["account_id", "code", "person_id", "points", "by_signal", "counted"]
    ]


def _over(people: DataFrame) -> DataFrame:
    """People who have more than one may have, by pool."""
    pools = ((0, "penalties"), (1, "gains"), (2, "product"))
    most = [people[PERSON].assign(pool=pool, most=people[name]) for pool, name in pools]
    return pd.concat([rows[rows.most > halyard.MOST_PER_PERSON] for rows in most])


def _scaled(over: DataFrame) -> DataFrame:
    over = over.sort_values(["account_id", "by_signal", "pool", "group", "code", "person_id"])
    size, total, cap = over["size"], over.total, over.cap
    up_to = size.groupby([over.account_id, over.by_signal, over.pool, over.group], sort=False).cumsum()
    scale = cap * MILLION // total
    until = np.where(up_to == total, cap, up_to * scale // MILLION)
    return over.assign(counted=np.sign(over.points) * (until - (up_to - size) * scale // MILLION))


def contributions(counted: DataFrame, people: DataFrame, scores: DataFrame) -> DataFrame:
    """Shares of depth and product by signal and person, of breadth by engaged person, and of recency."""
    parts = [_depth(counted, scores), _breadth(people, scores), _recency(scores)]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _depth(counted: DataFrame, scores: DataFrame) -> DataFrame:
    rows = counted.assign(product=counted.code > halyard.GAINS[1], loss=counted.points < 0)
    rows = rows.sort_values(["account_id", "product", "loss", "code", "person_id"], ignore_index=True)
    product, groups = rows["product"].to_numpy(), [rows.account_id, rows["product"]]
    last = ~rows.duplicated(["account_id", "product"], keep="last")
    of_account = scores.iloc[scores.index.get_indexer(rows.account_id)].reset_index(drop=True)
    net = np.where(product, of_account.product_points, of_account.points)
    whole = np.where(product, of_account["product"], of_account.depth_share)
    milli = np.where(product, 100_000, of_account.benchmark_milli)
    weight = np.where(product, 1_000_000, 350_000)
    per_point = whole * MILLION // np.maximum(net, 1)

    def share(points: Series) -> Any:
        return np.where(net <= milli * 1000, points * weight // (milli * 10), points * per_point // MILLION)

    up_to = rows.counted.groupby(groups, sort=False).cumsum()
    shared = np.where(last, whole, share(up_to)) - share(up_to - rows.counted)
    return rows.assign(
        score=pd.Categorical.from_codes(product.astype("int8"), ["engagement", "product"]),
        dimension="depth",
        signal=rows.code,
        side=pd.Categorical.from_codes(rows.by_signal.astype("int8"), ["people", "signals"]),
        share=np.where(net <= 0, 0, shared),
    )


def _breadth(people: DataFrame, scores: DataFrame) -> DataFrame:
    engaged = people.loc[people.engaged == 1, PERSON].sort_values(PERSON)
    nth = engaged.groupby("account_id", sort=False).cumcount() + 1
    of_account = scores.iloc[scores.index.get_indexer(engaged.account_id)]
    whole, number = of_account.breadth_share.to_numpy(), of_account.engaged.to_numpy()
    share = nth * whole // number - (nth - 1) * whole // number
    return engaged.assign(score="engagement", dimension="breadth", signal=0, points=0, counted=0, side="", share=share)


def _recency(scores: DataFrame) -> DataFrame:
    share = scores.recency_share[scores.recency_share > 0].rename("share").reset_index()
    return share.assign(score="engagement", dimension="recency", signal=0, person_id=0, points=0, counted=0, side="")
