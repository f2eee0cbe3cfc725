"""`mqa watch`: what comes is loaded, judged again and handed off."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

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
    assert "calderon-example.com" in done(mine, "packet", "calderon-example.com")


def test_nothing_new_says_nothing(mine: Path) -> None:
    watched(mine)
    assert watched(mine) == []


def test_what_is_wrong_ends_a_single_look(mine: Path) -> None:
    watched(mine)
    (mine / "data/forms.csv").write_text("Nonsense\n1\n")
    result = mqa(mine, "watch", "--once")
    assert (result.exit_code, "forms.csv" in result.output) == (2, True)
