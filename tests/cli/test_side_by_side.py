"""Three definitions of one workspace: new business and expansion after marketing's acts, one after product use."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connections

from mqa import workspaces
from mqa.answers.dashboard import dashboard
from mqa.ledger.models import Handoff, Transition
from mqa.reporting.periods import month_of
from mqa.terms.durations import day_number
from tests.cli.several import EXPANSION, NEW, PRODUCT, side_by_side
from tests.cli.workspace import DAY, answer, done, mqa
from tests.prepared import prepared

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
JUNE = month_of(day_number(date(2026, 6, 1)))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace of three definitions that were run and handed off."""
    made = prepared("three", side_by_side, tmp_path_factory)
    yield shutil.copytree(made, tmp_path_factory.mktemp("three") / "harrow")
    connections.close_all()


def opened(folder: Path) -> workspaces.Opened:
    """The workspace with its stores open."""
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    return workspace


def test_one_account_stands_elsewhere_by_each(three: Path) -> None:
    found = {
        name: {one["domain"]: one["stage"] for one in answer(three, "accounts", "--definition", name)["accounts"]}
        for name in (NEW, EXPANSION, PRODUCT)
    }
    assert found[NEW].keys() == found[EXPANSION].keys() == found[PRODUCT].keys()
    assert "PQA" in found[PRODUCT].values()
    assert Counter(found[EXPANSION].values())["MQA"] > Counter(found[NEW].values())["MQA"] > 0
    assert "PQA" not in {*found[NEW].values(), *found[EXPANSION].values()}


def test_an_account_has_one_open_handoff_by_each(three: Path) -> None:
    opened(three)
    waiting = Counter(Handoff.objects.filter(closed_at=None).values_list("definition", "account_id"))
    assert set(waiting.values()) == {1}
    assert {name for name, _ in waiting} == {NEW, EXPANSION, PRODUCT}
    by_account = Counter(account for _, account in waiting)
    assert max(by_account.values()) > 1
    done(three, "deliver")
    assert Counter(Handoff.objects.values_list("definition", "account_id")) == waiting


def test_an_answer_is_of_one_definition_alone(three: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(three, tmp_path / "harrow")
    both = {
        name: {one["domain"]: one["handoff"] for one in answer(folder, "handoffs", "--definition", name)["handoffs"]}
        for name in (NEW, EXPANSION)
    }
    (domain, *_) = both[NEW].keys() & both[EXPANSION].keys()
    done(folder, "answer", domain, "accepted", "--definition", EXPANSION)
    state = dict(Handoff.objects.values_list("pk", "state"))
    assert (state[both[EXPANSION][domain]], state[both[NEW][domain]]) == ("accepted", "open")


def test_reports_are_of_one_definition_each(three: Path) -> None:
    workspace = opened(three)
    for agreement in workspace.agreements:
        (volume,) = (one for one in dashboard(workspace, agreement, JUNE, NOW).sections if one.name == "volume")
        came = Transition.objects.filter(definition=agreement.definition.name, to_stage__in=("MQA", "PQA"))
        came = came.exclude(from_stage__in=("MQA", "PQA")).filter(day__gte=JUNE.first, day__lte=JUNE.last)
        assert sum(row["qualified"] for row in volume.rows) == came.count() > 0


@pytest.mark.parametrize(
    "words",
    [
        ("accounts",),
        ("handoffs",),
        ("explain", "brightport-example.com"),
        ("packet", "brightport-example.com"),
        ("export", "standings", "--format", "json"),
        ("describe",),
        ("definition", "history"),
        ("compare", "--against", "active"),
        ("replay", "--from", "2026-06-29", "--to", DAY),
    ],
    ids=lambda words: words[0],
)
def test_commands_ask_which_one_is_meant_and_take_its_name(three: Path, words: tuple[str, ...]) -> None:
    said, named = mqa(three, *words), mqa(three, *words, "--definition", PRODUCT)
    assert (said.exit_code, named.exit_code) == (2, 0), named.output
    assert "This workspace has several definitions." in said.output


@pytest.mark.parametrize(
    "words", [("check",), ("status",), ("stories",), ("messages",), ("deliver",)], ids=lambda words: words[0]
)
def test_commands_on_all_of_them_need_no_name(three: Path, words: tuple[str, ...]) -> None:
    done(three, *words)
