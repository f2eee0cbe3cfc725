"""What is kept beside the world tables, so that rows of any load find who is meant by what was known when."""

from __future__ import annotations

from mqa.terms.tables import ColumnType, Table

RECORDS = Table(
    "records",
    "one record of a company or a person at one source: its id there, the account (of a company) or the person, the "
    "number of the id by which it names its account (said; 0: none, -1: nobody's), and the number of its own id, of a "
    "person's with its source before it (record_id; 0: none)",
    {
        "source": "text",
        "record": "text",
        "kind": "text",
        "account_id": "bigint",
        "person_id": "bigint",
        "person_key": "text",
        "said": "bigint",
        "rule": "text",
        "record_id": "bigint",
        "known_on": "bigint",
        "learned_on": "bigint",
    },
)

COMPANY_NAMES = Table(
    "company_names",
    "what one name of a company that rows state means (said: its number): the account, or the likeliest of several (0: "
    "none), from a day on; confidences in millionths; a row with times -1 takes one back",
    {
        "said": "bigint",
        "name": "text",
        "country": "text",
        "city": "text",
        "outcome": "text",
        "account_id": "bigint",
        "rule": "text",
        "confidence": "bigint",
        "rival_id": "bigint",
        "rival_confidence": "bigint",
        "known_on": "bigint",
        "times": "bigint",
    },
)
NAME_WORDS = Table(
    "name_words",
    "one word (its number) that a name is found by: of an account (`known`, its number) or of a name that rows state "
    "(`wanted`); a row with times -1 takes one back",
    {"kind": "text", "name_id": "bigint", "word": "bigint", "times": "bigint"},
)
VISITORS = Table(
    "visitors",
    "one way in which acts of a source show a visitor (visitor_id: the number of both): beside the name of a person "
    "(an address, a contact's id), on each day on which that became known, or without a name, at a network (person_id "
    "below 0); the first such act",
    {
        "source": "text",
        "visitor": "text",
        "visitor_id": "bigint",
        "person_id": "bigint",
        "person_key": "text",
        "known_on": "bigint",
        "activity_id": "text",
    },
)
NETWORK_RANGES = Table(
    "network_ranges",
    "one range of IPv4 addresses, and whose it is by a file of networks: the id of an account, a domain, the name of "
    "an organisation (empty: not said); edition: of the rows of a file those of its latest edition hold",
    {
        "source": "text",
        "file": "text",
        "edition": "bigint",
        "first_address": "bigint",
        "last_address": "bigint",
        "account": "text",
        "domain": "text",
        "organisation": "text",
        "country": "text",
    },
)
PARENTS = Table(
    "parents",
    "the parent company of which one company's record at one source tells from a day on: an id at that source, or a "
    "domain (empty: none), and the account of the company itself",
    {
        "source": "text",
        "record": "text",
        "account_id": "bigint",
        "parent": "text",
        "rule": "text",
        "known_on": "bigint",
        "learned_on": "bigint",
    },
)
FAMILIES = Table(
    "families",
    "one account that has a parent: the parent, the topmost company of its family, and the account that its rows "
    "belong to because of it, or stand at too (unit_id; 0: none), from a day on; a row with times -1 takes one back",
    {
        "account_id": "bigint",
        "parent_id": "bigint",
        "top_id": "bigint",
        "unit_id": "bigint",
        "rule": "text",
        "known_on": "bigint",
        "times": "bigint",
    },
)
BESIDE = {
    table.name: table for table in (RECORDS, COMPANY_NAMES, NAME_WORDS, VISITORS, NETWORK_RANGES, PARENTS, FAMILIES)
}

# Columns that only loading reads: what a row said of its account, whom or which account its own words mean (of an act:
# the nameless visitor, below 0, or the number of a contact's id; 0: somebody known by an address), and the number of
# the domain.
KEPT_BESIDE: dict[str, dict[str, ColumnType]] = {
    "activities": {"said": "bigint", "visitor": "bigint"},
    "people": {"said": "bigint", "first_person": "bigint", "domain_id": "bigint"},
    "aliases": {"first_account": "bigint", "domain_id": "bigint"},
    **{table: {"first_account": "bigint"} for table in ("accounts", "facts", "intent", "outcomes")},
}
