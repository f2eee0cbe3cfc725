"""The secret of a workspace: one, whole, and for its owner's eyes, however many servers start at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from mqa.web.settings import secret


def test_servers_that_start_for_the_first_time_together_hold_one_secret(tmp_path: Path) -> None:
    together = Barrier(8)

    def started(_: int) -> str:
        together.wait()
        return secret(tmp_path / "secret")

    with ThreadPoolExecutor(8) as servers:
        held = set(servers.map(started, range(8)))
    assert held == {(tmp_path / "secret").read_text(encoding="ascii")}
    assert len(held.pop()) >= 48


def test_nothing_else_stays_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    secret(tmp_path / "secret")
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_the_secret_stays_the_same(tmp_path: Path) -> None:
    assert secret(tmp_path / "secret") == secret(tmp_path / "secret")
