"""`mqa deliver` and `mqa messages` in a workspace whose deliveries go into a folder and to a server that is gone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.cli.workspace import DAY, answer, done, mqa, written
from tests.connectors.receivers import Answer, receiver

EARLIER = "2026-06-10"
SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cywgYW5kIG9mIG5vdGhpbmc="


def ran_with(folder: Path, deliveries: str) -> None:
    """The next run, which tells these deliveries of what changed."""
    file = folder / "mqa.yaml"
    file.write_text(file.read_text(encoding="utf-8") + f"\ndeliveries:\n  {deliveries}\n", encoding="utf-8")
    done(folder, "run", "--as-of", DAY)


def hook(url: str) -> str:
    return f'Hook: {{ kind: webhook, url: "{url}", secret: "${{HOOK_SECRET}}", for: [level entered] }}'


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace some of whose accounts have changed their level since its only run."""
    folder = written(tmp_path_factory.mktemp("ran") / "harrow")
    done(folder, "load")
    done(folder, "run", "--as-of", EARLIER)
    connections.close_all()
    return folder


@pytest.fixture
def workspace(ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    yield shutil.copytree(ran, tmp_path / "harrow")
    connections.close_all()


def test_what_a_run_asks_for_is_told_once(workspace: Path):
    ran_with(workspace, "Files: { kind: file, folder: out }")
    first, second = answer(workspace, "deliver"), answer(workspace, "deliver")
    files = list((workspace / "out").glob("*.json"))
    assert first["messages"] == {"sent": len(files), "failed": 0, "dead": 0}
    assert second["messages"] == {"sent": 0, "failed": 0, "dead": 0}
    assert second["outbox"] == {"waiting": 0, "sent": len(files), "dead": 0}


def test_a_dead_message_is_listed_with_its_error_and_can_be_sent_again(workspace: Path):
    answers = [Answer(404)]
    with receiver(lambda _: answers[0]) as at:
        ran_with(workspace, hook(at.url))
        died = answer(workspace, "deliver")["messages"]["dead"]
        assert died > 0
        dead = answer(workspace, "messages", "--dead")["messages"]
        assert {message["last_error"] for message in dead} == {"The webhook answered 404."}
        answers[0] = Answer()
        assert answer(workspace, "messages", "--retry", dead[0]["key"])["retried"] == [dead[0]["key"]]
        assert answer(workspace, "deliver")["outbox"]["dead"] == died - 1
        done(workspace, "messages", "--retry", "all")
        assert answer(workspace, "deliver")["outbox"]["dead"] == 0


def test_an_unknown_message_cannot_be_sent_again(workspace: Path):
    result = mqa(workspace, "messages", "--retry", "nothing")
    assert result.exit_code == 2
    assert "There is no dead message “nothing”." in result.output


def test_a_channel_that_is_down_is_named_and_its_messages_wait(workspace: Path):
    with receiver() as gone:
        pass
    ran_with(workspace, hook(gone.url))
    printed = done(workspace, "deliver")
    assert "Hook: The webhook cannot be reached" in printed
    assert "Next: mqa messages" in printed
    listed = json.loads(done(workspace, "messages", "--json"))
    assert {message["state"] for message in listed["messages"]} == {"waiting"}


def test_a_message_that_was_sent_is_shown_on_request(workspace: Path):
    ran_with(workspace, "Files: { kind: file, folder: out, for: [level entered] }")
    done(workspace, "deliver")
    assert done(workspace, "messages").startswith("0 waiting, ")
    assert "Files/level entered/run 2/account " in done(workspace, "messages", "--sent")
