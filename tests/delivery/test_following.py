from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mqa.delivery import amending, following
from mqa.delivery.following import Followed, follow
from mqa.ledger import definitions, outbox
from mqa.ledger.models import Run, ServedAccount, Transition
from mqa.terms.rules import Agreement, Level
from mqa.workspaces import Opened
from tests.definitions import definition
from tests.delivery.workspace import delivering
from tests.ledger.accounts import run_with

NOW = datetime(2026, 7, 1, 6, tzinfo=UTC)
RULES = definition(
    conditions="""
        Warm: { engagement_at_least: 30 }
        Hot: { engagement_at_least: 60 }
    """,
    levels="""
        Watch: { when: Warm, stage: account of interest, action: nurture }
        Qualified: { when: Hot, stage: MQA, action: direct_outreach }
    """,
)
AGREEMENT = Agreement(replace(RULES, name="Halyard"), "v1", "")
pytestmark = pytest.mark.usefixtures("ledger")


def workspace(folder: Path) -> Opened:
    """A workspace with one channel that hears everything."""
    return replace(delivering(folder, Files="{ kind: file, folder: out }"), agreements=(AGREEMENT,))


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """The same in the test's folder."""
    definitions.keep("Halyard", "v1", "levels: { Watch: { action: nurture }, Qualified: { action: direct_outreach } }")
    return workspace(tmp_path)


def level(name: str, since: int, account: int = 1) -> str:
    """The account at a level, as a run serves it."""
    stage = {"Watch": "account of interest", "Qualified": "MQA"}[name]
    return f"account_id  level  since  stage  name\n{account}  {name}  {since}  {stage}  Acme"


def told() -> list[tuple[str, str]]:
    """What was told: event and level."""
    return [(message.event, message.body["level"]) for message in outbox.waiting()]


def stood_nowhere(opened: Opened) -> None:
    """Somebody watched before: the account was a prospect on day 90."""
    run_with("account_id  stage\n1  prospect", 90)
    follow(opened, AGREEMENT, NOW)


def test_a_run_is_followed_once(opened: Opened) -> None:
    stood_nowhere(opened)
    run = run_with(level("Qualified", 99))
    assert follow(opened, AGREEMENT, NOW) == Followed(run, 100, transitions=1, told=1)
    assert follow(opened, AGREEMENT, NOW) == Followed()
    assert (Transition.objects.count(), told()) == (2, [("level entered", "Qualified")])


def test_without_a_run_there_is_nothing_to_follow(opened: Opened) -> None:
    assert follow(opened, AGREEMENT, NOW) == Followed()


def test_a_message_says_what_is_done_at_the_level_and_why(opened: Opened) -> None:
    stood_nowhere(opened)
    run_with(level("Qualified", 99))
    follow(opened, AGREEMENT, NOW)
    (message,) = outbox.waiting()
    assert message.body == {
        "definition": "Halyard",
        "account": {"id": 1, "domain": "a1.example", "name": "Acme"},
        "owner": "",
        "level": "Qualified",
        "action": "direct_outreach",
        "day": "2000-04-09",
        "stage": "MQA",
        "cause": "scores",
    }


def test_going_from_one_level_to_another_is_leaving_and_entering(opened: Opened) -> None:
    stood_nowhere(opened)
    run_with(level("Watch", 95), 95)
    follow(opened, AGREEMENT, NOW)
    run_with(level("Qualified", 100), 100)
    follow(opened, AGREEMENT, NOW)
    assert told() == [("level entered", "Watch"), ("level left", "Watch"), ("level entered", "Qualified")]


def test_an_action_that_goes_on_under_another_level_does_not_end(opened: Opened) -> None:
    definitions.keep("Halyard", "v2", "levels: { Watch: { action: nurture }, Qualified: { action: nurture } }")
    same = replace(AGREEMENT.definition, levels=(RULES.levels[0], replace(RULES.levels[1], action="nurture")))
    going_on = Agreement(same, "v2", "")
    workspace = replace(opened, agreements=(going_on,))
    run_with(level("Watch", 95), 95, version="v2")
    follow(workspace, going_on, NOW)
    run_with(level("Qualified", 100), 100, version="v2")
    follow(workspace, going_on, NOW)
    assert told() == [("level entered", "Watch"), ("level entered", "Qualified")]


ANOTHER = replace(RULES.levels[0], action="advertise")


