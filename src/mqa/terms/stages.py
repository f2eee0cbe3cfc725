"""The journey of an account as data: its stages, and which change of stage may have which cause.

Source: semantics, "Journey". `mqa.qualification.journey` (SQL) decides the stage of a day; a test proves that it
never makes a change that is not in this table.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["scores", "sales"]


class Stage(NamedTuple):
    """One stage: who decides it (scores, or what sales and the market did), and what it means in plain words."""

    name: str
    kind: Kind
    means: str


class Change(NamedTuple):
    """One kind of change: from any of these stages, by this cause, to that stage."""

    came_from: tuple[str, ...]
    cause: str
    to: str


STAGES = (
    Stage("suspect", "scores", "A company we know of, but not yet one that fits and where we can reach somebody."),
    Stage("prospect", "scores", "It fits, and we know a person there who can be reached."),
    Stage("account of interest", "scores", "It reached a level that marketing works on, but not yet one for sales."),
    Stage("MQA", "scores", "Marketing-qualified: it fits and its committee is engaged, by the agreed definition."),
    Stage("PQA", "scores", "Product-qualified: it fits and uses the product heavily."),
    Stage("SAA", "sales", "Sales-accepted: sales took the handoff and works on the account."),
    Stage("SQA", "sales", "Sales-qualified: sales recorded that the account is willing to talk."),
    Stage("pipeline", "sales", "An opportunity is open."),
    Stage("won", "sales", "The last opportunity that was closed was won."),
    Stage("lost", "sales", "The last opportunity that was closed was lost, and it has not qualified again."),
    Stage("recycled", "sales", "It had qualified and went back to marketing: rejected, deferred, or nothing new came."),
)
NAMES = tuple(stage.name for stage in STAGES)
QUALIFIED = ("MQA", "PQA")
ANYWHERE = ("", *NAMES)
FORCED = (
    "excluded",
    "rejected",
    "deferred",
    "expired",
)  # causes that take an account off its level, whatever it scores
CHANGES = (
    Change(ANYWHERE, "scores", "suspect"),
    Change(ANYWHERE, "scores", "prospect"),
    Change(ANYWHERE, "scores", "account of interest"),
    Change(ANYWHERE, "scores", "MQA"),
    Change(ANYWHERE, "scores", "PQA"),
    Change(ANYWHERE, "accepted", "SAA"),
    Change(ANYWHERE, "willing to talk", "SQA"),
    Change(ANYWHERE, "opportunity opened", "pipeline"),
    Change(ANYWHERE, "opportunity won", "won"),
    Change(ANYWHERE, "opportunity lost", "lost"),
    Change(ANYWHERE, "rejected", "recycled"),
    Change(ANYWHERE, "deferred", "recycled"),
    Change(ANYWHERE, "expired", "recycled"),
)
