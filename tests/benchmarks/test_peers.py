"""What the benchmark of peers says of them: who ran out of memory or time, and how many times ours they took."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.peers import __main__ as command
from benchmarks.peers import apart
from benchmarks.peers.apart import ended
from benchmarks.peers.contestants import Allowance
from benchmarks.peers.halyard import CAPS, key, worth
from benchmarks.peers.page import Measured, table
from benchmarks.variants import Task, Took
from benchmarks.world import Size, world
from mqa.definition.rows.rules import rule_rows

PLENTY = 2048.0  # MB
HOLDS_300_MB = "import time; held = b'x' * 300_000_000; time.sleep(60)"
FORKS_WITH_150_MB = """
import os, time
held, end = b'x' * 150_000_000, time.monotonic() + 2
while time.monotonic() < end:
    child = os.fork()
    if not child:
        time.sleep(0.05)
        os._exit(0)
    os.waitpid(child, 0)
"""
SIZE = Size(accounts=10, people=20, acts=1_000_000, last_day=9_000)


def python(script: str) -> Sequence[str]:
    return [sys.executable, "-c", script]


def took(seconds: float) -> Took:
    return Took({"judging": seconds}, {"judging": 2 * seconds}, shards=3)


def test_a_process_that_needs_more_than_it_may_is_lost():
    assert ended(python(HOLDS_300_MB), 256, 60).lost == "did not survive 0.25 GB"


def test_so_is_one_whose_child_needs_it():
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDS_300_MB!r}])"
    assert ended(python(child), 256, 60).lost == "did not survive 0.25 GB"


def test_children_of_a_moment_do_not_count_as_they_hold_what_their_parent_does(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "EVERY", 0.5)
    assert ended(python(FORKS_WITH_150_MB), 256, 60).lost == ""


def test_a_process_that_takes_too_long_is_lost():
    assert ended(python("import time; time.sleep(60)"), PLENTY, 0.6).lost == "was not done after 0.01 minutes"


def test_a_process_that_says_that_memory_is_out_did_not_survive():
    assert ended(python("raise MemoryError"), PLENTY, 60).lost == "did not survive 2 GB"


def test_a_process_that_fails_says_why():
    assert ended(python("raise SystemExit('no Java')"), PLENTY, 60).lost == "ended with 1: no Java"


def test_a_process_that_ends_is_not_lost():
    run = ended(python("print('done'); import time; time.sleep(0.5)"), PLENTY, 60)
    assert (run.printed, run.lost) == ("done\n", "")
    assert 5 < run.peak_mb < 100


def test_ratios_are_taken_within_a_turn():
    turns = [{"ours": took(1), "Polars": took(2)}, {"ours": took(10), "Polars": took(20)}]
    assert "| Polars | 11.0 | 22.0 | 2.00 | 2.00 |" in table(Measured(SIZE, turns))


def test_who_was_lost_in_any_turn_has_no_figures():
    turns = [{"ours": took(1), "pandas": took(9)}, {"ours": took(1)}]
    page = table(Measured(SIZE, turns, {"pandas": "did not survive 8 GB"}))
    assert "| pandas | did not survive 8 GB |" in page
    assert "| pandas | 9.0" not in page


def test_who_is_out_of_patience_is_not_tried_with_more():
    turns = [{"ours": took(1), "Polars": took(2), "Spark": took(21)}]
    assert Measured(SIZE, turns).survivors(20) == ["ours", "Polars"]


def test_who_is_slow_has_one_turn():
    turns = [{"ours": took(1), "Spark": took(9)}, {"ours": took(1)}]
    assert "| Spark (1 turn) | 9.0 | 18.0 | 9.00 | 9.00 |" in table(Measured(SIZE, turns))


def test_who_is_lost_whole_is_tried_in_as_many_shards_as_ours(monkeypatch: pytest.MonkeyPatch):
    asked = []

    def once(_: Path, task: Task, __: Allowance) -> Took | str:
        asked.append((task.variant, task.shards))
        return "did not survive 8 GB" if task.variant == "pandas" else took(1)

    monkeypatch.setattr(command, "took", once)
    lost: dict[str, str] = {}
    done = dict(command._turn(Path(), ["Polars", "pandas"], Task("", 9_000, stored=False), Allowance(8192, 60), lost))
    assert asked[0] == ("ours", 0)
    assert asked[-3:] == [("Polars", 1), ("pandas", 1), ("pandas in shards", 3)]
    assert (lost, "pandas in shards" in done) == ({"pandas": "did not survive 8 GB"}, True)


def test_the_peers_know_what_an_act_is_worth_as_the_definition_says(tmp_path: Path):
    rules = rule_rows(world(tmp_path).definition)
    said = {
        (key(signal, -1 if weighing < 0 else weighing // 1000, age), per_day, points)
        for _, signal, weighing, age, points, per_day, _ in rules["worth"]
    }
    assert set(worth()) == said
    assert {(signal, cap) for _, signal, cap, _ in rules["caps"]} == set(CAPS.items())