@pytest.mark.parametrize("lower", [(), (ANOTHER,)], ids=["its level is gone", "its level asks for another one"])
def test_an_action_ends_as_it_began(opened: Opened, lower: tuple[Level, ...]) -> None:
    stood_nowhere(opened)
    run_with(level("Watch", 95), 95)
    follow(opened, AGREEMENT, NOW)
    changed = Agreement(replace(AGREEMENT.definition, levels=(*lower, RULES.levels[1])), "v2", "")
    run_with(level("Qualified", 100), 100, version="v2")
    follow(replace(opened, agreements=(changed,)), changed, NOW)
    assert [(message.event, message.body["action"]) for message in outbox.waiting()] == [
        ("level entered", "nurture"),
        ("level left", "nurture"),
        ("level entered", "direct_outreach"),
    ]


def test_a_level_without_an_action_is_told_to_nobody(opened: Opened) -> None:
    stood_nowhere(opened)
    watched = replace(AGREEMENT.definition, levels=(replace(RULES.levels[0], action=""), RULES.levels[1]))
    quiet = Agreement(watched, "v1", "")
    run_with(level("Watch", 99))
    assert follow(replace(opened, agreements=(quiet,)), quiet, NOW).told == 0


def test_on_the_first_day_only_what_happened_on_it_is_told(opened: Opened) -> None:
    run_with(level("Qualified", 60) + "\n2  Qualified  100  MQA  Beta", 100)
    assert follow(opened, AGREEMENT, NOW).transitions == 2
    assert [message.body["account"]["id"] for message in outbox.waiting()] == [2]


def test_a_run_that_was_overtaken_is_marked_and_the_later_one_says_it_all(opened: Opened) -> None:
    stood_nowhere(opened)
    run_with(level("Watch", 95), 95)
    run = run_with(level("Qualified", 99), 100)
    assert follow(opened, AGREEMENT, NOW).run_id == run
    assert told() == [("level entered", "Qualified")]
    assert not Run.objects.filter(followed_at=None).exists()


def test_serving_copies_go_with_the_run_after_next(opened: Opened) -> None:
    stood_nowhere(opened)
    before = run_with(level("Qualified", 99))
    follow(opened, AGREEMENT, NOW)
    run = run_with(level("Qualified", 99), 101)
    follow(opened, AGREEMENT, NOW)
    assert set(ServedAccount.objects.values_list("run_id", flat=True)) == {before, run}


# --- crashes -------------------------------------------------------------------------------------------------


def nothing_entered() -> bool:
    """Whether the ledger is as it was before the run of day 100 was followed."""
    waits = Run.objects.filter(as_of=100, followed_at=None).count() == 1
    return waits and Transition.objects.filter(run__as_of=100).count() == 0 and told() == []


@pytest.mark.parametrize("moment", ["tell", "amend_and_withdraw", "mark"])
def test_an_error_in_the_middle_leaves_nothing_and_the_next_call_does_it_all(
    opened: Opened, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("The disk is full.")

    stood_nowhere(opened)
    run = run_with(level("Qualified", 99))
    where = {"tell": following, "amend_and_withdraw": amending, "mark": following.followed}[moment]
    with monkeypatch.context() as broken:
        broken.setattr(where, moment, fail)
        with pytest.raises(RuntimeError):
            follow(opened, AGREEMENT, NOW)
    assert nothing_entered()
    assert follow(opened, AGREEMENT, NOW) == Followed(run, 100, transitions=1, told=1)


CHILD = """
import os, signal, sys
from pathlib import Path
from mqa.delivery.following import follow
from mqa.ledger import transitions
from mqa.ledger.opening import open_ledger
from tests.delivery.test_following import AGREEMENT, NOW, workspace

done = getattr(transitions, sys.argv[2])

def die(*given, **named):
    done(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(transitions, sys.argv[2], die)
open_ledger(Path(sys.argv[1]))
follow(workspace(Path(sys.argv[1]).parent), AGREEMENT, NOW)
"""


@pytest.mark.parametrize("moment", ["enter", "moved"])
def test_a_process_killed_in_the_middle_leaves_nothing(opened: Opened, ledger: Path, moment: str) -> None:
    stood_nowhere(opened)
    run = run_with(level("Qualified", 99))
    killed = subprocess.run([sys.executable, "-c", CHILD, str(ledger), moment], cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    assert nothing_entered()
    assert follow(opened, AGREEMENT, NOW).run_id == run
    assert told() == [("level entered", "Qualified")]
