"""A workspace whose definitions are drafts beside what runs: in each state that a comparison of one may have.

Nothing is loaded and nobody is judged: what ran and what came of comparisons is written down as if.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections

from mqa import agreeing, versions, workspaces
from mqa.ledger import comparisons, leases, runs
from mqa.ledger.models import User
from mqa.terms.durations import day_number
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened
from tests.cli.workspace import TODAY, written
from tests.web.conftest import PEOPLE, hashed

MO = PEOPLE["marketing"][0]
NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)
AS_OF = day_number(TODAY)
FILE = "definitions/harrow.yaml"
NAME = "name: Harrow new business"
CHANGE = ("engagement_at_least: 55", "engagement_at_least: 50")
STATES = ("same", "not asked", "waiting", "under way", "failed", "stale", "done")
WHY = {
    "condition": "Engaged",
    "on": "2026-06-28",
    "was_seen": "51.2",
    "was_needed": "55.0",
    "was_holds": False,
    "now_seen": "51.2",
    "now_needed": "50.0",
    "now_holds": True,
    "words": "Engaged: has 51.2, needs 55.0 → 50.0",
}


def moved(
    number: int, domain: str, handed: int, levels: tuple[str | None, str | None], **others: Any
) -> dict[str, Any]:
    """An account that would stand elsewhere."""
    usual = {"tier": "Usual", "segment": "Others", "owner": "Mila Jansen", "open_pipeline": False, "name": domain[:4]}
    decided = {"since": "2026-06-28", "why": [WHY], "because": f"since 28 June 2026: {WHY['words']}.", "cause": ""}
    level = {"from": levels[0], "to": levels[1]}
    return {"account_id": number, "domain": domain, "handed": handed, **level, **usual, **decided, **others}


RESULT: dict[str, Any] = {
    "definition": "Harrow",
    "was": "0" * 32,
    "now": "1" * 32,
    "from": "2026-06-30",
    "to": "2026-06-30",
    "enter": 14,
    "leave": 9,
    "elsewhere": 24,
    "explained": 4,
    "differences": [],
    "levels": [
        {"name": "Qualified", "handed": True, "was": 50, "now": 55, "enter": 14, "leave": 9},
        {"name": "Watch", "handed": False, "was": 80, "now": 75, "enter": 10, "leave": 15},
    ],
    "moves": [{"from": "Watch", "to": "Qualified", "accounts": 14}],
    "parts": [
        {"kind": "tier", "name": "Usual", "enter": 14, "leave": 9},
        {"kind": "segment", "name": "Others", "enter": 14, "leave": 9},
        {"kind": "owner", "name": "Mila Jansen", "enter": 13, "leave": 9},
        {"kind": "owner", "name": "", "enter": 1, "leave": 0},
        {"kind": "pipeline", "name": "no opportunity is open", "enter": 13, "leave": 9},
        {"kind": "pipeline", "name": "an opportunity is open", "enter": 1, "leave": 0},
    ],
    "periods": [
        {
            "first": "2026-06-01",
            "last": "2026-06-30",
            "was": 56,
            "now": 61,
            "only_was": [],
            "only_now": ["calderon-example.com"],
            "capacity": 100,
        }
    ],
    "deciding": [{"condition": "Engaged", "enter": 14, "leave": 9}],
}
ACCOUNTS = [
    moved(1, "calderon-example.com", 1, ("Watch", "Qualified")),
    moved(2, "brightport-example.com", 1, (None, "Qualified"), owner="", open_pipeline=True),
    moved(3, "delmar-example.com", -1, ("Qualified", "Watch"), tier="Wanted"),
    moved(4, "eastgate-example.com", 0, ("Watch", None), since=None, why=[], because=""),
]


def drafts(folder: Path, *, sign_off: bool = False) -> None:
    """Fills a folder with a definition for each state, named for it; its people may sign in.

    `sign_off`: both teams must sign, and have signed what runs; marketing has signed the draft that is `done`.
    """
    written(folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    for state in STATES:
        (folder / file_of(state)).write_text(text.replace(NAME, f"name: {state}"), encoding="utf-8")
    mqa = folder / "mqa.yaml"
    said = mqa.read_text(encoding="utf-8").replace(f"[{FILE}]", f"[{', '.join(map(file_of, STATES))}]")
    mqa.write_text(f"{said}\nagreement: {{ sign_off: [marketing, sales] }}\n" if sign_off else said, encoding="utf-8")
    before = opened(folder)
    add_people()
    for agreement in before.agreements:
        ran(agreement)
        if sign_off:
            agree(before, agreement, "submit", "marketing", "sales", "activate")
    for state in STATES[1:]:
        draft = folder / file_of(state)
        draft.write_text(draft.read_text(encoding="utf-8").replace(*CHANGE), encoding="utf-8")
    after = opened(folder)
    for was, now in zip(before.agreements, after.agreements, strict=True):
        if now.definition.name not in ("same", "not asked"):
            versions.keep(now)
            comparisons.ask(was.version, now.version, who=MO, at=NOW)
    numbers = {one.definition: one.number for one in comparisons.waiting()}
    comparisons.fail(numbers["failed"], "definitions/failed.yaml, 1 problem\n\n  line 80: “Engaged” is gone.")
    for state in ("stale", "done"):
        with leases.held() as token:
            comparisons.begin(numbers[state], last_run(state), token=token)
            comparisons.finish(numbers[state], RESULT, ACCOUNTS)
    ran(before.agreements[STATES.index("stale")], days_later=1)
    if sign_off:
        agree(after, after.agreements[STATES.index("done")], "submit", "marketing")


@contextmanager
def looked_at(folder: Path) -> Iterator[Opened]:
    """The workspace, open for pages, while the comparison that is under way holds the writer's lease."""
    from mqa.web.settings import configure

    workspace = opened(folder)
    configure(workspace, hosts=["testserver"])
    token = leases.acquire()
    (begun,) = [one for one in comparisons.waiting() if one.definition == "under way"]
    comparisons.begin(begun.number, last_run("under way"), token=token)
    yield workspace
    workspaces.open_stores(workspace)
    leases.release(leases.WRITER, token)
    connections.close_all()


def file_of(state: str) -> str:
    """Where the definition of a state lies."""
    return f"definitions/{state.replace(' ', '-')}.yaml"


def opened(folder: Path) -> Opened:
    """The workspace as its files are now."""
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    return workspace


def add_people() -> None:
    """A person of each role."""
    User.objects.bulk_create(
        User(email=email, name=name, role=role, password=hashed(), welcomed_at=NOW)
        for role, (email, name) in PEOPLE.items()
    )


def ran(agreement: Agreement, *, days_later: int = 0) -> None:
    """Writes down a run of a version, of nobody."""
    versions.keep(agreement)
    as_of = AS_OF + days_later
    with leases.held() as token:
        number = runs.begin(agreement.definition.name, agreement.version, as_of, as_of, as_of - 90, token=token)
        runs.publish(number, {})


def last_run(name: str) -> int:
    """The number of the last run of a definition."""
    run = runs.published(name)
    assert run is not None
    return run.run_id


def agree(workspace: Opened, agreement: Agreement, *steps: str) -> None:
    """Takes steps with a version: submits, signs for a team, activates."""
    for step in steps:
        if step == "submit":
            agreeing.submit(agreement, note="five points less, for a quarter", by=MO, now=NOW)
        elif step == "activate":
            agreeing.activate(workspace, agreement, by=PEOPLE["admin"][0], now=NOW)
        else:
            agreeing.sign(agreement, step, note="until October", by=PEOPLE[step][0], now=NOW)
