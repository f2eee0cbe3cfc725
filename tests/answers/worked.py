"""A ledger in which some accounts have come a long way: changes, handoffs and answers as literal rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mqa.handoff.agreed import Sales, Schedule
from mqa.handoff.settings import Settings
from mqa.ledger.models import DefinitionVersion, Disposition, Handoff, Published, Run, ServedAccount, Transition
from mqa.sources.agreed import Workspace
from mqa.terms.durations import day_number
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened
from tests.definitions import definition
from tests.tables import Rows, table

AGREED_ON = definition(
    conditions="""
        Warm: { engagement_at_least: 30 }
        Hot: { engagement_at_least: 60 }
    """,
    levels="""
        Watch: { when: Warm, stage: account of interest, action: nurture }
        Qualified: { when: Hot, stage: MQA, action: direct_outreach }
    """,
)
AGREEMENT = Agreement(AGREED_ON, "v1", "")


def opened(folder: Path) -> Opened:
    """A workspace over the ledger that lies in a folder."""
    agreed = Workspace("Small", "Europe/Amsterdam", (), "warehouse", "ledger.sqlite3", True, (), ())
    return Opened(folder, agreed, (), (AGREEMENT,), (), Settings(Sales(), Schedule(), ()))


def run_of(day: str) -> Run:
    """A published run of a day, the latest there is."""
    as_of = day_number(date.fromisoformat(day))
    made = Run.objects.create(
        definition="Small", version="v1", kind="live", as_of=as_of, known_at=as_of, fold_from=as_of, token=1
    )
    Run.objects.filter(pk=made.pk).update(published_at=datetime.now(UTC), followed_at=datetime.now(UTC))
    Published.objects.create(definition="Small", kind="live", as_of=as_of, known_at=as_of, run=made)
    return made


def changes(text: str, run: Run, begins: str = "2026-01-01") -> None:
    """Changes of stage as rows `account_id day from_stage to_stage [from_level to_level]`; a run each account once.

    `begins`: the day of the runs that found them, from which on there is a record.
    """
    as_of = day_number(date.fromisoformat(begins))
    for row in _named(table(text)):
        given = {"from_level": "", "to_level": "", "cause": "scores"} | row
        given = {key: value or "" if key.endswith(("stage", "level")) else value for key, value in given.items()}
        apart = Run.objects.create(
            **{name: getattr(run, name) for name in RUN} | {"as_of": as_of}
        )  # an account changes once a run
        Transition.objects.create(definition="Small", domain=f"a{row['account_id']}.example", run=apart, **given)


RUN = ("definition", "version", "kind", "as_of", "known_at", "fold_from", "token")


def serve(run: Run, account_id: int, **told: object) -> None:
    """One account as the run left it."""
    texts = ("owner", "segment", "tier", "state", "grade", "cause")
    numbers = (
        *("known_share", "engagement", "breadth", "depth", "recency", "product", "engaged", "seen", "known"),
        *("level_rank", "hindsight"),
    )
    given = dict.fromkeys(texts, "") | dict.fromkeys(numbers, 0) | {"level": "Qualified", "stage": "MQA"} | told
    name = f"Account {account_id}"
    domain = f"a{account_id}.example"
    ServedAccount.objects.create(run=run, rank=account_id, account_id=account_id, domain=domain, name=name, **given)


def handoff(run: Run, account_id: int, opened_at: datetime, *, hours: int = 24, **told: object) -> Handoff:
    """A handoff that is due so many hours after it was opened."""
    version, _ = DefinitionVersion.objects.get_or_create(version="v1", defaults={"name": "Small", "text": ""})
    due_at = opened_at + timedelta(hours=hours)
    given = {
        "level": "Qualified",
        "level_rank": 2,
        "tier": "Tier 1",
        "segment": "Every account",
        "route": "Everyone",
        "owner": "rep@halyard.example",
        "path": "the only route",
        "respond_within": f"{hours} hours",
        **told,
    }
    return Handoff.objects.create(
        definition="Small",
        version=version,
        account_id=account_id,
        domain=f"a{account_id}.example",
        name=f"Account {account_id}",
        run=run,
        opened_at=opened_at,
        due_at=due_at,
        remind_at=opened_at + timedelta(hours=hours / 2),
        escalate_at=due_at,
        reclaim_at=due_at + timedelta(days=3),
        **given,
    )


def answer(of: Handoff, said: str, at: datetime, *, reason: str = "", told: str = "") -> Disposition:
    """What sales said of a handoff, which closes it."""
    Handoff.objects.filter(pk=of.pk).update(state=said, closed_at=at, reason=reason)
    return Disposition.objects.create(
        handoff=of,
        definition="Small",
        account_id=of.account_id,
        answer=said,
        reason=reason,
        told=told,
        by="rep@halyard.example",
        day=day_number(at.date()),
        at=at,
    )


def _named(written: Rows) -> list[dict[str, object]]:
    return [dict(zip(written.columns, row, strict=True)) for row in written.rows]
