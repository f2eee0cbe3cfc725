"""What a channel is told, as plain values, and the one error with which a channel says that it could not send.

MqaError
└── CouldNotSend   a channel did not take a notice; says whether trying again can help
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mqa.terms.problems import MqaError


@dataclass(frozen=True)
class Words:
    """An event in the words of a colleague.

    `subject` stands alone (a mail's subject, a notification); `sentences` say why, one thought each; `answer_by` says
    until when an answer is asked for (empty: none is).
    """

    subject: str
    sentences: tuple[str, ...] = ()
    answer_by: str = ""


@dataclass(frozen=True)
class Notice:
    """One thing to tell one channel. The same `key` is the same thing: a receiver that knows it may drop it.

    `entered_at` is when it happened, `sent_at` the moment of this attempt (both UTC); `to` the addresses of those it
    concerns; `link` where it can be read and answered (empty: nowhere); `body` all that is known of it, as JSON has it.
    """

    key: str
    event: str
    entered_at: datetime
    sent_at: datetime
    words: Words
    to: tuple[str, ...]
    link: str
    body: Mapping[str, Any]


class CouldNotSend(MqaError):
    """A channel did not take a notice.

    `retry`: whether trying again can help; `after`: not before so many seconds (None: as the outbox thinks best).
    """

    exit_code = 3

    def __init__(self, why: str, *, retry: bool, after: float | None = None) -> None:
        self.why, self.retry, self.after = why, retry, after
        super().__init__(why)
