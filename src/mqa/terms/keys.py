"""Natural keys as numbers: the same on every machine, whatever was loaded first.

An account, a person, an act's shape and an asset are joined by a 60-bit number made from the md5 of
their natural key. It needs no dictionary, does not depend on load order, and its range is what shards
are cut by. Loading refuses two natural keys of accounts or shapes with one number
(1 million accounts: odds below 1 in a million).
"""

from __future__ import annotations

from hashlib import md5

LARGEST = 16**15 - 1
NOBODY = 0  # the account of acts that belong to no account; the person key of all nameless visitors together


def number_of(key: str) -> int:
    """The number of a natural key, from 1 to 2**60 - 1.

    >>> number_of("acme.com")
    141767192706631924
    """
    return max(1, int(md5(key.encode(), usedforsecurity=False).hexdigest()[:15], 16))


def number_sql(expression: str) -> str:
    """The same number in DuckDB's SQL; used only where sources are read.

    `expression` is SQL of ours (a column name), never text of a user.
    """
    return f"greatest(1, ('0x' || substr(md5({expression}), 1, 15))::bigint)"


def person_number(key: str, *, nameless: bool) -> int:
    """A person's number: above 0 for a person known by name, below 0 for one nameless visitor.

    Scoring sees at once who is nobody by the sign, without a join.
    """
    return -number_of(key) if nameless else number_of(key)
