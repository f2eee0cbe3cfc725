"""Senders and runs killed at random moments: nothing is lost, nothing is doubled.

    python -m benchmarks.kill                       # 100 kills each of delivery, of runs, of a server
    python -m benchmarks.kill delivery --kills 400

`delivery`: messages wait for a server and for a folder; whoever sends them is killed again and again, and sends on.
`runs`: days are made, followed and handed off by `mqa run`, each killed several times; the ledger must then say the
same as that of a workspace in which nobody was killed.
`serving`: a server is killed while handoffs are answered; what it acknowledged must stand once, and be told once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from django.db import connections

from benchmarks.kill_serving import Served, serving
from benchmarks.killing import READY, SECRET, Ended, killed_at_random, receiver, until
from mqa import workspaces
from mqa.cli.starting import write
from mqa.connectors.outbox_files import file_name
from mqa.connectors.webhook import webhook_id
from mqa.delivery.messages import tell
from mqa.delivery.sending import send_due
from mqa.demo.size import Size
from mqa.demo.writing import write_workspace
from mqa.ledger import outbox
from mqa.ledger.models import Handoff, Message, Run, Transition
from mqa.workspaces import Opened

LEASE = 1.0  # seconds; short, so that what a killed one held is soon sent by the next
LAST = date(2026, 6, 30)
COMPANY = Size(accounts=400, days=120, seed=7, last_day=LAST)  # some that are handed off at once on each day
EVENTS = ("handed off", "reminded", "answered")


@dataclass(frozen=True)
class Delivered:
    """What became of the messages. `copies` arrived more than once, and a receiver that knows their keys drops them."""

    killed: int
    messages: int
    lost: int
    copies: int
    twice_by_key: int
    marked_but_never_arrived: int
    dead: int


@dataclass(frozen=True)
class Ran:
    """What the ledger says after runs that were killed, beside one whose runs were not."""

    killed: int
    runs_failed: int
    half_published: int
    handoffs: int
    transitions: int
    messages: int
    lost: int
    doubled: int


def delivery(folder: Path, kills: int, chance: Random, *, each: int = 6) -> Delivered:
    """Let a sender be killed so often, `each` messages of three events for every kill, and then finish."""
    with receiver(chance) as server:
        opened = _workspace(folder, f'Hook: {{ kind: webhook, url: "{server.url}", secret: "${{KILL_SECRET}}" }}')
        workspaces.open_stores(opened)
        now = datetime.now(UTC)
        for nth in range(kills * each):
            body = {"account": {"domain": f"company-{nth}.example"}, "owner": "ann@halyard.example"}
            tell(opened.channels, EVENTS[nth % 3], body, key=f"{EVENTS[nth % 3]}/{nth}", now=now)
        ended, command = Ended(), [sys.executable, "-m", "benchmarks.kill", "send", "--folder", str(folder)]
        while ended.killed < kills and outbox.counts()["waiting"]:
            ended += killed_at_random(command, (0.0, 0.4), chance, after_ready=True)
        send_all(opened)
        keys = [message.key for message in Message.objects.order_by("id")]
        hooked = {webhook_id(key) for key in keys if key.startswith("Hook/")}
        filed = {file_name(key) for key in keys if key.startswith("Files/")}
        files = Counter(path.name for path in (folder / "out").glob("*.json"))
        arrived = server.copies.keys() | files.keys()
        marked = {message.key for message in outbox.latest_sent(len(keys))}
        return Delivered(
            killed=ended.killed,
            messages=len(keys),
            lost=len((hooked | filed) - arrived),
            copies=sum(server.copies.values()) - len(server.copies),
            twice_by_key=sum(files.values()) - len(filed) + len(arrived - hooked - filed),
            marked_but_never_arrived=sum(
                webhook_id(key) not in arrived and file_name(key) not in arrived for key in marked
            ),
            dead=outbox.counts()["dead"],
        )


def served(folder: Path, kills: int, chance: Random) -> Served:
    """Let the server of a new workspace be killed so often while handoffs are answered."""
    opened = _workspace(folder)
    workspaces.open_stores(opened)
    _mqa(folder, "load")
    _mqa(folder, "run", "--as-of", LAST.isoformat())
    return serving(opened, kills, chance)


def runs(folder: Path, kills: int, chance: Random, *, days: int = 5) -> Ran:
    """Let every day's `mqa run` be killed several times before it may finish, and compare with runs left alone.

    Kills fall between the start of the work and its end, as long as that took the run that was left alone.
    """
    first = [LAST - timedelta(days=5 * nth) for nth in reversed(range(days))]
    quiet = _made(folder / "quiet", first, lambda *_: Ended())

    def killed(command: list[str], nth: int) -> Ended:
        window = 0.1 * quiet.seconds[nth], quiet.seconds[nth]
        return sum((killed_at_random(command, window, chance) for _ in range(-(-kills // days))), Ended())

    loud = _made(folder / "loud", first, killed)
    return Ran(
        killed=loud.ended.killed,
        runs_failed=loud.failed,
        half_published=loud.half_published,
        handoffs=loud.facts.total("handoff"),
        transitions=loud.facts.total("transition"),
        messages=loud.facts.total("message"),
        lost=(quiet.facts.counted - loud.facts.counted).total(),
        doubled=(loud.facts.counted - quiet.facts.counted).total(),
    )


@dataclass(frozen=True)
class Facts:
    """What the ledger says, in words that hold no number of a run, and how often it says so."""

    counted: Counter[tuple[object, ...]]

    def total(self, kind: str) -> int:
        """How many facts of a kind there are."""
        return sum(count for fact, count in self.counted.items() if fact[0] == kind)


@dataclass(frozen=True)
class Made:
    """A workspace whose days were made: what its ledger says, and how the processes ended."""

    facts: Facts
    ended: Ended
    seconds: tuple[float, ...]  # that each day's run took when it was left to finish
    failed: int
    half_published: int


def facts() -> Facts:
    """Handoffs, transitions and messages of the open ledger."""
    messages = Message.objects.values_list("channel", "event", "body")
    return Facts(
        Counter(
            [
                *(("handoff", *row) for row in Handoff.objects.values_list("domain", "level", "owner", "state")),
                *(
                    ("transition", *row)
                    for row in Transition.objects.values_list("domain", "day", "from_level", "to_level", "to_stage")
                ),
                *(
                    ("message", channel, event, body["account"]["domain"], body["level"], body.get("day"))
                    for channel, event, body in messages
                ),
            ]
        )
    )


def send_all(opened: Opened, *, seconds: float = 120.0) -> None:
    """Send until nothing waits any more, with a lease so short that what others held is soon free."""

    def nothing_waits() -> bool:
        send_due(opened, datetime.now(UTC), lease=LEASE)
        return not outbox.counts()["waiting"]

    if not until(nothing_waits, seconds):
        raise TimeoutError(f"{outbox.counts()['waiting']} messages still wait")


def main() -> None:
    """Kills as asked, prints what was counted; ends with 1 where anything was lost or doubled."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("what", nargs="?", choices=["all", "delivery", "runs", "serving", "send"], default="all")
    words.add_argument("--kills", type=int)
    words.add_argument("--seed", type=int, default=int(monotonic() * 1000))
    words.add_argument("--folder", type=Path)
    asked = words.parse_args()
    os.environ["KILL_SECRET"] = SECRET
    if asked.what == "send":
        _send(asked.folder)
        return
    scenarios: dict[str, tuple[Callable[..., Delivered | Ran | Served], int]] = {
        "delivery": (delivery, 100),
        "runs": (runs, 100),
        "serving": (served, 100),
    }
    print(f"seed {asked.seed}")
    wrong = False
    for name, (scenario, kills) in scenarios.items():
        if asked.what in ("all", name):
            with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                found = scenario(Path(folder) / "workspace", asked.kills or kills, Random(asked.seed))
                connections.close_all()
            print(
                name + ": " + ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in asdict(found).items())
            )
            wrong |= not unharmed(found)
    sys.exit(wrong)


