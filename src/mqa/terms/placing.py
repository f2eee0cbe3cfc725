"""How surely a nameless visitor is of the account at which their acts stand: by the rule that brought them there."""

from __future__ import annotations

SURE_RULES = (  # the act, a list of networks or a person named the account; all other rules are guesses by a name
    "account of the act",
    "account of the network",
    "domain of the network",
    "created from the domain of a network",
    "set by a person",
)
