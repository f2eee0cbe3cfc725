"""Where teams sign, what they signed governs clocks, moments and answers, whatever the file says meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from mqa import versions, workspaces
from mqa.answers import inbox
from mqa.delivery.answering import answer
from mqa.delivery.clocks import keep
from mqa.ledger import agreements, definitions, outbox
from mqa.ledger.handoffs import version_row
from mqa.ledger.models import Handoff
from mqa.terms.problems import Refused
from mqa.workspaces import Opened, chosen
from tests.cli.workspace import answer as said_by

SATURDAY, MONDAY = datetime(2026, 7, 4, 9, tzinfo=UTC), datetime(2026, 7, 6, 9, tzinfo=UTC)
MILA = "mila@harrow-example.com"
DRAFT = {
    'cadence: "monday 08:00"': 'cadence: "thursday 10:00"',
    "rejected: 60 days": "rejected: 5 days",
    "timing: [no project]": "timing: [nothing planned]",
    "dispositions:  ": "sla: { escalate_to: draft@harrow-example.com }\n\ndispositions:  ",
}
SETTINGS = "agreement: { sign_off: [marketing, sales] }\n\ndeliveries: { Files: { kind: file, folder: out } }\n\n"


@pytest.fixture
def workspace(harrow: Path, tmp_path: Path) -> Iterator[Opened]:
    """One account is handed off by the version that is active; the file was changed since."""
    folder = shutil.copytree(harrow, tmp_path / "harrow")
    settings, text = folder / "mqa.yaml", folder / "definitions" / "harrow.yaml"
    settings.write_text(settings.read_text().replace("identity:\n", f"{SETTINGS}identity:\n"))
    signed = workspaces.opened(folder)
    workspaces.open_stores(signed)
    agreements.add("activated", chosen(signed).version, who="ada@harrow.example", now=SATURDAY)
    changed = text.read_text()
    for before, after in DRAFT.items():
        assert changed.count(before) == 1, before
        changed = changed.replace(before, after)
    text.write_text(changed)
    yield workspaces.opened(folder)
    connections.close_all()


def reject(workspace: Opened, reason: str) -> str:
    """Rejects the handoff; what is wrong with it, if anything."""
    number = Handoff.objects.get().pk
    try:
        answer(workspace, chosen(workspace), number, "rejected", reason=reason, by=MILA, now=SATURDAY)
    except Refused as error:
        return str(error)
    return ""


def handed_off_by_a_version_that_is_gone() -> None:
    """The handoff's version can no longer be read."""
    definitions.keep("Harrow new business", "0" * 32, "no definition")
    Handoff.objects.update(version=version_row("0" * 32))


def test_reasons_are_those_that_were_agreed_on_and_not_those_of_the_draft(workspace: Opened) -> None:
    assert "“nothing planned” is not agreed on as a reason." in reject(workspace, "nothing planned")
    assert not reject(workspace, "no project")


def test_reasons_are_those_in_force_where_the_version_that_handed_off_is_gone(workspace: Opened) -> None:
    handed_off_by_a_version_that_is_gone()
    assert "“nothing planned” is not agreed on as a reason." in reject(workspace, "nothing planned")
    assert not reject(workspace, "no project")


def test_a_handoff_is_answered_as_it_was_handed_off_though_another_version_is_active_since(workspace: Opened) -> None:
    versions.keep(chosen(workspace))
    agreements.add("activated", chosen(workspace).version, who="ada@harrow.example", now=SATURDAY)
    assert not reject(workspace, "no project")


def test_nobody_is_told_of_what_is_overdue_because_a_draft_names_them(workspace: Opened) -> None:
    Handoff.objects.update(escalate_at=MONDAY, reclaim_at=MONDAY + timedelta(days=9))
    assert len(keep(workspace, chosen(workspace), MONDAY).escalated) == 1
    (told,) = [message for message in outbox.waiting() if message.event == "escalated"]
    assert "to" not in told.body


def test_the_inbox_tells_of_the_moments_the_reasons_and_the_rest_that_were_agreed_on(workspace: Opened) -> None:
    draft, one = chosen(workspace), Handoff.objects.get()
    coming = inbox.coming(workspace, draft, SATURDAY).at
    assert coming is not None
    assert f"{coming:%A}" == "Monday"
    assert "no project" in (inbox.whole(workspace, draft, one.pk, SATURDAY).may["rejected"] or ())
    reject(workspace, "no project")
    assert "rests for 60 days" in inbox.done(workspace, draft, one.dispositions.get())
    assert datetime.fromisoformat(said_by(workspace.folder, "handoffs")["next"]).strftime("%A") == "Monday"


def test_where_nothing_that_was_agreed_on_can_be_read_a_handoff_is_read_but_not_answered(
    workspace: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions._read.cache_clear()
    monkeypatch.setattr(versions, "identity", lambda _: "0" * 32)
    found = inbox.whole(workspace, chosen(workspace), Handoff.objects.get().pk, SATURDAY)
    assert found.may == {"accepted": None, "rejected": None, "deferred": None}
    assert "mqa definition submit; then mqa definition sign" in reject(workspace, "no project")
    versions._read.cache_clear()
