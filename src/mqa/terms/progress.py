"""How far a long piece of work has come: what is done now, how much of it, of how much in all."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""
