"""The committee in numbers, whom to contact, what accounts nearly hold, and what those of a segment and tier have."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from benchmarks.peers import halyard
from benchmarks.peers.in_pandas.accounts import PERSON
from benchmarks.peers.in_pandas.scores import NEVER

MILLION = halyard.MICRO
REQUIRED = len(halyard.COMMITTEE_ASKED)
QUARTILES = {"low": 1, "middle": 2, "high": 3}


def committee(scores: DataFrame) -> DataFrame:
    """How broad the interest of each account (the index) is, and on how many people it rests."""
    together, most, covered = scores.together, scores.most, scores.roles_engaged
    many = most // np.maximum(together // MILLION, 1)
    share = (most * MILLION // np.maximum(together, 1)).where(together < MILLION * MILLION, many)
    ratio = scores.engaged * MILLION // np.maximum(scores.known, 1)
    return scores[["engaged", "known", "points"]].assign(
        required=REQUIRED,
        covered=covered,
        gaps=REQUIRED - covered,
        coverage=covered * (MILLION // REQUIRED),
        concentration=share.astype("Int64").where(together > 0),
        contact_ratio=ratio.astype("Int64").where(scores.known > 0),
    )


def unreachable(days: DataFrame, as_of: int) -> DataFrame:
    """Whom e-mail does not reach, however long ago it was said."""
    told = (days.day <= as_of) & (days.known_on <= as_of) & (days.person_id > 0)
    rows = days[told & days.code.isin([halyard.UNSUBSCRIBED, halyard.BOUNCED])]
    times = rows.groupby([*PERSON, "code"], sort=False, as_index=False).times.sum()
    last = times[times.times > 0].groupby(PERSON, sort=False, as_index=False).code.max()
    return last.assign(reach=np.where(last.pop("code") == halyard.BOUNCED, "bounced", "unsubscribed"))


def contacts(people: DataFrame, unreachable: DataFrame) -> DataFrame:
    """Whom sales could turn to, in order."""
    willing = people[people.member & (people.gains > people.penalties) & (people.seen_age < NEVER)]
    found = willing.merge(unreachable, on=PERSON, how="left")
    found["reach"] = found.reach.fillna("mail")
    found["points"] = found.gains - found.penalties
    order = found.assign(bounced=found.reach == "bounced", no_role=found.role == 0, loss=-found.points)
    found = order.sort_values(["account_id", "bounced", "no_role", "loss", "seen_age", "person_id"])
    found["rank"] = found.groupby("account_id", sort=False).cumcount() + 1
    return found[[*PERSON, "rank", "role", "points", "seen_age", "engaged", "mql", "reach"]]


def aqls(contacts: DataFrame, standings: DataFrame) -> DataFrame:
    """The contacts of qualified accounts."""
    return contacts.merge(standings.loc[standings.level >= 3, ["account_id", "level"]], on="account_id")


def near_misses(answered: dict[str, Series], standings: DataFrame) -> DataFrame:
    """Which levels an account nearly holds, and what it misses for them: nine tenths of what was needed are there."""
    state, engagement, bar, product = (answered[name] for name in ("state", "engagement", "bar", "product"))
    free = state.isin(["graded", "unknown"]) & ~state.index.isin(standings.account_id)

    def near(name: str, points: int) -> Series:
        return free & ~answered[name] & (engagement * 10 >= points * 9 * bar)

    nearly = {
        "warm": near("e_warm", 30),
        "engaged": near("e_engaged", 60),
        "very": near("e_very", 80),
        "heavy": free & ~answered["e_heavy"] & (product >= 54_000_000),
        "visits": free & (answered["visits"] == 9),
        "mails": free & answered["mails"].between(270_001, 300_000),
    }
    nearly |= _closing(answered, nearly)
    missing = [
        (2, 25, nearly["warming"], engagement, 30 * bar),
        (3, 10, nearly["pqa"], product, 60_000_000),
        (5, 24, nearly["very"] & nearly["priority"], engagement, 80 * bar),
    ]
    for level, name in ((4, "mqa"), (5, "priority")):
        closes = nearly[name] & nearly["committee"]
        missing.append((level, 6, closes & nearly["engaged"], engagement, 60 * bar))
        for condition, counted, needed in ((18, "visits", 10), (7, "mails", 300_001)):
            missing.append((level, condition, closes & nearly["of_five"] & nearly[counted], answered[counted], needed))
    rows = [
        DataFrame({"level": level, "condition": condition, "seen": seen, "needed_to_enter": needed})[where]
        for level, condition, where, seen, needed in missing
    ]
    return pd.concat(rows).rename_axis("account_id").reset_index()


def _closing(answered: dict[str, Series], nearly: dict[str, Series]) -> dict[str, Series]:
    """Conditions made of others are nearly met where what is nearly met closes the gap."""

    def gap(name: str, needed: int, *parts: Series) -> Series:
        near = sum(part.astype("int64") for part in parts)
        return (answered[name] < needed) & (near > 0) & (answered[name] + near >= needed)

    of_five = gap("of_five", 3, nearly["visits"], nearly["mails"])
    committee = gap("e_committee_parts", 5, nearly["engaged"], of_five)
    priority = gap("e_by_committee_parts", 5, committee, nearly["very"])
    return {
        "warming": answered["acceptable"] & nearly["warm"],
        "pqa": answered["acceptable"] & nearly["heavy"],
        "of_five": of_five,
        "committee": committee,
        "mqa": (answered["e_mqa_parts"] == 0) & committee,
        "priority": (answered["e_priority_parts"] == 0) & priority,
    }


def eligible(scores: DataFrame, committee: DataFrame) -> DataFrame:
    """What the accounts that may qualify have."""
    ratio = committee.contact_ratio.fillna(0).astype("int64")
    wide = scores[["segment", "tier", "engaged", "points"]].assign(contact_ratio=ratio)
    return wide[scores.state.isin(["graded", "unknown"])]


def benchmarks(eligible: DataFrame) -> DataFrame:
    """What the accounts of one segment and tier have, beside what the definition expects of them."""
    milli, people = ({segment: row[at] for segment, row in halyard.BENCHMARKS.items()} for at in (0, 1))
    expected = {"points": eligible.segment.map(milli) * 1000, "people": eligible.segment.map(people)}
    seen = {"points": eligible.points, "people": eligible.engaged, "contact_ratio": eligible.contact_ratio}
    parts = [
        DataFrame(
            {
                "segment": eligible.segment,
                "tier": eligible.tier if measure in expected else 0,
                "measure": measure,
                "seen": values,
                "benchmark": expected.get(measure, Series(pd.NA, eligible.index)).astype("Int64"),
                "awake": eligible.engaged > 0,
            }
        )
        for measure, values in seen.items()
    ]
    measured = pd.concat(parts, ignore_index=True)
    keys = ["segment", "tier", "measure"]
    reached = measured.awake & (measured.seen >= measured.benchmark).fillna(False)
    made = measured.assign(reached=reached.astype("int64")).groupby(keys)
    of_all = made.agg(accounts=("seen", "size"), counted=("awake", "sum"), benchmark=("benchmark", "max"),
                      reached=("reached", "sum"))  # fmt: skip
    placed = measured[measured.awake].sort_values([*keys, "seen"])
    place = placed.groupby(keys).cumcount() + 1
    size = placed.groupby(keys).seen.transform("size")
    for name, fourths in QUARTILES.items():
        of_all[name] = placed[place == -(-size * fourths // 4)].set_index(keys).seen.astype("Int64")
    return of_all.reset_index()
