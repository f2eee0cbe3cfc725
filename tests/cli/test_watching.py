"""`mqa watch`: what comes is loaded, judged again and handed off."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from mqa import runs, workspaces
from mqa.ledger import leases
from mqa.ledger.models import Run
from mqa.live import handing
from mqa.live.watching import Round, Watch
from mqa.terms.problems import Busy, Unavailable
from tests.cli.workspace import done, mqa

NOW = datetime.now(UTC).date().isoformat()
BUYERS = {
    "cfo": "Chief Financial Officer",
    "cio": "IT Manager",
    "planner": "Supply Chain Planner",
    "head": "Head of Supply Chain Planning",
}


def buy(folder: Path) -> None:
    """Four people of Calderon, with the roles that matter, ask for a demo today."""
    for name, title in BUYERS.items():
        with (folder / "data/contacts.csv").open("a") as file:
            file.write(f"C-{name},{name}@calderon-example.com,{title},A-2,{NOW},false\n")
        with (folder / "data/forms.csv").open("a") as file:
            file.write(f"F-{name},{NOW}T00:00:00,demo,,{name}@calderon-example.com\n")


def watched(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in done(folder, "watch", "--once", "--json").splitlines()]


def test_without_a_run_of_today_one_is_made(mine: Path) -> None:
    [one] = watched(mine)
    assert (one["made"], one["judged_again"]) == (True, 0)


def test_what_comes_is_loaded_and_whom_it_concerns_judged_again_and_handed_off(mine: Path) -> None:
    watched(mine)
    buy(mine)
    loaded, judged = watched(mine)
    assert loaded["loaded"] == 2 * len(BUYERS)
    assert (judged["judged_again"], len(judged["moved"]), len(judged["handed_off"])) == (1, 1, 1)
    said = done(mine, "explain", "calderon-example.com")
    assert "Priority" in said
    assert "judged again since the run of the day" in " ".join(said.split())
    packet = " ".join(done(mine, "packet", "calderon-example.com").split())
    assert "Judged again since the run of the day" in packet
    listed = done(mine, "accounts", "--level", "Priority")
    assert "calderon-example.com" in listed
    assert "1 account judged again since" in listed
    again = "1 account judged again since the run told here"
    assert again in " ".join(done(mine, "aqls").split())
    assert again in " ".join(done(mine, "changes", "--since", NOW).split())
    listed = json.loads(done(mine, "accounts", "--json"))["accounts"]
    assert [row["domain"] for row in listed if row["refreshed_at"]] == ["calderon-example.com"]


def test_nothing_new_says_nothing(mine: Path) -> None:
    watched(mine)
    assert watched(mine) == []


def test_what_is_wrong_ends_a_single_look(mine: Path) -> None:
    watched(mine)
    (mine / "data/forms.csv").write_text("Nonsense\n1\n")
    result = mqa(mine, "watch", "--once")
    assert (result.exit_code, "forms.csv" in result.output) == (2, True)


def look(folder: Path, watch: Watch | None = None, *, patient: bool = True) -> list[Round]:
    """What one look of a watch (none: a new one) did."""
    opened = workspaces.opened(folder)
    workspaces.open_stores(opened)
    looking = watch or Watch(folder)
    try:
        return [one for one in looking.look(opened, patient=patient) if one.is_news]
    finally:
        looking.close()


def test_a_handoff_that_was_not_opened_is_owed(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(mine)
    look(mine, watch)
    buy(mine)
    with monkeypatch.context() as broken:
        broken.setattr(handing, "hand_off", lambda *_, **__: (_ for _ in ()).throw(Unavailable("not now")))
        with pytest.raises(Unavailable):
            look(mine, watch, patient=False)
    assert [len(one.handed.opened) for one in look(mine, watch, patient=False)] == [1]


def test_while_acts_come_handing_off_is_not_waited_for_and_told_by_a_later_look(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, watch, may_end = workspaces.opened(mine), Watch(mine), Event()
    workspaces.open_stores(opened)
    list(watch.look(opened))
    plain = handing.hand_off
    monkeypatch.setattr(handing, "EVERY", 0)
    monkeypatch.setattr(handing, "hand_off", lambda *given, **named: may_end.wait() and plain(*given, **named))
    buy(mine)
    [_, judged] = watch.look(opened)
    assert (len(judged.refreshed.moved), judged.handed.opened) == (1, ())  # type: ignore[union-attr]
    assert [len(one.handed.opened) for one in watch.look(opened)] == [0]
    may_end.set()
    assert [len(one.handed.opened) for one in watch.look(opened, patient=False)] == [1]
    watch.close()


def test_what_was_handed_off_beside_is_told_at_the_end(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, watch = workspaces.opened(mine), Watch(mine)
    workspaces.open_stores(opened)
    list(watch.look(opened, patient=False))
    monkeypatch.setattr(handing, "EVERY", 0)
    buy(mine)
    assert [len(one.handed.opened) for one in watch.look(opened)] == [0, 0]
    assert [len(one.handed.opened) for one in watch.close()] == [1]


def test_soon_after_handing_off_who_is_next_waits_until_nothing_else_is_to_do(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, watch = workspaces.opened(mine), Watch(mine)
    workspaces.open_stores(opened)
    monkeypatch.setattr(handing, "EVERY", 3600)
    list(watch.look(opened, patient=False))
    buy(mine)
    [_, judged] = watch.look(opened)
    assert judged.refreshed
    assert watch._handing._under_way == {}
    assert [len(one.handed.opened) for one in watch.look(opened, patient=False)] == [1]
    watch.close()


def test_who_is_busy_keeps_what_was_unpacked_for_loads(mine: Path) -> None:
    opened, watch = workspaces.opened(mine), Watch(mine)
    workspaces.open_stores(opened)
    list(watch.look(opened, patient=False))
    engine = watch._engine
    buy(mine)
    with leases.held(), pytest.raises(Busy):
        list(watch.look(opened, patient=False))
    assert engine is not None
    assert watch._engine is engine
    watch.close()


def test_a_run_that_nobody_followed_is_followed_first(mine: Path) -> None:
    opened = workspaces.opened(mine)
    workspaces.open_stores(opened)
    runs.run(opened.warehouse, opened.agreements[0], opened.today)
    buy(mine)
    [_, judged] = look(mine, patient=False)
    assert judged.refreshed
    assert len(judged.refreshed.moved) == len(judged.handed.opened) == 1


def test_a_run_that_is_held_back_is_not_made_again_and_again(mine: Path) -> None:
    said = (mine / "mqa.yaml").read_text().replace("sources:", "runs: { when_stale: hold }\n\nsources:", 1)
    stale = "  Website:\n    freshness: { partial_after: 2 days, stale_after: 3 days }\n"
    (mine / "mqa.yaml").write_text(said.replace("  Website:\n", stale, 1))
    watch = Watch(mine)
    for _ in range(2):
        with pytest.raises(Unavailable, match="held back"):
            look(mine, watch)
    assert Run.objects.exclude(failed_at=None).count() == 1


def test_a_file_that_is_being_written_is_left_for_the_next_look(mine: Path) -> None:
    watch = Watch(mine)
    look(mine, watch)
    with (mine / "data/forms.csv").open("a") as file:
        file.write(f"F-half,{NOW}T00:00:00,demo,,eva.smit@calderon-example.co")
        file.flush()
        assert look(mine, watch) == []
        file.write("m\n")
    [loaded, _] = look(mine, watch)
    assert loaded.loaded == 1
    assert "calderon-example.co " not in done(mine, "accounts")


def test_who_looks_once_while_another_is_at_work_is_told(mine: Path) -> None:
    watched(mine)
    buy(mine)
    opened = workspaces.opened(mine)
    workspaces.open_stores(opened)
    with leases.held():
        assert mqa(mine, "watch", "--once").exit_code == Busy.exit_code


def test_rows_that_cannot_be_read_are_told(mine: Path) -> None:
    watched(mine)
    with (mine / "data/forms.csv").open("a") as file:
        file.write("F-odd,yesterday at noon,demo,,eva.smit@brightport-example.com\n")
    assert "1 rejected, see “mqa export rejects”" in " ".join(done(mine, "watch", "--once").split())
