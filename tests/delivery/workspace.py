"""A workspace of nothing but its deliveries."""

from __future__ import annotations

from pathlib import Path

from mqa.handoff.settings import settings
from mqa.sources.workspace import workspace
from mqa.workspaces import Opened

ABOUT = "workspace: { name: Halyard, time_zone: Europe/Amsterdam, address: https://mqa.halyard.example }\n"
SALES = "sales: { people: { Ann Lee: ann@halyard.example } }\n"


def delivering(folder: Path, **deliveries: str) -> Opened:
    """A workspace with these deliveries, each written as in `mqa.yaml`."""
    text = ABOUT + SALES + "deliveries:\n" + "".join(f"  {name}: {said}\n" for name, said in deliveries.items())
    agreed, problems = workspace(text, "mqa.yaml")
    said, wrong = settings(text, "mqa.yaml", "Europe/Amsterdam", lists={})
    assert agreed is not None, problems
    assert not problems
    assert not wrong
    return Opened(folder, agreed, (), (), (), said)
