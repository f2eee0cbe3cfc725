"""From acts to scores: activity days, points of people and signals, what caps leave of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from benchmarks.peers import halyard
from benchmarks.peers.in_pandas.accounts import PERSON

NEVER = 9999  # an age: it did not happen
DAY = 1 << 14  # more days than anybody has


def activity_days(acts_of_files: Iterable[DataFrame], codes: Series) -> DataFrame:
    """Acts rolled up to person, code, asset (of content only), day and day of learning; file by file, then together."""
    rolled_up = [_rolled_up(acts, codes) for acts in acts_of_files]
    days = rolled_up[0] if len(rolled_up) == 1 else _added(pd.concat(rolled_up, ignore_index=True))
    packed = days.pop("packed")
    days["code"] = (packed // (DAY * DAY)).astype("int8")
    days["day"] = (packed // DAY % DAY).astype("int32")
    days["known_on"] = (packed % DAY).astype("int32")
    return days[days.times != 0]


def _rolled_up(acts: DataFrame, codes: Series) -> DataFrame:
    code = codes.reindex(acts.shape_id, fill_value=0).to_numpy()
    counts = (code > 0) & (acts.account_id > 0).to_numpy()
    acts, code = acts[counts], code[counts]
    code = np.where(np.isin(code, halyard.PAGES_SEEN_LONG) & (acts.seconds >= 120), halyard.LONG_VISIT, code)
    return _added(
        DataFrame(
            {
                "account_id": acts.account_id,
                "person_id": acts.person_id,
                "asset_id": np.where(np.isin(code, halyard.DOWNLOADS), acts.asset_id, 0),
                "packed": (code * DAY + acts.day) * DAY + acts.known_on,  # three small keys in one
                "times": acts.times,
                "seconds": acts.times * acts.seconds,
            }
        )
    )


def _added(days: DataFrame) -> DataFrame:
    keys = [*PERSON, "asset_id", "packed"]
    return days.groupby(keys, sort=False, as_index=False)[["times", "seconds"]].sum()


def recent(days: DataFrame, as_of: int) -> DataFrame:
    """The activity days that count on this day."""
    in_window = (days.day > as_of - halyard.WINDOW) & (days.day <= as_of) & (days.known_on <= as_of)
    kept = days.loc[in_window, [*PERSON, "code", "asset_id", "day", "times"]]
    kept["age"] = as_of - kept.pop("day")
    return kept


def person_signals(recent: DataFrame, firms: DataFrame, members: DataFrame) -> DataFrame:
    """Points of each person and signal; person 0: all nameless visitors of an account."""
    key, per_day, worth = (np.array(column) for column in zip(*halyard.worth(), strict=True))
    by_key = np.zeros((2, key.max() + 1), "int64")
    by_key[:, key] = per_day, worth
    days = recent.loc[recent.code <= halyard.PRODUCT[1], [*PERSON, "code", "age", "times"]]
    days["person_id"] = days.person_id.clip(lower=0)
    days = days.groupby([*PERSON, "code", "age"], sort=False, as_index=False).times.sum()
    days = days[(days.times > 0) & days.account_id.isin(firms.index)]
    days = days.merge(members, on=PERSON, how="left")
    days["class"] = days["class"].fillna(-1).astype("int64")  # -1: known to nobody, or no longer of the account
    role = np.where(days.person_id == 0, -1, np.maximum(days["class"], 0) // 10_000)
    most, points = by_key[:, halyard.key(days.code.astype("int64"), role, days.age)]
    days["points"] = np.minimum(days.times, most) * points
    return (
        days.groupby([*PERSON, "code"], sort=False)
        .agg({"points": "sum", "age": "min", "class": "max"})
        .reset_index()
        .rename(columns={"age": "last_age"})
    )


def person_scores(signals: DataFrame) -> DataFrame:
    """What each person's acts are worth, uncapped."""
    points, age = signals.points, signals.last_age
    gain, loss, product = (of(pool, signals) for pool in (halyard.GAINS, halyard.PENALTIES, halyard.PRODUCT))
    people = (
        signals[[*PERSON, "class"]]
        .assign(
            gains=np.where(gain, points, 0),
            penalties=np.where(loss, -points, 0),
            product=np.where(product, points, 0),
            seen_age=np.where(loss, NEVER, age),
            points_age=np.where(gain & (points > 0), age, NEVER),
        )
        .groupby(PERSON, sort=False)
        .agg({"class": "max", **dict.fromkeys(POOLS, "sum"), "seen_age": "min", "points_age": "min"})
        .reset_index()
    )
    earned, known = people.gains - people.penalties, people.person_id > 0
    people["member"] = people["class"] >= 0
    people["class"] = people["class"].clip(lower=0)
    people["role"] = people["class"] // 10_000
    people["engaged"] = (known & (earned >= 5_000_000)).astype("int64")
    people["mql"] = (known & (earned >= 50_000_000) & people.role.isin([1, 2, 3])).astype("int64")
    return people


