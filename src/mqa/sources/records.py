"""Records: the ids that sources give companies and people, kept so that later rows find whom they name."""

from __future__ import annotations

from mqa.terms.tables import Table

RECORDS = Table(
    "records",
    "one record of a company or a person at one source: its id there, the account (null: none stated), the person",
    {
        "source": "text",
        "record": "text",
        "kind": "text",
        "account_id": "bigint",
        "person_id": "bigint",
        "person_key": "text",
        "rule": "text",
        "known_on": "bigint",
        "learned_on": "bigint",
    },
)
