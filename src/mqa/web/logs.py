"""The server's log: one line a record, on the error stream, without what would let its reader in."""

from __future__ import annotations

import logging
import re

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
WELCOME = re.compile(r"(welcome(?:/|%2f))\S+", re.IGNORECASE)


class Discreet(logging.Formatter):
    """Lines, and the errors below them, in which a welcome link is not spelled out: it is as good as a password."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's text, its error and its stack with it."""
        return WELCOME.sub(r"\1…", super().format(record))


def write_to_error_stream() -> None:
    """Let every record of this process, from warnings up, appear as a discreet line."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet(LINE))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
