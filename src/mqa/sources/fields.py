"""The columns that a source may fill: what each holds, and which a source cannot do without."""

from __future__ import annotations

from typing import Literal

from mqa.terms.rules import BUYING_STAGES

Kind = Literal["text", "email", "host", "hosts", "day", "instant", "number", "seconds", "value", "network", "address"]
FactType = Literal["text", "number", "date"]

TABLES = (
    "companies",
    "people",
    "networks",
    "content",
    "activities",
    "facts",
    "intent",
    "outcomes",
)  # in the order they are loaded
FACT_TYPES: tuple[FactType, ...] = ("text", "number", "date")
OUTCOME_KINDS = ("opened", "won", "lost")
ONE_OF = {  # columns whose words are a closed set, case aside
    ("outcomes", "kind"): OUTCOME_KINDS,
    ("content", "buying_stage"): BUYING_STAGES[1:],
}

FIELDS: dict[str, dict[str, Kind]] = {
    "companies": {
        "id": "text",
        "domain": "host",
        "domains": "hosts",
        "name": "text",
        "owner": "text",
        "parent": "text",
        "parent_domain": "host",
        "known_on": "day",
    },
    "people": {
        "id": "text",
        "email": "email",
        "title": "text",
        "role": "text",
        "account": "text",
        "domain": "host",
        "company": "text",
        "country": "text",
        "city": "text",
        "known_on": "day",
    },
    "networks": {
        "network": "network",
        "first": "address",
        "last": "address",
        "account": "text",
        "domain": "host",
        "company": "text",
        "country": "text",
    },
    "content": {
        "path": "text",
        "asset": "text",
        "topic": "text",
        "buying_stage": "text",
        "known_on": "day",
    },
    "activities": {
        "id": "text",
        "occurred_at": "instant",
        "known_on": "day",
        "kind": "text",
        "email": "email",
        "person": "text",
        "visitor": "text",
        "address": "text",
        "account": "text",
        "domain": "host",
        "company": "text",
        "country": "text",
        "city": "text",
        "url": "text",
        "seconds": "seconds",
        "source": "text",
        "campaign": "text",
        "topic": "text",
        "asset": "text",
    },
    "facts": {
        "account": "text",
        "domain": "host",
        "company": "text",
        "country": "text",
        "city": "text",
        "fact": "text",
        "value": "value",
        "observed_on": "day",
        "ended_on": "day",
        "known_on": "day",
    },
    "intent": {
        "account": "text",
        "domain": "host",
        "company": "text",
        "country": "text",
        "city": "text",
        "topic": "text",
        "week": "day",
        "strength": "number",
        "count": "number",
        "provider": "text",
        "known_on": "day",
    },
    "outcomes": {
        "id": "text",
        "account": "text",
        "domain": "host",
        "company": "text",
        "country": "text",
        "city": "text",
        "opportunity": "text",
        "kind": "text",
        "occurred_on": "day",
        "amount": "number",
        "currency": "text",
        "product_line": "text",
        "known_on": "day",
    },
}

ACTOR = ("email", "person", "visitor", "account", "domain", "company", "address")
# Of each group at least one column must be mapped, and at least one must be filled in every row.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "companies": (("id", "domain"),),
    "people": (("id", "email"),),
    "networks": (("network", "first"), ("account", "domain", "company")),
    "content": (("path", "asset"), ("topic", "buying_stage")),
    "activities": (("occurred_at",), ("kind",), ACTOR),
    "facts": (("account", "domain", "company"), ("fact",), ("value",)),
    "intent": (("account", "domain", "company"), ("topic",), ("week",), ("strength", "count")),
    "outcomes": (("account", "domain", "company"), ("kind",), ("occurred_on",)),
}
# An act of nobody is still an act; it is kept under account 0.
MAY_BE_EMPTY = frozenset({ACTOR})

HAPPENED: dict[str, str] = {"activities": "occurred_at", "intent": "week", "outcomes": "occurred_on"}
