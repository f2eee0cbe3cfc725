"""The answer to each condition, which levels hold, who stands where on the first day, and the stage of the journey."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from benchmarks.peers import halyard
from benchmarks.peers.in_pandas.scores import NEVER

COLUMNS = ("seen", "needed_to_enter", "needed_to_stay", "enters", "stays")
NOTHING = -1  # nothing was counted
FIVE = ("ten_visits", "two_downloads", "came_once", "mailing", "raised_once")
Verdict = tuple[int, Any, Any, Any, Any, Any, Any]  # condition, told where, seen, needs, answers (to enter, to stay)


def answers(recent: DataFrame, intent: DataFrame, scores: DataFrame, as_of: int) -> DataFrame:
    """What was seen of each account (the index), side by side."""
    lately = recent[recent.age < 60]

    def times(*codes: int) -> Series:
        rows = lately[lately.code.isin(codes)]
        return rows.groupby("account_id").times.sum()

    visits = _units(lately[lately.code.isin(halyard.VISITS)], "person_id", "age")
    downloads = _units(lately[lately.code.isin(halyard.DOWNLOADS)], "asset_id")
    asked = _units(recent[(recent.code == 3) & (recent.age < 30)], "person_id")
    counted = {
        "came": _positive(times(13, 14)),
        "raised": _positive(times(3, 4)),
        "visits": visits.groupby("account_id").size(),
        "assets": (downloads.asset_id != 0).groupby(downloads.account_id).sum(),
        "asked": (asked.person_id > 0).groupby(asked.account_id).sum(),
        "topics": _surging(intent, as_of),
    }
    found = {name: of.reindex(scores.index, fill_value=NOTHING) for name, of in counted.items()}
    answered, delivered = (times(*codes).reindex(scores.index, fill_value=0) for codes in ((16, 25, 26), (27,)))
    rate = answered * halyard.MICRO // np.maximum(delivered, 1)
    found["mails"] = rate.where((answered > 0) & (delivered >= 5), NOTHING)
    bar = np.array([8, 10, 12])[scores.tier - 1] * 100_000
    return scores.assign(**found, bar=bar, covered=scores.covered * 250_000)


def _units(days: DataFrame, *units: str) -> DataFrame:
    """Distinct units of each account whose times do not cancel out."""
    times = days.groupby(["account_id", *units], sort=False, as_index=False).times.sum()
    return times[times.times > 0]


def _positive(times: Series) -> Series:
    return times[times > 0]


def _surging(intent: DataFrame, as_of: int) -> Series:
    seen = ["account_id", "topic", "week", "provider", "strength_milli"]
    told = intent.groupby(seen, as_index=False).agg({"known_on": "min", "times": "sum"})
    lately = (told.week > as_of - 21) & (told.week <= as_of) & (told.known_on <= as_of) & (told.times > 0)
    surging = told[lately & told.topic.isin(halyard.TOPICS) & (told.strength_milli >= 70_000)]
    return surging.groupby("account_id").topic.nunique()


def answered(answers: DataFrame) -> dict[str, Series]:
    """The answer to each condition, side by side (e: enters, s: stays), and how many parts of it hold."""
    return _composites({**dict(answers.items()), **_simple(answers)})


def verdicts(answered: dict[str, Series]) -> DataFrame:
    """One row per answer worth telling; conditions go by their number in alphabetical order."""
    accounts, rows = answered["engagement"].index, []
    for condition, told, *values in _rows(answered):
        where = np.flatnonzero(told)
        columns = {
            name: value.to_numpy()[where].astype("int64") if isinstance(value, Series) else np.full(len(where), value)
            for name, value in zip(COLUMNS, values, strict=True)
        }
        number = np.full(len(where), condition, "int8")
        rows.append(DataFrame({"account_id": accounts[where], "condition": number, **columns}))
    return pd.concat(rows, ignore_index=True)


def _simple(a: DataFrame) -> dict[str, Series]:
    return {
        "good": a.grade_rank.isin([1, 2]),
        "acceptable": a.grade_rank.isin([1, 2, 3]),
        "e_warm": (a.engagement > 0) & (a.engagement >= 30 * a.bar),
        "s_warm": (a.engagement > 0) & (a.engagement >= 30 * a.bar * 3 // 4),
        "e_engaged": a.engagement >= 60 * a.bar,
        "s_engaged": a.engagement >= 60 * a.bar * 3 // 4,
        "e_very": a.engagement >= 80 * a.bar,
        "s_very": a.engagement >= 80 * a.bar * 3 // 4,
        "e_heavy": a["product"] >= 60_000_000,
        "s_heavy": a["product"] >= 45_000_000,
        "three": a.committee >= 3,
        "buyer": a.buyers >= 1,
        "half": a.covered >= 500_000,
        "two_departments": a.departments >= 2,
        "in_market": a.topics >= 2,
        "ten_visits": a.visits >= 10,
        "two_downloads": a.assets >= 2,
        "came_once": a.came > 0,
        "mailing": a.mails >= 300_001,
        "raised_once": a.raised > 0,
        "two_asked": a.asked >= 2,
    }


def _composites(w: dict[str, Series]) -> dict[str, Series]:
    """How many parts of each condition made of others hold, to enter (e) and to stay (s)."""

    def parts(name: str, *of: str) -> None:
        for side in "es":
            w[f"{side}_{name}"] = sum(w[part.replace("*", f"{side}_")].astype("int64") for part in of)

    w["of_five"] = sum(w[name].astype("int64") for name in FIVE)
    w["three_of_five"] = w["of_five"] >= 3
    w["gate"] = (w["segment"] != 1) | w["in_market"]
    w["act_parts"] = w["good"].astype("int64") + w["two_asked"]
    w["act_now"] = w["act_parts"] == 2
    parts("warming_parts", "acceptable", "*warm")
    parts("pqa_parts", "acceptable", "*heavy")
    parts("committee_parts", "good", "*engaged", "three", "three_of_five", "gate")
    w.update({f"{side}_ready": w[f"{side}_committee_parts"] == 5 for side in "es"})
    parts("mqa_parts", "*ready", "act_now")
    parts("by_committee_parts", "*ready", "*very", "buyer", "half", "two_departments")
    w.update({f"{side}_by_committee": w[f"{side}_by_committee_parts"] == 5 for side in "es"})
    parts("priority_parts", "act_now", "*by_committee")
    return w


def _rows(w: dict[str, Series]) -> list[Verdict]:
    def count(condition: int, seen: str, needed: int, answer: str, least: int = 1) -> Verdict:
        return (condition, w[seen] >= least, w[seen], needed, needed, w[answer], w[answer])

    def score(condition: int, name: str, points: int) -> Verdict:
        needed = points * w["bar"]
        enters, stays = w[f"e_{name}"], w[f"s_{name}"]
        return (condition, w["engagement"] > 0, w["engagement"], needed, needed * 3 // 4, enters, stays)

    def parts(condition: int, name: str, needed: int) -> Verdict:
        enters, stays = w[f"e_{name}"], w[f"s_{name}"]
        return (condition, stays > 0, enters, needed, needed, enters >= needed, stays >= needed)

    product, first = w["product"], w["segment"] == 1
    return [
        (8, w["good"], 1, 1, 1, 1, 1),
        (1, w["acceptable"], 1, 1, 1, 1, 1),
        score(25, "warm", 30),
        score(6, "engaged", 60),
        score(24, "very", 80),
        count(20, "committee", 3, "three"),
        count(3, "buyers", 1, "buyer"),
        count(9, "covered", 500_000, "half"),
        count(21, "departments", 2, "two_departments"),
        count(11, "topics", 2, "in_market"),
        (10, product > 0, product, 60_000_000, 45_000_000, w["e_heavy"], w["s_heavy"]),
        count(18, "visits", 10, "ten_visits"),
        count(22, "assets", 2, "two_downloads", 0),  # told too where what was seen counts for nothing
        count(4, "came", 1, "came_once"),
        count(7, "mails", 300_001, "mailing", 0),
        count(17, "raised", 1, "raised_once"),
        count(23, "asked", 2, "two_asked", 0),
        count(19, "of_five", 3, "three_of_five"),
        parts(26, "warming_parts", 2),
        (12, w["gate"], first, first, first, 1, 1),
        parts(5, "committee_parts", 5),
        count(2, "act_parts", 2, "act_now"),
        parts(13, "mqa_parts", 1),
        parts(14, "pqa_parts", 2),
        parts(15, "priority_parts", 1),
        parts(16, "by_committee_parts", 5),
    ]


def levels_held(verdicts: DataFrame, firms: DataFrame) -> DataFrame:
    """The levels that hold."""
    held = verdicts[verdicts.condition.isin(list(halyard.LEVELS)) & (verdicts.stays == 1)]
    inside = firms.index[firms.state.isin(["graded", "unknown"])]
    held = held[held.account_id.isin(inside)]
    return held.assign(level=held.condition.map(halyard.LEVELS))[["account_id", "level", "enters", "stays"]]


def streaks(levels: DataFrame, as_of: int) -> DataFrame:
    """Since when each level has held."""
    return levels.loc[levels.enters == 1, ["account_id", "level"]].assign(since=as_of)


def standings(levels: DataFrame, scores: DataFrame, as_of: int) -> DataFrame:
    """Nobody stood anywhere yesterday, and only Priority is entered on the day it first holds."""
    entered = levels.loc[(levels.level == 5) & (levels.enters == 1), ["account_id", "level"]]
    age = scores.evidence_age.reindex(entered.account_id).to_numpy()
    evidence = Series(as_of - age, entered.index, "Int64").mask(age == NEVER)
    return entered.assign(was=0, since=as_of, evidence_on=evidence, cause="entered")


def journey(outcomes: DataFrame, scores: DataFrame, standings: DataFrame, as_of: int) -> DataFrame:
    """The stage of each account: sales facts beat scores."""
    step = ["account_id", "opportunity", "outcome_id", "kind", "day", "told_on"]
    told = outcomes[outcomes.known_on <= as_of].groupby(step, as_index=False).times.sum()
    told = told[(told.times > 0) & (told.account_id > 0) & (told.day <= as_of)]
    ordered = told.assign(closed=told.kind != "opened").sort_values(["day", "closed", "told_on", "kind"])
    last = ordered.drop_duplicates(["account_id", "opportunity"], keep="last")

    def latest(kind: str) -> Series:
        days = last[last.kind == kind].groupby("account_id").day.max()
        return days.reindex(scores.index, fill_value=0)

    opened, won_on, lost_on = latest("opened"), latest("won"), latest("lost")
    level = standings.set_index("account_id")[["since", "evidence_on"]].reindex(scores.index).fillna(0).astype("int64")
    stages = {
        "pipeline": opened > 0,
        "won": (won_on > 0) & (won_on >= lost_on),
        "MQA": (level.since > lost_on) & (level.evidence_on > lost_on),
        "lost": lost_on > 0,
        "prospect": (scores.state == "graded") & (scores.known > 0),
    }
    stage = np.select([of.to_numpy(bool) for of in stages.values()], list(stages), "suspect")
    return DataFrame({"account_id": scores.index, "stage": stage})
