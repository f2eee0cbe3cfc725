"""How surely a nameless visitor is of the account at which their acts stand: by the rule that brought them there."""

from __future__ import annotations

SURE_RULES = (  # the act, a list of networks, an address or a person named the account; other rules are guesses
    "account of the act",
    "account of the network",
    "domain of the network",
    "created from the domain of a network",
    "role address",
    "created from a role address",
    "set by a person",
)