def unharmed(found: Delivered | Ran | Served) -> bool:
    """Whether nothing was lost, doubled or left half done."""
    if isinstance(found, Delivered):
        return not (found.lost or found.twice_by_key or found.marked_but_never_arrived or found.dead)
    if isinstance(found, Served):
        return not (found.lost or found.doubled or found.untold or found.told_twice)
    return not (found.lost or found.doubled or found.half_published)


def _workspace(folder: Path, *deliveries: str) -> Opened:
    """A new workspace with these deliveries beside one into a folder."""
    write(folder, LAST)
    file = folder / "mqa.yaml"
    said = "".join(f"  {one}\n" for one in ("Files: { kind: file, folder: out }", *deliveries))
    file.write_text(f"{file.read_text(encoding='utf-8')}\ndeliveries:\n{said}", encoding="utf-8")
    return workspaces.opened(folder)


def _made(folder: Path, days: list[date], killed: Callable[[list[str], int], Ended]) -> Made:
    """A workspace in which each day's run is killed as `killed` does, and then left to finish."""
    folder.mkdir(parents=True)
    write_workspace(folder, COMPANY)
    workspaces.open_stores(workspaces.opened(folder))
    _mqa(folder, "load")
    ended, took = Ended(), []
    for nth, day in enumerate(days):
        ended += killed(_command(folder, "run", "--as-of", day.isoformat()), nth)
        began = monotonic()
        _mqa(folder, "run", "--as-of", day.isoformat())
        took.append(monotonic() - began)
    workspaces.open_stores(workspaces.opened(folder))
    half = Run.objects.filter(published_at=None, failed_at=None).count()
    half += Run.objects.exclude(published_at=None).filter(tables=None).count()
    return Made(facts(), ended, tuple(took), Run.objects.exclude(failed_at=None).count(), half)


def _mqa(folder: Path, *words: str) -> None:
    """A command that may take its time."""
    subprocess.run(_command(folder, *words), check=True, capture_output=True)


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "mqa.cli", "--workspace", str(folder), *words]


def _send(folder: Path) -> None:
    """What the killed process does: send until nothing waits."""
    opened = workspaces.opened(folder)
    workspaces.open_stores(opened)
    send_due(opened, datetime.now(UTC), most=2, lease=LEASE)  # everything is imported and open from here on
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    while outbox.counts()["waiting"]:
        send_due(opened, datetime.now(UTC), lease=LEASE)
        sleep(0.05)


if __name__ == "__main__":
    main()
