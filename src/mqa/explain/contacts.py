"""Whom at an account sales could turn to, in order; at an MQA or PQA these are its AQLs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mqa.terms.durations import iso_day
from mqa.terms.rules import Definition

Row = Mapping[str, Any]
REACH = {
    "mail": "",
    "unsubscribed": "has unsubscribed from e-mail: call, do not mail",
    "bounced": "mail to them came back: call, or find their address",
}


def contacts(
    tables: Mapping[str, Sequence[Row]], people: Mapping[int, Row], definition: Definition
) -> list[dict[str, Any]]:
    """The rows of the table contacts of one account, with names beside numbers; `aql`: whether it is one of aqls.

    `people`: person_key and title by number. Points in millionths.
    """
    roles = ["", *(role.name for role in definition.roles)]
    leads = {row["person_id"] for row in tables["aqls"]}
    return [
        {
            "rank": row["rank"],
            **_named(people.get(row["person_id"])),
            "role": roles[row["role"]],
            "points": row["points"],
            "last_act": iso_day(row["as_of"] - row["seen_age"]),
            "engaged": bool(row["engaged"]),
            "mql": bool(row["mql"]),
            "aql": row["person_id"] in leads,
            "reach": row["reach"],
        }
        for row in sorted(tables["contacts"], key=lambda row: row["rank"])
    ]


def _named(person: Row | None) -> dict[str, str]:
    return {"person": person["person_key"], "title": person["title"]} if person else {"person": "somebody", "title": ""}
