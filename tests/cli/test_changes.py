"""`mqa changes`: what moved scores between two days."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.workspace import DAY, answer, done, mqa

SINCE = "2026-06-20"
BEST = "brightport-example.com"
CAUSES = ["fading", "identity", "facts", "new acts", "definition"]


def scores(said: Any) -> dict[str, Any]:
    return {one["score"]: one for one in said["scores"]}


def moved(said: Any, score: str = "engagement") -> dict[str, int]:
    """What each cause moved of a score, those that did."""
    return {cause: part for cause, part in scores(said)[score]["moved_micro"].items() if part}


@pytest.mark.parametrize("until", ["2026-06-25", DAY])
def test_scores_begin_and_end_as_they_are_explained_on_both_days(made, until):
    said = scores(answer(made, "changes", "--since", SINCE, "--until", until, "--account", BEST))
    before, after = (answer(made, "explain", BEST, "--as-of", day)["scores"] for day in (SINCE, until))
    for score, column in {"fit": "fit_score", "engagement": "engagement", "depth": "depth"}.items():
        assert (said[score]["was_micro"], said[score]["now_micro"]) == (before[column], after[column])
        assert before[column] + sum(said[score]["moved_micro"].values()) == after[column]


def test_one_account_is_told_down_to_its_acts_and_what_is_printed_adds_up(made):
    printed = done(made, "changes", "--since", SINCE, "--account", BEST)
    assert "engagement   64.7    -9.2                      +23.7               79.2" in printed
    assert "2026-06-22  Watch -> Priority: entered" in printed
    assert "lucia.rey@brightport-example.com      engaged now" in printed
    assert "2026-06-28 (known on 2026-06-29)  web.pricing, harrow-example.com/pricing" in printed


def test_all_accounts_come_with_the_largest_change_first(made):
    said = answer(made, "changes", "--since", SINCE)
    told = [scores(one)["engagement"] for one in said["accounts"]]
    changes = [abs(one["now_micro"] - one["was_micro"]) for one in told]
    assert changes == sorted(changes, reverse=True)
    assert (said["in_all"], said["moved"], said["by"], said["causes"]) == (8, 7, "engagement", CAUSES)


def test_all_accounts_are_told_what_each_is_told_alone(made):
    for one in answer(made, "changes", "--since", SINCE)["accounts"]:
        alone = answer(made, "changes", "--since", SINCE, "--account", one["account"]["domain"])
        assert {name: alone[name] for name in one} == one


def test_another_score_may_lead_the_list(made):
    said = answer(made, "changes", "--since", SINCE, "--by", "breadth", "--limit", "1")
    assert len(said["accounts"]) == 1
    assert scores(said["accounts"][0])["breadth"]["moved_micro"]["new acts"] > 0


def test_accounts_that_are_judged_in_parts_are_told_as_all_at_once(made, monkeypatch):
    whole = answer(made, "changes", "--since", SINCE)
    monkeypatch.setattr("mqa.answers.changes.accounts.ACCOUNTS_OF_A_SHARD", 2)
    assert answer(made, "changes", "--since", SINCE) == whole


def test_a_first_day_that_knew_more_than_the_last_is_refused(harrow, tmp_path):
    folder = shutil.copytree(harrow, tmp_path / "harrow")
    done(folder, "run", "--as-of", SINCE, "--known-at", "2026-06-30")
    said = mqa(folder, "changes", "--since", SINCE, "--until", "2026-06-25")
    assert said.exit_code == 2
    assert "2026-06-20 was judged with what was known on 2026-06-30, 2026-06-25 with less" in said.output
    assert "Judge both alike: --known-at 2026-06-25." in said.output
    alike = answer(folder, "changes", "--since", SINCE, "--until", "2026-06-25", "--known-at", "2026-06-25")
    assert (alike["since"]["known_at"], alike["until"]["known_at"]) == ("2026-06-25", "2026-06-25")

    known = answer(folder, "changes", "--since", SINCE)["since"]["known_at"]
    assert known == "2026-06-30"


def test_where_nothing_moved_that_is_said(made):
    assert "Nothing moved of 8 accounts." in done(made, "changes", "--since", DAY)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (
            ["--since", "2026-07-02"],
            "2026-07-02 is after the last run of “Harrow new business”, which is of 2026-06-30.",
        ),
        (
            ["--since", SINCE, "--until", "2026-07-02"],
            "Ask for 2026-06-30 or a day before it, or make that day first: “mqa run”.",
        ),
        (["--since", SINCE, "--until", "2026-06-02"], "The first day, 2026-06-20, is after the last one, 2026-06-02."),
        (
            ["--since", SINCE, "--account", "brigtport.com"],
            "Did you mean brightport-example.com (Brightport Logistics)?",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_how_to_mend_it(made, words, what):
    said = mqa(made, "changes", *words)
    assert (said.exit_code, what in said.output) == (2, True)


def test_without_a_run_there_is_nothing_that_moved(workspace):
    said = mqa(workspace, "changes", "--since", SINCE)
    assert (said.exit_code, "There is no run of “Harrow new business” yet" in said.output) == (3, True)


def test_what_a_merge_moves_is_identity_at_both_accounts(workspace, monkeypatch):
    done(workspace, "load")
    done(workspace, "run", "--as-of", DAY)
    monkeypatch.setattr("mqa.workspaces._today", lambda _: date(2026, 7, 1))
    done(workspace, "identity", "merge", BEST, "kestrel-example.com", "--by", "ann@harrow-example.com")
    done(workspace, "run")
    said = answer(workspace, "changes", "--since", DAY, "--account", "kestrel-example.com")
    assert moved(said)["identity"] > 0
    assert set(moved(said)) == {"fading", "identity"}
    told = next(one for one in said["because"] if one["cause"] == "identity")
    assert {one["was"] for one in told["people"]} == {"nobody here"}

    listed = answer(workspace, "changes", "--since", DAY)["accounts"]
    gone = next(one for one in listed if one["account"]["domain"] == BEST)
    assert moved(gone)["identity"] < 0
    assert (scores(gone)["engagement"]["now_micro"], gone["level"]["was"], gone["level"]["now"]) == (
        0,
        "Priority",
        "no level",
    )


def test_an_answer_of_sales_between_both_days_moves_no_score(mine, monkeypatch):
    monkeypatch.setattr("mqa.workspaces._today", lambda _: date(2026, 7, 1))
    done(mine, "answer", BEST, "accepted")
    done(mine, "run")
    assert moved(answer(mine, "changes", "--since", DAY, "--account", BEST)).keys() == {"fading"}
    assert answer(mine, "changes", "--since", DAY)["in_all"] == 8


def test_what_another_version_says_otherwise_is_the_definitions(workspace):
    done(workspace, "load")
    done(workspace, "run", "--as-of", "2026-06-29")
    file = next((workspace / "definitions").glob("*.yaml"))
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("activity: form.demo,   points: 40", "activity: form.demo,   points: 10"), encoding="utf-8"
    )
    assert file.read_text(encoding="utf-8") != text
    done(workspace, "run", "--as-of", DAY)
    said = answer(workspace, "changes", "--since", "2026-06-29", "--account", BEST)
    assert moved(said)["definition"] < 0
    told = next(one for one in said["because"] if one["cause"] == "definition")
    assert [(one["section"], one["name"]) for one in told["rules"]] == [("signals", "Demo request")]
    assert "Demo request" in done(workspace, "changes", "--since", "2026-06-29", "--account", BEST)


def test_nothing_is_written(made):
    def files() -> set[Path]:
        return {file for file in made.rglob("*") if file.is_file()}

    before = files()
    done(made, "changes", "--since", SINCE)
    assert {file for file in files() - before if "ledger" not in file.name} == set()
