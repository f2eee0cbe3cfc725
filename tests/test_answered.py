"""What sales answered reaches the runs of its definition: once, by the next run, and no other definition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
from django.db import connections

from mqa import runs, workspaces
from mqa.answered import store_answers
from mqa.ledger import dispositions, leases, segments, stored_answers
from mqa.ledger import runs as published
from mqa.ledger.models import DefinitionVersion, Disposition, Handoff, Load, Run, ServedAccount, StoredAnswer
from mqa.terms.durations import day_number
from mqa.workspaces import Opened
from tests.cli.workspace import TODAY, answer

DAY = day_number(TODAY)
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def opened(harrow: Path, tmp_path: Path) -> Iterator[Opened]:
    """A first workspace, loaded, with a run of DAY, for one test alone."""
    copytree(harrow, tmp_path / "harrow")
    workspace = workspaces.opened(tmp_path / "harrow")
    workspaces.open_stores(workspace)
    yield workspace
    connections.close_all()


def run(opened: Opened, day: int) -> int:
    (agreement,) = opened.agreements
    return runs.run(opened.warehouse, agreement, day).run_id


def qualified(run_id: int) -> ServedAccount:
    """The first account at MQA."""
    return ServedAccount.objects.filter(run=run_id, stage="MQA").order_by("rank")[0]


def now_at(account: ServedAccount, run_id: int) -> tuple[str, str]:
    """The stage and cause of an account in a run."""
    found = ServedAccount.objects.get(run=run_id, account_id=account.account_id)
    return found.stage, found.cause


def answered(opened: Opened, account: ServedAccount, answer: str, day: int, until: int | None = None) -> Disposition:
    """A disposition of a handoff of the account."""
    (agreement,) = opened.agreements
    given = {"account_id": account.account_id, "domain": account.domain, "name": "", "owner": "Ann", "path": ""}
    times = dict.fromkeys(("opened_at", "due_at", "remind_at", "escalate_at", "reclaim_at", "closed_at"), NOON)
    handoff = Handoff.objects.create(
        definition=agreement.definition.name,
        version=DefinitionVersion.objects.get(version=agreement.version),
        run_id=account.run_id,
        level=account.level,
        level_rank=account.level_rank,
        **given,
        **times,
    )
    said = {"reason": "", "told": "", "until": until, "note": "", "by": "Ann", "day": day, "now": NOON, "key": ""}
    return dispositions.enter(handoff, answer, **said)


def test_an_answer_given_after_the_days_run_is_heard_by_the_next_days_run(opened: Opened) -> None:
    account = qualified(Run.objects.get().pk)
    answered(opened, account, "rejected", DAY)
    assert now_at(account, run(opened, DAY + 1)) == ("recycled", "rejected")


def test_an_accepted_account_that_sales_takes_back_is_recycled_and_cools_down(opened: Opened) -> None:
    account = qualified(Run.objects.get().pk)
    answered(opened, account, "accepted", DAY)
    assert now_at(account, run(opened, DAY)) == ("SAA", "accepted")
    answered(opened, account, "rejected", DAY + 1)
    taken_back = run(opened, DAY + 1)
    assert now_at(account, taken_back) == ("recycled", "rejected")
    assert ServedAccount.objects.get(run=taken_back, account_id=account.account_id).cooling_until > DAY + 1


def test_an_answer_is_heard_by_another_run_of_its_day(opened: Opened) -> None:
    account = qualified(Run.objects.get().pk)
    answered(opened, account, "accepted", DAY)
    assert now_at(account, run(opened, DAY)) == ("SAA", "accepted")


def test_each_answer_is_stored_once_as_a_load_of_its_own(opened: Opened) -> None:
    account = qualified(Run.objects.get().pk)
    first = answered(opened, account, "accepted", DAY)
    run(opened, DAY)
    second = answered(opened, account, "qualified", DAY)
    run(opened, DAY + 1)
    run(opened, DAY + 1)
    assert list(StoredAnswer.objects.values_list("last_disposition", flat=True)) == [first.pk, second.pk]
    assert Load.objects.filter(source="Sales' answers").count() == 2


def test_a_run_says_which_answers_it_could_read(opened: Opened) -> None:
    account = qualified(Run.objects.get().pk)
    said = answered(opened, account, "accepted", DAY + 1)
    numbers = [run(opened, DAY), run(opened, DAY + 1)]
    assert [Run.objects.get(pk=number).answers_seen for number in numbers] == [0, said.pk]


def test_a_run_that_fails_after_storing_loses_no_answer(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    account = qualified(Run.objects.get().pk)
    answered(opened, account, "rejected", DAY)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(published, "publish", fail)
        with pytest.raises(RuntimeError):
            run(opened, DAY)
    assert now_at(account, run(opened, DAY + 1)) == ("recycled", "rejected")


def test_an_error_between_storing_and_listing_leaves_the_answers_waiting(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = opened.agreements[0].definition.name
    answered(opened, qualified(Run.objects.get().pk), "rejected", DAY)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with leases.held() as token:
        with monkeypatch.context() as broken:
            broken.setattr(StoredAnswer.objects, "create", fail)
            with pytest.raises(RuntimeError):
                store_answers(opened.warehouse, name, token=token)
        waiting = stored_answers.waiting(name)
        assert (segments.live("dispositions"), waiting and waiting.count) == ([], 1)
        store_answers(opened.warehouse, name, token=token)
    assert (len(stored_answers.files(name)), stored_answers.waiting(name)) == (1, None)


def test_another_definition_reads_none_of_them(opened: Opened) -> None:
    (agreement,) = opened.agreements
    answered(opened, qualified(Run.objects.get().pk), "rejected", DAY)
    run(opened, DAY)
    assert stored_answers.files(agreement.definition.name) == segments.live("dispositions")
    assert (stored_answers.files("Another"), stored_answers.waiting("Another")) == ([], None)


def test_a_run_of_an_earlier_day_writes_no_serving_copy(opened: Opened) -> None:
    earlier = run(opened, DAY - 1)
    assert not ServedAccount.objects.filter(run=earlier).exists()


def test_the_serving_copy_is_the_ranked_list(opened: Opened) -> None:
    listed = answer(opened.folder, "accounts", "--limit", "10000")["accounts"]
    columns = ("rank", "domain", "name", "tier", "segment", "grade", "engagement", "stage", "cause", "engaged", "known")
    served = ServedAccount.objects.order_by("rank").values(*columns)
    assert list(served) == [{column: row[column] for column in columns} for row in listed]
