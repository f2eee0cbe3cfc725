"""What is handed off by a run, shown and answered on the command line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from mqa.handoff.packets import digest
from mqa.ledger.models import Handoff
from mqa.ledger.opening import open_ledger
from tests.cli.workspace import DAY, answer, done, mqa, written

BEST, MILA = "brightport-example.com", "mila@harrow-example.com"


@pytest.fixture
def fresh(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the workspace that is loaded and run, which a test may change."""
    connections.close_all()
    yield shutil.copytree(made, tmp_path / "harrow")
    connections.close_all()


def test_a_run_says_how_many_were_handed_off_to_whom(workspace):
    done(workspace, "load")
    assert f"Handed off 1 account: 1 to {MILA}. Next: mqa handoffs" in done(workspace, "run", "--as-of", DAY)


def test_the_same_day_made_again_hands_nobody_off_again(fresh):
    again = answer(fresh, "run", "--as-of", DAY)
    assert (again["handed_off"]["opened"], again["followed"]["withdrawn"]) == ([], [])
    assert answer(fresh, "handoffs")["in_all"] == 1


def test_a_day_that_is_yet_to_come_is_not_made_and_withdraws_no_handoff(fresh):
    said = mqa(fresh, "run", "--as-of", "2099-01-01")
    assert (said.exit_code, "2099-01-01 is yet to come; today is" in said.stderr) == (2, True)
    assert answer(fresh, "handoffs")["in_all"] == 1


def test_whose_answer_it_is_is_said_by_address(fresh):
    said = mqa(fresh, "answer", BEST, "accepted", "--by", "mila")
    assert (said.exit_code, "“mila” is not an e-mail address." in said.stderr) == (2, True)
    assert answer(fresh, "handoffs")["in_all"] == 1


def test_a_past_day_made_later_changes_no_handoff(fresh):
    done(fresh, "run", "--as-of", "2026-06-01")
    assert answer(fresh, "handoffs")["in_all"] == 1


def test_an_open_handoff_shows_its_owner_its_clock_and_why_now(made):
    (one,) = answer(made, "handoffs")["handoffs"]
    assert (one["domain"], one["owner"], one["clock"]) == (BEST, MILA, "green")
    assert one["why_now"][0].startswith("It reached Priority on 22 June because of “Good fit”")


def test_handoffs_of_one_owner_by_address_or_by_the_name_the_crm_uses(made):
    owners = {owner: answer(made, "handoffs", "--owner", owner)["in_all"] for owner in (MILA, "mila jansen", "nobody")}
    assert owners == {MILA: 1, "mila jansen": 1, "nobody": 0}


def test_an_owner_whom_nobody_knows_is_refused_with_who_was_meant(made):
    said = mqa(made, "handoffs", "--owner", "Mila Jensen")
    assert (said.exit_code, "Did you mean “Mila Jansen”?" in said.stderr) == (2, True)


def test_no_line_of_handoffs_and_packets_is_wider_than_100_columns(made):
    said = done(made, "handoffs") + done(made, "handoffs", "--all") + done(made, "packet", BEST, "--all")
    assert [line for line in said.splitlines() if len(line) > 100] == []


@pytest.mark.parametrize("width", ["80", "100"])
def test_a_list_of_handoffs_keeps_its_words_whole_and_says_why_below(made, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    head, _, row, why, *_ = done(made, "handoffs").splitlines()
    assert head.split() == ["account", "level", "owner", "clock"]
    assert row.split()[:3] == [BEST, "Priority", MILA]
    assert why.startswith("  Three people of the buying committee were active in the 14 days to 30 June:")


def test_a_packet_is_told_in_words(made):
    said = done(made, "packet", "brightport")
    assert "Eva Smit (Chief Financial Officer) asked for a demo on 19 June." in said
    assert "Whom to contact first" in said


def test_a_packet_carries_the_hash_of_its_canonical_text(made):
    said = answer(made, "packet", BEST)
    assert said["packet"]["hash"] == digest(said["packet"]["body"])
    assert said["packet"]["body"]["freshness"]["as_of"] == DAY


def test_a_version_that_does_not_exist_is_refused(made):
    said = mqa(made, "packet", BEST, "--version", "2")
    assert (said.exit_code, "It has one version." in said.stderr) == (2, True)


def test_an_account_that_was_never_handed_off_says_so(made):
    said = mqa(made, "packet", "calderon")
    assert said.exit_code == 2
    assert "calderon-example.com was never handed off" in said.stderr


def test_an_answer_is_entered_read_by_the_next_run_and_makes_the_stage(fresh):
    said = answer(fresh, "answer", BEST, "accepted", "--by", MILA)
    assert (said["state"], said["by"]) == ("accepted", MILA)
    done(fresh, "run")
    assert [row["domain"] for row in answer(fresh, "accounts", "--stage", "SAA")["accounts"]] == [BEST]
    assert answer(fresh, "handoffs")["in_all"] == 0


@pytest.mark.parametrize("typed", ["brightport", "eva.smit@brightport-example.com", "brightport-exmaple.com"])
def test_an_answer_to_what_is_only_like_an_account_is_not_entered_but_asked_about(fresh, typed):
    said = mqa(fresh, "answer", typed, "accepted")
    assert said.exit_code == 2
    assert "Did you mean brightport-example.com (Brightport Logistics)?" in said.stderr
    assert answer(fresh, "handoffs")["in_all"] == 1


def test_a_second_answer_is_refused_with_who_answered(fresh):
    done(fresh, "answer", BEST, "rejected", "--reason", "no project", "--by", MILA)
    said = mqa(fresh, "answer", BEST, "accepted")
    assert said.exit_code == 2
    assert f"was answered by {MILA}" in said.stderr


def test_a_rejected_account_is_not_handed_off_again_by_the_next_run(fresh):
    done(fresh, "answer", BEST, "rejected", "--reason", "no project")
    assert answer(fresh, "run")["handed_off"]["opened"] == []
    (one,) = answer(fresh, "handoffs", "--all")["handoffs"]
    assert (one["state"], one["reason"]) == ("rejected", "no project")


def test_a_list_of_all_handoffs_says_when_each_was_made_what_became_of_it_and_why(fresh):
    done(fresh, "answer", BEST, "deferred", "--reason", "contract elsewhere", "--until", "2030-01-01")
    head, _, row, below, *_ = done(fresh, "handoffs", "--all").splitlines()
    assert head.split() == ["account", "level", "owner", "handed", "off", "state"]
    assert re.fullmatch(rf"{BEST} +Priority +{MILA} +20\d\d-\d\d-\d\d +deferred", row)
    assert below == "  contract elsewhere, until 2030-01-01"


def test_an_account_without_a_domain_is_named_by_its_name_and_asked_for_by_its_number(fresh):
    open_ledger(fresh / ".mqa/ledger.sqlite3")
    Handoff.objects.update(domain="")
    said = done(fresh, "handoffs")
    assert said.splitlines()[2].startswith("Brightport Logistics ")
    assert f"Next: mqa packet {Handoff.objects.get().account_id}, mqa answer" in said


def test_the_same_answer_under_the_same_key_is_one_answer(fresh):
    words = ("answer", BEST, "deferred", "--reason", "contract elsewhere", "--until", "2030-01-01", "--key", "k")
    assert answer(fresh, *words)["disposition"] == answer(fresh, *words)["disposition"]


def test_before_the_first_run_there_is_no_handoff(tmp_path):
    folder = written(tmp_path / "new")
    assert done(folder, "handoffs").startswith("0 open handoffs")