POOLS = ("gains", "penalties", "product")


def of(pool: tuple[int, int], rows: DataFrame) -> Series:
    """Which rows have a code of a pool."""
    return rows.code.between(*pool)


def signal_totals(signals: DataFrame) -> DataFrame:
    """The uncapped points of each signal of an account, and its cap."""
    earned = signals[signals.points != 0]
    totals = earned.groupby(["account_id", "code"], sort=False, as_index=False).points.sum()
    return totals.assign(total=totals.pop("points").abs(), cap=totals.code.map(halyard.CAPS))


def sums(people: DataFrame, totals: DataFrame) -> DataFrame:
    """What the people and the signals of an account add up to after the caps, and which side of the caps binds."""
    known, role, age, earned = people.person_id > 0, people.role, people.seen_age, people.gains - people.penalties
    added = {
        "engaged": people.engaged,
        "seen": known & (people.points_age < NEVER),
        "mqls": people.mql,
        "committee": known & (age < 14) & (role > 0),
        "buyers": known & (age < 60) & (role == 1),
        "together": earned.clip(lower=0).where(known, 0),
        **{pool: people[pool].clip(upper=halyard.MOST_PER_PERSON) for pool in POOLS},
    }
    covered = {f"covered_{asked}": known & (age < 90) & (role == asked) for asked in halyard.COMMITTEE_ASKED}
    engaged = {f"engaged_{asked}": (people.engaged == 1) & (role == asked) for asked in halyard.COMMITTEE_ASKED}
    ages = {"last_age": people.points_age, "evidence_age": age}
    greatest = {**covered, **engaged, "most": earned.where(known, 0)}
    how = dict.fromkeys(added, "sum") | dict.fromkeys(greatest, "max") | dict.fromkeys(ages, "min")
    of_account = DataFrame({**added, **greatest, **ages}).groupby(people.account_id).agg(how)
    of_account["covered"] = of_account[list(covered)].sum(axis=1)
    of_account["roles_engaged"] = of_account[list(engaged)].sum(axis=1)
    of_account["departments"] = _departments(people).reindex(of_account.index, fill_value=0)
    capped = np.minimum(totals.total, totals.cap)
    for name, pool in zip(POOLS, (halyard.GAINS, halyard.PENALTIES, halyard.PRODUCT), strict=True):
        of_pool = of(pool, totals)
        signals = capped[of_pool].groupby(totals.account_id[of_pool]).sum().reindex(of_account.index, fill_value=0)
        of_account[f"{name}_by_signal"] = signals <= of_account[name]
        of_account[name] = np.minimum(signals, of_account[name])
    of_account["points"] = of_account.gains - of_account.penalties
    return of_account.drop(columns=[*covered, *engaged]).rename(columns={"product": "product_points"})


def _departments(people: DataFrame) -> Series:
    department = people["class"] % 10_000 // 100
    there = (people.person_id > 0) & (people.seen_age < 60) & (department > 0)
    distinct = DataFrame({"account_id": people.account_id[there], "department": department[there]}).drop_duplicates()
    return distinct.groupby("account_id").size()


def scores(firms: DataFrame, sums: DataFrame, members: DataFrame) -> DataFrame:
    """The scores of each account (the index), in millionths of 0-100, and the counts they rest on."""
    ages = ["last_age", "evidence_age"]
    wide = firms.join(sums)
    wide[ages] = wide[ages].fillna(NEVER)
    wide["known"] = members.groupby("account_id").size().reindex(wide.index, fill_value=0)
    counted = [name for name in sums.columns if not name.endswith("_by_signal")]
    wide[counted] = wide[counted].fillna(0).astype("int64")
    milli, people = wide.benchmark_milli, wide.benchmark_people
    full_people, full_points = np.minimum(wide.engaged, people), np.minimum(wide.points.clip(lower=0), milli * 1000)
    faded = np.rint(100_000_000 * 0.5 ** (np.arange(NEVER + 1) / 14)) * (np.arange(NEVER + 1) < halyard.WINDOW)
    wide["recency"] = faded.astype("int64")[wide.last_age]
    wide["known_share"] = wide.known_points // 100
    wide["scope"] = (wide.segment - 1) * 3 + wide.tier
    wide["breadth_share"] = full_people * 45_000_000 // people
    wide["depth_share"] = full_points * 350_000 // (milli * 10)
    wide["recency_share"] = wide.recency // 5
    wide["breadth"] = full_people * 100_000_000 // people
    wide["depth"] = full_points * 100_000 // milli
    wide["product"] = wide.product_points.clip(0, 100_000_000)
    wide["engagement"] = wide.breadth_share + wide.depth_share + wide.recency_share
    return wide
