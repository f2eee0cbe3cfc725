"""What an account is called: by its domain, and where nobody knows one by its name or its number."""

from __future__ import annotations

from typing import Protocol


class Nameable(Protocol):
    """Whatever has the number, the domain and the name of an account (empty: nobody told it)."""

    @property
    def account_id(self) -> int:
        """The account's number."""

    @property
    def domain(self) -> str:
        """Its canonical domain."""

    @property
    def name(self) -> str:
        """Its name."""


def called(one: Nameable) -> str:
    """An account in a sentence."""
    return one.domain or one.name or f"account {one.account_id}"


def handle(one: Nameable) -> str:
    """An account as it can be typed after a command, without a space in it."""
    return one.domain or str(one.account_id)


def heading(one: Nameable) -> str:
    """An account above what is said of it: its domain and its name, or what there is."""
    return ", ".join(filter(None, (one.domain, one.name))) or f"account {one.account_id}"
